/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints where a kernel tree, as `automovable kernel build` cuts it, keeps what it reads. */
#include "oracle.c"
#include "place.h"

int main(void)
{
	AT(zone, zone_pgdat);
	AT(zone, zone_start_pfn);
	AT(zone, spanned_pages);
	AT(zone, present_pages);
	AT(zone, present_early_pages);
	AT(zone, cma_pages);
	SIZE(zone);
	AT(pglist_data, node_zones);
	AT(pglist_data, node_id);
	SIZE(pglist_data);
	AT(memory_group, nid);
	AT(memory_group, present_kernel_pages);
	AT(memory_group, present_movable_pages);
	AT(memory_group, is_dynamic);
	AT(memory_group, s.max_pages);
	AT(memory_group, d.unit_pages);
	SIZE(memory_group);
	AT(page, zone);
	SIZE(page);
	AT(automovable_answer, kernel_lookup);
	AT(automovable_answer, kernel_pfn);
	AT(automovable_answer, kernel_nr_pages);
	SIZE(automovable_answer);
	return 0;
}
