/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What kernel code says or asks in passing, which changes no decision: messages,
 * warnings, assertions, tracing; and arithmetic that the compiler has itself.
 */
#define printk(...) ((void)0)
#define pr_emerg(...) ((void)0)
#define pr_alert(...) ((void)0)
#define pr_crit(...) ((void)0)
#define pr_err(...) ((void)0)
#define pr_warn(...) ((void)0)
#define pr_notice(...) ((void)0)
#define pr_info(...) ((void)0)
#define pr_cont(...) ((void)0)
#define pr_devel(...) ((void)0)
#define pr_debug(...) ((void)0)
#define pr_err_once(...) ((void)0)
#define pr_warn_once(...) ((void)0)
#define pr_notice_once(...) ((void)0)
#define pr_info_once(...) ((void)0)
#define pr_debug_once(...) ((void)0)
#define pr_err_ratelimited(...) ((void)0)
#define pr_warn_ratelimited(...) ((void)0)
#define pr_info_ratelimited(...) ((void)0)
#define pr_debug_ratelimited(...) ((void)0)
#define printk_once(...) ((void)0)
#define dump_stack() ((void)0)
#define dump_page(...) ((void)0)
#define trace_printk(...) ((void)0)

/* A warning is its condition. */
#define WARN(c, ...) (!!(c))
#define WARN_ONCE(c, ...) (!!(c))
#define WARN_ON(c) (!!(c))
#define WARN_ON_ONCE(c) (!!(c))
#define WARN_RATELIMIT(c, ...) (!!(c))
#define VM_BUG_ON(c) BUG_ON(c)
#define VM_BUG_ON_PAGE(c, page) BUG_ON(c)
#define VM_WARN_ON(c) (!!(c))
#define VM_WARN_ON_ONCE(c) (!!(c))
#define VM_WARN_ON_IRQS_ENABLED() ((void)0)
#define VM_WARN_ON_PAGE(c, page) (!!(c))
#define VM_WARN_ON_ONCE_PAGE(c, page) (!!(c))
#define VM_WARN_ONCE(c, ...) (!!(c))
#define VM_WARN(c, ...) (!!(c))

#define lockdep_assert(c) ((void)0)
#define lockdep_assert_once(c) ((void)0)
#define lockdep_assert_held(l) ((void)0)
#define lockdep_assert_not_held(l) ((void)0)
#define lockdep_assert_held_write(l) ((void)0)
#define lockdep_assert_held_read(l) ((void)0)
#define lockdep_assert_held_once(l) ((void)0)
#define lockdep_assert_none_held_once() ((void)0)
#define lockdep_assert_cpus_held() ((void)0)
#define lockdep_assert_in_softirq() ((void)0)
#define might_sleep() ((void)0)
#define might_sleep_if(c) ((void)0)
#define cant_sleep() ((void)0)
struct shim_lock { int unused; };
#define DEFINE_MUTEX(name) struct shim_lock name
#define DEFINE_SPINLOCK(name) spinlock_t name
#define DECLARE_RWSEM(name) struct shim_lock name
#define DEFINE_STATIC_PERCPU_RWSEM(name) static struct shim_lock name
#define DEFINE_STATIC_KEY_TRUE(name) struct shim_lock name
#define DEFINE_STATIC_KEY_FALSE(name) struct shim_lock name
#define DEFINE_PER_CPU(type, name) __typeof__(type) name
#define percpu_down_read(l) ((void)(l))
#define percpu_up_read(l) ((void)(l))
#define percpu_down_write(l) ((void)(l))
#define percpu_up_write(l) ((void)(l))
#define mutex_lock(l) ((void)(l))
#define mutex_unlock(l) ((void)(l))
#define down_read(l) ((void)(l))
#define up_read(l) ((void)(l))
#define down_write(l) ((void)(l))
#define up_write(l) ((void)(l))
#define guard(kind) (void)
#define scoped_guard(kind, ...) if (1)
#define preempt_disable() ((void)0)
#define preempt_enable() ((void)0)
#define local_irq_save(f) ((void)((f) = 0))
#define local_irq_restore(f) ((void)(f))
#define get_online_mems() ((void)0)
#define put_online_mems() ((void)0)
#define mem_hotplug_begin() ((void)0)
#define mem_hotplug_done() ((void)0)
#define lock_device_hotplug() ((void)0)
#define unlock_device_hotplug() ((void)0)
#define cpus_read_lock() ((void)0)
#define cpus_read_unlock() ((void)0)

#define data_race(x) (x)
#define ACCESS_PRIVATE(p, member) ((p)->member)
#define smp_mb() ((void)0)
#define smp_rmb() ((void)0)
#define smp_wmb() ((void)0)
#define smp_load_acquire(p) (*(p))
#define smp_store_release(p, v) ((void)(*(p) = (v)))
#define static_branch_likely(key) 0
#define static_branch_unlikely(key) 0

typedef struct { int counter; } atomic_t;
typedef struct { long counter; } atomic_long_t;
#define ATOMIC_INIT(n) { n }
#define ATOMIC_LONG_INIT(n) { n }
#define atomic_read(v) ((v)->counter)
#define atomic_set(v, n) ((void)((v)->counter = (n)))
#define atomic_inc(v) ((void)(v)->counter++)
#define atomic_dec(v) ((void)(v)->counter--)
#define atomic_add(n, v) ((void)((v)->counter += (n)))
#define atomic_sub(n, v) ((void)((v)->counter -= (n)))
#define atomic_inc_return(v) (++(v)->counter)
#define atomic_dec_return(v) (--(v)->counter)
#define atomic_long_read(v) ((v)->counter)
#define atomic_long_set(v, n) ((void)((v)->counter = (n)))
#define atomic_long_inc(v) ((void)(v)->counter++)
#define atomic_long_dec(v) ((void)(v)->counter--)
#define atomic_long_add(n, v) ((void)((v)->counter += (n)))
#define atomic_long_sub(n, v) ((void)((v)->counter -= (n)))
#define atomic_long_add_return(n, v) ((v)->counter += (n))

#define check_add_overflow(a, b, result) __builtin_add_overflow(a, b, result)
#define check_sub_overflow(a, b, result) __builtin_sub_overflow(a, b, result)
#define check_mul_overflow(a, b, result) __builtin_mul_overflow(a, b, result)
#define div_u64(a, b) ((u64)(a) / (u32)(b))
#define div64_u64(a, b) ((u64)(a) / (u64)(b))
#define div64_ul(a, b) ((u64)(a) / (unsigned long)(b))
#define div_s64(a, b) ((s64)(a) / (s32)(b))
#define do_div(n, base) ({ u32 do_div_base = (base);			\
	u32 do_div_rest = (u32)((n) % do_div_base); (n) /= do_div_base; do_div_rest; })

#define __setup(...) struct shim_setup
#define early_param(...) struct shim_setup
#define MODULE_PARM_DESC(...) struct shim_setup

/* What vendors keep room with. */
#define ANDROID_KABI_RESERVE(n) u64 android_kabi_reserved##n
#define ANDROID_VENDOR_DATA(n) u64 android_vendor_data##n
#define ANDROID_OEM_DATA(n) u64 android_oem_data##n
#define KABI_RESERVE(n) unsigned long kabi_reserved##n
#define RH_KABI_RESERVE(n) unsigned long rh_reserved##n
#define SUSE_KABI_PADDING unsigned long suse_kabi_padding

/* Too much to be cut, and nobody looks into it. */
struct task_struct { long unused; };
struct device { long unused; };
struct mm_struct { long unused; };
#define current ((struct task_struct *)NULL)
