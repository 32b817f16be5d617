/* SPDX-License-Identifier: MIT */
/*
 * libautomovable: where Linux puts hotplugged memory under
 * memory_hotplug.online_policy=auto-movable, and why.
 *
 * The decisions are the kernel's, to the bit: zone_for_pfn_range() and what it
 * calls.  There are two ways to them:
 *
 *  - automovable_can_online_movable() and automovable_zone_for_pfn_range() decide
 *    on arrays of yours.  They walk all of them, as the kernel does, allocate
 *    nothing and keep nothing;
 *  - a struct automovable_model holds a machine and follows its events.  It keeps
 *    running totals, so that a decision takes the same short time however many
 *    nodes and groups there are.
 *
 * Numbers are pages of 4 KiB unless said otherwise, and section numbers are page
 * frame numbers / 32768.  Sums, products and differences are the kernel's: 64
 * bits wide, and they wrap.
 *
 * Results.  A function returns 0 or more if all is well, and the negative of an
 * error number if not; numbers are Linux's, on every host:
 *
 *   -2   -ENOENT   no such node, group or parameter; memory that isn't all online
 *                  in one zone
 *   -12  -ENOMEM   no memory; only functions that say so
 *   -16  -EBUSY    a group that still has memory blocks, or all group numbers taken
 *   -17  -EEXIST   a node or sections that are online already
 *   -22  -EINVAL   a null pointer, a number that is out of its range, an array
 *                  that isn't as described
 *   -34  -ERANGE   a number in a text that is too large; more pages than a group can
 *                  have, or has
 *
 * Nothing has changed after an error, and what a result was to be written to is
 * untouched.  No argument ends the process, apart from pointers to something else
 * than said.  Arrays of no elements may be null.
 *
 * Threads.  Functions without a model may be called from any thread, at the same
 * time, also on the same arrays.  Of one model, functions that take a const
 * pointer may run at the same time; every other function needs the model for
 * itself.  Different models are independent of each other.
 *
 * C11 or later, or C++11; nothing but <stddef.h> and <stdint.h>.
 */
#ifndef AUTOMOVABLE_H
#define AUTOMOVABLE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/* The version that this file belongs to. */
#define AUTOMOVABLE_VERSION_MAJOR 0
#define AUTOMOVABLE_VERSION_MINOR 1
#define AUTOMOVABLE_VERSION_PATCH 0
#define AUTOMOVABLE_VERSION \
	(AUTOMOVABLE_VERSION_MAJOR * 10000 + AUTOMOVABLE_VERSION_MINOR * 100 + \
	 AUTOMOVABLE_VERSION_PATCH)

/*
 * The binary interface; the shared library has its number in its name.  It rises
 * whenever a program that was built before could be misled.  Functions, constants
 * and parameters may come without that; nothing else changes.
 */
#define AUTOMOVABLE_ABI 1

/* Zones, as in the kernel's enum zone_type with all of them configured. */
enum automovable_zone_type {
	AUTOMOVABLE_ZONE_DMA = 0,
	AUTOMOVABLE_ZONE_DMA32 = 1,
	AUTOMOVABLE_ZONE_NORMAL = 2,
	AUTOMOVABLE_ZONE_MOVABLE = 3,
	AUTOMOVABLE_ZONE_DEVICE = 4,
	AUTOMOVABLE_ZONES = 5
};

/* A zone: the fields of struct zone that the policy reads. */
struct automovable_zone {
	uint64_t start_pfn;		/* first page frame of the span */
	uint64_t spanned_pages;		/* size of the span, holes included */
	uint64_t present_pages;		/* pages that are there */
	uint64_t present_early_pages;	/* pages that were there at boot */
	uint64_t cma_pages;		/* set aside for contiguous allocation */
};

/* An online node.  Nodes that are not listed have five empty zones. */
struct automovable_node {
	struct automovable_zone zones[AUTOMOVABLE_ZONES];
	int32_t nid;			/* 0 to 1023, ascending */
	uint32_t reserved;		/* 0 */
};

/* A memory group, registered; its id is its position. */
struct automovable_group {
	uint64_t pages;			/* max_pages, or unit_pages if dynamic */
	uint64_t present_kernel_pages;
	uint64_t present_movable_pages;
	int32_t nid;			/* 0 to 1023 */
	uint32_t is_dynamic;		/* 0 or 1 */
};

/*
 * Online sections (32768 pages each) in a row that belong to the same zone.
 * Runs ascend and do not overlap; what lies between them is not online.
 */
struct automovable_sections {
	uint64_t first;			/* section number, below 2^25 */
	uint64_t count;			/* 1 or more, and first + count up to 2^25 */
	int32_t nid;			/* 0 to 1023 */
	uint32_t zone;			/* enum automovable_zone_type */
};

