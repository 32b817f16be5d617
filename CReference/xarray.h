/* SPDX-License-Identifier: GPL-2.0-or-later */
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

/* The greatest id that xa_alloc() hands out, xa_limit_31b in the kernel. */
#define XA_LIMIT_31B	((unsigned long)INT32_MAX)

int xa_alloc(struct xarray *xa, uint32_t *id, void *entry, unsigned long max);
void *xa_erase(struct xarray *xa, unsigned long index);
void xa_set_mark(struct xarray *xa, unsigned long index, xa_mark_t mark);
void xa_clear(struct xarray *xa);
void xa_destroy(struct xarray *xa);

static inline void *xa_load(const struct xarray *xa, unsigned long index)
{
	return index < xa->xa_end ? xa->xa_slots[index] : NULL;
}

/*
 * The entries that carry a mark, by ascending id.  @word and @bits are cursors
 * where the kernel has one @index.  These are two loops: leave them by a return.
 */
#define xa_for_each_marked(xa, word, bits, entry, filter)		\
	for ((word) = 0; (word) * BITS_PER_LONG < (xa)->xa_end; (word)++) \
		for ((bits) = (xa)->xa_marks[filter][word];		\
		     (entry) = (bits) ? (xa)->xa_slots[			\
				(word) * BITS_PER_LONG +		\
				(unsigned long)__builtin_ctzl(bits)] : NULL, \
		     (bits);						\
		     (bits) &= (bits) - 1)

#endif /* AUTOMOVABLE_XARRAY_H */
