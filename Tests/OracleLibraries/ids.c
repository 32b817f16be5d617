/* SPDX-License-Identifier: MIT */
/*
 * The ids of memory groups, and nothing else of histories: the lowest one that is
 * free, unless FAULT is 1, where none is given twice.  2 crashes on dynamic groups,
 * 3 is an error, 4 answers nothing.
 */
#include <errno.h>
#include <stdlib.h>

#include "third.c"

enum { IDS = 4096, BLOCKS = 4096 };

struct books {
	bool taken[IDS];
	int64_t last;
	struct { uint64_t start, end; int group; } added[BLOCKS];
	int nr_added;
};

static int64_t new_id(struct books *books, const struct automovable_history *h,
		      const struct automovable_event *e)
{
	int64_t id = FAULT == 1 ? books->last : 0;

	if (e->nid < 0 || e->nid > 1023 || !(h->possible_nodes[e->nid / 64] >> e->nid % 64 & 1))
		return -EINVAL;
	if (!e->nr_pages || (e->type && (e->nr_pages & (e->nr_pages - 1) ||
					 e->nr_pages < h->block_pages)))
		return -EINVAL;
	if (FAULT == 2 && e->type)
		abort();
	while (books->taken[id])
		id++;
	books->taken[id] = true;
	books->last = id + 1;
	return id;
}

static int64_t drop_id(struct books *books, int group)
{
	if (group < 0 || group >= IDS || !books->taken[group])
		return -EINVAL;
	for (int i = 0; i < books->nr_added; i++)
		if (books->added[i].group == group)
			return -EBUSY;
	books->taken[group] = false;
	return 0;
}

static void forget(struct books *books, uint64_t start, uint64_t end)
{
	for (int i = 0; i < books->nr_added; i++) {
		/* Parts go too, but a rest keeps its group busy. */
		if (books->added[i].start >= start && books->added[i].start < end)
			books->added[i].start = end;
		else if (books->added[i].end > start && books->added[i].end <= end)
			books->added[i].end = start;
		if (books->added[i].start >= books->added[i].end)
			books->added[i].group = -1;
	}
}

static int64_t answer(struct books *books, const struct automovable_history *h,
		      const struct automovable_event *e)
{
	switch (e->kind) {
	case AUTOMOVABLE_REGISTER_GROUP:
		return new_id(books, h, e);
	case AUTOMOVABLE_UNREGISTER_GROUP:
		return drop_id(books, e->group);
	case AUTOMOVABLE_ADD_MEMORY:
		books->added[books->nr_added].start = e->start_pfn;
		books->added[books->nr_added].end = e->start_pfn + e->nr_pages;
		books->added[books->nr_added++].group = e->group;
		return 0;
	case AUTOMOVABLE_REMOVE_MEMORY:
		forget(books, e->start_pfn, e->start_pfn + e->nr_pages);
		return 0;
	case AUTOMOVABLE_NODE_OFFLINE:
	case AUTOMOVABLE_SET_PARAMETER:
	case AUTOMOVABLE_OFFLINE_BLOCK:
		return 0;
	}
	return AUTOMOVABLE_BEYOND;
}

int32_t automovable_oracle_replay(struct automovable_oracle *o,
				  const struct automovable_history *h,
				  struct automovable_outcome *outcomes)
{
	struct books *books = calloc(1, sizeof(*books));

	for (uint64_t i = 0; i < h->nr_events; i++)
		outcomes[i].result = FAULT == 4 ? AUTOMOVABLE_BEYOND :
				     answer(books, h, &h->events[i]);
	free(books);
	return o && FAULT != 3 ? 0 : -1;
}
