/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the port needs of the kernel around it: zones and nodes of
 * include/linux/mmzone.h, the memory map, and what the kernel has as globals.
 */
#ifndef AUTOMOVABLE_KERNEL_H
#define AUTOMOVABLE_KERNEL_H

#include <errno.h>
#include <stddef.h>

#include "memory_hotplug.h"
#include "slab.h"
#include "xarray.h"

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define ALIGN_DOWN(x, a)	((x) & ~((a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + (a) - 1, a)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define min(x, y)		((x) < (y) ? (x) : (y))
#define max(x, y)		((x) > (y) ? (x) : (y))
#define unlikely(x)		__builtin_expect(!!(x), 0)
#ifndef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#endif

#define MIN_MEMORY_BLOCK_SIZE	(1UL << SECTION_SIZE_BITS)
#define MEMORY_GROUP_MARK_DYNAMIC	XA_MARK_1
#define NODE_WORDS		(MAX_NUMNODES / BITS_PER_LONG)

/*
 * Neighbouring pages whose struct pages say the same.  The kernel has a struct
 * page for each page and a struct mem_section for each 32768 of them; a huge
 * machine is but a few of these.
 */
struct memmap_run {
	unsigned long	start_pfn;
	unsigned long	end_pfn;	/* past the last one */
	struct page	page;
	bool		online;
};

struct memmap {
	struct memmap_run	*runs;	/* ascending and apart */
	size_t			nr_runs;
	size_t			max_runs;
};

/* What the kernel has as globals. */
struct memory_hotplug {
	/* module parameters of mm/memory_hotplug.c */
	int			online_policy;
	unsigned int		auto_movable_ratio;
	bool			auto_movable_numa_aware;

	bool			movable_node_enabled;
	unsigned long		memory_block_size;

	struct pglist_data	*first_online_pgdat;
	struct xarray		memory_groups;
	struct kmem_cache	memory_group_cache;
	struct memmap		memmap;

	unsigned long		node_possible_map[NODE_WORDS];
	unsigned long		node_used_map[NODE_WORDS];	/* to be reset */
	struct pglist_data	node_data[MAX_NUMNODES];
};

static inline bool node_test(int nid, const unsigned long *map)
{
	return nid >= 0 && nid < MAX_NUMNODES &&
		(map[nid / BITS_PER_LONG] >> (nid % BITS_PER_LONG) & 1);
}

static inline bool node_possible(const struct memory_hotplug *mhp, int nid)
{
	return node_test(nid, mhp->node_possible_map);
}

static inline unsigned long memory_block_size_bytes(struct memory_hotplug *mhp)
{
	return mhp->memory_block_size;
}

static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages;
}

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_is_empty(const struct zone *zone)
{
	return !zone->spanned_pages;
}

/* Whether the span of a zone meets [start_pfn, start_pfn + nr_pages). */
static inline bool zone_intersects(const struct zone *zone,
				   unsigned long start_pfn,
				   unsigned long nr_pages)
{
	if (zone_is_empty(zone))
		return false;
	if (start_pfn >= zone_end_pfn(zone) ||
	    start_pfn + nr_pages <= zone->zone_start_pfn)
		return false;
	return true;
}

#define for_each_online_pgdat(mhp, pgdat)				\
	for ((pgdat) = (mhp)->first_online_pgdat; (pgdat);		\
	     (pgdat) = (pgdat)->next_online_pgdat)

#define for_each_zone_of(pgdat, zone)					\
	for ((zone) = (pgdat)->node_zones;				\
	     (zone) < (pgdat)->node_zones + MAX_NR_ZONES; (zone)++)

/* Of the online nodes; @pgdat is a cursor beside the kernel's @zone. */
#define for_each_populated_zone(mhp, pgdat, zone)			\
	for_each_online_pgdat(mhp, pgdat)				\
		for_each_zone_of(pgdat, zone)				\
			if (!populated_zone(zone))			\
				; /* do nothing */			\
			else

static inline struct zone *page_zone(struct memory_hotplug *mhp,
				     const struct page *page)
{
	return &NODE_DATA(mhp, page->nid)->node_zones[page->zone];
}

static inline bool is_zone_movable_page(const struct page *page)
{
	return page->zone == ZONE_MOVABLE;
}

/* sparse.c */
struct memmap_run *memmap_find(struct memory_hotplug *mhp, unsigned long pfn);
int memmap_append(struct memory_hotplug *mhp, const struct memmap_run *run);

static inline struct memmap_run *memmap_next(struct memory_hotplug *mhp,
					     struct memmap_run *run)
{
	run++;
	return run < mhp->memmap.runs + mhp->memmap.nr_runs ? run : NULL;
}

/**
 * __walk_dynamic_memory_groups() - walk_dynamic_memory_groups(), to be inlined
 *
 * Here and not in memory.c, so that a constant @func disappears into the loop.
 */
static __always_inline int
__walk_dynamic_memory_groups(struct memory_hotplug *mhp, int nid,
			     walk_memory_groups_func_t func,
			     struct memory_group *excluded, void *arg)
{
	struct memory_group *group;
	unsigned long index;
	int ret = 0;

	xa_for_each_marked(&mhp->memory_groups, index, group,
			   MEMORY_GROUP_MARK_DYNAMIC) {
		if (group == excluded)
			continue;
		if (nid != NUMA_NO_NODE && group->nid != nid)
			continue;
		ret = func(mhp, group, arg);
		if (ret)
			break;
	}
	return ret;
}

#endif /* AUTOMOVABLE_KERNEL_H */
