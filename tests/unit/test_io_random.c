/* SPDX-License-Identifier: MIT */
/* lib/io/random.h on files, pipes, compressed data, and what is none of them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/io/random.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

static const struct input_options usual = {true, 1100};
static const struct input_options as_it_is = {false, 1100};
static struct reports reports;
static struct random_input in;

static bool open_source(const struct source *source, const struct input_options *options)
{
	static struct diag_sink sink;
	reports = (struct reports){0};
	sink = reports_sink(&reports);
	return random_open(&in, source->name, options, &sink);
}

/* Does reading n bytes at offset give what all has there? */
static void expect_bytes(struct slice all, uint64_t offset, size_t n)
{
	uint8_t *p = malloc(n ? n : 1);
	size_t left = offset < all.n ? all.n - (size_t)offset : 0;
	size_t wanted = n < left ? n : left;
	size_t got = random_read(&in, offset, p, n);
	cr_expect_eq(got, wanted, "%zu of %zu bytes at %zu", got, wanted, (size_t)offset);
	if (got == wanted && got)
		cr_expect_arr_eq(p, all.p + offset, got);
	free(p);
}

static void expect_all(struct slice all)
{
	static const size_t sizes[] = {0, 1, 2, 7, 8, 100, 8192, 70000};
	cr_expect_eq(in.size, all.n);
	cr_expect(!in.size_is_least);
	cr_expect_eq(in.failure, INPUT_FINE);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		expect_bytes(all, 0, sizes[i]);
		expect_bytes(all, 3, sizes[i]);
		expect_bytes(all, all.n, sizes[i]);
		expect_bytes(all, all.n / 2, sizes[i]);
		expect_bytes(all, all.n + 1, sizes[i]);
		expect_bytes(all, UINT64_MAX - 1, sizes[i]);
		expect_bytes(all, INT64_MAX, sizes[i]);
	}
}

static struct slice some_bytes(size_t n)
{
	static uint8_t bytes[700001];
	uint64_t seed = 5;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)random_next(&seed);
	cr_assert_leq(n, sizeof(bytes));
	return slice_of(bytes, n);
}

static void check(struct source source, struct slice all, bool seekable)
{
	cr_expect(open_source(&source, &usual));
	cr_expect_eq(in.seekable, seekable);
	cr_expect(!in.block_device);
	expect_all(all);
	cr_expect_eq(reports.count, 0);
	random_close(&in);
	source_close(&source);
}

Test(random, files_and_pipes)
{
	static const size_t sizes[] = {0, 1, 5, 6, 7, 8, 4096, 65536, 65537, 700001};
	static const size_t writes[] = {1, 4096, 3, 1000, 5};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct slice all = some_bytes(sizes[i]);
		check(source_file(all), all, sizes[i] > 0);
		check(source_pipe(all, writes, COUNT_OF(writes)), all, false);
	}
	check(source_dribble(some_bytes(40)), some_bytes(40), false);
}

Test(random, compressed_data_is_read_through)
{
	struct slice all = some_bytes(300000);
	for (size_t i = 0; i < COMPRESSORS; i++) {
		struct buf packed = {0};
		compressors[i].add(&packed, all);
		check(source_file(buf_slice(&packed)), all, false);
		struct source source = source_file(buf_slice(&packed));
		cr_expect(open_source(&source, &as_it_is));
		cr_expect(in.seekable, "%s", compressors[i].name);
		expect_all(buf_slice(&packed));
		random_close(&in);
		source_close(&source);
		buf_free(&packed);
	}
}

Test(random, damaged_compressed_data)
{
	struct buf packed = {0};
	compressors[0].add(&packed, some_bytes(300000));
	struct source source = source_file(slice_of(packed.p, packed.n / 2));
	cr_expect(open_source(&source, &usual), "what came out can be looked at");
	cr_expect_eq(reports.of[DIAG_INPUT_COMPRESSED_TRUNCATED], 1);
	cr_expect(in.size > 0 && !in.size_is_least);
	expect_bytes(slice_of(some_bytes(300000).p, (size_t)in.size), 0, 300000);
	random_close(&in);
	source_close(&source);
	buf_free(&packed);
}

Test(random, streams_longer_than_the_cap)
{
	static const size_t writes[] = {60000};
	static const int beyond[] = {-1, 0, 1, 100000};
	for (size_t i = 0; i < COUNT_OF(beyond); i++) {
		size_t n = (size_t)((long)LIMIT_RANDOM_PREFIX + beyond[i]);
		uint8_t *bytes = calloc(n, 1);
		bytes[LIMIT_RANDOM_PREFIX - 2] = 7;
		struct source source = source_pipe(slice_of(bytes, n), writes, 1);
		cr_expect(open_source(&source, &usual));
		cr_expect_eq(in.size, beyond[i] < 0 ? n : LIMIT_RANDOM_PREFIX);
		cr_expect_eq(in.size_is_least, beyond[i] > 0, "%d", beyond[i]);
		expect_bytes(slice_of(bytes, (size_t)in.size), LIMIT_RANDOM_PREFIX - 10, 20);
		random_close(&in);
		source_close(&source);
		free(bytes);
	}
}

