// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts, nodes, and the state that they are in after boot: in the place of
 * mm/page_alloc.c, mm/mmzone.c and include/linux/nodemask.h.
 */
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

/* What is zone->name in the kernel. */
const char *zone_name(const struct zone *zone)
{
	return zone_names[zone_idx(zone)];
}

/* zone_idx(), for whoever has to have a function. */
enum zone_type (zone_idx)(const struct zone *zone)
{
	return zone_idx(zone);
}

void init_currently_empty_zone(struct zone *zone, unsigned long zone_start_pfn,
			       unsigned long size)
{
	zone->zone_start_pfn = zone_start_pfn;
}

/* A node of its id and nothing else. */
void init_pgdat(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat = &mhp->node_data[nid];
	int i;

	memset(pgdat, 0, sizeof(*pgdat));
	pgdat->node_id = nid;
	for (i = 0; i < MAX_NR_ZONES; i++)
		pgdat->node_zones[i].zone_pgdat = pgdat;
}

static void init_params(struct memory_hotplug *mhp)
{
	mhp->version_code = KERNEL_VERSION(6, 1, 0);
	mhp->page_shift = 12;
	mhp->section_size_bits = 27;
	mhp->numa = true;
	mhp->online_policy = ONLINE_POLICY_CONTIG_ZONES;
	mhp->auto_movable_ratio = 301;
	mhp->auto_movable_numa_aware = true;
	mhp->memmap_mode = MEMMAP_ON_MEMORY_DISABLE;
	mhp->movable_node_enabled = false;
	mhp->mhp_default_online_type = MMOP_OFFLINE;
	mhp->memory_block_size = MIN_MEMORY_BLOCK_SIZE;
	mhp->sections_per_block = 1;
	mhp->max_memory_blocks = ULONG_MAX;
	mhp->notifier = NULL;
	mhp->notifier_data = NULL;
	memset(mhp->node_possible_map, 0xff, sizeof(mhp->node_possible_map));
}

/**
 * memory_hotplug_alloc() - Create a context.
 *
 * It has no online nodes, no memory and no groups; every node is possible and
 * all parameters have their defaults.
 *
 * Return: The context, or NULL if memory is short.
 */
struct memory_hotplug *memory_hotplug_alloc(void)
{
	struct memory_hotplug *mhp = calloc(1, sizeof(*mhp));
	int nid;

	if (!mhp)
		return NULL;
	mhp->memory_group_cache.object_size = sizeof(struct memory_group);
	mhp->memory_block_cache.object_size = sizeof(struct memory_block);
	init_params(mhp);
	for (nid = 0; nid < MAX_NUMNODES; nid++)
		init_pgdat(mhp, nid);
	return mhp;
}

/**
 * memory_hotplug_free() - Free a context and all that belongs to it.
 * @mhp: The context, or NULL.
 */
void memory_hotplug_free(struct memory_hotplug *mhp)
{
	if (!mhp)
		return;
	destroy_memory_block_devices(mhp);
	xa_destroy(&mhp->memory_groups);
	kmem_cache_destroy(&mhp->memory_group_cache);
	free(mhp->memmap.runs);
	free(mhp);
}

/**
 * memory_hotplug_reset() - Make a context as good as new.
 * @mhp: The context.
 *
 * Takes time in proportion to what there is to forget, and keeps the memory.
 */
void memory_hotplug_reset(struct memory_hotplug *mhp)
{
	size_t word;

	/* First, while the size of a block is still what it was. */
	reset_memory_block_devices(mhp);
	init_params(mhp);
	for (word = 0; word < NODE_WORDS; word++) {
		unsigned long used = mhp->node_used_map[word];

		for (; used; used &= used - 1) {
			int nid = (int)(word * BITS_PER_LONG) + __builtin_ctzl(used);

			init_pgdat(mhp, nid);
		}
		mhp->node_used_map[word] = 0;
	}
	mhp->first_online_pgdat = NULL;
	xa_clear(&mhp->memory_groups);
	kmem_cache_reset(&mhp->memory_group_cache);
	mhp->memmap.nr_runs = 0;
}

/**
 * memory_hotplug_set_params() - Set the parameters without parsing.
 * @mhp: The context.
 * @online_policy: ONLINE_POLICY_AUTO_MOVABLE; all else is contig-zones.
 * @auto_movable_ratio: The ratio in percent.
 * @auto_movable_numa_aware: Whether the ratio must hold on each node, too.
 * @movable_node_enabled: The boot parameter movable_node.
 */
