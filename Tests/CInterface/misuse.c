/* SPDX-License-Identifier: MIT */
/*
 * What the header calls an error is one, ends nothing and changes nothing: every
 * pointer null, every number out of its range, every array out of order.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "automovable.h"

static int failures;

/* Says what a call returned in place of what it should have. */
static void expect(int line, const char *call, int64_t result, int64_t expected)
{
	if (result == expected)
		return;
	fprintf(stderr, "misuse.c:%d: %s: %lld; expected %lld\n", line, call,
		(long long)result, (long long)expected);
	failures++;
}

#define EXPECT(call, expected) expect(__LINE__, #call, call, expected)

static struct automovable_policy policy;
static struct automovable_node nodes[2];
static struct automovable_group groups[2];
static struct automovable_sections sections[2];
static struct automovable_machine machine;

static void reset(void)
{
	int i;

	automovable_policy_init(&policy);
	policy.online_policy = AUTOMOVABLE_AUTO_MOVABLE;
	memset(nodes, 0, sizeof(nodes));
	for (i = 0; i < 2; i++) {
		nodes[i].nid = i;
		groups[i] = (struct automovable_group) { .pages = 32768, .nid = i };
		sections[i] = (struct automovable_sections) {
			.first = 2 * (uint64_t)i, .count = 1, .zone = AUTOMOVABLE_ZONE_MOVABLE
		};
	}
	groups[1].is_dynamic = 1;
	machine = (struct automovable_machine) {
		.nr_nodes = 2, .nodes = nodes, .nr_groups = 2, .groups = groups,
		.nr_sections = 2, .sections = sections
	};
}

/* Both decisions on arrays. */
static int32_t test(int32_t nid, int32_t group)
{
	struct automovable_test test, untouched;
	int32_t result;

	memset(&untouched, 0x5a, sizeof(untouched));
	test = untouched;
	result = automovable_can_online_movable(&policy, &machine, nid, group, 1, &test);
	if (result < 0 && memcmp(&test, &untouched, sizeof(test)))
		expect(__LINE__, "the test was written", 1, 0);
	EXPECT(automovable_can_online_movable(&policy, &machine, nid, group, 1, NULL), result);
	return result;
}

static int32_t zone(uint32_t type, int32_t nid, int32_t group)
{
	struct automovable_answer answer, untouched;
	int32_t result;

	memset(&untouched, 0x5a, sizeof(untouched));
	answer = untouched;
	result = automovable_zone_for_pfn_range(&policy, &machine, type, nid, group,
						UINT64_MAX, UINT64_MAX, &answer);
	if (result < 0 && memcmp(&answer, &untouched, sizeof(answer)))
		expect(__LINE__, "the answer was written", 1, 0);
	EXPECT(automovable_zone_for_pfn_range(&policy, &machine, type, nid, group, UINT64_MAX,
					      UINT64_MAX, NULL), result);
	return result;
}

/* What is said of the machine, in all sizes of rooms for it. */
static void said(int line, const char *what, const char *expected)
{
	const size_t length = strlen(expected);
	char text[128];
	size_t size;

	for (size = 0; size < sizeof(text); size++) {
		const size_t shown = size > length ? length : size - !!size;

		memset(text, 'x', sizeof(text));
		expect(line, what, automovable_machine_fault(&machine, text, size), length);
		if (!memcmp(text, expected, shown) && !(size && text[shown]) && text[size + !size] == 'x')
			continue;
		fprintf(stderr, "misuse.c:%d: %s: \"%.*s\" in %zu bytes\n", line, what,
			(int)size, text, size);
		failures++;
		return;
	}
}

