/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Zones and nodes with the tree's members as far as these are plain, and pages with
 * what the policy and its books ask of them; included after the tree's enum zone_type
 * and those members.
 */
struct pglist_data;

struct zone {
	SHIM_ZONE_MEMBERS
};

typedef struct pglist_data {
	SHIM_NODE_MEMBERS
} pg_data_t;

/* By id, offline ones too; the one before the first is NODE_DATA(NUMA_NO_NODE). */
extern struct pglist_data shim_nodes[1 + MAX_NUMNODES];
#ifdef CONFIG_NUMA
#define NODE_DATA(nid) (&shim_nodes[1 + (nid)])
#else
#define NODE_DATA(nid) ((void)(nid), &shim_nodes[1])
#endif

/* The next online node at or behind an id, or MAX_NUMNODES. */
unsigned int shim_online_node(int nid);
#define first_online_node shim_online_node(0)
#define next_online_node(nid) shim_online_node((nid) + 1)
#define node_online(nid) (shim_online_node(nid) == (unsigned int)(nid))
#define for_each_online_node(nid)					\
	for ((nid) = first_online_node; (nid) < MAX_NUMNODES;		\
	     (nid) = next_online_node(nid))

/* Good until the next look-up. */
struct page {
	unsigned long pfn;
	int nid;
	enum zone_type zone;
	bool early;
};

struct mem_section {
	bool early;
};

/* Of a single decision only pages that are online are known; of others see below. */
struct page *pfn_to_online_page(unsigned long pfn);
struct page *pfn_to_page(unsigned long pfn);
struct mem_section *__pfn_to_section(unsigned long pfn);

static inline enum zone_type page_zonenum(const struct page *page)
{
	return page->zone;
}

static inline struct zone *page_zone(const struct page *page)
{
	return &NODE_DATA(page->nid)->node_zones[page->zone];
}

#define pfn_valid(pfn) (pfn_to_online_page(pfn) != NULL)
#define early_section(section) ((section)->early)
#define page_to_pfn(page) ((page)->pfn)
#define page_to_nid(page) ((page)->nid)
#define pfn_to_nid(pfn) page_to_nid(pfn_to_page(pfn))
#define zone_to_nid(zone) ((zone)->zone_pgdat->node_id)
#ifdef CONFIG_ZONE_DEVICE
#define zone_is_zone_device(zone) (zone_idx(zone) == ZONE_DEVICE)
#else
#define zone_is_zone_device(zone) ((void)(zone), false)
#endif

/* What --argument may ask for: the pages that the block at hand has for its map. */
static unsigned long shim_memmap_pages;

/* A zone that becomes more than nothing, and the pages' own initialisation. */
#define init_currently_empty_zone(zone, start_pfn, size) \
	((void)((zone)->zone_start_pfn = (start_pfn)))
void shim_memmap_init(unsigned long nr_pages, int nid, unsigned long zone,
		      unsigned long start_pfn);
#define memmap_init_range(nr_pages, nid, zone, start_pfn, ...) \
	shim_memmap_init(nr_pages, nid, zone, start_pfn)
#define page_init_poison(page, size) ((void)(page))
#define section_taint_zone_device(pfn) ((void)(pfn))
#define zone_span_writelock(zone) ((void)(zone))
#define zone_span_writeunlock(zone) ((void)(zone))
#define pgdat_resize_lock(pgdat, flags) ((void)(pgdat), (void)(flags))
#define pgdat_resize_unlock(pgdat, flags) ((void)(pgdat), (void)(flags))
#define clear_zone_contiguous(zone) ((void)(zone))
#define set_zone_contiguous(zone) ((void)(zone))
