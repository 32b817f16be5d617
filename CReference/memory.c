/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory blocks and memory groups, as drivers/base/memory.c has them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "kstrtox.h"

static const char *const online_type_to_str[] = {
	[MMOP_OFFLINE] = "offline",
	[MMOP_ONLINE] = "online",
	[MMOP_ONLINE_KERNEL] = "online_kernel",
	[MMOP_ONLINE_MOVABLE] = "online_movable",
};

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof(*(a)))

/**
 * mhp_online_type_from_str() - Read an online type.
 * @str: Its name, with or without a newline.
 *
 * Return: MMOP_*, or -EINVAL.
 */
int mhp_online_type_from_str(const char *str)
{
	return __sysfs_match_string(online_type_to_str,
				    ARRAY_SIZE(online_type_to_str), str);
}

/**
 * memory_hotplug_set_notifier() - Set who is told of memory coming and going.
 * @mhp: The context.
 * @func: Called with MEM_* and a range of pages; may refuse a MEM_GOING_*, and
 *        must not change the context.  NULL for nobody.
 * @data: Passed to @func.
 */
void memory_hotplug_set_notifier(struct memory_hotplug *mhp,
				 memory_notifier_func_t func, void *data)
{
	mhp->notifier = func;
	mhp->notifier_data = data;
}

int memory_notify(struct memory_hotplug *mhp, unsigned long action,
		  const struct memory_notify *arg)
{
	if (!mhp->notifier)
		return 0;
	return mhp->notifier(mhp, action, arg, mhp->notifier_data);
}

static inline unsigned long pfn_to_block_id(struct memory_hotplug *mhp,
					    unsigned long pfn)
{
	return pfn / memory_block_pages(mhp);
}

static inline unsigned long memory_block_pfn(const struct memory_block *mem)
{
	return mem->start_section_nr << PFN_SECTION_SHIFT;
}

/**
 * memory_block_id() - The id of a memory block.
 * @mhp: The context.
 * @mem: The block.
 *
 * Return: The N of its directory memoryN.
 */
unsigned long memory_block_id(struct memory_hotplug *mhp,
			      const struct memory_block *mem)
{
	return pfn_to_block_id(mhp, memory_block_pfn(mem));
}

/* Where a block is kept, or NULL if there is no leaf for it yet. */
static struct memory_block **memory_block_slot(struct memory_hotplug *mhp,
					       unsigned long block_id)
{
	struct memory_block **leaf;

	if (!mhp->memory_blocks || block_id >= NR_MEM_SECTIONS)
		return NULL;
	leaf = mhp->memory_blocks[block_id / MEMORY_BLOCKS_PER_LEAF];
	return leaf ? &leaf[block_id % MEMORY_BLOCKS_PER_LEAF] : NULL;
}

static struct memory_block **alloc_memory_block_slot(struct memory_hotplug *mhp,
						     unsigned long block_id)
{
	struct memory_block ***leaf;

	if (!mhp->memory_blocks) {
		mhp->memory_blocks = calloc(MEMORY_BLOCK_LEAVES, sizeof(*leaf));
		if (!mhp->memory_blocks)
			return NULL;
	}
	leaf = &mhp->memory_blocks[block_id / MEMORY_BLOCKS_PER_LEAF];
	if (!*leaf)
		*leaf = calloc(MEMORY_BLOCKS_PER_LEAF, sizeof(**leaf));
	return *leaf ? &(*leaf)[block_id % MEMORY_BLOCKS_PER_LEAF] : NULL;
}

static struct memory_block *alloc_memory_block(struct memory_hotplug *mhp,
					       unsigned long block_id)
{
	struct memory_block **slot = alloc_memory_block_slot(mhp, block_id);
	struct memory_block *mem;

	if (!slot)
		return NULL;
	mem = kmem_cache_zalloc(&mhp->memory_block_cache);
	if (!mem)
		return NULL;
	mem->start_section_nr = block_id * memory_block_pages(mhp) >>
				PFN_SECTION_SHIFT;
	mem->nid = NUMA_NO_NODE;
	*slot = mem;
	return mem;
}

/*
 * A block that has been there since boot.  Nothing was done to it so far: it
 * comes into being when somebody asks for it, so that much boot memory costs
 * nothing.
 *
 * Its zone is the one that all its pages are in, or NULL; its node the last one
 * that has pages in it, since nodes register their blocks in this order.
 */
