/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MADE_UP_XARRAY_H
#define MADE_UP_XARRAY_H
#include <linux/types.h>
struct xa_node { struct rcu_head rcu_head; struct list_head private_list; };
struct xarray { void *slots[8]; };
#define DEFINE_XARRAY_FLAGS(name, flags) struct xarray name
void xa_destroy(struct xarray *xa);
int made_up_alloc(struct xarray *xa, void *entry);
#endif
