// SPDX-License-Identifier: GPL-2.0-only
/*
 * To which zone memory is onlined, and how it comes and goes, as
 * mm/memory_hotplug.c does it.  Functions stand in the order of that file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "kstrtox.h"
#include "trace.h"

static unsigned long memory_block_memmap_size(const struct memory_hotplug *mhp)
{
	return PHYS_PFN(memory_block_size_bytes(mhp)) * SIZEOF_STRUCT_PAGE;
}

/* How many pages a block's memory map has, if it is in the block itself. */
static unsigned long memory_block_memmap_on_memory_pages(const struct memory_hotplug *mhp)
{
	return PFN_UP(memory_block_memmap_size(mhp));
}

static int set_memmap_mode(const char *val, const struct kernel_param *kp)
{
	int ret, mode;
	bool enabled;

	/* The name alone sets it, where it may stand alone. */
	if (!val)
		val = "1";

	if (kp->mhp->version_code >= KERNEL_VERSION(6, 6, 0) &&
	    (sysfs_streq(val, "force") || sysfs_streq(val, "FORCE"))) {
		mode = MEMMAP_ON_MEMORY_FORCE;
	} else {
		ret = kstrtobool(kp->mhp, val, &enabled);
		if (ret < 0)
			return ret;
		if (enabled)
			mode = MEMMAP_ON_MEMORY_ENABLE;
		else
			mode = MEMMAP_ON_MEMORY_DISABLE;
	}
	*((int *)kp->arg) = mode;
	return 0;
}

static int get_memmap_mode(char *buffer, const struct kernel_param *kp)
{
	int mode = *((int *)kp->arg);

	if (mode == MEMMAP_ON_MEMORY_FORCE)
		return sprintf(buffer, "force\n");
	return sprintf(buffer, "%c\n", mode ? 'Y' : 'N');
}

const struct kernel_param_ops memmap_mode_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,	/* before 6.6: see parse_one() */
	.set = set_memmap_mode,
	.get = get_memmap_mode,
};

static inline bool mhp_memmap_on_memory(const struct memory_hotplug *mhp)
{
	return mhp->memmap_mode != MEMMAP_ON_MEMORY_DISABLE;
}

static const char * const online_policy_to_str[] = {
	[ONLINE_POLICY_CONTIG_ZONES] = "contig-zones",
	[ONLINE_POLICY_AUTO_MOVABLE] = "auto-movable",
};

static int set_online_policy(const char *val, const struct kernel_param *kp)
{
	int ret = sysfs_match_string(online_policy_to_str, val);

	if (ret < 0)
		return ret;
	*((int *)kp->arg) = ret;
	return 0;
}

static int get_online_policy(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%s\n", online_policy_to_str[*((int *)kp->arg)]);
}

static const struct kernel_param_ops online_policy_ops = {
	.set = set_online_policy,
	.get = get_online_policy,
};

const struct kernel_param memory_hotplug_params[NR_MEMORY_HOTPLUG_PARAMS] = {
	module_param_cb(memmap_on_memory, &memmap_mode_ops, memmap_mode, 0444),
	module_param_cb(online_policy, &online_policy_ops, online_policy, 0644),
	module_param(auto_movable_ratio, uint, 0644),
	module_param(auto_movable_numa_aware, bool, 0644),
};

/* An unknown type is ignored without a word. */
int setup_memhp_default_state(struct memory_hotplug *mhp, const char *str)
{
	const int online_type = mhp_online_type_from_str(str);

	if (online_type >= 0)
		mhp->mhp_default_online_type = online_type;

	return 1;
}

/* Claim a range.  What has pages is claimed already. */
static int register_memory_resource(struct memory_hotplug *mhp, uint64_t start,
				    uint64_t size)
{
	if (!mhp_range_allowed(start, size, true))
		return -E2BIG;

	if (pfn_range_present(mhp, PHYS_PFN(start),
			      PHYS_PFN(start + size - 1) - PHYS_PFN(start) + 1))
		return -EEXIST;
	return 0;
}

/**
 * pfn_to_online_page() - The page at a page frame number if it is online.
 * @mhp: The context.
 * @pfn: The page frame number.
 *
 * Return: The page, good until the next change of the context, or NULL.
 */
struct page *pfn_to_online_page(struct memory_hotplug *mhp, unsigned long pfn)
{
	struct memmap_run *run = memmap_find(mhp, pfn);

	if (!run || pfn < run->start_pfn || !run->online)
		return NULL;
	return &run->page;
}

/*
 * pfn_to_online_page() for the first page of a section, and how many pages, in
 * whole sections, there are up to end_pfn before it could yield anything else.
 */
static struct page *pfn_to_online_page_run(struct memory_hotplug *mhp,
					   unsigned long pfn,
					   unsigned long end_pfn,
					   unsigned long *nr_pages)
{
	struct memmap_run *run = memmap_find(mhp, pfn);

	if (!run) {
		*nr_pages = end_pfn - pfn;
		return NULL;
	}
	if (pfn < run->start_pfn) {
		/* A section whose first page isn't there counts as absent. */
		*nr_pages = ALIGN(min(run->start_pfn, end_pfn),
				  PAGES_PER_SECTION) - pfn;
		return NULL;
	}
	*nr_pages = ALIGN(min(run->end_pfn, end_pfn), PAGES_PER_SECTION) - pfn;
	return run->online ? &run->page : NULL;
}

/* Add what a range has room for; none of it may be there. */
static int __add_pages(struct memory_hotplug *mhp, unsigned long pfn,
		       unsigned long nr_pages)
{
	return sparse_add_section(mhp, pfn, nr_pages);
}

/*
 * The first online page of a zone in [start_pfn, end_pfn), looked for at
 * start_pfn and from there in steps of a subsection, or 0.
 */
