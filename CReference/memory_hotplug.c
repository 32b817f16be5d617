/* SPDX-License-Identifier: GPL-2.0-or-later */
/* To which zone memory is onlined, as mm/memory_hotplug.c decides it. */
#include "kernel.h"

struct auto_movable_stats {
	unsigned long kernel_early_pages;
	unsigned long movable_pages;
};

struct auto_movable_group_stats {
	unsigned long movable_pages;
	unsigned long req_kernel_early_pages;
};

enum zone_type zone_idx(const struct zone *zone)
{
	return (enum zone_type)(zone - zone->zone_pgdat->node_zones);
}

static inline void
auto_movable_stats_account_zone(struct auto_movable_stats *stats,
				const struct zone *zone)
{
	if (zone == &zone->zone_pgdat->node_zones[ZONE_MOVABLE]) {
		stats->movable_pages += zone->present_pages;
	} else {
		stats->kernel_early_pages += zone->present_early_pages;
		/*
		 * CMA pages are movable allocations only, wherever they are.
		 * A zone with more of them than early pages wraps; the sum
		 * over all zones is what counts.
		 */
		stats->movable_pages += zone->cma_pages;
		stats->kernel_early_pages -= zone->cma_pages;
	}
}

/* How many early kernel pages a group needs beside its own kernel pages. */
static inline int
auto_movable_stats_account_group(struct memory_hotplug *mhp,
				 struct memory_group *group, void *arg)
{
	/* The parameter is unsigned; 2^31 and above are negative here. */
	const int ratio = (int)READ_ONCE(mhp->auto_movable_ratio);
	struct auto_movable_group_stats *stats = arg;
	long pages;

	/* Memory is never onlined movable by the policy with a ratio of 0. */
	if (!ratio)
		return 0;

	/* Unsigned division: a negative ratio is a huge divisor. */
	pages = (long)(group->present_movable_pages * 100 /
		       (unsigned long)(long)ratio);
	pages = (long)((unsigned long)pages - group->present_kernel_pages);

	/* What the group has to spare is not shared with others. */
	if (pages > 0)
		stats->req_kernel_early_pages += (unsigned long)pages;
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
	struct auto_movable_group_stats group_stats = {};
	struct auto_movable_stats stats = {};
	unsigned long kernel_early_pages, movable_pages, limit;
	struct pglist_data *pgdat;
	struct zone *zone;