/* A machine that no function takes, and what is said of it. */
static void refused(int line, const char *what, const char *fault)
{
	struct automovable_checked_machine checked, untouched;
	struct automovable_model *model = (void *)1;

	memset(&untouched, 0x5a, sizeof(untouched));
	checked = untouched;
	said(line, what, fault);
	if (*fault) {
		expect(line, what, automovable_machine_check(&machine, &checked), -EINVAL);
		expect(line, what, memcmp(&checked, &untouched, sizeof(checked)), 0);
	}
	expect(line, what, test(AUTOMOVABLE_ALL_NODES, AUTOMOVABLE_NO_GROUP), -EINVAL);
	expect(line, what, zone(AUTOMOVABLE_ONLINE, 0, AUTOMOVABLE_NO_GROUP), -EINVAL);
	/* Questions that walk over less, or over nothing. */
	expect(line, what, test(0, AUTOMOVABLE_NO_GROUP), -EINVAL);
	expect(line, what, test(0, INT32_MAX), -EINVAL);
	expect(line, what, zone(AUTOMOVABLE_ONLINE_KERNEL, 0, AUTOMOVABLE_NO_GROUP), -EINVAL);
	expect(line, what, zone(AUTOMOVABLE_ONLINE_MOVABLE, 0, AUTOMOVABLE_NO_GROUP), -EINVAL);
	policy.auto_movable_ratio = 0;
	expect(line, what, test(AUTOMOVABLE_ALL_NODES, AUTOMOVABLE_NO_GROUP), -EINVAL);
	expect(line, what, zone(AUTOMOVABLE_ONLINE, 0, AUTOMOVABLE_NO_GROUP), -EINVAL);
	expect(line, what, automovable_model_create(&policy, &machine, &model), -EINVAL);
	expect(line, what, model == (void *)1, true);
	reset();
	expect(line, "a model", automovable_model_create(&policy, NULL, &model), 0);
	expect(line, "a machine", automovable_model_load(model, &policy, &machine), 0);
	automovable_model_destroy(model);
}

#define REFUSED(change, fault) do { change; refused(__LINE__, #change, fault); } while (0)

