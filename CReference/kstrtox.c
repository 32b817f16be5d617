/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and booleans out of strings, as lib/kstrtox.c reads them. */
#include <errno.h>
#include <limits.h>

#include "kstrtox.h"

/* The value of a digit of any radix up to 16, or 16 and above. */
static unsigned int hex_value(char c)
{
	const unsigned int lower = (unsigned char)c | 0x20;

	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (lower >= 'a' && lower <= 'f')
		return lower - 'a' + 10;
	return UINT_MAX;
}

static const char *_parse_integer_fixup_radix(const char *s, unsigned int *base)
{
	const bool prefixed = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');

	if (*base == 0) {
		if (s[0] != '0')
			*base = 10;
		else if (prefixed && hex_value(s[2]) < 16)
			*base = 16;
		else
			*base = 8;
	}
	return *base == 16 && prefixed ? s + 2 : s;
}

/* The end of the digits.  All of them are read even if there are too many. */
static const char *_parse_integer(const char *s, unsigned int base,
				  unsigned long long *res, bool *overflow)
{
	unsigned long long value = 0;
	unsigned int digit;

	*overflow = false;
	for (; (digit = hex_value(*s)) < base; s++) {
		if (value > (ULLONG_MAX - digit) / base)
			*overflow = true;
		value = value * base + digit;
	}
	*res = value;
	return s;
}

/**
 * kstrtoull() - Read an unsigned number.
 * @s: Digits with an optional plus sign, radix prefix and final newline.
 * @base: The radix, at most 16, or 0 to tell it by the prefix.
 * @res: Set to the number.
 *
 * Return: 0, -ERANGE if it is beyond 64 bits, whatever follows it, or -EINVAL.
 */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long value;
	const char *end;
	bool overflow;

	if (*s == '+')
		s++;
	s = _parse_integer_fixup_radix(s, &base);
	end = _parse_integer(s, base, &value, &overflow);
	if (overflow)
		return -ERANGE;
	if (end == s)
		return -EINVAL;
	s = end;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	*res = value;
	return 0;
}

/**
 * kstrtouint() - Read an unsigned number of 32 bits.
 * @s: See kstrtoull().
 * @base: See kstrtoull().
 * @res: Set to the number.
 *
 * Return: 0, -EINVAL, or -ERANGE if it is too large, which is tested for last
 * if it still fits 64 bits.
 */
int kstrtouint(const char *s, unsigned int base, unsigned int *res)
{
	unsigned long long value;
	int ret = kstrtoull(s, base, &value);

	if (ret)
		return ret;
	if (value > UINT_MAX)
		return -ERANGE;
	*res = (unsigned int)value;
	return 0;
}

/**
 * kstrtobool() - Read a boolean.
 * @s: A string, of which the first one or two characters count.
 * @res: Set to the boolean.
 *
 * Return: 0 or -EINVAL.
 */
int kstrtobool(const char *s, bool *res)
{
	switch (s[0]) {
	case 'y':
	case 'Y':
	case 't':
	case 'T':
	case '1':
		*res = true;
		return 0;
	case 'n':
	case 'N':
	case 'f':
	case 'F':
	case '0':
		*res = false;
		return 0;
	case 'o':
	case 'O':
		break;
	default:
		return -EINVAL;
	}

	switch (s[1]) {
	case 'n':
	case 'N':
		*res = true;
		return 0;
	case 'f':
	case 'F':
		*res = false;
		return 0;
	default:
		return -EINVAL;
	}
}
