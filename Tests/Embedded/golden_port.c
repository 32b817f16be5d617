/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The library's decisions on arrays, made by the C port, for programs on machines that
 * Swift doesn't compile for.  Arrays are taken as they are.
 */
#include <errno.h>

#include "automovable.h"
#include "memory_hotplug.h"

static struct automovable_test test_of(const struct auto_movable_trace *trace)
{
	return (struct automovable_test) {
		trace->exit, trace->kernel_early_pages, trace->movable_pages,
		trace->req_kernel_early_pages, trace->group_movable_pages,
		trace->kernel_pages, trace->online_movable_pages, trace->limit
	};
}

static void load_node(struct memory_hotplug *mhp, const struct automovable_node *node)
{
	struct zone *zones = memory_hotplug_add_node(mhp, node->nid)->node_zones;
	int i;

	for (i = 0; i < AUTOMOVABLE_ZONES; i++) {
		zones[i].zone_start_pfn = node->zones[i].start_pfn;
		zones[i].spanned_pages = node->zones[i].spanned_pages;
		zones[i].present_pages = node->zones[i].present_pages;
		zones[i].present_early_pages = node->zones[i].present_early_pages;
		zones[i].cma_pages = node->zones[i].cma_pages;
	}
}

static void load_group(struct memory_hotplug *mhp, const struct automovable_group *from)
{
	struct memory_group *group = memory_group_find_by_id(
		mhp, from->is_dynamic
		? memory_group_register_dynamic(mhp, from->nid, from->pages)
		: memory_group_register_static(mhp, from->nid, from->pages));

	group->present_kernel_pages = from->present_kernel_pages;
	group->present_movable_pages = from->present_movable_pages;
}

static struct memory_hotplug *load(const struct automovable_policy *policy,
				   const struct automovable_machine *machine)
{
	static struct memory_hotplug *mhp;
	uint64_t i;

	if (!mhp)
		mhp = memory_hotplug_alloc();
	memory_hotplug_reset(mhp);
	memory_hotplug_set_params(mhp, (int)policy->online_policy, policy->auto_movable_ratio,
				  policy->auto_movable_numa_aware, policy->movable_node);
	for (i = 0; i < machine->nr_nodes; i++)
		load_node(mhp, &machine->nodes[i]);
	for (i = 0; i < machine->nr_groups; i++)
		load_group(mhp, &machine->groups[i]);
	for (i = 0; i < machine->nr_sections; i++) {
		const struct automovable_sections *run = &machine->sections[i];

		if (memory_hotplug_add_sections(mhp, run->first, run->count,
						(enum zone_type)run->zone, run->nid, false))
			return NULL;
	}
	return mhp;
}

int32_t automovable_can_online_movable(const struct automovable_policy *policy,
				       const struct automovable_machine *machine,
				       int32_t nid, int32_t group, uint64_t nr_pages,
				       struct automovable_test *test)
{
	struct memory_hotplug *mhp = load(policy, machine);
	struct auto_movable_trace trace = { 0 };
	bool allowed;

	if (!mhp)
		return -EINVAL;
	allowed = auto_movable_can_online_movable(mhp, nid, memory_group_find_by_id(mhp, group),
						  nr_pages, &trace);
	*test = test_of(&trace);
	return allowed;
}

int32_t automovable_zone_for_pfn_range(const struct automovable_policy *policy,
				       const struct automovable_machine *machine,
				       uint32_t online_type, int32_t nid, int32_t group,
				       uint64_t start_pfn, uint64_t nr_pages,
				       struct automovable_answer *answer)
{
	struct memory_hotplug *mhp = load(policy, machine);
	struct zone_trace trace;
	struct zone *zone;

	if (!mhp)
		return -EINVAL;
	zone = zone_for_pfn_range(mhp, (int)online_type, nid,
				  memory_group_find_by_id(mhp, group), start_pfn, nr_pages,
				  &trace);
	if (!zone)
		return -ENOENT;
	*answer = (struct automovable_answer) {
		zone_idx(zone), (uint64_t)zone->zone_pgdat->node_id, trace.exit,
		trace.kernel_lookup, trace.kernel_pfn, trace.kernel_nr_pages,
		trace.online_pages, trace.tested_pages, test_of(&trace.system),
		test_of(&trace.node)
	};
	return (int32_t)zone_idx(zone);
}
