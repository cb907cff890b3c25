/* SPDX-License-Identifier: MIT */
#include "lib/base/cp1252.h"
#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/text.h"
#include "lib/base/utf16.h"
#include "lib/registry/reg_lines.h"

/* --- which encoding --- */

/* Bytes at the start that tell UTF-16 without a byte order mark. */
enum { LOOK_AT = 4096 };

static bool is_utf8(struct slice s)
{
	uint32_t c;
	for (size_t at = 0, n; at < s.n; at += n) {
		while (s.n - at >= 8 && !(load_u64le(s.p + at) & 0x8080808080808080u))
			at += 8;
		if (at == s.n)
			break;
		n = s.p[at] < 0x80 ? 1 : utf8_decode(slice_from(s, at), &c);
		if (n == 0)
			return false;
	}
	return true;
}

static enum reg_encoding encoding_of(struct slice bytes)
{
	struct slice first = slice_sub(bytes, 0, bytes.n < LOOK_AT ? bytes.n : LOOK_AT);
	size_t zeros[2] = {0, 0};
	for (size_t i = 0; i < first.n; i++)
		zeros[i & 1] += first.p[i] == 0;
	size_t half = first.n / 4; /* of every other byte */
	if (zeros[0] <= half && zeros[1] > half)
		return REG_ENCODING_UTF16LE;
	if (zeros[1] <= half && zeros[0] > half)
		return REG_ENCODING_UTF16BE;
	return is_utf8(bytes) ? REG_ENCODING_UTF8 : REG_ENCODING_ANSI;
}

void reg_lines_begin(struct reg_lines *l, struct slice bytes)
{
	*l = (struct reg_lines){.bytes = bytes};
	if (slice_starts_with(bytes, SLICE("\xff\xfe"))) {
		l->encoding = REG_ENCODING_UTF16LE;
		l->next = 2;
	} else if (slice_starts_with(bytes, SLICE("\xfe\xff"))) {
		l->encoding = REG_ENCODING_UTF16BE;
		l->next = 2;
	} else if (slice_starts_with(bytes, SLICE("\xef\xbb\xbf"))) {
		/* A mark and bytes that are no UTF-8: pasted together. Most of it is. */
		l->encoding = REG_ENCODING_UTF8;
		l->next = 3;
	} else {
		l->encoding = encoding_of(bytes);
	}
}

void reg_lines_end(struct reg_lines *l)
{
	buf_free(&l->decoded);
}

/* --- where lines end --- */

static bool is_wide(const struct reg_lines *l)
{
	return l->encoding == REG_ENCODING_UTF16LE || l->encoding == REG_ENCODING_UTF16BE;
}

/* The unit (2 bytes, or 1) at this place; 0 where it is not all there. */
static uint16_t unit_at(const struct reg_lines *l, size_t at)
{
	struct slice s = slice_sub(l->bytes, at, is_wide(l) ? 2 : 1);
	if (s.n < 2)
		return s.n ? s.p[0] : 0;
	return l->encoding == REG_ENCODING_UTF16LE ? load_u16le(s.p)
						   : (uint16_t)(s.p[0] << 8 | s.p[1]);
}

/* Where the line ends that begins at from: at its CR or LF, or at the end of the bytes. */
static size_t find_end(const struct reg_lines *l, size_t from)
{
	const uint8_t *p = l->bytes.p;
	size_t at = from, n = l->bytes.n;
	if (!is_wide(l)) {
		while (at < n && p[at] != '\n' && p[at] != '\r')
			at++;
		return at;
	}
	for (; at < n; at += 2) {
		uint16_t c = unit_at(l, at);
		if (c == '\n' || c == '\r')
			return at;
	}
	return n;
}

static struct slice line_end_at(const struct reg_lines *l, size_t at)
{
	switch (unit_at(l, at)) {
	case '\n':
		return SLICE("\n");
	case '\r':
		return unit_at(l, at + (is_wide(l) ? 2 : 1)) == '\n' ? SLICE("\r\n") : SLICE("\r");
	default:
		return SLICE("");
	}
}

/* --- text --- */

static void decode_ansi(struct reg_lines *l, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= 0x80 && l->assumed.line == 0)
			l->assumed = l->place;
		utf8_append(&l->decoded, cp1252_character(s.p[i]));
	}
}

static void decode_utf16(struct buf *out, struct slice s, bool swap)
{
	struct buf little = {0};
	bool replaced = false;
	if (swap) {
		uint8_t *p = buf_reserve(&little, s.n + 1); /* there may be nothing */
		for (size_t i = 0; i < s.n; i++)
			p[i] = s.p[(i ^ 1) < s.n ? i ^ 1 : i];
		little.n = s.n;
		s = buf_slice(&little);
	}
	uint8_t *start = buf_reserve(out, utf16_room(s.n));
	out->n += (size_t)(utf16_write(start, s, UTF16_PLAIN, &replaced) - start);
	buf_free(&little);
}

static struct slice decode(struct reg_lines *l, struct slice s)
{
	if (l->encoding == REG_ENCODING_UTF8)
		return s;
	l->decoded.n = 0;
	if (l->encoding == REG_ENCODING_ANSI)
		decode_ansi(l, s);
	else
		decode_utf16(&l->decoded, s, l->encoding == REG_ENCODING_UTF16BE);
	return buf_slice(&l->decoded);
}

/* Files that were put together have a byte order mark in front of some line. */
static struct slice without_mark(struct slice s)
{
	return slice_starts_with(s, SLICE("\xef\xbb\xbf")) ? slice_from(s, 3) : s;
}

bool reg_lines_next(struct reg_lines *l)
{
	if (l->next >= l->bytes.n)
		return false;
	size_t begin = l->next, at = find_end(l, begin);
	l->place.offset = begin;
	l->place.line++;
	size_t n = at - begin;
	l->cut = n > LIMIT_REGISTRY_LINE_BYTES;
	l->text = without_mark(
		decode(l, slice_sub(l->bytes, begin, l->cut ? LIMIT_REGISTRY_LINE_BYTES : n)));
	l->end = line_end_at(l, at);
	l->next = at + l->end.n * (is_wide(l) ? 2 : 1);
	return true;
}

struct reg_mark reg_lines_mark(const struct reg_lines *l)
{
	return (struct reg_mark){l->next, l->place};
}

void reg_lines_return(struct reg_lines *l, struct reg_mark mark)
{
	l->next = mark.next;
	l->place = mark.place;
	l->text = l->end = (struct slice){NULL, 0};
	l->cut = false;
}
