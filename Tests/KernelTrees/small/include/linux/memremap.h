/* SPDX-License-Identifier: GPL-2.0-only */
struct vmem_altmap { const unsigned long base_pfn; unsigned long free; };
