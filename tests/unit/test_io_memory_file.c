/* SPDX-License-Identifier: MIT */
/* lib/io/memory_file.h and mapping.h: files in memory, and files as memory. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/io/mapping.h"
#include "lib/io/memory_file.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_source.h"

static const struct input_options usual = {true, 1100};
static struct input in;
static struct memory_file file;

static struct slice many_bytes(void)
{
	static uint8_t bytes[700001];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7 + i / 251);
	return slice_of(bytes, sizeof(bytes));
}

/* What a program sees that opens the file by the name of its descriptor. */
static void expect_content(struct slice all, size_t zeros)
{
	char name[DESCRIPTOR_NAME_BYTES];
	struct buf b = {0};
	bool more;
	descriptor_name(file.fd, name);
	cr_assert(input_open(&in, name, &usual, NULL));
	cr_assert(input_read_all(&in, &b, SIZE_MAX / 2, &more));
	cr_assert_eq(b.n, all.n + zeros);
	cr_expect(slice_equal(slice_of(b.p, all.n), all));
	cr_expect(slice_is_all(slice_from(buf_slice(&b), all.n), 0));
	input_close(&in);
	buf_free(&b);
}

static void fill_from(struct source source, uint64_t cap, bool expect_more)
{
	bool more;
	cr_assert(input_open(&in, source.name, &usual, NULL));
	cr_assert(memory_file_open(&file));
	cr_assert(memory_file_append(&file, SLICE("begin ")));
	cr_assert(memory_file_fill(&file, &in, cap, &more));
	cr_expect_eq(more, expect_more);
	input_close(&in);
	source_close(&source);
}

static void expect_file(struct slice tail)
{
	struct buf all = {0};
	buf_add_string(&all, "begin ");
	buf_add_slice(&all, tail);
	cr_assert_eq(file.size, all.n);
	cr_assert(memory_file_map(&file, all.n + 10000));
	cr_expect_eq(file.size, all.n + 10000);
	cr_expect(slice_equal(slice_of(file.map, all.n), buf_slice(&all)));
	file.map[0] = 'B';
	all.p[0] = 'B';
	cr_assert(memory_file_seal(&file));
	cr_expect(slice_equal(slice_of(file.map, all.n), buf_slice(&all)));
	expect_content(buf_slice(&all), 10000);
	memory_file_close(&file);
	buf_free(&all);
}

Test(io_memory_file, from_a_pipe)
{
	static const size_t sizes[] = {4096, 1, 300};
	struct slice s = slice_sub(many_bytes(), 0, 20000);
	fill_from(source_pipe(s, sizes, COUNT_OF(sizes)), 1 << 20, false);
	expect_file(s);
}

Test(io_memory_file, up_to_a_cap)
{
	struct slice s = many_bytes();
	fill_from(source_file(s), s.n, false);
	expect_file(s);
	fill_from(source_file(s), s.n - 1, true);
	expect_file(slice_sub(s, 0, s.n - 1));
	fill_from(source_file(s), 0, true);
	expect_file(slice_sub(s, 0, 0));
}

Test(io_memory_file, nobody_changes_it)
{
	fill_from(source_file(SLICE("abc")), 100, false);
	cr_assert(memory_file_map(&file, 0));
	cr_assert(memory_file_seal(&file));
	cr_expect_eq(write(file.fd, "x", 1), -1);
	cr_expect_eq(errno, EPERM);
	cr_expect_neq(ftruncate(file.fd, 1), 0);
	cr_expect_neq(ftruncate(file.fd, 100), 0);
	char name[DESCRIPTOR_NAME_BYTES];
	descriptor_name(file.fd, name);
	int fd = open(name, O_WRONLY);
	cr_expect(fd < 0 || write(fd, "x", 1) < 0);
	if (fd >= 0)
		close(fd);
	expect_content(SLICE("begin abc"), 0);
	memory_file_close(&file);
}

Test(io_mapping, files_and_what_is_none)
{
	static const size_t sizes[] = {100};
	struct slice s = many_bytes();
	struct mapping m;
	struct buf packed = {0};
	compressors[0].add(&packed, s);
	struct {
		struct source source;
		bool mapped;
	} rows[] = {
		{source_file(s), true},
		{source_file(slice_sub(s, 0, 0)), false},
		{source_file(buf_slice(&packed)), false},
		{source_pipe(slice_sub(s, 0, 100), sizes, 1), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint8_t begin[64];
		cr_assert(input_open(&in, rows[i].source.name, &usual, NULL));
		size_t n = input_read(&in, begin, sizeof(begin));
		cr_expect_eq(mapping_open(&m, &in), rows[i].mapped, "%zu", i);
		cr_expect_eq(m.bytes.n, rows[i].mapped ? s.n : 0);
		if (rows[i].mapped)
			cr_expect(slice_equal(m.bytes, s));
		mapping_close(&m);
		/* It can be read on. */
		if (n == sizeof(begin) && rows[i].mapped)
			cr_expect_eq(input_read(&in, begin, 1), 1);
		input_close(&in);
		source_close(&rows[i].source);
	}
	buf_free(&packed);
}
