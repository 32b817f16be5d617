// SPDX-License-Identifier: GPL-2.0-only
bool sysfs_streq(const char *s1, const char *s2) { return *s1 == *s2; }

int __sysfs_match_string(const char * const *array, size_t n, const char *str)
{
	return sysfs_streq(array[n - 1], str) ? (int)n - 1 : -ERANGE;
}
