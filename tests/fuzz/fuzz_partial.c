/* SPDX-License-Identifier: MIT */
/* Any bytes as a partial summary: what is refused changes nothing; what is taken can be told, and
 * written and read again is the same. */
#include "lib/base/memory.h"
#include "lib/crash/partial.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_json.h"

static struct summary *new_summary(void)
{
	struct summary *s = memory_zeroed(1, sizeof(*s));
	summary_begin(s);
	return s;
}

static void free_summary(struct summary *s)
{
	summary_free(s);
	free(s);
}

static bool read_partial(struct slice bytes, struct summary *s)
{
	static const struct clue_place place = {.line = 1};
	struct json_line line;
	struct json_line_error error;
	if (!json_line_parse(&line, bytes, &error))
		return false;
	bool taken = partial_read(json_line_root(&line), &place, s);
	json_line_free(&line);
	return taken;
}

static struct buf write_partial(const struct summary *s)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	partial_write(&w, s);
	json_line_end(&w);
	return b;
}

static void check_told(const struct summary *s)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	summary_write_json(&w, s);
	json_line_end(&w);
	PROMISE(strict_json_lines(buf_slice(&b)));
	summary_write_text(&b, s);
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct summary *s = new_summary();
	struct summary *again = new_summary();
	bool taken = read_partial(slice_of(data, size), s);
	struct buf line = write_partial(s);
	PROMISE(strict_json_lines(buf_slice(&line)));
	PROMISE(read_partial(buf_slice(&line), again));
	struct buf line_again = write_partial(taken ? again : s);
	PROMISE(slice_equal(buf_slice(&line), buf_slice(&line_again)));
	PROMISE(taken || (s->crashes == 0 && s->hosts.crashes.kept == 0));
	/* Twice the same: sums grow, and may come to their end. */
	PROMISE(read_partial(buf_slice(&line), again));
	check_told(again);
	buf_free(&line);
	buf_free(&line_again);
	free_summary(s);
	free_summary(again);
	return 0;
}