static void machines(void)
{
	reset();
	REFUSED(machine.nodes = NULL, "nodes: expected a pointer, as there are some");
	REFUSED(machine.groups = NULL, "groups: expected a pointer, as there are some");
	REFUSED(machine.sections = NULL, "sections: expected a pointer, as there are some");
	REFUSED(machine.nr_nodes = 1025, "nr_nodes: expected 0 to 1024");
	REFUSED(machine.nr_nodes = UINT64_MAX, "nr_nodes: expected 0 to 1024");
	REFUSED(machine.nr_groups = (1ull << 31) + 1, "nr_groups: expected 0 to 2^31");
	REFUSED(machine.nr_groups = UINT64_MAX / 32 + 1, "nr_groups: expected 0 to 2^31");
	REFUSED(machine.nr_groups = UINT64_MAX, "nr_groups: expected 0 to 2^31");
	REFUSED(machine.nr_sections = (1ull << 25) + 1, "nr_sections: expected 0 to 2^25");
	REFUSED(machine.nr_sections = UINT64_MAX, "nr_sections: expected 0 to 2^25");
	REFUSED(nodes[0].nid = -1, "nodes[0].nid: expected 0 to 1023");
	REFUSED(nodes[0].nid = INT32_MIN, "nodes[0].nid: expected 0 to 1023");
	REFUSED(nodes[1].nid = 1024, "nodes[1].nid: expected 0 to 1023");
	REFUSED(nodes[1].nid = INT32_MAX, "nodes[1].nid: expected 0 to 1023");
	REFUSED(nodes[1].nid = 0,
		"nodes[1].nid: expected more than the node before it has");	/* twice */
	REFUSED(nodes[0].nid = 2,
		"nodes[1].nid: expected more than the node before it has");	/* out of order */
	REFUSED(nodes[0].reserved = 1, "nodes[0].reserved: expected 0");
	REFUSED(groups[0].pages = 0, "groups[0].pages: expected 1 or more");
	REFUSED(groups[1].pages = 0, "groups[1].pages: expected a power of two, 32768 or more");
	REFUSED(groups[1].pages = 16384,
		"groups[1].pages: expected a power of two, 32768 or more");	/* less than a block */
	REFUSED(groups[1].pages = 3 * 32768,
		"groups[1].pages: expected a power of two, 32768 or more");	/* no power of two */
	REFUSED(groups[1].pages = (1ull << 63) + 32768,
		"groups[1].pages: expected a power of two, 32768 or more");
	REFUSED(groups[1].pages = UINT64_MAX,
		"groups[1].pages: expected a power of two, 32768 or more");
	REFUSED(groups[1].pages = 1, "groups[1].pages: expected a power of two, 32768 or more");
	REFUSED(groups[1].pages = 32767,
		"groups[1].pages: expected a power of two, 32768 or more");
	REFUSED(groups[0].nid = -1, "groups[0].nid: expected 0 to 1023");
	REFUSED(groups[0].nid = 1024, "groups[0].nid: expected 0 to 1023");
	REFUSED(groups[0].is_dynamic = 2, "groups[0].is_dynamic: expected 0 or 1");
	REFUSED(groups[0].is_dynamic = 1u << 31, "groups[0].is_dynamic: expected 0 or 1");
	/* The first sizes that are taken, and the last. */
	groups[0].pages = 1;
	EXPECT(test(AUTOMOVABLE_ALL_NODES, AUTOMOVABLE_NO_GROUP), 0);
	groups[0].pages = UINT64_MAX;
	groups[1].pages = 1ull << 63;
	EXPECT(test(AUTOMOVABLE_ALL_NODES, AUTOMOVABLE_NO_GROUP), 0);
	reset();
	REFUSED(sections[0].zone = AUTOMOVABLE_ZONES, "sections[0].zone: expected 0 to 4");
	REFUSED(sections[0].zone = 256, "sections[0].zone: expected 0 to 4");	/* 0 in a byte */
	REFUSED(sections[0].zone = UINT32_MAX, "sections[0].zone: expected 0 to 4");
	REFUSED(sections[0].nid = -1, "sections[0].nid: expected 0 to 1023");
	REFUSED(sections[0].nid = 1024, "sections[0].nid: expected 0 to 1023");
	REFUSED(sections[0].count = 0,
		"sections[0].count: expected 1 or more, and an end of up to 2^25");
	REFUSED(sections[0].count = 3,
		"sections[1].first: expected the end of the run before it, or more");	/* overlaps the next */
	REFUSED(sections[0].first = 4,
		"sections[1].first: expected the end of the run before it, or more");	/* out of order */
	REFUSED(sections[1].first = 1 << 25, "sections[1].first: expected less than 2^25");
	REFUSED(sections[1].count = UINT64_MAX,
		"sections[1].count: expected 1 or more, and an end of up to 2^25");
	REFUSED(sections[1].first = UINT64_MAX, "sections[1].first: expected less than 2^25");
	REFUSED(policy.online_policy = 2, "");
	REFUSED(policy.online_policy = 257, "");
	REFUSED(policy.auto_movable_numa_aware = 2, "");
	REFUSED(policy.movable_node = UINT32_MAX, "");
}

