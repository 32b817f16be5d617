/* SPDX-License-Identifier: GPL-2.0-only */
#define KSTRTOX_OVERFLOW 8
