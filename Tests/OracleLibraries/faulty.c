/* SPDX-License-Identifier: MIT */
/*
 * The example, spoilt in the way that FAULT names: 1 another version, 2 no
 * decide(), 3 no oracle, 4 an error, 5 a wrong zone, 6 a crash on dynamic groups,
 * 7 an exit on them, 8 such questions declined, 9 all questions declined,
 * 10 output where it doesn't belong, 11 the version before histories, 12 a crash
 * the 30th time, 13 dynamic groups that take for ever, 14 a result that is none,
 * 15 an exit instead of an oracle, 16 the end of all at the call that KILLED_AT names,
 * 17 an exit without handlers on dynamic groups.
 */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <unistd.h>
#include <stdio.h>
#include <stdlib.h>

#define automovable_oracle_abi right_abi
#define automovable_oracle_create right_create
#define automovable_oracle_decide right_decide
#include "third.c"
#undef automovable_oracle_abi
#undef automovable_oracle_create
#undef automovable_oracle_decide

uint32_t automovable_oracle_abi(void)
{
	return FAULT == 11 ? 1 : right_abi() + (FAULT == 1);
}

struct automovable_oracle *automovable_oracle_create(void)
{
	if (FAULT == 15)
		exit(0);
	return FAULT == 3 ? 0 : right_create();
}

#if FAULT != 2
int32_t automovable_oracle_decide(struct automovable_oracle *o, const struct automovable_batch *b,
				  struct automovable_answer *a)
{
	int32_t status = right_decide(o, b, a);

	static volatile int calls;

	if (FAULT == 12 && ++calls == 30)
		abort();
	if (FAULT == 16 && getenv("KILLED_AT") && ++calls == atoi(getenv("KILLED_AT")))
		raise(SIGKILL);
	if (FAULT == 10)
		puts("a library that talks");
	for (uint64_t i = 0; i < b->nr_queries; i++) {
		int group = b->queries[i].group;
		bool is_dynamic = group >= 0 && b->groups[group].is_dynamic;

		if (FAULT == 5 && is_dynamic && a[i].result == MOVABLE)
			a[i].result = AUTOMOVABLE_ZONE_NORMAL;
		if (FAULT == 6 && is_dynamic)
			abort();
		if (FAULT == 7 && is_dynamic)
			exit(0);
		if (FAULT == 17 && is_dynamic)
			_exit(0);
		if (FAULT == 13 && is_dynamic) {
			puts("hanging");
			fflush(stdout);
			while (true)
				calls++;
		}
		if (FAULT == 14)
			a[i].result = 17;
		if (FAULT == 9 || (FAULT == 8 && is_dynamic))
			a[i].result = AUTOMOVABLE_DECLINED;
	}
	return FAULT == 4 ? -22 : status;
}
#endif