void memory_hotplug_set_params(struct memory_hotplug *mhp, int online_policy,
			       unsigned int auto_movable_ratio,
			       bool auto_movable_numa_aware,
			       bool movable_node_enabled)
{
	mhp->online_policy = online_policy == ONLINE_POLICY_AUTO_MOVABLE ?
			     ONLINE_POLICY_AUTO_MOVABLE :
			     ONLINE_POLICY_CONTIG_ZONES;
	mhp->auto_movable_ratio = auto_movable_ratio;
	mhp->auto_movable_numa_aware = mhp->numa && auto_movable_numa_aware;
	mhp->movable_node_enabled = movable_node_enabled;
}

/**
 * memory_hotplug_get_params() - Look at the parameters without printing.
 * @mhp: The context.
 *
 * Return: What their files print, and auto_online_blocks.
 */
struct memory_hotplug_param_values
memory_hotplug_get_params(const struct memory_hotplug *mhp)
{
	return (struct memory_hotplug_param_values){
		.online_policy = mhp->online_policy,
		.auto_movable_ratio = mhp->auto_movable_ratio,
		.auto_movable_numa_aware = mhp->auto_movable_numa_aware,
		.memmap_mode = mhp->memmap_mode,
		.default_online_type = mhp->mhp_default_online_type,
	};
}

/**
 * memory_hotplug_set_version() - Say which kernel's behaviour is meant.
 * @mhp: The context.
 * @version_code: KERNEL_VERSION() of its release; that of 6.1 by default.
 *
 * It is what it is from boot on: call this before anything reads a text.
 */
void memory_hotplug_set_version(struct memory_hotplug *mhp,
				unsigned int version_code)
{
	mhp->version_code = version_code;
}

/**
 * memory_hotplug_set_geometry() - Say what the architecture and the configuration fix.
 * @mhp: The context.
 * @page_shift: The size of a page as a power of two; 12 by default.
 * @section_size_bits: The size of a section as a power of two; 27 by default.
 * @numa: Whether there can be nodes but node 0, and so the parameter
 *        auto_movable_numa_aware.
 *
 * Call this first: blocks are sections afterwards, and without @numa node 0 alone is
 * possible.  Zones that are not configured are those that nobody fills, and so
 * are cma_pages without CONFIG_CMA.
 *
 * Return: 0, -EINVAL unless pages have 4 to 64 KiB and sections 16 MiB to 16 GiB, or
 * -EBUSY if there are nodes, groups or blocks.
 */
int memory_hotplug_set_geometry(struct memory_hotplug *mhp,
				unsigned int page_shift,
				unsigned int section_size_bits, bool numa)
{
	if (page_shift < MIN_PAGE_SHIFT || page_shift > MAX_PAGE_SHIFT ||
	    section_size_bits < MIN_SECTION_SIZE_BITS ||
	    section_size_bits > MAX_SECTION_SIZE_BITS)
		return -EINVAL;
	if (mhp->first_online_pgdat || mhp->memory_groups.xa_end ||
	    mhp->memory_block_cache.nr_used)
		return -EBUSY;

	mhp->page_shift = page_shift;
	mhp->section_size_bits = section_size_bits;
	mhp->memory_block_size = MIN_MEMORY_BLOCK_SIZE;
	mhp->sections_per_block = 1;
	if (mhp->nr_memory_block_leaves < MEMORY_BLOCK_LEAVES)
		free_memory_block_leaves(mhp);

	mhp->numa = numa;
	if (!numa) {
		mhp->auto_movable_numa_aware = false;
		memset(mhp->node_possible_map, 0, sizeof(mhp->node_possible_map));
		memory_hotplug_set_possible(mhp, 0, true);
	}
	return 0;
}

/**
 * memory_hotplug_set_block_size() - Set the size of a memory block.
 * @mhp: The context.
 * @bytes: The size; that of a section by default.
 *
 * It is fixed from boot on: call this before there is a group or a block.
 *
 * Return: 0, -EINVAL unless it is a power of two of at least a section and not
 * more than is addressable, or -EBUSY if there are groups or blocks.
 */
int memory_hotplug_set_block_size(struct memory_hotplug *mhp,
				  unsigned long bytes)
{
	if (!is_power_of_2(bytes) || bytes < MIN_MEMORY_BLOCK_SIZE ||
	    bytes > PFN_PHYS(MAX_PHYSMEM_PFN))
		return -EINVAL;
	if (mhp->memory_groups.xa_end || mhp->memory_block_cache.nr_used)
		return -EBUSY;
	mhp->memory_block_size = bytes;
	mhp->sections_per_block = bytes / MIN_MEMORY_BLOCK_SIZE;
	return 0;
}

