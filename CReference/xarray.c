// SPDX-License-Identifier: GPL-2.0-only
/* What memory groups need of lib/xarray.c; see xarray.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "xarray.h"

#define XA_MIN_SIZE	256UL

static void __set_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] |= 1UL << (nr % BITS_PER_LONG);
}

static void __clear_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] &= ~(1UL << (nr % BITS_PER_LONG));
}

static int xa_grow(struct xarray *xa)
{
	unsigned long size = xa->xa_size ? 2 * xa->xa_size : XA_MIN_SIZE;
	size_t words = size / BITS_PER_LONG, old = xa->xa_size / BITS_PER_LONG;
	unsigned long *map;
	void **slots;
	int mark;

	slots = realloc(xa->xa_slots, size * sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	memset(slots + xa->xa_size, 0, (size - xa->xa_size) * sizeof(*slots));
	xa->xa_slots = slots;

	for (mark = 0; mark < XA_NR_MARKS; mark++) {
		map = realloc(xa->xa_marks[mark], words * sizeof(*map));
		if (!map)
			return -ENOMEM;
		memset(map + old, mark == XA_FREE_MARK ? 0xff : 0,
		       (words - old) * sizeof(*map));
		xa->xa_marks[mark] = map;
	}
	/* Only now: what an earlier failure left behind is no slot yet. */
	xa->xa_size = size;
	return 0;
}

/* The lowest free id there is a slot for, or the number of slots. */
static unsigned long xa_find_free(const struct xarray *xa)
{
	unsigned long word, index = xa->xa_low;

	while (index < xa->xa_size) {
		word = xa->xa_marks[XA_FREE_MARK][index / BITS_PER_LONG];
		word >>= index % BITS_PER_LONG;
		if (word)
			return index + (unsigned long)__builtin_ctzl(word);
		index = (index | (BITS_PER_LONG - 1)) + 1;
	}
	return index;
}

/**
 * xa_alloc() - Store an entry under the lowest free id.
 * @xa: The array.
 * @id: Set to the id.
 * @entry: What to store; not NULL.
 * @max: The greatest id allowed.
 *
 * Return: 0, -EBUSY if no id up to @max is free, or -ENOMEM.
 */
int xa_alloc(struct xarray *xa, uint32_t *id, void *entry, unsigned long max)
{
	unsigned long index = xa_find_free(xa);
	int ret;

	if (index > max)
		return -EBUSY;
	if (index == xa->xa_size) {
		ret = xa_grow(xa);
		if (ret)
			return ret;
	}

	xa->xa_slots[index] = entry;
	__clear_bit(index, xa->xa_marks[XA_FREE_MARK]);
	xa->xa_low = index + 1;
	if (index >= xa->xa_end)
		xa->xa_end = index + 1;
	*id = (uint32_t)index;
	return 0;
}

/* Forget the entry at an index, marks and all, and return it. */
void *xa_erase(struct xarray *xa, unsigned long index)
{
	void *entry = xa_load(xa, index);
	int mark;

	if (!entry)
		return NULL;
	xa->xa_slots[index] = NULL;
	for (mark = XA_MARK_1; mark < XA_NR_MARKS; mark++)
		__clear_bit(index, xa->xa_marks[mark]);
	__set_bit(index, xa->xa_marks[XA_FREE_MARK]);
	if (index < xa->xa_low)
		xa->xa_low = index;
	return entry;
}

/* Mark the entry at an index; no entry, no mark. */
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark)
{
	if (xa_load(xa, index))
		__set_bit(index, xa->xa_marks[mark]);
}

/* Forget all entries but keep the memory. */
void xa_clear(struct xarray *xa)
{
	size_t words = (xa->xa_end + BITS_PER_LONG - 1) / BITS_PER_LONG;
	int mark;

	if (!xa->xa_end)
		return;
	memset(xa->xa_slots, 0, xa->xa_end * sizeof(*xa->xa_slots));
	for (mark = 0; mark < XA_NR_MARKS; mark++)
		memset(xa->xa_marks[mark], mark == XA_FREE_MARK ? 0xff : 0,
		       words * sizeof(*xa->xa_marks[mark]));
	xa->xa_end = 0;
	xa->xa_low = 0;
}

void xa_destroy(struct xarray *xa)
{
	int mark;

	free(xa->xa_slots);
	for (mark = 0; mark < XA_NR_MARKS; mark++)
		free(xa->xa_marks[mark]);
	memset(xa, 0, sizeof(*xa));
}
