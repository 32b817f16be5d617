/* SPDX-License-Identifier: MIT */
/*
 * Whichever allocation fails, the call that needed it returns -ENOMEM, has changed
 * nothing, and succeeds when there is memory again. Nothing allocates after room has
 * been made, and nothing is left in the end.
 *
 * Linked with --wrap, so that malloc(), posix_memalign() and free() come here.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "automovable.h"

enum { NODES = 6, GROUPS = 40, RUNS = 40 };

/* Allocations that succeed from now on, and those that have not been freed. */
static int64_t budget;
static int64_t blocks;

void *__real_malloc(size_t size);
int __real_posix_memalign(void **block, size_t alignment, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
int __wrap_posix_memalign(void **block, size_t alignment, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size)
{
	if (budget-- <= 0)
		return NULL;
	blocks++;
	return __real_malloc(size);
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t size)
{
	if (budget-- <= 0)
		return ENOMEM;
	blocks++;
	return __real_posix_memalign(block, alignment, size);
}

void __wrap_free(void *block)
{
	if (block)
		blocks--;
	__real_free(block);
}

static void fail(const char *what, int64_t result)
{
	printf("memory.c: %s: %lld\n", what, (long long)result);
	exit(1);
}

static struct automovable_policy policy;
static struct automovable_node nodes[NODES];
static struct automovable_model *model;
static int64_t refusals;

/* All that a model can tell. */
struct picture {
	struct automovable_node nodes[NODES];
	struct automovable_group groups[GROUPS];
	struct automovable_answer answers[RUNS];
};

static void look(struct picture *picture)
{
	int32_t i;

	memset(picture, 0, sizeof(*picture));
	for (i = 0; i < NODES; i++)
		automovable_model_node(model, i, &picture->nodes[i]);
	for (i = 0; i < GROUPS; i++)
		automovable_model_group(model, i, &picture->groups[i]);
	/* A unit of 16 sections for each: what is online shows. */
	for (i = 0; i < RUNS; i++)
		automovable_model_zone_for_pfn_range(model, AUTOMOVABLE_ONLINE, 0, 0,
						     (uint64_t)i << 19, 32768,
						     &picture->answers[i]);
}

/* A step of the scenario; returns what the library does. */
static int32_t step(int32_t number)
{
	struct automovable_sections run = {
		.count = 3, .zone = AUTOMOVABLE_ZONE_MOVABLE
	};
	struct automovable_machine machine = { .nr_nodes = 1, .nodes = nodes };

	if (number == 0)
		return automovable_model_load(model, &policy, &machine);
	if (--number < 5)
		return automovable_model_add_node(model, &nodes[number + 1]);
	if ((number -= 5) < GROUPS)
		return automovable_model_register_dynamic(model, number % 1024, 1 << 19);
	if ((number -= GROUPS) < RUNS) {
		run.first = 16 * (uint64_t)number;
		return automovable_model_online_sections(model, &run);
	}
	if ((number -= RUNS) < RUNS)	/* the middle one of three */
		return automovable_model_offline_sections(model, 16 * (uint64_t)number + 1, 1);
	if ((number -= RUNS) < RUNS)	/* three behind them, and of these the middle one */
		return automovable_model_online_block(model, 0, AUTOMOVABLE_ZONE_MOVABLE, -1,
						      (16 * (uint64_t)number + 8) << 15, 3 << 15,
						      0);
	if ((number -= RUNS) < RUNS)
		return automovable_model_offline_block(model, -1,
						       (16 * (uint64_t)number + 9) << 15,
						       1 << 15, 0);
	return 1;
}

enum { STEPS = 1 + 5 + GROUPS + 4 * RUNS };

/* Repeats a step until it gets all that it allocates, one allocation more each time. */
static void persist(int32_t number)
{
	static struct picture before, after;
	int64_t allowed = 0, held = blocks;
	int32_t result;

	for (;;) {
		look(&before);
		budget = allowed;
		result = step(number);
		budget = INT64_MAX;
		if (result >= 0)
			return;
		if (result != -ENOMEM)
			fail(automovable_error_text(result), number);
		look(&after);
		if (memcmp(&before, &after, sizeof(before)))
			fail("changed in spite of -ENOMEM, step", number);
		if (blocks != held)
			fail("kept memory after -ENOMEM, step", number);
		refusals++;
		allowed++;
	}
}

int main(void)
{
	/* Joins two runs, where there is no place for another. */
	const struct automovable_sections middle = {
		.first = 1, .count = 1, .zone = AUTOMOVABLE_ZONE_MOVABLE
	};
	int64_t allowed;
	int32_t i, result;

	automovable_policy_init(&policy);
	policy.online_policy = AUTOMOVABLE_AUTO_MOVABLE;
	for (i = 0; i < NODES; i++)
		nodes[i].nid = i;
	nodes[0].zones[AUTOMOVABLE_ZONE_NORMAL] = (struct automovable_zone) {
		1 << 30, 1 << 30, 1 << 30, 1 << 30, 0
	};

	for (allowed = 0; ; allowed++) {
		budget = allowed;
		result = automovable_model_create(&policy, NULL, &model);
		if (result != -ENOMEM)
			break;
		if (blocks)
			fail("kept memory after -ENOMEM of create", blocks);
		refusals++;
	}
	if (result)
		fail("create", result);
	for (i = 0; i < STEPS; i++)
		persist(i);
	automovable_model_destroy(model);
	if (blocks)
		fail("blocks left", blocks);

	/* Far too much, and then room for all of it. */
	budget = INT64_MAX;
	if (automovable_model_create(&policy, NULL, &model))
		fail("create", 1);
	budget = 0;
	if (automovable_model_reserve(model, 1024, 1u << 31, 1 << 25) != -ENOMEM)
		fail("room for everything", 0);
	budget = INT64_MAX;
	if (automovable_model_reserve(model, NODES, GROUPS, 4 * RUNS))
		fail("reserve", 1);
	if (step(0))
		fail("load", 1);
	budget = 0;
	for (i = 1; i < STEPS; i++) {
		result = step(i);
		if (result < 0)
			fail("allocated where there was room, step", i);
	}
	if (automovable_model_online_sections(model, &middle))
		fail("online_sections", 1);
	policy.auto_movable_ratio = 77;
	if (automovable_model_set_policy(model, &policy))
		fail("set_policy", 1);
	for (i = 0; i < GROUPS; i++)
		if (automovable_model_unregister(model, i))
			fail("unregister", i);
	for (i = 0; i < NODES; i++)
		if (automovable_model_remove_node(model, i))
			fail("remove_node", i);
	automovable_model_destroy(model);
	if (blocks)
		fail("blocks left", blocks);
	if (refusals < 20)
		fail("too few allocations were refused for a test", refusals);
	return 0;
}
