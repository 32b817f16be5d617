// SPDX-License-Identifier: GPL-2.0-or-later
/* Made up: nothing here decides as the kernel does. */
#include <linux/memory_hotplug.h>

enum { ONLINE_POLICY_CONTIG_ZONES, ONLINE_POLICY_AUTO_MOVABLE };
static int online_policy __read_mostly = ONLINE_POLICY_CONTIG_ZONES;
static unsigned int auto_movable_ratio __read_mostly = 1;
#ifdef CONFIG_NUMA
static bool auto_movable_numa_aware __read_mostly = true;
#endif /* CONFIG_NUMA */
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
