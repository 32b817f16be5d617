/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The "auto-movable" memory online policy of mm/memory_hotplug.c and the
 * memory groups of drivers/base/memory.c, in user space.
 *
 * What the kernel keeps in globals hangs on a struct memory_hotplug here, the
 * first argument of every function: contexts share nothing, so each thread may
 * use its own.  Function for function and name for name the rest is the
 * kernel's; CReference/README.md lists where it differs and why.
 */
#ifndef AUTOMOVABLE_MEMORY_HOTPLUG_H
#define AUTOMOVABLE_MEMORY_HOTPLUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

#define MAX_PHYSMEM_BITS	52	/* x86-64, 5-level paging */
#define MAX_NUMNODES		1024	/* CONFIG_NODES_SHIFT=10 */
#define NUMA_NO_NODE		(-1)

enum zone_type {
	ZONE_DMA,
	ZONE_DMA32,
	ZONE_NORMAL,
	ZONE_MOVABLE,
	ZONE_DEVICE,
	__MAX_NR_ZONES
};
#define MAX_NR_ZONES 5

enum {
	MMOP_OFFLINE = 0,
	MMOP_ONLINE,
	MMOP_ONLINE_KERNEL,
	MMOP_ONLINE_MOVABLE,
};

/*
 * The kernel whose behaviour a context has, as LINUX_VERSION_CODE says it; where
 * kernels differ is in docs/kernels.md.
 */
#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + (c))

/* How memory is added, in any combination. */
typedef unsigned int mhp_t;
#define MHP_NONE		0U
#define MHP_MERGE_RESOURCE	1U	/* no effect here */
#define MHP_MEMMAP_ON_MEMORY	2U
#define MHP_NID_IS_MGID		4U

enum {
	ONLINE_POLICY_CONTIG_ZONES = 0,
	ONLINE_POLICY_AUTO_MOVABLE,
};

/* Addresses, both ends included. */
struct range {
	uint64_t start;
	uint64_t end;
};

struct pglist_data;

/* The fields of struct zone that the policy and its accounting use. */
struct zone {
	struct pglist_data	*zone_pgdat;
	unsigned long		zone_start_pfn;
	unsigned long		spanned_pages;
	unsigned long		present_pages;
	unsigned long		present_early_pages;
	unsigned long		cma_pages;
};

/* What a zone spanned at boot, if there could be memory in it. */
struct early_span {
	unsigned long	start_pfn;
	unsigned long	end_pfn;		/* past the last one */
};

typedef struct pglist_data {
	struct zone	node_zones[MAX_NR_ZONES];
	struct early_span early_spans[MAX_NR_ZONES];
	unsigned long	node_start_pfn;
	unsigned long	node_spanned_pages;
	unsigned long	node_present_pages;
	int		node_id;
	bool		has_cpu;		/* stays online without memory */
	unsigned long	nr_memory_blocks;	/* that were hotplugged */
	struct pglist_data *next_online_pgdat;	/* by ascending id */
} pg_data_t;

struct memory_group {
	int nid;
	unsigned int nr_memory_blocks;	/* length of the list memory_blocks */
	unsigned long present_kernel_pages;
	unsigned long present_movable_pages;
	bool is_dynamic;
	union {
		struct {
			unsigned long max_pages;
		} s;
		struct {
			unsigned long unit_pages;
		} d;
	};
};

/* What pfn_to_online_page() yields: all that is asked of a struct page. */
struct page {
	enum zone_type	zone;
	int		nid;
	bool		early_section;
};

/* Where auto_movable_can_online_movable() returned. */
enum auto_movable_exit {
	AUTO_MOVABLE_NOT_ASKED = 0,
	AUTO_MOVABLE_REQ_KERNEL_EARLY,	/* kernel_early <= req_kernel_early */
	AUTO_MOVABLE_COMPARED,		/* movable against the limit */
};

/* Every value that one call of auto_movable_can_online_movable() saw. */
struct auto_movable_trace {
	enum auto_movable_exit exit;
	unsigned long kernel_early_pages;	/* of the zones */
	unsigned long movable_pages;
	unsigned long req_kernel_early_pages;	/* of the groups */
	unsigned long group_movable_pages;
	/* of the last comparison; 0 if it was not reached */
	unsigned long kernel_pages;
	unsigned long online_movable_pages;
	unsigned long limit;
};

/* Where zone_for_pfn_range() took its zone from. */
enum zone_exit {
	ZONE_EXIT_KERNEL_REQUESTED = 0,
	ZONE_EXIT_MOVABLE_REQUESTED,
	ZONE_EXIT_CONTIG_ZONES,
	ZONE_EXIT_RATIO_ZERO,
	ZONE_EXIT_GROUP_KERNEL_PAGES,
	ZONE_EXIT_UNIT_KERNEL_SECTION,
	ZONE_EXIT_REFUSED_SYSTEM,
	ZONE_EXIT_REFUSED_NODE,
	ZONE_EXIT_MOVABLE,
};

/* Every value that one call of zone_for_pfn_range() saw. */
struct zone_trace {
	enum zone_exit exit;
	bool kernel_lookup;		/* default_kernel_zone_for_pfn() was called, with */
	unsigned long kernel_pfn;
	unsigned long kernel_nr_pages;
	unsigned long online_pages;	/* movable already, of the device or unit; 0 if untested */
	unsigned long tested_pages;	/* asked of the ratio tests; 0 if none was made */
	struct auto_movable_trace system;
	struct auto_movable_trace node;
};

