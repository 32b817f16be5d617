/* SPDX-License-Identifier: GPL-2.0-only */
/* The C port as an oracle library: for measuring coverage and for mutants. */
#include <stddef.h>
#include <string.h>

#include "automovable_oracle.h"
#include "kernel.h"
#include "memory_hotplug.h"

static void load_machine(struct memory_hotplug *mhp, const struct automovable_batch *batch)
{
	uint64_t i;
	int zid;

	memory_hotplug_reset(mhp);
	memory_hotplug_set_params(mhp, (int)batch->auto_movable,
				  batch->auto_movable_ratio,
				  batch->auto_movable_numa_aware,
				  batch->movable_node);
	for (i = 0; i < batch->nr_nodes; i++) {
		pg_data_t *pgdat = memory_hotplug_add_node(mhp, batch->nodes[i].nid);

		for (zid = 0; pgdat && zid < MAX_NR_ZONES; zid++) {
			const struct automovable_zone *from = &batch->nodes[i].zones[zid];
			struct zone *zone = &pgdat->node_zones[zid];

			zone->zone_start_pfn = from->start_pfn;
			zone->spanned_pages = from->spanned_pages;
			zone->present_pages = from->present_pages;
			zone->present_early_pages = from->present_early_pages;
			zone->cma_pages = from->cma_pages;
		}
	}
	for (i = 0; i < batch->nr_groups; i++) {
		const struct automovable_group *from = &batch->groups[i];
		struct memory_group *group;
		int mgid;

		mgid = from->is_dynamic ?
		       memory_group_register_dynamic(mhp, from->nid, from->pages) :
		       memory_group_register_static(mhp, from->nid, from->pages);
		group = memory_group_find_by_id(mhp, mgid);
		if (!group)
			continue;
		group->present_kernel_pages = from->present_kernel_pages;
		group->present_movable_pages = from->present_movable_pages;
	}
}

static void load(struct memory_hotplug *mhp, const struct automovable_batch *batch)
{
	uint64_t i;

	load_machine(mhp, batch);
	for (i = 0; i < batch->nr_sections; i++)
		memory_hotplug_add_sections(mhp, batch->sections[i].first,
					    batch->sections[i].count,
					    (enum zone_type)batch->sections[i].zone,
					    batch->sections[i].nid, false);
}

static void copy_test(struct automovable_test *to, const struct auto_movable_trace *from)
{
	*to = (struct automovable_test) {
		.exit = from->exit,
		.kernel_early_pages = from->kernel_early_pages,
		.movable_pages = from->movable_pages,
		.req_kernel_early_pages = from->req_kernel_early_pages,
		.group_movable_pages = from->group_movable_pages,
		.kernel_pages = from->kernel_pages,
		.online_movable_pages = from->online_movable_pages,
		.limit = from->limit,
	};
}

static void answer_query(struct memory_hotplug *mhp, const struct automovable_query *query,
			 struct automovable_answer *answer)
{
	struct memory_group *group = memory_group_find_by_id(mhp, query->group);
	struct auto_movable_trace test = {};
	struct zone_trace trace = {};
	struct zone *zone;

	if (query->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE) {
		answer->result = auto_movable_can_online_movable(
			mhp, query->nid, group, query->nr_pages, &test);
		copy_test(&answer->system, &test);
		return;
	}
	zone = zone_for_pfn_range(mhp, (int)query->online_type, query->nid, group,
				  query->start_pfn, query->nr_pages, &trace);
	if (!zone) {
		/* Not declined: no zone is another answer than any zone. */
		answer->result = AUTOMOVABLE_DECLINED - 1;
		return;
	}
	answer->result = zone_idx(zone);
	answer->nid = (uint64_t)zone->zone_pgdat->node_id;
	answer->exit = trace.exit;
	answer->kernel_lookup = trace.kernel_lookup;
	answer->kernel_pfn = trace.kernel_pfn;
	answer->kernel_nr_pages = trace.kernel_nr_pages;
	answer->online_pages = trace.online_pages;
	answer->tested_pages = trace.tested_pages;
	copy_test(&answer->system, &trace.system);
	copy_test(&answer->node, &trace.node);
}

#ifdef ASK_AGAIN
/*
 * Put what no decision heeds into a gap: a section that is there but offline, and
 * pages that are online but not the first ones of a section.
 */
static int fill_gap(struct memory_hotplug *mhp, uint64_t first, uint64_t end)
{
	const unsigned long pfn = first << PFN_SECTION_SHIFT;

	if (first >= end)
		return 0;
	/* Short of the section's end, for a walk over sections to round. */
	if (sparse_add_section(mhp, pfn, PAGES_PER_SECTION - PAGES_PER_SUBSECTION))
		return -1;
	if (first + 1 == end)
		return 0;
	if (memmap_append(mhp, pfn + PAGES_PER_SECTION + PAGES_PER_SUBSECTION,
			  pfn + PAGES_PER_SECTION + 2 * PAGES_PER_SUBSECTION,
			  ZONE_NORMAL, 0, true))
		return -1;
	return memmap_append(mhp, pfn + 2 * PAGES_PER_SECTION - PAGES_PER_SUBSECTION,
			     pfn + 2 * PAGES_PER_SECTION, ZONE_NORMAL, 0, true);
}

