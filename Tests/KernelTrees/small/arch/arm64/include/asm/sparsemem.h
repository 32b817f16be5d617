/* SPDX-License-Identifier: GPL-2.0-only */
/* Made up: larger sections with the larger pages. */
#ifndef SMALL_SPARSEMEM_H
#define SMALL_SPARSEMEM_H

#if defined(CONFIG_ARM64_64K_PAGES)
#define SECTION_SIZE_BITS 30	/* whatever */
#elif IS_ENABLED(CONFIG_ARM64_16K_PAGES)
#define SECTION_SIZE_BITS SMALL_BITS
#else
#define SECTION_SIZE_BITS 26
#endif

#endif
