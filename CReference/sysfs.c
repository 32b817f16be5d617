// SPDX-License-Identifier: GPL-2.0-only
/* Files as fs/sysfs/file.c and fs/kernfs/file.c read and write them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kernel.h"

/* Print to a reader's buffer of SYSFS_LINE_MAX bytes. */
int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf, SYSFS_LINE_MAX, fmt, args);
	va_end(args);

	return len;
}

/* The same behind @at bytes that it has already. */
int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(buf + at, SYSFS_LINE_MAX - at, fmt, args);
	va_end(args);

	return len;
}

/*
 * What a store function sees of the bytes that were written: at most a page,
 * and a NUL behind them.  Returns how many; @text is SYSFS_TEXT_MAX long.
 */
size_t sysfs_copy(struct memory_hotplug *mhp, char *text, const char *buf,
		  size_t count)
{
	count = min(count, PAGE_SIZE);
	memcpy(text, buf, count);
	text[count] = '\0';
	return count;
}
