/* SPDX-License-Identifier: GPL-2.0-only */
#define sysfs_match_string(array, s) __sysfs_match_string(array, ARRAY_SIZE(array), s)
