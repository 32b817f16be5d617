/* SPDX-License-Identifier: MIT */
/*
 * Memory that is set aside before something begins that can't be told that there
 * is none.  Not installed.
 */
#ifndef AUTOMOVABLE_ROOM_H
#define AUTOMOVABLE_ROOM_H

#include <stdbool.h>
#include <stddef.h>

#if defined(__GNUC__)
#pragma GCC visibility push(hidden)
#endif

/*
 * Set a block aside for this thread.  False if there is no memory; blocks that are
 * aside already stay so.
 */
bool automovable_set_aside(size_t size);

/* Give back what is still aside. */
void automovable_give_back(void);

/*
 * What libraries call in place of malloc() and posix_memalign(): they take a block
 * that was set aside, if there is one that is large enough.
 */
void *automovable_malloc(size_t size);
int automovable_posix_memalign(void **block, size_t alignment, size_t size);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#endif /* AUTOMOVABLE_ROOM_H */
