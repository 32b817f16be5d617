/* SPDX-License-Identifier: MIT */
/* The policy a third time, as short as it gets: an example of an oracle library. */
#include "automovable_oracle.h"
#include <stdbool.h>

#ifndef SECTION_PAGES
#define SECTION_PAGES 32768
#endif
enum { SECTION = SECTION_PAGES, ZONES = AUTOMOVABLE_ZONES, MOVABLE = AUTOMOVABLE_ZONE_MOVABLE };
struct automovable_oracle { int unused; } oracle;

static bool allowed(const struct automovable_batch *b, int nid, int group, uint64_t pages)
{
	const int64_t ratio = (int32_t)b->auto_movable_ratio; /* signed in this place only */
	uint64_t kernel = 0, movable = 0, required = 0, need, i;

	for (i = 0; i < b->nr_nodes * ZONES; i++) {
		const struct automovable_zone *z = &b->nodes[i / ZONES].zones[i % ZONES];

		if (!z->present_pages || (nid != -1 && b->nodes[i / ZONES].nid != nid))
			continue;
		movable += i % ZONES == MOVABLE ? z->present_pages : z->cma_pages;
		kernel += i % ZONES == MOVABLE ? 0 : z->present_early_pages - z->cma_pages;
	}
	for (i = 0; i < b->nr_groups; i++) {
		const struct automovable_group *g = &b->groups[i];

		if ((int64_t)i == group || !g->is_dynamic || (nid != -1 && g->nid != nid) || !ratio)
			continue;
		need = g->present_movable_pages * 100 / (uint64_t)ratio - g->present_kernel_pages;
		required += (int64_t)need > 0 ? need : 0;
		movable -= g->present_movable_pages;
	}
	if (kernel <= required)
		return false;
	if (group >= 0 && b->groups[group].is_dynamic)
		kernel += b->groups[group].present_kernel_pages;
	return movable + pages <= b->auto_movable_ratio * (kernel - required) / 100;
}

static bool meets(const struct automovable_zone *z, uint64_t pfn, uint64_t pages)
{
	return z->spanned_pages && pfn < z->start_pfn + z->spanned_pages && pfn + pages > z->start_pfn;
}

static uint64_t zone_for(const struct automovable_batch *b, const struct automovable_query *q)
{
	const struct automovable_node empty = { .nid = -1 }, *n = &empty;
	const struct automovable_group *g = q->group < 0 ? 0 : &b->groups[q->group];
	uint64_t pfn = q->start_pfn, pages = q->nr_pages, start, end, from, to, online = 0, i, kernel = 0;
	bool is_ours = q->online_type < AUTOMOVABLE_ONLINE_KERNEL, in_movable;
	bool refused = !is_ours || !b->auto_movable || !b->auto_movable_ratio;

	if (q->online_type == AUTOMOVABLE_ONLINE_MOVABLE)
		return MOVABLE;
	for (i = 0; i < b->nr_nodes; i++)
		n = b->nodes[i].nid == q->nid ? &b->nodes[i] : n;
	if (!refused && g && !g->is_dynamic) {
		refused = g->present_kernel_pages;
		pages = refused ? pages : g->pages - g->present_movable_pages;
	} else if (!refused && g && g->pages != pages) {
		pfn = start = q->start_pfn & -g->pages;
		end = start + g->pages;
		for (i = 0; i < b->nr_sections && pfn < end && !refused; i++) {
			from = b->sections[i].first * SECTION;
			to = from + b->sections[i].count * SECTION;
			from = from > start ? from : start;
			to = to < end ? to : end;
			online += from < to ? to - from : 0;
			refused = from < to && b->sections[i].zone != MOVABLE;
			pfn = refused ? from : pfn; /* where the kernel stops */
		}
		pages = refused ? pages : g->pages - online;
		pfn = refused || start > end ? pfn : end;
	}
	if (!refused && allowed(b, -1, q->group, pages) &&
	    (!b->auto_movable_numa_aware || allowed(b, q->nid, q->group, pages)))
		return MOVABLE;
	while (kernel < AUTOMOVABLE_ZONE_NORMAL && !meets(&n->zones[kernel], pfn, pages))
		kernel++;
	in_movable = meets(&n->zones[MOVABLE], pfn, pages);
	if (in_movable == meets(&n->zones[kernel], pfn, pages))
		in_movable = b->movable_node;
	return is_ours && !b->auto_movable && in_movable ? MOVABLE : kernel;
}

uint32_t automovable_oracle_abi(void) { return AUTOMOVABLE_ORACLE_ABI; }
const char *automovable_oracle_origin(void) { return "third.c, an example"; }
uint32_t automovable_oracle_words(void) { return AUTOMOVABLE_RESULTS_ONLY; }
uint64_t automovable_oracle_largest_unit(void) { return UINT64_MAX; }
struct automovable_oracle *automovable_oracle_create(void) { return &oracle; }
void automovable_oracle_destroy(struct automovable_oracle *o) { (void)o; }

int32_t automovable_oracle_decide(struct automovable_oracle *o, const struct automovable_batch *b,
				  struct automovable_answer *a)
{
	for (const struct automovable_query *q = b->queries; q < b->queries + b->nr_queries; q++, a++)
		if (q->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE)
			a->result = allowed(b, q->nid, q->group, q->nr_pages);
		else
			a->result = zone_for(b, q), a->nid = (uint64_t)q->nid;
	return o ? 0 : -1;
}
