/* SPDX-License-Identifier: MIT */
/* lib/io/names.h: the lists of --files0-from. */
#include <criterion/criterion.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/io/names.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_source.h"

static const struct input_options through = {true, LIMIT_EXPANSION_RATIO};

/* Reads the whole list and compares with expected: names, each ended by a NUL. */
static void check_names(struct source source, struct slice expected, bool too_long)
{
	struct name_list list;
	const char *name;
	cr_assert(name_list_open(&list, source.name, &through));
	while ((name = name_list_next(&list))) {
		size_t n = strlen(name) + 1;
		cr_assert(slice_starts_with(expected, slice_of(name, n)), "\"%.40s\"", name);
		expected = slice_from(expected, n);
	}
	cr_expect_eq(expected.n, 0, "%zu bytes of names are missing", expected.n);
	cr_expect_eq(list.too_long, too_long);
	cr_expect_null(name_list_next(&list), "the end stays the end");
	cr_expect_eq(list.in.failure, INPUT_FINE);
	name_list_close(&list);
	source_close(&source);
}

Test(names, lists_of_all_forms)
{
	static const struct {
		struct slice list, names;
	} rows[] = {
#define ROW(list, names)                                            \
	{                                                           \
		{(const uint8_t *)(list), sizeof(list) - 1},        \
		{                                                   \
			(const uint8_t *)(names), sizeof(names) - 1 \
		}                                                   \
	}
		ROW("", ""),
		ROW("a", "a\0"),
		ROW("a\0", "a\0"),
		ROW("a\0b", "a\0b\0"),
		ROW("a\0b\0", "a\0b\0"),
		ROW("\0", "\0"),
		ROW("\0\0", "\0\0"),
		ROW("a\0\0b\0", "a\0\0b\0"),
		ROW("with\nnewline\0-\0 \0\xff\xfe\0", "with\nnewline\0-\0 \0\xff\xfe\0"),
		ROW("lines\nare\nno\nnames\n", "lines\nare\nno\nnames\n\0"),
#undef ROW
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		check_names(source_file(rows[i].list), rows[i].names, false);
		check_names(source_dribble(rows[i].list), rows[i].names, false);
	}
}

Test(names, more_than_the_buffer_holds)
{
	static const size_t sizes[] = {1000, 1, 4096};
	struct buf b = {0};
	for (unsigned i = 0; i < 50000; i++) {
		buf_printf(&b, "directory/%u.log", i);
		buf_add_byte(&b, 0);
	}
	check_names(source_file(buf_slice(&b)), buf_slice(&b), false);
	check_names(source_pipe(buf_slice(&b), sizes, COUNT_OF(sizes)), buf_slice(&b), false);
	buf_free(&b);
}

/* The limit counts the bytes of the name, however the reads cut it. */
Test(names, longest_and_too_long)
{
	static const size_t chunk = 1000;
	for (size_t extra = 0; extra < 4; extra++) {
		for (int ended = 0; ended < 2; ended++) {
			struct buf b = {0};
			buf_add(&b, "first", 6);
			buf_add_repeated(&b, 'x', LIMIT_NAME_BYTES - 1 + extra);
			if (ended)
				buf_add(&b, "\0last", 6);
			bool too_long = extra > 1;
			struct buf expected = {0};
			buf_add_slice(&expected, too_long ? SLICE("first\0") : buf_slice(&b));
			if (!ended && !too_long)
				buf_add_byte(&expected, 0);
			check_names(source_file(buf_slice(&b)), buf_slice(&expected), too_long);
			check_names(source_pipe(buf_slice(&b), &chunk, 1), buf_slice(&expected),
				    too_long);
			buf_free(&b);
			buf_free(&expected);
		}
	}
}

Test(names, endless_name_is_not_read_to_its_end)
{
	struct name_list list;
	cr_assert(name_list_open(&list, "/dev/zero", &through));
	cr_expect_str_eq(name_list_next(&list), "", "zeros are empty names");
	name_list_close(&list);
	struct buf b = {0};
	buf_add_repeated(&b, 'x', 10 << 20);
	check_names(source_file(buf_slice(&b)), SLICE(""), true);
	buf_free(&b);
}

Test(names, what_cannot_be_read)
{
	struct name_list list;
	cr_expect_not(name_list_open(&list, "/proc/self/no such file", &through));
	cr_expect_eq(list.in.failure, INPUT_CANNOT_OPEN);
	cr_expect_null(name_list_next(&list));
	name_list_close(&list);
	cr_assert(name_list_open(&list, "/", &through));
	cr_expect_null(name_list_next(&list));
	cr_expect_eq(list.in.failure, INPUT_IS_DIRECTORY);
	name_list_close(&list);
}

Test(names, standard_input)
{
	struct source source = source_dribble(SLICE("a\0b"));
	struct name_list list;
	dup2(source.fd, STDIN_FILENO);
	cr_assert(name_list_open(&list, "-", &through));
	cr_expect_str_eq(name_list_next(&list), "a");
	cr_expect_str_eq(name_list_next(&list), "b");
	cr_expect_null(name_list_next(&list));
	name_list_close(&list);
	source_close(&source);
}

/* A compressed list that is cut must not pass for a shorter one. */
Test(names, damaged_list)
{
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, SLICE("one\0two\0three\0"));
		for (size_t n = compressors[k].magic; n <= packed.n; n++) {
			struct source source = source_file(slice_sub(buf_slice(&packed), 0, n));
			struct name_list list;
			const char *name;
			size_t count = 0;
			cr_assert(name_list_open(&list, source.name, &through));
			for (; (name = name_list_next(&list)); count++)
				cr_expect(strcmp(name, "one") == 0 || strcmp(name, "two") == 0 ||
						  strcmp(name, "three") == 0,
					  "a name is cut: %s", name);
			cr_expect_eq(list.damaged, n < packed.n, "%s cut at %zu",
				     compressors[k].name, n);
			cr_expect(n < packed.n || count == 3);
			name_list_close(&list);
			source_close(&source);
		}
		buf_free(&packed);
	}
}
