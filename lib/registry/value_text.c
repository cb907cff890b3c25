/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/utf16.h"
#include "lib/registry/value_text.h"

/* What is looked at of data: whole UTF-16 units. */
static struct slice units_of(struct slice data)
{
	size_t n = data.n < LIMIT_REGISTRY_TEXT_BYTES ? data.n : LIMIT_REGISTRY_TEXT_BYTES;
	return slice_sub(data, 0, n & ~(size_t)1);
}

/* Takes the units up to the next NUL, and the NUL, off the front of rest. */
static struct slice take_string(struct slice *rest)
{
	size_t n = 0;
	while (n < rest->n && load_u16le(rest->p + n) != 0)
		n += 2;
	struct slice string = slice_sub(*rest, 0, n);
	*rest = slice_from(*rest, n + 2);
	return string;
}

static void append_utf8(struct buf *b, struct slice utf16)
{
	if (utf16.n == 0)
		return;
	bool replaced = false;
	uint8_t *out = buf_reserve(b, utf16_room(utf16.n));
	b->n += (size_t)(utf16_write(out, utf16, UTF16_PLAIN, &replaced) - out);
}

void value_append_string(struct buf *b, struct slice data)
{
	struct slice rest = units_of(data);
	append_utf8(b, take_string(&rest));
}

void value_append_strings(struct buf *b, struct slice data)
{
	struct slice rest = units_of(data);
	for (;;) {
		struct slice string = take_string(&rest);
		if (string.n == 0)
			return;
		append_utf8(b, string);
		buf_add_byte(b, 0);
	}
}
