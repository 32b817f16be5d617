/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Zones, nodes and pages with only the fields that the policy and its books
 * need; included after the tree's enum zone_type.
 */
struct pglist_data;

struct zone {
	struct pglist_data	*zone_pgdat;
	unsigned long		zone_start_pfn;
	unsigned long		spanned_pages;
	unsigned long		present_pages;
	unsigned long		present_early_pages;
	unsigned long		cma_pages;
};

typedef struct pglist_data {
	struct zone	node_zones[MAX_NR_ZONES];
	int		node_id;
	unsigned long	node_start_pfn;
	unsigned long	node_spanned_pages;
	unsigned long	node_present_pages;
} pg_data_t;

_Static_assert(__MAX_NR_ZONES == MAX_NR_ZONES, "the tree has other zones");

/* By id, offline ones too; the one before the first is NODE_DATA(NUMA_NO_NODE). */
extern struct pglist_data shim_nodes[1 + MAX_NUMNODES];
#define NODE_DATA(nid) (&shim_nodes[1 + (nid)])

/* The next online node at or behind an id, or MAX_NUMNODES. */
unsigned int shim_online_node(int nid);
#define first_online_node shim_online_node(0)
#define next_online_node(nid) shim_online_node((nid) + 1)

/* Good until the next look-up. */
struct page {
	unsigned long pfn;
	int nid;
	enum zone_type zone;
	bool early;
};

struct page *pfn_to_online_page(unsigned long pfn);

static inline enum zone_type page_zonenum(const struct page *page)
{
	return page->zone;
}
