/* SPDX-License-Identifier: GPL-2.0-only */
/* The parsers of lib/kstrtox.c and lib/string_helpers.c that are used here. */
#ifndef AUTOMOVABLE_KSTRTOX_H
#define AUTOMOVABLE_KSTRTOX_H

#include <stdbool.h>
#include <stddef.h>

struct memory_hotplug;

#if defined(__cplusplus)
extern "C" {
#endif

int kstrtoull(const char *s, unsigned int base, unsigned long long *res);
int kstrtouint(const char *s, unsigned int base, unsigned int *res);
/* Not every kernel takes all the same; only that is asked of the context. */
int kstrtobool(const struct memory_hotplug *mhp, const char *s, bool *res);

bool sysfs_streq(const char *s1, const char *s2);
int __sysfs_match_string(const char * const *array, size_t n, const char *str);
#define sysfs_match_string(_a, _s) \
	__sysfs_match_string(_a, sizeof(_a) / sizeof(*(_a)), _s)

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_KSTRTOX_H */
