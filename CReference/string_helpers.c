/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings as sysfs compares them, in the place of lib/string_helpers.c. */
#include <string.h>

#include "kernel.h"
#include "kstrtox.h"

/* Equal, or equal but for one newline at the end of one of them. */
bool sysfs_streq(const char *s1, const char *s2)
{
	for (; *s1 && *s1 == *s2; s1++, s2++)
		;
	if (*s1 == *s2)
		return true;
	if (!*s1)
		return s2[0] == '\n' && !s2[1];
	if (!*s2)
		return s1[0] == '\n' && !s1[1];
	return false;
}

/* The index of the first of @n strings that equals @str, or -EINVAL. */
int __sysfs_match_string(const char *const *array, size_t n, const char *str)
{
	size_t index;

	for (index = 0; index < n; index++)
		if (sysfs_streq(array[index], str))
			return (int)index;
	return -EINVAL;
}

/*
 * What a store function sees of the bytes that were written: at most a page,
 * and a NUL behind them.  Returns how many; @text is PAGE_SIZE + 1 long.
 */
size_t sysfs_copy(char *text, const char *buf, size_t count)
{
	count = min(count, PAGE_SIZE);
	memcpy(text, buf, count);
	text[count] = '\0';
	return count;
}
