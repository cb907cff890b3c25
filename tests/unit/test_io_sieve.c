/* SPDX-License-Identifier: MIT */
/* lib/io/sieve.h: whatever way the bytes arrive, the parts are what the header says of them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "lib/io/sieve.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

static const struct input_options through = {true, 1100};

/* Candidates are "ab"; that a finder may look in front of from is not used here. */
static size_t find_ab(struct slice block, size_t from)
{
	for (size_t i = from; i + 1 < block.n; i++)
		if (block.p[i] == 'a' && block.p[i + 1] == 'b')
			return i;
	return block.n;
}

static bool has_candidate(struct slice s)
{
	return find_ab(s, 0) < s.n;
}

/* The length of the first line, with its '\n' if it has one. */
static size_t first_line(struct slice s)
{
	size_t newline = slice_find_byte(s, '\n');
	return newline + (newline < s.n);
}

/* A stretch: whole lines, none too long, none with a candidate. */
static void check_stretch(struct slice rest, size_t n, size_t cap, const char *what)
{
	size_t done = 0;
	while (done < n) {
		size_t line = first_line(slice_from(rest, done));
		cr_assert(line <= cap, "%s, cap %zu: a stretch with a long line", what, cap);
		cr_assert_not(has_candidate(slice_sub(rest, done, line)), "%s, cap %zu", what, cap);
		done += line;
	}
	cr_assert_eq(done, n, "%s, cap %zu: a stretch ends within a line", what, cap);
}

/* rest begins with the part; *left is what is to come of a line that is too long. */
static void check_part(struct slice rest, const struct sieve_part *part, size_t cap, size_t *left,
		       const char *what)
{
	size_t n = part->bytes.n;
	size_t line = first_line(rest);
	cr_assert(n > 0 && n <= rest.n && slice_starts_with(rest, part->bytes), "%s", what);
	cr_assert_eq(part->kind == SIEVE_MORE, *left > 0, "%s, cap %zu", what, cap);
	switch (part->kind) {
	case SIEVE_LINES:
		check_stretch(rest, n, cap, what);
		return;
	case SIEVE_LINE:
		cr_assert(n == line && n <= cap && has_candidate(part->bytes), "%s", what);
		return;
	case SIEVE_LONG:
		cr_assert(line > cap, "%s, cap %zu: not a long line", what, cap);
		*left = line;
		break;
	case SIEVE_MORE:
		break;
	}
	cr_assert(n <= *left, "%s, cap %zu: more than the line", what, cap);
	*left -= n;
}

/* steps: how many bytes the source gives at a time, in turn; 0 for the sieve's own step. A pipe in
 * packet mode would not do, it drops what there is no room for. */
static void check_sieve(struct sieve *sieve, struct source source, struct slice s,
			const size_t steps[3], const char *what)
{
	struct input in;
	struct sieve_part part;
	size_t step = sieve->step;
	size_t left = 0;
	size_t at = 0;
	cr_assert(input_open(&in, source.name, &through, NULL));
	sieve_start(sieve, &in);
	for (size_t i = 0; sieve_next(sieve, &part); i++) {
		cr_assert_eq(part.offset, at, "%s", what);
		check_part(slice_from(s, at), &part, sieve->cap, &left, what);
		at += part.bytes.n;
		sieve->step = steps[i % 3] && steps[i % 3] < step ? steps[i % 3] : step;
	}
	sieve->step = step;
	cr_assert_eq(at, s.n, "%s, cap %zu, step %zu: %zu of %zu bytes", what, sieve->cap,
		     sieve->step, at, s.n);
	cr_assert_eq(left, 0);
	cr_assert_not(sieve_next(sieve, &part));
	cr_assert_eq(in.failure, INPUT_FINE);
	input_close(&in);
	source_close(&source);
}

static const size_t evenly[3];

