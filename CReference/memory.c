// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory blocks and memory groups, as drivers/base/memory.c has them.  Functions
 * stand in the order of that file.
 */
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

/**
 * mhp_online_type_from_str() - Read an online type.
 * @str: Its name, with or without a newline.
 *
 * Return: MMOP_*, or -EINVAL.
 */
int mhp_online_type_from_str(const char *str)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(online_type_to_str); i++) {
		if (sysfs_streq(str, online_type_to_str[i]))
			return i;
	}
	return -EINVAL;
}

static inline unsigned long memory_block_id(struct memory_hotplug *mhp,
					    unsigned long section_nr)
{
	return section_nr / mhp->sections_per_block;
}

static inline unsigned long pfn_to_block_id(struct memory_hotplug *mhp,
					    unsigned long pfn)
{
	return memory_block_id(mhp, pfn_to_section_nr(mhp, pfn));
}

static inline unsigned long phys_to_block_id(struct memory_hotplug *mhp,
					     uint64_t phys)
{
	return pfn_to_block_id(mhp, PFN_DOWN(phys));
}

/* Where a block is kept, or NULL if there is no leaf for it yet. */
struct memory_block **memory_block_slot(struct memory_hotplug *mhp,
					unsigned long block_id)
{
	struct memory_block **leaf;

	if (block_id / MEMORY_BLOCKS_PER_LEAF >= mhp->nr_memory_block_leaves)
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
		mhp->nr_memory_block_leaves = MEMORY_BLOCK_LEAVES;
	}
	leaf = &mhp->memory_blocks[block_id / MEMORY_BLOCKS_PER_LEAF];
	if (!*leaf)
		*leaf = calloc(MEMORY_BLOCKS_PER_LEAF, sizeof(**leaf));
	return *leaf ? &(*leaf)[block_id % MEMORY_BLOCKS_PER_LEAF] : NULL;
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

/* memoryN/phys_index */
ssize_t phys_index_show(struct memory_hotplug *mhp, struct memory_block *mem,
			char *buf)
{
	unsigned long phys_index;

	phys_index = mem->start_section_nr / mhp->sections_per_block;

	return sysfs_emit(buf, "%08lx\n", phys_index);
}

/* memoryN/removable, which tells nothing any more */
ssize_t removable_show(struct memory_hotplug *mhp, struct memory_block *mem,
		       char *buf)
{
	return sysfs_emit(buf, "%d\n", 1);
}

/* memoryN/state */
ssize_t state_show(struct memory_hotplug *mhp, struct memory_block *mem,
		   char *buf)
{
	const char *output;

	switch (mem->state) {
	case MEM_ONLINE:
		output = "online";
		break;
	case MEM_OFFLINE:
		output = "offline";
		break;
	case MEM_GOING_OFFLINE:
		output = "going-offline";
		break;
	default:
		return sysfs_emit(buf, "ERROR-UNKNOWN-%ld\n", (long)mem->state);
	}

	return sysfs_emit(buf, "%s\n", output);
}

int memory_notify(struct memory_hotplug *mhp, unsigned long val, void *v)
{
	if (!mhp->notifier)
		return 0;
	return mhp->notifier(mhp, val, v, mhp->notifier_data);
}

static int memory_block_online(struct memory_hotplug *mhp,
			       struct memory_block *mem)
{
	unsigned long start_pfn = section_nr_to_pfn(mhp, mem->start_section_nr);
	unsigned long nr_pages = PAGES_PER_SECTION * mhp->sections_per_block;
	unsigned long nr_vmemmap_pages = mem->nr_vmemmap_pages;
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
			goto out;
	}

	ret = online_pages(mhp, start_pfn + nr_vmemmap_pages,
			   nr_pages - nr_vmemmap_pages, zone, mem->group);
	if (ret) {
		if (nr_vmemmap_pages)
			mhp_deinit_memmap_on_memory(mhp, start_pfn,
						    nr_vmemmap_pages);
		goto out;
	}

	if (nr_vmemmap_pages)
		adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn),
					  mem->group, nr_vmemmap_pages);

	mem->zone = zone;
out:
	return ret;
}

