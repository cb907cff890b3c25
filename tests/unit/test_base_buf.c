/* SPDX-License-Identifier: MIT */
/* lib/base/buf.h, lib/base/arena.h and lib/base/memory.h: memory that grows and is used again. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/memory.h"
#include "tests/unit/support_random.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifndef WITH_ASAN
#define WITH_ASAN 0
#endif

Test(buf, grows_byte_by_byte)
{
	enum { TOTAL = 100000 };
	struct buf b = {0};
	size_t moves = 0;
	for (size_t i = 0; i < TOTAL; i++) {
		size_t cap = b.cap;
		buf_add_byte(&b, (uint8_t)(i * 7));
		moves += b.cap != cap;
	}
	cr_assert_eq(b.n, TOTAL);
	cr_expect_lt(moves, 20, "growth is geometric, but moved %zu times", moves);
	for (size_t i = 0; i < TOTAL; i++)
		cr_assert_eq(b.p[i], (uint8_t)(i * 7));
	buf_free(&b);
	cr_expect(b.p == NULL && b.n == 0 && b.cap == 0);
	buf_add_string(&b, "again");
	cr_expect(slice_equal(buf_slice(&b), SLICE("again")));
	buf_free(&b);
	buf_free(&b);
}

Test(buf, all_ways_to_add)
{
	struct buf b = {0};
	buf_add(&b, NULL, 0);
	buf_add_slice(&b, (struct slice){NULL, 0});
	buf_add_repeated(&b, 'x', 0);
	buf_add_string(&b, "");
	cr_expect_eq(b.n, 0);
	buf_add(&b, "a\0b", 3);
	buf_add_repeated(&b, '.', 3);
	buf_add_slice(&b, SLICE("cd"));
	buf_printf(&b, "%s=%d", "n", 42);
	cr_expect(slice_equal(buf_slice(&b), SLICE("a\0b...cdn=42")));
	buf_free(&b);
}

Test(buf, room_is_what_was_asked_for)
{
	static const size_t sizes[] = {1, 255, 256, 257, 511, 512, 513, 65536, 1000003};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct buf b = {0};
		memset(buf_reserve(&b, sizes[i]), 1, sizes[i]);
		cr_expect_eq(b.n, 0);
		b.n = sizes[i];
		memset(buf_reserve(&b, sizes[i]), 2, sizes[i]);
		cr_expect(slice_is_all(buf_slice(&b), 1), "what was there stays");
		buf_free(&b);
	}
}

/* The first attempt of buf_printf() has a little room; whatever is longer takes a second. */
Test(buf, printf_of_every_length)
{
	struct buf b = {0};
	for (int n = 0; n < 600; n++) {
		b.n = 0;
		buf_add_byte(&b, '<');
		buf_printf(&b, "%*s", n, "");
		buf_add_byte(&b, '>');
		cr_assert_eq(b.n, (size_t)n + 2);
		cr_assert(b.p[0] == '<' && b.p[n + 1] == '>');
		cr_assert(slice_is_all(slice_of(b.p + 1, (size_t)n), ' '));
	}
	buf_free(&b);
}

Test(buf, sizes_beyond_memory_are_a_bug, .signal = SIGABRT)
{
	struct buf b = {0};
	buf_add_byte(&b, 'x');
	buf_reserve(&b, SIZE_MAX);
}

Test(arena, alignment)
{
	struct arena a = {0};
	for (size_t n = 0; n < 300; n++) {
		uint8_t *p = arena_alloc(&a, n);
		cr_assert_eq((uintptr_t)p % _Alignof(max_align_t), 0, "%zu bytes", n);
		memset(p, 0xa5, n);
	}
	arena_free(&a);
}

Test(arena, allocations_do_not_overlap)
{
	enum { COUNT = 2000 };
	static uint8_t *at[COUNT];
	static size_t size[COUNT];
	struct arena a = {0};
	uint64_t seed = 1;
	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < COUNT; i++) {
			bool large = random_below(&seed, 50) == 0;
			size[i] = random_below(&seed, large ? 70000 : 200);
			at[i] = arena_alloc(&a, size[i]);
			memset(at[i], (int)(i & 0xff), size[i]);
		}
		for (size_t i = 0; i < COUNT; i++)
			cr_assert(slice_is_all(slice_of(at[i], size[i]), (uint8_t)i),
				  "round %d, allocation %zu", round, i);
		arena_reset(&a);
	}
	arena_free(&a);
}

Test(arena, reset_gives_the_same_memory_again)
{
	struct arena a = {0};
	arena_reset(&a); /* of an empty one */
	void *first = arena_alloc(&a, 100);
	void *large = arena_alloc(&a, 100000);
	arena_reset(&a);
	cr_expect_eq(arena_alloc(&a, 100), first);
	cr_expect_eq(arena_alloc(&a, 100000), large);
	arena_free(&a);
	cr_expect(a.first == NULL && a.current == NULL && a.used == 0);
	arena_free(&a);
	cr_expect(arena_alloc(&a, 0) != NULL);
	arena_free(&a);
}

Test(arena, copies)
{
	struct arena a = {0};
	char text[] = "borrowed";
	struct slice copy = arena_copy(&a, slice_of(text, 8));
	memset(text, 'x', 8);
	cr_expect(slice_equal(copy, SLICE("borrowed")));
	cr_expect_eq(arena_copy(&a, (struct slice){NULL, 0}).n, 0);
	arena_free(&a);
}

Test(memory, is_zeroed_and_never_nothing)
{
	uint8_t *p = memory_zeroed(1000, 3);
	cr_expect(slice_is_all(slice_of(p, 3000), 0));
	p = memory_resize(p, 5000);
	cr_expect(slice_is_all(slice_of(p, 3000), 0));
	free(p);
	p = memory_zeroed(0, 8);
	cr_expect(p != NULL);
	free(p);
	p = memory_resize(NULL, 1);
	cr_expect(p != NULL);
	free(p);
}

static void leave_with_42(void)
{
	exit(42);
}

/* AddressSanitizer stops the program before malloc could return NULL. */
Test(memory, exhausted_by_a_size_that_wraps, .exit_code = 42)
{
	memory_set_exhausted(leave_with_42);
	if (WITH_ASAN)
		exit(42);
	free(memory_zeroed(SIZE_MAX / 2, 4));
}

Test(memory, exhausted_by_growing, .exit_code = 42)
{
	memory_set_exhausted(leave_with_42);
	if (WITH_ASAN)
		exit(42);
	free(memory_resize(NULL, SIZE_MAX / 2));
}

Test(memory, exhausted_without_a_handler_aborts, .signal = SIGABRT)
{
	if (WITH_ASAN)
		abort();
	free(memory_zeroed(SIZE_MAX / 2, 4));
}