/*
 * A machine.  pages of a static group are 1 or more; those of a dynamic one are a
 * power of two and at least 32768.
 */
struct automovable_machine {
	uint64_t nr_nodes;
	uint64_t nr_groups;		/* up to 2^31 */
	uint64_t nr_sections;
	const struct automovable_node *nodes;
	const struct automovable_group *groups;
	const struct automovable_sections *sections;
};

/* The parameter online_policy. */
enum automovable_online_policy {
	AUTOMOVABLE_CONTIG_ZONES = 0,
	AUTOMOVABLE_AUTO_MOVABLE = 1
};

/* The module parameters of memory_hotplug that steer a decision. */
struct automovable_policy {
	uint32_t online_policy;		/* enum automovable_online_policy */
	uint32_t auto_movable_ratio;	/* percent; any number, 0 for none */
	uint32_t auto_movable_numa_aware;	/* 0 or 1 */
	uint32_t movable_node;		/* the boot parameter, 0 or 1 */
};

/* What is wished for when memory is onlined. */
enum automovable_online_type {
	AUTOMOVABLE_OFFLINE = 0,	/* taken for ONLINE */
	AUTOMOVABLE_ONLINE = 1,		/* left to the policy */
	AUTOMOVABLE_ONLINE_KERNEL = 2,
	AUTOMOVABLE_ONLINE_MOVABLE = 3
};

/* How a ratio test ended. */
enum automovable_test_exit {
	AUTOMOVABLE_TEST_NOT_MADE = 0,
	AUTOMOVABLE_TEST_REQUIREMENT = 1,	/* kernel_early <= req_kernel_early */
	AUTOMOVABLE_TEST_COMPARED = 2
};

/* What one call of auto_movable_can_online_movable() saw. */
struct automovable_test {
	uint64_t exit;			/* enum automovable_test_exit */
	uint64_t kernel_early_pages;	/* summed over the zones */
	uint64_t movable_pages;
	uint64_t req_kernel_early_pages;	/* summed over the other groups */
	uint64_t group_movable_pages;
	/* of the last comparison; 0 unless COMPARED */
	uint64_t kernel_pages;
	uint64_t online_movable_pages;	/* nr_pages included */
	uint64_t limit;			/* allowed if that is no more than this */
};

/* The step that settled a zone. */
enum automovable_zone_exit {
	AUTOMOVABLE_EXIT_KERNEL_REQUESTED = 0,
	AUTOMOVABLE_EXIT_MOVABLE_REQUESTED = 1,
	AUTOMOVABLE_EXIT_CONTIG_ZONES = 2,
	AUTOMOVABLE_EXIT_RATIO_ZERO = 3,
	AUTOMOVABLE_EXIT_GROUP_KERNEL_PAGES = 4,
	AUTOMOVABLE_EXIT_UNIT_KERNEL_SECTION = 5,
	AUTOMOVABLE_EXIT_REFUSED_SYSTEM = 6,
	AUTOMOVABLE_EXIT_REFUSED_NODE = 7,
	AUTOMOVABLE_EXIT_MOVABLE = 8
};

/* A zone and why.  Words that do not apply are 0. */
struct automovable_answer {
	uint64_t result;		/* enum automovable_zone_type */
	uint64_t nid;			/* of the zone */
	uint64_t exit;			/* enum automovable_zone_exit */
	uint64_t kernel_lookup;		/* 1: default_kernel_zone_for_pfn() was asked, */
	uint64_t kernel_pfn;		/* ... about this range */
	uint64_t kernel_nr_pages;
	uint64_t online_pages;		/* movable already, of the device or unit; 0 if untested */
	uint64_t tested_pages;		/* nr_pages of the ratio tests; 0 if none */
	struct automovable_test system;
	struct automovable_test node;	/* if numa_aware and allowed system-wide */
};

/* As nid of a ratio test: all nodes.  The kernel's NUMA_NO_NODE. */
#define AUTOMOVABLE_ALL_NODES (-1)

/* As group: memory that belongs to none. */
#define AUTOMOVABLE_NO_GROUP (-1)

/* Exported even from a library that is compiled with -fvisibility=hidden. */
#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/*
 * Version and texts.
 *
 * Texts are ASCII, without a newline, and stay as long as the library is loaded.
 * A number that stands for nothing has the text "unknown".
 */

/* AUTOMOVABLE_VERSION of the library. */
uint32_t automovable_version(void);

/* "Movable" and so on, as in /proc/zoneinfo. */
const char *automovable_zone_name(uint32_t zone);

/* What a value of enum automovable_zone_exit means, in a few words. */
const char *automovable_zone_exit_text(uint32_t exit);

