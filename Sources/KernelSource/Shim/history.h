/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What genuine functions that keep the books of zones and nodes need besides: pages
 * and sections are those of the memory map, and nobody else looks.
 */
#include "memmap.h"

enum meminit_context { MEMINIT_EARLY, MEMINIT_HOTPLUG };
enum migratetype { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE };
struct vmem_altmap;

struct mem_section {
	bool early;
};

static struct page *pfn_to_page(unsigned long pfn)
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

static struct mem_section *__pfn_to_section(unsigned long pfn)
{
	static struct mem_section section;

	section.early = pfn_to_page(pfn)->early;
	return &section;
}

#define early_section(section) ((section)->early)
#define page_to_pfn(page) ((page)->pfn)
#define page_to_nid(page) ((page)->nid)
#define pfn_to_nid(pfn) page_to_nid(pfn_to_page(pfn))
#define zone_to_nid(zone) ((zone)->zone_pgdat->node_id)
#define zone_is_zone_device(zone) (zone_idx(zone) == ZONE_DEVICE)

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(page->nid)->node_zones[page->zone];
}

static void init_currently_empty_zone(struct zone *zone, unsigned long start_pfn,
				      unsigned long size)
{
	(void)size;
	zone->zone_start_pfn = start_pfn;
}

static void shim_memmap_init(unsigned long nr_pages, int nid,
			     unsigned long zone, unsigned long start_pfn)
{
	struct shim_run *run;

	for_each_shim_run(run, start_pfn, start_pfn + nr_pages) {
		run->nid = nid;
		run->zone = (enum zone_type)zone;
	}
}

#define memmap_init_range(nr_pages, nid, zone, start_pfn, ...) \
	shim_memmap_init(nr_pages, nid, zone, start_pfn)
#define page_init_poison(page, size) ((void)(page))
#define section_taint_zone_device(pfn) ((void)(pfn))
#define clear_zone_contiguous(zone) ((void)(zone))
#define set_zone_contiguous(zone) ((void)(zone))
#define zone_span_writelock(zone) ((void)(zone))
#define zone_span_writeunlock(zone) ((void)(zone))
#define pgdat_resize_lock(pgdat, flags) ((void)(pgdat), (void)(flags))
#define pgdat_resize_unlock(pgdat, flags) ((void)(pgdat), (void)(flags))
