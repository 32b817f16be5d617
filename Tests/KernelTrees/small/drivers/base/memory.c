// SPDX-License-Identifier: GPL-2.0-only
#include <linux/memory.h>

static int sections_per_block;
static DEFINE_XARRAY_FLAGS(memory_groups, 0);
#define MEMORY_GROUP_MARK_DYNAMIC 1

static int memory_group_register(struct memory_group group)
{
	struct memory_group *new_group = kmalloc(sizeof(group), GFP_KERNEL);

	*new_group = group;
	return made_up_alloc(&memory_groups, new_group);
}

/* The older names. */
int register_static_memory_group(int nid, unsigned long max_pages)
{
	return memory_group_register((struct memory_group) {
		.nid = nid, .s = { max_pages } });
}
EXPORT_SYMBOL_GPL(register_static_memory_group);

int register_dynamic_memory_group(int nid, unsigned long unit_pages)
{
	return memory_group_register((struct memory_group) {
		.nid = nid, .is_dynamic = true, .d = { unit_pages } });
}
EXPORT_SYMBOL_GPL(register_dynamic_memory_group);

int unregister_memory_group(int mgid)
{
	if (mgid < 0 || mgid > 7)
		return -ERANGE;
	kfree(memory_groups.slots[mgid]);
	memory_groups.slots[mgid] = NULL;
	return 0;
}

struct memory_group *get_memory_group(int mgid)
{
	return mgid < 0 || mgid > 7 ? NULL : memory_groups.slots[mgid];
}

int walk_dynamic_memory_groups(int nid, walk_memory_groups_func_t func,
			       struct memory_group *excluded, void *arg)
{
	int i;

	for (i = 0; i < 8; i++)
		if (memory_groups.slots[i] && memory_groups.slots[i] != excluded)
			func(memory_groups.slots[i], arg);
	return 0;
}

static int memory_block_online(struct memory_block *mem)
{
	unsigned long pfn = mem->start_section_nr << PFN_SECTION_SHIFT;
	unsigned long nr_pages = PAGES_PER_SECTION * sections_per_block;

	mem->zone = zone_for_pfn_range(mem->online_type, mem->nid, mem->group, pfn, nr_pages);
	return online_pages(pfn, nr_pages, mem->zone, mem->group);
}

static int memory_block_offline(struct memory_block *mem)
{
	return offline_pages(mem->start_section_nr << PFN_SECTION_SHIFT,
			     PAGES_PER_SECTION * sections_per_block, mem->zone, mem->group);
}