static struct memory_block *
add_boot_memory_block(struct memory_hotplug *mhp, unsigned long block_id)
{
	const unsigned long start_pfn = block_id * memory_block_pages(mhp);
	const unsigned long end_pfn = start_pfn + memory_block_pages(mhp);
	struct memmap_run *run = memmap_find(mhp, start_pfn);
	struct memory_block *mem;

	while (run && run->hole)
		run = memmap_next(mhp, run);
	if (!run || run->start_pfn >= end_pfn)
		return NULL;
	mem = alloc_memory_block(mhp, block_id);
	if (!mem)
		return NULL;

	mem->state = MEM_ONLINE;
	mem->zone = page_zone(mhp, &run->page);
	for (; run && run->start_pfn < end_pfn; run = memmap_next(mhp, run)) {
		if (run->hole)
			continue;
		if (mem->zone != page_zone(mhp, &run->page))
			mem->zone = NULL;
		mem->nid = max(mem->nid, run->page.nid);
	}
	return mem;
}

/**
 * find_memory_block_by_id() - Look up a memory block.
 * @mhp: The context.
 * @block_id: Its id.
 *
 * Return: The block, or NULL if there is none or memory is short.
 */
struct memory_block *find_memory_block_by_id(struct memory_hotplug *mhp,
					     unsigned long block_id)
{
	struct memory_block **slot = memory_block_slot(mhp, block_id);

	if (slot && *slot)
		return *slot;
	if (block_id > pfn_to_block_id(mhp, MAX_PHYSMEM_PFN - 1))
		return NULL;
	return add_boot_memory_block(mhp, block_id);
}

/**
 * walk_memory_blocks() - Walk through the blocks of a range.
 * @mhp: The context.
 * @start: The address of the range.
 * @size: The size of the range in bytes.
 * @arg: Passed to @func.
 * @func: Called for each block that is there, by ascending id; ends the walk
 *        unless it returns 0.
 *
 * Return: What @func returned last, 0 if it was never called, or -ENOMEM.
 */
int walk_memory_blocks(struct memory_hotplug *mhp, uint64_t start,
		       uint64_t size, void *arg, walk_memory_blocks_func_t func)
{
	unsigned long block_id, next_id, end_block_id;
	struct memory_block *mem;
	struct memmap_run *run;
	int ret = 0;

	if (!size)
		return 0;
	if (size > UINT64_MAX - start)
		size = UINT64_MAX - start;
	block_id = pfn_to_block_id(mhp, PHYS_PFN(start));
	end_block_id = pfn_to_block_id(mhp, PHYS_PFN(start + size - 1));

	for (; block_id <= end_block_id; block_id++) {
		/* Where nothing is present there is no block. */
		run = memmap_find(mhp, block_id * memory_block_pages(mhp));
		if (!run)
			break;
		next_id = pfn_to_block_id(mhp, run->start_pfn);
		block_id = max(block_id, next_id);
		if (block_id > end_block_id)
			break;

		mem = find_memory_block_by_id(mhp, block_id);
		ret = mem ? func(mhp, mem, arg) : -ENOMEM;
		if (ret)
			break;
	}
	return ret;
}

/* walk_memory_blocks() for all blocks there are. */
int for_each_memory_block(struct memory_hotplug *mhp, void *arg,
			  walk_memory_blocks_func_t func)
{
	return walk_memory_blocks(mhp, 0, PFN_PHYS(MAX_PHYSMEM_PFN), arg, func);
}

static int memory_block_online(struct memory_hotplug *mhp,
			       struct memory_block *mem)
{
	const unsigned long start_pfn = memory_block_pfn(mem);
	const unsigned long nr_pages = memory_block_pages(mhp);
	const unsigned long nr_vmemmap_pages = mem->nr_vmemmap_pages;
	struct zone *zone;
	int ret;

	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;

	zone = zone_for_pfn_range(mhp, mem->online_type, mem->nid, mem->group,
				  start_pfn, nr_pages, NULL);

	/*
	 * The block's own memory map does not go through online_pages(): its
	 * pages are in use before the rest of the block is online.
	 */
	if (nr_vmemmap_pages) {
		ret = mhp_init_memmap_on_memory(mhp, start_pfn,
						nr_vmemmap_pages, zone);
		if (ret)
			return ret;
	}

	ret = online_pages(mhp, start_pfn + nr_vmemmap_pages,
			   nr_pages - nr_vmemmap_pages, zone, mem->group);
	if (ret) {
		if (nr_vmemmap_pages)
			mhp_deinit_memmap_on_memory(mhp, start_pfn,
						    nr_vmemmap_pages);
		return ret;
	}

