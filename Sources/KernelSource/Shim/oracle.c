/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The oracle interface over genuine functions.  These keep their state in
 * globals, so that oracles share it and take turns.
 */
#include <pthread.h>

#include "shim.h"

#include <linux/xarray.h>

#include "automovable_oracle.h"
#include "idle.h"
#include "extract.c"
#include "origin.h"

#ifndef CONFIG_NUMA
/* Nothing of the tree's reads it then. */
static bool auto_movable_numa_aware;
#endif

/* A unit of more sections than this would be walked for too long. */
#define MAX_UNIT_SECTIONS (1UL << 16)

/* Both spellings of the functions that are called from here. */
#ifdef HAVE_register_static_memory_group
#define memory_group_register_static register_static_memory_group
#endif
#ifdef HAVE_register_dynamic_memory_group
#define memory_group_register_dynamic register_dynamic_memory_group
#endif
#ifdef HAVE_unregister_memory_group
#define memory_group_unregister unregister_memory_group
#endif
#ifdef HAVE_get_memory_group
#define memory_group_find_by_id get_memory_group
#endif

/* The interface's zones, -1 without; a vendor's tree may have more. */
static const int shim_zones[] = {
#ifdef CONFIG_ZONE_DMA
	[AUTOMOVABLE_ZONE_DMA] = ZONE_DMA,
#else
	[AUTOMOVABLE_ZONE_DMA] = -1,
#endif
#ifdef CONFIG_ZONE_DMA32
	[AUTOMOVABLE_ZONE_DMA32] = ZONE_DMA32,
#else
	[AUTOMOVABLE_ZONE_DMA32] = -1,
#endif
	[AUTOMOVABLE_ZONE_NORMAL] = ZONE_NORMAL,
	[AUTOMOVABLE_ZONE_MOVABLE] = ZONE_MOVABLE,
#ifdef CONFIG_ZONE_DEVICE
	[AUTOMOVABLE_ZONE_DEVICE] = ZONE_DEVICE,
#else
	[AUTOMOVABLE_ZONE_DEVICE] = -1,
#endif
};
#define SHIM_NR_ZONES 5

/* One of a node's zones; NULL for one that the configuration doesn't have. */
static struct zone *shim_zone(int nid, uint64_t type)
{
	return type < SHIM_NR_ZONES && shim_zones[type] >= 0 ?
	       &NODE_DATA(nid)->node_zones[shim_zones[type]] : NULL;
}

/* A zone that others don't have is none of the interface's. */
static int64_t shim_zone_of(int zid)
{
	int i;

	for (i = 0; i < SHIM_NR_ZONES; i++)
		if (shim_zones[i] == zid)
			return i;
	return SHIM_NR_ZONES + zid;
}

/* The rest of a vendor's arguments is as --argument says, or 0. */
static struct vmem_altmap shim_altmap;

static struct zone *shim_zone_for_pfn_range(int online_type, int nid,
					    struct memory_group *group,
					    unsigned long start_pfn,
					    unsigned long nr_pages)
{
	shim_altmap.free = shim_memmap_pages;
	return shim_call_zone_for_pfn_range(online_type, nid, group, start_pfn,
					    nr_pages);
}

