/* SPDX-License-Identifier: MIT */
/* What the program needs of the world around it. */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>

/* Read at most size bytes of standard input; 0 at its end, negative on an error. */
long host_read(void *bytes, size_t size);

/* Write a text to standard output. */
void host_write(const char *text, size_t length);

/* The whole program; returns its exit status. */
int golden(void);

#endif /* HOST_H */
