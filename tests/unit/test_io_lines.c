/* SPDX-License-Identifier: MIT */
/* lib/io/lines.h against a plain splitter that has all bytes in memory. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/io/lines.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

static const struct input_options through = {true, 1100};

/* The reference: where the piece at s.p ends, by the words of lines.h. A line of at most cap bytes
 * (its '\n' counted) is whole; of a longer one cap bytes come at a time. */
static struct line reference_next(struct slice s, size_t cap, const struct line *before)
{
	struct line line = {.first = before->last, .number = before->number + before->last};
	line.offset = before->offset + before->bytes.n;
	size_t length = slice_find_byte(s, '\n');
	length += length < s.n;
	line.last = length <= cap;
	line.bytes = slice_sub(s, 0, line.last ? length : cap);
	return line;
}

static void check_lines(struct source source, struct slice s, size_t cap, const char *what)
{
	struct line expected = {.last = true};
	struct line line;
	struct input in;
	cr_assert(input_open(&in, source.name, &through, NULL));
	struct line_reader r = line_reader_on(&in, cap);
	for (size_t at = 0; at < s.n; at += expected.bytes.n) {
		expected = reference_next(slice_from(s, at), cap, &expected);
		cr_assert(line_reader_next(&r, &line), "%s: cap %zu, ends at %zu", what, cap, at);
		cr_assert(slice_equal(line.bytes, expected.bytes), "%s: cap %zu, at %zu: %zu bytes",
			  what, cap, at, line.bytes.n);
		cr_assert_eq(line.first, expected.first, "%s: cap %zu, at %zu", what, cap, at);
		cr_assert_eq(line.last, expected.last, "%s: cap %zu, at %zu", what, cap, at);
		cr_assert_eq(line.number, expected.number);
		cr_assert_eq(line.offset, at);
	}
	cr_assert_not(line_reader_next(&r, &line), "%s: cap %zu: more than there is", what, cap);
	cr_assert_not(line_reader_next(&r, &line));
	cr_assert_eq(in.failure, INPUT_FINE);
	line_reader_free(&r);
	input_close(&in);
	source_close(&source);
}

static const struct {
	const char *text;
	size_t n;
} samples[] = {
#define TEXT(literal)                        \
	{                                    \
		literal, sizeof(literal) - 1 \
	}
	TEXT(""),
	TEXT("\n"),
	TEXT("\n\n\n"),
	TEXT("a"),
	TEXT("a\n"),
	TEXT("abcd"),
	TEXT("abcd\n"),
	TEXT("abcde"),
	TEXT("abcde\n"),
	TEXT("abcdefgh"),
	TEXT("abcdefgh\n"),
	TEXT("abcdefghi\n"),
	TEXT("\nabcd\n\nabcde\nx"),
	TEXT("one\r\ntwo\r\n"),
	TEXT("nul\0in\0it\n\0\0"),
	TEXT("\r\r\n\xff\xfe\n"),
#undef TEXT
};

Test(lines, every_small_cap_from_file_and_pipe)
{
	static const size_t sizes[] = {2, 1, 3};
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct slice s = slice_of(samples[i].text, samples[i].n);
		for (size_t cap = 1; cap <= 10; cap++) {
			check_lines(source_file(s), s, cap, "file");
			check_lines(source_dribble(s), s, cap, "dribble");
			check_lines(source_pipe(s, sizes, COUNT_OF(sizes)), s, cap, "pipe");
		}
		check_lines(source_file(s), s, 1u << 20, "file");
	}
}

/* A line of exactly the cap, one byte less, one more, twice the cap, with and without its end. */
Test(lines, around_a_large_cap)
{
	static const size_t caps[] = {100, 65536, 262144, 300000};
	static const size_t chunk = 50000;
	for (size_t k = 0; k < COUNT_OF(caps); k++) {
		for (size_t i = 0; i < 12; i++) {
			struct buf b = {0};
			size_t length = caps[k] * (1 + i / 6) + i % 3 - 1;
			buf_add_repeated(&b, 'x', length);
			if (i % 6 < 3)
				buf_add_string(&b, "\nnext\n");
			check_lines(source_file(buf_slice(&b)), buf_slice(&b), caps[k], "file");
			check_lines(source_pipe(buf_slice(&b), &chunk, 1), buf_slice(&b), caps[k],
				    "pipe");
			buf_free(&b);
		}
	}
}

Test(lines, random_inputs)
{
	uint64_t seed = 12;
	struct buf b = {0};
	for (int round = 0; round < 400; round++) {
		size_t cap = 1 + random_below(&seed, 30);
		size_t n = random_below(&seed, 300);
		size_t often = 1 + random_below(&seed, 40);
		size_t sizes[4];
		b.n = 0;
		for (size_t i = 0; i < n; i++)
			buf_add_byte(&b,
				     random_below(&seed, often) ? (uint8_t)(' ' + i % 90) : '\n');
		for (size_t i = 0; i < COUNT_OF(sizes); i++)
			sizes[i] = 1 + random_below(&seed, 40);
		check_lines(source_file(buf_slice(&b)), buf_slice(&b), cap, "file");
		check_lines(source_pipe(buf_slice(&b), sizes, COUNT_OF(sizes)), buf_slice(&b), cap,
			    "pipe");
	}
	buf_free(&b);
}

Test(lines, larger_than_the_buffer)
{
	uint64_t seed = 13;
	struct buf b = {0};
	while (b.n < 1200000) {
		buf_add_repeated(&b, 'y', random_below(&seed, 3000));
		buf_add_byte(&b, '\n');
	}
	check_lines(source_file(buf_slice(&b)), buf_slice(&b), 2000, "file");
	check_lines(source_file(buf_slice(&b)), buf_slice(&b), 1u << 20, "file");
	buf_free(&b);
}

Test(lines, of_compressed_input)
{
	struct buf b = {0};
	for (unsigned i = 0; i < 5000; i++)
		buf_printf(&b, "{\"line\":%u}\n", i);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, buf_slice(&b));
		check_lines(source_file(buf_slice(&packed)), buf_slice(&b), 100,
			    compressors[k].name);
		buf_free(&packed);
	}
	buf_free(&b);
}

/* Whoever flushes where the next call may wait, flushes neither too early nor too late. */
Test(lines, would_read_tells_of_every_wait)
{
	struct slice s = SLICE("one\ntwo\nlong line\nlast");
	for (size_t cap = 1; cap < 12; cap++) {
		struct source source = source_file(s);
		struct input in;
		struct line line;
		cr_assert(input_open(&in, source.name, &through, NULL));
		struct line_reader r = line_reader_on(&in, cap);
		for (;;) {
			bool would = line_reader_would_read(&r);
			uint64_t before = in.bytes_out;
			bool ended = in.ended;
			bool got = line_reader_next(&r, &line);
			bool did = in.bytes_out != before || in.ended != ended;
			cr_expect(would || !did, "cap %zu: waited without notice", cap);
			cr_expect(!would || did || ended, "cap %zu: told of a wait, had none", cap);
			if (!got)
				break;
		}
		line_reader_free(&r);
		input_close(&in);
		source_close(&source);
	}
}

Test(lines, failure_to_read_ends_them)
{
	struct input in;
	struct line line;
	cr_assert(input_open(&in, "/", &through, NULL));
	struct line_reader r = line_reader_on(&in, 10);
	cr_expect_not(line_reader_next(&r, &line));
	cr_expect_eq(in.failure, INPUT_IS_DIRECTORY);
	line_reader_free(&r);
	input_close(&in);
}