static unsigned long find_smallest_section_pfn(struct memory_hotplug *mhp,
					       int nid, struct zone *zone,
					       unsigned long start_pfn,
					       unsigned long end_pfn)
{
	struct memmap_run *run = memmap_find(mhp, start_pfn);
	unsigned long pfn;

	for (; run && run->start_pfn < end_pfn; run = memmap_next(mhp, run)) {
		if (unlikely(!run->online))
			continue;

		if (unlikely(run->page.nid != nid))
			continue;

		if (zone != page_zone(mhp, &run->page))
			continue;

		pfn = max(run->start_pfn, start_pfn);
		pfn = start_pfn + ALIGN(pfn - start_pfn, PAGES_PER_SUBSECTION);
		if (pfn < min(run->end_pfn, end_pfn))
			return pfn;
	}

	return 0;
}

/*
 * The last online page of a zone in [start_pfn, end_pfn), looked for at
 * end_pfn - 1 and from there down in steps of a subsection, or 0.
 */
static unsigned long find_biggest_section_pfn(struct memory_hotplug *mhp,
					      int nid, struct zone *zone,
					      unsigned long start_pfn,
					      unsigned long end_pfn)
{
	struct memmap_run *run = memmap_find_before(mhp, end_pfn);
	unsigned long pfn, back;

	for (; run && run->end_pfn > start_pfn; run = memmap_prev(mhp, run)) {
		if (unlikely(!run->online))
			continue;

		if (unlikely(run->page.nid != nid))
			continue;

		if (zone != page_zone(mhp, &run->page))
			continue;

		pfn = min(run->end_pfn, end_pfn) - 1;
		back = ALIGN(end_pfn - 1 - pfn, PAGES_PER_SUBSECTION);
		if (back > end_pfn - 1)
			break;
		pfn = end_pfn - 1 - back;
		if (pfn >= max(run->start_pfn, start_pfn))
			return pfn;
	}

	return 0;
}

/* Let a zone no longer span a range at its start or at its end. */
static void shrink_zone_span(struct memory_hotplug *mhp, struct zone *zone,
			     unsigned long start_pfn, unsigned long end_pfn)
{
	unsigned long pfn;
	int nid = zone_to_nid(zone);

	if (zone->zone_start_pfn == start_pfn) {
		pfn = find_smallest_section_pfn(mhp, nid, zone, end_pfn,
						zone_end_pfn(zone));
		if (pfn) {
			zone->spanned_pages = zone_end_pfn(zone) - pfn;
			zone->zone_start_pfn = pfn;
		} else {
			zone->zone_start_pfn = 0;
			zone->spanned_pages = 0;
		}
	} else if (zone_end_pfn(zone) == end_pfn) {
		pfn = find_biggest_section_pfn(mhp, nid, zone,
					       zone->zone_start_pfn,
					       start_pfn);
		if (pfn)
			zone->spanned_pages = pfn - zone->zone_start_pfn + 1;
		else {
			zone->zone_start_pfn = 0;
			zone->spanned_pages = 0;
		}
	}
	/* In between the range leaves a hole. */
}

/* Let a node span what its zones span. */
void update_pgdat_span(struct pglist_data *pgdat)
{
	unsigned long node_start_pfn = 0, node_end_pfn = 0;
	struct zone *zone;

	for (zone = pgdat->node_zones;
	     zone < pgdat->node_zones + MAX_NR_ZONES; zone++) {
		unsigned long end_pfn = zone_end_pfn(zone);

		if (!zone->spanned_pages)
			continue;
		if (!node_end_pfn) {
			node_start_pfn = zone->zone_start_pfn;
			node_end_pfn = end_pfn;
			continue;
		}

		if (end_pfn > node_end_pfn)
			node_end_pfn = end_pfn;
		if (zone->zone_start_pfn < node_start_pfn)
			node_start_pfn = zone->zone_start_pfn;
	}

	pgdat->node_start_pfn = node_start_pfn;
	pgdat->node_spanned_pages = node_end_pfn - node_start_pfn;
}

static void remove_pfn_range_from_zone(struct memory_hotplug *mhp,
				       struct zone *zone,
				       unsigned long start_pfn,
				       unsigned long nr_pages)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	page_init_poison(mhp, start_pfn, nr_pages);

	/* Which of those pages are in use cannot be told. */
	if (zone_is_zone_device(zone))
		return;

	shrink_zone_span(mhp, zone, start_pfn, start_pfn + nr_pages);
	update_pgdat_span(pgdat);
}

static void __remove_pages(struct memory_hotplug *mhp, unsigned long pfn,
			   unsigned long nr_pages)
{
	sparse_remove_section(mhp, pfn, nr_pages);
}

static void online_pages_range(struct memory_hotplug *mhp,
			       unsigned long start_pfn, unsigned long nr_pages)
{
	const unsigned long end_pfn = start_pfn + nr_pages;

	online_mem_sections(mhp, start_pfn, end_pfn);
}

static void resize_zone_range(struct zone *zone, unsigned long start_pfn,
			      unsigned long nr_pages)
{
	unsigned long old_end_pfn = zone_end_pfn(zone);

	if (zone_is_empty(zone) || start_pfn < zone->zone_start_pfn)
		zone->zone_start_pfn = start_pfn;

	zone->spanned_pages = max(start_pfn + nr_pages, old_end_pfn) -
			      zone->zone_start_pfn;
}

static void resize_pgdat_range(struct pglist_data *pgdat,
			       unsigned long start_pfn, unsigned long nr_pages)
{
	unsigned long old_end_pfn = pgdat_end_pfn(pgdat);

	if (!pgdat->node_spanned_pages || start_pfn < pgdat->node_start_pfn)
		pgdat->node_start_pfn = start_pfn;

	pgdat->node_spanned_pages = max(start_pfn + nr_pages, old_end_pfn) -
				    pgdat->node_start_pfn;
}

