// SPDX-License-Identifier: MIT
/*
 * Decides the golden vectors, which come as records on standard input (see
 * docs/formats.md), and holds each answer against the one that is expected and all
 * their words against the digest in the file.
 *
 * Needs no library.  Exit status: 0 all agree, 1 some differ, 65 bad input.
 */
#include <stdbool.h>

#include "automovable.h"
#include "host.h"

#define MAX_INPUT (16u << 20)

static const char magic[8] = { 'A', 'M', 'V', 'R', 'E', 'C', 'S', 1 };

struct header {
	uint64_t count;
	uint64_t digest;
};

struct record {
	uint32_t nr_nodes;
	uint32_t nr_groups;
	uint32_t nr_sections;
	uint32_t function;		/* 0 can_online_movable, 1 zone_for_pfn_range */
	struct automovable_policy policy;
	uint32_t online_type;
	int32_t nid;
	int32_t group;
	uint32_t reserved;
	uint64_t start_pfn;
	uint64_t nr_pages;
	uint64_t result;
	uint64_t result_nid;
};

_Static_assert(sizeof(struct header) == 16, "header");
_Static_assert(sizeof(struct record) == 80, "record");

/* Of 64-bit words, so that every array of a record is aligned. */
static uint64_t input[MAX_INPUT / sizeof(uint64_t)];
static size_t input_size;
static size_t position;

static void print(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	host_write(text, length);
}

static void print_number(uint64_t number, unsigned int base)
{
	char text[24];
	size_t start = sizeof(text);

	do {
		text[--start] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	host_write(text + start, sizeof(text) - start);
}

/* How a structure's fields follow each other: some of 32 bits, of 64, and of 32 again. */
struct layout {
	unsigned int first_32;
	unsigned int nr_64;
	unsigned int last_32;
};

static const struct layout header_layout = { .nr_64 = 2 };
static const struct layout record_layout = { .first_32 = 12, .nr_64 = 4 };
static const struct layout node_layout = { .nr_64 = 25, .last_32 = 2 };
static const struct layout group_layout = { .nr_64 = 3, .last_32 = 2 };
static const struct layout sections_layout = { .nr_64 = 2, .last_32 = 2 };

_Static_assert(sizeof(struct automovable_node) == 25 * 8 + 2 * 4, "node");
_Static_assert(sizeof(struct automovable_group) == 3 * 8 + 2 * 4, "group");
_Static_assert(sizeof(struct automovable_sections) == 2 * 8 + 2 * 4, "sections");

/* Gives numbers, which the file has with their lowest byte first, the machine's order. */
static char *order(char *bytes, unsigned int count, unsigned int size)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	unsigned int i, k;

	for (i = 0; i < count; i++)
		for (k = 0; k < size / 2; k++) {
			char byte = bytes[i * size + k];

			bytes[i * size + k] = bytes[i * size + size - 1 - k];
			bytes[i * size + size - 1 - k] = byte;
		}
#endif
	return bytes + count * size;
}

/* The next count structures of the input, or null if there aren't as many. */
static const void *take(uint64_t count, const struct layout *layout)
{
	char *start = (char *)input + position;
	char *bytes = start;
	uint64_t size = (layout->first_32 + layout->last_32) * 4 + layout->nr_64 * 8;

	if (count > (input_size - position) / size)
		return NULL;
	position += (size_t)(count * size);
	while (count--) {
		bytes = order(bytes, layout->first_32, 4);
		bytes = order(bytes, layout->nr_64, 8);
		bytes = order(bytes, layout->last_32, 4);
	}
	return start;
}

static bool read_input(void)
{
	for (;;) {
		long count = host_read((char *)input + input_size,
				       sizeof(input) - input_size);

		if (count < 0)
			return false;
		if (count == 0)
			return input_size < sizeof(input);
		input_size += (size_t)count;
	}
}

/* FNV-1a, a word at a step. */
static uint64_t fold(uint64_t digest, const void *words, unsigned int count)
{
	const uint64_t *word = words;

	while (count--)
		digest = (digest ^ *word++) * 0x100000001b3;
	return digest;
}

#if defined(GOLDEN_MODEL)
/* By running totals, for who has an allocator. */
static struct automovable_model *model;

