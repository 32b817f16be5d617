/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What memory groups need of include/linux/xarray.h: an allocating array with
 * marks.  It is flat instead of a radix tree, because ids are handed out from
 * the lowest free one up and thus stay dense.
 */
#ifndef AUTOMOVABLE_XARRAY_H
#define AUTOMOVABLE_XARRAY_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define BITS_PER_LONG	64

typedef enum {
	XA_FREE_MARK = 0,	/* the id is free */
	XA_MARK_1,
	XA_NR_MARKS
} xa_mark_t;

struct xarray {
	void		**xa_slots;
	unsigned long	*xa_marks[XA_NR_MARKS];
	unsigned long	xa_size;	/* slots there are, in whole words */
	unsigned long	xa_end;		/* ids from here on are free */
	unsigned long	xa_low;		/* ids below are taken */
};

/* The greatest id that xa_alloc() hands out. */
#define xa_limit_31b	((unsigned long)INT32_MAX)

int xa_alloc(struct xarray *xa, uint32_t *id, void *entry, unsigned long max);
void *xa_erase(struct xarray *xa, unsigned long index);
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_clear(struct xarray *xa);
void xa_destroy(struct xarray *xa);

static inline void *xa_load(const struct xarray *xa, unsigned long index)
{
	return index < xa->xa_end ? xa->xa_slots[index] : NULL;
}

/* Where a walk over marked entries is. */
struct xa_cursor {
	unsigned long word;
	unsigned long bits;	/* its marks that are still to come; 0 at the end */
};

/* Go on to the first word at or behind the cursor's that has marks. */
static inline void xa_find_word(const struct xarray *xa, xa_mark_t filter,
				struct xa_cursor *cursor)
{
	for (; cursor->word * BITS_PER_LONG < xa->xa_end; cursor->word++) {
		cursor->bits = xa->xa_marks[filter][cursor->word];
		if (cursor->bits)
			return;
	}
}

static inline struct xa_cursor xa_find(const struct xarray *xa, xa_mark_t filter)
{
	struct xa_cursor cursor = {};

	xa_find_word(xa, filter, &cursor);
	return cursor;
}

static inline void xa_find_after(const struct xarray *xa, xa_mark_t filter,
				 struct xa_cursor *cursor)
{
	cursor->bits &= cursor->bits - 1;
	if (!cursor->bits) {
		cursor->word++;
		xa_find_word(xa, filter, cursor);
	}
}

/* The entry at a cursor and its id, or NULL at the end. */
static inline void *xa_marked_entry(const struct xarray *xa,
				    unsigned long *index,
				    const struct xa_cursor *cursor)
{
	if (!cursor->bits)
		return NULL;
	*index = cursor->word * BITS_PER_LONG +
		 (unsigned long)__builtin_ctzl(cursor->bits);
	return xa->xa_slots[*index];
}

/* The entries that carry a mark, by ascending id, which is in @index. */
#define xa_for_each_marked(xa, index, entry, filter)			\
	for (struct xa_cursor __cursor = xa_find(xa, filter);		\
	     entry = xa_marked_entry(xa, &index, &__cursor), __cursor.bits;	\
	     xa_find_after(xa, filter, &__cursor))

#endif /* AUTOMOVABLE_XARRAY_H */