/* Let a zone have a range, and span it from now on. */
static void move_pfn_range_to_zone(struct memory_hotplug *mhp,
				   struct zone *zone, unsigned long start_pfn,
				   unsigned long nr_pages)
{
	struct pglist_data *pgdat = zone->zone_pgdat;
	int nid = pgdat->node_id;

	if (zone_is_empty(zone))
		init_currently_empty_zone(zone, start_pfn, nr_pages);
	resize_zone_range(zone, start_pfn, nr_pages);
	resize_pgdat_range(pgdat, start_pfn, nr_pages);

	memmap_init_range(mhp, nr_pages, nid, zone_idx(zone), start_pfn);
}

struct auto_movable_stats {
	unsigned long kernel_early_pages;
	unsigned long movable_pages;
};

static void auto_movable_stats_account_zone(struct auto_movable_stats *stats,
					    struct zone *zone)
{
	if (zone_idx(zone) == ZONE_MOVABLE) {
		stats->movable_pages += zone->present_pages;
	} else {
		stats->kernel_early_pages += zone->present_early_pages;
		/*
		 * Only movable allocations use CMA pages, wherever they are.
		 * A zone with more of them than early pages wraps; the sum
		 * over all zones is what counts.
		 */
		stats->movable_pages += zone->cma_pages;
		stats->kernel_early_pages -= zone->cma_pages;
	}
}

struct auto_movable_group_stats {
	unsigned long movable_pages;
	unsigned long req_kernel_early_pages;
};

/* How many early kernel pages a group needs beside its own kernel pages. */
static int auto_movable_stats_account_group(struct memory_hotplug *mhp,
					    struct memory_group *group,
					    void *arg)
{
	/* The parameter is unsigned; 2^31 and above are negative here. */
	const int ratio = READ_ONCE(mhp->auto_movable_ratio);
	struct auto_movable_group_stats *stats = arg;
	long pages;

	/* Nothing is onlined movable with a ratio of 0. */
	if (!ratio)
		return 0;

	/* Unsigned division: a negative ratio is a huge divisor. */
	pages = group->present_movable_pages * 100 / ratio;
	pages -= group->present_kernel_pages;

	/* What a group has to spare is not shared with others. */
	if (pages > 0)
		stats->req_kernel_early_pages += pages;
	stats->movable_pages += group->present_movable_pages;
	return 0;
}

/**
 * auto_movable_can_online_movable() - Whether the ratio allows movable pages.
 * @mhp: The context.
 * @nid: The node to look at, or NUMA_NO_NODE for all online nodes.
 * @group: The group that the pages are to join, or NULL.
 * @nr_pages: The number of pages.
 * @trace: Filled with every value seen, or NULL.
 *
 * Return: Whether @nr_pages more of them may be movable.
 */
bool auto_movable_can_online_movable(struct memory_hotplug *mhp, int nid,
				     struct memory_group *group,
				     unsigned long nr_pages,
				     struct auto_movable_trace *trace)
{
	unsigned long kernel_early_pages, movable_pages, limit;
	struct auto_movable_group_stats group_stats = {};
	struct auto_movable_stats stats = {};
	pg_data_t *pgdat = NODE_DATA(mhp, nid);
	struct zone *zone;
	int i;

	if (nid == NUMA_NO_NODE) {
		for_each_populated_zone(mhp, zone)
			auto_movable_stats_account_zone(&stats, zone);
	} else if (pgdat) {
		/* The node may be offline: its zones are empty then. */
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = pgdat->node_zones + i;
			if (populated_zone(zone))
				auto_movable_stats_account_zone(&stats, zone);
		}
	}

	kernel_early_pages = stats.kernel_early_pages;
	movable_pages = stats.movable_pages;

	/*
	 * The other dynamic groups get what early kernel pages their movable
	 * pages need; their movable pages are then out of the comparison.
	 */
	walk_dynamic_memory_groups(mhp, nid, auto_movable_stats_account_group,
				   group, &group_stats);
	trace_ratio_stats(trace, kernel_early_pages, movable_pages,
			  group_stats.req_kernel_early_pages,
			  group_stats.movable_pages);
	if (kernel_early_pages <= group_stats.req_kernel_early_pages)
		return false;
	kernel_early_pages -= group_stats.req_kernel_early_pages;
	movable_pages -= group_stats.movable_pages;

	/* A dynamic group may build on its own kernel pages. */
	if (group && group->is_dynamic)
		kernel_early_pages += group->present_kernel_pages;

	movable_pages += nr_pages;
	/* Here the parameter is taken for what it is, unsigned. */
	limit = (mhp->auto_movable_ratio * kernel_early_pages) / 100;
	trace_ratio_compare(trace, kernel_early_pages, movable_pages, limit);
	return movable_pages <= limit;
}

/*
 * The kernel zone for a range: a DMA zone only if its span is met, ZONE_NORMAL
 * whether or not its is.
 */
static struct zone *default_kernel_zone_for_pfn(struct memory_hotplug *mhp,
						int nid,
						unsigned long start_pfn,
						unsigned long nr_pages,
						struct zone_trace *trace)
{
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);
	int zid;

	trace_zone_kernel(trace, start_pfn, nr_pages);
	for (zid = 0; zid < ZONE_NORMAL; zid++) {
		struct zone *zone = &pgdat->node_zones[zid];

		if (zone_intersects(zone, start_pfn, nr_pages))
			return zone;
	}

	return &pgdat->node_zones[ZONE_NORMAL];
}