/* By a finder and by a needle, in even and uneven steps, a sieve for one input after another. */
static void check_all_ways(struct slice s, size_t cap, size_t step, const size_t steps[3])
{
	struct sieve found = sieve_on(cap, find_ab);
	struct sieve sought = sieve_for(cap, SLICE("ab"));
	found.step = sought.step = step;
	check_sieve(&found, source_file(s), s, evenly, "finder");
	check_sieve(&found, source_file(s), s, steps, "finder, uneven");
	check_sieve(&sought, source_file(s), s, steps, "needle, uneven");
	check_sieve(&sought, source_file(s), s, evenly, "needle");
	sieve_free(&found);
	sieve_free(&sought);
}

static const char *const samples[] = {
	"",
	"\n",
	"\n\n\n",
	"a",
	"ab",
	"ab\n",
	"a\nb\n",
	"abc\nabc\nabc",
	"one\nab\ntwo\n",
	"one\ntwo\nthree ab",
	"one\ntwo\nthree",
	"aab\nb\n\nab ab ab\nbab\n",
	"a line of some length\nab\nx\nanother one, and it has ab in it\n\nab",
	"\nno line that is long\n\nnone\nab\n",
	"long lines only, of which this is the first ab\nand this is the second one ab\n",
	"long one at the end, without its newline",
};

Test(sieve, every_small_cap_and_step)
{
	static const size_t steps[] = {2, 1, 3};
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		for (size_t cap = 1; cap <= 12; cap++)
			for (size_t step = 1; step <= 9; step++)
				check_all_ways(slice_of_string(samples[i]), cap, step, steps);
}

Test(sieve, a_byte_at_a_time)
{
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		for (size_t cap = 1; cap <= 64; cap += 3) {
			struct slice s = slice_of_string(samples[i]);
			struct sieve sieve = sieve_on(cap, find_ab);
			check_sieve(&sieve, source_dribble(s), s, evenly, "dribble");
			sieve_free(&sieve);
		}
	}
}

Test(sieve, random_inputs)
{
	uint64_t seed = 21;
	struct buf b = {0};
	for (int round = 0; round < 1500; round++) {
		static const char letters[] = "abc\nxyzabab";
		size_t n = random_below(&seed, 400);
		size_t kinds = 4 + random_below(&seed, sizeof(letters) - 5);
		size_t steps[3];
		b.n = 0;
		for (size_t i = 0; i < n; i++)
			buf_add_byte(&b, (uint8_t)letters[random_below(&seed, kinds)]);
		for (size_t i = 0; i < COUNT_OF(steps); i++)
			steps[i] = random_below(&seed, 60);
		check_all_ways(buf_slice(&b), 1 + random_below(&seed, 50),
			       1 + random_below(&seed, 80), steps);
	}
	buf_free(&b);
}

/* Around the cap, and around what is read at a time, at their real sizes. */
Test(sieve, large_lines)
{
	static const size_t steps[] = {50000, 65536, 1};
	static const size_t caps[] = {1000, 65536, 300000, 1u << 20};
	static const size_t lengths[] = {998, 999, 1000, 65535, 65536, 262143, 299999, 700000};
	struct buf b = {0};
	for (size_t k = 0; k < COUNT_OF(caps); k++) {
		b.n = 0;
		for (size_t i = 0; i < 2 * COUNT_OF(lengths); i++) {
			buf_add_repeated(&b, 'x', lengths[i % COUNT_OF(lengths)]);
			buf_add_string(&b, i % 3 ? "\n" : "ab\n");
		}
		check_all_ways(buf_slice(&b), caps[k], 256 << 10, steps);
		buf_add_repeated(&b, 'y', caps[k]);
		check_all_ways(buf_slice(&b), caps[k], 256 << 10, steps);
		buf_add_byte(&b, 'y');
		check_all_ways(buf_slice(&b), caps[k], 128 << 10, steps);
	}
	buf_free(&b);
}

