/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What genuine functions that take blocks online and offline need besides: a block
 * with the tree's members, notifiers that refuse if they are to, and a page
 * allocator that gives up every page.
 */
struct memory_block {
	SHIM_BLOCK_MEMBERS
};

static bool shim_refuses;

static int memory_notify(unsigned long action, void *arg)
{
	(void)arg;
	return action == MEM_GOING_ONLINE && shim_refuses ? -EBUSY : 0;
}

#define notifier_to_errno(ret) (ret)
#define node_notify(...) 0

/* Whether there is memory in a section, be it not at its start. */
static bool shim_is_present(unsigned long nr)
{
	const unsigned long pfn = nr << PFN_SECTION_SHIFT;
	const size_t i = shim_find(pfn);

	return i < nr_shim_runs && shim_runs[i].start_pfn < pfn + PAGES_PER_SECTION;
}

#define present_section_nr(nr) shim_is_present(nr)

/* Sections go online and offline whole. */
static void shim_set_sections(unsigned long start_pfn, unsigned long end_pfn,
			      bool online)
{
	shim_set_online(ALIGN_DOWN(start_pfn, PAGES_PER_SECTION), end_pfn, online);
}

#define online_mem_sections(start_pfn, end_pfn) \
	shim_set_sections(start_pfn, end_pfn, true)
#define offline_mem_sections(start_pfn, end_pfn) \
	shim_set_sections(start_pfn, end_pfn, false)
#define online_pages_range(start_pfn, nr_pages) \
	online_mem_sections(start_pfn, (start_pfn) + (nr_pages))

static unsigned long shim_offline_pages(unsigned long start_pfn,
					unsigned long end_pfn)
{
	offline_mem_sections(start_pfn, end_pfn);
	return end_pfn - start_pfn;
}

#define __offline_isolated_pages(start_pfn, end_pfn) \
	shim_offline_pages(start_pfn, end_pfn)

static int shim_walk_ram(unsigned long start_pfn, unsigned long nr_pages, void *arg,
			 int (*func)(unsigned long, unsigned long, void *))
{
	return func(start_pfn, nr_pages, arg);
}

#define walk_system_ram_range(start_pfn, nr_pages, arg, func) \
	shim_walk_ram(start_pfn, nr_pages, arg, func)

/* A span that would be searched for too long stays, and nobody knows more. */
static void shim_remove_range(struct zone *zone, unsigned long start_pfn,
			      unsigned long nr_pages)
{
	if (shrinks_soon(zone, start_pfn, start_pfn + nr_pages))
		shim_call_remove_pfn_range_from_zone(zone, start_pfn, nr_pages);
	else
		shim_is_lost = true;
}

#define remove_pfn_range_from_zone(...) shim_remove_range(__VA_ARGS__)

#define start_isolate_page_range(...) 0
#define undo_isolate_page_range(...) ((void)0)
#define scan_movable_pages(...) (-ENOENT)
#define do_migrate_range(...) ((void)0)
#define dissolve_free_huge_pages(...) 0
#define dissolve_free_hugetlb_folios(...) 0
#define test_pages_isolated(...) 0
#define signal_pending(task) 0
#define adjust_managed_page_count(...) ((void)0)
#define lru_cache_disable() ((void)0)
#define lru_cache_enable() ((void)0)
#define zone_pcp_disable(zone) ((void)0)
#define zone_pcp_enable(zone) ((void)0)
#define zone_pcp_reset(zone) ((void)0)
#define setup_zone_pageset(zone) ((void)0)
#define build_all_zonelists(pgdat) ((void)0)
#define shuffle_zone(zone) ((void)0)
#define init_per_zone_wmark_min() ((void)0)
#define kswapd_run(nid) ((void)0)
#define kswapd_stop(nid) ((void)0)
#define kcompactd_run(nid) ((void)0)
#define kcompactd_stop(nid) ((void)0)
#define writeback_set_ratelimit() ((void)0)
#define hugetlb_cma_check() ((void)0)
#define node_states_set_node(...) ((void)0)
#define node_states_clear_node(...) ((void)0)
#define node_states_check_changes_online(...) ((void)0)
#define node_states_check_changes_offline(...) ((void)0)
#define node_state(nid, state) 1
#define node_set_state(nid, state) ((void)0)
#define node_clear_state(nid, state) ((void)0)
#define node_is_toptier(nid) 1
#define kasan_add_zero_shadow(...) 0
#define kasan_remove_zero_shadow(...) ((void)0)
#define __va(address) ((void *)(address))
#define SetPageVmemmapSelfHosted(page) ((void)0)
#define __SetPageOffline(page) ((void)0)
#define __ClearPageOffline(page) ((void)0)
#define num_poisoned_pages_sub(...) ((void)0)
#define memblk_nr_poison(block) 0