/*
 * The zone for memory to be onlined automatically, in line with the ratio.
 *
 * A static device is judged as a whole, and so is a unit of a dynamic one: it
 * goes to ZONE_MOVABLE only if all the rest of it could, now.  Note that pfn
 * and nr_pages are modified on the way, and that the fallback looks up what
 * they are by then.
 */
static struct zone *auto_movable_zone_for_pfn(struct memory_hotplug *mhp,
					      int nid,
					      struct memory_group *group,
					      unsigned long pfn,
					      unsigned long nr_pages,
					      struct zone_trace *trace)
{
	unsigned long online_pages = 0, max_pages, end_pfn, cur_nr_pages;
	struct page *page;

	if (!mhp->auto_movable_ratio) {
		trace_zone_exit(trace, ZONE_EXIT_RATIO_ZERO);
		goto kernel_zone;
	}

	if (group && !group->is_dynamic) {
		max_pages = group->s.max_pages;
		online_pages = group->present_movable_pages;

		/* Once a part is outside ZONE_MOVABLE, the rest follows. */
		if (group->present_kernel_pages) {
			trace_zone_exit(trace, ZONE_EXIT_GROUP_KERNEL_PAGES);
			goto kernel_zone;
		}
	} else if (!group || group->d.unit_pages == nr_pages) {
		max_pages = nr_pages;
	} else {
		max_pages = group->d.unit_pages;
		/*
		 * A unit whose end wraps to 0 is not looked at.  All others
		 * leave pfn at their end or at the section outside
		 * ZONE_MOVABLE.
		 */
		pfn = ALIGN_DOWN(pfn, group->d.unit_pages);
		end_pfn = pfn + group->d.unit_pages;
		for (; pfn < end_pfn; pfn += cur_nr_pages) {
			page = pfn_to_online_page_run(mhp, pfn, end_pfn,
						      &cur_nr_pages);
			if (!page)
				continue;
			if (!is_zone_movable_page(page)) {
				trace_zone_exit(trace,
						ZONE_EXIT_UNIT_KERNEL_SECTION);
				goto kernel_zone;
			}
			online_pages += cur_nr_pages;
		}
	}

	/*
	 * More may be online than a static device claims to have.  This wraps
	 * then, and the sum in the test wraps back.
	 */
	nr_pages = max_pages - online_pages;
	trace_zone_test(trace, online_pages, nr_pages);
	if (!auto_movable_can_online_movable(mhp, NUMA_NO_NODE, group, nr_pages,
					     trace_system(trace))) {
		trace_zone_exit(trace, ZONE_EXIT_REFUSED_SYSTEM);
		goto kernel_zone;
	}

	if (mhp->auto_movable_numa_aware &&
	    !auto_movable_can_online_movable(mhp, nid, group, nr_pages,
					     trace_node(trace))) {
		trace_zone_exit(trace, ZONE_EXIT_REFUSED_NODE);
		goto kernel_zone;
	}

	trace_zone_exit(trace, ZONE_EXIT_MOVABLE);
	return &NODE_DATA(mhp, nid)->node_zones[ZONE_MOVABLE];
kernel_zone:
	return default_kernel_zone_for_pfn(mhp, nid, pfn, nr_pages, trace);
}

/* The zone for memory to be onlined automatically, keeping zones contiguous. */
static inline struct zone *default_zone_for_pfn(struct memory_hotplug *mhp,
						int nid,
						unsigned long start_pfn,
						unsigned long nr_pages,
						struct zone_trace *trace)
{
	struct zone *kernel_zone = default_kernel_zone_for_pfn(mhp, nid, start_pfn,
							       nr_pages, trace);
	struct zone *movable_zone = &NODE_DATA(mhp, nid)->node_zones[ZONE_MOVABLE];
	bool in_kernel = zone_intersects(kernel_zone, start_pfn, nr_pages);
	bool in_movable = zone_intersects(movable_zone, start_pfn, nr_pages);

	trace_zone_exit(trace, ZONE_EXIT_CONTIG_ZONES);
	/* The range goes where it already is, ... */
	if (in_kernel ^ in_movable)
		return (in_kernel) ? kernel_zone : movable_zone;

	/* ... and if that is both or neither, the boot parameter tells. */
	return mhp->movable_node_enabled ? movable_zone : kernel_zone;
}

/**
 * zone_for_pfn_range() - Find the zone that memory is to be onlined to.
 * @mhp: The context.
 * @online_type: MMOP_ONLINE_KERNEL, MMOP_ONLINE_MOVABLE, or anything else to
 *               leave it to the policy.
 * @nid: The node of the memory.
 * @group: The group of the memory, or NULL.
 * @start_pfn: The first page; in the kernel that of a memory block.
 * @nr_pages: The number of pages; in the kernel that of a memory block.
 * @trace: Filled with every value seen, or NULL.
 *
 * Return: A zone of that node, or NULL if @nid is out of range.
 */
struct zone *zone_for_pfn_range(struct memory_hotplug *mhp, int online_type,
				int nid, struct memory_group *group,
				unsigned long start_pfn,
				unsigned long nr_pages,
				struct zone_trace *trace)
{
	trace_zone_start(trace);
	if (!NODE_DATA(mhp, nid))
		return NULL;

	if (online_type == MMOP_ONLINE_KERNEL)
		return default_kernel_zone_for_pfn(mhp, nid, start_pfn,
						   nr_pages, trace);

	if (online_type == MMOP_ONLINE_MOVABLE) {
		trace_zone_exit(trace, ZONE_EXIT_MOVABLE_REQUESTED);
		return &NODE_DATA(mhp, nid)->node_zones[ZONE_MOVABLE];
	}

	if (mhp->online_policy == ONLINE_POLICY_AUTO_MOVABLE)
		return auto_movable_zone_for_pfn(mhp, nid, group, start_pfn,
						 nr_pages, trace);

