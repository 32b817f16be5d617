/* SPDX-License-Identifier: GPL-2.0-only */
struct memory_group {
	int nid;
	struct list_head memory_blocks;
	bool is_dynamic;
	unsigned long present_kernel_pages, present_movable_pages;
	struct { unsigned long max_pages; } s;
	struct { unsigned long unit_pages; } d;
};
typedef int (*walk_memory_groups_func_t)(struct memory_group *, void *);
