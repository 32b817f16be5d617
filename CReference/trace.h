/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a decision tells of itself, in the manner of tracepoints.  Each of these
 * does nothing if its first argument is NULL.
 */
#ifndef AUTOMOVABLE_TRACE_H
#define AUTOMOVABLE_TRACE_H

#include "memory_hotplug.h"

/* The arguments of auto_movable_can_online_movable() inside a struct zone_trace. */
#define trace_system(trace)	((trace) ? &(trace)->system : NULL)
#define trace_node(trace)	((trace) ? &(trace)->node : NULL)

/* zone_for_pfn_range() begins. */
static inline void trace_zone_start(struct zone_trace *trace)
{
	if (trace)
		*trace = (struct zone_trace) {};
}

/* A zone is chosen, or a kernel zone is next to be looked up. */
static inline void trace_zone_exit(struct zone_trace *trace, enum zone_exit exit)
{
	if (trace)
		trace->exit = exit;
}

/* A kernel zone is looked up. */
static inline void trace_zone_kernel(struct zone_trace *trace,
				     unsigned long start_pfn,
				     unsigned long nr_pages)
{
	if (trace) {
		trace->kernel_lookup = true;
		trace->kernel_pfn = start_pfn;
		trace->kernel_nr_pages = nr_pages;
	}
}

/* The ratio is about to be tested for @nr_pages. */
static inline void trace_zone_test(struct zone_trace *trace,
				   unsigned long online_pages,
				   unsigned long nr_pages)
{
	if (trace) {
		trace->online_pages = online_pages;
		trace->tested_pages = nr_pages;
	}
}

/* Zones and groups are summed up. */
static inline void trace_ratio_stats(struct auto_movable_trace *trace,
				     unsigned long kernel_early_pages,
				     unsigned long movable_pages,
				     unsigned long req_kernel_early_pages,
				     unsigned long group_movable_pages)
{
	if (trace) {
		*trace = (struct auto_movable_trace) {
			.exit = AUTO_MOVABLE_REQ_KERNEL_EARLY,
			.kernel_early_pages = kernel_early_pages,
			.movable_pages = movable_pages,
			.req_kernel_early_pages = req_kernel_early_pages,
			.group_movable_pages = group_movable_pages,
		};
	}
}

/* The movable pages are about to be compared with the limit. */
static inline void trace_ratio_compare(struct auto_movable_trace *trace,
				       unsigned long kernel_pages,
				       unsigned long online_movable_pages,
				       unsigned long limit)
{
	if (trace) {
		trace->exit = AUTO_MOVABLE_COMPARED;
		trace->kernel_pages = kernel_pages;
		trace->online_movable_pages = online_movable_pages;
		trace->limit = limit;
	}
}

#endif /* AUTOMOVABLE_TRACE_H */