/*
 * The machine of a batch with its gaps filled, all below the end of memory, and with
 * spans at boot, which no decision heeds either.
 */
static int load_filled(struct memory_hotplug *mhp, const struct automovable_batch *batch)
{
	pg_data_t *pgdat;
	uint64_t i, end = 0;

	load_machine(mhp, batch);
	for (pgdat = first_online_pgdat(mhp); pgdat; pgdat = pgdat->next_online_pgdat)
		for (i = 0; i < MAX_NR_ZONES; i++)
			pgdat->early_spans[i] = (struct early_span) { 1, 2 + i };
	for (i = 0; i < batch->nr_sections; i++) {
		const struct automovable_sections *run = &batch->sections[i];

		if (fill_gap(mhp, end, run->first) ||
		    memory_hotplug_add_sections(mhp, run->first, run->count,
						(enum zone_type)run->zone, run->nid,
						false))
			return -1;
		end = run->first + run->count;
	}
	return fill_gap(mhp, end, NR_MEM_SECTIONS);
}

/* Stops the walk at the first group, which it has not seen yet. */
static int stop(struct memory_hotplug *mhp, struct memory_group *group, void *arg)
{
	struct memory_group **first = arg;

	(void)mhp;
	if (*first)
		return -1;
	*first = group;
	return 1;
}

/* Whether the walk over dynamic groups goes on if, and only if, it is told to. */
static bool walk_again(struct memory_hotplug *mhp)
{
	struct memory_group *first = NULL;
	int ret = walk_dynamic_memory_groups(mhp, NUMA_NO_NODE, stop, NULL, &first);

	return ret == (first ? 1 : 0);
}

/*
 * What no vector can ask: the same without a trace, and about nodes that can't
 * exist.  Returns whether the answers are as they should be.
 */
static bool ask_again(struct memory_hotplug *mhp, const struct automovable_query *query,
		      const struct automovable_answer *answer)
{
	struct memory_group *group = memory_group_find_by_id(mhp, query->group);
	struct zone *zone;

	if (query->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE) {
		return answer->result ==
		       auto_movable_can_online_movable(mhp, query->nid, group,
						       query->nr_pages, NULL) &&
		       !auto_movable_can_online_movable(mhp, -2, group, 0, NULL) &&
		       !auto_movable_can_online_movable(mhp, MAX_NUMNODES, group, 0,
							NULL);
	}
	zone = zone_for_pfn_range(mhp, (int)query->online_type, query->nid, group,
				  query->start_pfn, query->nr_pages, NULL);
	return zone && zone_idx(zone) == answer->result &&
	       !zone_for_pfn_range(mhp, 0, -1, group, 0, 1, NULL) &&
	       !zone_for_pfn_range(mhp, 0, MAX_NUMNODES, group, 0, 1, NULL) &&
	       !zone_for_pfn_range(mhp, 0, MAX_NUMNODES + 1, group, 0, 1, NULL);
}
#else
#define ask_again(mhp, query, answer) true
#endif

uint32_t automovable_oracle_abi(void) { return AUTOMOVABLE_ORACLE_ABI; }
const char *automovable_oracle_origin(void) { return "CReference, by way of Tests/Adequacy/port.c"; }

uint64_t automovable_oracle_largest_unit(void)
{
	return UINT64_MAX;
}

uint32_t automovable_oracle_words(void)
{
	/* What a mutant's answers are told apart by. */
#ifdef RESULTS_ONLY
	return AUTOMOVABLE_RESULTS_ONLY;
#else
	return AUTOMOVABLE_ALL_WORDS;
#endif
}

struct automovable_oracle *automovable_oracle_create(void)
{
	return (struct automovable_oracle *)memory_hotplug_alloc();
}

void automovable_oracle_destroy(struct automovable_oracle *oracle)
{
	memory_hotplug_free((struct memory_hotplug *)oracle);
}

int32_t automovable_oracle_decide(struct automovable_oracle *oracle,
				  const struct automovable_batch *batch,
				  struct automovable_answer *answers)
{
	struct memory_hotplug *mhp = (struct memory_hotplug *)oracle;
	uint64_t i;

	load(mhp, batch);
	for (i = 0; i < batch->nr_queries; i++) {
		answer_query(mhp, &batch->queries[i], &answers[i]);
		if (!ask_again(mhp, &batch->queries[i], &answers[i]))
			return -1;
	}
#ifdef ASK_AGAIN
	if (!walk_again(mhp) || load_filled(mhp, batch))
		return -1;
	for (i = 0; i < batch->nr_queries; i++) {
		struct automovable_answer answer = {};

		answer_query(mhp, &batch->queries[i], &answer);
		if (memcmp(&answer, &answers[i], sizeof(answer)))
			return -1;
	}
#endif
	return 0;
}