static int memory_block_offline(struct memory_hotplug *mhp,
				struct memory_block *mem)
{
	unsigned long start_pfn = section_nr_to_pfn(mhp, mem->start_section_nr);
	unsigned long nr_pages = PAGES_PER_SECTION * mhp->sections_per_block;
	unsigned long nr_vmemmap_pages = mem->nr_vmemmap_pages;
	int ret;

	if (!mem->zone)
		return -EINVAL;

	ret = memmap_reserve(mhp, MEMMAP_MAX_NEW_RUNS);
	if (ret)
		return ret;

	/* First, for offline_pages() looks whether the zone got empty. */
	if (nr_vmemmap_pages)
		adjust_present_page_count(mhp, pfn_to_page(mhp, start_pfn),
					  mem->group, -nr_vmemmap_pages);

	ret = offline_pages(mhp, start_pfn + nr_vmemmap_pages,
			    nr_pages - nr_vmemmap_pages, mem->zone, mem->group);
	if (ret) {
		if (nr_vmemmap_pages)
			adjust_present_page_count(mhp,
						  pfn_to_page(mhp, start_pfn),
						  mem->group, nr_vmemmap_pages);
		goto out;
	}

	if (nr_vmemmap_pages)
		mhp_deinit_memmap_on_memory(mhp, start_pfn, nr_vmemmap_pages);

	mem->zone = NULL;
out:
	return ret;
}

static int memory_block_action(struct memory_hotplug *mhp,
			       struct memory_block *mem, unsigned long action)
{
	int ret;

	switch (action) {
	case MEM_ONLINE:
		ret = memory_block_online(mhp, mem);
		break;
	case MEM_OFFLINE:
		ret = memory_block_offline(mhp, mem);
		break;
	default:
		ret = -EINVAL;
	}

	return ret;
}

static int memory_block_change_state(struct memory_hotplug *mhp,
				     struct memory_block *mem,
				     unsigned long to_state,
				     unsigned long from_state_req)
{
	int ret = 0;

	if (mem->state != from_state_req)
		return -EINVAL;

	if (to_state == MEM_OFFLINE)
		mem->state = MEM_GOING_OFFLINE;

	ret = memory_block_action(mhp, mem, to_state);
	mem->state = ret ? from_state_req : to_state;

	return ret;
}

int memory_subsys_online(struct memory_hotplug *mhp, struct memory_block *mem)
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

int memory_subsys_offline(struct memory_hotplug *mhp, struct memory_block *mem)
{
	if (mem->state == MEM_OFFLINE)
		return 0;

	return memory_block_change_state(mhp, mem, MEM_OFFLINE, MEM_ONLINE);
}

/**
 * state_store() - Write memoryN/state.
 * @mhp: The context.
 * @mem: The block.
 * @buf: An online type; ends at a NUL byte.
 * @count: The number of bytes written.
 *
 * That the block is in the state already is an error, but only after a requested
 * online type was noted: see memory_subsys_online().
 *
 * Return: The number of bytes taken, or a negative errno.
 */
ssize_t state_store(struct memory_hotplug *mhp, struct memory_block *mem,
		    const char *buf, size_t count)
{
	char text[SYSFS_TEXT_MAX];
	int online_type, ret;

	if (!count)
		return 0;
	count = sysfs_copy(mhp, text, buf, count);
	online_type = mhp_online_type_from_str(text);
	if (online_type < 0)
		return -EINVAL;

	switch (online_type) {
	case MMOP_ONLINE_KERNEL:
	case MMOP_ONLINE_MOVABLE:
	case MMOP_ONLINE:
		mem->online_type = online_type;
		ret = device_online(mhp, mem);
		break;
	case MMOP_OFFLINE:
		ret = device_offline(mhp, mem);
		break;
	default:
		ret = -EINVAL;
	}

	if (ret < 0)
		return ret;
	if (ret)
		return -EINVAL;

	return count;
}

static int arch_get_memory_phys_device(unsigned long start_pfn);

/* memoryN/phys_device */
ssize_t phys_device_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf)
{
	unsigned long start_pfn = section_nr_to_pfn(mhp, mem->start_section_nr);

	return sysfs_emit(buf, "%d\n", arch_get_memory_phys_device(start_pfn));
}