	return default_zone_for_pfn(mhp, nid, start_pfn, nr_pages, trace);
}

/**
 * adjust_present_page_count() - Account for pages that come or go.
 * @mhp: The context.
 * @page: The first of them.
 * @group: The group that they belong to, or NULL.
 * @nr_pages: Their number, negative if they go.
 */
void adjust_present_page_count(struct memory_hotplug *mhp, struct page *page,
			       struct memory_group *group, long nr_pages)
{
	struct zone *zone = page_zone(mhp, page);
	const bool movable = zone_idx(zone) == ZONE_MOVABLE;

	/*
	 * Only whole sections come and go, and a section was there at boot or
	 * was not, so the first page speaks for all.
	 */
	if (early_section(page))
		zone->present_early_pages += nr_pages;
	zone->present_pages += nr_pages;
	zone->zone_pgdat->node_present_pages += nr_pages;

	if (group && movable)
		group->present_movable_pages += nr_pages;
	else if (group && !movable)
		group->present_kernel_pages += nr_pages;
}

/* Let a block's own memory map be in a zone; counted after the block is online. */
int mhp_init_memmap_on_memory(struct memory_hotplug *mhp, unsigned long pfn,
			      unsigned long nr_pages, struct zone *zone)
{
	unsigned long end_pfn = pfn + nr_pages;

	move_pfn_range_to_zone(mhp, zone, pfn, nr_pages);

	/* The last section, if it isn't all memory map, is onlined with the rest. */
	if (nr_pages >= PAGES_PER_SECTION)
		online_mem_sections(mhp, pfn,
				    ALIGN_DOWN(end_pfn, PAGES_PER_SECTION));

	return 0;
}

void mhp_deinit_memmap_on_memory(struct memory_hotplug *mhp, unsigned long pfn,
				 unsigned long nr_pages)
{
	unsigned long end_pfn = pfn + nr_pages;

	if (nr_pages >= PAGES_PER_SECTION)
		offline_mem_sections(mhp, pfn,
				     ALIGN_DOWN(end_pfn, PAGES_PER_SECTION));

	remove_pfn_range_from_zone(mhp, page_zone(mhp, pfn_to_page(mhp, pfn)),
				   pfn, nr_pages);
}

int online_pages(struct memory_hotplug *mhp, unsigned long pfn,
		 unsigned long nr_pages, struct zone *zone,
		 struct memory_group *group)
{
	int ret;
	struct memory_notify arg;

	if (!nr_pages || !pageblock_aligned(pfn) ||
	    !IS_ALIGNED(pfn + nr_pages, PAGES_PER_SECTION))
		return -EINVAL;

	move_pfn_range_to_zone(mhp, zone, pfn, nr_pages);

	arg.start_pfn = pfn;
	arg.nr_pages = nr_pages;

	ret = memory_notify(mhp, MEM_GOING_ONLINE, &arg);
	if (ret)
		goto failed_addition;

	online_pages_range(mhp, pfn, nr_pages);
	adjust_present_page_count(mhp, pfn_to_page(mhp, pfn), group, nr_pages);

	memory_notify(mhp, MEM_ONLINE, &arg);
	return 0;

failed_addition:
	memory_notify(mhp, MEM_CANCEL_ONLINE, &arg);
	remove_pfn_range_from_zone(mhp, zone, pfn, nr_pages);
	return ret;
}

static void reset_node_present_pages(pg_data_t *pgdat)
{
	struct zone *z;

	for (z = pgdat->node_zones; z < pgdat->node_zones + MAX_NR_ZONES; z++)
		z->present_pages = 0;

	pgdat->node_present_pages = 0;
}

/* Let a node start anew; whatever it was before, nothing of it is left. */
static pg_data_t *hotadd_init_pgdat(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat;

	pgdat = NODE_DATA(mhp, nid);

	reset_node_present_pages(pgdat);

	return pgdat;
}

/* Returns 1 if the node has been offline, or else 0. */
static int __try_online_node(struct memory_hotplug *mhp, int nid)
{
	int ret = 1;

	if (node_online(mhp, nid))
		return 0;

	hotadd_init_pgdat(mhp, nid);
	return ret;
}

static int check_hotplug_memory_range(struct memory_hotplug *mhp,
				      uint64_t start, uint64_t size)
{
	if (!size || !IS_ALIGNED(start, memory_block_size_bytes(mhp)) ||
	    !IS_ALIGNED(size, memory_block_size_bytes(mhp)))
		return -EINVAL;

	return 0;
}

static int online_memory_block(struct memory_hotplug *mhp,
			       struct memory_block *mem, void *arg)
{
	int *online_type = arg;

	mem->online_type = *online_type;
	return device_online(mhp, mem);
}

/**
 * mhp_supports_memmap_on_memory() - Whether MHP_MEMMAP_ON_MEMORY is possible.
 * @mhp: The context.
 * @size: The size of the memory to be added, in bytes.
 *
 * Return: Whether the parameter is set, the memory is one block or the kernel is
 * 6.8 or newer, and a block's memory map and the rest of it fill page tables and
 * pageblocks.
 */
bool mhp_supports_memmap_on_memory(struct memory_hotplug *mhp, uint64_t size)
{
	unsigned long vmemmap_size = memory_block_memmap_size(mhp);
	unsigned long remaining_size = memory_block_size_bytes(mhp) -
				       vmemmap_size;

	return mhp_memmap_on_memory(mhp) &&
	       (mhp->version_code >= KERNEL_VERSION(6, 8, 0) ||
		size == memory_block_size_bytes(mhp)) &&
	       IS_ALIGNED(vmemmap_size, PMD_SIZE) &&
	       IS_ALIGNED(remaining_size, (pageblock_nr_pages << PAGE_SHIFT));
}

