/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/base/utf16.h"

enum { REPLACEMENT = 0xfffd };

/* What JSON needs for a byte: 0 = copy, 'u' = \u00XX, 1 = look at the whole sequence, or the letter
 * behind the backslash. */
static const uint8_t escape_of[256] = {
	['\b'] = 'b', ['\t'] = 't',      ['\n'] = 'n',  ['\f'] = 'f',
	['\r'] = 'r', ['"'] = '"',       ['\\'] = '\\', [0 ... 7] = 'u',
	[11] = 'u',   [14 ... 31] = 'u', [127] = 'u',   [128 ... 255] = 1,
};

size_t utf8_decode(struct slice s, uint32_t *code_point)
{
	static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
	if (s.n == 0)
		return 0;
	uint8_t lead = s.p[0];
	if (lead < 0x80) {
		*code_point = lead;
		return 1;
	}
	size_t n = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
	if (lead < 0xc2 || lead > 0xf4 || s.n < n)
		return 0;
	uint32_t c = lead & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s.p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s.p[i] & 0x3f);
	}
	if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*code_point = c;
	return n;
}

void utf8_append(struct buf *b, uint32_t c)
{
	uint8_t *p = buf_reserve(b, 4);
	if (c < 0x80) {
		p[0] = (uint8_t)c;
		b->n += 1;
	} else if (c < 0x800) {
		p[0] = (uint8_t)(0xc0 | c >> 6);
		p[1] = (uint8_t)(0x80 | (c & 0x3f));
		b->n += 2;
	} else if (c < 0x10000) {
		p[0] = (uint8_t)(0xe0 | c >> 12);
		p[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		p[2] = (uint8_t)(0x80 | (c & 0x3f));
		b->n += 3;
	} else {
		p[0] = (uint8_t)(0xf0 | c >> 18);
		p[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
		p[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		p[3] = (uint8_t)(0x80 | (c & 0x3f));
		b->n += 4;
	}
}

static void append_u_escape(struct buf *b, uint32_t unit)
{
	char *p = (char *)buf_reserve(b, 6);
	memcpy(p, "\\u", 2);
	hex_write(p + 2, unit, 4);
	b->n += 6;
}

/* One code point into a JSON string; what is a control character is escaped. */
static void append_json_code_point(struct buf *b, uint32_t c)
{
	if (c < 0x80 && escape_of[c] > 1 && escape_of[c] != 'u') {
		uint8_t *p = buf_reserve(b, 2);
		p[0] = '\\';
		p[1] = escape_of[c];
		b->n += 2;
	} else if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
		append_u_escape(b, c);
	} else {
		utf8_append(b, c);
	}
}

/* Bytes at the start of s that go into JSON as they are. */
static size_t plain_run(struct slice s)
{
	size_t i = 0;
	while (i < s.n && escape_of[s.p[i]] == 0)
		i++;
	return i;
}

bool text_append_json(struct buf *b, struct slice s)
{
	bool faithful = true;
	while (s.n) {
		size_t plain = plain_run(s);
		buf_add(b, s.p, plain);
		s = slice_from(s, plain);
		if (s.n == 0)
			break;
		uint32_t c;
		size_t n = utf8_decode(s, &c);
		if (n == 0) {
			faithful = false;
			c = REPLACEMENT;
			n = 1;
		}
		append_json_code_point(b, c);
		s = slice_from(s, n);
	}
	return faithful;
}

bool text_append_json_utf16le(struct buf *b, struct slice s)
{
	bool replaced = false;
	uint8_t *out = buf_reserve(b, utf16_room(s.n));
	b->n += (size_t)(utf16_write(out, s, UTF16_JSON, &replaced) - out);
	return !replaced;
}

/* Characters that change how other text is shown, or that cannot be seen: controls, soft hyphen and
 * joiners, fillers, variation selectors, bidirectional controls, line separators, annotations, tags
 * (Unicode's Default_Ignorable_Code_Point and categories Cc, Cf, Zl, Zp without visible marks). */
static bool is_deceptive(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x0, 0x1f},        {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},
		{0x61c, 0x61c},     {0x115f, 0x1160},   {0x17b4, 0x17b5},   {0x180b, 0x180f},
		{0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},
		{0xfe00, 0xfe0f},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
		{0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
	};
	size_t i = 0;
	while (i < COUNT_OF(ranges) && c > ranges[i].last)
		i++;
	return i < COUNT_OF(ranges) && c >= ranges[i].first;
}

void text_append_display(struct buf *b, struct slice s)
{
	while (s.n) {
		uint32_t c;
		size_t n = utf8_decode(s, &c);
		if (n == 0)
			buf_printf(b, "\\x%02x", s.p[0]);
		else if (is_deceptive(c))
			buf_printf(b, c < 0x80 ? "\\x%02x" : "\\u{%04x}", (unsigned)c);
		else
			buf_add(b, s.p, n);
		s = slice_from(s, n ? n : 1);
	}
}
