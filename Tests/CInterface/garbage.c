/* SPDX-License-Identifier: MIT */
/*
 * Whatever stands in the structs, calls return: arrays and models take the same
 * machines and give the same answers, and a model that followed events answers as one
 * that is made of what it has become.
 *
 * Usage: garbage [ROUNDS [SEED]]
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "automovable.h"

enum { NODES = 4, GROUPS = 6, RUNS = 6, EVENTS = 24, QUESTIONS = 4 };

static uint64_t state;
static uint64_t round_number;

/* SplitMix64. */
static uint64_t next(void)
{
	uint64_t word = state += 0x9e3779b97f4a7c15;

	word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
	word = (word ^ word >> 27) * 0x94d049bb133111eb;
	return word ^ word >> 31;
}

static uint64_t below(uint64_t limit)
{
	return next() % limit;
}

/* A number of pages: small, at an edge, or anything. */
static uint64_t pages(void)
{
	switch (below(4)) {
	case 0:
		return below(64) * 32768;
	case 1:
		return (1ull << below(64)) + below(3) - 1;
	case 2:
		return below(3) - 1;
	default:
		return next();
	}
}

/* A number that is nearly always below a limit. */
static uint64_t nearly(uint64_t limit)
{
	return below(400) ? below(limit) : next();
}

static struct automovable_zone zone(void)
{
	return (struct automovable_zone) { pages(), pages(), pages(), pages(), pages() };
}

static struct automovable_node nodes[NODES];
static struct automovable_group groups[GROUPS];
static struct automovable_sections runs[RUNS];
static struct automovable_policy policy;
static struct automovable_machine machine;

static struct automovable_sections run(uint64_t first)
{
	return (struct automovable_sections) {
		.first = first, .count = nearly(5) + !!below(50), .nid = (int32_t)nearly(NODES),
		.zone = (uint32_t)nearly(AUTOMOVABLE_ZONES)
	};
}

static void make_machine(void)
{
	uint64_t i, k, first = 0;

	policy = (struct automovable_policy) {
		(uint32_t)nearly(2), below(2) ? 301 : (uint32_t)pages(), (uint32_t)nearly(2),
		(uint32_t)nearly(2)
	};
	for (i = 0; i < NODES; i++) {
		memset(&nodes[i], 0, sizeof(nodes[i]));
		nodes[i].nid = (int32_t)(below(200) ? i : nearly(1025) - 1);
		for (k = 0; k < AUTOMOVABLE_ZONES; k++)
			if (below(2))
				nodes[i].zones[k] = zone();
	}
	for (i = 0; i < GROUPS; i++)
		groups[i] = (struct automovable_group) {
			below(200) ? 32768ull << below(8) : pages(), below(2) ? 0 : pages(),
			pages(), (int32_t)nearly(NODES), (uint32_t)nearly(2)
		};
	for (i = 0; i < RUNS; i++) {
		runs[i] = run(first + nearly(4));
		first = runs[i].first + runs[i].count;
	}
	machine = (struct automovable_machine) {
		below(NODES + 1), below(GROUPS + 1), below(RUNS + 1), nodes, groups, runs
	};
}

static void fail(const char *what, int64_t one, int64_t other)
{
	printf("garbage.c: round %" PRIu64 ": %s: %" PRId64 ", %" PRId64 "\n", round_number, what,
	       one, other);
	exit(1);
}

/* Asks a machine and a model of it the same questions. */
static void compare(const char *what, const struct automovable_policy *its_policy,
		    const struct automovable_machine *its_machine,
		    const struct automovable_model *model)
{
	struct automovable_answer one, other, third;
	struct automovable_checked_machine checked;
	int32_t type, nid, group, from_arrays, from_checked, from_model, i;
	uint64_t pfn, size;

	if (automovable_machine_check(its_machine, &checked))
		fail("a machine that was taken is refused", 0, 0);

	for (i = 0; i < QUESTIONS; i++) {
		memset(&one, 0, sizeof(one));
		memset(&other, 0, sizeof(other));
		memset(&third, 0, sizeof(third));
		type = (int32_t)nearly(4);
		nid = (int32_t)nearly(NODES + 1) - (i & 1);
		group = (int32_t)nearly(GROUPS + 2) - 1;
		pfn = pages();
		size = below(2) ? 32768 : pages();
		if (i & 1) {
			from_arrays = automovable_can_online_movable(its_policy, its_machine, nid,
								     group, size, &one.system);
			from_checked = automovable_checked_can_online_movable(
				its_policy, &checked, nid, group, size, &third.system);
			from_model = automovable_model_can_online_movable(model, nid, group, size,
									  &other.system);
		} else {
			from_arrays = automovable_zone_for_pfn_range(its_policy, its_machine,
								     (uint32_t)type, nid, group,
								     pfn, size, &one);
			from_checked = automovable_checked_zone_for_pfn_range(
				its_policy, &checked, (uint32_t)type, nid, group, pfn, size,
				&third);
			from_model = automovable_model_zone_for_pfn_range(model, (uint32_t)type,
									  nid, group, pfn, size,
									  &other);
		}
		if (from_arrays != from_model)
			fail(what, from_arrays, from_model);
		if (from_arrays != from_checked || memcmp(&one, &third, sizeof(one)))
			fail("checked arrays answer differently", from_arrays, from_checked);
		if (memcmp(&one, &other, sizeof(one)))
			fail("words of the answers differ", i, 0);
	}
}

