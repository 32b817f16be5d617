/* SPDX-License-Identifier: MIT */
/*
 * Answers questions with the compiled code: reads machines and questions, a line of
 * numbers each, and prints the 24 words of the port and those of the core.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

#define MOST	4

struct core_node {
	int32_t id;
	uint64_t zones[5][5];
};

struct core_group {
	int32_t id, nid;
	uint64_t size;
	uint64_t kind;
	uint64_t kernel, movable;
	uint32_t blocks;
};

struct core_run {
	uint64_t first, count;
	uint8_t zone;
	int32_t nid;
};

struct core_test {
	uint64_t kernel_early, movable, group_movable, required, kernel, online, limit;
	uint8_t stage;
};

struct core_decision {
	uint8_t zone;
	int32_t nid;
	uint8_t reason;
	uint64_t online_pages, tested_pages, start, pages;
	struct core_test system, node;
};

__attribute__((swiftcall)) void core_decide(
	__attribute__((swift_indirect_result)) struct core_decision *out, uint64_t start,
	uint64_t pages, uint8_t type, int32_t nid, const struct core_group *group,
	const struct core_node *nodes, uint64_t node_count, const struct core_group *groups,
	uint64_t group_count, const struct core_run *runs, uint64_t run_count,
	uint64_t geometry, uint64_t policy, uint16_t switches) __asm__(CORE_DECIDE);

static uint64_t take(void)
{
	uint64_t value;

	if (scanf("%lu", &value) != 1)
		exit(1);
	return value;
}

static void put_test(uint64_t *out, const struct auto_movable_trace *test)
{
	out[0] = test->exit;
	out[1] = test->kernel_early_pages;
	out[2] = test->movable_pages;
	out[3] = test->req_kernel_early_pages;
	out[4] = test->group_movable_pages;
	out[5] = test->kernel_pages;
	out[6] = test->online_movable_pages;
	out[7] = test->limit;
}

static void put_core_test(uint64_t *out, const struct core_test *test)
{
	const uint64_t words[] = {
		test->stage, test->kernel_early, test->movable, test->required,
		test->group_movable, test->kernel, test->online, test->limit,
	};

	memcpy(out, words, sizeof(words));
}

int main(void)
{
	struct memory_hotplug *mhp = calloc(1, sizeof(*mhp));
	uint64_t policy, ratio, numa, movable_node, type, start, pages, words[48];
	int64_t target;
	size_t nodes, groups, runs, i, j, z;

	mhp->page_shift = 12;
	mhp->section_size_bits = 27;
	while (scanf("%lu", &policy) == 1) {
		struct core_node core_nodes[MOST] = {};
		struct core_group core_groups[MOST] = {}, core_target = { .kind = 255 };
		struct core_run core_runs[MOST] = {};
		struct core_decision decision = {};
		struct memory_group port_groups[MOST] = {}, *port_target = NULL;
		struct memmap_run port_runs[MOST] = {};
		void *slots[64] = {};
		unsigned long marks = 0;
		struct zone_trace trace;
		struct zone *zone;
		int nid;

		ratio = take(), numa = take(), movable_node = take(), type = take();
		nid = take(), start = take(), pages = take(), target = take();
		nodes = take(), groups = take(), runs = take();
		mhp->online_policy = policy;
		mhp->auto_movable_ratio = ratio;
		mhp->auto_movable_numa_aware = numa;
		mhp->movable_node_enabled = movable_node;
		memset(mhp->node_data, 0, sizeof(mhp->node_data));
		for (i = 0; i < MAX_NUMNODES; i++) {
			mhp->node_data[i].node_id = i;
			for (z = 0; z < MAX_NR_ZONES; z++)
				mhp->node_data[i].node_zones[z].zone_pgdat = &mhp->node_data[i];
		}
		struct pglist_data **last = &mhp->first_online_pgdat;
		for (i = 0; i < nodes; i++) {
			struct pglist_data *node = &mhp->node_data[core_nodes[i].id = take()];

			*last = node;
			last = &node->next_online_pgdat;
			for (z = 0; z < MAX_NR_ZONES; z++) {
				struct zone *own = &node->node_zones[z];

				for (j = 0; j < 5; j++)
					core_nodes[i].zones[z][j] = take();
				own->zone_start_pfn = core_nodes[i].zones[z][0];
				own->spanned_pages = core_nodes[i].zones[z][1];
				own->present_pages = core_nodes[i].zones[z][2];
				own->present_early_pages = core_nodes[i].zones[z][3];
				own->cma_pages = core_nodes[i].zones[z][4];
			}
		}
		*last = NULL;
		for (i = 0; i < groups; i++) {
			struct core_group *group = &core_groups[i];
			struct memory_group *own = &port_groups[i];

			group->id = i;
			group->kind = take();
			own->nid = group->nid = take();
			own->present_kernel_pages = group->kernel = take();
			own->present_movable_pages = group->movable = take();
			own->s.max_pages = group->size = take();
			own->is_dynamic = group->kind;
			slots[i] = own;
			marks |= group->kind << i;
			if ((int64_t)i == target) {
				core_target = *group;
				port_target = own;
			}
		}
		for (i = 0; i < runs; i++) {
			struct core_run *run = &core_runs[i];
			struct memmap_run *own = &port_runs[i];

			run->first = take(), run->count = take(), run->zone = take(), run->nid = take();
			own->start_pfn = run->first << 15;
			own->end_pfn = (run->first + run->count) << 15;
			own->page.zone = run->zone;
			own->page.nid = run->nid;
			own->online = true;
		}
		mhp->memmap.runs = port_runs;
		mhp->memmap.nr_runs = runs;
		mhp->memory_groups.xa_slots = slots;
		mhp->memory_groups.xa_marks[XA_MARK_1] = &marks;
		mhp->memory_groups.xa_end = groups;

		zone = zone_for_pfn_range(mhp, type, nid, port_target, start, pages, &trace);
		words[0] = zone - zone->zone_pgdat->node_zones;
		words[1] = zone->zone_pgdat->node_id;
		words[2] = trace.exit;
		words[3] = trace.kernel_lookup;
		words[4] = trace.kernel_pfn;
		words[5] = trace.kernel_nr_pages;
		words[6] = trace.online_pages;
		words[7] = trace.tested_pages;
		put_test(words + 8, &trace.system);
		put_test(words + 16, &trace.node);

		core_decide(&decision, start, pages, type, nid, &core_target, core_nodes, nodes,
			    core_groups, groups, core_runs, runs, 0x1011f1b0cUL,
			    policy | ratio << 32, numa | movable_node << 8);
		words[24] = decision.zone;
		words[25] = decision.nid;
		words[26] = decision.reason;
		words[27] = decision.reason != 1 && decision.reason != 8;
		words[28] = words[27] ? decision.start : 0;
		words[29] = words[27] ? decision.pages : 0;
		words[30] = decision.online_pages;
		words[31] = decision.tested_pages;
		put_core_test(words + 32, &decision.system);
		put_core_test(words + 40, &decision.node);
		for (i = 0; i < 48; i++)
			printf("%lu%c", words[i], i == 47 ? '\n' : ' ');
	}
	return 0;
}
