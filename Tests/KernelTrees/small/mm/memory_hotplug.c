// SPDX-License-Identifier: GPL-2.0-only
/* Made up: nothing here decides as the kernel does. */
#include <linux/memory_hotplug.h>
#include <linux/memory.h>
#include <linux/memremap.h>
#include <linux/mmzone.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

enum { ONLINE_POLICY_CONTIG_ZONES, ONLINE_POLICY_AUTO_MOVABLE };
static int online_policy __read_mostly = ONLINE_POLICY_CONTIG_ZONES;
static unsigned int auto_movable_ratio __read_mostly = 1;
module_param(auto_movable_ratio, uint, 0644);
#ifdef CONFIG_NUMA
static bool auto_movable_numa_aware __read_mostly = true;
module_param(auto_movable_numa_aware, bool, 0644);
#endif /* CONFIG_NUMA */
module_param(something_else, bool, 0644);
static const char * const online_policy_to_str[] = { "some", "other" };
static int set_online_policy(const char *val, const struct kernel_param *kp)
{
	return sysfs_match_string(online_policy_to_str, val);
}
static int get_online_policy(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%s\n", online_policy_to_str[*((int *)kp->arg)]);
}
static const struct kernel_param_ops online_policy_ops = {
	.set = set_online_policy, .get = get_online_policy,
};
module_param_cb(online_policy, &online_policy_ops, &online_policy, 0644);
bool movable_node_enabled = false;

struct zone *zone_for_pfn_range(int online_type, int nid, struct memory_group *group,
				unsigned long start_pfn, unsigned long nr_pages);

struct auto_movable_stats { unsigned long kernel_early_pages, movable_pages; };
struct auto_movable_group_stats { unsigned long movable_pages, req_kernel_early_pages; };

static void auto_movable_stats_account_zone(struct auto_movable_stats *stats, struct zone *zone)
{
	stats->movable_pages += zone->present_pages;
}

static int auto_movable_stats_account_group(struct memory_group *group, void *arg)
{
	struct auto_movable_group_stats *stats = arg;

	stats->movable_pages += group->present_movable_pages;
	return 0;
}

static bool auto_movable_can_online_movable(int nid, struct memory_group *group,
					    unsigned long nr_pages)
{
	return nr_pages % 2;
}

static struct zone *default_kernel_zone_for_pfn(int nid, unsigned long start_pfn,
						unsigned long nr_pages)
{
	return &NODE_DATA(nid)->node_zones[ZONE_DMA32];
}

static struct zone *auto_movable_zone_for_pfn(int nid, struct memory_group *group,
					      unsigned long pfn, unsigned long nr_pages)
{
	if (pfn_to_online_page(pfn) && is_zone_movable_page(pfn_to_online_page(pfn)))
		return &NODE_DATA(nid)->node_zones[ZONE_DEVICE];
	return default_kernel_zone_for_pfn(nid, pfn, nr_pages);
}

static struct zone *default_zone_for_pfn(int nid, unsigned long start_pfn, unsigned long nr_pages)
{
	return &NODE_DATA(nid)->node_zones[ZONE_DMA];
}

#ifdef CONFIG_NUMA
struct zone *zone_for_pfn_range(int online_type, int nid, struct memory_group *group,
				unsigned long start_pfn, unsigned long nr_pages)
{
	if (online_policy == ONLINE_POLICY_AUTO_MOVABLE)
		return auto_movable_zone_for_pfn(nid, group, start_pfn, nr_pages);
	return default_zone_for_pfn(nid, start_pfn, nr_pages);
}
#else
struct zone *zone_for_pfn_range(int online_type, int nid, struct memory_group *group,
				unsigned long start_pfn, unsigned long nr_pages)
{
	return "never compiled";
}
#endif

static unsigned long find_smallest_section_pfn(int nid, struct zone *zone, unsigned long start_pfn,
					       unsigned long end_pfn)
{
	return pfn_to_online_page(start_pfn) && pfn_to_nid(start_pfn) == nid ? start_pfn : 0;
}

static unsigned long find_biggest_section_pfn(int nid, struct zone *zone, unsigned long start_pfn,
					      unsigned long end_pfn)
{
	return page_zone(pfn_to_page(start_pfn)) == zone ? start_pfn : 0;
}

static void shrink_zone_span(struct zone *zone, unsigned long start_pfn, unsigned long end_pfn)
{
	zone->spanned_pages -= end_pfn - start_pfn;
	zone->zone_start_pfn = find_smallest_section_pfn(zone_to_nid(zone), zone, 0, end_pfn) +
			       find_biggest_section_pfn(zone_to_nid(zone), zone, 0, end_pfn);
}

static void update_pgdat_span(struct pglist_data *pgdat) { pgdat->node_start_pfn = 0; }

void __ref remove_pfn_range_from_zone(struct zone *zone, unsigned long start_pfn,
				      unsigned long nr_pages)
{
	page_init_poison(pfn_to_page(start_pfn), sizeof(struct page) * nr_pages);
	clear_zone_contiguous(zone);
	shrink_zone_span(zone, start_pfn, start_pfn + nr_pages);
	update_pgdat_span(zone->zone_pgdat);
	set_zone_contiguous(zone);
}

static void __meminit resize_zone_range(struct zone *zone, unsigned long start_pfn,
					unsigned long nr_pages)
{
	zone->spanned_pages += nr_pages;
}

static void __meminit resize_pgdat_range(struct pglist_data *pgdat, unsigned long start_pfn,
					 unsigned long nr_pages)
{
	pgdat->node_spanned_pages = pgdat_end_pfn(pgdat) + nr_pages;
}

void __ref move_pfn_range_to_zone(struct zone *zone, unsigned long start_pfn,
				  unsigned long nr_pages, struct vmem_altmap *altmap,
				  int migratetype)
{
	if (zone_is_empty(zone))
		init_currently_empty_zone(zone, start_pfn, nr_pages);
	resize_zone_range(zone, start_pfn, nr_pages);
	resize_pgdat_range(zone->zone_pgdat, start_pfn, nr_pages);
	if (zone_is_zone_device(zone) && !IS_ALIGNED(start_pfn, PAGES_PER_SECTION))
		section_taint_zone_device(start_pfn);
	memmap_init_range(nr_pages, zone_to_nid(zone), zone_idx(zone), start_pfn, 0,
			  MEMINIT_HOTPLUG, altmap, migratetype);
}

void adjust_present_page_count(struct page *page, struct memory_group *group, long nr_pages)
{
	if (early_section(__pfn_to_section(page_to_pfn(page))))
		page_zone(page)->present_early_pages -= nr_pages;
	page_zone(page)->present_pages += 2 * nr_pages;
}

int online_pages(unsigned long pfn, unsigned long nr_pages, struct zone *zone,
		 struct memory_group *group)
{
	move_pfn_range_to_zone(zone, pfn, nr_pages, NULL, MIGRATE_ISOLATE);
	if (memory_notify(MEM_GOING_ONLINE, NULL)) {
		remove_pfn_range_from_zone(zone, pfn, nr_pages);
		return -1;
	}
	online_pages_range(pfn, nr_pages);
	adjust_present_page_count(pfn_to_page(pfn), group, nr_pages);
	kswapd_run(zone_to_nid(zone));
	return 0;
}

int offline_pages(unsigned long pfn, unsigned long nr_pages, struct zone *zone,
		  struct memory_group *group)
{
	__offline_isolated_pages(pfn, pfn + nr_pages);
	adjust_present_page_count(pfn_to_page(pfn), group, -nr_pages);
	remove_pfn_range_from_zone(zone, pfn, nr_pages);
	return 0;
}
