/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory map, in the place of mm/sparse.c; see struct memmap_run. */
#include <stdlib.h>

#include "kernel.h"

/* The run that holds @pfn or, if there is none, the next one or NULL. */
struct memmap_run *memmap_find(struct memory_hotplug *mhp, unsigned long pfn)
{
	struct memmap *map = &mhp->memmap;
	size_t lower = 0, upper = map->nr_runs;

	while (lower < upper) {
		size_t middle = lower + (upper - lower) / 2;

		if (map->runs[middle].end_pfn > pfn)
			upper = middle;
		else
			lower = middle + 1;
	}
	return lower < map->nr_runs ? &map->runs[lower] : NULL;
}

static int memmap_reserve(struct memmap *map, size_t nr_runs)
{
	size_t max_runs = map->max_runs ? map->max_runs : 16;
	struct memmap_run *runs;

	while (max_runs < nr_runs)
		max_runs *= 2;
	if (max_runs == map->max_runs)
		return 0;
	if (max_runs > SIZE_MAX / sizeof(*runs))
		return -ENOMEM;
	runs = realloc(map->runs, max_runs * sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	map->runs = runs;
	map->max_runs = max_runs;
	return 0;
}

int memmap_append(struct memory_hotplug *mhp, const struct memmap_run *run)
{
	struct memmap *map = &mhp->memmap;
	int ret;

	if (map->nr_runs && run->start_pfn < map->runs[map->nr_runs - 1].end_pfn)
		return -EINVAL;
	ret = memmap_reserve(map, map->nr_runs + 1);
	if (ret)
		return ret;
	map->runs[map->nr_runs++] = *run;
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
	struct memmap_run run = {
		.page = { .zone = zone, .nid = nid, .early_section = early },
		.online = true,
	};

	if (!nr || first >= NR_MEM_SECTIONS || nr > NR_MEM_SECTIONS - first)
		return -EINVAL;
	if ((unsigned int)zone >= MAX_NR_ZONES || nid < 0 || nid >= MAX_NUMNODES)
		return -EINVAL;
	run.start_pfn = first << PFN_SECTION_SHIFT;
	run.end_pfn = (first + nr) << PFN_SECTION_SHIFT;
	return memmap_append(mhp, &run);
}

/* The page at @pfn if it is online, NULL otherwise. */
struct page *pfn_to_online_page(struct memory_hotplug *mhp, unsigned long pfn)
{
	struct memmap_run *run = memmap_find(mhp, pfn);

	if (!run || pfn < run->start_pfn || !run->online)
		return NULL;
	return &run->page;
}