	if (nid == NUMA_NO_NODE) {
		for_each_populated_zone(mhp, pgdat, zone)
			auto_movable_stats_account_zone(&stats, zone);
	} else if (nid >= 0 && nid < MAX_NUMNODES) {
		/* The node may be offline: its zones are empty then. */
		for_each_zone_of(&mhp->node_data[nid], zone) {
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
	__walk_dynamic_memory_groups(mhp, nid, auto_movable_stats_account_group,
				     group, &group_stats);

	if (trace) {
		*trace = (struct auto_movable_trace) {
			.exit = AUTO_MOVABLE_REQ_KERNEL_EARLY,
			.kernel_early_pages = kernel_early_pages,
			.movable_pages = movable_pages,
			.req_kernel_early_pages =
				group_stats.req_kernel_early_pages,
			.group_movable_pages = group_stats.movable_pages,
		};
	}

	if (kernel_early_pages <= group_stats.req_kernel_early_pages)
		return false;
	kernel_early_pages -= group_stats.req_kernel_early_pages;
	movable_pages -= group_stats.movable_pages;

	/* A dynamic group may build on its own kernel pages. */
	if (group && group->is_dynamic)
		kernel_early_pages += group->present_kernel_pages;

	movable_pages += nr_pages;
	/* Here the parameter is read as what it is, unsigned. */
	limit = READ_ONCE(mhp->auto_movable_ratio) * kernel_early_pages / 100;

	if (trace) {
		trace->exit = AUTO_MOVABLE_COMPARED;
		trace->kernel_pages = kernel_early_pages;
		trace->online_movable_pages = movable_pages;
		trace->limit = limit;
	}
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
	struct pglist_data *pgdat = &mhp->node_data[nid];
	int zid;

	if (trace) {
		trace->kernel_lookup = true;
		trace->kernel_pfn = start_pfn;
		trace->kernel_nr_pages = nr_pages;
	}

	for (zid = 0; zid < ZONE_NORMAL; zid++) {
		struct zone *zone = &pgdat->node_zones[zid];

		if (zone_intersects(zone, start_pfn, nr_pages))
			return zone;
	}
	return &pgdat->node_zones[ZONE_NORMAL];
}

/*
 * Look at the first page of each section of a unit, [*pfn, end_pfn), and count
 * the pages of the online ones.  Stop at a section outside ZONE_MOVABLE, with
 * *pfn at its start, and return false.
 *
 * The kernel asks pfn_to_online_page() section by section.  A unit may have
 * 2^63 pages, though, so this goes from run to run: over a gap to the first
 * section that starts in or behind the next run, and over a movable run at
 * once.  Behind the last run, and so from NR_MEM_SECTIONS on, nothing is
 * online.  As in the kernel *pfn is at the end of the unit afterwards, except
 * where that wraps to 0 and thus nothing was looked at.
 */
static bool unit_is_movable(struct memory_hotplug *mhp, unsigned long *pfn,
			    unsigned long end_pfn, unsigned long *online_pages)
{
	unsigned long nr_sections, run_end_pfn;
	struct memmap_run *run;

	if (*pfn >= end_pfn)
		return true;

	run = memmap_find(mhp, *pfn);
	for (; run && run->start_pfn < end_pfn; run = memmap_next(mhp, run)) {
		if (*pfn < run->start_pfn)
			*pfn = ALIGN(run->start_pfn, PAGES_PER_SECTION);
		run_end_pfn = min(run->end_pfn, end_pfn);
		if (*pfn >= run_end_pfn)
			continue;
		nr_sections = DIV_ROUND_UP(run_end_pfn - *pfn,
					   PAGES_PER_SECTION);
		if (run->online) {
			if (!is_zone_movable_page(&run->page))
				return false;
			*online_pages += nr_sections << PFN_SECTION_SHIFT;
		}
		*pfn += nr_sections << PFN_SECTION_SHIFT;
	}

	*pfn = end_pfn;
	return true;
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
	unsigned long online_pages = 0, max_pages, end_pfn;
	enum zone_exit exit;

	if (!READ_ONCE(mhp->auto_movable_ratio)) {
		exit = ZONE_EXIT_RATIO_ZERO;
		goto kernel_zone;
	}

	if (group && !group->is_dynamic) {
		max_pages = group->s.max_pages;
		online_pages = group->present_movable_pages;

		/* Once a part is outside ZONE_MOVABLE, the rest follows. */
		if (group->present_kernel_pages) {
			exit = ZONE_EXIT_GROUP_KERNEL_PAGES;
			goto kernel_zone;
		}
	} else if (!group || group->d.unit_pages == nr_pages) {
		max_pages = nr_pages;
	} else {
		max_pages = group->d.unit_pages;
		pfn = ALIGN_DOWN(pfn, group->d.unit_pages);
		end_pfn = pfn + group->d.unit_pages;
		if (!unit_is_movable(mhp, &pfn, end_pfn, &online_pages)) {
			exit = ZONE_EXIT_UNIT_KERNEL_SECTION;
			goto kernel_zone;
		}
	}

	/*
	 * More may be online than a static device claims to have.  This wraps
	 * then, and the sum in the test wraps back.
	 */
	nr_pages = max_pages - online_pages;
	if (trace) {
		trace->online_pages = online_pages;
		trace->tested_pages = nr_pages;
	}

	if (!auto_movable_can_online_movable(mhp, NUMA_NO_NODE, group, nr_pages,
					     trace ? &trace->system : NULL)) {
		exit = ZONE_EXIT_REFUSED_SYSTEM;
		goto kernel_zone;
	}
	if (READ_ONCE(mhp->auto_movable_numa_aware) &&
	    !auto_movable_can_online_movable(mhp, nid, group, nr_pages,
					     trace ? &trace->node : NULL)) {
		exit = ZONE_EXIT_REFUSED_NODE;
		goto kernel_zone;
	}

	if (trace)
		trace->exit = ZONE_EXIT_MOVABLE;
	return &mhp->node_data[nid].node_zones[ZONE_MOVABLE];

kernel_zone:
	if (trace)
		trace->exit = exit;
	return default_kernel_zone_for_pfn(mhp, nid, pfn, nr_pages, trace);
}

/* The zone for memory to be onlined automatically, keeping zones contiguous. */
static struct zone *default_zone_for_pfn(struct memory_hotplug *mhp, int nid,
					 unsigned long start_pfn,
					 unsigned long nr_pages,
					 struct zone_trace *trace)
{
	struct zone *kernel_zone = default_kernel_zone_for_pfn(mhp, nid,
							       start_pfn,
							       nr_pages, trace);
	struct zone *movable_zone = &mhp->node_data[nid].node_zones[ZONE_MOVABLE];
	bool in_kernel = zone_intersects(kernel_zone, start_pfn, nr_pages);
	bool in_movable = zone_intersects(movable_zone, start_pfn, nr_pages);

	if (trace)
		trace->exit = ZONE_EXIT_CONTIG_ZONES;

	/* The range goes where it already is, ... */
	if (in_kernel ^ in_movable)
		return in_kernel ? kernel_zone : movable_zone;
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
	if (trace)
		*trace = (struct zone_trace) {};
	if (nid < 0 || nid >= MAX_NUMNODES)
		return NULL;

	if (online_type == MMOP_ONLINE_KERNEL)
		return default_kernel_zone_for_pfn(mhp, nid, start_pfn,
						   nr_pages, trace);

	if (online_type == MMOP_ONLINE_MOVABLE) {
		if (trace)
			trace->exit = ZONE_EXIT_MOVABLE_REQUESTED;
		return &mhp->node_data[nid].node_zones[ZONE_MOVABLE];
	}

	if (READ_ONCE(mhp->online_policy) == ONLINE_POLICY_AUTO_MOVABLE)
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
	const unsigned long pages = (unsigned long)nr_pages;

	/*
	 * Only whole sections come and go, and a section was there at boot or
	 * was not, so the first page speaks for all.
	 */
	if (page->early_section)
		zone->present_early_pages += pages;
	zone->present_pages += pages;
	zone->zone_pgdat->node_present_pages += pages;

	if (group && movable)
		group->present_movable_pages += pages;
	else if (group && !movable)
		group->present_kernel_pages += pages;
}