struct automovable_oracle {
	char unused;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct pglist_data shim_nodes[1 + MAX_NUMNODES];
static unsigned long online_nodes[BITS_TO_LONGS(MAX_NUMNODES)];

/* Those of the history in hand, if there is one. */
static const struct automovable_history *history;

static uint64_t nr_groups;		/* registered now */
static const struct automovable_sections *sections;
static uint64_t nr_sections, last_section;	/* last_section: a guess */

unsigned int shim_online_node(int nid)
{
	return (unsigned int)find_next_bit(online_nodes, MAX_NUMNODES,
					   (unsigned long)nid);
}

unsigned long memory_block_size_bytes(void)
{
	return history ? history->block_pages << PAGE_SHIFT : MIN_MEMORY_BLOCK_SIZE;
}

bool node_possible(int nid)
{
	return nid >= 0 && nid < MAX_NUMNODES &&
	       (!history || history->possible_nodes[nid / 64] >> (nid % 64) & 1);
}

#ifdef SHIM_HISTORIES
static struct page *shim_online_page(unsigned long pfn);
#else
struct page *pfn_to_page(unsigned long pfn)
{
	return pfn_to_online_page(pfn);
}
#endif

static bool is_in(uint64_t nr, const struct automovable_sections *run)
{
	return nr >= run->first && nr - run->first < run->count;
}

struct page *pfn_to_online_page(unsigned long pfn)
{
	static struct page page;
	const uint64_t nr = pfn >> PFN_SECTION_SHIFT;
	uint64_t low = 0, high = nr_sections, middle;

#ifdef SHIM_HISTORIES
	if (history)
		return shim_online_page(pfn);
#endif
	if (last_section < nr_sections && is_in(nr, &sections[last_section])) {
		low = last_section;
	} else {
		/* The first run that ends behind it. */
		while (low < high) {
			middle = low + (high - low) / 2;
			if (sections[middle].first + sections[middle].count <= nr)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == nr_sections || !is_in(nr, &sections[low]))
			return NULL;
		last_section = low;
	}
	page.pfn = pfn;
	page.nid = sections[low].nid;
	page.zone = (enum zone_type)shim_zones[sections[low].zone];
	return &page;
}

static void init_node(int nid)
{
	struct pglist_data *pgdat = NODE_DATA(nid);
	int zid;

	memset(pgdat, 0, sizeof(*pgdat));
	pgdat->node_id = nid;
	for (zid = 0; zid < MAX_NR_ZONES; zid++)
		pgdat->node_zones[zid].zone_pgdat = pgdat;
}

static void load_node(const struct automovable_node *node)
{
	struct pglist_data *pgdat = NODE_DATA(node->nid);
	int zid;

	__set_bit((unsigned long)node->nid, online_nodes);
	for (zid = 0; zid < SHIM_NR_ZONES; zid++) {
		const struct automovable_zone *from = &node->zones[zid];
		struct zone *zone = shim_zone(node->nid, (uint64_t)zid);

		if (!zone)
			continue;
		zone->zone_start_pfn = from->start_pfn;
		zone->spanned_pages = from->spanned_pages;
		zone->present_pages = from->present_pages;
		zone->present_early_pages = from->present_early_pages;
#ifdef CONFIG_CMA
		zone->cma_pages = from->cma_pages;
#endif
		pgdat->node_present_pages += from->present_pages;
	}
}

/* Whether the tree takes the group, and under the id that it is to have. */
static bool load_group(const struct automovable_group *group)
{
	struct memory_group *new_group;
	int mgid;

	mgid = group->is_dynamic ?
	       memory_group_register_dynamic(group->nid, group->pages) :
	       memory_group_register_static(group->nid, group->pages);
	if (mgid < 0)
		return false;
	nr_groups++;
	if ((uint64_t)mgid != nr_groups - 1)
		return false;
	new_group = memory_group_find_by_id(mgid);
	new_group->present_kernel_pages = group->present_kernel_pages;
	new_group->present_movable_pages = group->present_movable_pages;
	return true;
}

static bool load_machine(const struct automovable_batch *batch)
{
	uint64_t i;

	online_policy = batch->auto_movable ? ONLINE_POLICY_AUTO_MOVABLE :
					      ONLINE_POLICY_CONTIG_ZONES;
	auto_movable_ratio = batch->auto_movable_ratio;
	auto_movable_numa_aware = batch->auto_movable_numa_aware;
	movable_node_enabled = batch->movable_node;
	sections = batch->sections;
	nr_sections = batch->nr_sections;
	last_section = 0;

	/* No kernel is without a node; one without memory makes no difference. */
	if (!batch->nr_nodes)
		__set_bit(0, online_nodes);
	for (i = 0; i < batch->nr_nodes; i++) {
		if (!node_possible(batch->nodes[i].nid))
			return false;
		load_node(&batch->nodes[i]);
	}
	return true;
}

static bool load(const struct automovable_batch *batch)
{
	uint64_t i;

	if (!load_machine(batch))
		return false;
	for (i = 0; i < batch->nr_groups; i++)
		if (!load_group(&batch->groups[i]))
			return false;
	return true;
}

static void unload(void)
{
	unsigned int nid;

	for (nid = first_online_node; nid < MAX_NUMNODES;
	     nid = next_online_node((int)nid)) {
		init_node((int)nid);
		__clear_bit(nid, online_nodes);
	}
	/* The highest id first: one that was not as expected goes with the rest. */
	while (nr_groups)
		memory_group_unregister((int)--nr_groups);
}

/* Whether a question is such that the tree can't, or can't soon, answer it. */
static bool is_beyond(const struct automovable_query *query,
		      const struct memory_group *group)
{
	/* Without CONFIG_NUMA each node is node 0. */
	const bool is_known = !IS_ENABLED(CONFIG_NUMA) || node_possible(query->nid);

	if (query->group >= 0 && !group)
		return true;
	if (query->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE)
		return query->nid != NUMA_NO_NODE && !is_known;
	return !is_known ||
	       (group && group->is_dynamic &&
		group->d.unit_pages / PAGES_PER_SECTION > MAX_UNIT_SECTIONS);
}

static void answer_query(const struct automovable_query *query,
			 struct automovable_answer *answer)
{
	struct memory_group *group = NULL;
	struct zone *zone;

