/* SPDX-License-Identifier: GPL-2.0-or-later */
#define KSTRTOX_OVERFLOW 8