	if (nr_vmemmap_pages)
		adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn),
					  mem->group, (long)nr_vmemmap_pages);
	mem->zone = zone;
	return 0;
}

static int memory_block_offline(struct memory_hotplug *mhp,
				struct memory_block *mem)
{
	const unsigned long start_pfn = memory_block_pfn(mem);
	const unsigned long nr_pages = memory_block_pages(mhp);
	const unsigned long nr_vmemmap_pages = mem->nr_vmemmap_pages;
	int ret;

	if (!mem->zone)
		return -EINVAL;

	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;

	/* First, for offline_pages() looks whether the zone got empty. */
	if (nr_vmemmap_pages)
		adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn),
					  mem->group, -(long)nr_vmemmap_pages);

	ret = offline_pages(mhp, start_pfn + nr_vmemmap_pages,
			    nr_pages - nr_vmemmap_pages, mem->zone, mem->group);
	if (ret) {
		if (nr_vmemmap_pages)
			adjust_present_page_count(mhp,
						  pfn_to_page(mhp, start_pfn),
						  mem->group,
						  (long)nr_vmemmap_pages);
		return ret;
	}

	if (nr_vmemmap_pages)
		mhp_deinit_memmap_on_memory(mhp, start_pfn, nr_vmemmap_pages);
	mem->zone = NULL;
	return 0;
}

static int memory_block_change_state(struct memory_hotplug *mhp,
				     struct memory_block *mem,
				     unsigned long to_state,
				     unsigned long from_state_req)
{
	int ret;

	if (mem->state != from_state_req)
		return -EINVAL;

	if (to_state == MEM_OFFLINE)
		mem->state = MEM_GOING_OFFLINE;

	if (to_state == MEM_ONLINE)
		ret = memory_block_online(mhp, mem);
	else
		ret = memory_block_offline(mhp, mem);

	mem->state = ret ? from_state_req : to_state;
	return ret;
}

static int memory_subsys_online(struct memory_hotplug *mhp,
				struct memory_block *mem)
{
	int ret;

	if (mem->state == MEM_ONLINE)
		return 0;

	/*
	 * Whoever wants a certain zone has set the type.  It may be a stale
	 * one, though: one that was set when the block was online already is
	 * cleared only here.
	 */
	if (mem->online_type == MMOP_OFFLINE)
		mem->online_type = MMOP_ONLINE;

	ret = memory_block_change_state(mhp, mem, MEM_ONLINE, MEM_OFFLINE);
	mem->online_type = MMOP_OFFLINE;
	return ret;
}

static int memory_subsys_offline(struct memory_hotplug *mhp,
				 struct memory_block *mem)
{
	if (mem->state == MEM_OFFLINE)
		return 0;
	return memory_block_change_state(mhp, mem, MEM_OFFLINE, MEM_ONLINE);
}

/**
 * device_online() - Bring a memory block online.
 * @mhp: The context.
 * @mem: The block.
 *
 * Return: 0, 1 if it is online already, or a negative errno.
 */
int device_online(struct memory_hotplug *mhp, struct memory_block *mem)
{
	int ret;

	if (!mem->dev.offline)
		return 1;
	ret = memory_subsys_online(mhp, mem);
	if (!ret)
		mem->dev.offline = false;
	return ret;
}

/**
 * device_offline() - Take a memory block offline.
 * @mhp: The context.
 * @mem: The block.
 *
 * Return: 0, 1 if it is offline already, or a negative errno.
 */
int device_offline(struct memory_hotplug *mhp, struct memory_block *mem)
{
	int ret;

	if (mem->dev.offline)
		return 1;
	ret = memory_subsys_offline(mhp, mem);
	if (!ret)
		mem->dev.offline = true;
	return ret;
}

/* A line for a reader of sysfs. */
static ssize_t __attribute__((__format__(__printf__, 2, 3)))
sysfs_emit(char *buf, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(buf, SYSFS_LINE_MAX, format, args);
	va_end(args);
	return len;
}

/* memoryN/phys_index */
ssize_t phys_index_show(struct memory_hotplug *mhp, struct memory_block *mem,
			char *buf)
{
	return sysfs_emit(buf, "%08lx\n", memory_block_id(mhp, mem));
}

/* memoryN/removable, which tells nothing any more */
ssize_t removable_show(struct memory_hotplug *mhp, struct memory_block *mem,
		       char *buf)
{
	(void)mhp;
	(void)mem;
	return sysfs_emit(buf, "1\n");
}

/* memoryN/phys_device, which is 0 on x86 */
ssize_t phys_device_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf)
{
	(void)mhp;
	(void)mem;
	return sysfs_emit(buf, "0\n");
}

