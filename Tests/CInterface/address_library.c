// SPDX-License-Identifier: MIT
//
// The address of a function as a position-independent library takes it.
#include "automovable.h"

typedef uint32_t (*version_function)(void);
version_function address_in_library(void);

version_function address_in_library(void)
{
	return automovable_version;
}
