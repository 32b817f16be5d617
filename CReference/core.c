// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices going online and offline, as drivers/base/core.c has it.  The only
 * devices are memory blocks.
 */
#include "kernel.h"
#include "kstrtox.h"

/* memoryN/online */
ssize_t online_show(struct memory_hotplug *mhp, struct memory_block *mem,
		    char *buf)
{
	bool val;

	val = !mem->dev.offline;
	return sysfs_emit(buf, "%u\n", val);
}

/**
 * online_store() - Write memoryN/online.
 * @mhp: The context.
 * @mem: The block.
 * @buf: A boolean; ends at a NUL byte.
 * @count: The number of bytes written.
 *
 * Return: The number of bytes taken, also if the block is in that state
 * already, or a negative errno.
 */
ssize_t online_store(struct memory_hotplug *mhp, struct memory_block *mem,
		     const char *buf, size_t count)
{
	char text[SYSFS_TEXT_MAX];
	bool val;
	int ret;

	if (!count)
		return 0;
	count = sysfs_copy(mhp, text, buf, count);

	ret = kstrtobool(mhp, text, &val);
	if (ret < 0)
		return ret;

	ret = val ? device_online(mhp, mem) : device_offline(mhp, mem);
	return ret < 0 ? ret : (ssize_t)count;
}

/**
 * device_offline() - Take a memory block offline.
 * @mhp: The context.
 * @mem: The block.
 *
 * Return: 0, 1 if it is offline already, or a negative errno.
 */
int device_offline(struct memory_hotplug *mhp, struct memory_block *mem)
{
	int ret;

	if (mem->dev.offline) {
		ret = 1;
	} else {
		ret = memory_subsys_offline(mhp, mem);
		if (!ret)
			mem->dev.offline = true;
	}

	return ret;
}

/**
 * device_online() - Bring a memory block online.
 * @mhp: The context.
 * @mem: The block.
 *
 * Return: 0, 1 if it is online already, or a negative errno.
 */
int device_online(struct memory_hotplug *mhp, struct memory_block *mem)
{
	int ret = 0;

	if (mem->dev.offline) {
		ret = memory_subsys_online(mhp, mem);
		if (!ret)
			mem->dev.offline = false;
	} else {
		ret = 1;
	}

	return ret;
}