/* memoryN/state */
ssize_t state_show(struct memory_hotplug *mhp, struct memory_block *mem,
		   char *buf)
{
	(void)mhp;
	switch (mem->state) {
	case MEM_ONLINE:
		return sysfs_emit(buf, "online\n");
	case MEM_OFFLINE:
		return sysfs_emit(buf, "offline\n");
	case MEM_GOING_OFFLINE:
		return sysfs_emit(buf, "going-offline\n");
	default:
		return sysfs_emit(buf, "ERROR-UNKNOWN-%ld\n",
				  (long)mem->state);
	}
}

/**
 * state_store() - Write memoryN/state.
 * @mhp: The context.
 * @mem: The block.
 * @buf: An online type; ends at a NUL byte.
 * @count: The number of bytes written.
 *
 * That the block is in the state already is an error, but only after a wished
 * for online type was noted: see memory_subsys_online().
 *
 * Return: The number of bytes taken, or a negative errno.
 */
ssize_t state_store(struct memory_hotplug *mhp, struct memory_block *mem,
		    const char *buf, size_t count)
{
	char text[PAGE_SIZE + 1];
	int online_type, ret;

	if (!count)
		return 0;
	count = sysfs_copy(text, buf, count);
	online_type = mhp_online_type_from_str(text);
	if (online_type < 0)
		return -EINVAL;

	if (online_type == MMOP_OFFLINE) {
		ret = device_offline(mhp, mem);
	} else {
		mem->online_type = online_type;
		ret = device_online(mhp, mem);
	}
	if (ret < 0)
		return ret;
	if (ret)
		return -EINVAL;
	return (ssize_t)count;
}

/* memoryN/online */
ssize_t online_show(struct memory_hotplug *mhp, struct memory_block *mem,
		    char *buf)
{
	(void)mhp;
	return sysfs_emit(buf, "%u\n", !mem->dev.offline);
}

/**
 * online_store() - Write memoryN/online.
 * @mhp: The context.
 * @mem: The block.
 * @buf: A boolean; ends at a NUL byte.
 * @count: The number of bytes written.
 *
 * Return: The number of bytes taken, also if the block is in that state
 * already, or a negative errno.
 */
ssize_t online_store(struct memory_hotplug *mhp, struct memory_block *mem,
		     const char *buf, size_t count)
{
	char text[PAGE_SIZE + 1];
	bool online;
	int ret;

	if (!count)
		return 0;
	count = sysfs_copy(text, buf, count);
	ret = kstrtobool(text, &online);
	if (ret < 0)
		return ret;

	ret = online ? device_online(mhp, mem) : device_offline(mhp, mem);
	return ret < 0 ? ret : (ssize_t)count;
}

/* Append the zone that a type would choose, unless it is the default one. */
static int print_allowed_zone(struct memory_hotplug *mhp,
			      struct memory_block *mem, char *buf, int len,
			      int online_type, struct zone *default_zone)
{
	struct zone *zone;

	zone = zone_for_pfn_range(mhp, online_type, mem->nid, mem->group,
				  memory_block_pfn(mem),
				  memory_block_pages(mhp), NULL);
	if (zone == default_zone)
		return 0;
	return snprintf(buf + len, (size_t)(SYSFS_LINE_MAX - len), " %s",
			zone_name(zone));
}

/* memoryN/valid_zones: where it is, or where it could go and by default does */
ssize_t valid_zones_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf)
{
	struct zone *default_zone;
	int len;

	if (mem->state == MEM_ONLINE)
		return sysfs_emit(buf, "%s\n",
				  mem->zone ? zone_name(mem->zone) : "none");

	default_zone = zone_for_pfn_range(mhp, MMOP_ONLINE, mem->nid,
					  mem->group, memory_block_pfn(mem),
					  memory_block_pages(mhp), NULL);
	len = (int)sysfs_emit(buf, "%s", zone_name(default_zone));
	len += print_allowed_zone(mhp, mem, buf, len, MMOP_ONLINE_KERNEL,
				  default_zone);
	len += print_allowed_zone(mhp, mem, buf, len, MMOP_ONLINE_MOVABLE,
				  default_zone);
	return len + snprintf(buf + len, (size_t)(SYSFS_LINE_MAX - len), "\n");
}

/* block_size_bytes */
ssize_t block_size_bytes_show(struct memory_hotplug *mhp, char *buf)
{
	return sysfs_emit(buf, "%lx\n", memory_block_size_bytes(mhp));
}

