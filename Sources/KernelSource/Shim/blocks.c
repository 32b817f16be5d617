/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks, by the tree's own memory_block_online() and memory_block_offline(). */
#include "onlining.c"

static void shim_prepare_block(struct memory_block *block,
			       const struct automovable_event *event)
{
	memset(block, 0, sizeof(*block));
	block->start_section_nr = event->start_pfn >> PFN_SECTION_SHIFT;
	block->nid = event->nid;
#ifdef HAVE_memory_block_group
	block->group = event->group < 0 ? NULL :
		       memory_group_find_by_id(event->group);
#endif
#ifdef HAVE_memory_block_nr_vmemmap_pages
	block->nr_vmemmap_pages = event->value;
#endif
#ifdef HAVE_memory_block_altmap
	shim_altmap.free = event->value;
	block->altmap = event->value ? &shim_altmap : NULL;
#endif
	shim_is_lost = false;
}

static int64_t shim_online_block(const struct automovable_event *event)
{
	struct memory_block block;
	int ret;

	shim_prepare_block(&block, event);
	block.online_type = (int)event->type;
	shim_refuses = event->kind == AUTOMOVABLE_REFUSE_BLOCK;
	ret = memory_block_online(&block);
	if (shim_is_lost)
		return AUTOMOVABLE_BEYOND;
	/* That what was refused isn't there is seen by what is counted. */
	if (ret && !shim_refuses)
		return ret;
	if (!ret && shim_refuses)
		return -EALREADY;
	return shim_zone_of(zone_idx(page_zone(pfn_to_page(event->start_pfn))));
}

#ifdef CONFIG_MEMORY_HOTREMOVE
static int64_t shim_offline_block(const struct automovable_event *event)
{
	struct memory_block block;
	int ret;

	shim_prepare_block(&block, event);
#ifdef HAVE_memory_block_zone
	block.zone = shim_zone(event->nid, event->type);
#endif
	ret = memory_block_offline(&block);
	return shim_is_lost ? AUTOMOVABLE_BEYOND : ret;
}
#endif
