// SPDX-License-Identifier: GPL-2.0-only
/* The module's parameters, as kernel/params.c sets and prints them. */
#include <stdio.h>
#include <string.h>

#include "kernel.h"
#include "kstrtox.h"
#include "moduleparam.h"

static char dash2underscore(char c)
{
	if (c == '-')
		return '_';
	return c;
}

static bool parameqn(const char *a, const char *b, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (dash2underscore(a[i]) != dash2underscore(b[i]))
			return false;
	}
	return true;
}

static bool parameq(const char *a, const char *b)
{
	return parameqn(a, b, strlen(a) + 1);
}

/* A parameter with the address of the variable that a context has for it. */
static struct kernel_param param_of(struct memory_hotplug *mhp, unsigned int i)
{
	struct kernel_param kp = memory_hotplug_params[i];

	kp.arg = (char *)mhp + kp.offset;
	kp.mhp = mhp;
	return kp;
}

/* Without CONFIG_NUMA one of them isn't there. */
static bool param_exists(const struct memory_hotplug *mhp,
			 const struct kernel_param *kp)
{
	return mhp->numa || kp->arg != &mhp->auto_movable_numa_aware;
}

/* What init/main.c makes of the parameters that are no module's. */
static int do_early_param(struct memory_hotplug *mhp, const char *param,
			  const char *val)
{
	if (parameq(param, "movable_node"))
		return cmdline_parse_movable_node(mhp, val);
	return -ENOENT;
}

static int unknown_bootoption(struct memory_hotplug *mhp, const char *param,
			      const char *val)
{
	if (parameq(param, "memhp_default_state")) {
		if (val)
			setup_memhp_default_state(mhp, val);
		return 0;
	}
	return -ENOENT;
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
	unsigned int i;
	int err;

	for (i = 0; i < NR_MEMORY_HOTPLUG_PARAMS; i++) {
		struct kernel_param kp = param_of(mhp, i);

		if (parameq(param, kp.name) && param_exists(mhp, &kp)) {
			if (!val &&
			    !(kp.ops->flags & KERNEL_PARAM_OPS_FL_NOARG))
				return -EINVAL;
			if (!val && kp.ops == &memmap_mode_ops &&
			    mhp->version_code >= KERNEL_VERSION(6, 6, 0))
				return -EINVAL;
			return kp.ops->set(val, &kp);
		}
	}

	err = do_early_param(mhp, param, val);
	if (err != -ENOENT)
		return err;
	return unknown_bootoption(mhp, param, val);
}

static int param_set_uint(const char *val, const struct kernel_param *kp)
{
	return kstrtouint(val, 0, (unsigned int *)kp->arg);
}

static int param_get_uint(char *buffer, const struct kernel_param *kp)
{
	return snprintf(buffer, PARAM_LINE_MAX, "%u\n",
			*((unsigned int *)kp->arg));
}

const struct kernel_param_ops param_ops_uint = {
	.set = param_set_uint,
	.get = param_get_uint,
};

static int param_set_bool(const char *val, const struct kernel_param *kp)
{
	/* The name alone sets it. */
	if (!val)
		val = "1";

	return kstrtobool(kp->mhp, val, kp->arg);
}

static int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%c\n", *(bool *)kp->arg ? 'Y' : 'N');
}

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = param_set_bool,
	.get = param_get_bool,
};

/* Find the parameter of a file, whose name lacks the module's. */
static bool find_param(struct memory_hotplug *mhp, const char *name,
		       struct kernel_param *kp)
{
	unsigned int i;

	for (i = 0; i < NR_MEMORY_HOTPLUG_PARAMS; i++) {
		*kp = param_of(mhp, i);
		if (!strcmp(kp->name + strlen(MODULE_PARAM_PREFIX), name))
			return param_exists(mhp, kp);
	}
	return false;
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
	struct kernel_param kp;
	int count;

	if (!find_param(mhp, name, &kp))
		return -ENOENT;

	count = kp.ops->get(buf, &kp);
	return count;
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
	char text[SYSFS_TEXT_MAX];
	struct kernel_param kp;
	int err;

	if (!find_param(mhp, name, &kp))
		return -ENOENT;
	if (!(kp.perm & 0222))
		return -EACCES;
	if (!len)
		return 0;

	len = sysfs_copy(mhp, text, buf, len);
	err = kp.ops->set(text, &kp);
	if (!err)
		return len;
	return err;
}
