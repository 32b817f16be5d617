/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory groups, as drivers/base/memory.c has them. */
#include "kernel.h"

static int memory_group_register(struct memory_hotplug *mhp,
				 const struct memory_group *group)
{
	struct memory_group *new_group;
	uint32_t mgid;
	int ret;

	if (!node_possible(mhp, group->nid))
		return -EINVAL;

	new_group = kmem_cache_zalloc(&mhp->memory_group_cache);
	if (!new_group)
		return -ENOMEM;
	*new_group = *group;

	ret = xa_alloc(&mhp->memory_groups, &mgid, new_group, XA_LIMIT_31B);
	if (ret) {
		kmem_cache_free(&mhp->memory_group_cache, new_group);
		return ret;
	}
	if (group->is_dynamic)
		xa_set_mark(&mhp->memory_groups, mgid,
			    MEMORY_GROUP_MARK_DYNAMIC);
	return (int)mgid;
}

/**
 * memory_group_register_static() - Register a static memory group.
 * @mhp: The context.
 * @nid: The node of the group.
 * @max_pages: The most pages that its blocks will ever have together.
 *
 * A static group is a device that is plugged and unplugged as a whole, such as
 * a DIMM.
 *
 * Return: The lowest free id, -EINVAL if there is no such node or no page, or
 * -ENOMEM.
 */
int memory_group_register_static(struct memory_hotplug *mhp, int nid,
				 unsigned long max_pages)
{
	struct memory_group group = {
		.nid = nid,
		.s = { .max_pages = max_pages },
	};

	if (!max_pages)
		return -EINVAL;
	return memory_group_register(mhp, &group);
}

/**
 * memory_group_register_dynamic() - Register a dynamic memory group.
 * @mhp: The context.
 * @nid: The node of the group.
 * @unit_pages: The pages that are added and removed together; a power of two
 *              of at least one memory block.
 *
 * A dynamic group is a device that grows and shrinks, such as virtio-mem.
 *
 * Return: The lowest free id, -EINVAL if there is no such node or unit, or
 * -ENOMEM.
 */
int memory_group_register_dynamic(struct memory_hotplug *mhp, int nid,
				  unsigned long unit_pages)
{
	struct memory_group group = {
		.nid = nid,
		.is_dynamic = true,
		.d = { .unit_pages = unit_pages },
	};

	if (!unit_pages || (unit_pages & (unit_pages - 1)) ||
	    unit_pages < memory_block_size_bytes(mhp) >> PAGE_SHIFT)
		return -EINVAL;
	return memory_group_register(mhp, &group);
}

/**
 * memory_group_unregister() - Unregister a memory group.
 * @mhp: The context.
 * @mgid: The id of the group.
 *
 * Return: 0, -EINVAL if there is no such group, or -EBUSY if a memory block
 * belongs to it, online or not.
 */
int memory_group_unregister(struct memory_hotplug *mhp, int mgid)
{
	struct memory_group *group = memory_group_find_by_id(mhp, mgid);

	if (!group)
		return -EINVAL;
	if (group->nr_memory_blocks)
		return -EBUSY;
	xa_erase(&mhp->memory_groups, (unsigned long)mgid);
	kmem_cache_free(&mhp->memory_group_cache, group);
	return 0;
}

/**
 * memory_group_find_by_id() - Look up a memory group.
 * @mhp: The context.
 * @mgid: The id of the group; a negative one is nobody's.
 *
 * Return: The group or NULL.
 */
struct memory_group *memory_group_find_by_id(struct memory_hotplug *mhp,
					     int mgid)
{
	/* Sign extension makes a negative id an index that is never there. */
	return xa_load(&mhp->memory_groups, (unsigned long)mgid);
}

/**
 * walk_dynamic_memory_groups() - Walk through the dynamic memory groups.
 * @mhp: The context.
 * @nid: The node whose groups to visit, or NUMA_NO_NODE for all groups.
 * @func: Called for each group, by ascending id; ends the walk unless it
 *        returns 0.
 * @excluded: A group to leave out, or NULL.
 * @arg: Passed to @func.
 *
 * Return: What @func returned last, 0 if it was never called.
 */
int walk_dynamic_memory_groups(struct memory_hotplug *mhp, int nid,
			       walk_memory_groups_func_t func,
			       struct memory_group *excluded, void *arg)
{
	return __walk_dynamic_memory_groups(mhp, nid, func, excluded, arg);
}
