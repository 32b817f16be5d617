/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Contexts, and the state that they are in after boot. */
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

static void init_params(struct memory_hotplug *mhp)
{
	mhp->online_policy = ONLINE_POLICY_CONTIG_ZONES;
	mhp->auto_movable_ratio = 301;
	mhp->auto_movable_numa_aware = true;
	mhp->movable_node_enabled = false;
	mhp->memory_block_size = MIN_MEMORY_BLOCK_SIZE;
}

static void init_pgdat(struct pglist_data *pgdat, int nid)
{
	struct zone *zone;

	memset(pgdat, 0, sizeof(*pgdat));
	pgdat->node_id = nid;
	for_each_zone_of(pgdat, zone)
		zone->zone_pgdat = pgdat;
}

/**
 * memory_hotplug_alloc() - Create a context.
 *
 * It has no online nodes, no memory and no groups; every node is possible and
 * all parameters have their defaults.
 *
 * Return: The context, or NULL if memory is short.
 */
struct memory_hotplug *memory_hotplug_alloc(void)
{
	struct memory_hotplug *mhp = calloc(1, sizeof(*mhp));
	int nid;

	if (!mhp)
		return NULL;
	mhp->memory_group_cache.object_size = sizeof(struct memory_group);
	init_params(mhp);
	memset(mhp->node_possible_map, 0xff, sizeof(mhp->node_possible_map));
	for (nid = 0; nid < MAX_NUMNODES; nid++)
		init_pgdat(&mhp->node_data[nid], nid);
	return mhp;
}

/**
 * memory_hotplug_free() - Free a context and all that belongs to it.
 * @mhp: The context, or NULL.
 */
void memory_hotplug_free(struct memory_hotplug *mhp)
{
	if (!mhp)
		return;
	xa_destroy(&mhp->memory_groups);
	kmem_cache_destroy(&mhp->memory_group_cache);
	free(mhp->memmap.runs);
	free(mhp);
}

/**
 * memory_hotplug_reset() - Make a context as good as new.
 * @mhp: The context.
 *
 * Takes time in proportion to what there is to forget, and keeps the memory.
 */
void memory_hotplug_reset(struct memory_hotplug *mhp)
{
	size_t word;

	init_params(mhp);
	memset(mhp->node_possible_map, 0xff, sizeof(mhp->node_possible_map));
	for (word = 0; word < NODE_WORDS; word++) {
		unsigned long used = mhp->node_used_map[word];

		for (; used; used &= used - 1) {
			int nid = (int)(word * BITS_PER_LONG) + __builtin_ctzl(used);

			init_pgdat(&mhp->node_data[nid], nid);
		}
		mhp->node_used_map[word] = 0;
	}
	mhp->first_online_pgdat = NULL;
	xa_clear(&mhp->memory_groups);
	kmem_cache_reset(&mhp->memory_group_cache);
	mhp->memmap.nr_runs = 0;
}

/**
 * memory_hotplug_set_params() - Set the parameters without parsing.
 * @mhp: The context.
 * @online_policy: ONLINE_POLICY_AUTO_MOVABLE; all else is contig-zones.
 * @auto_movable_ratio: The ratio in percent.
 * @auto_movable_numa_aware: Whether the ratio must hold on each node, too.
 * @movable_node_enabled: The boot parameter movable_node.
 */
void memory_hotplug_set_params(struct memory_hotplug *mhp, int online_policy,
			       unsigned int auto_movable_ratio,
			       bool auto_movable_numa_aware,
			       bool movable_node_enabled)
{
	mhp->online_policy = online_policy;
	mhp->auto_movable_ratio = auto_movable_ratio;
	mhp->auto_movable_numa_aware = auto_movable_numa_aware;
	mhp->movable_node_enabled = movable_node_enabled;
}

/**
 * memory_hotplug_set_block_size() - Set the size of a memory block.
 * @mhp: The context.
 * @bytes: The size; a power of two of at least 128 MiB, the default, where the
 *         kernel would panic on all else.
 *
 * Fixed after boot: to be called before groups are registered.
 */
void memory_hotplug_set_block_size(struct memory_hotplug *mhp,
				   unsigned long bytes)
{
	mhp->memory_block_size = bytes;
}

/**
 * memory_hotplug_set_possible() - Say whether a node can ever be online.
 * @mhp: The context.
 * @nid: The node; one out of range is never possible.
 * @possible: Whether it can.
 */
void memory_hotplug_set_possible(struct memory_hotplug *mhp, int nid,
				 bool possible)
{
	unsigned long bit;

	if (nid < 0 || nid >= MAX_NUMNODES)
		return;
	bit = 1UL << (nid % BITS_PER_LONG);
	if (possible)
		mhp->node_possible_map[nid / BITS_PER_LONG] |= bit;
	else
		mhp->node_possible_map[nid / BITS_PER_LONG] &= ~bit;
}

/**
 * NODE_DATA() - The node with an id.
 * @mhp: The context.
 * @nid: The id.
 *
 * Return: The node, whose zones are empty unless somebody filled them, or NULL
 * if @nid is out of range.
 */
pg_data_t *NODE_DATA(struct memory_hotplug *mhp, int nid)
{
	if (nid < 0 || nid >= MAX_NUMNODES)
		return NULL;
	/* Who gets the address may write there. */
	mhp->node_used_map[nid / BITS_PER_LONG] |= 1UL << (nid % BITS_PER_LONG);
	return &mhp->node_data[nid];
}

/**
 * memory_hotplug_add_node() - Bring a node online, its zones empty.
 * @mhp: The context.
 * @nid: The id of the node.
 *
 * Return: The node, whose zones are to be filled now, or NULL if @nid is out of
 * range or that node is online already.
 */
pg_data_t *memory_hotplug_add_node(struct memory_hotplug *mhp, int nid)
{
	struct pglist_data **link = &mhp->first_online_pgdat;
	struct pglist_data *pgdat = NODE_DATA(mhp, nid);

	if (!pgdat)
		return NULL;
	while (*link && (*link)->node_id < nid)
		link = &(*link)->next_online_pgdat;
	if (*link == pgdat)
		return NULL;
	init_pgdat(pgdat, nid);
	pgdat->next_online_pgdat = *link;
	*link = pgdat;
	return pgdat;
}
