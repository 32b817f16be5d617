/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a zone choice costs a C program: by a model, by arrays, by arrays that were
 * checked before, and by the port.
 *
 * The four take turns within a round, so that whatever else the machine does hits
 * all of them. Rounds are short, and the fastest counts.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "automovable.h"
#include "memory_hotplug.h"

enum { ROUNDS = 1001, SUBJECTS = 4, PORT = 3, BLOCK = 32768, NODE = 1 << 20 };

struct fixture {
	struct automovable_policy policy;
	struct automovable_machine machine;
	struct automovable_checked_machine checked;
	struct automovable_model *model;
	struct memory_hotplug *mhp;
	struct automovable_answer answer;
	struct zone_trace trace;
	int group;
};

static void die(const char *what)
{
	fprintf(stderr, "interface: %s\n", what);
	exit(70);
}

/* 4 GiB on a node, and groups with a few blocks each. */
static void set_up(struct fixture *f, unsigned int nr_groups)
{
	struct automovable_node *node = calloc(1, sizeof(*node));
	struct automovable_group *groups = calloc(nr_groups + 1, sizeof(*groups));
	struct zone *zones;
	unsigned int i;

	f->mhp = memory_hotplug_alloc();
	if (!node || !groups || !f->mhp || automovable_policy_init(&f->policy))
		die("out of memory");
	f->policy.online_policy = AUTOMOVABLE_AUTO_MOVABLE;
	memory_hotplug_set_params(f->mhp, ONLINE_POLICY_AUTO_MOVABLE, 301, true, false);
	zones = memory_hotplug_add_node(f->mhp, 0)->node_zones;
	zones[ZONE_NORMAL].zone_start_pfn = NODE;
	zones[ZONE_NORMAL].spanned_pages = NODE;
	zones[ZONE_NORMAL].present_pages = NODE;
	zones[ZONE_NORMAL].present_early_pages = NODE;
	zones[ZONE_MOVABLE].present_pages = BLOCK;
	for (i = 0; i < AUTOMOVABLE_ZONES; i++) {
		node->zones[i].start_pfn = zones[i].zone_start_pfn;
		node->zones[i].spanned_pages = zones[i].spanned_pages;
		node->zones[i].present_pages = zones[i].present_pages;
		node->zones[i].present_early_pages = zones[i].present_early_pages;
	}
	for (i = 0; i < nr_groups; i++) {
		struct memory_group *group = memory_group_find_by_id(
			f->mhp, memory_group_register_dynamic(f->mhp, 0, BLOCK));

		if (!group)
			die("out of memory");
		group->present_movable_pages = i % 5 * BLOCK;
		groups[i].pages = BLOCK;
		groups[i].is_dynamic = 1;
		groups[i].present_movable_pages = i % 5 * BLOCK;
	}
	f->machine.nr_nodes = 1;
	f->machine.nodes = node;
	f->machine.nr_groups = nr_groups;
	f->machine.groups = groups;
	f->group = nr_groups ? 0 : -1;
	if (automovable_model_create(&f->policy, &f->machine, &f->model))
		die("no model");
	if (automovable_machine_check(&f->machine, &f->checked))
		die("no checked machine");
}

static void tear_down(struct fixture *f)
{
	automovable_model_destroy(f->model);
	memory_hotplug_free(f->mhp);
	free((void *)f->machine.nodes);
	free((void *)f->machine.groups);
}

/* Choices of one subject; the sum of the zones, which all have to have in common. */
static uint64_t choose(struct fixture *f, int subject, unsigned long count)
{
	uint64_t sum = 0;
	unsigned long i;

	for (i = 0; i < count; i++) {
		unsigned long pfn = (i & 0xff) * BLOCK + 3UL * NODE;

		switch (subject) {
		case 0:
			sum += automovable_model_zone_for_pfn_range(
				f->model, AUTOMOVABLE_ONLINE, 0, f->group, pfn, BLOCK,
				&f->answer);
			break;
		case 1:
			sum += automovable_zone_for_pfn_range(
				&f->policy, &f->machine, AUTOMOVABLE_ONLINE, 0, f->group, pfn,
				BLOCK, &f->answer);
			break;
		case 2:
			sum += automovable_checked_zone_for_pfn_range(
				&f->policy, &f->checked, AUTOMOVABLE_ONLINE, 0, f->group, pfn,
				BLOCK, &f->answer);
			break;
		default:
			sum += zone_idx(zone_for_pfn_range(
				f->mhp, MMOP_ONLINE, 0,
				memory_group_find_by_id(f->mhp, f->group), pfn, BLOCK,
				&f->trace));
		}
	}
	return sum;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(void)
{
	static const unsigned int sizes[] = { 0, 1, 8, 64, 1024 };
	size_t s;

	printf("%8s %10s %10s %10s %10s %11s %12s %13s\n", "groups", "model ns", "arrays ns",
	       "checked ns", "port ns", "model/port", "arrays/port", "checked/port");
	for (s = 0; s < sizeof(sizes) / sizeof(*sizes); s++) {
		const unsigned long count = 20000 / (sizes[s] + 8);
		double fastest[SUBJECTS] = { 0 };
		struct fixture f = { 0 };
		int subject, round;

		set_up(&f, sizes[s]);
		for (round = 0; round < ROUNDS; round++) {
			uint64_t sums[SUBJECTS];

			for (subject = 0; subject < SUBJECTS; subject++) {
				double start = now(), time;

				sums[subject] = choose(&f, subject, count);
				time = (now() - start) / count;
				if (!round || time < fastest[subject])
					fastest[subject] = time;
			}
			if (sums[0] != sums[3] || sums[1] != sums[3] || sums[2] != sums[3])
				die("the zones differ");
		}
		printf("%8u", sizes[s]);
		for (subject = 0; subject < SUBJECTS; subject++)
			printf(" %10.1f", fastest[subject]);
		for (subject = 0; subject < PORT; subject++)
			printf(" %*.2f", 11 + subject, fastest[subject] / fastest[PORT]);
		printf("\n");
		tear_down(&f);
	}
	return 0;
}
