/* SPDX-License-Identifier: MIT */
/*
 * The oracle interface: what a shared library has to export so that
 * automovable can ask it where the kernel's auto-movable policy puts memory, and
 * compare its answers with those of other implementations.
 *
 * A library exports the six functions at the end of this file; the host loads it
 * with dlopen(), RTLD_LOCAL.  C11 or later, or C++11; 64-bit, little-endian
 * hosts.  docs/oracle.md explains the rest, and
 * Tests/ConformanceTests/Libraries/third.c is a whole implementation.
 *
 * Numbers are pages of 4 KiB unless said otherwise.  Sums, products and
 * differences are the kernel's: 64 bits wide, and they wrap.
 */
#ifndef AUTOMOVABLE_ORACLE_H
#define AUTOMOVABLE_ORACLE_H

#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/*
 * The version that this file describes.  It rises whenever a library built
 * for the version before could be misread; the host takes no other version.
 */
#define AUTOMOVABLE_ORACLE_ABI 1u

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
	uint64_t first;			/* section number: page frame / 32768 */
	uint64_t count;			/* 1 or more */
	int32_t nid;
	uint32_t zone;			/* enum automovable_zone_type */
};

enum automovable_function {
	/* auto_movable_can_online_movable(nid, group, nr_pages) */
	AUTOMOVABLE_CAN_ONLINE_MOVABLE = 0,
	/* zone_for_pfn_range(online_type, nid, group, start_pfn, nr_pages) */
	AUTOMOVABLE_ZONE_FOR_PFN_RANGE = 1
};

enum automovable_online_type {
	AUTOMOVABLE_OFFLINE = 0,	/* taken for ONLINE */
	AUTOMOVABLE_ONLINE = 1,		/* left to the policy */
	AUTOMOVABLE_ONLINE_KERNEL = 2,
	AUTOMOVABLE_ONLINE_MOVABLE = 3
};

struct automovable_query {
	uint32_t function;		/* enum automovable_function */
	uint32_t online_type;		/* of ZONE_FOR_PFN_RANGE, otherwise 0 */
	int32_t nid;			/* -1 in CAN_ONLINE_MOVABLE: all nodes */
	int32_t group;			/* position of the group, or -1 */
	uint64_t start_pfn;		/* of ZONE_FOR_PFN_RANGE, otherwise 0 */
	uint64_t nr_pages;
};

/* A machine and the questions about it.  The arrays belong to the host. */
struct automovable_batch {
	uint32_t auto_movable;		/* online_policy: 1, or 0 for contig-zones */
	uint32_t auto_movable_ratio;	/* percent */
	uint32_t auto_movable_numa_aware;	/* 0 or 1 */
	uint32_t movable_node;		/* the boot parameter, 0 or 1 */
	uint64_t nr_nodes;
	uint64_t nr_groups;
	uint64_t nr_sections;
	uint64_t nr_queries;
	const struct automovable_node *nodes;
	const struct automovable_group *groups;
	const struct automovable_sections *sections;
	const struct automovable_query *queries;
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
	uint64_t limit;
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

/*
 * An answer: 24 words.  Only result is due, and nid in answers of
 * ZONE_FOR_PFN_RANGE; automovable_oracle_words() tells which others mean
 * something.  Words that do not apply are 0, and the host has set all to 0.
 */
struct automovable_answer {
	uint64_t result;		/* 0 or 1; or the zone's type */
	uint64_t nid;			/* of the zone */
	uint64_t exit;			/* enum automovable_zone_exit */
	uint64_t kernel_lookup;		/* 1: default_kernel_zone_for_pfn() was asked, */
	uint64_t kernel_pfn;		/* ... about this range */
	uint64_t kernel_nr_pages;
	uint64_t online_pages;		/* movable already, of the device or unit */
	uint64_t tested_pages;		/* nr_pages of the ratio tests; 0 if none */
	struct automovable_test system;	/* or the only test */
	struct automovable_test node;
};

/* Instead of a result: this question is beyond the library. */
#define AUTOMOVABLE_DECLINED UINT64_MAX

/* Bit N of automovable_oracle_words() stands for word N of an answer. */
#define AUTOMOVABLE_RESULTS_ONLY 0x000003u
#define AUTOMOVABLE_ALL_WORDS 0xffffffu

/* Exported even from a library that is compiled with -fvisibility=hidden. */
#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* One oracle; libraries define it as they please. */
struct automovable_oracle;

/* AUTOMOVABLE_ORACLE_ABI as the library was compiled with.  Called first. */
uint32_t automovable_oracle_abi(void);

/*
 * A line of UTF-8 text on where the library comes from, for reports: name,
 * version, hashes.  Valid as long as the library is loaded.
 */
const char *automovable_oracle_origin(void);

/* Which words of an answer mean something, for all queries alike. */
uint32_t automovable_oracle_words(void);

/*
 * Oracles are independent of each other: each is used by one thread at a time,
 * several at the same time.  create() returns NULL if it can't.
 */
struct automovable_oracle *automovable_oracle_create(void);
void automovable_oracle_destroy(struct automovable_oracle *oracle);

/*
 * Answer all queries of a batch, in order, into as many answers.  Answers
 * depend on the batch alone.  Returns 0; anything else ends the run.
 */
int32_t automovable_oracle_decide(struct automovable_oracle *oracle,
				  const struct automovable_batch *batch,
				  struct automovable_answer *answers);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_ORACLE_H */
