/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/base/diag.h"
#include "lib/base/text.h"

struct diag_kind {
	const char *code;
	enum severity severity;
	const char *text;
};

static const struct diag_kind kinds[DIAG_COUNT] = {
#define DIAG(symbol, code, severity, text) {code, SEVERITY_##severity, text},
#include "lib/base/diag_list.h"
#undef DIAG
};

const char *diag_code_name(enum diag_code code)
{
	return kinds[code].code;
}

enum severity diag_severity(enum diag_code code)
{
	return kinds[code].severity;
}

const char *severity_name(enum severity s)
{
	static const char *const names[] = {"note", "warning", "error"};
	return names[s];
}

/* Appends what a placeholder stands for; the name has no braces. */
static void append_placeholder(struct buf *b, struct slice name, const struct diag *d)
{
	if (slice_equal(name, SLICE("got")))
		buf_printf(b, "%" PRIu64, d->got);
	else if (slice_equal(name, SLICE("got:x")))
		buf_printf(b, "0x%" PRIx64, d->got);
	else if (slice_equal(name, SLICE("limit")))
		buf_printf(b, "%" PRIu64, d->limit);
	else if (slice_equal(name, SLICE("limit:x")))
		buf_printf(b, "0x%" PRIx64, d->limit);
	else if (slice_equal(name, SLICE("text")))
		text_append_display(b, d->text);
	else
		assert(!"unknown placeholder in diag_list.h");
}

void diag_append_message(struct buf *b, const struct diag *d)
{
	struct slice rest = slice_of_string(kinds[d->code].text);
	while (rest.n) {
		size_t open = slice_find_byte(rest, '{');
		buf_add(b, rest.p, open);
		rest = slice_from(rest, open);
		if (rest.n == 0)
			return;
		size_t close = slice_find_byte(rest, '}');
		append_placeholder(b, slice_sub(rest, 1, close - 1), d);
		rest = slice_from(rest, close + 1);
	}
}
