/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's parameters, as kernel/params.c sets and prints them. */
#include <stdio.h>
#include <string.h>

#include "kernel.h"
#include "kstrtox.h"
#include "moduleparam.h"

#define MODULE_PREFIX	"memory_hotplug."

static const char *const online_policy_to_str[] = {
	[ONLINE_POLICY_CONTIG_ZONES] = "contig-zones",
	[ONLINE_POLICY_AUTO_MOVABLE] = "auto-movable",
};

struct kernel_param_ops {
	bool noarg;	/* may stand on the command line without a value */
	int (*set)(struct memory_hotplug *mhp, const char *val);
	int (*get)(struct memory_hotplug *mhp, char *buf);
};

struct kernel_param {
	const char *name;
	bool writable;
	struct kernel_param_ops ops;
};

static int set_online_policy(struct memory_hotplug *mhp, const char *val)
{
	int ret = __sysfs_match_string(online_policy_to_str, 2, val);

	if (ret < 0)
		return ret;
	mhp->online_policy = ret;
	return 0;
}

static int get_online_policy(struct memory_hotplug *mhp, char *buf)
{
	return snprintf(buf, PARAM_LINE_MAX, "%s\n",
			online_policy_to_str[mhp->online_policy]);
}

static int set_auto_movable_ratio(struct memory_hotplug *mhp, const char *val)
{
	return kstrtouint(val, 0, &mhp->auto_movable_ratio);
}

static int get_auto_movable_ratio(struct memory_hotplug *mhp, char *buf)
{
	return snprintf(buf, PARAM_LINE_MAX, "%u\n", mhp->auto_movable_ratio);
}

static int param_set_bool(const char *val, bool *arg)
{
	return kstrtobool(val ? val : "1", arg);
}

static int param_get_bool(char *buf, bool arg)
{
	return snprintf(buf, PARAM_LINE_MAX, "%c\n", arg ? 'Y' : 'N');
}

static int set_auto_movable_numa_aware(struct memory_hotplug *mhp,
				       const char *val)
{
	return param_set_bool(val, &mhp->auto_movable_numa_aware);
}

static int get_auto_movable_numa_aware(struct memory_hotplug *mhp, char *buf)
{
	return param_get_bool(buf, mhp->auto_movable_numa_aware);
}

static int set_memmap_on_memory(struct memory_hotplug *mhp, const char *val)
{
	return param_set_bool(val, &mhp->memmap_on_memory);
}

static int get_memmap_on_memory(struct memory_hotplug *mhp, char *buf)
{
	return param_get_bool(buf, mhp->memmap_on_memory);
}

static const struct kernel_param params[] = {
	{ "online_policy", true,
	  { false, set_online_policy, get_online_policy } },
	{ "auto_movable_ratio", true,
	  { false, set_auto_movable_ratio, get_auto_movable_ratio } },
	{ "auto_movable_numa_aware", true,
	  { true, set_auto_movable_numa_aware, get_auto_movable_numa_aware } },
	{ "memmap_on_memory", false,
	  { true, set_memmap_on_memory, get_memmap_on_memory } },
};

static char dash2underscore(char c)
{
	return c == '-' ? '_' : c;
}

static bool parameqn(const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (dash2underscore(a[i]) != dash2underscore(b[i]))
			return false;
		if (!a[i])
			break;
	}
	return true;
}

static bool parameq(const char *a, const char *b)
{
	return parameqn(a, b, strlen(a) + 1);
}

static const struct kernel_param *find_param(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(params) / sizeof(*params); i++)
		if (!strcmp(params[i].name, name))
			return &params[i];
	return NULL;
}

/**
 * parse_one() - Take one parameter off the kernel's command line.
 * @mhp: The context.
 * @param: Its name: memory_hotplug.*, movable_node or memhp_default_state,
 *         with dashes for underscores if you like.
 * @val: Its value, or NULL if there is no equals sign.
 *
 * Return: 0, -ENOENT if the name is another, or what is wrong with the value,
 * upon which the kernel complains and goes on.
 */
int parse_one(struct memory_hotplug *mhp, const char *param, const char *val)
{
	const size_t prefix_len = strlen(MODULE_PREFIX);
	int online_type;
	size_t i;

	if (parameq(param, "movable_node")) {
		mhp->movable_node_enabled = true;
		return 0;
	}
	if (parameq(param, "memhp_default_state")) {
		online_type = val ? mhp_online_type_from_str(val) : -EINVAL;
		if (online_type >= 0)
			mhp->mhp_default_online_type = online_type;
		return 0;
	}

	if (!parameqn(param, MODULE_PREFIX, prefix_len))
		return -ENOENT;
	for (i = 0; i < sizeof(params) / sizeof(*params); i++) {
		if (!parameq(param + prefix_len, params[i].name))
			continue;
		if (!val && !params[i].ops.noarg)
			return -EINVAL;
		return params[i].ops.set(mhp, val);
	}
	return -ENOENT;
}

/**
 * param_attr_show() - Read a parameter's file.
 * @mhp: The context.
 * @name: The file's name.
 * @buf: Gets the text with a NUL byte; of PARAM_LINE_MAX bytes.
 *
 * Return: The length of the text, or -ENOENT.
 */
ssize_t param_attr_show(struct memory_hotplug *mhp, const char *name, char *buf)
{
	const struct kernel_param *param = find_param(name);

	return param ? param->ops.get(mhp, buf) : -ENOENT;
}

/**
 * param_attr_store() - Write a parameter's file.
 * @mhp: The context.
 * @name: The file's name.
 * @buf: The value; ends at a NUL byte.
 * @len: The number of bytes written.
 *
 * Return: The number of bytes taken, which is one page at most; -ENOENT if there
 * is no such file; -EACCES if it cannot be opened for writing; or what is wrong
 * with the value, which is then as before.
 */
ssize_t param_attr_store(struct memory_hotplug *mhp, const char *name,
			 const char *buf, size_t len)
{
	const struct kernel_param *param = find_param(name);
	char text[PAGE_SIZE + 1];
	int ret;

	if (!param)
		return -ENOENT;
	if (!param->writable)
		return -EACCES;
	if (!len)
		return 0;
	len = sysfs_copy(text, buf, len);
	ret = param->ops.set(mhp, text);
	return ret ? ret : (ssize_t)len;
}
