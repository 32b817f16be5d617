/* SPDX-License-Identifier: GPL-2.0-only */
struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
};
enum { KERNEL_PARAM_OPS_FL_NOARG = 1 };
struct kernel_param {
	const char *name;
	const struct kernel_param_ops *ops;
	void *arg;
};
