/* SPDX-License-Identifier: MIT */
/* The example for arm64 with pages of 64 KiB, and for nothing else. */
#define SECTION_PAGES 8192
#include "third.c"

int32_t automovable_oracle_set_geometry(struct automovable_oracle *o,
					const struct automovable_geometry *g)
{
	return o && g->page_size == 65536 && g->section_size == SECTION_PAGES * g->page_size ? 0 : -1;
}
