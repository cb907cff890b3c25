/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/wrap.h"

void wrap_add(struct buf *out, struct slice text, size_t at, size_t indent)
{
	wrap_add_within(out, text, at, indent, WRAP_WIDTH);
}

void wrap_add_within(struct buf *out, struct slice text, size_t at, size_t indent, size_t width)
{
	bool begun = false;
	while (text.n) {
		size_t word = slice_find_byte(text, ' ');
		if (begun && at + 1 + word > width) {
			buf_add_byte(out, '\n');
			buf_add_repeated(out, ' ', indent);
			at = indent;
		} else if (begun) {
			buf_add_byte(out, ' ');
			at++;
		}
		buf_add_slice(out, slice_sub(text, 0, word));
		at += word;
		begun = true;
		text = slice_from(text, word < text.n ? word + 1 : word);
	}
	buf_add_byte(out, '\n');
}
