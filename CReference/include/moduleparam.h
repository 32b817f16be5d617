/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parameters of the built-in module memory_hotplug, as kernel/params.c reads
 * and prints them.
 */
#ifndef AUTOMOVABLE_MODULEPARAM_H
#define AUTOMOVABLE_MODULEPARAM_H

#include <sys/types.h>

#include "memory_hotplug.h"

#if defined(__cplusplus)
extern "C" {
#endif

#define PARAM_LINE_MAX	64

/* On the kernel's command line. */
int parse_one(struct memory_hotplug *mhp, const char *param, const char *val);

/* In /sys/module/memory_hotplug/parameters. */
ssize_t param_attr_show(struct memory_hotplug *mhp, const char *name, char *buf);
ssize_t param_attr_store(struct memory_hotplug *mhp, const char *name,
			 const char *buf, size_t len);

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_MODULEPARAM_H */
