/* SPDX-License-Identifier: GPL-2.0-only */
/* A tree as `automovable kernel build` cuts it; what proofs have a rule for stays a function. */
struct pglist_data;
__attribute__((noinline)) struct pglist_data *first_online_pgdat(void);
__attribute__((noinline)) struct pglist_data *next_online_pgdat(struct pglist_data *pgdat);

#include "oracle.c"
