/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory map of a history: runs of pages that are alike, in order.  What is in
 * no run is not there.
 */
struct shim_run {
	unsigned long start_pfn, end_pfn;
	int mgid;			/* of the group of the pages' blocks, or -1 */
	int nid;
	enum zone_type zone;
	bool online, early;
};

static struct shim_run *shim_runs;
static size_t nr_shim_runs, max_shim_runs, last_shim_run;	/* last: a guess */

/* The first run that ends behind a page, or nr_shim_runs. */
static size_t shim_find(unsigned long pfn)
{
	size_t low = 0, high = nr_shim_runs, middle;

	if (last_shim_run < nr_shim_runs &&
	    pfn < shim_runs[last_shim_run].end_pfn &&
	    (!last_shim_run || pfn >= shim_runs[last_shim_run - 1].end_pfn))
		return last_shim_run;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (shim_runs[middle].end_pfn <= pfn)
			low = middle + 1;
		else
			high = middle;
	}
	last_shim_run = low;
	return low;
}

static struct shim_run *shim_run_at(unsigned long pfn)
{
	size_t i = shim_find(pfn);

	return i < nr_shim_runs && shim_runs[i].start_pfn <= pfn ?
	       &shim_runs[i] : NULL;
}

static struct page *shim_page(unsigned long pfn)
{
	static struct page page;
	struct shim_run *run = shim_run_at(pfn);

	if (!run)
		return NULL;
	page = (struct page) { pfn, run->nid, run->zone, run->early };
	return &page;
}

static void shim_insert(size_t i, struct shim_run run)
{
	if (nr_shim_runs == max_shim_runs) {
		max_shim_runs = 2 * max_shim_runs + 16;
		shim_runs = realloc(shim_runs, max_shim_runs * sizeof(run));
		BUG_ON(!shim_runs);
	}
	memmove(&shim_runs[i + 1], &shim_runs[i],
		(nr_shim_runs - i) * sizeof(run));
	shim_runs[i] = run;
	nr_shim_runs++;
}

/* Let a run start at a page, if there is one around it. */
static void shim_split(unsigned long pfn)
{
	size_t i = shim_find(pfn);
	struct shim_run run;

	if (i == nr_shim_runs || shim_runs[i].start_pfn >= pfn)
		return;
	run = shim_runs[i];
	run.end_pfn = pfn;
	shim_runs[i].start_pfn = pfn;
	shim_insert(i, run);
}

/* The runs of a range of whole blocks, split where it ends. */
#define for_each_shim_run(run, first_pfn, last_pfn)			\
	for (shim_split(first_pfn), shim_split(last_pfn),		\
	     run = shim_runs + shim_find(first_pfn);			\
	     run < shim_runs + nr_shim_runs && run->start_pfn < (last_pfn); \
	     run++)

static void shim_add(struct shim_run run)
{
	if (run.start_pfn < run.end_pfn)
		shim_insert(shim_find(run.start_pfn), run);
}

static void shim_remove(unsigned long start_pfn, unsigned long end_pfn)
{
	size_t first, last;

	shim_split(start_pfn);
	shim_split(end_pfn);
	first = shim_find(start_pfn);
	for (last = first; last < nr_shim_runs; last++)
		if (shim_runs[last].start_pfn >= end_pfn)
			break;
	memmove(&shim_runs[first], &shim_runs[last],
		(nr_shim_runs - last) * sizeof(*shim_runs));
	nr_shim_runs -= last - first;
}

static void shim_set_online(unsigned long start_pfn, unsigned long end_pfn,
			    bool online)
{
	struct shim_run *run;

	for_each_shim_run(run, start_pfn, end_pfn)
		run->online = online;
}

/* Runs split by what is past may be alike again. */
static void shim_join(void)
{
	size_t i, last = 0;

	for (i = 1; i < nr_shim_runs; i++) {
		struct shim_run *run = &shim_runs[i], *before = &shim_runs[last];

		if (before->end_pfn == run->start_pfn &&
		    before->mgid == run->mgid && before->nid == run->nid &&
		    before->zone == run->zone && before->online == run->online &&
		    before->early == run->early)
			before->end_pfn = run->end_pfn;
		else
			shim_runs[++last] = *run;
	}
	if (nr_shim_runs)
		nr_shim_runs = last + 1;
}

static int shim_compare(const void *left, const void *right)
{
	const struct shim_run *a = left, *b = right;

	return a->start_pfn < b->start_pfn ? -1 : a->start_pfn > b->start_pfn;
}

/*
 * Whether a hole's pages say in which zone they are: only if its page block begins
 * with pages that are valid, as those of a subsection with memory are.
 */
static bool shim_is_told(struct shim_run hole, size_t nr_ranges)
{
	const unsigned long pfn = ALIGN_DOWN(ALIGN_DOWN(hole.start_pfn, pageblock_nr_pages),
					     PAGES_PER_SUBSECTION);
	size_t low = 0, high = nr_ranges, middle;

	if (hole.start_pfn >= hole.end_pfn)
		return false;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (shim_runs[middle].end_pfn > pfn)
			high = middle;
		else
			low = middle + 1;
	}
	return low < nr_ranges &&
	       shim_runs[low].start_pfn < pfn + PAGES_PER_SUBSECTION;
}

/*
 * The memory that boot found, and the pages without memory that share a
 * subsection with some: these belong to the zone of the memory that follows.
 */
static void shim_boot(void)
{
	const size_t nr_ranges = nr_shim_runs;
	struct shim_run hole;
	unsigned long end_pfn;
	size_t i;

	qsort(shim_runs, nr_ranges, sizeof(*shim_runs), shim_compare);
	for (i = 0; i < nr_ranges; i++) {
		hole = shim_runs[i];
		hole.end_pfn = hole.start_pfn;
		hole.start_pfn = ALIGN_DOWN(hole.start_pfn, PAGES_PER_SUBSECTION);
		if (i)
			hole.start_pfn = max(hole.start_pfn, shim_runs[i - 1].end_pfn);
		if (shim_is_told(hole, nr_ranges))
			shim_insert(nr_shim_runs, hole);

		hole = shim_runs[i];
		hole.start_pfn = hole.end_pfn;
		hole.end_pfn = ALIGN(hole.end_pfn, PAGES_PER_SUBSECTION);
		end_pfn = i + 1 < nr_ranges ?
			  ALIGN_DOWN(shim_runs[i + 1].start_pfn, PAGES_PER_SUBSECTION) :
			  ULONG_MAX;
		if (i + 1 < nr_ranges) {
			hole.nid = shim_runs[i + 1].nid;
			hole.zone = shim_runs[i + 1].zone;
		}
		if (hole.end_pfn <= end_pfn && shim_is_told(hole, nr_ranges))
			shim_insert(nr_shim_runs, hole);
	}
	qsort(shim_runs, nr_shim_runs, sizeof(*shim_runs), shim_compare);
	last_shim_run = 0;
}
