// SPDX-License-Identifier: MIT
/*
 * What compilers take for granted everywhere, for machines without a library.
 * Compile it with -fno-builtin, or the loops become calls of themselves.
 */
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	unsigned char *target = to;
	const unsigned char *source = from;

	while (size--)
		*target++ = *source++;
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	unsigned char *target = to;
	const unsigned char *source = from;

	if (target <= source) {
		while (size--)
			*target++ = *source++;
		return to;
	}
	while (size--)
		target[size] = source[size];
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	unsigned char *target = to;

	while (size--)
		*target++ = (unsigned char)byte;
	return to;
}

#if defined(__wasm32__)
/* The product of two numbers of 128 bits, which wraps. */
struct u128 {
	uint64_t low;
	uint64_t high;
};

struct u128 __multi3(uint64_t a_low, uint64_t a_high, uint64_t b_low, uint64_t b_high);

struct u128 __multi3(uint64_t a_low, uint64_t a_high, uint64_t b_low, uint64_t b_high)
{
	const uint64_t mask = 0xffffffff;
	uint64_t low = (a_low & mask) * (b_low & mask);
	uint64_t middle = (a_low >> 32) * (b_low & mask) + (low >> 32);
	uint64_t other = (a_low & mask) * (b_low >> 32) + (middle & mask);
	struct u128 product = {
		.low = (low & mask) | other << 32,
		.high = (a_low >> 32) * (b_low >> 32) + (middle >> 32) + (other >> 32) +
			a_low * b_high + a_high * b_low,
	};

	return product;
}
#endif