/* auto_online_blocks */
ssize_t auto_online_blocks_show(struct memory_hotplug *mhp, char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  online_type_to_str[mhp->mhp_default_online_type]);
}

/**
 * auto_online_blocks_store() - Write auto_online_blocks.
 * @mhp: The context.
 * @buf: An online type; ends at a NUL byte.
 * @count: The number of bytes written.
 *
 * Return: The number of bytes taken, or -EINVAL.
 */
ssize_t auto_online_blocks_store(struct memory_hotplug *mhp, const char *buf,
				 size_t count)
{
	char text[PAGE_SIZE + 1];
	int online_type;

	if (!count)
		return 0;
	count = sysfs_copy(text, buf, count);
	online_type = mhp_online_type_from_str(text);
	if (online_type < 0)
		return -EINVAL;
	mhp->mhp_default_online_type = online_type;
	return (ssize_t)count;
}

static int add_memory_block(struct memory_hotplug *mhp, unsigned long block_id,
			    int nid, unsigned long nr_vmemmap_pages,
			    struct memory_group *group)
{
	struct memory_block *mem;

	mem = alloc_memory_block(mhp, block_id);
	if (!mem)
		return -ENOMEM;

	mem->state = MEM_OFFLINE;
	mem->dev.offline = true;
	mem->hotplugged = true;
	mem->nid = nid;
	mem->nr_vmemmap_pages = nr_vmemmap_pages;
	mem->group = group;
	if (group)
		group->nr_memory_blocks++;
	mhp->nr_memory_blocks++;
	mhp->node_data[nid].nr_memory_blocks++;
	return 0;
}

static void remove_memory_block(struct memory_hotplug *mhp,
				struct memory_block *mem)
{
	if (mem->group)
		mem->group->nr_memory_blocks--;
	if (mem->hotplugged) {
		mhp->nr_memory_blocks--;
		mhp->node_data[mem->nid].nr_memory_blocks--;
	}
	*memory_block_slot(mhp, memory_block_id(mhp, mem)) = NULL;
	kmem_cache_free(&mhp->memory_block_cache, mem);
}

/* Create the blocks of a range that is in no block; all of them or none. */
int create_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				uint64_t size, int nid,
				unsigned long vmemmap_pages,
				struct memory_group *group)
{
	const unsigned long start_block_id =
		pfn_to_block_id(mhp, PHYS_PFN(start));
	const unsigned long end_block_id =
		pfn_to_block_id(mhp, PHYS_PFN(start + size));
	unsigned long block_id;
	int ret = 0;

	/* Not block by block, or a refusal would take as long as success. */
	if (end_block_id - start_block_id >
	    mhp->max_memory_blocks - mhp->nr_memory_blocks)
		return -ENOMEM;

	for (block_id = start_block_id; block_id != end_block_id; block_id++) {
		ret = add_memory_block(mhp, block_id, nid, vmemmap_pages,
				       group);
		if (ret)
			break;
	}
	if (block_id == end_block_id)
		return 0;

	while (block_id-- != start_block_id)
		remove_memory_block(mhp,
				    find_memory_block_by_id(mhp, block_id));
	return ret;
}

static int remove_memory_block_cb(struct memory_hotplug *mhp,
				  struct memory_block *mem, void *arg)
{
	(void)arg;
	remove_memory_block(mhp, mem);
	return 0;
}

/* Remove the blocks of a range, all of them offline. */
void remove_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				 uint64_t size)
{
	walk_memory_blocks(mhp, start, size, NULL, remove_memory_block_cb);
}

/* Forget all blocks but keep the memory. */
void reset_memory_block_devices(struct memory_hotplug *mhp)
{
	struct kmem_cache *cache = &mhp->memory_block_cache;
	struct memory_block *mem;
	size_t index;

	/* One given back has another one or none in its slot; both may go. */
	for (index = 0; index < cache->nr_used; index++) {
		mem = kmem_cache_object(cache, index);
		*memory_block_slot(mhp, memory_block_id(mhp, mem)) = NULL;
	}
	kmem_cache_reset(cache);
	mhp->nr_memory_blocks = 0;
}

void destroy_memory_block_devices(struct memory_hotplug *mhp)
{
	size_t leaf;

	if (mhp->memory_blocks) {
		for (leaf = 0; leaf < MEMORY_BLOCK_LEAVES; leaf++)
			free(mhp->memory_blocks[leaf]);
	}
	free(mhp->memory_blocks);
	kmem_cache_destroy(&mhp->memory_block_cache);
}

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
	    unit_pages < memory_block_pages(mhp))
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