/* Of a terabyte nothing is read but what is asked for. */
Test(random, sparse_file)
{
	struct source source = source_file(SLICE("start"));
	char end[4] = {0};
	cr_assert_eq(ftruncate(source.fd, (off_t)1 << 40), 0);
	cr_assert_eq(pwrite(source.fd, "end", 3, ((off_t)1 << 40) - 3), 3);
	cr_expect(open_source(&source, &usual));
	cr_expect(in.seekable);
	cr_expect_eq(in.size, UINT64_C(1) << 40);
	cr_expect_eq(random_read(&in, in.size - 3, end, 4), 3);
	cr_expect_str_eq(end, "end");
	cr_expect_eq(in.prefix.cap, 0);
	random_close(&in);
	source_close(&source);
}

Test(random, shrinking_file)
{
	uint8_t bytes[1000];
	struct slice all = some_bytes(1000);
	struct source source = source_file(all);
	cr_expect(open_source(&source, &usual));
	cr_assert_eq(ftruncate(source.fd, 600), 0);
	cr_expect_eq(random_read(&in, 0, bytes, 1000), 600);
	cr_expect_eq(random_read(&in, 700, bytes, 10), 0);
	cr_expect_eq(in.failure, INPUT_FINE);
	/* And one that grows stays what it was. */
	cr_assert_eq(ftruncate(source.fd, 5000), 0);
	cr_expect_eq(random_read(&in, 900, bytes, 1000), 100);
	random_close(&in);
	source_close(&source);
}

Test(random, what_cannot_be_opened)
{
	cr_expect(!random_open(&in, "/nonexistent/dump", &usual, NULL));
	cr_expect_eq(in.failure, INPUT_CANNOT_OPEN);
	cr_expect_eq(in.error_number, ENOENT);
	random_close(&in);
	cr_expect(!random_open(&in, "/", &usual, NULL));
	cr_expect_eq(in.failure, INPUT_IS_DIRECTORY);
	cr_expect_eq(random_read(&in, 0, (char[1]){0}, 1), 0);
	random_close(&in);
}

/* What /proc shows claims to be empty. */
Test(random, file_without_size)
{
	char text[8];
	if (access("/proc/self/status", R_OK) != 0)
		cr_skip_test("no /proc");
	cr_expect(random_open(&in, "/proc/self/status", &usual, NULL));
	cr_expect(!in.seekable);
	cr_expect_eq(random_read(&in, 0, text, 5), 5);
	cr_expect_arr_eq(text, "Name:", 5);
	random_close(&in);
}

Test(random, standard_input_that_was_begun)
{
	struct source source = source_file(SLICE("0123456789"));
	char byte, rest[10] = {0};
	cr_assert(lseek(source.fd, 0, SEEK_SET) == 0 && read(source.fd, &byte, 1) == 1);
	dup2(source.fd, STDIN_FILENO);
	cr_expect(random_open(&in, "-", &usual, NULL));
	cr_expect(!in.seekable, "it goes on where it stands");
	cr_expect_eq(random_read(&in, 0, rest, 10), 9);
	cr_expect_str_eq(rest, "123456789");
	random_close(&in);
	source_close(&source);
}

/* --- an input that somebody else has opened, and reads on afterwards --- */

static struct buf read_rest(struct input *source)
{
	struct buf b = {0};
	bool more;
	buf_add_slice(&b, buf_slice(&in.prefix));
	cr_expect(input_read_all(source, &b, 1 << 20, &more));
	return b;
}

static void look_and_read_on(struct source source, struct slice all, size_t look)
{
	struct input opened;
	uint8_t p[8];
	cr_assert(input_open(&opened, source.name, &usual, NULL));
	random_begin(&in, &opened);
	size_t wanted = all.n < look ? all.n : look;
	cr_expect_eq(random_read(&in, 0, p, look), wanted);
	struct buf b = read_rest(&opened);
	cr_expect(slice_equal(buf_slice(&b), all), "%zu of %zu bytes", b.n, all.n);
	buf_free(&b);
	random_close(&in);
	input_close(&opened);
	source_close(&source);
}

Test(random, begin_and_read_on)
{
	static const size_t sizes[] = {0, 1, 7, 8, 9, 70000, 700001};
	static const size_t writes[] = {1, 4096, 3, 1000, 5};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct slice all = some_bytes(sizes[i]);
		struct buf packed = {0};
		compressors[i % COMPRESSORS].add(&packed, all);
		for (size_t look = 0; look <= 8; look += 4) {
			look_and_read_on(source_file(all), all, look);
			look_and_read_on(source_pipe(all, writes, COUNT_OF(writes)), all, look);
			look_and_read_on(source_file(buf_slice(&packed)), all, look);
		}
		buf_free(&packed);
	}
}

/* A live pipe is not waited for longer than it takes. */
Test(random, looks_at_no_more_than_asked)
{
	static const size_t one[] = {1};
	struct source source = source_pipe(some_bytes(20), one, 1);
	struct input opened;
	uint8_t p[8];
	cr_assert(input_open(&opened, source.name, &usual, NULL));
	random_begin(&in, &opened);
	cr_expect(in.size_is_least);
	cr_expect_eq(in.prefix.n, 0);
	cr_expect_eq(random_read(&in, 0, p, 8), 8);
	cr_expect_eq(in.prefix.n, 8);
	cr_expect(in.size_is_least);
	random_settle(&in);
	cr_expect_eq(in.size, 20);
	cr_expect(!in.size_is_least);
	random_close(&in);
	input_close(&opened);
	source_close(&source);
}