static int32_t load(const struct record *record, const struct automovable_machine *machine)
{
	return model ? automovable_model_load(model, &record->policy, machine)
		     : automovable_model_create(&record->policy, machine, &model);
}

static int32_t can_online_movable(const struct record *record,
				  const struct automovable_machine *machine,
				  struct automovable_test *test)
{
	int32_t result = load(record, machine);

	return result < 0 ? result
			  : automovable_model_can_online_movable(model, record->nid,
								 record->group,
								 record->nr_pages, test);
}

static int32_t zone_for_pfn_range(const struct record *record,
				  const struct automovable_machine *machine,
				  struct automovable_answer *answer)
{
	int32_t result = load(record, machine);

	return result < 0 ? result
			  : automovable_model_zone_for_pfn_range(
				    model, record->online_type, record->nid, record->group,
				    record->start_pfn, record->nr_pages, answer);
}
#else
static int32_t can_online_movable(const struct record *record,
				  const struct automovable_machine *machine,
				  struct automovable_test *test)
{
	return automovable_can_online_movable(&record->policy, machine, record->nid,
					      record->group, record->nr_pages, test);
}

static int32_t zone_for_pfn_range(const struct record *record,
				  const struct automovable_machine *machine,
				  struct automovable_answer *answer)
{
	return automovable_zone_for_pfn_range(&record->policy, machine, record->online_type,
					      record->nid, record->group, record->start_pfn,
					      record->nr_pages, answer);
}
#endif

static bool decide(const struct record *record, const struct automovable_machine *machine,
		   uint64_t *digest)
{
	struct automovable_answer answer;
	int32_t result;

	if (record->function == 0) {
		result = can_online_movable(record, machine, &answer.system);
		if (result < 0)
			return false;
		answer.result = (uint64_t)result;
		*digest = fold(*digest, &answer.result, 1);
		*digest = fold(*digest, &answer.system, 8);
		return answer.result == record->result;
	}
	result = zone_for_pfn_range(record, machine, &answer);
	if (result < 0)
		return false;
	*digest = fold(*digest, &answer, 24);
	return (uint64_t)result == record->result && answer.result == record->result &&
	       answer.nid == record->result_nid;
}

static int malformed(const char *what)
{
	print("<stdin>: byte ");
	print_number(position, 10);
	print(": ");
	print(what);
	print("\n");
	return 65;
}

int golden(void)
{
	const struct header *header;
	uint64_t digest = 0xcbf29ce484222325;
	uint64_t differ = 0;
	uint64_t i;

	if (!read_input())
		return malformed("cannot be read, or is longer than 16 MiB");
	for (i = 0; i < sizeof(magic); i++)
		if (i >= input_size || ((const char *)input)[i] != magic[i])
			return malformed("expected records of version 1");
	position = sizeof(magic);
	header = take(1, &header_layout);
	if (!header)
		return malformed("expected a header");

	for (i = 0; i < header->count; i++) {
		const struct record *record = take(1, &record_layout);
		struct automovable_machine machine = { 0 };

		if (!record)
			return malformed("expected another record");
		machine.nr_nodes = record->nr_nodes;
		machine.nr_groups = record->nr_groups;
		machine.nr_sections = record->nr_sections;
		machine.nodes = take(machine.nr_nodes, &node_layout);
		machine.groups = machine.nodes
			? take(machine.nr_groups, &group_layout) : NULL;
		machine.sections = machine.groups
			? take(machine.nr_sections, &sections_layout) : NULL;
		if (!machine.sections)
			return malformed("expected the arrays of a record");
		if (decide(record, &machine, &digest))
			continue;
		if (differ++)
			continue;
		print("record ");
		print_number(i, 10);
		print(" differs\n");
	}
	if (position != input_size)
		return malformed("expected nothing after the last record");

	print_number(header->count, 10);
	print(" vectors, ");
	print_number(header->count - differ, 10);
	print(" agree, ");
	print_number(differ, 10);
	print(" differ, digest 0x");
	print_number(digest, 16);
	if (digest != header->digest) {
		print(", expected 0x");
		print_number(header->digest, 16);
	}
	print("\n");
	return differ || digest != header->digest;
}
