/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Caches of equal objects; see slab.h. */
#include <stdlib.h>
#include <string.h>

#include "slab.h"

#define OBJECTS_PER_SLAB	64

static int kmem_cache_grow(struct kmem_cache *cache)
{
	size_t max_slabs = cache->max_slabs ? 2 * cache->max_slabs : 8;
	char **slabs;

	if (cache->nr_slabs == cache->max_slabs) {
		slabs = realloc(cache->slabs, max_slabs * sizeof(*slabs));
		if (!slabs)
			return -1;
		cache->slabs = slabs;
		cache->max_slabs = max_slabs;
	}
	cache->slabs[cache->nr_slabs] =
		malloc(OBJECTS_PER_SLAB * cache->object_size);
	if (!cache->slabs[cache->nr_slabs])
		return -1;
	cache->nr_slabs++;
	return 0;
}

/* An object of zeros, or NULL if memory is short. */
void *kmem_cache_zalloc(struct kmem_cache *cache)
{
	void *object = cache->free;
	size_t slab;

	if (object) {
		memcpy(&cache->free, object, sizeof(cache->free));
	} else {
		slab = cache->nr_used / OBJECTS_PER_SLAB;
		if (slab == cache->nr_slabs && kmem_cache_grow(cache))
			return NULL;
		object = cache->slabs[slab] + cache->object_size *
			 (cache->nr_used++ % OBJECTS_PER_SLAB);
	}
	return memset(object, 0, cache->object_size);
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	memcpy(object, &cache->free, sizeof(cache->free));
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
