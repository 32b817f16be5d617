/* SPDX-License-Identifier: GPL-2.0-only */
/* The steps of the port's histories, as functions that a theorem can be about. */
#include "kernel.h"

/* What is looked for in the memory map stays a call. */
#define SEARCH	static __attribute__((noinline, used)) unsigned long

SEARCH find_smallest_section_pfn(struct memory_hotplug *mhp, int nid,
				 struct zone *zone, unsigned long start_pfn,
				 unsigned long end_pfn);
SEARCH find_biggest_section_pfn(struct memory_hotplug *mhp, int nid,
				struct zone *zone, unsigned long start_pfn,
				unsigned long end_pfn);

/* And so does what a theorem of its own is about. */
__attribute__((noinline)) void update_pgdat_span(struct pglist_data *pgdat);

#include "memory_hotplug.c"

void step_grow(struct memory_hotplug *mhp, struct zone *zone,
	       unsigned long start_pfn, unsigned long nr_pages)
{
	move_pfn_range_to_zone(mhp, zone, start_pfn, nr_pages);
}

void step_shrink(struct memory_hotplug *mhp, struct zone *zone,
		 unsigned long start_pfn, unsigned long nr_pages)
{
	remove_pfn_range_from_zone(mhp, zone, start_pfn, nr_pages);
}
