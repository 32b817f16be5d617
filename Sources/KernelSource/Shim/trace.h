/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lets the genuine callers of two genuine functions, which are defined above
 * and called below, call them by way of a note of what they were asked.
 * The sums are those of the tree's own accounting functions, asked again.
 */
#ifdef SHIM_TRACES
static struct automovable_answer *shim_answer;
static unsigned int shim_tests;

static inline void shim_note_auto_movable_can_online_movable(
	int nid, struct memory_group *group, unsigned long nr_pages)
{
	struct automovable_test *test =
		shim_tests++ ? &shim_answer->node : &shim_answer->system;
	struct auto_movable_stats stats = {};
	struct zone *zone;
#ifdef HAVE_walk_dynamic_memory_groups
	struct auto_movable_group_stats group_stats = {};

	shim_call_walk_dynamic_memory_groups(nid, auto_movable_stats_account_group,
					     group, &group_stats);
	test->req_kernel_early_pages = group_stats.req_kernel_early_pages;
	test->group_movable_pages = group_stats.movable_pages;
#endif
	for_each_populated_zone(zone)
		if (nid == NUMA_NO_NODE || zone->zone_pgdat->node_id == nid)
			auto_movable_stats_account_zone(&stats, zone);
	test->kernel_early_pages = stats.kernel_early_pages;
	test->movable_pages = stats.movable_pages;
	shim_answer->tested_pages = nr_pages;
}

static inline void shim_note_default_kernel_zone_for_pfn(
	int nid, unsigned long start_pfn, unsigned long nr_pages)
{
	(void)nid;
	shim_answer->kernel_lookup = 1;
	shim_answer->kernel_pfn = start_pfn;
	shim_answer->kernel_nr_pages = nr_pages;
}

#define auto_movable_can_online_movable(...) \
	SHIM_NOTE_auto_movable_can_online_movable(__VA_ARGS__)
#define default_kernel_zone_for_pfn(...) \
	SHIM_NOTE_default_kernel_zone_for_pfn(__VA_ARGS__)
#endif