/**
 * memory_hotplug_set_max_blocks() - Limit the blocks that can be hotplugged.
 * @mhp: The context.
 * @max_blocks: The most of them at a time; ULONG_MAX by default.
 *
 * Adding more fails with -ENOMEM, as it does in a kernel whose memory cannot hold
 * the memory map.
 */
void memory_hotplug_set_max_blocks(struct memory_hotplug *mhp,
				   unsigned long max_blocks)
{
	mhp->max_memory_blocks = max_blocks;
}

/**
 * memory_hotplug_set_possible() - Say whether a node can ever be online.
 * @mhp: The context.
 * @nid: The node; one out of range is never possible, and without CONFIG_NUMA no
 *       other than 0.
 * @possible: Whether it can.
 */
void memory_hotplug_set_possible(struct memory_hotplug *mhp, int nid,
				 bool possible)
{
	unsigned long bit;

	if (nid < 0 || nid >= (mhp->numa ? MAX_NUMNODES : 1))
		return;
	bit = 1UL << (nid % BITS_PER_LONG);
	if (possible)
		mhp->node_possible_map[nid / BITS_PER_LONG] |= bit;
	else
		mhp->node_possible_map[nid / BITS_PER_LONG] &= ~bit;
}

/**
 * NODE_DATA() - The node with an id.
 * @mhp: The context.
 * @nid: The id.
 *
 * Return: The node, whose zones are empty unless somebody filled them, or NULL
 * if @nid is out of range.
 */
pg_data_t *(NODE_DATA)(struct memory_hotplug *mhp, int nid)
{
	pg_data_t *pgdat = NODE_DATA(mhp, nid);

	/* Who gets the address may write there. */
	if (pgdat)
		node_set_used(mhp, nid);
	return pgdat;
}

/**
 * first_online_pgdat() - The online node with the lowest id.
 * @mhp: The context.
 *
 * Return: The node, whose next_online_pgdat leads to the others, or NULL.
 */
pg_data_t *first_online_pgdat(struct memory_hotplug *mhp)
{
	return mhp->first_online_pgdat;
}

void node_set_online(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data **link = &mhp->first_online_pgdat;
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);

	while (*link && (*link)->node_id < nid)
		link = &(*link)->next_online_pgdat;
	pgdat->next_online_pgdat = *link;
	*link = pgdat;
	node_set_used(mhp, nid);
}

void node_set_offline(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data **link = &mhp->first_online_pgdat;

	while (*link && (*link)->node_id != nid)
		link = &(*link)->next_online_pgdat;
	if (*link)
		*link = (*link)->next_online_pgdat;
}

bool node_online(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data *pgdat;

	for_each_online_pgdat(mhp, pgdat) {
		if (pgdat->node_id >= nid)
			return pgdat->node_id == nid;
	}
	return false;
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
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);

	if (!pgdat || node_online(mhp, nid))
		return NULL;
	/* What nobody used is as memory_hotplug_reset() left it. */
	if (node_used(mhp, nid))
		init_pgdat(mhp, nid);
	pgdat->has_cpu = true;
	node_set_online(mhp, nid);
	return pgdat;
}

static int compare_memmap_runs(const void *a, const void *b)
{
	const struct memmap_run *x = a, *y = b;

	return (x->start_pfn > y->start_pfn) - (x->start_pfn < y->start_pfn);
}

/*
 * Make the struct pages of holes.  Whole subsections are valid if there is
 * memory in them; where there is none, their pages say that they are in the zone
 * of the memory that follows or, at the end, of the memory before.  The kernel does
 * so in a pageblock whose first page is valid, and all pages of a section with boot
 * memory are, as pfn_valid() has it.
 *
 * All runs are real and reserved for; up to two are added for each.
 */
static void init_unavailable_ranges(struct memory_hotplug *mhp)
{
	struct memmap *map = &mhp->memmap;
	const size_t nr_runs = map->nr_runs;
	struct memmap_run *runs = map->runs;
	size_t index;

	for (index = 0; index < nr_runs; index++) {
		const bool is_last = index + 1 == nr_runs;
		const unsigned long end_pfn = runs[index].end_pfn;
		const unsigned long next_pfn = is_last ? ULONG_MAX :
						       runs[index + 1].start_pfn;
		const unsigned long low_pfn = index ? runs[index - 1].end_pfn : 0;
		struct memmap_run hole = runs[index];

		hole.hole = true;
		hole.end_pfn = hole.start_pfn;
		hole.start_pfn = ALIGN_DOWN(hole.start_pfn, PAGES_PER_SUBSECTION);
		hole.start_pfn = max(hole.start_pfn, low_pfn);
		if (hole.start_pfn < hole.end_pfn)
			runs[map->nr_runs++] = hole;

		hole = runs[is_last ? index : index + 1];
		hole.hole = true;
		hole.start_pfn = end_pfn;
		hole.end_pfn = ALIGN(end_pfn, PAGES_PER_SUBSECTION);
		/* What is in one subsection with the next run was made above. */
		if (ALIGN_DOWN(next_pfn, PAGES_PER_SUBSECTION) >= hole.end_pfn &&
		    hole.start_pfn < hole.end_pfn)
			runs[map->nr_runs++] = hole;
	}
	/* Without memory there is not even an array, and qsort() wants one. */
	if (nr_runs)
		qsort(runs, map->nr_runs, sizeof(*runs), compare_memmap_runs);
}

