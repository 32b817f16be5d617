/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the port needs of the kernel around it: zones and nodes of
 * include/linux/mmzone.h, the memory map, and what the kernel has as globals.
 * Functions stand in the order of the kernel's headers.
 */
#ifndef AUTOMOVABLE_KERNEL_H
#define AUTOMOVABLE_KERNEL_H

#include <errno.h>
#include <stddef.h>

#include "memory_block.h"
#include "memory_hotplug.h"
#include "slab.h"
#include "xarray.h"

/* The kernel is built without these warnings, too. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define ALIGN_DOWN(x, a)	((x) & ~((a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + (a) - 1, a)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define min(x, y)		((x) < (y) ? (x) : (y))
#define max(x, y)		((x) > (y) ? (x) : (y))
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof(*(a)))
#define unlikely(x)		__builtin_expect(!!(x), 0)
#ifndef __always_inline
#define __always_inline		inline __attribute__((__always_inline__))
#endif

/*
 * What an architecture and a configuration fix is fixed for a context.  These
 * names take it from the variable mhp, which is where they stand.
 */
#define PAGE_SHIFT		(mhp->page_shift)
#define SECTION_SIZE_BITS	(mhp->section_size_bits)
#define PFN_SECTION_SHIFT	(SECTION_SIZE_BITS - PAGE_SHIFT)
#define MIN_MEMORY_BLOCK_SIZE	(1UL << SECTION_SIZE_BITS)
#define PAGES_PER_SECTION	(1UL << PFN_SECTION_SHIFT)
#define NR_MEM_SECTIONS		(1UL << (MAX_PHYSMEM_BITS - SECTION_SIZE_BITS))
#define MIN_PAGE_SHIFT		12
#define MAX_PAGE_SHIFT		16
#define MIN_SECTION_SIZE_BITS	24
#define MAX_SECTION_SIZE_BITS	34

#define PAGE_SIZE		(1UL << PAGE_SHIFT)
#define PFN_UP(x)		(((x) + PAGE_SIZE - 1) >> PAGE_SHIFT)
#define PFN_DOWN(x)		((x) >> PAGE_SHIFT)
#define PFN_PHYS(x)		((uint64_t)(x) << PAGE_SHIFT)
#define PHYS_PFN(x)		((unsigned long)((x) >> PAGE_SHIFT))
#define PHYSMEM_END		(((uint64_t)1 << MAX_PHYSMEM_BITS) - 1)
#define MAX_PHYSMEM_PFN		(1UL << (MAX_PHYSMEM_BITS - PAGE_SHIFT))
#define PMD_SIZE		(pageblock_nr_pages << PAGE_SHIFT)
#define SUBSECTION_SHIFT	21
#define PAGES_PER_SUBSECTION	(1UL << (SUBSECTION_SHIFT - PAGE_SHIFT))
/* A page of page tables maps so many, but a section is the most. */
#define pageblock_nr_pages	min(PAGE_SIZE / 8, PAGES_PER_SECTION)
#define pageblock_aligned(pfn)	IS_ALIGNED(pfn, pageblock_nr_pages)
#define SIZEOF_STRUCT_PAGE	64UL	/* the kernel's, not ours */

#define MEMORY_GROUP_MARK_DYNAMIC	XA_MARK_1
#define NODE_WORDS		(MAX_NUMNODES / BITS_PER_LONG)

/*
 * Neighbouring pages whose struct pages say the same.  The kernel has a struct
 * page for each page and a struct mem_section for each PAGES_PER_SECTION of them; a
 * huge machine is but a few of these.
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
	unsigned int		version_code;	/* KERNEL_VERSION() */
	unsigned int		page_shift;
	unsigned int		section_size_bits;
	bool			numa;		/* CONFIG_NUMA */

	/* module parameters of mm/memory_hotplug.c */
	int			online_policy;
	unsigned int		auto_movable_ratio;
	bool			auto_movable_numa_aware;

	int			memmap_mode;

	bool			movable_node_enabled;
	int			mhp_default_online_type;
	unsigned long		memory_block_size;
	unsigned long		sections_per_block;

	struct pglist_data	*first_online_pgdat;
	struct memmap		memmap;

	struct xarray		memory_groups;
	struct kmem_cache	memory_group_cache;

	/* by id: leaves of MEMORY_BLOCKS_PER_LEAF; those of boot come late */
	struct memory_block	***memory_blocks;
	unsigned long		nr_memory_block_leaves;
	struct kmem_cache	memory_block_cache;
	unsigned long		nr_memory_blocks;	/* hotplugged ones, ... */
	unsigned long		max_memory_blocks;	/* ... and the most */

	memory_notifier_func_t	notifier;
	void			*notifier_data;

	unsigned long		node_possible_map[NODE_WORDS];
	unsigned long		node_used_map[NODE_WORDS];	/* to be reset */
	struct pglist_data	node_data[MAX_NUMNODES];
};

