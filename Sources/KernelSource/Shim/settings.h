/* SPDX-License-Identifier: GPL-2.0-only */
/* What genuine functions that read and write parameters as text need besides. */
#include <stdio.h>

#define check_mul_overflow(a, b, result) __builtin_mul_overflow(a, b, result)
#define check_add_overflow(a, b, result) __builtin_add_overflow(a, b, result)
#define div_u64(a, b) ((a) / (b))
#define scnprintf snprintf
#define sysfs_emit(buffer, ...) sprintf(buffer, __VA_ARGS__)
#define strtobool kstrtobool

typedef int8_t s8;

static inline char _tolower(const char c)
{
	return c | 0x20;
}

static inline bool shim_isxdigit(unsigned char c)
{
	return (c >= '0' && c <= '9') || (_tolower(c) >= 'a' && _tolower(c) <= 'f');
}

#define isxdigit(c) shim_isxdigit((unsigned char)(c))

/* Of 7.0 and later: how many arguments there are, up to three. */
#define SHIM_COUNT(a, b, c, d, count, ...) count
#define COUNT_ARGS(...) SHIM_COUNT(, ##__VA_ARGS__, 3, 2, 1, 0)
#define SHIM_CONCATENATE(a, b) a##b
#define CONCATENATE(a, b) SHIM_CONCATENATE(a, b)

struct kernel_param;

/* A parameter is known by its name; who may write its file is not asked. */
#define module_param_cb(param, param_ops, pointer, mode)		\
	static const struct kernel_param shim_param_##param = {		\
		.name = #param, .ops = param_ops, .arg = pointer,	\
	}
#define module_param(param, type, mode)					\
	module_param_cb(param, &param_ops_##type, &param, mode)