/* Append the zone that a type would choose, unless it is the default one. */
static int print_allowed_zone(struct memory_hotplug *mhp, char *buf, int len,
			      int nid, struct memory_group *group,
			      unsigned long start_pfn, unsigned long nr_pages,
			      int online_type, struct zone *default_zone)
{
	struct zone *zone;

	zone = zone_for_pfn_range(mhp, online_type, nid, group, start_pfn,
				  nr_pages, NULL);
	if (zone == default_zone)
		return 0;

	return sysfs_emit_at(buf, len, " %s", zone_name(zone));
}

/* memoryN/valid_zones: where it is, or where it could go and by default does */
ssize_t valid_zones_show(struct memory_hotplug *mhp, struct memory_block *mem,
			 char *buf)
{
	unsigned long start_pfn = section_nr_to_pfn(mhp, mem->start_section_nr);
	unsigned long nr_pages = PAGES_PER_SECTION * mhp->sections_per_block;
	struct memory_group *group = mem->group;
	struct zone *default_zone;
	int nid = mem->nid;
	int len = 0;

	if (mem->state == MEM_ONLINE) {
		/* NULL: the block is in several zones, and cannot go offline. */
		default_zone = mem->zone;
		if (!default_zone)
			return sysfs_emit(buf, "%s\n", "none");
		len += sysfs_emit_at(buf, len, "%s", zone_name(default_zone));
		goto out;
	}

	default_zone = zone_for_pfn_range(mhp, MMOP_ONLINE, nid, group,
					  start_pfn, nr_pages, NULL);

	len += sysfs_emit_at(buf, len, "%s", zone_name(default_zone));
	len += print_allowed_zone(mhp, buf, len, nid, group, start_pfn, nr_pages,
				  MMOP_ONLINE_KERNEL, default_zone);
	len += print_allowed_zone(mhp, buf, len, nid, group, start_pfn, nr_pages,
				  MMOP_ONLINE_MOVABLE, default_zone);
out:
	len += sysfs_emit_at(buf, len, "\n");
	return len;
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
	char text[SYSFS_TEXT_MAX];
	int online_type;

	if (!count)
		return 0;
	count = sysfs_copy(mhp, text, buf, count);
	online_type = mhp_online_type_from_str(text);
	if (online_type < 0)
		return -EINVAL;

	mhp->mhp_default_online_type = online_type;
	return count;
}

/* 0 on all but s390. */
static int arch_get_memory_phys_device(unsigned long start_pfn)
{
	return 0;
}

static struct memory_block *add_boot_memory_block(struct memory_hotplug *mhp,
						  unsigned long block_id);

/**
 * find_memory_block_by_id() - Look up a memory block.
 * @mhp: The context.
 * @block_id: Its id, the N of its directory memoryN.
 *
 * Return: The block, good until it is removed; NULL if there is none or memory
 * is short.
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

static int __add_memory_block(struct memory_hotplug *mhp,
			      struct memory_block *memory)
{
	struct memory_block **slot;

	memory->dev.offline = memory->state == MEM_OFFLINE;

	slot = alloc_memory_block_slot(mhp, memory_block_id(mhp, memory->start_section_nr));
	if (!slot)
		return -ENOMEM;
	*slot = memory;
	return 0;
}

/* The zone of a node that a boot block is in, or NULL if several span some of it. */
static struct zone *early_node_zone_for_memory_block(struct memory_hotplug *mhp,
						     struct memory_block *mem,
						     int nid)
{
	const unsigned long start_pfn = section_nr_to_pfn(mhp, mem->start_section_nr);
	const unsigned long nr_pages = PAGES_PER_SECTION * mhp->sections_per_block;
	struct zone *zone, *matching_zone = NULL;
	pg_data_t *pgdat = NODE_DATA(mhp, nid);
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++) {
		zone = pgdat->node_zones + i;
		/* The zone may span something else by now. */
		if (pgdat->early_spans[i].start_pfn >= start_pfn + nr_pages ||
		    pgdat->early_spans[i].end_pfn <= start_pfn)
			continue;
		if (!matching_zone) {
			matching_zone = zone;
			continue;
		}
		matching_zone = NULL;
		break;
	}
	return matching_zone;
}

void memory_block_add_nid(struct memory_hotplug *mhp, struct memory_block *mem,
			  int nid, enum meminit_context context)
{
	if (context == MEMINIT_EARLY && mem->nid != nid) {
		/* A block that several nodes have memory in can't go offline. */
		if (mem->nid == NUMA_NO_NODE)
			mem->zone = early_node_zone_for_memory_block(mhp, mem,
								     nid);
		else
			mem->zone = NULL;
	}
	mem->nid = nid;
}

