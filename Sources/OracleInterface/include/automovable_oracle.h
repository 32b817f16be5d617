/* SPDX-License-Identifier: MIT */
/*
 * The oracle interface: what a shared library has to export so that
 * automovable can ask it where the kernel's auto-movable policy puts memory, and
 * compare its answers with those of other implementations.
 *
 * A library exports the functions at the end of this file; those that are called
 * optional if it has something to say by them.  The host loads it with dlopen(),
 * RTLD_LOCAL.  C11 or later, or C++11; 64-bit, little-endian hosts.  Machines and
 * answers are those of automovable.h, of which a library needs nothing else.
 * docs/oracle.md explains the rest, and Tests/OracleLibraries/third.c is a whole
 * implementation of decisions.
 *
 * Numbers are pages, of 4 KiB unless a geometry says otherwise.  Sums, products and
 * differences are the kernel's: 64 bits wide, and they wrap.
 */
#ifndef AUTOMOVABLE_ORACLE_H
#define AUTOMOVABLE_ORACLE_H

#include <stdint.h>

#include "automovable.h"

#if defined(__cplusplus)
extern "C" {
#endif

/*
 * The version that this file describes.  Version 2 is version 1 and
 * automovable_oracle_replay(); the host takes libraries of both.
 */
#define AUTOMOVABLE_ORACLE_ABI 2u

enum automovable_function {
	/* auto_movable_can_online_movable(nid, group, nr_pages) */
	AUTOMOVABLE_CAN_ONLINE_MOVABLE = 0,
	/* zone_for_pfn_range(online_type, nid, group, start_pfn, nr_pages) */
	AUTOMOVABLE_ZONE_FOR_PFN_RANGE = 1
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

/*
 * An answer is a struct automovable_answer, also of CAN_ONLINE_MOVABLE: 24 words,
 * where result is 0 or 1 then, and system the test.  Only result is due, and nid in
 * answers of ZONE_FOR_PFN_RANGE; automovable_oracle_words() tells which others mean
 * something.  Words that do not apply are 0, and the host has set all to 0.
 */

/* Instead of a result: this question is beyond the library. */
#define AUTOMOVABLE_DECLINED UINT64_MAX

/* Bit N of automovable_oracle_words() stands for word N of an answer. */
#define AUTOMOVABLE_RESULTS_ONLY 0x000003u
#define AUTOMOVABLE_ALL_WORDS 0xffffffu

/*
 * Histories, since version 2: a machine as boot leaves it and what happens to its
 * memory, told as the kernel's memory notifiers are, one event after the other.
 * Between them are questions about what the library holds by then.
 */
enum automovable_event_kind {
	/* memory_group_register_static() or, if type is 1, _dynamic() of nr_pages */
	AUTOMOVABLE_REGISTER_GROUP = 0,
	/* memory_group_unregister() */
	AUTOMOVABLE_UNREGISTER_GROUP = 1,
	/* blocks come, offline, and join a group; their node comes online */
	AUTOMOVABLE_ADD_MEMORY = 2,
	/* offline blocks go; they may have been there at boot */
	AUTOMOVABLE_REMOVE_MEMORY = 3,
	/* a node goes offline */
	AUTOMOVABLE_NODE_OFFLINE = 4,
	/* type (a parameter) is value from now on, as in struct automovable_batch */
	AUTOMOVABLE_SET_PARAMETER = 5,
	/*
	 * memory_block_online() of a block by type (an online type), with value
	 * pages at its start for its own memory map: a zone is picked, it and its
	 * node span the block, and its pages are counted.  result: the zone.
	 */
	AUTOMOVABLE_ONLINE_BLOCK = 6,
	/* the same, but a notifier refuses: what was spanned shrinks again */
	AUTOMOVABLE_REFUSE_BLOCK = 7,
	/* memory_block_offline() of a block that is in the zone type */
	AUTOMOVABLE_OFFLINE_BLOCK = 8,
	/* zone_for_pfn_range() of a block by type, nothing is changed; result: the zone */
	AUTOMOVABLE_ASK_ZONE = 9,
	/* words: node_start_pfn, node_spanned_pages, node_present_pages */
	AUTOMOVABLE_READ_NODE = 10,
	/* words: as in struct automovable_zone, of the zone type of a node */
	AUTOMOVABLE_READ_ZONE = 11,
	/*
	 * words: nid, whether the dynamic groups have it among them, max_pages or
	 * unit_pages, present_kernel_pages, present_movable_pages; result: -ENOENT if
	 * no group has the id
	 */
	AUTOMOVABLE_READ_GROUP = 12,
	/*
	 * a write of nr_pages bytes of the history's text, from value on, to the file
	 * of type (a parameter); what the parameter is then follows as
	 * AUTOMOVABLE_SET_PARAMETER, for who can't tell
	 */
	AUTOMOVABLE_WRITE_PARAMETER = 13,
	/* reading that file.  result: the bytes read; words: the first 40 of them */
	AUTOMOVABLE_READ_PARAMETER = 14,
	/*
	 * a run of memory of a node that there is at boot.  Such events come first and
	 * ascend; with them, zones have no memory but this, as far as they span it.
	 * One of no pages: there is none at all
	 */
	AUTOMOVABLE_BOOT_MEMORY = 15,
	/*
	 * what reading the file of type (a parameter) gives if nobody has written to
	 * it.  result: the bytes; words: the first 32 of them, and the file's mode
	 */
	AUTOMOVABLE_READ_DEFAULT = 16
};

enum automovable_parameter {
	AUTOMOVABLE_ONLINE_POLICY = 0,	/* 1: auto-movable */
	AUTOMOVABLE_RATIO = 1,
	AUTOMOVABLE_NUMA_AWARE = 2
};

/* What happens, or is asked; fields that do not apply are 0, or -1 if signed. */
struct automovable_event {
	uint32_t kind;			/* enum automovable_event_kind */
	uint32_t type;
	int32_t nid;
	int32_t group;			/* its id */
	uint64_t start_pfn;		/* whole blocks */
	uint64_t nr_pages;
	uint64_t value;
};

/* What comes of an event; the host has set all to 0. */
struct automovable_outcome {
	int64_t result;			/* 0, an id or a zone; or -errno */
	uint64_t words[5];
};

/* Instead of a result: this event is beyond the library. */
#define AUTOMOVABLE_BEYOND INT64_MIN

struct automovable_history {
	/*
	 * The machine as boot leaves it: parameters and nodes, without groups and
	 * queries.  All that a populated zone spans is memory unless events say
	 * where it is; sections are those whose first page is online.
	 */
	const struct automovable_batch *machine;
	uint64_t block_pages;		/* the size of a block: a power of two */
	uint64_t possible_nodes[16];	/* bit N of word M: node 64 * M + N */
	uint64_t nr_events;
	const struct automovable_event *events;
	uint64_t text_size;
	const char *text;		/* what is written, not terminated */
};

/*
 * What a kernel's architecture and configuration fix.  Without a word of it, what
 * x86-64 has: pages of 4 KiB, sections of 128 MiB, all zones, CONFIG_NUMA, CONFIG_CMA.
 */
struct automovable_geometry {
	uint64_t page_size;		/* bytes */
	uint64_t section_size;		/* bytes */
	uint32_t zones;			/* bit N: zone N of enum automovable_zone_type */
	uint32_t numa;			/* 0 or 1; without, there is node 0 alone */
	uint32_t cma;			/* 0 or 1; without, cma_pages are 0 */
	uint32_t reserved;
};

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

/*
 * Optional: what a library that seems to be whole nevertheless can't say, or doesn't
 * say as what it stands for, a few words a line, in UTF-8; empty if there is
 * nothing.  Verdicts and reports of comparisons name it.
 */
const char *automovable_oracle_gaps(void);

/*
 * Optional: the largest unit of a dynamic group, in pages, about which the library wants
 * to be asked for a zone by generated cases; beyond it counts as declined.  Units of up
 * to 2^63 pages are generated, so UINT64_MAX is for who looks at a unit's sections
 * without walking over all.  2^30 without the function.
 */
uint64_t automovable_oracle_largest_unit(void);

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

/*
 * Since version 2, and optional: go through a history, from boot, into as many
 * outcomes as it has events.  What a library does not cover, or no longer knows
 * because of something that it does not cover, is AUTOMOVABLE_BEYOND it.  Returns
 * 0; anything else ends the run.
 */
int32_t automovable_oracle_replay(struct automovable_oracle *oracle,
				  const struct automovable_history *history,
				  struct automovable_outcome *outcomes);

/*
 * Optional, in any version: batches and histories are of this geometry from now on.
 * Returns 0; anything else means that it is beyond the library, which then is not
 * asked about it.  A library without the function is asked about x86-64 alone.
 */
int32_t automovable_oracle_set_geometry(struct automovable_oracle *oracle,
					const struct automovable_geometry *geometry);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_ORACLE_H */