/* Add memory that has been claimed. */
static int __add_memory_resource(struct memory_hotplug *mhp, int nid,
				 uint64_t start, uint64_t size, mhp_t mhp_flags,
				 int online_type)
{
	struct memory_group *group = NULL;
	unsigned long vmemmap_pages = 0;
	bool new_node = false;
	int ret;

	ret = check_hotplug_memory_range(mhp, start, size);
	if (ret)
		return ret;

	if (mhp_flags & MHP_NID_IS_MGID) {
		group = memory_group_find_by_id(mhp, nid);
		if (!group)
			return -EINVAL;
		nid = group->nid;
	}

	if (!node_possible(mhp, nid))
		return -EINVAL;

	ret = __try_online_node(mhp, nid);
	if (ret < 0)
		goto error;
	new_node = ret;

	if (mhp_flags & MHP_MEMMAP_ON_MEMORY) {
		if (mhp_supports_memmap_on_memory(mhp, size)) {
			/* Each block's own. */
			vmemmap_pages = memory_block_memmap_on_memory_pages(mhp);
		} else if (mhp->version_code < KERNEL_VERSION(6, 6, 0)) {
			ret = -EINVAL;
			goto error;
		}
	}

	ret = __add_pages(mhp, PHYS_PFN(start), PHYS_PFN(size));
	if (ret < 0)
		goto error;

	ret = create_memory_block_devices(mhp, start, size, vmemmap_pages,
					  group);
	if (ret) {
		__remove_pages(mhp, PHYS_PFN(start), PHYS_PFN(size));
		goto error;
	}

	if (new_node)
		node_set_online(mhp, nid);

	register_memory_blocks_under_node(mhp, nid, PFN_DOWN(start),
					  PFN_UP(start + size - 1));

	/* Whether they come online is another matter. */
	if (online_type != MMOP_OFFLINE)
		walk_memory_blocks(mhp, start, size, &online_type,
				   online_memory_block);

	return ret;
error:
	return ret;
}

static int add_memory_resource(struct memory_hotplug *mhp, int nid,
			       uint64_t start, uint64_t size, mhp_t mhp_flags)
{
	return __add_memory_resource(mhp, nid, start, size, mhp_flags,
				     mhp->mhp_default_online_type);
}

static int __add_memory(struct memory_hotplug *mhp, int nid, uint64_t start,
			uint64_t size, mhp_t mhp_flags)
{
	int ret;

	ret = register_memory_resource(mhp, start, size);
	if (ret)
		return ret;

	return add_memory_resource(mhp, nid, start, size, mhp_flags);
}

/**
 * add_memory() - Add memory.
 * @mhp: The context.
 * @nid: The node of the memory or, with MHP_NID_IS_MGID, its group.
 * @start: The address of the memory.
 * @size: The size of the memory in bytes.
 * @mhp_flags: MHP_*.
 *
 * The memory's blocks are brought online, one after the other, if there is a
 * default online type.
 *
 * Return: 0, -E2BIG if the range is empty or not addressable, -EEXIST if it
 * holds memory, -EINVAL if it is not made of whole blocks, there is no such
 * group, the node is not possible or, before 6.6, MHP_MEMMAP_ON_MEMORY is not, or
 * -ENOMEM.
 */
int add_memory(struct memory_hotplug *mhp, int nid, uint64_t start,
	       uint64_t size, mhp_t mhp_flags)
{
	return __add_memory(mhp, nid, start, size, mhp_flags);
}

/**
 * __add_memory_driver_managed() - Add memory with an online type of its own.
 * @mhp: The context.
 * @nid: See add_memory().
 * @start: See add_memory().
 * @size: See add_memory().
 * @mhp_flags: See add_memory().
 * @online_type: MMOP_*, instead of the default one.
 *
 * In kernels from 7.3 on, for drivers that know better than the default.
 *
 * Return: See add_memory(); -EINVAL also if there is no such type.
 */
int __add_memory_driver_managed(struct memory_hotplug *mhp, int nid,
				uint64_t start, uint64_t size, mhp_t mhp_flags,
				int online_type)
{
	int rc;

	if (online_type < MMOP_OFFLINE || online_type > MMOP_ONLINE_MOVABLE)
		return -EINVAL;

	rc = register_memory_resource(mhp, start, size);
	if (rc)
		return rc;

	return __add_memory_resource(mhp, nid, start, size, mhp_flags,
				     online_type);
}

/* On x86-64 all that is addressable can be mapped. */
static struct range mhp_get_pluggable_range(bool need_mapping)
{
	const uint64_t max_phys = PHYSMEM_END;
	struct range mhp_range;

	mhp_range.start = 0;
	mhp_range.end = max_phys;
	return mhp_range;
}

/* Whether a range is not empty, does not wrap, and is addressable. */
bool mhp_range_allowed(uint64_t start, uint64_t size, bool need_mapping)
{
	struct range mhp_range = mhp_get_pluggable_range(need_mapping);
	uint64_t end = start + size;

	if (start < end && start >= mhp_range.start && (end - 1) <= mhp_range.end)
		return true;

	return false;
}

int cmdline_parse_movable_node(struct memory_hotplug *mhp, const char *p)
{
	mhp->movable_node_enabled = true;
	return 0;
}

static int count_system_ram_pages_cb(unsigned long start_pfn,
				     unsigned long nr_pages, void *data)
{
	unsigned long *nr_system_ram_pages = data;

	*nr_system_ram_pages += nr_pages;
	return 0;
}

int offline_pages(struct memory_hotplug *mhp, unsigned long start_pfn,
		  unsigned long nr_pages, struct zone *zone,
		  struct memory_group *group)
{
	const unsigned long end_pfn = start_pfn + nr_pages;
	unsigned long system_ram_pages = 0;
	struct memory_notify arg;
	int ret;

