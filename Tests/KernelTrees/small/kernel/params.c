// SPDX-License-Identifier: GPL-2.0-only
#define STANDARD_PARAM_DEF(name, type, format, strtolfn)			\
	int param_set_##name(const char *val, const struct kernel_param *kp)	\
	{									\
		return strtolfn(val, 0, (type *)kp->arg);			\
	}									\
	int param_get_##name(char *buffer, const struct kernel_param *kp)	\
	{									\
		return scnprintf(buffer, 8, format "\n", *(type *)kp->arg);	\
	}									\
	const struct kernel_param_ops param_ops_##name = {			\
		.set = param_set_##name, .get = param_get_##name,		\
	};									\
	EXPORT_SYMBOL(param_ops_##name)

STANDARD_PARAM_DEF(byte,	unsigned char,	"%hhu",	kstrtou8);
STANDARD_PARAM_DEF(uint,	unsigned int,	"%u",	kstrtouint);

int param_set_bool(const char *val, const struct kernel_param *kp)
{
	return kstrtobool(val, kp->arg);
}

int param_get_bool(char *buffer, const struct kernel_param *kp)
{
	return sprintf(buffer, "%d", *(bool *)kp->arg);
}

const struct kernel_param_ops param_ops_bool = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG, .set = param_set_bool, .get = param_get_bool,
};
