/* SPDX-License-Identifier: MIT */
/*
 * A machine that lives: memory is added to it, and goes where the policy says.
 */
#include <automovable_plan.h>

#include <stdio.h>
#include <string.h>

/* 4 GiB on one node, 262144 pages a GiB. */
static const char machine[] =
	"{\"machine\":{"
	"\"params\":{\"online_policy\":\"auto-movable\",\"auto_movable_ratio\":301,"
	"\"auto_movable_numa_aware\":true},"
	"\"nodes\":[{\"nid\":0,\"zones\":[{\"zone\":\"Normal\",\"zone_start_pfn\":1048576,"
	"\"spanned_pages\":1048576,\"present_pages\":1048576,"
	"\"present_early_pages\":1048576}]}],\"auto_online_blocks\":\"online\"}}";

/* Two DIMMs of 8 GiB. There may be 301 % of 4 GiB, so one of them is movable. */
static const char *const operations[] = {
	"{\"op\":\"memory_group_register_static\",\"nid\":0,\"max_pages\":2097152}",
	"{\"op\":\"add_memory\",\"mgid\":0,\"start_pfn\":4194304,\"nr_pages\":2097152}",
	"{\"op\":\"memory_group_register_static\",\"nid\":0,\"max_pages\":2097152}",
	"{\"op\":\"add_memory\",\"mgid\":1,\"start_pfn\":6291456,\"nr_pages\":2097152}",
};

int main(void)
{
	struct automovable_hotplug *hotplug;
	char *answer;
	size_t i;

	if (automovable_hotplug_boot(machine, strlen(machine), &hotplug, &answer)) {
		fputs(answer, stdout);
		automovable_text_free(answer);
		return 1;
	}
	for (i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		automovable_hotplug_apply(hotplug, operations[i], strlen(operations[i]), &answer);
		fputs(answer, stdout);
		automovable_text_free(answer);
	}
	automovable_hotplug_destroy(hotplug);
	return 0;
}