static void questions(void)
{
	static const int32_t no_nodes[] = { -2, 1024, INT32_MIN, INT32_MAX };
	struct automovable_checked_machine checked;
	size_t i;

	reset();
	for (i = 0; i < sizeof(no_nodes) / sizeof(*no_nodes); i++) {
		EXPECT(test(no_nodes[i], -1), -EINVAL);
		EXPECT(zone(AUTOMOVABLE_ONLINE, no_nodes[i], -1), -EINVAL);
	}
	EXPECT(zone(AUTOMOVABLE_ONLINE, -1, -1), -EINVAL);
	EXPECT(zone(4, 0, -1), -EINVAL);
	EXPECT(zone(257, 0, -1), -EINVAL);
	EXPECT(zone(UINT32_MAX, 0, -1), -EINVAL);
	EXPECT(test(0, -2), -EINVAL);
	EXPECT(test(0, INT32_MIN), -EINVAL);
	EXPECT(test(0, 2), -ENOENT);
	EXPECT(zone(AUTOMOVABLE_ONLINE, 0, INT32_MAX), -ENOENT);
	/* Nodes that aren't there, and nothing at all, are fine. */
	EXPECT(test(1023, 1), 0);
	EXPECT(zone(AUTOMOVABLE_ONLINE, 1023, 1), AUTOMOVABLE_ZONE_NORMAL);
	machine = (struct automovable_machine) { 0 };
	EXPECT(test(AUTOMOVABLE_ALL_NODES, -1), 0);
	EXPECT(zone(AUTOMOVABLE_ONLINE, 0, -1), AUTOMOVABLE_ZONE_NORMAL);
	EXPECT(automovable_can_online_movable(NULL, &machine, 0, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_can_online_movable(&policy, NULL, 0, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_zone_for_pfn_range(NULL, &machine, 1, 0, -1, 0, 1, NULL), -EINVAL);
	EXPECT(automovable_zone_for_pfn_range(&policy, NULL, 1, 0, -1, 0, 1, NULL), -EINVAL);
	said(__LINE__, "a machine", "");
	EXPECT(automovable_machine_check(&machine, &checked), 0);
	EXPECT(automovable_machine_check(&machine, NULL), -EINVAL);
	EXPECT(automovable_machine_check(NULL, &checked), -EINVAL);
	EXPECT(automovable_machine_fault(&machine, NULL, 1), -EINVAL);
	EXPECT(automovable_machine_fault(NULL, NULL, 0), strlen("machine: expected a pointer"));
	EXPECT(automovable_checked_can_online_movable(NULL, &checked, 0, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_checked_can_online_movable(&policy, NULL, 0, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_checked_can_online_movable(&policy, &checked, -2, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_checked_can_online_movable(&policy, &checked, 0, 2, 1, NULL), -ENOENT);
	EXPECT(automovable_checked_zone_for_pfn_range(NULL, &checked, 1, 0, -1, 0, 1, NULL),
	       -EINVAL);
	EXPECT(automovable_checked_zone_for_pfn_range(&policy, NULL, 1, 0, -1, 0, 1, NULL),
	       -EINVAL);
	EXPECT(automovable_checked_zone_for_pfn_range(&policy, &checked, 4, 0, -1, 0, 1, NULL),
	       -EINVAL);
}

static void parameters(void)
{
	char text[32];
	uint32_t i;

	reset();
	EXPECT(automovable_policy_init(NULL), -EINVAL);
	EXPECT(automovable_policy_parse(NULL, "auto_movable_ratio", "1"), -EINVAL);
	EXPECT(automovable_policy_parse(&policy, NULL, "1"), -EINVAL);
	EXPECT(automovable_policy_parse(&policy, "auto_movable_ratio", NULL), -EINVAL);
	EXPECT(automovable_policy_parse(&policy, "", "1"), -ENOENT);
	EXPECT(automovable_policy_parse(&policy, "memmap_on_memory", "Y"), -ENOENT);
	EXPECT(automovable_policy_parse(&policy, "auto_movable_ratio", ""), -EINVAL);
	EXPECT(automovable_policy_parse(&policy, "auto_movable_ratio", "4294967296"), -ERANGE);
	EXPECT(automovable_policy_parse(&policy, "online_policy", "\xff\xfe"), -EINVAL);
	EXPECT(policy.auto_movable_ratio, 301);
	EXPECT(policy.online_policy, AUTOMOVABLE_AUTO_MOVABLE);
	EXPECT(automovable_policy_parse(&policy, "auto_movable_ratio", "0x10\n"), 0);
	EXPECT(policy.auto_movable_ratio, 16);
	EXPECT(automovable_policy_print(NULL, "online_policy", text, 1), -EINVAL);
	EXPECT(automovable_policy_print(&policy, NULL, text, 1), -EINVAL);
	EXPECT(automovable_policy_print(&policy, "online_policy", NULL, 1), -EINVAL);
	EXPECT(automovable_policy_print(&policy, "online_policy", NULL, 0), 13);
	EXPECT(automovable_policy_print(&policy, "ratio", text, 1), -ENOENT);
	memset(text, 'x', sizeof(text));
	EXPECT(automovable_policy_print(&policy, "online_policy", text, 5), 13);
	EXPECT(memcmp(text, "auto\0xxx", 8), 0);
	EXPECT(automovable_policy_print(&policy, "online_policy", text, SIZE_MAX), 13);
	EXPECT(strcmp(text, "auto-movable\n"), 0);
	policy.online_policy = 7;
	EXPECT(automovable_policy_print(&policy, "online_policy", text, 32), -EINVAL);
	EXPECT(automovable_policy_parse(&policy, "auto_movable_ratio", "1"), -EINVAL);
	for (i = 0; i < 16; i++) {
		EXPECT(!strcmp(automovable_zone_name(i), "unknown"), i > 4);
		EXPECT(!strcmp(automovable_zone_exit_text(i), "unknown"), i > 8);
		EXPECT(!strcmp(automovable_test_exit_text(i), "unknown"), i > 2);
	}
	EXPECT(strcmp(automovable_zone_name(UINT32_MAX), "unknown"), 0);
	EXPECT(strcmp(automovable_zone_exit_text(256), "unknown"), 0);
	EXPECT(strcmp(automovable_error_text(-EINVAL), "invalid argument"), 0);
	EXPECT(strcmp(automovable_error_text(INT32_MIN), "unknown"), 0);
	EXPECT(strcmp(automovable_error_text(INT32_MAX), "no error"), 0);
	EXPECT(strcmp(automovable_error_text(0), "no error"), 0);
}

/* Every function of a model, with arguments that only null spoils. */
static void no_model(struct automovable_model *model, int32_t group)
{
	struct automovable_zone zone = { 0 };

	EXPECT(automovable_model_create(NULL, NULL, &model), -EINVAL);
	EXPECT(automovable_model_create(&policy, NULL, NULL), -EINVAL);
	EXPECT(automovable_model_load(NULL, &policy, &machine), -EINVAL);
	EXPECT(automovable_model_load(model, NULL, &machine), -EINVAL);
	EXPECT(automovable_model_load(model, &policy, NULL), -EINVAL);
	EXPECT(automovable_model_reserve(NULL, 1, 1, 1), -EINVAL);
	EXPECT(automovable_model_set_policy(NULL, &policy), -EINVAL);
	EXPECT(automovable_model_set_policy(model, NULL), -EINVAL);
	EXPECT(automovable_model_add_node(NULL, nodes), -EINVAL);
	EXPECT(automovable_model_add_node(model, NULL), -EINVAL);
	EXPECT(automovable_model_remove_node(NULL, 0), -EINVAL);
	EXPECT(automovable_model_set_zone(NULL, 0, 0, &zone), -EINVAL);
	EXPECT(automovable_model_set_zone(model, 0, 0, NULL), -EINVAL);
	EXPECT(automovable_model_adjust_present_pages(NULL, 0, 0, -1, 1, 0), -EINVAL);
	EXPECT(automovable_model_register_static(NULL, 0, 1), -EINVAL);
	EXPECT(automovable_model_register_dynamic(NULL, 0, 32768), -EINVAL);
	EXPECT(automovable_model_adjust_blocks(NULL, group, 1), -EINVAL);
	EXPECT(automovable_model_unregister(NULL, group), -EINVAL);
	EXPECT(automovable_model_online_block(NULL, 0, 3, -1, 0, 32768, 0), -EINVAL);
	EXPECT(automovable_model_offline_block(NULL, -1, 0, 32768, 0), -EINVAL);
	EXPECT(automovable_model_online_sections(NULL, sections), -EINVAL);
	EXPECT(automovable_model_online_sections(model, NULL), -EINVAL);
	EXPECT(automovable_model_offline_sections(NULL, 0, 1), -EINVAL);
	EXPECT(automovable_model_policy(NULL, &policy), -EINVAL);
	EXPECT(automovable_model_policy(model, NULL), -EINVAL);
	EXPECT(automovable_model_node(NULL, 0, nodes), -EINVAL);
	EXPECT(automovable_model_node(model, 0, NULL), -EINVAL);
	EXPECT(automovable_model_group(NULL, group, groups), -EINVAL);
	EXPECT(automovable_model_group(model, group, NULL), -EINVAL);
	EXPECT(automovable_model_can_online_movable(NULL, 0, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_model_zone_for_pfn_range(NULL, 1, 0, -1, 0, 1, NULL), -EINVAL);
	automovable_model_destroy(NULL);
}

static void models(void)
{
	struct automovable_zone zone = { .present_pages = UINT64_MAX };
	struct automovable_model *model;
	struct automovable_answer before, after;
	struct automovable_group group;
	struct automovable_node node;

	reset();
	EXPECT(automovable_model_create(&policy, &machine, &model), 0);
	EXPECT(automovable_model_zone_for_pfn_range(model, 1, 0, 1, 0, 1, &before),
	       AUTOMOVABLE_ZONE_NORMAL);
	no_model(model, 0);

	EXPECT(automovable_model_reserve(model, 1025, 0, 0), -EINVAL);
	EXPECT(automovable_model_reserve(model, 0, UINT64_MAX, 0), -EINVAL);
	EXPECT(automovable_model_reserve(model, 0, 0, UINT64_MAX), -EINVAL);
	EXPECT(automovable_model_reserve(model, 0, 0, 0), 0);
	EXPECT(automovable_model_add_node(model, nodes), -EEXIST);
	nodes[0].nid = 1024;
	EXPECT(automovable_model_add_node(model, nodes), -EINVAL);
	EXPECT(automovable_model_remove_node(model, 1024), -EINVAL);
	EXPECT(automovable_model_remove_node(model, 7), -ENOENT);
	EXPECT(automovable_model_set_zone(model, 7, 0, &zone), -ENOENT);
	EXPECT(automovable_model_set_zone(model, 0, 5, &zone), -EINVAL);
	EXPECT(automovable_model_set_zone(model, -1, 0, &zone), -EINVAL);
	EXPECT(automovable_model_adjust_present_pages(model, 7, 0, -1, 1, 0), -ENOENT);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 5, -1, 1, 0), -EINVAL);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 0, 9, 1, 0), -ENOENT);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 0, -2, 1, 0), -EINVAL);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 0, -1, 1, 2), -EINVAL);
	EXPECT(automovable_model_register_static(model, 0, 0), -EINVAL);
	EXPECT(automovable_model_register_static(model, 1024, 1), -EINVAL);
	EXPECT(automovable_model_register_dynamic(model, 0, 1), -EINVAL);
	EXPECT(automovable_model_register_dynamic(model, 0, 32769), -EINVAL);
	EXPECT(automovable_model_adjust_blocks(model, 9, 1), -ENOENT);
	EXPECT(automovable_model_unregister(model, 9), -ENOENT);
	EXPECT(automovable_model_unregister(model, -1), -ENOENT);
	EXPECT(automovable_model_adjust_blocks(model, 0, INT32_MIN), 0);
	EXPECT(automovable_model_unregister(model, 0), -EBUSY);
	EXPECT(automovable_model_online_sections(model, sections), -EEXIST);
	sections[0].zone = 256;
	EXPECT(automovable_model_online_sections(model, sections), -EINVAL);
	EXPECT(automovable_model_offline_sections(model, 0, 0), -EINVAL);
	EXPECT(automovable_model_offline_sections(model, UINT64_MAX, UINT64_MAX), -EINVAL);
	EXPECT(automovable_model_node(model, 7, &node), -ENOENT);
	EXPECT(automovable_model_node(model, -1, &node), -EINVAL);
	EXPECT(automovable_model_group(model, -1, &group), -ENOENT);
	EXPECT(automovable_model_group(model, 2, &group), -ENOENT);
	EXPECT(automovable_model_can_online_movable(model, -2, -1, 1, NULL), -EINVAL);
	EXPECT(automovable_model_can_online_movable(model, 0, 2, 1, NULL), -ENOENT);
	EXPECT(automovable_model_zone_for_pfn_range(model, 4, 0, -1, 0, 1, NULL), -EINVAL);
	EXPECT(automovable_model_zone_for_pfn_range(model, 1, -1, -1, 0, 1, NULL), -EINVAL);
	EXPECT(automovable_model_zone_for_pfn_range(model, 1, 0, -2, 0, 1, NULL), -EINVAL);
	EXPECT(automovable_model_online_block(model, 7, 3, -1, 1 << 20, 32768, 0), -ENOENT);
	EXPECT(automovable_model_online_block(model, 0, 5, -1, 1 << 20, 32768, 0), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, 9, 1 << 20, 32768, 0), -ENOENT);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, 1 << 20, 32768, 2), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, 1 << 20, 0, 0), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, 1, 32768, 0), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, 1 << 20, 32769, 0), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, UINT64_MAX << 15, 32768, 0), -EINVAL);
	EXPECT(automovable_model_online_block(model, 0, 3, -1, 0, 32768, 0), -EEXIST);
	/* Group 0 is a device of one block. */
	EXPECT(automovable_model_online_block(model, 0, 3, 0, 1 << 20, 65536, 0), -ERANGE);
	EXPECT(automovable_model_offline_block(model, -1, 1 << 20, 32768, 0), -ENOENT);
	EXPECT(automovable_model_offline_block(model, -1, 0, 32768, 0), -ENOENT);
	EXPECT(automovable_model_offline_block(model, 9, 0, 32768, 0), -ENOENT);
	policy.online_policy = 2;
	EXPECT(automovable_model_set_policy(model, &policy), -EINVAL);

	EXPECT(automovable_model_zone_for_pfn_range(model, 1, 0, 1, 0, 1, &after),
	       AUTOMOVABLE_ZONE_NORMAL);
	EXPECT(memcmp(&before, &after, sizeof(before)), 0);

	/* A block comes and goes, and leaves no trace. */
	EXPECT(automovable_model_online_block(model, 0, 3, 0, 1 << 20, 32768, 0), 0);
	EXPECT(automovable_model_online_block(model, 0, 3, 0, 1 << 21, 32768, 0), -ERANGE);
	EXPECT(automovable_model_offline_block(model, 1, 1 << 20, 32768, 0), -ERANGE);
	EXPECT(automovable_model_offline_block(model, 0, 1 << 20, 32768, 1), -ENOENT);
	EXPECT(automovable_model_offline_block(model, 0, 1 << 20, 32768, 0), 0);
	EXPECT(automovable_model_offline_block(model, 0, 1 << 20, 32768, 0), -ENOENT);
	EXPECT(automovable_model_zone_for_pfn_range(model, 1, 0, 1, 0, 1, &after),
	       AUTOMOVABLE_ZONE_NORMAL);
	EXPECT(memcmp(&before, &after, sizeof(before)), 0);

	/* Counters of any size, and their sums, wrap. */
	EXPECT(automovable_model_set_zone(model, 0, AUTOMOVABLE_ZONE_MOVABLE, &zone), 0);
	EXPECT(automovable_model_set_zone(model, 1, AUTOMOVABLE_ZONE_MOVABLE, &zone), 0);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 3, 1, INT64_MIN, 1), 0);
	EXPECT(automovable_model_adjust_present_pages(model, 0, 3, 1, INT64_MAX, 1), 0);
	EXPECT(automovable_model_group(model, 1, &group), 0);
	EXPECT(group.present_movable_pages == UINT64_MAX, true);
	EXPECT(automovable_model_can_online_movable(model, -1, 1, UINT64_MAX, NULL), 0);
	automovable_model_destroy(model);
}

int main(void)
{
	EXPECT(automovable_version(), AUTOMOVABLE_VERSION);
	machines();
	questions();
	parameters();
	models();
	return failures != 0;
}