	if (!nr_pages || !pageblock_aligned(start_pfn) ||
	    !IS_ALIGNED(start_pfn + nr_pages, PAGES_PER_SECTION))
		return -EINVAL;

	/* Boot memory may have holes; what was hotplugged has none. */
	walk_system_ram_range(mhp, start_pfn, nr_pages, &system_ram_pages,
			      count_system_ram_pages_cb);
	if (system_ram_pages != nr_pages) {
		ret = -EINVAL;
		goto failed_removal;
	}

	if (page_zone(mhp, pfn_to_page(mhp, start_pfn)) != zone ||
	    page_zone(mhp, pfn_to_page(mhp, end_pfn - 1)) != zone) {
		ret = -EINVAL;
		goto failed_removal;
	}

	arg.start_pfn = start_pfn;
	arg.nr_pages = nr_pages;

	ret = memory_notify(mhp, MEM_GOING_OFFLINE, &arg);
	if (ret)
		goto failed_removal_isolated;

	/* What __offline_isolated_pages() does first. */
	offline_mem_sections(mhp, start_pfn, end_pfn);

	adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn), group,
				  -nr_pages);

	memory_notify(mhp, MEM_OFFLINE, &arg);
	remove_pfn_range_from_zone(mhp, zone, start_pfn, nr_pages);
	return 0;

failed_removal_isolated:
	memory_notify(mhp, MEM_CANCEL_OFFLINE, &arg);
failed_removal:
	return ret;
}

static int check_memblock_offlined_cb(struct memory_hotplug *mhp,
				      struct memory_block *mem, void *arg)
{
	int *nid = arg;

	*nid = mem->nid;
	if (unlikely(mem->state != MEM_OFFLINE))
		return -EBUSY;
	return 0;
}

/* Whether, not how many: an int need not hold the number. */
static int get_nr_vmemmap_pages_cb(struct memory_hotplug *mhp,
				   struct memory_block *mem, void *arg)
{
	return mem->nr_vmemmap_pages != 0;
}

static int count_memory_range_altmaps_cb(struct memory_hotplug *mhp,
					 struct memory_block *mem, void *arg)
{
	uint64_t *num_altmaps = arg;

	if (mem->nr_vmemmap_pages)
		*num_altmaps += 1;
	return 0;
}

static int check_cpu_on_node(struct memory_hotplug *mhp, int nid)
{
	if (NODE_DATA(mhp, nid)->has_cpu)
		return -EBUSY;

	return 0;
}

/* The node counts its blocks, so that nobody has to walk over all there are. */
static int check_no_memblock_for_node(struct memory_hotplug *mhp, int nid)
{
	return NODE_DATA(mhp, nid)->nr_memory_blocks ? -EEXIST : 0;
}

/* Take a node offline if it has neither memory nor a CPU. */
static void try_offline_node(struct memory_hotplug *mhp, int nid)
{
	int rc;

	if (node_spanned_pages(mhp, nid))
		return;

	/* Offline blocks are not spanned; they may come online later. */
	rc = check_no_memblock_for_node(mhp, nid);
	if (rc)
		return;

	if (check_cpu_on_node(mhp, nid))
		return;

	node_set_offline(mhp, nid);
}

/* 1 if all blocks of a range have memory maps of their own, or 0 if none has. */
static int memory_blocks_have_altmaps(struct memory_hotplug *mhp, uint64_t start,
				      uint64_t size)
{
	uint64_t num_memblocks = size / memory_block_size_bytes(mhp);
	uint64_t num_altmaps = 0;

	if (!mhp_memmap_on_memory(mhp))
		return 0;

	walk_memory_blocks(mhp, start, size, &num_altmaps,
			   count_memory_range_altmaps_cb);
	if (num_altmaps == 0)
		return 0;
	/* One that is not there counts as one without. */
	if (num_memblocks != num_altmaps)
		return -EINVAL;
	return 1;
}

static int try_remove_memory(struct memory_hotplug *mhp, uint64_t start,
			     uint64_t size)
{
	unsigned long nr_vmemmap_pages;
	int rc = 0, nid = NUMA_NO_NODE;

	/* A bug of the caller that stops the kernel. */
	if (check_hotplug_memory_range(mhp, start, size) ||
	    size - 1 > UINT64_MAX - start)
		return -EINVAL;

	/* Should the blocks be of several nodes, the last one's counts. */
	rc = walk_memory_blocks(mhp, start, size, &nid,
				check_memblock_offlined_cb);
	if (rc)
		return rc;

	/* Before 6.8 a block with a memory map of its own goes alone, as it came. */
	if (mhp->version_code >= KERNEL_VERSION(6, 8, 0)) {
		rc = memory_blocks_have_altmaps(mhp, start, size);
		if (rc < 0)
			return rc;
	} else if (mhp_memmap_on_memory(mhp)) {
		nr_vmemmap_pages = walk_memory_blocks(mhp, start, size, NULL,
						      get_nr_vmemmap_pages_cb);
		if (nr_vmemmap_pages) {
			if (size != memory_block_size_bytes(mhp))
				return -EINVAL;
		}
	}

	rc = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (rc)
		return rc;

	remove_memory_block_devices(mhp, start, size);

	__remove_pages(mhp, PHYS_PFN(start), PHYS_PFN(size));

	if (nid != NUMA_NO_NODE)
		try_offline_node(mhp, nid);

	return 0;
}

/**
 * remove_memory() - Remove memory if all of its blocks are offline.
 * @mhp: The context.
 * @start: The address of the memory.
 * @size: The size of the memory in bytes.
 *
 * Return: 0, also if there is no memory; -EBUSY if a block is not offline; or
 * -EINVAL if the range is not made of whole blocks, where the kernel stops with
 * a bug, or of several of which one was added with MHP_MEMMAP_ON_MEMORY: before
 * 6.8 always, and from then on unless all of them are there and were.
 */
