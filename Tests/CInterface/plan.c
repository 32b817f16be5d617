/* SPDX-License-Identifier: MIT */
/*
 * Drives libautomovable-plan with lines of standard input and prints its answers, as
 * `automovable evaluate --reasons` and `automovable plan --json` do. Before that, calls
 * it as nobody should.
 *
 * Usage: plan trace|requests|misuse
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "automovable_plan.h"

static int failures;

/* Says what a call returned in place of what it should have. */
static void expect(int line, const char *call, int64_t result, int64_t expected)
{
	if (result == expected)
		return;
	fprintf(stderr, "plan.c:%d: %s: %lld; expected %lld\n", line, call, (long long)result,
		(long long)expected);
	failures++;
}

#define EXPECT(call, expected) expect(__LINE__, #call, call, expected)

/* What is wrong with a text, and that it is said. */
static void said(int line, int32_t result, char *answer, const char *expected)
{
	expect(line, "result", result, -EINVAL);
	if (!answer || !strstr(answer, expected)) {
		fprintf(stderr, "plan.c:%d: %s; expected %s\n", line, answer ? answer : "nothing",
			expected);
		failures++;
	}
	automovable_text_free(answer);
}

static const char machine[] = "{\"machine\":{\"params\":{\"online_policy\":\"contig-zones\",\"auto_movable_ratio\":301,"
			      "\"auto_movable_numa_aware\":true},\"block_size_bytes\":134217728,\"nodes\":[{\"nid\":0,\"zones\":[{\"zone\":\"Normal\","
			      "\"zone_start_pfn\":1048576,\"spanned_pages\":65536,"
			      "\"present_pages\":65536,\"present_early_pages\":65536}]}]}}";

static void misuse(void)
{
	static const char *const wrong[][2] = {
		{ "", "expected" },
		{ "{}", "\"scenario is missing\"" },
		{ "{\"scenario\":{\"boot\":1}}", "\"error\"" },
		{ "{\"scenario\":3}", "expected an object, found 3" },
		{ "{\"geometry\":\"arm\",\"scenario\":{}}", "\"field\":\"geometry\"" },
		{ "{\"kernel\":\"6.x\",\"scenario\":{}}", "\"field\":\"kernel\"" },
	};
	struct automovable_hotplug *hotplug = NULL;
	char *answer = NULL;
	char *cut;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		int32_t result;

		answer = NULL;
		result = automovable_plan(wrong[i][0], strlen(wrong[i][0]), &answer);
		said(__LINE__, result, answer, wrong[i][1]);
	}
	answer = NULL;
	EXPECT(automovable_plan(NULL, 1, &answer), -EINVAL);
	EXPECT(automovable_plan("{}", 2, NULL), -EINVAL);
	EXPECT(automovable_plan("{}", (size_t)-1, &answer), -EINVAL);
	EXPECT(automovable_hotplug_boot(NULL, 0, &hotplug, &answer), -EINVAL);
	EXPECT(automovable_hotplug_boot(machine, strlen(machine), NULL, &answer), -EINVAL);
	EXPECT(answer == NULL, true);
	/* An error needs no room for what is wrong. */
	EXPECT(automovable_hotplug_boot("{}", 2, &hotplug, NULL), -EINVAL);
	/* A machine that is cut off anywhere is none. */
	cut = strdup(machine);
	for (i = 0; i < strlen(machine); i++) {
		answer = NULL;
		EXPECT(automovable_hotplug_boot(cut, i, &hotplug, &answer), -EINVAL);
		automovable_text_free(answer);
	}
	free(cut);
	EXPECT(hotplug == NULL, true);
	EXPECT(automovable_hotplug_boot(machine, strlen(machine), &hotplug, NULL), 0);
	answer = NULL;
	EXPECT(automovable_hotplug_apply(NULL, "{}", 2, &answer), -EINVAL);
	EXPECT(automovable_hotplug_apply(hotplug, NULL, 2, &answer), -EINVAL);
	EXPECT(automovable_hotplug_apply(hotplug, "{}", 2, NULL), -EINVAL);
	EXPECT(answer == NULL, true);
	i = automovable_hotplug_apply(hotplug, machine, strlen(machine), &answer);
	said(__LINE__, (int32_t)i, answer, "\"field\":\"op\"");
	answer = NULL;
	i = automovable_hotplug_apply(hotplug, "{\"op\":\"none\"}", 13, &answer);
	said(__LINE__, (int32_t)i, answer, "\"field\":\"op\"");
	automovable_hotplug_destroy(hotplug);
	automovable_hotplug_destroy(NULL);
	automovable_text_free(NULL);
}

static void fail(const char *answer)
{
	fprintf(stderr, "plan.c: %s", answer ? answer : "no answer\n");
	exit(1);
}

static struct automovable_hotplug *hotplug;

static void apply(const char *line, size_t length)
{
	char *answer = NULL;

	if (automovable_hotplug_apply(hotplug, line, length, &answer))
		fail(answer);
	fputs(answer, stdout);
	automovable_text_free(answer);
}

/* Ends a trace with what can be read then. */
static void finish(void)
{
	static const char read[] = "{\"op\":\"read_state\"}";

	if (hotplug)
		apply(read, strlen(read));
	automovable_hotplug_destroy(hotplug);
	hotplug = NULL;
}

/* Traces, one after the other: each begins with its machine. */
static void play(const char *line, size_t length)
{
	char *answer = NULL;

	if (!strncmp(line, "{\"schema\"", 9))
		return;
	if (strncmp(line, "{\"machine\"", 10)) {
		apply(line, length);
		return;
	}
	finish();
	if (automovable_hotplug_boot(line, length, &hotplug, &answer))
		fail(answer);
}

static void plan(const char *line, size_t length)
{
	char *answer = NULL;

	if (automovable_plan(line, length, &answer))
		fail(answer);
	fputs(answer, stdout);
	automovable_text_free(answer);
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	if (!strcmp(what, "misuse")) {
		misuse();
		return failures != 0;
	}
	while ((length = getline(&line, &room, stdin)) > 0)
		(strcmp(what, "trace") ? plan : play)(line, (size_t)length);
	finish();
	free(line);
	return ferror(stdin) || fflush(stdout);
}
