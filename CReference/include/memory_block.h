/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory blocks, their files in sysfs, and the notifier: include/linux/memory.h
 * and drivers/base/memory.c, whose name would hide the C library's <memory.h>.
 */
#ifndef AUTOMOVABLE_MEMORY_BLOCK_H
#define AUTOMOVABLE_MEMORY_BLOCK_H

#include <sys/types.h>

#include "memory_hotplug.h"

#if defined(__cplusplus)
extern "C" {
#endif

/* States of a memory block, and what a notifier is told. */
#define MEM_ONLINE		(1UL << 0)
#define MEM_GOING_OFFLINE	(1UL << 1)
#define MEM_OFFLINE		(1UL << 2)
#define MEM_GOING_ONLINE	(1UL << 3)
#define MEM_CANCEL_ONLINE	(1UL << 4)
#define MEM_CANCEL_OFFLINE	(1UL << 5)

struct memory_device {
	bool offline;
};

struct memory_block {
	unsigned long start_section_nr;
	unsigned long state;		/* MEM_* */
	int online_type;		/* MMOP_*, for the next device_online() */
	int nid;
	struct zone *zone;		/* NULL: offline, or in several zones */
	struct memory_device dev;
	unsigned long nr_vmemmap_pages;	/* of it, in itself */
	struct memory_group *group;	/* or NULL */
	bool hotplugged;		/* not there since boot */
};

struct memory_notify {
	unsigned long start_pfn;
	unsigned long nr_pages;
};

/* Returns 0, or a negative errno to refuse a MEM_GOING_*. */
typedef int (*memory_notifier_func_t)(struct memory_hotplug *mhp,
				      unsigned long action,
				      const struct memory_notify *arg,
				      void *data);
void memory_hotplug_set_notifier(struct memory_hotplug *mhp,
				 memory_notifier_func_t func, void *data);

/* Valid until the block is removed. */
struct memory_block *find_memory_block_by_id(struct memory_hotplug *mhp,
					     unsigned long block_id);

typedef int (*walk_memory_blocks_func_t)(struct memory_hotplug *mhp,
					 struct memory_block *mem, void *arg);
int walk_memory_blocks(struct memory_hotplug *mhp, uint64_t start,
		       uint64_t size, void *arg,
		       walk_memory_blocks_func_t func);

int device_online(struct memory_hotplug *mhp, struct memory_block *mem);
int device_offline(struct memory_hotplug *mhp, struct memory_block *mem);

/*
 * Files in /sys/devices/system/memory and memoryN therein.  *_show() write a
 * line, newline and NUL included, to a buffer of SYSFS_LINE_MAX bytes, and return
 * its length.  *_store() take the bytes of one write() and return what that
 * would: the number of bytes taken, or a negative errno.
 */
#define SYSFS_LINE_MAX	64

ssize_t phys_index_show(struct memory_hotplug *mhp, struct memory_block *mem,
			char *buf);
ssize_t removable_show(struct memory_hotplug *mhp, struct memory_block *mem,
		       char *buf);
ssize_t phys_device_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf);
ssize_t state_show(struct memory_hotplug *mhp, struct memory_block *mem,
		   char *buf);
ssize_t state_store(struct memory_hotplug *mhp, struct memory_block *mem,
		    const char *buf, size_t count);
ssize_t online_show(struct memory_hotplug *mhp, struct memory_block *mem,
		    char *buf);
ssize_t online_store(struct memory_hotplug *mhp, struct memory_block *mem,
		     const char *buf, size_t count);
ssize_t valid_zones_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf);
ssize_t block_size_bytes_show(struct memory_hotplug *mhp, char *buf);
ssize_t auto_online_blocks_show(struct memory_hotplug *mhp, char *buf);
ssize_t auto_online_blocks_store(struct memory_hotplug *mhp, const char *buf,
				 size_t count);

int mhp_online_type_from_str(const char *str);

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_MEMORY_BLOCK_H */
