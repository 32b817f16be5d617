/* SPDX-License-Identifier: GPL-2.0-or-later */
/* To which zone memory is onlined, as mm/memory_hotplug.c decides it. */
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

static const char *const zone_names[MAX_NR_ZONES] = {
	[ZONE_DMA] = "DMA",
	[ZONE_DMA32] = "DMA32",
	[ZONE_NORMAL] = "Normal",
	[ZONE_MOVABLE] = "Movable",
	[ZONE_DEVICE] = "Device",
};

enum zone_type zone_idx(const struct zone *zone)
{
	return (enum zone_type)(zone - zone->zone_pgdat->node_zones);
}

/* The name of a zone, as sysfs and /proc/zoneinfo print it. */
const char *zone_name(const struct zone *zone)
{
	return zone_names[zone_idx(zone)];
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

static bool page_is_in_zone(const struct memmap_run *run,
			    const struct zone *zone)
{
	return run->online && run->page.nid == zone->zone_pgdat->node_id &&
	       run->page.zone == zone_idx(zone);
}

/*
 * The first online page of a zone in [start_pfn, end_pfn), looked for at
 * start_pfn and from there in steps of a subsection, or 0.
 */
static unsigned long find_smallest_section_pfn(struct memory_hotplug *mhp,
					       struct zone *zone,
					       unsigned long start_pfn,
					       unsigned long end_pfn)
{
	struct memmap_run *run = memmap_find(mhp, start_pfn);
	unsigned long pfn;

	for (; run && run->start_pfn < end_pfn; run = memmap_next(mhp, run)) {
		if (!page_is_in_zone(run, zone))
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
					      struct zone *zone,
					      unsigned long start_pfn,
					      unsigned long end_pfn)
{
	struct memmap_run *run = memmap_find_before(mhp, end_pfn);
	unsigned long pfn, back;

	for (; run && run->end_pfn > start_pfn; run = memmap_prev(mhp, run)) {
		if (!page_is_in_zone(run, zone))
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

	if (zone->zone_start_pfn == start_pfn) {
		pfn = find_smallest_section_pfn(mhp, zone, end_pfn,
						zone_end_pfn(zone));
		if (pfn) {
			zone->spanned_pages = zone_end_pfn(zone) - pfn;
			zone->zone_start_pfn = pfn;
		} else {
			zone->zone_start_pfn = 0;
			zone->spanned_pages = 0;
		}
	} else if (zone_end_pfn(zone) == end_pfn) {
		pfn = find_biggest_section_pfn(mhp, zone, zone->zone_start_pfn,
					       start_pfn);
		if (pfn) {
			zone->spanned_pages = pfn - zone->zone_start_pfn + 1;
		} else {
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

	for_each_zone_of(pgdat, zone) {
		if (zone_is_empty(zone))
			continue;
		if (!node_end_pfn || zone->zone_start_pfn < node_start_pfn)
			node_start_pfn = zone->zone_start_pfn;
		node_end_pfn = max(node_end_pfn, zone_end_pfn(zone));
	}

	pgdat->node_start_pfn = node_start_pfn;
	pgdat->node_spanned_pages = node_end_pfn - node_start_pfn;
}

static void remove_pfn_range_from_zone(struct memory_hotplug *mhp,
				       struct zone *zone,
				       unsigned long start_pfn,
				       unsigned long nr_pages)
{
	page_init_poison(mhp, start_pfn, nr_pages);

	/* The kernel cannot tell which of those pages are in use. */
	if (zone_idx(zone) == ZONE_DEVICE)
		return;

	shrink_zone_span(mhp, zone, start_pfn, start_pfn + nr_pages);
	update_pgdat_span(zone->zone_pgdat);
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

/* Associate a range with a zone, which spans it from now on. */
static void move_pfn_range_to_zone(struct memory_hotplug *mhp,
				   struct zone *zone, unsigned long start_pfn,
				   unsigned long nr_pages)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	/* init_currently_empty_zone() */
	if (zone_is_empty(zone))
		zone->zone_start_pfn = start_pfn;
	resize_zone_range(zone, start_pfn, nr_pages);
	resize_pgdat_range(pgdat, start_pfn, nr_pages);

	memmap_init_range(mhp, nr_pages, pgdat->node_id, zone_idx(zone),
			  start_pfn);
}

struct auto_movable_stats {
	unsigned long kernel_early_pages;
	unsigned long movable_pages;
};

struct auto_movable_group_stats {
	unsigned long movable_pages;
	unsigned long req_kernel_early_pages;
};

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

/* Let a block's own memory map be in a zone; counted after the block is online. */
int mhp_init_memmap_on_memory(struct memory_hotplug *mhp, unsigned long pfn,
			      unsigned long nr_pages, struct zone *zone)
{
	const unsigned long end_pfn = pfn + nr_pages;

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
	const unsigned long end_pfn = pfn + nr_pages;

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
	const struct memory_notify arg = {
		.start_pfn = pfn,
		.nr_pages = nr_pages,
	};
	int ret;

	if (!nr_pages || !IS_ALIGNED(pfn, pageblock_nr_pages) ||
	    !IS_ALIGNED(pfn + nr_pages, PAGES_PER_SECTION))
		return -EINVAL;

	move_pfn_range_to_zone(mhp, zone, pfn, nr_pages);

	ret = memory_notify(mhp, MEM_GOING_ONLINE, &arg);
	if (ret) {
		memory_notify(mhp, MEM_CANCEL_ONLINE, &arg);
		remove_pfn_range_from_zone(mhp, zone, pfn, nr_pages);
		return ret;
	}

	online_mem_sections(mhp, pfn, pfn + nr_pages);
	adjust_present_page_count(mhp, pfn_to_page(mhp, pfn), group,
				  (long)nr_pages);

	memory_notify(mhp, MEM_ONLINE, &arg);
	return 0;
}

static void reset_node_present_pages(struct pglist_data *pgdat)
{
	struct zone *zone;

	for_each_zone_of(pgdat, zone)
		zone->present_pages = 0;
	pgdat->node_present_pages = 0;
}

void init_pgdat(struct pglist_data *pgdat, int nid)
{
	struct zone *zone;

	memset(pgdat, 0, sizeof(*pgdat));
	pgdat->node_id = nid;
	for_each_zone_of(pgdat, zone)
		zone->zone_pgdat = pgdat;
}

static bool node_online(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(mhp, pgdat) {
		if (pgdat->node_id >= nid)
			return pgdat->node_id == nid;
	}
	return false;
}

static void node_set_online(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data **link = &mhp->first_online_pgdat;
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);

	while (*link && (*link)->node_id < nid)
		link = &(*link)->next_online_pgdat;
	pgdat->next_online_pgdat = *link;
	*link = pgdat;
}

static void node_set_offline(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data **link = &mhp->first_online_pgdat;

	while (*link && (*link)->node_id != nid)
		link = &(*link)->next_online_pgdat;
	if (*link)
		*link = (*link)->next_online_pgdat;
}

/**
 * memory_hotplug_add_node() - Bring a node online, its zones empty.
 * @mhp: The context.
 * @nid: The id of the node.
 *
 * As if at boot: the node is taken to have a CPU, and so stays online for good.
 *
 * Return: The node, whose zones are to be filled now, or NULL if @nid is out of
 * range or that node is online already.
 */
pg_data_t *memory_hotplug_add_node(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat;

	if (nid < 0 || nid >= MAX_NUMNODES || node_online(mhp, nid))
		return NULL;
	pgdat = NODE_DATA(mhp, nid);
	init_pgdat(pgdat, nid);
	pgdat->has_cpu = true;
	node_set_online(mhp, nid);
	return pgdat;
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
	(void)arg;
	mem->online_type = mhp->mhp_default_online_type;
	return device_online(mhp, mem);
}

/**
 * mhp_supports_memmap_on_memory() - Whether MHP_MEMMAP_ON_MEMORY is possible.
 * @mhp: The context.
 * @size: The size of the memory to be added, in bytes.
 *
 * Return: Whether the parameter is set, the memory is one block, and its memory
 * map and the rest fill page tables and pageblocks.
 */
bool mhp_supports_memmap_on_memory(struct memory_hotplug *mhp, uint64_t size)
{
	const uint64_t vmemmap_size = size / PAGE_SIZE * SIZEOF_STRUCT_PAGE;
	const uint64_t remaining_size = size - vmemmap_size;

	return mhp->memmap_on_memory && size == memory_block_size_bytes(mhp) &&
	       IS_ALIGNED(vmemmap_size, PMD_SIZE) &&
	       IS_ALIGNED(remaining_size, pageblock_nr_pages << PAGE_SHIFT);
}

/* Whether a range is not empty, does not wrap, and is addressable. */
static bool mhp_range_allowed(uint64_t start, uint64_t size)
{
	const uint64_t end = start + size;

	return start < end && end <= PFN_PHYS(MAX_PHYSMEM_PFN);
}

/**
 * add_memory_resource() - Add memory that nobody else has a claim to.
 * @mhp: The context.
 * @nid: The node of the memory or, with MHP_NID_IS_MGID, its group.
 * @start: The address of the memory.
 * @size: The size of the memory in bytes.
 * @mhp_flags: MHP_*.
 *
 * The memory's blocks are brought online, one after the other, if there is a
 * default online type.  Whether that succeeds is another matter.
 *
 * Return: 0, -EINVAL if the range is not made of whole blocks, there is no such
 * group, the node is not possible or MHP_MEMMAP_ON_MEMORY is not, -E2BIG if the
 * range is not addressable, -EEXIST if it holds memory, or -ENOMEM.
 */
int add_memory_resource(struct memory_hotplug *mhp, int nid, uint64_t start,
			uint64_t size, mhp_t mhp_flags)
{
	const unsigned long start_pfn = PHYS_PFN(start);
	const unsigned long nr_pages = PHYS_PFN(size);
	struct memory_group *group = NULL;
	unsigned long vmemmap_pages = 0;
	bool new_node;
	int ret;

	ret = check_hotplug_memory_range(mhp, start, size);
	if (ret)
		return ret;
	/* In the kernel who made the resource has looked. */
	if (!mhp_range_allowed(start, size))
		return -E2BIG;

	if (mhp_flags & MHP_NID_IS_MGID) {
		group = memory_group_find_by_id(mhp, nid);
		if (!group)
			return -EINVAL;
		nid = group->nid;
	}

	if (!node_possible(mhp, nid))
		return -EINVAL;

	new_node = !node_online(mhp, nid);
	if (new_node)
		reset_node_present_pages(NODE_DATA(mhp, nid));

	if (mhp_flags & MHP_MEMMAP_ON_MEMORY) {
		if (!mhp_supports_memmap_on_memory(mhp, size))
			return -EINVAL;
		vmemmap_pages = nr_pages * SIZEOF_STRUCT_PAGE / PAGE_SIZE;
	}

	/* arch_add_memory() */
	if (pfn_range_present(mhp, start_pfn, nr_pages))
		return -EEXIST;
	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;
	sparse_add_sections(mhp, start_pfn, nr_pages);

	ret = create_memory_block_devices(mhp, start, size, nid, vmemmap_pages,
					  group);
	if (ret) {
		sparse_remove_sections(mhp, start_pfn, nr_pages);
		return ret;
	}

	if (new_node)
		node_set_online(mhp, nid);

	if (mhp->mhp_default_online_type != MMOP_OFFLINE)
		walk_memory_blocks(mhp, start, size, NULL, online_memory_block);
	return 0;
}

/**
 * add_memory() - Add memory.
 * @mhp: The context.
 * @nid: See add_memory_resource().
 * @start: See add_memory_resource().
 * @size: See add_memory_resource().
 * @mhp_flags: See add_memory_resource().
 *
 * Return: -E2BIG if the range is empty or not addressable, -EEXIST if it holds
 * memory, else what add_memory_resource() returns.
 */
int add_memory(struct memory_hotplug *mhp, int nid, uint64_t start,
	       uint64_t size, mhp_t mhp_flags)
{
	/* register_memory_resource() */
	if (!mhp_range_allowed(start, size))
		return -E2BIG;
	if (pfn_range_present(mhp, PHYS_PFN(start),
			      PHYS_PFN(start + size - 1) - PHYS_PFN(start) + 1))
		return -EEXIST;

	return add_memory_resource(mhp, nid, start, size, mhp_flags);
}

int offline_pages(struct memory_hotplug *mhp, unsigned long start_pfn,
		  unsigned long nr_pages, struct zone *zone,
		  struct memory_group *group)
{
	const unsigned long end_pfn = start_pfn + nr_pages;
	const struct memory_notify arg = {
		.start_pfn = start_pfn,
		.nr_pages = nr_pages,
	};
	int ret;

	if (!nr_pages || !IS_ALIGNED(start_pfn, pageblock_nr_pages) ||
	    !IS_ALIGNED(end_pfn, PAGES_PER_SECTION))
		return -EINVAL;

	/* Boot memory may have holes; what was hotplugged has none. */
	if (pfn_range_present_pages(mhp, start_pfn, nr_pages) != nr_pages)
		return -EINVAL;

	if (page_zone(mhp, pfn_to_page(mhp, start_pfn)) != zone ||
	    page_zone(mhp, pfn_to_page(mhp, end_pfn - 1)) != zone)
		return -EINVAL;

	/* Here no page is in use, so only a notifier may refuse. */
	ret = memory_notify(mhp, MEM_GOING_OFFLINE, &arg);
	if (ret) {
		memory_notify(mhp, MEM_CANCEL_OFFLINE, &arg);
		return ret;
	}

	offline_mem_sections(mhp, start_pfn, end_pfn);
	adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn), group,
				  -(long)nr_pages);

	memory_notify(mhp, MEM_OFFLINE, &arg);
	remove_pfn_range_from_zone(mhp, zone, start_pfn, nr_pages);
	return 0;
}

/* Take a node offline if it has neither memory nor a CPU. */
static void try_offline_node(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);

	if (pgdat->node_spanned_pages)
		return;
	/* Offline blocks are not spanned; they may come online later. */
	if (pgdat->nr_memory_blocks)
		return;
	if (pgdat->has_cpu)
		return;

	node_set_offline(mhp, nid);
}

static int check_memblock_offlined_cb(struct memory_hotplug *mhp,
				      struct memory_block *mem, void *arg)
{
	int *nid = arg;

	(void)mhp;
	*nid = mem->nid;
	return mem->state == MEM_OFFLINE ? 0 : -EBUSY;
}

static int has_vmemmap_pages_cb(struct memory_hotplug *mhp,
				struct memory_block *mem, void *arg)
{
	(void)mhp;
	(void)arg;
	return mem->nr_vmemmap_pages != 0;
}

static int try_remove_memory(struct memory_hotplug *mhp, uint64_t start,
			     uint64_t size)
{
	int ret, nid = NUMA_NO_NODE;

	/* A bug of the caller that stops the kernel. */
	if (check_hotplug_memory_range(mhp, start, size) ||
	    size - 1 > UINT64_MAX - start)
		return -EINVAL;

	/* Should the blocks be of several nodes, the last one's counts. */
	ret = walk_memory_blocks(mhp, start, size, &nid,
				 check_memblock_offlined_cb);
	if (ret)
		return ret;

	/* A block with a memory map of its own goes alone, as it came. */
	if (mhp->memmap_on_memory && size != memory_block_size_bytes(mhp) &&
	    walk_memory_blocks(mhp, start, size, NULL, has_vmemmap_pages_cb))
		return -EINVAL;

	if (nid == NUMA_NO_NODE)
		return 0;
	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;

	remove_memory_block_devices(mhp, start, size);
	sparse_remove_sections(mhp, PHYS_PFN(start), PHYS_PFN(size));
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
 * a bug, or of several of which one was added with MHP_MEMMAP_ON_MEMORY.
 */
int remove_memory(struct memory_hotplug *mhp, uint64_t start, uint64_t size)
{
	return try_remove_memory(mhp, start, size);
}

static int count_memory_block(struct memory_hotplug *mhp,
			      struct memory_block *mem, void *arg)
{
	size_t *nr = arg;

	(void)mhp;
	(void)mem;
	(*nr)++;
	return 0;
}

static int try_offline_memory_block(struct memory_hotplug *mhp,
				    struct memory_block *mem, void *arg)
{
	uint8_t **online_types = arg;
	uint8_t online_type = MMOP_ONLINE_KERNEL;
	struct page *page;
	int ret;

	/* Sense by the first page what would bring the block back. */
	page = pfn_to_online_page(mhp, mem->start_section_nr <<
				       PFN_SECTION_SHIFT);
	if (page && is_zone_movable_page(page))
		online_type = MMOP_ONLINE_MOVABLE;

	ret = device_offline(mhp, mem);
	if (!ret)
		**online_types = online_type;
	(*online_types)++;

	/* It may have been offline before. */
	return ret < 0 ? ret : 0;
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

/**
 * offline_and_remove_memory() - Offline memory and remove it.
 * @mhp: The context.
 * @start: The address of the memory.
 * @size: The size of the memory in bytes.
 *
 * If a block cannot be offlined, those that were offlined so far are onlined
 * again, to ZONE_MOVABLE if they were in it and else to a kernel zone, which
 * need not be the one they were in.
 *
 * Return: 0, -EINVAL if the range is not made of whole blocks, -ENOMEM, or why
 * a block could not be offlined or the memory not be removed.
 */
int offline_and_remove_memory(struct memory_hotplug *mhp, uint64_t start,
			      uint64_t size)
{
	uint8_t *online_types, *tmp;
	size_t nr_blocks = 0;
	int ret;

	if (check_hotplug_memory_range(mhp, start, size))
		return -EINVAL;

	/* The kernel makes room for blocks that are not there, too. */
	ret = walk_memory_blocks(mhp, start, size, &nr_blocks,
				 count_memory_block);
	if (ret)
		return ret;
	online_types = calloc(nr_blocks + 1, sizeof(*online_types));
	if (!online_types)
		return -ENOMEM;

	tmp = online_types;
	ret = walk_memory_blocks(mhp, start, size, &tmp,
				 try_offline_memory_block);
	if (!ret)
		ret = try_remove_memory(mhp, start, size);
	if (ret) {
		tmp = online_types;
		walk_memory_blocks(mhp, start, size, &tmp,
				   try_reonline_memory_block);
	}

	free(online_types);
	return ret;
}
