/* SPDX-License-Identifier: GPL-2.0-only */
/* Histories: each event as the genuine functions that cover it make it. */
#include "books.c"
#ifdef SHIM_BLOCKS
#include "blocks.c"
#endif
#ifdef SHIM_PARAMETERS
#include "settings.c"
#endif

static int max_mgid;		/* the highest that was given out */

static int64_t register_group(const struct automovable_event *event)
{
	int mgid = event->type ?
		   memory_group_register_dynamic(event->nid, event->nr_pages) :
		   memory_group_register_static(event->nid, event->nr_pages);

	max_mgid = max(max_mgid, mgid);
	return mgid;
}

/* Let a group have blocks or none: nobody asks how many. */
static void update_group(int mgid)
{
	static struct list_head some = LIST_HEAD_INIT(some);
	struct memory_group *group;
	size_t i;

	if (mgid < 0)
		return;
	group = memory_group_find_by_id(mgid);
	if (!group)
		return;
	INIT_LIST_HEAD(&group->memory_blocks);
	for (i = 0; i < nr_shim_runs; i++)
		if (shim_runs[i].mgid == mgid)
			group->memory_blocks.next = &some;
}

static int64_t add_memory(const struct automovable_event *event)
{
	const unsigned long nid = (unsigned long)event->nid;

	if (!test_bit(nid, online_nodes)) {
		init_node(event->nid);
		__set_bit(nid, online_nodes);
	}
	shim_add((struct shim_run) {
		.start_pfn = event->start_pfn,
		.end_pfn = event->start_pfn + event->nr_pages,
		.mgid = event->group, .nid = event->nid,
	});
	update_group(event->group);
	return 0;
}

static int64_t remove_memory(const struct automovable_event *event)
{
	const unsigned long start_pfn = event->start_pfn;
	const unsigned long end_pfn = start_pfn + event->nr_pages;
	size_t i;
	int mgid;

	/* Blocks of several groups may go at once. */
	while ((i = shim_find(start_pfn)) < nr_shim_runs &&
	       shim_runs[i].start_pfn < end_pfn) {
		mgid = shim_runs[i].mgid;
		shim_remove(max(start_pfn, shim_runs[i].start_pfn),
			    min(end_pfn, shim_runs[i].end_pfn));
		update_group(mgid);
	}
	return 0;
}

static int64_t set_parameter(const struct automovable_event *event)
{
	switch (event->type) {
	case AUTOMOVABLE_ONLINE_POLICY:
		online_policy = event->value ? ONLINE_POLICY_AUTO_MOVABLE :
					       ONLINE_POLICY_CONTIG_ZONES;
		return 0;
	case AUTOMOVABLE_RATIO:
		auto_movable_ratio = (unsigned int)event->value;
		return 0;
	case AUTOMOVABLE_NUMA_AWARE:
		auto_movable_numa_aware = event->value;
		return 0;
	}
	return AUTOMOVABLE_BEYOND;
}

#ifndef SHIM_BLOCKS
static bool shrink(struct zone *zone, unsigned long start_pfn,
		   unsigned long nr_pages)
{
	if (!nr_pages)
		return true;
	if (!shrinks_soon(zone, start_pfn, start_pfn + nr_pages))
		return false;
	shim_call_remove_pfn_range_from_zone(zone, start_pfn, nr_pages);
	return true;
}
#endif

static struct zone *zone_of(const struct automovable_event *event)
{
#ifdef SHIM_TRACES
	static struct automovable_answer unused_answer;
#endif
	struct memory_group *group = event->group < 0 ? NULL :
				     memory_group_find_by_id(event->group);

	if (event->group >= 0 && !group)
		return NULL;
	if (group && group->is_dynamic &&
	    group->d.unit_pages / PAGES_PER_SECTION > MAX_UNIT_SECTIONS)
		return NULL;
#ifdef SHIM_TRACES
	shim_answer = &unused_answer;
	shim_tests = 0;
#endif
	shim_memmap_pages = event->value;
	return shim_zone_for_pfn_range((int)event->type, event->nid, group,
				       event->start_pfn, event->nr_pages);
}

#ifndef SHIM_BLOCKS
/* A block's memory map fills whole sections, or none, before the rest is online. */
static void set_map_online(const struct automovable_event *event, bool online)
{
	shim_set_online(event->start_pfn,
			ALIGN_DOWN(event->start_pfn + event->value,
				   PAGES_PER_SECTION), online);
}

static void account(const struct automovable_event *event, long nr_pages)
{
	struct memory_group *group = event->group < 0 ? NULL :
				     memory_group_find_by_id(event->group);

	shim_call_adjust_present_page_count(pfn_to_page(event->start_pfn), group,
					    nr_pages,
					    page_zone(pfn_to_page(event->start_pfn)));
}
#endif

