/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the port needs of the kernel around it: zones and nodes of
 * include/linux/mmzone.h, the memory map, and what the kernel has as globals.
 */
#ifndef AUTOMOVABLE_KERNEL_H
#define AUTOMOVABLE_KERNEL_H

#include <errno.h>
#include <stddef.h>

#include "memory_block.h"
#include "memory_hotplug.h"
#include "slab.h"
#include "xarray.h"

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define ALIGN_DOWN(x, a)	((x) & ~((a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + (a) - 1, a)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define min(x, y)		((x) < (y) ? (x) : (y))
#define max(x, y)		((x) > (y) ? (x) : (y))
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#ifndef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#endif

#define PAGE_SIZE		(1UL << PAGE_SHIFT)
#define PFN_PHYS(pfn)		((uint64_t)(pfn) << PAGE_SHIFT)
#define PHYS_PFN(addr)		((unsigned long)((addr) >> PAGE_SHIFT))
#define MAX_PHYSMEM_PFN		(1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT))
#define PMD_SIZE		(1UL << 21)
#define PAGES_PER_SUBSECTION	512UL
#define pageblock_nr_pages	512UL
#define SIZEOF_STRUCT_PAGE	64UL	/* the kernel's, not ours */

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
	bool		hole;		/* struct pages without memory */
};

struct memmap {
	struct memmap_run	*runs;	/* ascending and apart */
	size_t			nr_runs;
	size_t			max_runs;
};

#define MEMORY_BLOCKS_PER_LEAF	512UL
#define MEMORY_BLOCK_LEAVES	(NR_MEM_SECTIONS / MEMORY_BLOCKS_PER_LEAF)

/* What the kernel has as globals. */
struct memory_hotplug {
	/* module parameters of mm/memory_hotplug.c */
	int			online_policy;
	unsigned int		auto_movable_ratio;
	bool			auto_movable_numa_aware;

	bool			memmap_on_memory;

	bool			movable_node_enabled;
	int			mhp_default_online_type;
	unsigned long		memory_block_size;

	struct pglist_data	*first_online_pgdat;
	struct memmap		memmap;

	struct xarray		memory_groups;
	struct kmem_cache	memory_group_cache;

	/* by id: leaves of MEMORY_BLOCKS_PER_LEAF; those of boot come late */
	struct memory_block	***memory_blocks;
	struct kmem_cache	memory_block_cache;
	unsigned long		nr_memory_blocks;	/* hotplugged ones, ... */
	unsigned long		max_memory_blocks;	/* ... and the most */

	memory_notifier_func_t	notifier;
	void			*notifier_data;

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

static inline unsigned long memory_block_pages(struct memory_hotplug *mhp)
{
	return mhp->memory_block_size >> PAGE_SHIFT;
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

static inline unsigned long pgdat_end_pfn(const struct pglist_data *pgdat)
{
	return pgdat->node_start_pfn + pgdat->node_spanned_pages;
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
/* No change of a block's sections adds more runs than this. */
#define MEMMAP_MAX_NEW_RUNS	8
struct memmap_run *memmap_find(struct memory_hotplug *mhp, unsigned long pfn);
struct memmap_run *memmap_find_before(struct memory_hotplug *mhp,
				      unsigned long pfn);
int memmap_reserve(struct memory_hotplug *mhp, size_t nr);
int memmap_append(struct memory_hotplug *mhp, unsigned long start_pfn,
		  unsigned long end_pfn, enum zone_type zone, int nid,
		  bool early);
void memmap_init_range(struct memory_hotplug *mhp, unsigned long nr_pages,
		       int nid, enum zone_type zone, unsigned long start_pfn);
void page_init_poison(struct memory_hotplug *mhp, unsigned long start_pfn,
		      unsigned long nr_pages);
void online_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			 unsigned long end_pfn);
void offline_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			  unsigned long end_pfn);
bool pfn_range_present(struct memory_hotplug *mhp, unsigned long start_pfn,
		       unsigned long nr_pages);
unsigned long pfn_range_present_pages(struct memory_hotplug *mhp,
				      unsigned long start_pfn,
				      unsigned long nr_pages);
void sparse_add_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			 unsigned long nr_pages);
void sparse_remove_sections(struct memory_hotplug *mhp,
			    unsigned long start_pfn, unsigned long nr_pages);

static inline struct memmap_run *memmap_next(struct memory_hotplug *mhp,
					     struct memmap_run *run)
{
	run++;
	return run < mhp->memmap.runs + mhp->memmap.nr_runs ? run : NULL;
}

static inline struct memmap_run *memmap_prev(struct memory_hotplug *mhp,
					     struct memmap_run *run)
{
	return run > mhp->memmap.runs ? run - 1 : NULL;
}

/* The page at @pfn, which is present; good until the map changes. */
static inline struct page *pfn_to_page(struct memory_hotplug *mhp,
				       unsigned long pfn)
{
	return &memmap_find(mhp, pfn)->page;
}

/* string_helpers.c */
size_t sysfs_copy(char *text, const char *buf, size_t count);

/* memory_hotplug.c */
void init_pgdat(struct pglist_data *pgdat, int nid);
void update_pgdat_span(struct pglist_data *pgdat);
int mhp_init_memmap_on_memory(struct memory_hotplug *mhp, unsigned long pfn,
			      unsigned long nr_pages, struct zone *zone);
void mhp_deinit_memmap_on_memory(struct memory_hotplug *mhp, unsigned long pfn,
				 unsigned long nr_pages);
int online_pages(struct memory_hotplug *mhp, unsigned long pfn,
		 unsigned long nr_pages, struct zone *zone,
		 struct memory_group *group);
int offline_pages(struct memory_hotplug *mhp, unsigned long start_pfn,
		  unsigned long nr_pages, struct zone *zone,
		  struct memory_group *group);

/* memory.c */
int memory_notify(struct memory_hotplug *mhp, unsigned long action,
		  const struct memory_notify *arg);
int create_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				uint64_t size, int nid,
				unsigned long vmemmap_pages,
				struct memory_group *group);
void remove_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				 uint64_t size);
void reset_memory_block_devices(struct memory_hotplug *mhp);
void destroy_memory_block_devices(struct memory_hotplug *mhp);

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
	unsigned long word, bits;
	int ret;

	xa_for_each_marked(&mhp->memory_groups, word, bits, group,
			   MEMORY_GROUP_MARK_DYNAMIC) {
		if (group == excluded)
			continue;
		if (nid != NUMA_NO_NODE && group->nid != nid)
			continue;
		ret = func(mhp, group, arg);
		if (ret)
			return ret;
	}
	return 0;
}

#endif /* AUTOMOVABLE_KERNEL_H */
