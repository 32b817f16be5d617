// SPDX-License-Identifier: GPL-2.0-only
/* Caches of equal objects; see slab.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "slab.h"

static void *get_freepointer(struct kmem_cache *cache, void *object)
{
	void *next;

	memcpy(&next, (char *)object + cache->object_size, sizeof(next));
	return next;
}

static void set_freepointer(struct kmem_cache *cache, void *object, void *next)
{
	memcpy((char *)object + cache->object_size, &next, sizeof(next));
}

static int kmem_cache_grow(struct kmem_cache *cache)
{
	size_t max_slabs = cache->max_slabs ? 2 * cache->max_slabs : 8;
	char **slabs, *slab;

	if (cache->nr_slabs == cache->max_slabs) {
		slabs = realloc(cache->slabs, max_slabs * sizeof(*slabs));
		if (!slabs)
			return -ENOMEM;
		cache->slabs = slabs;
		cache->max_slabs = max_slabs;
	}
	slab = malloc(OBJECTS_PER_SLAB * (cache->object_size + sizeof(void *)));
	if (!slab)
		return -ENOMEM;
	cache->slabs[cache->nr_slabs++] = slab;
	return 0;
}

/* An object of zeros, or NULL if memory is short. */
void *kmem_cache_zalloc(struct kmem_cache *cache)
{
	void *object = cache->free;

	if (object) {
		cache->free = get_freepointer(cache, object);
	} else {
		if (cache->nr_used == cache->nr_slabs * OBJECTS_PER_SLAB &&
		    kmem_cache_grow(cache))
			return NULL;
		object = kmem_cache_object(cache, cache->nr_used++);
	}
	return memset(object, 0, cache->object_size);
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	set_freepointer(cache, object, cache->free);
	cache->free = object;
}

/* Take back all objects but keep their memory. */
void kmem_cache_reset(struct kmem_cache *cache)
{
	cache->nr_used = 0;
	cache->free = NULL;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	size_t slab;

	for (slab = 0; slab < cache->nr_slabs; slab++)
		free(cache->slabs[slab]);
	free(cache->slabs);
	memset(cache, 0, sizeof(*cache));
}
