/* SPDX-License-Identifier: MIT */
/* The layout that programs are compiled with: no padding anywhere. */
#include <stddef.h>

#include "automovable.h"

#define SIZE(type, size) _Static_assert(sizeof(struct automovable_##type) == (size), #type)
#define OFFSET(type, field, offset) \
	_Static_assert(offsetof(struct automovable_##type, field) == (offset), #type "." #field)

SIZE(zone, 40);
SIZE(node, 208);
SIZE(group, 32);
SIZE(sections, 24);
SIZE(machine, 24 + 3 * sizeof(void *) + (sizeof(void *) == 4 ? 4 : 0));
SIZE(policy, 16);
SIZE(test, 64);
SIZE(answer, 192);
OFFSET(node, nid, 200);
OFFSET(group, nid, 24);
OFFSET(sections, nid, 16);
OFFSET(machine, nodes, 24);
OFFSET(answer, system, 64);
OFFSET(answer, node, 128);
