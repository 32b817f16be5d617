/* SPDX-License-Identifier: MIT */
/*
 * libautomovable-plan: what a scenario will give, and a machine whose memory comes and
 * goes, as the kernel does it.
 *
 * Everything that crosses is JSON in UTF-8, in the formats of the tool's files:
 * scenarios and layouts, machines and operations of traces.  docs/formats.md and
 * docs/plan.md describe them.
 *
 * A function returns 0 if all is well, and the negative of an error number if not, the
 * same as automovable.h has.  Texts that it makes have a NUL behind them, are the
 * caller's, and go back by automovable_text_free().  If *answer is set after -EINVAL, it
 * says what is wrong with the text that was given:
 *
 *   {"error":{"field":"actions[2].grow","message":"expected ..., found ..."}}
 *
 * Otherwise *answer is untouched.  No text ends the process.  A lack of memory does.
 *
 * Threads.  Any function may be called from any thread, at the same time; of one machine,
 * one at a time.
 */
#ifndef AUTOMOVABLE_PLAN_H
#define AUTOMOVABLE_PLAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/* The binary interface; the shared library has its number in its name. */
#define AUTOMOVABLE_PLAN_ABI 1

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* Give a text back.  Null is fine. */
void automovable_text_free(char *text);

/*
 * Plan a scenario.  The request is an object with
 *
 *   scenario     what a scenario file has
 *   name         the scenario's name; "plan" if it is left out
 *   kernel       the version, as "6.1"; the default
 *   block_size   of a memory block, as "128M"; the default is the kernel's choice
 *   geometry     the architecture, as "arm64-64k"; "x86_64" if it is left out
 *   absent       pages of boot memory that the firmware keeps
 *   solve        "ratio", "hotplug" or "boot": what to look for
 *   want         a goal, as "movable>=90%" or "movable>=8G"; looks for the ratio unless
 *                solve says otherwise
 *   try          a list of other settings, each as --try takes it
 *   sweep        values to plan one after the other, as "ratio=100..800:25"
 *
 * and all but the scenario may be left out.  The answer is what `automovable plan --json`
 * prints, and a line with what it prints in words.  -EINVAL.
 */
int32_t automovable_plan(const char *request, size_t length, char **answer);

/* A machine: its nodes, zones, blocks, groups and parameters. */
struct automovable_hotplug;

/*
 * Boot a machine, the first line of a trace: {"machine": ...}.  -EINVAL.
 */
int32_t automovable_hotplug_boot(const char *machine, size_t length,
				 struct automovable_hotplug **hotplug, char **answer);

/* Null is fine. */
void automovable_hotplug_destroy(struct automovable_hotplug *hotplug);

/*
 * Apply an operation, a line of a trace, as
 *
 *   {"op": "write_state", "block": 40, "value": "online_movable"}
 *
 * The answer has its result and, if the kernel refuses, why:
 *
 *   {"result":{"returns":-22},"reason":"..."}
 *
 * as `automovable evaluate --reasons` prints it.  Such a refusal is an answer, so the
 * function returns 0.  -EINVAL: this is no operation.
 */
int32_t automovable_hotplug_apply(struct automovable_hotplug *hotplug, const char *operation,
				  size_t length, char **answer);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#if defined(__cplusplus)
}
#endif

#endif /* AUTOMOVABLE_PLAN_H */