struct memory_hotplug;

/* Contexts.  A new one has no nodes, no groups and the default parameters. */
struct memory_hotplug *memory_hotplug_alloc(void);
void memory_hotplug_free(struct memory_hotplug *mhp);
void memory_hotplug_reset(struct memory_hotplug *mhp);

/* The parameters, and the boot parameter movable_node. */
void memory_hotplug_set_params(struct memory_hotplug *mhp, int online_policy,
			       unsigned int auto_movable_ratio,
			       bool auto_movable_numa_aware,
			       bool movable_node_enabled);
enum {
	MEMMAP_ON_MEMORY_DISABLE = 0,
	MEMMAP_ON_MEMORY_ENABLE,
	MEMMAP_ON_MEMORY_FORCE,
};

struct memory_hotplug_param_values {
	int		online_policy;
	unsigned int	auto_movable_ratio;
	bool		auto_movable_numa_aware;
	int		memmap_mode;		/* MEMMAP_ON_MEMORY_* */
	int		default_online_type;	/* MMOP_* */
};
struct memory_hotplug_param_values
memory_hotplug_get_params(const struct memory_hotplug *mhp);
void memory_hotplug_set_version(struct memory_hotplug *mhp,
				unsigned int version_code);
int memory_hotplug_set_geometry(struct memory_hotplug *mhp,
				unsigned int page_shift,
				unsigned int section_size_bits, bool numa);
int memory_hotplug_set_block_size(struct memory_hotplug *mhp,
				  unsigned long bytes);
void memory_hotplug_set_max_blocks(struct memory_hotplug *mhp,
				   unsigned long max_blocks);
void memory_hotplug_set_possible(struct memory_hotplug *mhp, int nid,
				 bool possible);

/* Memory that there is at boot, in bytes. */
struct memblock_region {
	uint64_t	base;
	uint64_t	size;
	int		nid;
};

/*
 * State as after boot: online nodes, then either their memory, or what memory
 * their zones' spans say there is, or online sections in ascending order.
 */
pg_data_t *memory_hotplug_add_node(struct memory_hotplug *mhp, int nid);
int memory_hotplug_boot_memblock(struct memory_hotplug *mhp,
				 const struct memblock_region *regions,
				 size_t cnt);
int memory_hotplug_boot(struct memory_hotplug *mhp);
pg_data_t *NODE_DATA(struct memory_hotplug *mhp, int nid);
pg_data_t *first_online_pgdat(struct memory_hotplug *mhp);
int memory_hotplug_add_sections(struct memory_hotplug *mhp,
				unsigned long first, unsigned long nr,
				enum zone_type zone, int nid, bool early);

/* snapshot.c */
size_t memory_hotplug_save(struct memory_hotplug *mhp, void *buf, size_t size);
void memory_hotplug_restore(struct memory_hotplug *mhp, const void *buf,
			    size_t size);

/* drivers/base/memory.c */
int memory_group_register_static(struct memory_hotplug *mhp, int nid,
				 unsigned long max_pages);
int memory_group_register_dynamic(struct memory_hotplug *mhp, int nid,
				  unsigned long unit_pages);
int memory_group_unregister(struct memory_hotplug *mhp, int mgid);
struct memory_group *memory_group_find_by_id(struct memory_hotplug *mhp,
					     int mgid);
struct memory_group *const *memory_group_slots(struct memory_hotplug *mhp,
					       int *nr);
typedef int (*walk_memory_groups_func_t)(struct memory_hotplug *mhp,
					 struct memory_group *group, void *arg);

/* mm/memory_hotplug.c; a trace may be NULL */
bool auto_movable_can_online_movable(struct memory_hotplug *mhp, int nid,
				     struct memory_group *group,
				     unsigned long nr_pages,
				     struct auto_movable_trace *trace);
struct zone *zone_for_pfn_range(struct memory_hotplug *mhp, int online_type,
				int nid, struct memory_group *group,
				unsigned long start_pfn,
				unsigned long nr_pages,
				struct zone_trace *trace);
struct page *pfn_to_online_page(struct memory_hotplug *mhp, unsigned long pfn);
void adjust_present_page_count(struct memory_hotplug *mhp, struct page *page,
			       struct memory_group *group, long nr_pages);
enum zone_type zone_idx(const struct zone *zone);

bool mhp_supports_memmap_on_memory(struct memory_hotplug *mhp, uint64_t size);
int add_memory(struct memory_hotplug *mhp, int nid, uint64_t start,
	       uint64_t size, mhp_t mhp_flags);
int __add_memory_driver_managed(struct memory_hotplug *mhp, int nid,
				uint64_t start, uint64_t size, mhp_t mhp_flags,
				int online_type);
int remove_memory(struct memory_hotplug *mhp, uint64_t start, uint64_t size);
int offline_and_remove_memory(struct memory_hotplug *mhp, uint64_t start,
			      uint64_t size);
int offline_and_remove_memory_ranges(struct memory_hotplug *mhp,
				     const struct range *ranges,
				     unsigned int nr_ranges);

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_MEMORY_HOTPLUG_H */
