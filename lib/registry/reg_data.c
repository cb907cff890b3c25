/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/reg_data.h"

bool reg_is_blank(struct slice s)
{
	s = slice_trim(s);
	return s.n == 0 || s.p[0] == ';' || s.p[0] == '#';
}

/* --- strings --- */

/* Appends what the character behind a backslash stands for. */
static void append_escaped(struct buf *out, uint8_t c, bool literal, bool *unknown)
{
	if (literal && c != '"')
		buf_add_byte(out, '\\');
	else if (c != '\\' && c != '"' && c != '0')
		*unknown = true;
	buf_add_byte(out, c == '0' && !literal ? 0 : c);
}

enum reg_string_end reg_string_take(struct slice *s, bool literal, struct buf *out, bool *unknown)
{
	for (size_t i = 0; i < s->n; i++) {
		uint8_t c = s->p[i];
		if (c == '"') {
			*s = slice_from(*s, i + 1);
			return REG_STRING_CLOSED;
		}
		if (c != '\\')
			buf_add_byte(out, c);
		else if (++i < s->n)
			append_escaped(out, s->p[i], literal, unknown);
	}
	*s = (struct slice){NULL, 0};
	return REG_STRING_OPEN;
}

/* --- numbers --- */

bool reg_number_read(struct slice s, size_t digits, uint64_t *out)
{
	size_t n = 0;
	while (n < s.n && hex_digit_value(s.p[n]) >= 0)
		n++;
	return n <= digits && reg_is_blank(slice_from(s, n)) &&
	       number_from_hex(slice_sub(s, 0, n), out);
}

/* Takes one or two digits off *s; false where there are none, or more. */
static bool take_byte(struct slice *s, uint8_t *byte)
{
	unsigned value = 0;
	size_t n = 0;
	for (; n < s->n && hex_digit_value(s->p[n]) >= 0 && n < 3; n++)
		value = value << 4 | (unsigned)hex_digit_value(s->p[n]);
	*s = slice_from(*s, n);
	*byte = (uint8_t)value;
	return n == 1 || n == 2;
}

enum reg_hex_end reg_hex_read(struct slice s, struct buf *out, bool *full)
{
	for (;;) {
		uint8_t byte;
		s = slice_trim(s);
		if (reg_is_blank(s))
			return REG_HEX_DONE;
		if (s.p[0] == '\\')
			return reg_is_blank(slice_from(s, 1)) ? REG_HEX_MORE : REG_HEX_BAD;
		if (!take_byte(&s, &byte))
			return REG_HEX_BAD;
		if (out->n < LIMIT_REGISTRY_DATA_BYTES)
			buf_add_byte(out, byte);
		else
			*full = true;
		s = slice_trim(s);
		if (reg_is_blank(s))
			return REG_HEX_DONE;
		if (s.p[0] != ',')
			return REG_HEX_BAD;
		s = slice_from(s, 1);
	}
}
