/* SPDX-License-Identifier: GPL-2.0-only */
/* The files of parameters, by the tree's own functions. */
#include "parameters.c"

static const struct kernel_param *shim_param(const struct automovable_event *event)
{
	switch (event->type) {
	case AUTOMOVABLE_ONLINE_POLICY:
		return &shim_param_online_policy;
	case AUTOMOVABLE_RATIO:
		return &shim_param_auto_movable_ratio;
#ifdef CONFIG_NUMA
	case AUTOMOVABLE_NUMA_AWARE:
		return &shim_param_auto_movable_numa_aware;
#endif
	}
	return NULL;
}

static unsigned int shim_mode(const struct automovable_event *event)
{
	switch (event->type) {
	case AUTOMOVABLE_ONLINE_POLICY:
		return shim_mode_online_policy;
	case AUTOMOVABLE_RATIO:
		return shim_mode_auto_movable_ratio;
#ifdef CONFIG_NUMA
	case AUTOMOVABLE_NUMA_AWARE:
		return shim_mode_auto_movable_numa_aware;
#endif
	}
	return 0;
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

/* What the variables are when the library is loaded, which boot leaves alone. */
static __typeof__(online_policy) default_policy;
static __typeof__(auto_movable_ratio) default_ratio;
static __typeof__(auto_movable_numa_aware) default_numa_aware;

static void note_defaults(void)
{
	default_policy = online_policy;
	default_ratio = auto_movable_ratio;
	default_numa_aware = auto_movable_numa_aware;
}

/* A default is what the file says before anybody has written to it. */
static int64_t read_default(const struct automovable_event *event, uint64_t *words)
{
	const __typeof__(online_policy) policy = online_policy;
	const __typeof__(auto_movable_ratio) ratio = auto_movable_ratio;
	const __typeof__(auto_movable_numa_aware) numa_aware = auto_movable_numa_aware;
	int64_t size;

	online_policy = default_policy;
	auto_movable_ratio = default_ratio;
	auto_movable_numa_aware = default_numa_aware;
	size = read_parameter(event, words);
	online_policy = policy;
	auto_movable_ratio = ratio;
	auto_movable_numa_aware = numa_aware;
	words[4] = shim_mode(event);
	return size;
}
