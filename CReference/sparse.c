// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory map, in the place of mm/sparse.c and of what mm/page_alloc.c,
 * mm/debug.c and kernel/resource.c do with it; see struct memmap_run.
 */
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

/* The index of the first run that ends behind @pfn. */
static size_t memmap_index(const struct memmap *map, unsigned long pfn)
{
	size_t lower = 0, upper = map->nr_runs;

	while (lower < upper) {
		size_t middle = lower + (upper - lower) / 2;

		if (map->runs[middle].end_pfn > pfn)
			upper = middle;
		else
			lower = middle + 1;
	}
	return lower;
}

/* The run that holds @pfn or, if there is none, the next one or NULL. */
struct memmap_run *memmap_find(struct memory_hotplug *mhp, unsigned long pfn)
{
	struct memmap *map = &mhp->memmap;
	size_t index = memmap_index(map, pfn);

	return index < map->nr_runs ? &map->runs[index] : NULL;
}

/* The last run that starts before @pfn, or NULL. */
struct memmap_run *memmap_find_before(struct memory_hotplug *mhp,
				      unsigned long pfn)
{
	struct memmap *map = &mhp->memmap;
	size_t index = memmap_index(map, pfn);

	if (index < map->nr_runs && map->runs[index].start_pfn < pfn)
		return &map->runs[index];
	return index ? &map->runs[index - 1] : NULL;
}

/**
 * memmap_reserve() - Make sure that a change of the map cannot fail.
 * @mhp: The context.
 * @nr: The number of runs that the change may add.
 *
 * Return: 0 or -ENOMEM.
 */
int memmap_reserve(struct memory_hotplug *mhp, size_t nr)
{
	struct memmap *map = &mhp->memmap;
	size_t max_runs = map->max_runs ? map->max_runs : 32;
	struct memmap_run *runs;

	if (map->max_runs - map->nr_runs >= nr)
		return 0;
	while (max_runs - map->nr_runs < nr)
		max_runs *= 2;
	runs = realloc(map->runs, max_runs * sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	map->runs = runs;
	map->max_runs = max_runs;
	return 0;
}

static void memmap_insert(struct memmap *map, size_t index,
			  const struct memmap_run *run)
{
	memmove(map->runs + index + 1, map->runs + index,
		(map->nr_runs - index) * sizeof(*run));
	map->runs[index] = *run;
	map->nr_runs++;
}

static void memmap_delete(struct memmap *map, size_t first, size_t end)
{
	if (first == end)
		return;
	memmove(map->runs + first, map->runs + end,
		(map->nr_runs - end) * sizeof(*map->runs));
	map->nr_runs -= end - first;
}

/* See to it that a run starts at @pfn if @pfn is in any; its or the next's index. */
static size_t memmap_split(struct memmap *map, unsigned long pfn)
{
	size_t index = memmap_index(map, pfn);
	struct memmap_run run;

	if (index == map->nr_runs || map->runs[index].start_pfn >= pfn)
		return index;
	run = map->runs[index];
	run.end_pfn = pfn;
	map->runs[index].start_pfn = pfn;
	memmap_insert(map, index, &run);
	return index + 1;
}

static bool memmap_same(const struct memmap_run *a, const struct memmap_run *b)
{
	return a->end_pfn == b->start_pfn && a->online == b->online &&
	       a->hole == b->hole &&
	       a->page.zone == b->page.zone && a->page.nid == b->page.nid &&
	       a->page.early_section == b->page.early_section;
}

/* Join the runs [first, end), and those beside them, where they are the same. */
static void memmap_merge(struct memmap *map, size_t first, size_t end)
{
	size_t index, last;

	if (first)
		first--;
	if (end < map->nr_runs)
		end++;
	for (last = first, index = first + 1; index < end; index++) {
		if (memmap_same(&map->runs[last], &map->runs[index]))
			map->runs[last].end_pfn = map->runs[index].end_pfn;
		else
			map->runs[++last] = map->runs[index];
	}
	if (last + 1 < end)
		memmap_delete(map, last + 1, end);
}

/* Set the runs of a range online or offline; @online has to be reserved for. */
static void set_mem_sections(struct memory_hotplug *mhp,
			     unsigned long start_pfn, unsigned long end_pfn,
			     bool online)
{
	struct memmap *map = &mhp->memmap;
	size_t first, end, index;

	first = memmap_split(map, ALIGN_DOWN(start_pfn, PAGES_PER_SECTION));
	end = memmap_split(map, ALIGN(end_pfn, PAGES_PER_SECTION));
	for (index = first; index < end; index++)
		map->runs[index].online = online;
	memmap_merge(map, first, end);
}

/* Mark all sections online that a range touches. */
void online_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			 unsigned long end_pfn)
{
	set_mem_sections(mhp, start_pfn, end_pfn, true);
}

/* Mark all sections offline that a range touches. */
void offline_mem_sections(struct memory_hotplug *mhp, unsigned long start_pfn,
			  unsigned long end_pfn)
{
	set_mem_sections(mhp, start_pfn, end_pfn, false);
}

/* Let the struct pages of a range say that they belong to a zone. */
void memmap_init_range(struct memory_hotplug *mhp, unsigned long size, int nid,
		       enum zone_type zone, unsigned long start_pfn)
{
	struct memmap *map = &mhp->memmap;
	size_t first, end, index;

