// SPDX-License-Identifier: MIT
/* A program under any operating system with a C library. */
#include <stdio.h>

#include "host.h"

long host_read(void *bytes, size_t size)
{
	size_t count = fread(bytes, 1, size, stdin);

	return ferror(stdin) ? -1 : (long)count;
}

void host_write(const char *text, size_t length)
{
	fwrite(text, 1, length, stdout);
}

int main(void)
{
	return golden();
}
