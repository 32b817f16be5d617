/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lets the genuine callers of two genuine functions, which are defined above
 * and called below, call them by way of a note of what they were asked.
 * The sums are those of the tree's own accounting functions, asked again.
 */
#ifdef SHIM_TRACES
static struct automovable_answer *shim_answer;
static unsigned int shim_tests;

static bool shim_can_online_movable(int nid, struct memory_group *group,
				    unsigned long nr_pages)
{
	struct automovable_test *test =
		shim_tests++ ? &shim_answer->node : &shim_answer->system;
	struct auto_movable_group_stats group_stats = {};
	struct auto_movable_stats stats = {};
	struct zone *zone;

	for_each_populated_zone(zone)
		if (nid == NUMA_NO_NODE || zone->zone_pgdat->node_id == nid)
			auto_movable_stats_account_zone(&stats, zone);
	walk_dynamic_memory_groups(nid, auto_movable_stats_account_group,
				   group, &group_stats);

	test->kernel_early_pages = stats.kernel_early_pages;
	test->movable_pages = stats.movable_pages;
	test->req_kernel_early_pages = group_stats.req_kernel_early_pages;
	test->group_movable_pages = group_stats.movable_pages;
	shim_answer->tested_pages = nr_pages;
	return auto_movable_can_online_movable(nid, group, nr_pages);
}

static struct zone *shim_kernel_zone_for_pfn(int nid, unsigned long start_pfn,
					     unsigned long nr_pages)
{
	shim_answer->kernel_lookup = 1;
	shim_answer->kernel_pfn = start_pfn;
	shim_answer->kernel_nr_pages = nr_pages;
	return default_kernel_zone_for_pfn(nid, start_pfn, nr_pages);
}

#define auto_movable_can_online_movable shim_can_online_movable
#define default_kernel_zone_for_pfn shim_kernel_zone_for_pfn
#endif