/* One event; whatever it is, an error changes nothing. */
static void happen(struct automovable_model *model)
{
	struct automovable_node node = nodes[below(NODES)];
	struct automovable_sections sections = run(below(64));
	struct automovable_zone other = zone();
	int32_t nid = (int32_t)nearly(NODES), group = (int32_t)nearly(GROUPS + 2) - 1;

	switch (below(9)) {
	case 0:
		automovable_model_add_node(model, &node);
		break;
	case 1:
		if (!below(8))
			automovable_model_remove_node(model, nid);
		break;
	case 2:
		automovable_model_set_zone(model, nid, (uint32_t)nearly(5), &other);
		break;
	case 3:
	case 4:
		automovable_model_adjust_present_pages(model, nid, (uint32_t)nearly(5), group,
						       (int64_t)pages(), (uint32_t)nearly(2));
		break;
	case 5:
		if (below(2))
			automovable_model_register_static(model, nid, pages());
		else
			automovable_model_register_dynamic(model, nid, 32768ull << below(8));
		break;
	case 6:
		automovable_model_online_sections(model, &sections);
		break;
	case 7:
		automovable_model_offline_sections(model, sections.first, sections.count);
		break;
	default:
		policy.auto_movable_ratio = (uint32_t)pages();
		automovable_model_set_policy(model, &policy);
	}
}

/* What a model has become, as far as it can tell: all but its sections. */
static uint64_t read_back(const struct automovable_model *model,
			  struct automovable_node *its_nodes, struct automovable_group *its_groups,
			  uint64_t *nr_groups)
{
	uint64_t nr_nodes = 0;
	int32_t nid;

	for (nid = 0; nid < NODES; nid++)
		if (!automovable_model_node(model, nid, &its_nodes[nr_nodes]))
			nr_nodes++;
	for (*nr_groups = 0; *nr_groups < GROUPS + EVENTS; (*nr_groups)++)
		if (automovable_model_group(model, (int32_t)*nr_groups, &its_groups[*nr_groups]))
			break;
	return nr_nodes;
}

static void follow(struct automovable_model *model)
{
	struct automovable_node its_nodes[NODES];
	struct automovable_group its_groups[GROUPS + EVENTS];
	struct automovable_machine its_machine = { .nodes = its_nodes, .groups = its_groups };
	struct automovable_policy its_policy;
	int32_t i;

	for (i = 0; i < EVENTS; i++)
		happen(model);
	/* Without sections, so that the machine has all that decides. */
	automovable_model_offline_sections(model, 0, 1 << 25);
	its_machine.nr_nodes = read_back(model, its_nodes, its_groups, &its_machine.nr_groups);
	automovable_model_policy(model, &its_policy);
	compare("after events", &its_policy, &its_machine, model);
}

/* Arrays that have become something else since they were checked: calls return. */
static void ask_stale(const struct automovable_checked_machine *checked)
{
	int32_t nid = (int32_t)below(NODES), group = (int32_t)below(GROUPS);

	automovable_checked_can_online_movable(&policy, checked, nid, group, pages(), NULL);
	automovable_checked_zone_for_pfn_range(&policy, checked, AUTOMOVABLE_ONLINE, nid, group,
					       pages(), pages(), NULL);
}

int main(int argc, char **argv)
{
	uint64_t rounds = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000, taken = 0;
	struct automovable_checked_machine checked = { 0 };
	struct automovable_model *model;
	int32_t from_arrays, created;

	state = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;
	for (round_number = 0; round_number < rounds; round_number++) {
		make_machine();
		ask_stale(&checked);
		automovable_machine_check(&machine, &checked);
		model = NULL;
		created = automovable_model_create(&policy, &machine, &model);
		from_arrays = automovable_zone_for_pfn_range(&policy, &machine, AUTOMOVABLE_ONLINE,
							     0, AUTOMOVABLE_NO_GROUP, 0, 1, NULL);
		if ((created < 0) != (from_arrays < 0) || (created < 0 && created != -EINVAL))
			fail("a machine", created, from_arrays);
		if (created < 0)
			continue;
		taken++;
		compare("of a machine", &policy, &machine, model);
		/* Numbers of nodes beyond these would take too long to read back. */
		if (nodes[0].nid < NODES && nodes[1].nid < NODES && nodes[2].nid < NODES &&
		    nodes[3].nid < NODES)
			follow(model);
		automovable_model_destroy(model);
	}
	printf("%" PRIu64 " machines, %" PRIu64 " of them taken\n", rounds, taken);
	return taken < rounds / 4 || taken == rounds;
}