static int64_t online_block(const struct automovable_event *event)
{
#ifdef SHIM_BLOCKS
	int64_t result;

	/* It is asked for the zone itself; this tells whether it can be. */
	if (!zone_of(event))
		return AUTOMOVABLE_BEYOND;
	result = shim_online_block(event);
	shim_join();
	return result;
#else
	const unsigned long pfn = event->start_pfn + event->value;
	const unsigned long nr_pages = event->nr_pages - event->value;
	struct zone *zone = zone_of(event);
	bool shrunk;

	if (!zone)
		return AUTOMOVABLE_BEYOND;
	if (event->value) {
		shim_call_move_pfn_range_to_zone(zone, event->start_pfn,
						 event->value, NULL,
						 MIGRATE_UNMOVABLE, false);
		set_map_online(event, true);
	}
	shim_call_move_pfn_range_to_zone(zone, pfn, nr_pages, NULL, MIGRATE_ISOLATE,
					 true);
	if (event->kind == AUTOMOVABLE_REFUSE_BLOCK) {
		shrunk = shrink(zone, pfn, nr_pages);
		set_map_online(event, false);
		shrunk = shrunk && shrink(zone, event->start_pfn, event->value);
		return shrunk ? shim_zone_of(zone_idx(zone)) : AUTOMOVABLE_BEYOND;
	}
	shim_set_online(event->start_pfn, event->start_pfn + event->nr_pages, true);
	account(event, (long)nr_pages);
	if (event->value)
		account(event, (long)event->value);
	shim_join();
	return shim_zone_of(zone_idx(zone));
#endif
}

static int64_t offline_block(const struct automovable_event *event)
{
#ifndef CONFIG_MEMORY_HOTREMOVE
	/* Nothing goes offline then. */
	return AUTOMOVABLE_BEYOND;
#elif defined(SHIM_BLOCKS)
	int64_t result = shim_offline_block(event);

	shim_join();
	return result;
#else
	const unsigned long pfn = event->start_pfn + event->value;
	const unsigned long nr_pages = event->nr_pages - event->value;
	struct zone *zone = shim_zone(event->nid, event->type);
	bool shrunk;

	if (event->value)
		account(event, -(long)event->value);
	/* A section goes offline whole. */
	shim_set_online(ALIGN_DOWN(pfn, PAGES_PER_SECTION), pfn + nr_pages, false);
	account(event, -(long)nr_pages);
	shrunk = shrink(zone, pfn, nr_pages);
	set_map_online(event, false);
	shrunk = shrunk && shrink(zone, event->start_pfn, event->value);
	shim_join();
	return shrunk ? 0 : AUTOMOVABLE_BEYOND;
#endif
}

#ifdef HAVE_walk_dynamic_memory_groups
static int shim_find_group(struct memory_group *group, void *arg)
{
	return group == arg;
}
#endif

static int64_t read_group(const struct automovable_event *event, uint64_t *words)
{
	struct memory_group *group = memory_group_find_by_id(event->group);

	if (!group)
		return -ENOENT;
	words[0] = (uint64_t)group->nid;
	/* By its mark, and by that the group's node is the one it is looked for on. */
#ifdef HAVE_walk_dynamic_memory_groups
	words[1] = !!shim_call_walk_dynamic_memory_groups(group->nid, shim_find_group,
							  NULL, group);
#else
	words[1] = group->is_dynamic;
#endif
	words[2] = group->is_dynamic ? group->d.unit_pages : group->s.max_pages;
	words[3] = group->present_kernel_pages;
	words[4] = group->present_movable_pages;
	return 0;
}

static int64_t read_zone(const struct automovable_event *event, uint64_t *words)
{
	const struct zone *zone = shim_zone(event->nid, event->type);

	if (!zone)
		return 0;
	words[0] = zone->zone_start_pfn;
	words[1] = zone->spanned_pages;
	words[2] = zone->present_pages;
	words[3] = zone->present_early_pages;
#ifdef CONFIG_CMA
	words[4] = zone->cma_pages;
#endif
	return 0;
}

