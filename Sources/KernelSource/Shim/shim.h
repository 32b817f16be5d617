/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What genuine kernel text needs around it to be compiled in user space: the
 * configuration, types, annotations without a meaning here, bitmaps, lists, and
 * locks that nobody contends for.  Every header that the text includes
 * is this one.
 */
#ifndef AUTOMOVABLE_SHIM_H
#define AUTOMOVABLE_SHIM_H

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

/* 1 for an option that is set, otherwise 0; of an option's value it joins a name. */
#define SHIM_SECOND(first, second, ...) second
#define SHIM_SET_1 0,
#define SHIM_IS_SET(comma) SHIM_SECOND(comma 1, 0, 0)
#define SHIM_JOIN(value) SHIM_IS_SET(SHIM_SET_##value)
#define IS_BUILTIN(option) SHIM_JOIN(option)
#define IS_REACHABLE(option) SHIM_JOIN(option)
#define IS_MODULE(option) SHIM_JOIN(option##_MODULE)
#define IS_ENABLED(option) (IS_BUILTIN(option) || IS_MODULE(option))

#define BITS_PER_LONG 64
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PFN_SECTION_SHIFT (SECTION_SIZE_BITS - PAGE_SHIFT)
#define PAGES_PER_SECTION (1UL << PFN_SECTION_SHIFT)
#define SUBSECTION_SHIFT 21
#define PFN_SUBSECTION_SHIFT (SUBSECTION_SHIFT - PAGE_SHIFT)
#define PAGES_PER_SUBSECTION (1UL << PFN_SUBSECTION_SHIFT)
#define pageblock_nr_pages (1UL << pageblock_order)
#define SECTION_ALIGN_UP(pfn) ALIGN(pfn, PAGES_PER_SECTION)
#define MIN_MEMORY_BLOCK_SIZE (1UL << SECTION_SIZE_BITS)
#define MAX_NR_ZONES __MAX_NR_ZONES	/* the tree's */
/* As many as any kernel has: how many there are decides nothing. */
#ifdef CONFIG_NUMA
#define MAX_NUMNODES 1024
#else
#define MAX_NUMNODES 1
#endif
#define NUMA_NO_NODE (-1)
#define MAX_ERRNO 4095

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef u64 phys_addr_t;
typedef unsigned int gfp_t;

#define __acquires(x)
#define __bitwise
#define __force
#define __init
#define __meminit
#define __must_check
#define __must_hold(x)
#define __percpu
#define __printf(...)
#define __rcu
#define __read_mostly
#define __ref
#define __releases(x)
#define __ro_after_init
#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif
#define noinline __attribute__((__noinline__))
#define fallthrough __attribute__((__fallthrough__))
#define typeof_member(t, m) __typeof__(((t *)0)->m)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() __asm__ volatile("" : : : "memory")
#define EXPORT_SYMBOL(x) struct __export_##x
#define EXPORT_SYMBOL_GPL(x) struct __export_##x

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))
#define ALIGN_DOWN(x, a) ((x) & ~((__typeof__(x))(a) - 1))
#define ALIGN(x, a) ALIGN_DOWN((x) + (a) - 1, a)
#define IS_ALIGNED(x, a) (((x) & ((__typeof__(x))(a) - 1)) == 0)
#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define BITS_TO_LONGS(n) DIV_ROUND_UP(n, BITS_PER_LONG)
#define BIT(n) (1UL << (n))
#define PFN_PHYS(pfn) ((u64)(pfn) << PAGE_SHIFT)
#define PHYS_PFN(addr) ((unsigned long)((addr) >> PAGE_SHIFT))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define min(a, b) ({ __auto_type min_a = (a); __auto_type min_b = (b);	\
	min_a < min_b ? min_a : min_b; })
#define max(a, b) ({ __auto_type max_a = (a); __auto_type max_b = (b);	\
	max_a > max_b ? max_a : max_b; })
#define umin(a, b) min((u64)(a), (u64)(b))
#define umax(a, b) max((u64)(a), (u64)(b))
#define min3(a, b, c) min(min(a, b), c)
#define max3(a, b, c) max(max(a, b), c)
#define clamp(x, low, high) min(max(x, low), high)
#define clamp_t(t, x, low, high) clamp((t)(x), (t)(low), (t)(high))
#define swap(a, b) do { __auto_type swap_a = (a); (a) = (b); (b) = swap_a; } while (0)
#define abs(x) ({ __auto_type abs_x = (x); abs_x < 0 ? -abs_x : abs_x; })
#define min_t(t, a, b) min((t)(a), (t)(b))
#define max_t(t, a, b) max((t)(a), (t)(b))
#define container_of(p, t, m) ((t *)((char *)(p) - offsetof(t, m)))

_Static_assert(sizeof(long) == 8, "a compiler for 64 bits is needed");

