/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The configuration, unless kernel build is given another one: x86-64 with all that
 * the policy looks at.
 */
#define CONFIG_64BIT 1
#define CONFIG_CMA 1
#define CONFIG_MEMORY_HOTPLUG 1
#define CONFIG_MEMORY_HOTPLUG_SPARSE 1	/* until 5.15 */
#define CONFIG_MEMORY_HOTREMOVE 1
#define CONFIG_NUMA 1
#define CONFIG_SPARSEMEM 1
#define CONFIG_ZONE_DEVICE 1
#define CONFIG_ZONE_DMA 1
#define CONFIG_ZONE_DMA32 1
#define CONFIG_BASE_SMALL 0
#define CONFIG_MEMORY_ISOLATION 1
#define CONFIG_MHP_MEMMAP_ON_MEMORY 1
#define CONFIG_SPARSEMEM_VMEMMAP 1
#define CONFIG_SPARSEMEM_EXTREME 1
#define CONFIG_SMP 1
#define CONFIG_MMU 1
#define CONFIG_SYSFS 1
#define CONFIG_SYSCTL 1
#define CONFIG_COMPACTION 1
#define CONFIG_MIGRATION 1

#define PAGE_SHIFT 12
#define SECTION_SIZE_BITS 27
#define pageblock_order 9
