// SPDX-License-Identifier: GPL-2.0-only
/*
 * Going back to an earlier state of a context, for whoever tries what several
 * operations do to the same one.  The kernel has nothing like it.
 */
#include <string.h>

#include "kernel.h"

/* A walk over all that operations change, out of a context or back into it. */
struct snapshot {
	char	*buf;
	size_t	size;		/* of the buffer */
	size_t	used;		/* or what would be, had the buffer room */
	bool	restoring;
};

static void snapshot_copy(struct snapshot *s, void *data, size_t size)
{
	size_t at = s->used;

	s->used += size;
	if (s->used > s->size)
		return;
	if (s->restoring)
		memcpy(data, s->buf + at, size);
	else
		memcpy(s->buf + at, data, size);
}

#define SNAPSHOT(s, lvalue)	snapshot_copy(s, &(lvalue), sizeof(lvalue))

/* Objects stay where they are, so pointers to them are good again. */
static void snapshot_cache(struct snapshot *s, struct kmem_cache *cache)
{
	size_t index;

	SNAPSHOT(s, cache->nr_used);
	SNAPSHOT(s, cache->free);
	for (index = 0; index < cache->nr_used; index++)
		snapshot_copy(s, kmem_cache_object(cache, index),
			      cache->object_size + sizeof(void *));
}

static void snapshot_nodes(struct snapshot *s, struct memory_hotplug *mhp)
{
	unsigned long used, later, word;
	int nid;

	SNAPSHOT(s, mhp->first_online_pgdat);
	for (word = 0; word < NODE_WORDS; word++) {
		later = mhp->node_used_map[word];
		SNAPSHOT(s, mhp->node_used_map[word]);
		used = mhp->node_used_map[word];
		for (later &= ~used; later; later &= later - 1)
			init_pgdat(mhp, (int)(word * BITS_PER_LONG) +
					__builtin_ctzl(later));
		for (; used; used &= used - 1) {
			nid = (int)(word * BITS_PER_LONG) + __builtin_ctzl(used);
			SNAPSHOT(s, mhp->node_data[nid]);
		}
	}
}

static void snapshot_groups(struct snapshot *s, struct memory_hotplug *mhp)
{
	struct xarray *xa = &mhp->memory_groups;
	int mark;

	/* All entries from the end on are to be as xa_clear() leaves them. */
	if (s->restoring)
		xa_clear(xa);
	SNAPSHOT(s, xa->xa_end);
	SNAPSHOT(s, xa->xa_low);
	if (xa->xa_end)
		snapshot_copy(s, xa->xa_slots, xa->xa_end * sizeof(*xa->xa_slots));
	for (mark = 0; xa->xa_end && mark < XA_NR_MARKS; mark++)
		snapshot_copy(s, xa->xa_marks[mark],
			      DIV_ROUND_UP(xa->xa_end, BITS_PER_LONG) *
			      sizeof(*xa->xa_marks[mark]));
	snapshot_cache(s, &mhp->memory_group_cache);
}

static struct memory_block **snapshot_slot(struct memory_hotplug *mhp,
					   const struct memory_block *mem)
{
	return memory_block_slot(mhp, mem->start_section_nr /
				 mhp->sections_per_block);
}

/* An object that was given back has another one or none in its slot. */
static void snapshot_blocks(struct snapshot *s, struct memory_hotplug *mhp)
{
	struct kmem_cache *cache = &mhp->memory_block_cache;
	struct memory_block *mem;
	size_t index;
	bool there;

	SNAPSHOT(s, mhp->nr_memory_blocks);
	for (index = 0; s->restoring && index < cache->nr_used; index++)
		*snapshot_slot(mhp, kmem_cache_object(cache, index)) = NULL;
	snapshot_cache(s, cache);
	for (index = 0; index < cache->nr_used; index++) {
		mem = kmem_cache_object(cache, index);
		there = *snapshot_slot(mhp, mem) == mem;
		SNAPSHOT(s, there);
		if (there)
			*snapshot_slot(mhp, mem) = mem;
	}
}

static void snapshot_all(struct snapshot *s, struct memory_hotplug *mhp)
{
	SNAPSHOT(s, mhp->online_policy);
	SNAPSHOT(s, mhp->auto_movable_ratio);
	SNAPSHOT(s, mhp->auto_movable_numa_aware);
	SNAPSHOT(s, mhp->memmap_mode);
	SNAPSHOT(s, mhp->mhp_default_online_type);
	snapshot_nodes(s, mhp);
	snapshot_groups(s, mhp);
	SNAPSHOT(s, mhp->memmap.nr_runs);
	if (mhp->memmap.nr_runs)
		snapshot_copy(s, mhp->memmap.runs,
			      mhp->memmap.nr_runs * sizeof(*mhp->memmap.runs));
	snapshot_blocks(s, mhp);
}

/**
 * memory_hotplug_save() - Take down the state of a context.
 * @mhp: The context.
 * @buf: Where to; good for this context only, and until it is reset.
 * @size: The size of @buf in bytes.
 *
 * Parameters and the memory of nodes, groups and blocks are in it; what is fixed
 * from boot on and the notifier are not.
 *
 * Return: The number of bytes that it takes; if that is more than @size, nothing
 * in @buf is good.
 */
size_t memory_hotplug_save(struct memory_hotplug *mhp, void *buf, size_t size)
{
	struct snapshot s = { .buf = buf, .size = size };

	snapshot_all(&s, mhp);
	return s.used;
}

/**
 * memory_hotplug_restore() - Go back to a state.
 * @mhp: The context.
 * @buf: What memory_hotplug_save() took down of it, whole.
 * @size: The number of bytes of that.
 */
void memory_hotplug_restore(struct memory_hotplug *mhp, const void *buf, size_t size)
{
	struct snapshot s = { .buf = (char *)buf, .size = size, .restoring = true };

	snapshot_all(&s, mhp);
}
