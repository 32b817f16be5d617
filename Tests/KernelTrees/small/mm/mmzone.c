// SPDX-License-Identifier: GPL-2.0-only
struct pglist_data *first_online_pgdat(void) { return NODE_DATA(first_online_node); }
struct pglist_data *next_online_pgdat(struct pglist_data *pgdat)
{
	unsigned int nid = next_online_node(pgdat->node_id);

	return nid == MAX_NUMNODES ? NULL : NODE_DATA(nid);
}
struct zone *next_zone(struct zone *zone)
{
	struct pglist_data *pgdat = zone->zone_pgdat;

	if (zone + 1 < pgdat->node_zones + MAX_NR_ZONES)
		return zone + 1;
	pgdat = next_online_pgdat(pgdat);
	return pgdat ? pgdat->node_zones : NULL;
}
