// SPDX-License-Identifier: GPL-2.0-only
/* Numbers and booleans out of strings, as lib/kstrtox.c reads them. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>

#include "kernel.h"
#include "kstrtox.h"

#define KSTRTOX_OVERFLOW	(1U << 31)

/* The C library's goes by the locale. */
#undef _tolower
#define _tolower(c)		((c) | 0x20)

/* Tell the base by the prefix unless it is given, and skip that. */
static const char *_parse_integer_fixup_radix(const char *s, unsigned int *base)
{
	if (*base == 0) {
		if (s[0] == '0') {
			if (_tolower(s[1]) == 'x' && isxdigit((unsigned char)s[2]))
				*base = 16;
			else
				*base = 8;
		} else
			*base = 10;
	}
	if (*base == 16 && s[0] == '0' && _tolower(s[1]) == 'x')
		s += 2;
	return s;
}

/*
 * Returns how many digits there are, at most max_chars, with KSTRTOX_OVERFLOW
 * if they are too many.  All of them are read even then.
 */
static unsigned int _parse_integer_limit(const char *s, unsigned int base,
					 unsigned long long *p,
					 size_t max_chars)
{
	unsigned long long res;
	unsigned int rv;

	res = 0;
	rv = 0;
	while (max_chars--) {
		unsigned int c = *s;
		unsigned int lc = c | 0x20;
		unsigned int val;

		if ('0' <= c && c <= '9')
			val = c - '0';
		else if ('a' <= lc && lc <= 'f')
			val = lc - 'a' + 10;
		else
			break;

		if (val >= base)
			break;
		/* Below 2^60 a further digit fits whatever the base. */
		if (unlikely(res & (~0ull << 60))) {
			if (res > (ULLONG_MAX - val) / base)
				rv |= KSTRTOX_OVERFLOW;
		}
		res = res * base + val;
		rv++;
		s++;
	}
	*p = res;
	return rv;
}

static unsigned int _parse_integer(const char *s, unsigned int base,
				   unsigned long long *p)
{
	return _parse_integer_limit(s, base, p, INT_MAX);
}

static int _kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	unsigned long long _res;
	unsigned int rv;

	s = _parse_integer_fixup_radix(s, &base);
	rv = _parse_integer(s, base, &_res);
	if (rv & KSTRTOX_OVERFLOW)
		return -ERANGE;
	if (rv == 0)
		return -EINVAL;
	s += rv;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	*res = _res;
	return 0;
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
	if (s[0] == '+')
		s++;
	return _kstrtoull(s, base, res);
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
	unsigned long long tmp;
	int rv;

	rv = kstrtoull(s, base, &tmp);
	if (rv < 0)
		return rv;
	if (tmp != (unsigned int)tmp)
		return -ERANGE;
	*res = tmp;
	return 0;
}

/**
 * kstrtobool() - Read a boolean.
 * @mhp: The context.
 * @s: A string, of which the first one or two characters count.
 * @res: Set to the boolean.
 *
 * Return: 0 or -EINVAL.
 */
int kstrtobool(const struct memory_hotplug *mhp, const char *s, bool *res)
{
	if (!s)
		return -EINVAL;

	switch (s[0]) {
	case 'e':
	case 'E':
		if (mhp->version_code < KERNEL_VERSION(6, 16, 0))
			break;
		*res = true;
		return 0;
	case 't':
	case 'T':
		if (mhp->version_code < KERNEL_VERSION(5, 19, 0))
			break;
		*res = true;
		return 0;
	case 'y':
	case 'Y':
	case '1':
		*res = true;
		return 0;
	case 'd':
	case 'D':
		if (mhp->version_code < KERNEL_VERSION(6, 16, 0))
			break;
		*res = false;
		return 0;
	case 'f':
	case 'F':
		if (mhp->version_code < KERNEL_VERSION(5, 19, 0))
			break;
		*res = false;
		return 0;
	case 'n':
	case 'N':
	case '0':
		*res = false;
		return 0;
	case 'o':
	case 'O':
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
			break;
		}
		break;
	default:
		break;
	}

	return -EINVAL;
}