static int add_memory_block(struct memory_hotplug *mhp, unsigned long block_id,
			    unsigned long state, unsigned long nr_vmemmap_pages,
			    struct memory_group *group)
{
	struct memory_block *mem;
	int ret = 0;

	mem = kmem_cache_zalloc(&mhp->memory_block_cache);
	if (!mem)
		return -ENOMEM;

	mem->start_section_nr = block_id * mhp->sections_per_block;
	mem->state = state;
	mem->nid = NUMA_NO_NODE;
	mem->nr_vmemmap_pages = nr_vmemmap_pages;

	ret = __add_memory_block(mhp, mem);
	if (ret) {
		kmem_cache_free(&mhp->memory_block_cache, mem);
		return ret;
	}

	if (group) {
		mem->group = group;
		group->nr_memory_blocks++;
	}

	return 0;
}

/*
 * A block that has been there since boot.  Nothing was done to it so far: it
 * comes into being when somebody asks for it, so that much boot memory costs
 * nothing.
 *
 * There is none without memory.  Nodes register their blocks in ascending order.
 */
static struct memory_block *add_boot_memory_block(struct memory_hotplug *mhp,
						  unsigned long block_id)
{
	const unsigned long nr_pages = PAGES_PER_SECTION * mhp->sections_per_block;
	struct memory_block *mem;
	pg_data_t *pgdat;

	if (!pfn_range_present(mhp, block_id * nr_pages, nr_pages))
		return NULL;
	if (add_memory_block(mhp, block_id, MEM_ONLINE, 0, NULL))
		return NULL;

	mem = *memory_block_slot(mhp, block_id);
	for_each_online_pgdat(mhp, pgdat)
		register_mem_block_under_node_early(mhp, mem, &pgdat->node_id);
	return mem;
}

static int add_hotplug_memory_block(struct memory_hotplug *mhp,
				    unsigned long block_id,
				    unsigned long nr_vmemmap_pages,
				    struct memory_group *group)
{
	int ret = add_memory_block(mhp, block_id, MEM_OFFLINE, nr_vmemmap_pages,
				   group);

	if (ret)
		return ret;
	(*memory_block_slot(mhp, block_id))->hotplugged = true;
	mhp->nr_memory_blocks++;
	return 0;
}

static void remove_memory_block(struct memory_hotplug *mhp,
				struct memory_block *memory)
{
	*memory_block_slot(mhp, memory_block_id(mhp, memory->start_section_nr)) = NULL;

	if (memory->group) {
		memory->group->nr_memory_blocks--;
		memory->group = NULL;
	}

	if (memory->hotplugged)
		mhp->nr_memory_blocks--;
	kmem_cache_free(&mhp->memory_block_cache, memory);
}

/* Create the blocks of a range that is in no block; all of them or none. */
int create_memory_block_devices(struct memory_hotplug *mhp, uint64_t start,
				uint64_t size, unsigned long vmemmap_pages,
				struct memory_group *group)
{
	const unsigned long start_block_id = pfn_to_block_id(mhp, PFN_DOWN(start));
	unsigned long end_block_id = pfn_to_block_id(mhp, PFN_DOWN(start + size));
	struct memory_block *mem;
	unsigned long block_id;
	int ret = 0;

	/* Not block by block, or a refusal would take as long as success. */
	if (end_block_id - start_block_id >
	    mhp->max_memory_blocks - mhp->nr_memory_blocks)
		return -ENOMEM;

	for (block_id = start_block_id; block_id != end_block_id; block_id++) {
		ret = add_hotplug_memory_block(mhp, block_id, vmemmap_pages,
					       group);
		if (ret)
			break;
	}
	if (ret) {
		end_block_id = block_id;
		for (block_id = start_block_id; block_id != end_block_id;
		     block_id++) {
			mem = find_memory_block_by_id(mhp, block_id);
			remove_memory_block(mhp, mem);
		}
	}
	return ret;
}

