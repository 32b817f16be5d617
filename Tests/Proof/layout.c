/* SPDX-License-Identifier: MIT */
/* Prints where the port keeps what decisions and steps read. */
#include <stdio.h>

#include "kernel.h"
#include "place.h"

int main(void)
{
	AT(memory_hotplug, version_code);
	AT(memory_hotplug, page_shift);
	AT(memory_hotplug, section_size_bits);
	AT(memory_hotplug, online_policy);
	AT(memory_hotplug, auto_movable_ratio);
	AT(memory_hotplug, auto_movable_numa_aware);
	AT(memory_hotplug, movable_node_enabled);
	AT(memory_hotplug, first_online_pgdat);
	AT(memory_hotplug, memmap.runs);
	AT(memory_hotplug, memmap.nr_runs);
	AT(memory_hotplug, memory_groups.xa_slots);
	AT(memory_hotplug, memory_groups.xa_marks[XA_MARK_1]);
	AT(memory_hotplug, memory_groups.xa_end);
	AT(memory_hotplug, node_data);
	SIZE(memory_hotplug);
	AT(pglist_data, node_zones);
	AT(pglist_data, node_id);
	AT(pglist_data, next_online_pgdat);
	AT(pglist_data, node_start_pfn);
	AT(pglist_data, node_spanned_pages);
	AT(pglist_data, node_present_pages);
	SIZE(pglist_data);
	AT(zone, zone_pgdat);
	AT(zone, zone_start_pfn);
	AT(zone, spanned_pages);
	AT(zone, present_pages);
	AT(zone, present_early_pages);
	AT(zone, cma_pages);
	SIZE(zone);
	AT(memory_group, nid);
	AT(memory_group, nr_memory_blocks);
	AT(memory_group, present_kernel_pages);
	AT(memory_group, present_movable_pages);
	AT(memory_group, is_dynamic);
	AT(memory_group, s.max_pages);
	AT(memory_group, d.unit_pages);
	SIZE(memory_group);
	AT(memmap_run, start_pfn);
	AT(memmap_run, end_pfn);
	AT(memmap_run, page.zone);
	AT(memmap_run, page.nid);
	AT(memmap_run, page.early_section);
	AT(memmap_run, online);
	AT(memmap_run, hole);
	SIZE(memmap_run);
	AT(page, zone);
	AT(page, nid);
	AT(page, early_section);
	SIZE(page);
	AT(zone_trace, exit);
	AT(zone_trace, kernel_lookup);
	AT(zone_trace, kernel_pfn);
	AT(zone_trace, kernel_nr_pages);
	AT(zone_trace, online_pages);
	AT(zone_trace, tested_pages);
	AT(zone_trace, system);
	AT(zone_trace, node);
	SIZE(zone_trace);
	AT(auto_movable_trace, exit);
	AT(auto_movable_trace, kernel_early_pages);
	AT(auto_movable_trace, movable_pages);
	AT(auto_movable_trace, req_kernel_early_pages);
	AT(auto_movable_trace, group_movable_pages);
	AT(auto_movable_trace, kernel_pages);
	AT(auto_movable_trace, online_movable_pages);
	AT(auto_movable_trace, limit);
	SIZE(auto_movable_trace);
	return 0;
}
