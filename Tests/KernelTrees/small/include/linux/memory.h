/* SPDX-License-Identifier: GPL-2.0-only */
struct memory_group {
	int nid;
	struct list_head memory_blocks;
	bool is_dynamic;
	unsigned long present_kernel_pages, present_movable_pages;
	struct { unsigned long max_pages; } s;
	struct { unsigned long unit_pages; } d;
};
struct memory_block {
	unsigned long start_section_nr;
	int online_type;
	int nid;
	struct zone *zone;
	struct vmem_altmap *altmap;
	struct memory_group *group;
	struct made_up_device dev;
};

#define MEM_GOING_ONLINE 1
#define MEM_CANCEL_ONLINE 2

typedef int (*walk_memory_groups_func_t)(struct memory_group *, void *);
