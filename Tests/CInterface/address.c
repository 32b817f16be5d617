// SPDX-License-Identifier: MIT
//
// A program that isn't position-independent makes the address of a library's function
// its own. Everybody must see the same one: C says that pointers to a function are equal.
#include <stdio.h>

#include "automovable.h"

typedef uint32_t (*version_function)(void);
version_function address_in_library(void);

static const version_function constant = automovable_version;

int main(void)
{
	if (automovable_version != address_in_library() || constant != automovable_version) {
		fprintf(stderr, "automovable_version: %p here, %p in a library\n",
			(void *)automovable_version, (void *)address_in_library());
		return 1;
	}
	return constant() == AUTOMOVABLE_VERSION ? 0 : 1;
}
