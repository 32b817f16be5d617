/* SPDX-License-Identifier: MIT */
/*
 * Plugs DIMMs of 1 GiB into a machine with 4 GiB, until one more would not go to
 * ZONE_MOVABLE, and says why.
 *
 *     cc plug.c $(pkg-config --cflags --libs automovable) -o plug
 */
#include <automovable.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	BLOCK_PAGES = 32768,		/* 128 MiB, a memory block */
	DIMM_PAGES = 8 * BLOCK_PAGES
};

/* Ends the program after an error. */
static int32_t checked(int32_t result, const char *what)
{
	if (result < 0) {
		fprintf(stderr, "plug: %s: %s\n", what, automovable_error_text(result));
		exit(1);
	}
	return result;
}

static uint64_t mib(uint64_t pages)
{
	return pages / 256;
}

static struct automovable_model *machine_with_4_gib(void)
{
	struct automovable_node node = {
		.zones[AUTOMOVABLE_ZONE_DMA32] = {
			.start_pfn = 0,
			.spanned_pages = 0x80000,
			.present_pages = 0x80000,
			.present_early_pages = 0x80000,
		},
		.zones[AUTOMOVABLE_ZONE_NORMAL] = {
			.start_pfn = 0x100000,
			.spanned_pages = 0x80000,
			.present_pages = 0x80000,
			.present_early_pages = 0x80000,
		},
		.nid = 0,
	};
	struct automovable_machine machine = { .nr_nodes = 1, .nodes = &node };
	struct automovable_policy policy;
	struct automovable_model *model;

	checked(automovable_policy_init(&policy), "policy");
	checked(automovable_policy_parse(&policy, "online_policy", "auto-movable"), "policy");
	checked(automovable_model_create(&policy, &machine, &model), "model");
	return model;
}

/* Onlines a block of a DIMM where the kernel would; returns the zone. */
static int32_t online_block(struct automovable_model *model, int32_t dimm, uint64_t pfn,
			    struct automovable_answer *answer)
{
	int32_t zone = automovable_model_zone_for_pfn_range(model, AUTOMOVABLE_ONLINE, 0, dimm,
							    pfn, BLOCK_PAGES, answer);

	checked(zone, "zone");
	checked(automovable_model_online_block(model, 0, (uint32_t)zone, dimm, pfn,
					       BLOCK_PAGES, 0), "online");
	return zone;
}

int main(void)
{
	struct automovable_model *model = machine_with_4_gib();
	struct automovable_answer answer;
	uint64_t pfn = 0x200000, end;
	int32_t zone, dimm;

	do {
		dimm = checked(automovable_model_register_static(model, 0, DIMM_PAGES), "DIMM");
		/* The zone of the first block is that of the others: all or nothing. */
		zone = online_block(model, dimm, pfn, &answer);
		printf("DIMM %2" PRId32 ": %-7s  %s: %" PRIu64 " MiB of %" PRIu64 " MiB\n",
		       dimm, automovable_zone_name((uint32_t)zone),
		       automovable_zone_exit_text((uint32_t)answer.exit),
		       mib(answer.system.online_movable_pages), mib(answer.system.limit));
		for (end = pfn + DIMM_PAGES, pfn += BLOCK_PAGES; pfn < end; pfn += BLOCK_PAGES)
			online_block(model, dimm, pfn, NULL);
	} while (zone == AUTOMOVABLE_ZONE_MOVABLE);
	automovable_model_destroy(model);
	return 0;
}