/* include/linux/mmzone.h */

enum meminit_context {
	MEMINIT_EARLY,
	MEMINIT_HOTPLUG,
};

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}

static inline bool zone_is_empty(struct zone *zone)
{
	return zone->spanned_pages == 0;
}

static inline bool is_zone_movable_page(const struct page *page)
{
	return page->zone == ZONE_MOVABLE;
}

/* Whether the span of a zone meets [start_pfn, start_pfn + nr_pages). */
static inline bool zone_intersects(struct zone *zone, unsigned long start_pfn,
				   unsigned long nr_pages)
{
	if (zone_is_empty(zone))
		return false;
	if (start_pfn >= zone_end_pfn(zone) ||
	    start_pfn + nr_pages <= zone->zone_start_pfn)
		return false;

	return true;
}

#define node_spanned_pages(mhp, nid)	(NODE_DATA(mhp, nid)->node_spanned_pages)

static inline unsigned long pgdat_end_pfn(pg_data_t *pgdat)
{
	return pgdat->node_start_pfn + pgdat->node_spanned_pages;
}

#define zone_idx(zone)		((zone) - (zone)->zone_pgdat->node_zones)

static inline bool zone_is_zone_device(struct zone *zone)
{
	return zone_idx(zone) == ZONE_DEVICE;
}

static inline bool populated_zone(struct zone *zone)
{
	return zone->present_pages;
}

static inline int zone_to_nid(struct zone *zone)
{
	return zone->zone_pgdat->node_id;
}

/* The node with an id, or NULL if the id is out of range. */
static __always_inline pg_data_t *node_data(struct memory_hotplug *mhp, int nid)
{
	if (nid < 0 || nid >= MAX_NUMNODES)
		return NULL;
	return &mhp->node_data[nid];
}
#define NODE_DATA(mhp, nid)	node_data(mhp, nid)

#define for_each_online_pgdat(mhp, pgdat)				\
	for (pgdat = (mhp)->first_online_pgdat;				\
	     pgdat;							\
	     pgdat = pgdat->next_online_pgdat)

/* The nodes' zones are an array each: next_zone() has no node to look up. */
#define for_each_populated_zone(mhp, zone)				\
	for (pg_data_t *__pgdat = (mhp)->first_online_pgdat; __pgdat;	\
	     __pgdat = __pgdat->next_online_pgdat)			\
		for (zone = __pgdat->node_zones;			\
		     zone < __pgdat->node_zones + MAX_NR_ZONES; zone++)	\
			if (!populated_zone(zone))			\
				; /* do nothing */			\
			else

static inline unsigned long pfn_to_section_nr(const struct memory_hotplug *mhp,
					      unsigned long pfn)
{
	return pfn >> PFN_SECTION_SHIFT;
}

static inline unsigned long section_nr_to_pfn(const struct memory_hotplug *mhp,
					      unsigned long sec)
{
	return sec << PFN_SECTION_SHIFT;
}

static inline bool early_section(const struct page *page)
{
	return page->early_section;
}

/* include/linux/mm.h */

static inline struct zone *page_zone(struct memory_hotplug *mhp,
				     const struct page *page)
{
	return &mhp->node_data[page->nid].node_zones[page->zone];
}

/* include/linux/nodemask.h */

static inline bool node_possible(const struct memory_hotplug *mhp, int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES &&
		(mhp->node_possible_map[nid / BITS_PER_LONG] >>
		 (nid % BITS_PER_LONG) & 1);
}

/* Whoever writes to a node or its zones has to have said so once. */
static inline void node_set_used(struct memory_hotplug *mhp, int nid)
{
	mhp->node_used_map[nid / BITS_PER_LONG] |= 1UL << (nid % BITS_PER_LONG);
}

static inline bool node_used(struct memory_hotplug *mhp, int nid)
{
	return mhp->node_used_map[nid / BITS_PER_LONG] >> (nid % BITS_PER_LONG) & 1;
}

/* include/linux/log2.h */

static inline bool is_power_of_2(unsigned long n)
{
	return n != 0 && (n & (n - 1)) == 0;
}

/* include/linux/memory.h, include/linux/memory_hotplug.h */

static inline unsigned long memory_block_size_bytes(const struct memory_hotplug *mhp)
{
	return mhp->memory_block_size;
}

bool mhp_range_allowed(uint64_t start, uint64_t size, bool need_mapping);

/*
 * include/linux/moduleparam.h.  A parameter's variable is in the context, so
 * what is listed has its offset, and a copy with its address goes to the ops.
 */

struct kernel_param;

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
};

/* May stand on the command line without a value. */
#define KERNEL_PARAM_OPS_FL_NOARG	(1U << 0)

