/* SPDX-License-Identifier: MIT */
/* Values as "reg query" prints them. */
#include "lib/base/number.h"
#include "lib/base/store.h"
#include "lib/base/utf16_encode.h"
#include "lib/registry/reg_query_part.h"
#include "lib/registry/tree.h"

/* --- name, type and data --- */

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

/* Takes "REG_SZ", or "REG_SZ (1)" as /z has it, off *s. */
static bool take_type(struct slice *s, uint32_t *type)
{
	size_t end = 0;
	while (end < s->n && !is_blank(s->p[end]))
		end++;
	for (*type = 0; registry_type_name(*type); ++*type)
		if (slice_equal(slice_sub(*s, 0, end), slice_of_string(registry_type_name(*type))))
			break;
	if (!registry_type_name(*type))
		return false;
	*s = slice_from(*s, end);
	size_t close = slice_find_byte(*s, ')');
	uint64_t number;
	if (close < s->n && slice_starts_with(*s, SLICE(" (")) &&
	    number_from_decimal(slice_sub(*s, 2, close - 2), &number))
		*s = slice_from(*s, close + 1);
	return true;
}

/* The data behind the blanks that reg.exe writes (a tab on Windows XP); further ones belong to a
 * text: that of SystemStartOptions begins with one. */
static struct slice data_of(struct slice rest, uint32_t type)
{
	bool is_text = type == REGISTRY_SZ || type == REGISTRY_EXPAND_SZ ||
		       type == REGISTRY_MULTI_SZ || type == REGISTRY_LINK;
	if (is_text && slice_starts_with(rest, SLICE("    ")))
		return slice_from(rest, 4);
	if (is_text && slice_starts_with(rest, SLICE("\t")))
		return slice_from(rest, 1);
	return slice_trim(rest);
}

/* "(Default)", "(Standard)", "<NO NAME>": in the language of that Windows. */
static bool is_in_brackets(struct slice s)
{
	return s.n >= 2 &&
	       ((s.p[0] == '(' && s.p[s.n - 1] == ')') || (s.p[0] == '<' && s.p[s.n - 1] == '>'));
}

bool reg_query_part(struct slice line, struct reg_query_value *out)
{
	while (line.n && is_blank(line.p[0]))
		line = slice_from(line, 1);
	for (size_t at = 1; at < line.n; at++) {
		struct slice rest = slice_from(line, at);
		if (!is_blank(line.p[at - 1]) || !slice_starts_with(rest, SLICE("REG_")) ||
		    !take_type(&rest, &out->type))
			continue;
		out->name = slice_trim(slice_sub(line, 0, at));
		out->data = data_of(rest, out->type);
		out->unset = false;
		if (is_in_brackets(out->name)) {
			out->name = (struct slice){NULL, 0};
			out->unset = out->type == REGISTRY_SZ && is_in_brackets(slice_trim(rest));
		}
		return true;
	}
	return false;
}

/* --- data --- */

/* "0x1" in that many bytes. */
static bool append_number(struct slice s, size_t bytes, bool big_endian, struct buf *out)
{
	uint64_t number;
	s = slice_from(s, slice_starts_with(s, SLICE("0x")) ? 2 : s.n);
	if (s.n > 2 * bytes || !number_from_hex(s, &number))
		return false;
	if (big_endian)
		number = __builtin_bswap32((uint32_t)number);
	store_u64le(buf_reserve(out, 8), number);
	out->n += bytes;
	return true;
}

static bool append_bytes(struct slice s, struct buf *out)
{
	for (size_t i = 0; i + 1 < s.n; i += 2) {
		int high = hex_digit_value(s.p[i]), low = hex_digit_value(s.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		buf_add_byte(out, (uint8_t)(high << 4 | low));
	}
	return s.n % 2 == 0;
}

/* Strings stand with a backslash and a zero between them; XP has one behind each, too, and one at
 * the end. */
static void append_list(struct slice s, struct buf *out)
{
	while (s.n) {
		size_t end = slice_find(s, SLICE("\\0"));
		if (end) {
			utf16le_append_utf8(out, slice_sub(s, 0, end));
			utf16le_append(out, 0);
		}
		s = slice_from(s, end + 2);
	}
	utf16le_append(out, 0);
}

bool reg_query_data(uint32_t type, struct slice text, struct buf *out)
{
	switch (type) {
	case REGISTRY_SZ:
	case REGISTRY_EXPAND_SZ:
	case REGISTRY_LINK:
		utf16le_append_utf8(out, text);
		utf16le_append(out, 0);
		return true;
	case REGISTRY_MULTI_SZ:
		append_list(text, out);
		return true;
	case REGISTRY_DWORD:
		return append_number(text, 4, false, out);
	case REGISTRY_DWORD_BIG_ENDIAN:
		return append_number(text, 4, true, out);
	case REGISTRY_QWORD:
		return append_number(text, 8, false, out);
	default:
		return append_bytes(text, out);
	}
}
