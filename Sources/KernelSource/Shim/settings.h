/* SPDX-License-Identifier: GPL-2.0-only */
/* What genuine functions that read and write parameters as text need besides. */
#define scnprintf snprintf
#define sysfs_emit(buffer, ...) sprintf(buffer, __VA_ARGS__)

static inline char _tolower(const char c)
{
	return c | 0x20;
}

static inline bool shim_isxdigit(unsigned char c)
{
	return (c >= '0' && c <= '9') || (_tolower(c) >= 'a' && _tolower(c) <= 'f');
}

#define isxdigit(c) shim_isxdigit((unsigned char)(c))
#define tolower(c) _tolower(c)

/* Of 7.0 and later: how many arguments there are, up to three. */
#define SHIM_COUNT(a, b, c, d, count, ...) count
#define COUNT_ARGS(...) SHIM_COUNT(, ##__VA_ARGS__, 3, 2, 1, 0)
#define SHIM_CONCATENATE(a, b) a##b
#define CONCATENATE(a, b) SHIM_CONCATENATE(a, b)

/* A parameter, with its file's mode; what checks its type is the compiler's. */
#define SHIM_PARAM(param, param_ops, pointer, mode)			\
	static const struct kernel_param shim_param_##param = {		\
		.name = #param, .ops = param_ops, .arg = pointer,	\
	};								\
	static const unsigned int shim_mode_##param = (mode)
#define module_param_cb(param, param_ops, pointer, mode)		\
	SHIM_PARAM(param, param_ops, pointer, mode)
#define module_param(param, type, mode)					\
	SHIM_PARAM(param, &param_ops_##type, &param, mode)
#define module_param_named(param, variable, type, mode)			\
	SHIM_PARAM(param, &param_ops_##type, &variable, mode)

#define S_IRUSR 0400
#define S_IWUSR 0200
#define S_IRUGO 0444
#define S_IWUGO 0222