static int remove_memory_block_cb(struct memory_hotplug *mhp,
				  struct memory_block *mem, void *arg)
{
	unregister_memory_block_under_nodes(mhp, mem);
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
		*memory_block_slot(mhp, memory_block_id(mhp, mem->start_section_nr)) = NULL;
	}
	kmem_cache_reset(cache);
	mhp->nr_memory_blocks = 0;
}

/* Give back the leaves, in which there is no block, so that there can be others. */
void free_memory_block_leaves(struct memory_hotplug *mhp)
{
	size_t leaf;

	for (leaf = 0; leaf < mhp->nr_memory_block_leaves; leaf++)
		free(mhp->memory_blocks[leaf]);
	free(mhp->memory_blocks);
	mhp->memory_blocks = NULL;
	mhp->nr_memory_block_leaves = 0;
}

void destroy_memory_block_devices(struct memory_hotplug *mhp)
{
	free_memory_block_leaves(mhp);
	kmem_cache_destroy(&mhp->memory_block_cache);
}

/* The first block from one on that there is, or ULONG_MAX. */
static unsigned long next_block_id(struct memory_hotplug *mhp,
				   unsigned long block_id)
{
	unsigned long start_pfn = block_id * PAGES_PER_SECTION *
				  mhp->sections_per_block;
	struct memmap_run *run = memmap_find(mhp, start_pfn);

	/* Where nothing is present there is no block. */
	if (!run)
		return ULONG_MAX;
	return max(block_id, pfn_to_block_id(mhp, run->start_pfn));
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
	const unsigned long start_block_id = phys_to_block_id(mhp, start);
	unsigned long end_block_id = phys_to_block_id(mhp, start + size - 1);
	struct memory_block *mem;
	unsigned long block_id;
	int ret = 0;

	if (!size)
		return 0;
	if (start + size - 1 < start)
		end_block_id = phys_to_block_id(mhp, UINT64_MAX);

	for (block_id = start_block_id; block_id <= end_block_id; block_id++) {
		block_id = next_block_id(mhp, block_id);
		if (block_id > end_block_id)
			break;
		mem = find_memory_block_by_id(mhp, block_id);
		if (!mem)
			return -ENOMEM;

		ret = func(mhp, mem, arg);
		if (ret)
			break;
	}
	return ret;
}

static int memory_group_register(struct memory_hotplug *mhp,
				 struct memory_group group)
{
	struct memory_group *new_group;
	uint32_t mgid;
	int ret;

	if (!node_possible(mhp, group.nid))
		return -EINVAL;

	new_group = kmem_cache_zalloc(&mhp->memory_group_cache);
	if (!new_group)
		return -ENOMEM;
	*new_group = group;

	ret = xa_alloc(&mhp->memory_groups, &mgid, new_group, xa_limit_31b);
	if (ret) {
		kmem_cache_free(&mhp->memory_group_cache, new_group);
		return ret;
	} else if (group.is_dynamic) {
		xa_set_mark(&mhp->memory_groups, mgid,
			    MEMORY_GROUP_MARK_DYNAMIC);
	}
	return mgid;
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
		.s = {
			.max_pages = max_pages,
		},
	};

	if (!max_pages)
		return -EINVAL;
	return memory_group_register(mhp, group);
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
		.d = {
			.unit_pages = unit_pages,
		},
	};

	if (!unit_pages || !is_power_of_2(unit_pages) ||
	    unit_pages < PHYS_PFN(memory_block_size_bytes(mhp)))
		return -EINVAL;
	return memory_group_register(mhp, group);
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
	struct memory_group *group;

	if (mgid < 0)
		return -EINVAL;

	group = xa_load(&mhp->memory_groups, mgid);
	if (!group)
		return -EINVAL;
	if (group->nr_memory_blocks)
		return -EBUSY;
	xa_erase(&mhp->memory_groups, mgid);
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
	return xa_load(&mhp->memory_groups, mgid);
}

/**
 * memory_group_slots() - All memory groups, for whoever looks at each.
 * @mhp: The context.
 * @nr: Set to the number of slots.
 *
 * The kernel has nothing like it.
 *
 * Return: The slots by id, good until a group is registered; NULL in one
 * means that there is no such group.
 */
struct memory_group *const *memory_group_slots(struct memory_hotplug *mhp,
					       int *nr)
{
	*nr = (int)mhp->memory_groups.xa_end;
	return (struct memory_group *const *)mhp->memory_groups.xa_slots;
}
