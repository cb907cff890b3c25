/* SPDX-License-Identifier: MIT */
/* Any bytes as lines: the pieces are the input, and keep to what lines.h says of them. The first
 * byte chooses the cap. */
#include "lib/io/lines.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_source.h"

static void check_line(const struct line *line, bool starts, size_t cap)
{
	struct slice s = line->bytes;
	size_t newline = slice_find_byte(s, '\n');
	PROMISE(line->first == starts && s.n > 0);
	PROMISE(newline >= s.n - 1 && s.n <= cap);
	PROMISE(line->last ? true : newline == s.n && s.n == cap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct input_options plain = {false, 1};
	if (size == 0)
		return 0;
	size_t cap = data[0] + 1u;
	struct slice rest = {data + 1, size - 1};
	struct source source = source_file(rest);
	struct input in;
	struct line line = {.last = true};
	PROMISE(input_open(&in, source.name, &plain, NULL));
	struct line_reader r = line_reader_on(&in, cap);
	for (bool starts = true; line_reader_next(&r, &line); starts = line.last) {
		check_line(&line, starts, cap);
		PROMISE(slice_starts_with(rest, line.bytes));
		PROMISE(line.offset == size - 1 - rest.n);
		rest = slice_from(rest, line.bytes.n);
	}
	PROMISE(rest.n == 0 && line.last);
	line_reader_free(&r);
	input_close(&in);
	source_close(&source);
	return 0;
}