	first = memmap_split(map, start_pfn);
	end = memmap_split(map, start_pfn + size);
	for (index = first; index < end; index++) {
		map->runs[index].page.zone = zone;
		map->runs[index].page.nid = nid;
	}
	memmap_merge(map, first, end);
}

/* Let the struct pages of a range say nothing. */
void page_init_poison(struct memory_hotplug *mhp, unsigned long start_pfn,
		      unsigned long nr_pages)
{
	memmap_init_range(mhp, nr_pages, NUMA_NO_NODE, __MAX_NR_ZONES,
			  start_pfn);
}

/* Whether any page of a range is present. */
bool pfn_range_present(struct memory_hotplug *mhp, unsigned long start_pfn,
		       unsigned long nr_pages)
{
	struct memmap_run *run = memmap_find(mhp, start_pfn);

	while (run && run->hole)
		run = memmap_next(mhp, run);
	return run && run->start_pfn < start_pfn + nr_pages;
}

/*
 * Call a function for each part of a range that is present, with its start and
 * its number of pages.  Returns what that returned last, or -EINVAL if there is
 * no such part.
 */
int walk_system_ram_range(struct memory_hotplug *mhp, unsigned long start_pfn,
			  unsigned long nr_pages, void *arg,
			  int (*func)(unsigned long, unsigned long, void *))
{
	struct memmap_run *run = memmap_find(mhp, start_pfn);
	unsigned long pfn, end_pfn = start_pfn + nr_pages;
	int ret = -EINVAL;

	for (; run && run->start_pfn < end_pfn; run = memmap_next(mhp, run)) {
		if (run->hole)
			continue;
		pfn = max(run->start_pfn, start_pfn);
		ret = func(pfn, min(run->end_pfn, end_pfn) - pfn, arg);
		if (ret)
			break;
	}
	return ret;
}

/**
 * sparse_add_section() - Make the sections of a range present, and offline.
 * @mhp: The context.
 * @start_pfn: The first page.
 * @nr_pages: The number of pages.
 *
 * Room for the changes that onlining makes is reserved, too.
 *
 * Return: 0, -EEXIST if any of them is present, or -ENOMEM.
 */
int sparse_add_section(struct memory_hotplug *mhp, unsigned long start_pfn,
		       unsigned long nr_pages)
{
	const struct memmap_run run = {
		.start_pfn = start_pfn,
		.end_pfn = start_pfn + nr_pages,
		.page = { .zone = __MAX_NR_ZONES, .nid = NUMA_NO_NODE },
	};
	struct memmap *map = &mhp->memmap;
	size_t index;
	int ret;

	if (pfn_range_present(mhp, start_pfn, nr_pages))
		return -EEXIST;
	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;

	index = memmap_index(map, start_pfn);
	memmap_insert(map, index, &run);
	memmap_merge(map, index, index + 1);
	return 0;
}

/* Forget the sections of a range. */
void sparse_remove_section(struct memory_hotplug *mhp, unsigned long pfn,
			   unsigned long nr_pages)
{
	struct memmap *map = &mhp->memmap;
	size_t first = memmap_split(map, pfn);

	memmap_delete(map, first, memmap_split(map, pfn + nr_pages));
}

/* Append online pages, or -EINVAL if others are behind. */
int memmap_append(struct memory_hotplug *mhp, unsigned long start_pfn,
		  unsigned long end_pfn, enum zone_type zone, int nid,
		  bool early)
{
	const struct memmap_run run = {
		.start_pfn = start_pfn,
		.end_pfn = end_pfn,
		.page = { .zone = zone, .nid = nid, .early_section = early },
		.online = true,
	};
	struct memmap *map = &mhp->memmap;
	int ret;

	if (map->nr_runs && start_pfn < map->runs[map->nr_runs - 1].end_pfn)
		return -EINVAL;
	ret = memmap_reserve(mhp, 1);
	if (ret)
		return ret;
	map->runs[map->nr_runs++] = run;
	return 0;
}

/**
 * memory_hotplug_add_sections() - Append a run of online sections.
 * @mhp: The context.
 * @first: The first section number, behind all sections that were added.
 * @nr: The number of sections.
 * @zone: The zone of their pages.
 * @nid: The node of their pages.
 * @early: Whether they have been there since boot.
 *
 * Return: 0, -EINVAL if the run is empty, not ascending or not all below
 * NR_MEM_SECTIONS, or if there is no such zone or node, or -ENOMEM.
 */
int memory_hotplug_add_sections(struct memory_hotplug *mhp,
				unsigned long first, unsigned long nr,
				enum zone_type zone, int nid, bool early)
{
	if (!nr || first >= NR_MEM_SECTIONS || nr > NR_MEM_SECTIONS - first)
		return -EINVAL;
	if ((unsigned int)zone >= MAX_NR_ZONES || nid < 0 || nid >= MAX_NUMNODES)
		return -EINVAL;
	node_set_used(mhp, nid);
	return memmap_append(mhp, section_nr_to_pfn(mhp, first),
			     section_nr_to_pfn(mhp, first + nr), zone, nid, early);
}
