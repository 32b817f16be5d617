/* SPDX-License-Identifier: MIT */
/*
 * Truth values as a kernel takes them, and nothing else of histories: one of 5.15
 * or, if FAULT is 1, of 6.17.  2 says that it is 5.15 and is 6.17, 3 is 5.15 and
 * doesn't say so.
 */
#define automovable_oracle_origin third_origin
#include "third.c"
#undef automovable_oracle_origin

#include <errno.h>
#include <string.h>

#pragma GCC visibility push(default)
const char *automovable_oracle_origin(void);
#pragma GCC visibility pop

const char *automovable_oracle_origin(void)
{
	return FAULT == 3 ? "a kernel" : FAULT == 1 ? "Linux 6.17.0-rc7 (an example)" :
	       "Linux 5.15 (an example)";
}

/* 1, 0 or -EINVAL. */
static int truth(const char *text, uint64_t size)
{
	static const char *const words[] = { "fFdD", "tTeE", "nN0", "yY1" };
	const bool is_new = FAULT == 1 || FAULT == 2;
	const char second = size > 1 ? text[1] | 0x20 : 0;

	if (!size || !text[0])
		return -EINVAL;
	for (int i = is_new ? 0 : 2; i < 4; i++)
		if (strchr(words[i], text[0]))
			return i & 1;
	if ((text[0] | 0x20) != 'o')
		return -EINVAL;
	return second == 'n' ? 1 : second == 'f' ? 0 : -EINVAL;
}

int32_t automovable_oracle_replay(struct automovable_oracle *o,
				  const struct automovable_history *h,
				  struct automovable_outcome *outcomes)
{
	bool is_aware = h->machine->auto_movable_numa_aware;

	for (uint64_t i = 0; i < h->nr_events; i++) {
		const struct automovable_event *e = &h->events[i];
		int value;

		outcomes[i].result = AUTOMOVABLE_BEYOND;
		if (e->type != AUTOMOVABLE_NUMA_AWARE)
			continue;
		switch (e->kind) {
		case AUTOMOVABLE_WRITE_PARAMETER:
			value = truth(h->text + e->value, e->nr_pages);
			if (value >= 0)
				is_aware = value;
			outcomes[i].result = value < 0 ? value : 0;
			break;
		case AUTOMOVABLE_READ_PARAMETER:
			outcomes[i].result = 2;
			memcpy(outcomes[i].words, is_aware ? "Y\n" : "N\n", 2);
			break;
		case AUTOMOVABLE_SET_PARAMETER:
			is_aware = e->value;
			outcomes[i].result = 0;
			break;
		}
	}
	return o ? 0 : -1;
}
