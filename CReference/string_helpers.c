// SPDX-License-Identifier: GPL-2.0-only
/* Strings as sysfs compares them, as lib/string_helpers.c does it. */
#include <errno.h>

#include "kstrtox.h"

/* Equal, or equal but for one newline at the end of one of them. */
bool sysfs_streq(const char *s1, const char *s2)
{
	while (*s1 && *s1 == *s2) {
		s1++;
		s2++;
	}

	if (*s1 == *s2)
		return true;
	if (!*s1 && *s2 == '\n' && !s2[1])
		return true;
	if (*s1 == '\n' && !s1[1] && !*s2)
		return true;
	return false;
}

/* The index of the first of @n strings that equals @str, or -EINVAL. */
int __sysfs_match_string(const char * const *array, size_t n, const char *str)
{
	const char *item;
	size_t index;

	for (index = 0; index < n; index++) {
		item = array[index];
		if (!item)
			break;
		if (sysfs_streq(item, str))
			return index;
	}

	return -EINVAL;
}