#define BUILD_BUG_ON(c) _Static_assert(!(c), #c)
#define BUILD_BUG_ON_MSG(c, text) _Static_assert(!(c), text)
#define BUG_ON(c) ((c) ? abort() : (void)0)
#define BUG() abort()
#define might_alloc(gfp) ((void)(gfp))
#define cond_resched() ((void)0)

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

/* A single decision is of a machine with the least of blocks and all nodes. */
unsigned long memory_block_size_bytes(void);
bool node_possible(int nid);

/* Memory. */
#define GFP_KERNEL 0x1u
#define GFP_ATOMIC 0x2u
#define GFP_NOWAIT 0x4u
#define __GFP_ZERO 0x8u
#define __GFP_NOWARN 0x10u
#define __GFP_ACCOUNT 0x20u
#define __GFP_BITS_SHIFT 27

#define gfpflags_allow_blocking(gfp) ((void)(gfp), true)
#define gfpflags_allow_spinning(gfp) ((void)(gfp), true)
#define kmalloc(size, gfp) malloc(size)
#define kzalloc(size, gfp) calloc(1, size)
#define kmalloc_obj(object, ...) ((__typeof__(object) *)malloc(sizeof(object)))
#define kzalloc_obj(object, ...) ((__typeof__(object) *)calloc(1, sizeof(object)))
#define kfree(p) free(p)

struct list_lru;
struct kmem_cache { size_t unused; };

/* Lists. */
struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline int list_empty(const struct list_head *head)
{
	return head->next == head;
}

/* Locks and RCU: an oracle holds a lock of its own around everything. */
typedef struct { char unused; } spinlock_t;
#define __SPIN_LOCK_UNLOCKED(x) { 0 }
#define spin_lock_init(l) ((void)(l))
#define spin_lock(l) ((void)(l))
#define spin_unlock(l) ((void)(l))
#define spin_trylock(l) ((void)(l), 1)
#define spin_lock_bh(l) ((void)(l))
#define spin_unlock_bh(l) ((void)(l))
#define spin_lock_irq(l) ((void)(l))
#define spin_unlock_irq(l) ((void)(l))
#define spin_lock_irqsave(l, f) ((void)(l), (void)((f) = 0))
#define spin_unlock_irqrestore(l, f) ((void)(l), (void)(f))
#define lockdep_is_held(l) ((void)(l), 1)

struct rcu_head {
	void (*func)(struct rcu_head *head);
};

#define rcu_read_lock() ((void)0)
#define rcu_read_unlock() ((void)0)
#define rcu_dereference(p) (p)
#define rcu_dereference_raw(p) (p)
#define rcu_dereference_check(p, c) (p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_assign_pointer(p, v) ((p) = (v))
#define RCU_INIT_POINTER(p, v) ((p) = (v))
#define call_rcu(head, f) (f)(head)

/* What lib/xarray.c needs of lib/radix-tree.c. */
extern struct kmem_cache *radix_tree_node_cachep;
void radix_tree_node_rcu_free(struct rcu_head *head);

/* Bitmaps. */
static inline unsigned long __ffs(unsigned long word)
{
	return (unsigned long)__builtin_ctzl(word);
}

static inline bool test_bit(unsigned long nr, const unsigned long *map)
{
	return map[nr / BITS_PER_LONG] >> (nr % BITS_PER_LONG) & 1;
}

static inline void __set_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] |= BIT(nr % BITS_PER_LONG);
}

static inline void __clear_bit(unsigned long nr, unsigned long *map)
{
	map[nr / BITS_PER_LONG] &= ~BIT(nr % BITS_PER_LONG);
}

static inline bool __test_and_set_bit(unsigned long nr, unsigned long *map)
{
	bool old = test_bit(nr, map);

	__set_bit(nr, map);
	return old;
}

static inline bool __test_and_clear_bit(unsigned long nr, unsigned long *map)
{
	bool old = test_bit(nr, map);

	__clear_bit(nr, map);
	return old;
}

static inline unsigned long find_next_bit(const unsigned long *map,
					  unsigned long size,
					  unsigned long offset)
{
	unsigned long word;

	while (offset < size) {
		word = map[offset / BITS_PER_LONG] >> (offset % BITS_PER_LONG);
		if (word) {
			offset += __ffs(word);
			return min(offset, size);
		}
		offset = (offset | (BITS_PER_LONG - 1)) + 1;
	}
	return size;
}

#define find_first_bit(map, size) find_next_bit(map, size, 0)

static inline bool bitmap_empty(const unsigned long *map, unsigned int nbits)
{
	return find_next_bit(map, nbits, 0) == nbits;
}

static inline void bitmap_fill(unsigned long *map, unsigned int nbits)
{
	memset(map, 0xff, BITS_TO_LONGS(nbits) * sizeof(*map));
}

static inline void bitmap_clear(unsigned long *map, unsigned int start,
				unsigned int nbits)
{
	for (; nbits; nbits--)
		__clear_bit(start++, map);
}

#include "idioms.h"

#endif /* AUTOMOVABLE_SHIM_H */
