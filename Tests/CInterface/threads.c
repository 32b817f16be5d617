/* SPDX-License-Identifier: MIT */
/*
 * Decisions from several threads at once, on arrays and on one model, as the header
 * allows; for ThreadSanitizer. With the argument "race" an event happens meanwhile,
 * which the header does not allow and the sanitizer has to report.
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "automovable.h"

enum { THREADS = 4, ROUNDS = 2000, BLOCK = 32768 };

static struct automovable_node node;
static struct automovable_group groups[4];
static struct automovable_policy policy;
static struct automovable_machine machine = {
	.nr_nodes = 1, .nodes = &node, .nr_groups = 4, .groups = groups
};
static struct automovable_model *model;
static struct automovable_answer expected;
static pthread_barrier_t start;
static int with_race;
/* Relaxed, so that it orders nothing: what comes after an event still races it. */
static atomic_int disturbed;

static void *decide(void *unused)
{
	struct automovable_answer answer;
	struct automovable_group group;
	struct automovable_test test;
	int32_t i;

	(void)unused;
	pthread_barrier_wait(&start);
	while (with_race && !atomic_load_explicit(&disturbed, memory_order_relaxed))
		;
	for (i = 0; i < ROUNDS; i++) {
		assert(automovable_zone_for_pfn_range(&policy, &machine, AUTOMOVABLE_ONLINE, 0,
						      i % 4, 1 << 22, BLOCK, &answer) >= 0);
		assert(i % 4 || !memcmp(&answer, &expected, sizeof(answer)));
		assert(automovable_model_zone_for_pfn_range(model, AUTOMOVABLE_ONLINE, 0, i % 4,
							    1 << 22, BLOCK, &answer) >= 0);
		assert(with_race || i % 4 || !memcmp(&answer, &expected, sizeof(answer)));
		assert(automovable_model_can_online_movable(model, 0, i % 4, BLOCK, &test) >= 0);
		assert(!automovable_model_group(model, i % 4, &group));
	}
	return NULL;
}

/* Each thread has a model of its own. */
static void *follow(void *unused)
{
	struct automovable_model *own;
	int32_t i, group;

	(void)unused;
	pthread_barrier_wait(&start);
	assert(!automovable_model_create(&policy, &machine, &own));
	for (i = 0; i < ROUNDS; i++) {
		group = automovable_model_register_dynamic(own, i % 16, BLOCK);
		assert(group == 4 + i);
		assert(!automovable_model_adjust_present_pages(own, 0, AUTOMOVABLE_ZONE_MOVABLE,
							       group, BLOCK, 0));
	}
	automovable_model_destroy(own);
	return NULL;
}

/* One event only: of many, the sanitizer forgets the first and then keeps silent. */
static void *disturb(void *unused)
{
	(void)unused;
	pthread_barrier_wait(&start);
	automovable_model_adjust_present_pages(model, 0, AUTOMOVABLE_ZONE_MOVABLE, 0, BLOCK, 0);
	atomic_store_explicit(&disturbed, 1, memory_order_relaxed);
	return NULL;
}

static void run(void *(*other)(void *), int others)
{
	pthread_t threads[2 * THREADS];
	int i;

	pthread_barrier_init(&start, NULL, THREADS + (unsigned int)others);
	for (i = 0; i < THREADS + others; i++)
		assert(!pthread_create(&threads[i], NULL, i < THREADS ? decide : other, NULL));
	for (i = 0; i < THREADS + others; i++)
		assert(!pthread_join(threads[i], NULL));
	pthread_barrier_destroy(&start);
}

int main(int argc, char **argv)
{
	int i;

	with_race = argc > 1 && !strcmp(argv[1], "race");
	node.zones[AUTOMOVABLE_ZONE_NORMAL] = (struct automovable_zone) {
		1 << 20, 1 << 20, 1 << 20, 1 << 20, 0
	};
	for (i = 0; i < 4; i++)
		groups[i] = (struct automovable_group) {
			.pages = i % 2 ? 4 * BLOCK : BLOCK, .is_dynamic = i % 2
		};
	automovable_policy_init(&policy);
	policy.online_policy = AUTOMOVABLE_AUTO_MOVABLE;
	assert(automovable_zone_for_pfn_range(&policy, &machine, AUTOMOVABLE_ONLINE, 0, 0,
					      1 << 22, BLOCK, &expected) >= 0);
	assert(!automovable_model_create(&policy, &machine, &model));
	run(with_race ? disturb : follow, with_race ? 1 : THREADS);
	automovable_model_destroy(model);
	printf("%d threads%s\n", THREADS, with_race ? ", and an event meanwhile" : "");
	return 0;
}
