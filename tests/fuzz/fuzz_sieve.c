/* SPDX-License-Identifier: MIT */
/* Any bytes through the sieve: its parts are the input, and keep to what sieve.h says of them. The
 * first byte chooses the cap, the second how much is read at a time. The needle is "ab". */
#include "lib/io/sieve.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_source.h"

static bool has_needle(struct slice s)
{
	return slice_find(s, SLICE("ab")) < s.n;
}

static size_t line_end(struct slice s)
{
	size_t newline = slice_find_byte(s, '\n');
	return newline + (newline < s.n);
}

/* rest begins with the part; *left is what is to come of a line that is too long. */
static void check_part(struct slice rest, const struct sieve_part *part, size_t cap, size_t *left)
{
	size_t n = part->bytes.n;
	PROMISE(n > 0 && slice_starts_with(rest, part->bytes));
	PROMISE((part->kind == SIEVE_MORE) == (*left > 0));
	if (part->kind == SIEVE_LINES) {
		PROMISE(!has_needle(part->bytes));
		PROMISE(n == rest.n || part->bytes.p[n - 1] == '\n');
		for (size_t at = 0; at < n; at += line_end(slice_from(rest, at)))
			PROMISE(line_end(slice_from(rest, at)) <= cap);
		return;
	}
	if (part->kind == SIEVE_LINE) {
		PROMISE(n <= cap && n == line_end(rest) && has_needle(part->bytes));
		return;
	}
	if (part->kind == SIEVE_LONG) {
		*left = line_end(rest);
		PROMISE(*left > cap);
	}
	PROMISE(n <= *left);
	*left -= n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct input_options plain = {false, 1};
	if (size < 2)
		return 0;
	struct slice rest = {data + 2, size - 2};
	struct source source = source_file(rest);
	struct sieve sieve = sieve_for(data[0] + 1u, SLICE("ab"));
	struct sieve_part part;
	struct input in;
	size_t left = 0;
	sieve.step = data[1] + 1u;
	PROMISE(input_open(&in, source.name, &plain, NULL));
	sieve_start(&sieve, &in);
	while (sieve_next(&sieve, &part)) {
		PROMISE(part.offset == size - 2 - rest.n);
		check_part(rest, &part, sieve.cap, &left);
		rest = slice_from(rest, part.bytes.n);
	}
	PROMISE(rest.n == 0 && left == 0);
	sieve_free(&sieve);
	input_close(&in);
	source_close(&source);
	return 0;
}
