// SPDX-License-Identifier: MIT
/*
 * The memory that Embedded Swift asks for, in WebAssembly: a list of free rooms for
 * each power of two.
 */
#include <stddef.h>
#include <stdint.h>

enum { header = 16, smallest = 5, classes = 32, page = 65536 };

struct room {
	uint32_t class;
	struct room *next;
};

extern unsigned char __heap_base;

static struct room *free_rooms[classes];
static uintptr_t next, end;

static struct room *new_room(uint32_t class)
{
	uintptr_t size = (uintptr_t)1 << class;
	struct room *room;

	if (!next) {
		next = ((uintptr_t)&__heap_base + header - 1) & -(uintptr_t)header;
		end = __builtin_wasm_memory_size(0) * page;
	}
	if (end - next < size) {
		uintptr_t pages = (size - (end - next) + page - 1) / page;

		/* As much again, if there is as much, so that it isn't asked for often. */
		if (__builtin_wasm_memory_grow(0, pages + 64) != (uintptr_t)-1)
			end += (pages + 64) * page;
		else if (__builtin_wasm_memory_grow(0, pages) != (uintptr_t)-1)
			end += pages * page;
		else
			return NULL;
	}
	room = (struct room *)next;
	next += size;
	room->class = class;
	return room;
}

int posix_memalign(void **result, size_t alignment, size_t size);
void free(void *memory);

int posix_memalign(void **result, size_t alignment, size_t size)
{
	uint32_t class = smallest;
	struct room *room;

	if (alignment > header || size > ((size_t)1 << 30))
		return 12;
	while (((size_t)1 << class) < size + header)
		class++;
	room = free_rooms[class];
	if (room)
		free_rooms[class] = room->next;
	else
		room = new_room(class);
	if (!room)
		return 12;
	*result = (unsigned char *)room + header;
	return 0;
}

void free(void *memory)
{
	struct room *room;

	if (!memory)
		return;
	room = (struct room *)((unsigned char *)memory - header);
	room->next = free_rooms[room->class];
	free_rooms[room->class] = room;
}

int memcmp(const void *left, const void *right, size_t size);

int memcmp(const void *left, const void *right, size_t size)
{
	const unsigned char *a = left, *b = right;

	for (; size; size--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

/* The seed of hash tables; nobody here chooses keys so that they collide. */
void arc4random_buf(void *buffer, size_t size);

void arc4random_buf(void *buffer, size_t size)
{
	unsigned char *byte = buffer;

	while (size--)
		*byte++ = 0x55;
}