/* What a value of enum automovable_test_exit means, in a few words. */
const char *automovable_test_exit_text(uint32_t exit);

/* What an error number means, negative as it was returned, in a few words. */
const char *automovable_error_text(int32_t error);

/*
 * Parameters.
 */

/* Give the kernel's defaults: contig-zones, 301, numa_aware, no movable_node. */
int32_t automovable_policy_init(struct automovable_policy *policy);

/*
 * Set a parameter as the kernel does when value is written to the file name in
 * /sys/module/memory_hotplug/parameters, or given at boot: "online_policy",
 * "auto_movable_ratio" and "auto_movable_numa_aware".
 * -ENOENT for another name, -EINVAL or -ERANGE for a value that the kernel
 * refuses.
 */
int32_t automovable_policy_parse(struct automovable_policy *policy, const char *name,
				 const char *value);

/*
 * Write what reading that file gives, newline included, and a NUL; size bytes at
 * most, and always with a NUL unless size is 0.  Returns the length without the
 * NUL, as snprintf() does.  32 bytes are enough for every parameter.
 */
int32_t automovable_policy_print(const struct automovable_policy *policy,
				 const char *name, char *text, size_t size);

/*
 * Decisions on arrays.
 */

/*
 * May nr_pages become movable?  auto_movable_can_online_movable(nid, group,
 * nr_pages) of the kernel: on a node, or on all if nid is AUTOMOVABLE_ALL_NODES.
 * group is a position or AUTOMOVABLE_NO_GROUP.  Sections are not looked at.
 * Returns 1 or 0; test may be null.
 */
int32_t automovable_can_online_movable(const struct automovable_policy *policy,
				       const struct automovable_machine *machine,
				       int32_t nid, int32_t group, uint64_t nr_pages,
				       struct automovable_test *test);

/*
 * Which zone?  zone_for_pfn_range(online_type, nid, group, start_pfn, nr_pages) of
 * the kernel, which asks about one memory block.  The node needn't be listed.
 * Returns enum automovable_zone_type; answer may be null.
 */
int32_t automovable_zone_for_pfn_range(const struct automovable_policy *policy,
				       const struct automovable_machine *machine,
				       uint32_t online_type, int32_t nid, int32_t group,
				       uint64_t start_pfn, uint64_t nr_pages,
				       struct automovable_answer *answer);

/*
 * Decisions on arrays that were checked.
 *
 * The two functions above check all arrays each time.  For many decisions on the same
 * arrays, check them once; docs/performance.md says what that saves.
 */

/*
 * A machine whose arrays were checked; automovable_machine_check() fills it.  The arrays
 * stay the caller's and stay where they are.  Counters and spans in them may change,
 * everything else only together with another check.  Without one, decisions may be wrong,
 * but nothing else happens.
 */
struct automovable_checked_machine {
	struct automovable_machine machine;
};

/* Check a machine.  -EINVAL: it isn't as described above. */
int32_t automovable_machine_check(const struct automovable_machine *machine,
				  struct automovable_checked_machine *checked);

/*
 * Write what of a machine isn't as described, as "nodes[3].nid: expected 0 to 1023", or
 * an empty text if all is; size bytes at most, and always with a NUL unless size is 0.
 * Returns the length without the NUL, as snprintf() does.  120 bytes are enough.
 */
int32_t automovable_machine_fault(const struct automovable_machine *machine, char *text,
				  size_t size);

/* The decisions above. */
int32_t automovable_checked_can_online_movable(
	const struct automovable_policy *policy,
	const struct automovable_checked_machine *machine, int32_t nid, int32_t group,
	uint64_t nr_pages, struct automovable_test *test);
int32_t automovable_checked_zone_for_pfn_range(
	const struct automovable_policy *policy,
	const struct automovable_checked_machine *machine, uint32_t online_type,
	int32_t nid, int32_t group, uint64_t start_pfn, uint64_t nr_pages,
	struct automovable_answer *answer);

/*
 * A model: a machine that follows events and decides in constant time.
 */
struct automovable_model;

/*
 * Make a model of a machine, or of one without memory if machine is null.
 * -EINVAL, -ENOMEM.
 */
int32_t automovable_model_create(const struct automovable_policy *policy,
				 const struct automovable_machine *machine,
				 struct automovable_model **model);

/* Null is fine. */
void automovable_model_destroy(struct automovable_model *model);

/* Become the model of another machine.  -EINVAL, -ENOMEM. */
int32_t automovable_model_load(struct automovable_model *model,
			       const struct automovable_policy *policy,
			       const struct automovable_machine *machine);

/*
 * Make room for so many nodes, groups and runs of sections in all.  Up to these
 * numbers no event allocates, and none returns -ENOMEM.  -EINVAL, -ENOMEM.
 */
