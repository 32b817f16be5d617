/* SPDX-License-Identifier: MIT */
/* How a program prints where a structure has a field, and how large it is. */
#include <stddef.h>
#include <stdio.h>

#define AT(type, field)	printf(#type "." #field " %zu\n", offsetof(struct type, field))
#define SIZE(type)	printf(#type " %zu\n", sizeof(struct type))
