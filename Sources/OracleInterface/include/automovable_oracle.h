/* SPDX-License-Identifier: MIT */
/*
 * The oracle interface: what a shared library has to export so that
 * automovable can ask it where the kernel's auto-movable policy puts memory, and
 * compare its answers with those of other implementations.
 *
 * A library exports the six functions at the end of this file; the host loads it
 * with dlopen(), RTLD_LOCAL.  C11 or later, or C++11; 64-bit, little-endian
 * hosts.  Machines and answers are those of automovable.h, of which a library needs
 * nothing else.  docs/oracle.md explains the rest, and
 * Tests/OracleLibraries/third.c is a whole implementation.
 *
 * Numbers are pages of 4 KiB unless said otherwise.  Sums, products and
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
 * The version that this file describes.  It rises whenever a library built
 * for the version before could be misread; the host takes no other version.
 */
#define AUTOMOVABLE_ORACLE_ABI 1u

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