int remove_memory(struct memory_hotplug *mhp, uint64_t start, uint64_t size)
{
	return try_remove_memory(mhp, start, size);
}

static int try_offline_memory_block(struct memory_hotplug *mhp,
				    struct memory_block *mem, void *arg)
{
	uint8_t online_type = MMOP_ONLINE_KERNEL;
	uint8_t **online_types = arg;
	struct page *page;
	int rc;

	/* Sense by the first page what would bring the block back. */
	page = pfn_to_online_page(mhp, section_nr_to_pfn(mhp, mem->start_section_nr));
	if (page && zone_idx(page_zone(mhp, page)) == ZONE_MOVABLE)
		online_type = MMOP_ONLINE_MOVABLE;

	rc = device_offline(mhp, mem);
	if (!rc)
		**online_types = online_type;

	(*online_types)++;
	/* It may have been offline before. */
	return rc < 0 ? rc : 0;
}

static int try_reonline_memory_block(struct memory_hotplug *mhp,
				     struct memory_block *mem, void *arg)
{
	uint8_t **online_types = arg;

	if (**online_types != MMOP_OFFLINE) {
		mem->online_type = **online_types;
		/* Should this fail the block stays offline. */
		device_online(mhp, mem);
	}

	(*online_types)++;
	return 0;
}

static int count_memory_block_cb(struct memory_hotplug *mhp,
				 struct memory_block *mem, void *arg)
{
	unsigned long *mb_count = arg;

	(*mb_count)++;
	return 0;
}

static uint64_t range_len(const struct range *range)
{
	return range->end - range->start + 1;
}

/* What before 7.3 is all of offline_and_remove_memory(), of one range. */
static int __offline_and_remove_memory_ranges(struct memory_hotplug *mhp,
					      const struct range *ranges,
					      unsigned int nr_ranges,
					      bool ignore_failed_removal)
{
	unsigned long mb_count = 0;
	uint8_t *online_types, *tmp;
	unsigned int i;
	int rc = 0;

	if (!ranges || !nr_ranges)
		return -EINVAL;

	for (i = 0; i < nr_ranges; i++) {
		const uint64_t start = ranges[i].start;
		const uint64_t size = range_len(&ranges[i]);

		if (!IS_ALIGNED(start, memory_block_size_bytes(mhp)) ||
		    !IS_ALIGNED(size, memory_block_size_bytes(mhp)) || !size)
			return -EINVAL;
	}

	/* The kernel makes room for blocks that are not there, too. */
	for (i = 0; i < nr_ranges; i++) {
		rc = walk_memory_blocks(mhp, ranges[i].start,
					range_len(&ranges[i]), &mb_count,
					count_memory_block_cb);
		if (rc)
			return rc;
	}
	online_types = calloc(mb_count + 1, sizeof(*online_types));
	if (!online_types)
		return -ENOMEM;

	tmp = online_types;
	for (i = 0; i < nr_ranges && !rc; i++)
		rc = walk_memory_blocks(mhp, ranges[i].start,
					range_len(&ranges[i]), &tmp,
					try_offline_memory_block);

	for (i = 0; i < nr_ranges && !rc; i++) {
		rc = try_remove_memory(mhp, ranges[i].start,
				       range_len(&ranges[i]));
		if (ignore_failed_removal)
			rc = 0;
	}

	if (rc) {
		tmp = online_types;
		for (i = 0; i < nr_ranges; i++)
			walk_memory_blocks(mhp, ranges[i].start,
					   range_len(&ranges[i]), &tmp,
					   try_reonline_memory_block);
	}

	free(online_types);
	return rc;
}

/* Where offlined memory that cannot be removed stays offline. */
static bool ignores_failed_removal(const struct memory_hotplug *mhp)
{
	return mhp->version_code >= KERNEL_VERSION(7, 3, 0);
}

/**
 * offline_and_remove_memory() - Offline memory and remove it.
 * @mhp: The context.
 * @start: The address of the memory.
 * @size: The size of the memory in bytes.
 *
 * If a block cannot be offlined, those that were offlined so far are onlined
 * again, to ZONE_MOVABLE if they were in it and else to a kernel zone, which
 * need not be the one they were in.  Before 7.3 that happens also if the memory
 * cannot be removed.
 *
 * Return: 0, -EINVAL if the range is not made of whole blocks, -ENOMEM, or why
 * a block could not be offlined or, before 7.3, the memory not be removed.
 */
int offline_and_remove_memory(struct memory_hotplug *mhp, uint64_t start,
			      uint64_t size)
{
	struct range range = {
		.start = start,
		.end = start + size - 1,
	};

	return __offline_and_remove_memory_ranges(mhp, &range, 1,
						  ignores_failed_removal(mhp));
}

/**
 * offline_and_remove_memory_ranges() - Offline memory and remove it, all or none.
 * @mhp: The context.
 * @ranges: The ranges of addresses.
 * @nr_ranges: How many they are.
 *
 * Nothing is removed before all is offline, and if a block cannot be offlined,
 * those of all ranges that were offlined so far are onlined again.  A range
 * that cannot be removed then stays offline.  In kernels from 7.3 on.
 *
 * Return: 0, -EINVAL if there is no range or one is not made of whole blocks,
 * -ENOMEM, or why a block could not be offlined.
 */
int offline_and_remove_memory_ranges(struct memory_hotplug *mhp,
				     const struct range *ranges,
				     unsigned int nr_ranges)
{
	return __offline_and_remove_memory_ranges(mhp, ranges, nr_ranges, true);
}
