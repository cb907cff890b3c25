/* SPDX-License-Identifier: MIT */
/* Any bytes as text: what comes out is a valid JSON string, and nothing a terminal obeys. */
#include "lib/base/text.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_json.h"

static void check_json(struct buf *b, struct slice s, bool (*append)(struct buf *, struct slice))
{
	b->n = 0;
	buf_add_byte(b, '"');
	append(b, s);
	buf_add_byte(b, '"');
	PROMISE(strict_json(buf_slice(b)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice s = {data, size};
	struct buf b = {0};
	check_json(&b, s, text_append_json);
	check_json(&b, s, text_append_json_utf16le);
	b.n = 0;
	text_append_display(&b, s);
	for (size_t at = 0, step; at < b.n; at += step) {
		step = utf8_by_table(slice_from(buf_slice(&b), at));
		PROMISE(step && b.p[at] >= 0x20 && b.p[at] != 0x7f);
	}
	buf_free(&b);
	return 0;
}