/* Lines without a candidate come in as few parts as there are reads. */
Test(sieve, stretches_are_not_cut)
{
	struct buf b = {0};
	struct input in;
	struct sieve_part part;
	size_t parts = 0;
	for (unsigned i = 0; i < 20000; i++)
		buf_printf(&b, "{\"line\":%u}\n", i);
	struct source source = source_file(buf_slice(&b));
	struct sieve sieve = sieve_on(1u << 20, find_ab);
	cr_assert(input_open(&in, source.name, &through, NULL));
	sieve_start(&sieve, &in);
	while (sieve_next(&sieve, &part))
		parts++;
	cr_expect_eq(parts, (b.n + sieve.step - 1) / sieve.step);
	sieve_free(&sieve);
	input_close(&in);
	source_close(&source);
	buf_free(&b);
}

Test(sieve, compressed_input)
{
	struct buf b = {0};
	for (unsigned i = 0; i < 5000; i++)
		buf_printf(&b, "{\"line\":%u%s}\n", i, i % 7 ? "" : "ab");
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		struct sieve sieve = sieve_on(100, find_ab);
		compressors[k].add(&packed, buf_slice(&b));
		check_sieve(&sieve, source_file(buf_slice(&packed)), buf_slice(&b), evenly,
			    compressors[k].name);
		sieve_free(&sieve);
		buf_free(&packed);
	}
	buf_free(&b);
}

/* Writes to a pipe, and takes one part, which must be there without any more. */
static void expect_part(struct sieve *sieve, int to, const char *written, enum sieve_kind kind,
			const char *expected)
{
	struct sieve_part part;
	size_t n = strlen(written);
	cr_assert_eq(write(to, written, n), (ssize_t)n);
	cr_assert(sieve_next(sieve, &part));
	cr_expect_eq(part.kind, kind, "%s", expected);
	cr_expect(slice_equal(part.bytes, slice_of_string(expected)), "not %s", expected);
}

Test(sieve, lines_of_a_live_pipe_come_at_once, .timeout = 10)
{
	int ends[2];
	char name[32];
	struct input in;
	struct sieve_part part;
	struct sieve sieve = sieve_on(20, find_ab);
	cr_assert_eq(pipe(ends), 0);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", ends[0]);
	cr_assert(input_open(&in, name, &through, NULL));
	sieve_start(&sieve, &in);
	expect_part(&sieve, ends[1], "one line\nbe", SIEVE_LINES, "one line\n");
	expect_part(&sieve, ends[1], "gun ab\n", SIEVE_LINE, "begun ab\n");
	expect_part(&sieve, ends[1], "ab\nx\nab", SIEVE_LINE, "ab\n");
	expect_part(&sieve, ends[1], "", SIEVE_LINES, "x\n");
	expect_part(&sieve, ends[1], " to a line that is long", SIEVE_LONG,
		    "ab to a line that is long");
	expect_part(&sieve, ends[1], " ab", SIEVE_MORE, " ab");
	expect_part(&sieve, ends[1], "\nnext\nlast", SIEVE_MORE, "\n");
	expect_part(&sieve, ends[1], "", SIEVE_LINES, "next\n");
	close(ends[1]);
	cr_assert(sieve_next(&sieve, &part));
	cr_expect(slice_equal(part.bytes, SLICE("last")));
	cr_expect_not(sieve_next(&sieve, &part));
	sieve_free(&sieve);
	input_close(&in);
	close(ends[0]);
}

Test(sieve, failure_to_read_ends_it)
{
	struct input in;
	struct sieve_part part;
	struct sieve sieve = sieve_on(10, find_ab);
	cr_assert(input_open(&in, "/", &through, NULL));
	sieve_start(&sieve, &in);
	cr_expect_not(sieve_next(&sieve, &part));
	cr_expect_eq(in.failure, INPUT_IS_DIRECTORY);
	sieve_free(&sieve);
	input_close(&in);
}