struct kernel_param {
	const char *name;
	const struct kernel_param_ops *ops;
	unsigned int perm;
	size_t offset;
	void *arg;
	struct memory_hotplug *mhp;
};

#define MODULE_PARAM_PREFIX	"memory_hotplug."

#define module_param(name, type, perm)					\
	module_param_cb(name, &param_ops_##type, name, perm)
#define module_param_cb(_name, _ops, _arg, _perm)			\
	{								\
		.name = MODULE_PARAM_PREFIX #_name,			\
		.ops = _ops,						\
		.perm = _perm,						\
		.offset = offsetof(struct memory_hotplug, _arg),	\
	}

extern const struct kernel_param_ops param_ops_uint;
extern const struct kernel_param_ops param_ops_bool;
extern const struct kernel_param_ops memmap_mode_ops;

#define NR_MEMORY_HOTPLUG_PARAMS	4
extern const struct kernel_param memory_hotplug_params[NR_MEMORY_HOTPLUG_PARAMS];

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
void memmap_init_range(struct memory_hotplug *mhp, unsigned long size, int nid,
		       enum zone_type zone, unsigned long start_pfn);
void page_init_poison(struct memory_hotplug *mhp, unsigned long start_pfn,
		      unsigned long nr_pages);
void online_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			 unsigned long end_pfn);
void offline_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			  unsigned long end_pfn);
bool pfn_range_present(struct memory_hotplug *mhp, unsigned long start_pfn,
		       unsigned long nr_pages);
int walk_system_ram_range(struct memory_hotplug *mhp, unsigned long start_pfn,
			  unsigned long nr_pages, void *arg,
			  int (*func)(unsigned long, unsigned long, void *));
int sparse_add_section(struct memory_hotplug *mhp, unsigned long start_pfn,
		       unsigned long nr_pages);
void sparse_remove_section(struct memory_hotplug *mhp, unsigned long pfn,
			   unsigned long nr_pages);

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

/* sysfs.c */
int sysfs_emit(char *buf, const char *fmt, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
	__attribute__((__format__(__printf__, 3, 4)));
size_t sysfs_copy(struct memory_hotplug *mhp, char *text, const char *buf,
		  size_t count);
#define SYSFS_TEXT_MAX	((1UL << MAX_PAGE_SHIFT) + 1)

/* mm_init.c */
void init_pgdat(struct memory_hotplug *mhp, int nid);
const char *zone_name(const struct zone *zone);
void init_currently_empty_zone(struct zone *zone, unsigned long zone_start_pfn,
			       unsigned long size);
bool node_online(struct memory_hotplug *mhp, int nid);
void node_set_online(struct memory_hotplug *mhp, int nid);
void node_set_offline(struct memory_hotplug *mhp, int nid);

/* memory_hotplug.c */
int setup_memhp_default_state(struct memory_hotplug *mhp, const char *str);
int cmdline_parse_movable_node(struct memory_hotplug *mhp, const char *p);
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
struct memory_block **memory_block_slot(struct memory_hotplug *mhp,
					unsigned long block_id);
int memory_subsys_online(struct memory_hotplug *mhp, struct memory_block *mem);
int memory_subsys_offline(struct memory_hotplug *mhp, struct memory_block *mem);
int memory_notify(struct memory_hotplug *mhp, unsigned long val, void *v);
void memory_block_add_nid(struct memory_hotplug *mhp, struct memory_block *mem,
			  int nid, enum meminit_context context);
int create_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				uint64_t size, unsigned long vmemmap_pages,
				struct memory_group *group);
void remove_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				 uint64_t size);
void reset_memory_block_devices(struct memory_hotplug *mhp);
void free_memory_block_leaves(struct memory_hotplug *mhp);
void destroy_memory_block_devices(struct memory_hotplug *mhp);

/* node.c */
int register_mem_block_under_node_early(struct memory_hotplug *mhp,
					struct memory_block *mem_blk, void *arg);
void unregister_memory_block_under_nodes(struct memory_hotplug *mhp,
					 struct memory_block *mem_blk);
void register_memory_blocks_under_node(struct memory_hotplug *mhp, int nid,
				       unsigned long start_pfn,
				       unsigned long end_pfn);

/**
 * walk_dynamic_memory_groups() - Walk through the dynamic memory groups.
 * @mhp: The context.
 * @nid: The node whose groups to visit, or NUMA_NO_NODE for all groups.
 * @func: Called for each group, by ascending id; ends the walk unless it
 *        returns 0.
 * @excluded: A group to leave out, or NULL.
 * @arg: Passed to @func.
 *
 * Here and not in memory.c, so that a constant @func disappears into the loop.
 *
 * Return: What @func returned last, 0 if it was never called.
 */
static __always_inline int
walk_dynamic_memory_groups(struct memory_hotplug *mhp, int nid,
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