/* Whether there can be memory in a zone at boot. */
static bool zone_is_early(struct zone *zone)
{
	return populated_zone(zone) && !zone_is_empty(zone) &&
	       !zone_is_zone_device(zone);
}

static bool zone_is_addressable(const struct memory_hotplug *mhp,
				const struct zone *zone)
{
	return zone->zone_start_pfn < MAX_PHYSMEM_PFN &&
	       zone->spanned_pages <= MAX_PHYSMEM_PFN - zone->zone_start_pfn;
}

/* Whether another zone of its node spans a page of a zone. */
static bool zone_overlaps(struct zone *zone)
{
	struct zone *other = zone->zone_pgdat->node_zones;

	for (; other < zone; other++) {
		if (zone_is_early(other) &&
		    zone_intersects(other, zone->zone_start_pfn,
				    zone->spanned_pages))
			return true;
	}
	return false;
}

/* Let the pages of a range that a zone spans be memory, and return how many. */
static int memmap_init_zone_range(struct memory_hotplug *mhp, struct zone *zone,
				  unsigned long start_pfn,
				  unsigned long end_pfn,
				  unsigned long *nr_pages)
{
	struct memmap *map = &mhp->memmap;
	int ret;

	*nr_pages = 0;
	start_pfn = max(start_pfn, zone->zone_start_pfn);
	end_pfn = min(end_pfn, zone_end_pfn(zone));
	if (start_pfn >= end_pfn)
		return 0;

	ret = memmap_reserve(mhp, 1);
	if (ret)
		return ret;
	map->runs[map->nr_runs++] = (struct memmap_run) {
		.start_pfn = start_pfn,
		.end_pfn = end_pfn,
		.page = {
			.zone = zone_idx(zone),
			.nid = zone_to_nid(zone),
			.early_section = true,
		},
		.online = true,
	};
	*nr_pages = end_pfn - start_pfn;
	return 0;
}

/* All that zones span. */
static int memmap_init_spans(struct memory_hotplug *mhp)
{
	const unsigned long block_pages = PHYS_PFN(memory_block_size_bytes(mhp));
	unsigned long nr_pages, early_pages;
	struct zone *zone;
	int ret;

	for_each_populated_zone(mhp, zone) {
		if (!zone_is_early(zone))
			continue;
		early_pages = zone->present_early_pages;
		ret = memmap_init_zone_range(mhp, zone, 0, MAX_PHYSMEM_PFN,
					     &nr_pages);
		if (ret)
			return ret;
		/* A few pages may be missing, wherever they are. */
		if (max(nr_pages, early_pages) - min(nr_pages, early_pages) >=
		    block_pages)
			return -EINVAL;
	}
	return 0;
}

/* The pages of the regions that a zone has. */
static unsigned long present_pages_in_zone(const struct memory_hotplug *mhp,
					   struct zone *zone,
					   const struct memblock_region *regions,
					   size_t cnt)
{
	unsigned long start_pfn, end_pfn, nr_pages = 0;
	const struct memblock_region *r;

	if (!zone_is_early(zone))
		return 0;
	for (r = regions; r < regions + cnt; r++) {
		if (r->nid != zone_to_nid(zone))
			continue;
		start_pfn = max(PHYS_PFN(r->base), zone->zone_start_pfn);
		end_pfn = min(PHYS_PFN(r->base + r->size), zone_end_pfn(zone));
		if (start_pfn < end_pfn)
			nr_pages += end_pfn - start_pfn;
	}
	return nr_pages;
}

