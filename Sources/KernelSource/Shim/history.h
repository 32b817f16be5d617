/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What genuine functions that keep the books of zones and nodes need besides: pages
 * and sections are those of the memory map, and nobody else looks.
 */
#include "memmap.h"

enum meminit_context { MEMINIT_EARLY, MEMINIT_HOTPLUG };

/* Whether a span that shrinks can't be searched; see shrinks_soon(). */
static bool shim_is_lost;

struct page *pfn_to_page(unsigned long pfn)
{
	static struct page none;
	struct page *page = shim_page(pfn);

	return page ?: &none;
}

static struct page *shim_online_page(unsigned long pfn)
{
	struct shim_run *run = shim_run_at(pfn);

	return run && run->online ? shim_page(pfn) : NULL;
}

struct mem_section *__pfn_to_section(unsigned long pfn)
{
	static struct mem_section section;

	section.early = pfn_to_page(pfn)->early;
	return &section;
}

void shim_memmap_init(unsigned long nr_pages, int nid, unsigned long zone,
		      unsigned long start_pfn)
{
	struct shim_run *run;

	for_each_shim_run(run, start_pfn, start_pfn + nr_pages) {
		run->nid = nid;
		run->zone = (enum zone_type)zone;
	}
}

/*
 * A span that shrinks is searched for an online page, subsection by subsection;
 * this is as many as there is patience for: 2 TiB.
 */
#define MAX_SUBSECTIONS (1UL << 20)

/*
 * Whether a zone's span, without a range, is soon searched.  A search down to
 * the first subsection of all never ends if nothing is found: pfn wraps.
 *
 * Of each subsection only one page is looked at, as far from its start as the
 * search began: a zone may have pages there and still not be found.
 */
static bool shrinks_soon(const struct zone *zone, unsigned long start_pfn,
			 unsigned long end_pfn)
{
	const unsigned long zone_start = zone->zone_start_pfn;
	const unsigned long zone_end = zone_start + zone->spanned_pages;
	unsigned long first = end_pfn, last = zone_end;
	const struct shim_run *run;
	unsigned long skipped;
	bool found = false;
	size_t i;

	if (zone_start != start_pfn) {
		if (last != end_pfn)
			return true;
		first = zone_start;
		last = start_pfn;
	}
	for (i = 0; i < nr_shim_runs; i++) {
		run = &shim_runs[i];
		if (!run->online ||
		    &NODE_DATA(run->nid)->node_zones[run->zone] != zone ||
		    run->start_pfn >= last || run->end_pfn <= first)
			continue;
		if (first == end_pfn) {
			skipped = ALIGN(max(run->start_pfn, first) - first,
					PAGES_PER_SUBSECTION);
			if (skipped >= min(run->end_pfn, last) - first)
				continue;
			last = first + skipped;
			break;
		}
		skipped = ALIGN(last - min(run->end_pfn, last), PAGES_PER_SUBSECTION);
		if (skipped >= last - max(run->start_pfn, first))
			continue;
		first = last - skipped;
		found = true;
	}
	if (zone_start != start_pfn && !found && zone_start < PAGES_PER_SUBSECTION)
		return false;
	return last <= first ||
	       (last - first) / PAGES_PER_SUBSECTION <= MAX_SUBSECTIONS;
}
