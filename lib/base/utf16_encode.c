/* SPDX-License-Identifier: MIT */
#include "lib/base/text.h"
#include "lib/base/utf16_encode.h"

static void append_unit(struct buf *b, uint32_t unit)
{
	uint8_t *p = buf_reserve(b, 2);
	p[0] = (uint8_t)unit;
	p[1] = (uint8_t)(unit >> 8);
	b->n += 2;
}

void utf16le_append(struct buf *b, uint32_t code_point)
{
	if (code_point >= 0x10000) {
		append_unit(b, 0xd7c0 + (code_point >> 10));
		append_unit(b, 0xdc00 | (code_point & 0x3ff));
	} else {
		append_unit(b, code_point);
	}
}

void utf16le_append_utf8(struct buf *b, struct slice utf8)
{
	while (utf8.n) {
		uint32_t c = utf8.p[0];
		size_t n = c < 0x80 ? 1 : utf8_decode(utf8, &c);
		utf16le_append(b, n ? c : 0xfffd);
		utf8 = slice_from(utf8, n ? n : 1);
	}
}