int32_t automovable_model_reserve(struct automovable_model *model, uint64_t nr_nodes,
				  uint64_t nr_groups, uint64_t nr_sections);

/* Change the parameters; another ratio takes a walk over all groups. */
int32_t automovable_model_set_policy(struct automovable_model *model,
				     const struct automovable_policy *policy);

/* A node goes online, with what its zones have.  -EEXIST, -ENOMEM. */
int32_t automovable_model_add_node(struct automovable_model *model,
				   const struct automovable_node *node);

/* A node goes offline, with what its zones had; its groups stay.  -ENOENT. */
int32_t automovable_model_remove_node(struct automovable_model *model, int32_t nid);

/* A zone gets other counters and another span.  -ENOENT. */
int32_t automovable_model_set_zone(struct automovable_model *model, int32_t nid,
				   uint32_t zone_type,
				   const struct automovable_zone *zone);

/*
 * A memory block has gone online: counts its pages in the zone and in the group, and
 * marks its sections online.  The range is of whole sections; early is 1 for memory that
 * was there at boot, otherwise 0.  Spans stay as they are.
 * -ENOENT: no such node or group; -EEXIST: some of it is online; -ERANGE: a static group
 * would have more pages than it can; -EINVAL, -ENOMEM.
 */
int32_t automovable_model_online_block(struct automovable_model *model, int32_t nid,
				       uint32_t zone_type, int32_t group,
				       uint64_t start_pfn, uint64_t nr_pages,
				       uint32_t early);

/*
 * It has gone offline, in the zone and node in which it went online.
 * -ENOENT: no such group, or not all of it is online in one zone that has so many pages;
 * -ERANGE: the group has fewer pages there; -EINVAL, -ENOMEM.
 */
int32_t automovable_model_offline_block(struct automovable_model *model, int32_t group,
					uint64_t start_pfn, uint64_t nr_pages,
					uint32_t early);

/*
 * Half of the two above, as is automovable_model_online_sections(): for counters that
 * wrap, or for parts of a block.  Use both halves, or units of virtio-mem devices that
 * are larger than a block are judged wrongly.
 *
 * Pages have gone online in a zone, or offline if nr_pages is negative: counts
 * them in the zone and in the group.  early is 1 for memory that was there at boot,
 * otherwise 0.  adjust_present_page_count() of the kernel.  -ENOENT.
 */
int32_t automovable_model_adjust_present_pages(struct automovable_model *model,
					       int32_t nid, uint32_t zone_type,
					       int32_t group, int64_t nr_pages,
					       uint32_t early);

/*
 * A device is plugged: memory_group_register_static(nid, max_pages) and
 * memory_group_register_dynamic(nid, unit_pages) of the kernel.
 * Return the group's id, the lowest that is free.  -ENOMEM.
 */
int32_t automovable_model_register_static(struct automovable_model *model, int32_t nid,
					  uint64_t max_pages);
int32_t automovable_model_register_dynamic(struct automovable_model *model, int32_t nid,
					   uint64_t unit_pages);

/*
 * Memory blocks were added to a group, or removed from it if nr_blocks is negative;
 * unregistering looks at nothing else.  -ENOENT.
 */
int32_t automovable_model_adjust_blocks(struct automovable_model *model, int32_t group,
					int32_t nr_blocks);

/* A device is gone: memory_group_unregister(mgid).  -ENOENT, -EBUSY. */
int32_t automovable_model_unregister(struct automovable_model *model, int32_t group);

/* Sections go online in a zone.  -EEXIST, -ENOMEM. */
int32_t automovable_model_online_sections(struct automovable_model *model,
					  const struct automovable_sections *sections);

/* Sections go offline; those that are already stay so.  -ENOMEM: a run was split. */
int32_t automovable_model_offline_sections(struct automovable_model *model,
					   uint64_t first, uint64_t count);

/* Read the parameters, an online node or a registered group.  -ENOENT. */
int32_t automovable_model_policy(const struct automovable_model *model,
				 struct automovable_policy *policy);
int32_t automovable_model_node(const struct automovable_model *model, int32_t nid,
			       struct automovable_node *node);
int32_t automovable_model_group(const struct automovable_model *model, int32_t id,
				struct automovable_group *group);

/*
 * The decisions above in constant time; group is an id, and -ENOENT if no such
 * group is registered.
 */
int32_t automovable_model_can_online_movable(const struct automovable_model *model,
					     int32_t nid, int32_t group,
					     uint64_t nr_pages,
					     struct automovable_test *test);
int32_t automovable_model_zone_for_pfn_range(const struct automovable_model *model,
					     uint32_t online_type, int32_t nid,
					     int32_t group, uint64_t start_pfn,
					     uint64_t nr_pages,
					     struct automovable_answer *answer);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_H */