	if (query->group >= 0)
		group = memory_group_find_by_id(query->group);
	if (is_beyond(query, group)) {
		answer->result = AUTOMOVABLE_DECLINED;
		return;
	}
#ifdef SHIM_TRACES
	shim_answer = answer;
	shim_tests = 0;
#endif
	if (query->function == AUTOMOVABLE_CAN_ONLINE_MOVABLE) {
#ifdef HAVE_auto_movable_can_online_movable
		answer->result = shim_call_auto_movable_can_online_movable(
			query->nid, group, query->nr_pages);
		answer->tested_pages = 0;
#else
		answer->result = AUTOMOVABLE_DECLINED;
#endif
		return;
	}
	shim_memmap_pages = 0;
	zone = shim_zone_for_pfn_range((int)query->online_type, query->nid, group,
				       query->start_pfn, query->nr_pages);
	answer->result = (uint64_t)shim_zone_of(zone_idx(zone));
	answer->nid = (uint64_t)zone->zone_pgdat->node_id;
}

const char *automovable_oracle_gaps(void)
{
	return SHIM_GAPS;
}

/* Walks that would take for ever are declined where they begin. */
uint64_t automovable_oracle_largest_unit(void)
{
	return UINT64_MAX;
}

uint32_t automovable_oracle_abi(void)
{
	return AUTOMOVABLE_ORACLE_ABI;
}

const char *automovable_oracle_origin(void)
{
	return SHIM_ORIGIN;
}

#ifdef SHIM_HISTORIES
#include "history.c"
#endif

__attribute__((__constructor__)) static void init(void)
{
	int nid;

	for (nid = 0; nid < MAX_NUMNODES; nid++)
		init_node(nid);
#ifdef SHIM_PARAMETERS
	note_defaults();
#endif
}

int32_t automovable_oracle_set_geometry(struct automovable_oracle *oracle,
					const struct automovable_geometry *geometry)
{
	uint32_t zones = 0;
	int zid;

	(void)oracle;
	for (zid = 0; zid < SHIM_NR_ZONES; zid++)
		zones |= shim_zones[zid] >= 0 ? 1u << zid : 0;
	return geometry->page_size == PAGE_SIZE &&
	       geometry->section_size == 1UL << SECTION_SIZE_BITS &&
	       geometry->zones == zones &&
	       geometry->numa == IS_ENABLED(CONFIG_NUMA) &&
	       geometry->cma == IS_ENABLED(CONFIG_CMA) ? 0 : -EINVAL;
}

#define WORD(field) (1u << (offsetof(struct automovable_answer, field) / 8))

uint32_t automovable_oracle_words(void)
{
#ifdef SHIM_TRACES
	return AUTOMOVABLE_RESULTS_ONLY | WORD(kernel_lookup) |
	       WORD(kernel_pfn) | WORD(kernel_nr_pages) | WORD(tested_pages) |
	       WORD(system.kernel_early_pages) | WORD(system.movable_pages) |
#ifdef HAVE_walk_dynamic_memory_groups
	       WORD(system.req_kernel_early_pages) |
	       WORD(system.group_movable_pages) |
	       WORD(node.req_kernel_early_pages) |
	       WORD(node.group_movable_pages) |
#endif
	       WORD(node.kernel_early_pages) | WORD(node.movable_pages);
#else
	return AUTOMOVABLE_RESULTS_ONLY;
#endif
}

struct automovable_oracle *automovable_oracle_create(void)
{
	return calloc(1, sizeof(struct automovable_oracle));
}

void automovable_oracle_destroy(struct automovable_oracle *oracle)
{
	free(oracle);
}

int32_t automovable_oracle_decide(struct automovable_oracle *oracle,
				  const struct automovable_batch *batch,
				  struct automovable_answer *answers)
{
	uint64_t i;
	bool loaded;

	(void)oracle;
	pthread_mutex_lock(&lock);
	loaded = load(batch);
	for (i = 0; i < batch->nr_queries; i++) {
		if (loaded)
			answer_query(&batch->queries[i], &answers[i]);
		else
			answers[i].result = AUTOMOVABLE_DECLINED;
	}
	unload();
	pthread_mutex_unlock(&lock);
	return 0;
}
