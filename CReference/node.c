// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which blocks belong to a node, as drivers/base/node.c has it.  Where that has
 * links in sysfs, the node counts its blocks.
 */
#include "kernel.h"

static void do_register_memory_block_under_node(struct memory_hotplug *mhp,
						int nid,
						struct memory_block *mem_blk,
						enum meminit_context context)
{
	memory_block_add_nid(mhp, mem_blk, nid, context);
	/* Boot blocks come into being late, or never: nobody counts them. */
	if (context == MEMINIT_HOTPLUG)
		NODE_DATA(mhp, nid)->nr_memory_blocks++;
}

/* Register a block under a node if there is memory of the node in it. */
int register_mem_block_under_node_early(struct memory_hotplug *mhp,
					struct memory_block *mem_blk, void *arg)
{
	unsigned long memory_block_pfns = memory_block_size_bytes(mhp) / PAGE_SIZE;
	unsigned long start_pfn = section_nr_to_pfn(mhp, mem_blk->start_section_nr);
	unsigned long end_pfn = start_pfn + memory_block_pfns - 1;
	struct memmap_run *run = memmap_find(mhp, start_pfn);
	int nid = *(int *)arg;

	for (; run && run->start_pfn <= end_pfn; run = memmap_next(mhp, run)) {
		if (run->hole)
			continue;
		if (run->page.nid != nid)
			continue;

		do_register_memory_block_under_node(mhp, nid, mem_blk,
						    MEMINIT_EARLY);
		return 0;
	}
	return 0;
}

static int register_mem_block_under_node_hotplug(struct memory_hotplug *mhp,
						 struct memory_block *mem_blk,
						 void *arg)
{
	int nid = *(int *)arg;

	do_register_memory_block_under_node(mhp, nid, mem_blk, MEMINIT_HOTPLUG);
	return 0;
}

/* Blocks that are there since boot were never counted. */
void unregister_memory_block_under_nodes(struct memory_hotplug *mhp,
					 struct memory_block *mem_blk)
{
	if (mem_blk->hotplugged)
		NODE_DATA(mhp, mem_blk->nid)->nr_memory_blocks--;
}

void register_memory_blocks_under_node(struct memory_hotplug *mhp, int nid,
				       unsigned long start_pfn,
				       unsigned long end_pfn)
{
	walk_memory_blocks(mhp, PFN_PHYS(start_pfn),
			   PFN_PHYS(end_pfn - start_pfn), (void *)&nid,
			   register_mem_block_under_node_hotplug);
}
