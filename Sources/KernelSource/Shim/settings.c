/* SPDX-License-Identifier: GPL-2.0-only */
/* The files of parameters, by the tree's own functions. */
#include "settings.h"
#include "parameters.c"

static const struct kernel_param *shim_param(const struct automovable_event *event)
{
	switch (event->type) {
	case AUTOMOVABLE_ONLINE_POLICY:
		return &shim_param_online_policy;
	case AUTOMOVABLE_RATIO:
		return &shim_param_auto_movable_ratio;
	case AUTOMOVABLE_NUMA_AWARE:
		return &shim_param_auto_movable_numa_aware;
	}
	return NULL;
}

/* A write takes a page at most, and the function sees a string. */
static int64_t write_parameter(const struct automovable_event *event)
{
	static char text[PAGE_SIZE + 1];
	const struct kernel_param *param = shim_param(event);
	const size_t size = min(event->nr_pages, PAGE_SIZE);

	if (!param || event->value > history->text_size ||
	    size > history->text_size - event->value)
		return AUTOMOVABLE_BEYOND;
	memcpy(text, history->text + event->value, size);
	text[size] = '\0';
	return param->ops->set(text, param);
}

static int64_t read_parameter(const struct automovable_event *event, uint64_t *words)
{
	static char text[PAGE_SIZE];
	const struct kernel_param *param = shim_param(event);
	int size;

	if (!param)
		return AUTOMOVABLE_BEYOND;
	memset(text, 0, sizeof(text));
	size = param->ops->get(text, param);
	memcpy(words, text, 5 * sizeof(*words));
	return size;
}
