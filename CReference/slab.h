/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands for include/linux/slab.h: caches of equal objects whose addresses
 * stay, and that are emptied at once without a call of free().
 */
#ifndef AUTOMOVABLE_SLAB_H
#define AUTOMOVABLE_SLAB_H

#include <stddef.h>

struct kmem_cache {
	size_t	object_size;	/* of at least one pointer */
	char	**slabs;
	size_t	nr_slabs;
	size_t	max_slabs;
	size_t	nr_used;	/* objects ever handed out since the last reset */
	void	*free;		/* given back; each points to the next one */
};

void *kmem_cache_zalloc(struct kmem_cache *cache);
void kmem_cache_free(struct kmem_cache *cache, void *object);
void kmem_cache_reset(struct kmem_cache *cache);
void kmem_cache_destroy(struct kmem_cache *cache);

#endif /* AUTOMOVABLE_SLAB_H */
