/* SPDX-License-Identifier: MIT */
/* The layout that version 2 of the interface stands for: no padding anywhere. */
#include <stddef.h>

#include "automovable_oracle.h"

_Static_assert(AUTOMOVABLE_ORACLE_ABI == 2, "a new version has a new layout");
_Static_assert(sizeof(void *) == 8, "64-bit hosts only");
_Static_assert(sizeof(struct automovable_zone) == 40, "zone");
_Static_assert(sizeof(struct automovable_node) == 208, "node");
_Static_assert(sizeof(struct automovable_group) == 32, "group");
_Static_assert(sizeof(struct automovable_sections) == 24, "sections");
_Static_assert(sizeof(struct automovable_query) == 32, "query");
_Static_assert(sizeof(struct automovable_batch) == 80, "batch");
_Static_assert(sizeof(struct automovable_test) == 64, "test");
_Static_assert(sizeof(struct automovable_answer) == 192, "answer");
_Static_assert(sizeof(struct automovable_event) == 40, "event");
_Static_assert(sizeof(struct automovable_outcome) == 48, "outcome");
_Static_assert(sizeof(struct automovable_history) == 176, "history");
_Static_assert(offsetof(struct automovable_node, nid) == 200, "node.nid");
_Static_assert(offsetof(struct automovable_batch, nodes) == 48, "batch.nodes");
_Static_assert(offsetof(struct automovable_answer, system) == 64, "answer.system");
_Static_assert(offsetof(struct automovable_answer, node) == 128, "answer.node");