static int64_t replay_event(const struct automovable_event *event,
			    uint64_t *words)
{
	struct pglist_data *pgdat;
	struct zone *zone;

	switch (event->kind) {
	case AUTOMOVABLE_BOOT_MEMORY:
		return 0;	/* boot() has done it */
	case AUTOMOVABLE_REGISTER_GROUP:
		return register_group(event);
	case AUTOMOVABLE_UNREGISTER_GROUP:
		return memory_group_unregister(event->group);
	case AUTOMOVABLE_READ_GROUP:
		return read_group(event, words);
	case AUTOMOVABLE_REMOVE_MEMORY:
		return remove_memory(event);
	case AUTOMOVABLE_SET_PARAMETER:
		return set_parameter(event);
#ifdef SHIM_PARAMETERS
	case AUTOMOVABLE_WRITE_PARAMETER:
		return write_parameter(event);
	case AUTOMOVABLE_READ_PARAMETER:
		return read_parameter(event, words);
	case AUTOMOVABLE_READ_DEFAULT:
		return read_default(event, words);
#endif
	}

	/* All others are about a node. */
	if (event->nid < 0 || event->nid >= MAX_NUMNODES ||
	    (event->kind == AUTOMOVABLE_READ_ZONE && event->type >= SHIM_NR_ZONES))
		return AUTOMOVABLE_BEYOND;
	pgdat = NODE_DATA(event->nid);
	switch (event->kind) {
	case AUTOMOVABLE_ADD_MEMORY:
		return add_memory(event);
	case AUTOMOVABLE_NODE_OFFLINE:
		/* It keeps what it has until the history ends. */
		__clear_bit((unsigned long)event->nid, online_nodes);
		return 0;
	case AUTOMOVABLE_ONLINE_BLOCK:
	case AUTOMOVABLE_REFUSE_BLOCK:
		return online_block(event);
	case AUTOMOVABLE_OFFLINE_BLOCK:
		return shim_zone(event->nid, event->type) ? offline_block(event) :
							    AUTOMOVABLE_BEYOND;
	case AUTOMOVABLE_ASK_ZONE:
		zone = zone_of(event);
		return zone ? shim_zone_of(zone_idx(zone)) : AUTOMOVABLE_BEYOND;
	case AUTOMOVABLE_READ_NODE:
		words[0] = pgdat->node_start_pfn;
		words[1] = pgdat->node_spanned_pages;
		words[2] = pgdat->node_present_pages;
		return 0;
	case AUTOMOVABLE_READ_ZONE:
		return read_zone(event, words);
	}
	return AUTOMOVABLE_BEYOND;
}

/* What zones of a node span of a range is memory. */
static void add_boot_memory(struct pglist_data *pgdat, unsigned long start_pfn,
			    unsigned long end_pfn)
{
	int zid;

	for (zid = 0; zid < MAX_NR_ZONES; zid++) {
		struct zone *zone = &pgdat->node_zones[zid];
		const unsigned long first = max(start_pfn, zone->zone_start_pfn);
		const unsigned long end = min(end_pfn, zone_end_pfn(zone));

		if (zone_is_zone_device(zone) || !populated_zone(zone) ||
		    zone_is_empty(zone) || first >= end)
			continue;
		shim_insert(nr_shim_runs, (struct shim_run) {
			.start_pfn = first, .end_pfn = end,
			.mgid = -1, .nid = pgdat->node_id,
			.zone = (enum zone_type)zid,
			.online = true, .early = true,
		});
	}
}

static bool boot(void)
{
	const struct automovable_batch *machine = history->machine;
	const struct automovable_event *event;
	uint64_t i;

	nr_shim_runs = 0;
	shim_is_lost = false;
#ifdef SHIM_BLOCKS
	sections_per_block = (int)(history->block_pages >> PFN_SECTION_SHIFT);
#endif
	if (!load_machine(machine))
		return false;
	for (i = 0; i < history->nr_events; i++) {
		event = &history->events[i];
		if (event->kind != AUTOMOVABLE_BOOT_MEMORY)
			break;
		if (event->nid < 0 || event->nid >= MAX_NUMNODES)
			return false;
		add_boot_memory(NODE_DATA(event->nid), event->start_pfn,
				event->start_pfn + event->nr_pages);
	}
	if (!i)
		for (; i < machine->nr_nodes; i++)
			add_boot_memory(NODE_DATA(machine->nodes[i].nid), 0,
					ULONG_MAX);
	for (i = 0; i < machine->nr_nodes; i++)
		update_pgdat_span(NODE_DATA(machine->nodes[i].nid));
	shim_boot();
	max_mgid = -1;
	return true;
}

/* Forget all groups, whatever has become of them. */
static void forget_groups(void)
{
	struct memory_group *group;
	int mgid;

	for (mgid = 0; mgid <= max_mgid; mgid++) {
		group = memory_group_find_by_id(mgid);
		if (!group)
			continue;
		INIT_LIST_HEAD(&group->memory_blocks);
		memory_group_unregister(mgid);
	}
	xa_destroy(&memory_groups);
}

int32_t automovable_oracle_replay(struct automovable_oracle *oracle,
				  const struct automovable_history *new_history,
				  struct automovable_outcome *outcomes)
{
	const struct automovable_event *event;
	bool known;
	uint64_t i;

	(void)oracle;
	pthread_mutex_lock(&lock);
	history = new_history;
	known = boot();
	for (i = 0; i < history->nr_events; i++) {
		event = &history->events[i];
		outcomes[i].result = known ?
				     replay_event(event, outcomes[i].words) :
				     AUTOMOVABLE_BEYOND;
		/* After what can't be done the books are wrong. */
		if (outcomes[i].result == AUTOMOVABLE_BEYOND &&
		    event->kind < AUTOMOVABLE_ASK_ZONE)
			known = false;
	}
	forget_groups();
	unload();
	for (i = 0; i < history->nr_events; i++)
		if (history->events[i].kind == AUTOMOVABLE_NODE_OFFLINE)
			init_node(history->events[i].nid);
	history = NULL;
	pthread_mutex_unlock(&lock);
	return 0;
}
