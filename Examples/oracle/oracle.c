/* SPDX-License-Identifier: MIT */
/*
 * libautomovable as an oracle library, so that automovable can compare it with the
 * C port, a kernel's functions or whatever else:
 *
 *     automovable diff --of c --against ./oracle.so
 *
 * With -DMODEL it asks a model instead of deciding on the arrays.
 */
#include <stdlib.h>

#include "automovable_oracle.h"

struct automovable_oracle {
	struct automovable_policy policy;
	struct automovable_machine machine;
	struct automovable_model *model;
};

static int32_t load(struct automovable_oracle *oracle, const struct automovable_batch *batch)
{
	oracle->policy = (struct automovable_policy) {
		.online_policy = batch->auto_movable,
		.auto_movable_ratio = batch->auto_movable_ratio,
		.auto_movable_numa_aware = batch->auto_movable_numa_aware,
		.movable_node = batch->movable_node,
	};
	oracle->machine = (struct automovable_machine) {
		.nr_nodes = batch->nr_nodes,
		.nr_groups = batch->nr_groups,
		.nr_sections = batch->nr_sections,
		.nodes = batch->nodes,
		.groups = batch->groups,
		.sections = batch->sections,
	};
#ifdef MODEL
	if (oracle->model)
		return automovable_model_load(oracle->model, &oracle->policy, &oracle->machine);
	return automovable_model_create(&oracle->policy, &oracle->machine, &oracle->model);
#else
	return 0;
#endif
}

static int32_t can_online_movable(const struct automovable_oracle *oracle,
				  const struct automovable_query *query,
				  struct automovable_test *test)
{
#ifdef MODEL
	return automovable_model_can_online_movable(oracle->model, query->nid, query->group,
						    query->nr_pages, test);
#else
	return automovable_can_online_movable(&oracle->policy, &oracle->machine, query->nid,
					      query->group, query->nr_pages, test);
#endif
}

static int32_t zone_for_pfn_range(const struct automovable_oracle *oracle,
				  const struct automovable_query *query,
				  struct automovable_answer *answer)
{
#ifdef MODEL
	return automovable_model_zone_for_pfn_range(oracle->model, query->online_type,
						    query->nid, query->group,
						    query->start_pfn, query->nr_pages, answer);
#else
	return automovable_zone_for_pfn_range(&oracle->policy, &oracle->machine,
					      query->online_type, query->nid, query->group,
					      query->start_pfn, query->nr_pages, answer);
#endif
}

uint32_t automovable_oracle_abi(void)
{
	return AUTOMOVABLE_ORACLE_ABI;
}

const char *automovable_oracle_origin(void)
{
#ifdef MODEL
	return "libautomovable, models";
#else
	return "libautomovable, arrays";
#endif
}

/* A decision walks over runs of sections, not over sections. */
uint64_t automovable_oracle_largest_unit(void)
{
	return UINT64_MAX;
}

uint32_t automovable_oracle_words(void)
{
	return AUTOMOVABLE_ALL_WORDS;
}

struct automovable_oracle *automovable_oracle_create(void)
{
	return calloc(1, sizeof(struct automovable_oracle));
}

void automovable_oracle_destroy(struct automovable_oracle *oracle)
{
	automovable_model_destroy(oracle->model);
	free(oracle);
}

int32_t automovable_oracle_decide(struct automovable_oracle *oracle,
				  const struct automovable_batch *batch,
				  struct automovable_answer *answers)
{
	int32_t result = load(oracle, batch);
	uint64_t i;

	for (i = 0; i < batch->nr_queries && result >= 0; i++) {
		const struct automovable_query *query = &batch->queries[i];

		if (query->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE) {
			result = can_online_movable(oracle, query, &answers[i].system);
			answers[i].result = (uint64_t)result;
		} else {
			result = zone_for_pfn_range(oracle, query, &answers[i]);
		}
	}
	return result < 0 ? result : 0;
}
