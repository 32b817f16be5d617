/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which blocks belong to a node, as drivers/base/node.c has it.  Where that has
 * links in sysfs, the node counts its blocks.
 */
#include "kernel.h"

static void do_register_memory_block_under_node(struct memory_hotplug *mhp,
						int nid,
						struct memory_block *mem_blk)
{
	memory_block_add_nid(mem_blk, nid);
	NODE_DATA(mhp, nid)->nr_memory_blocks++;
}

static int register_mem_block_under_node_hotplug(struct memory_hotplug *mhp,
						 struct memory_block *mem_blk,
						 void *arg)
{
	int nid = *(int *)arg;

	do_register_memory_block_under_node(mhp, nid, mem_blk);
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