/* What regions have, all of which zones of their nodes have to span. */
static int memmap_init(struct memory_hotplug *mhp,
		       const struct memblock_region *regions, size_t cnt)
{
	const struct memblock_region *r;
	struct pglist_data *pgdat;
	unsigned long nr_pages, rest;
	uint64_t end = 0;
	struct zone *zone;
	int ret;

	for (r = regions; r < regions + cnt; r++) {
		if (r->base < end || !r->size ||
		    !mhp_range_allowed(r->base, r->size, true) ||
		    !IS_ALIGNED(r->base | r->size, PAGE_SIZE) ||
		    !node_online(mhp, r->nid))
			return -EINVAL;
		end = r->base + r->size;

		pgdat = NODE_DATA(mhp, r->nid);
		rest = PHYS_PFN(r->size);
		for (zone = pgdat->node_zones;
		     zone < pgdat->node_zones + MAX_NR_ZONES; zone++) {
			if (!zone_is_early(zone))
				continue;
			ret = memmap_init_zone_range(mhp, zone,
						     PHYS_PFN(r->base),
						     PHYS_PFN(end), &nr_pages);
			if (ret)
				return ret;
			rest -= nr_pages;
		}
		if (rest)
			return -EINVAL;
	}

	for_each_online_pgdat(mhp, pgdat) {
		for (zone = pgdat->node_zones;
		     zone < pgdat->node_zones + MAX_NR_ZONES; zone++) {
			if (zone->present_early_pages !=
			    present_pages_in_zone(mhp, zone, regions, cnt))
				return -EINVAL;
		}
	}
	return 0;
}

/* Sort the memory that there is, and refuse what belongs to two zones. */
static int memmap_sort(struct memory_hotplug *mhp)
{
	struct memmap *map = &mhp->memmap;
	struct memmap_run *run, *next;

	if (map->nr_runs)
		qsort(map->runs, map->nr_runs, sizeof(*run),
		      compare_memmap_runs);
	for (run = memmap_find(mhp, 0); run; run = next) {
		next = memmap_next(mhp, run);
		if (next && next->start_pfn < run->end_pfn)
			return -EINVAL;
	}
	return 0;
}

/* Note what zones span now, for blocks that nobody asks for until later. */
static void init_early_spans(struct pglist_data *pgdat)
{
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		struct zone *zone = pgdat->node_zones + i;

		if (zone_is_early(zone))
			pgdat->early_spans[i] = (struct early_span) {
				.start_pfn = zone->zone_start_pfn,
				.end_pfn = zone_end_pfn(zone),
			};
	}
}

/**
 * memory_hotplug_boot_memblock() - Let there be memory.
 * @mhp: The context, its nodes' zones filled and nothing else present.
 * @regions: The memory, in whole pages, ascending and apart.
 * @cnt: The number of regions.
 *
 * It becomes early memory, online in the populated zones of its node that span
 * it, but for ZONE_DEVICE, which is never there at boot; a node spans what its
 * zones do.  Memory blocks follow from it: where there is no memory there is no
 * block.
 *
 * Return: 0; -EBUSY if there is memory already; or, upon which there is none,
 * -EINVAL if a region is not as above, if no zone spans all of it, if zones of a
 * node overlap or are not addressable, or if present_early_pages is not what a
 * zone has; or -ENOMEM.
 */
int memory_hotplug_boot_memblock(struct memory_hotplug *mhp,
				 const struct memblock_region *regions,
				 size_t cnt)
{
	struct memmap *map = &mhp->memmap;
	struct pglist_data *pgdat;
	struct zone *zone;
	int ret = -EINVAL;

	if (map->nr_runs)
		return -EBUSY;

	for_each_populated_zone(mhp, zone) {
		if (zone_is_early(zone) &&
		    (!zone_is_addressable(mhp, zone) || zone_overlaps(zone)))
			goto fail;
	}
	ret = regions ? memmap_init(mhp, regions, cnt) :
			memmap_init_spans(mhp);
	if (ret)
		goto fail;
	ret = memmap_sort(mhp);
	if (ret)
		goto fail;
	ret = memmap_reserve(mhp, 2 * map->nr_runs);
	if (ret)
		goto fail;
	init_unavailable_ranges(mhp);

	for_each_online_pgdat(mhp, pgdat) {
		init_early_spans(pgdat);
		update_pgdat_span(pgdat);
	}
	return 0;

fail:
	map->nr_runs = 0;
	return ret;
}

/**
 * memory_hotplug_boot() - Let the zones have the memory that they span.
 * @mhp: The context, its nodes' zones filled and nothing else present.
 *
 * As memory_hotplug_boot_memblock() with all that populated zones span.  Zones must
 * not overlap, be they of several nodes, for that does not tell whose the memory is.
 *
 * Return: As above; -EINVAL also if present_early_pages says that a block's worth of
 * pages of a zone is missing.
 */
int memory_hotplug_boot(struct memory_hotplug *mhp)
{
	return memory_hotplug_boot_memblock(mhp, NULL, 0);
}
