/* SPDX-License-Identifier: GPL-2.0-only */
/* The tree's lib/xarray.c, with nodes from the C library. */
#include "shim.h"

#include <linux/xarray.h>

struct kmem_cache *radix_tree_node_cachep;

void radix_tree_node_rcu_free(struct rcu_head *head)
{
	free(container_of(head, struct xa_node, rcu_head));
}

static void *shim_alloc_node(void)
{
	struct xa_node *node = calloc(1, sizeof(*node));

	if (node)
		INIT_LIST_HEAD(&node->private_list);
	return node;
}

#define kmem_cache_alloc(cache, gfp) shim_alloc_node()
#define kmem_cache_alloc_lru(cache, lru, gfp) shim_alloc_node()
#define kmem_cache_free(cache, node) free(node)

#include "tree/lib/xarray.c"
