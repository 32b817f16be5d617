/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands for include/linux/slab.h: caches of equal objects whose addresses
 * stay, and that are emptied at once without a call of free().
 */
#ifndef AUTOMOVABLE_SLAB_H
#define AUTOMOVABLE_SLAB_H

#include <stddef.h>

#define OBJECTS_PER_SLAB	64

struct kmem_cache {
	size_t	object_size;	/* a multiple of a pointer's */
	char	**slabs;
	size_t	nr_slabs;
	size_t	max_slabs;
	size_t	nr_used;	/* objects handed out since the last reset */
	void	*free;		/* given back; the next one's address follows it */
};

void *kmem_cache_zalloc(struct kmem_cache *cache);
void kmem_cache_free(struct kmem_cache *cache, void *object);
void kmem_cache_reset(struct kmem_cache *cache);
void kmem_cache_destroy(struct kmem_cache *cache);

/* An object below nr_used; one given back is as it was then. */
static inline void *kmem_cache_object(struct kmem_cache *cache, size_t index)
{
	return cache->slabs[index / OBJECTS_PER_SLAB] +
	       index % OBJECTS_PER_SLAB * (cache->object_size + sizeof(void *));
}

#endif /* AUTOMOVABLE_SLAB_H */
