/* SPDX-License-Identifier: MIT */
/*
 * Swift ends the process if an array can't grow.  So the library sets the memory
 * aside first, which may fail, and then hands it to Swift's allocations.
 */
#define _POSIX_C_SOURCE 200112L	/* posix_memalign() */
#include <stdlib.h>

#include "room.h"

/* At the start of a block that is aside. */
struct block {
	struct block *next;
	size_t size;
};

static _Thread_local struct block *aside;

bool automovable_set_aside(size_t size)
{
	struct block *block;

	if (size < sizeof(*block))
		size = sizeof(*block);
	block = malloc(size);
	if (!block)
		return false;
	block->next = aside;
	block->size = size;
	aside = block;
	return true;
}

void automovable_give_back(void)
{
	while (aside) {
		struct block *block = aside;

		aside = block->next;
		free(block);
	}
}

/* The smallest block that is large enough: another may be meant for more. */
static void *take(size_t size)
{
	struct block **link, **best = NULL, *block;

	for (link = &aside; *link; link = &(*link)->next) {
		if ((*link)->size >= size && (!best || (*link)->size < (*best)->size))
			best = link;
	}
	if (!best)
		return NULL;
	block = *best;
	*best = block->next;
	return block;
}

void *automovable_malloc(size_t size)
{
	void *block = take(size);

	return block ? block : malloc(size);
}

int automovable_posix_memalign(void **block, size_t alignment, size_t size)
{
	/* malloc() aligns for every type of C, and no block is for another. */
	*block = alignment <= _Alignof(max_align_t) ? take(size) : NULL;
	return *block ? 0 : posix_memalign(block, alignment, size);
}
