/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MADE_UP_MMZONE_H
#define MADE_UP_MMZONE_H

/* enum zone_type { ZONE_MOVABLE, in_a_comment }; */
enum zone_type {
#ifdef CONFIG_ZONE_DMA
	ZONE_DMA,
#endif
	ZONE_DMA32, ZONE_NORMAL, ZONE_MOVABLE, ZONE_DEVICE, __MAX_NR_ZONES
};

struct something_else { int populated_zone; };
enum migratetype { MIGRATE_UNMOVABLE, MIGRATE_MOVABLE, MIGRATE_ISOLATE };

struct zone {
	struct made_up_watermark { int unused; } watermark[3];
	struct pglist_data	*zone_pgdat;
	unsigned long		zone_start_pfn;
	unsigned long		spanned_pages;
	unsigned long		present_pages;
#if defined(CONFIG_MEMORY_HOTPLUG)
	unsigned long		present_early_pages;
#endif
	unsigned long		cma_pages;
	char			*name;
};

typedef struct pglist_data {
	struct zone	node_zones[MAX_NR_ZONES];
	int		node_id;
	unsigned long	node_start_pfn;
	unsigned long	node_spanned_pages;
	unsigned long	node_present_pages;
} pg_data_t;

static inline unsigned long zone_end_pfn(const struct zone *zone)
{
	return zone->zone_start_pfn + zone->spanned_pages;
}
static inline bool zone_is_empty(const struct zone *zone) { return !zone->spanned_pages; }
static inline bool zone_intersects(const struct zone *zone, unsigned long start_pfn,
				   unsigned long nr_pages)
{
	return !zone_is_empty(zone) && start_pfn < zone_end_pfn(zone) &&
	       start_pfn + nr_pages > zone->zone_start_pfn;
}
static inline bool is_zone_movable_page(const struct page *page)
{
	return page_zonenum(page) == ZONE_MOVABLE;
}
static inline bool populated_zone(const struct zone *zone)
{
	return zone->present_pages;
}

static inline unsigned long pgdat_end_pfn(pg_data_t *pgdat)
{
	return pgdat->node_start_pfn + pgdat->node_spanned_pages;
}

#define zone_idx(zone) ((zone) - (zone)->zone_pgdat->node_zones)
#define for_each_populated_zone(zone)				\
	for (zone = first_online_pgdat()->node_zones; zone;	\
	     zone = next_zone(zone))				\
		if (populated_zone(zone))

#endif
