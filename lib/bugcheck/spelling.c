/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/spelling.h"
#include "lib/base/number.h"
#include "lib/bugcheck/code.h"

static bool has_prefix(struct slice s, char letter)
{
	return s.n > 2 && s.p[0] == '0' && ascii_lower(s.p[1]) == (uint8_t)letter;
}

/* Hexadecimal digits; WinDbg splits 64 bits as ffffd000`0000abcd. */
static bool read_hex(struct slice s, uint64_t *out)
{
	enum { LOW_DIGITS = 8 };
	uint64_t high;
	uint64_t low;
	size_t tick = slice_find_byte(s, '`');
	if (tick == s.n)
		return number_from_hex(s, out);
	if (tick > LOW_DIGITS || s.n - tick - 1 != LOW_DIGITS ||
	    !number_from_hex(slice_sub(s, 0, tick), &high) ||
	    !number_from_hex(slice_from(s, tick + 1), &low))
		return false;
	*out = high << 32 | low;
	return true;
}

/* A minus sign and digits, as the two's complement of 64 bits; 0 is no negative number. */
static bool read_negative(struct slice s, uint64_t *out)
{
	uint64_t magnitude;
	if (s.n == 0 || s.p[0] != '-' || !number_from_decimal(slice_from(s, 1), &magnitude) ||
	    magnitude == 0 || magnitude > UINT64_C(1) << 63)
		return false;
	*out = -magnitude;
	return true;
}

/* The forms that codes and parameters have in common. */
static bool read_marked(struct slice s, uint64_t *out)
{
	if (has_prefix(s, 'x'))
		return read_hex(slice_from(s, 2), out);
	if (has_prefix(s, 'n'))
		return number_from_decimal(slice_from(s, 2), out);
	return read_negative(s, out);
}

bool bugcheck_read_parameter(struct slice text, uint64_t *out)
{
	struct slice s = slice_trim(text);
	return read_marked(s, out) || read_hex(s, out);
}

/* The hexadecimal reading of digits that were read as decimal, if that is a known code. */
static void doubt_digits(struct slice digits, struct bugcheck_reading *r)
{
	uint64_t v;
	uint32_t other;
	if (!number_from_hex(digits, &v) || !number_narrow(v, &other) || other == r->code ||
	    !bugcheck_code_find(other))
		return;
	r->doubt = BUGCHECK_DOUBT_HEXADECIMAL;
	r->other = other;
}

/* The first other code that has the name of this one. */
static void doubt_name(const struct bugcheck_code *entry, struct bugcheck_reading *r)
{
	for (size_t i = 0; i < bugcheck_code_count; i++) {
		const struct bugcheck_code *other = &bugcheck_codes[i];
		if (other == entry ||
		    strcmp(bugcheck_string(other->name), bugcheck_string(entry->name)) != 0)
			continue;
		r->doubt = BUGCHECK_DOUBT_NAME;
		r->other = other->code;
		return;
	}
}

static bool read_name(struct slice s, struct bugcheck_reading *r)
{
	const struct bugcheck_code *entry = bugcheck_code_by_name(s);
	if (!entry)
		return false;
	r->code = entry->code;
	doubt_name(entry, r);
	return true;
}

/* Digits alone, of the radix that their source has. */
static bool read_digits(struct slice s, enum bugcheck_from from, struct bugcheck_reading *r)
{
	uint64_t v;
	bool hexadecimal = from == BUGCHECK_FROM_WER || from == BUGCHECK_FROM_TEXT;
	if (!number_from_decimal(s, &v))
		return false;
	if (hexadecimal)
		return number_from_hex(s, &v) && number_narrow(v, &r->code);
	if (!number_narrow(v, &r->code))
		return false;
	if (from == BUGCHECK_FROM_AUTO)
		doubt_digits(s, r);
	return true;
}

bool bugcheck_read_code(struct slice text, enum bugcheck_from from, struct bugcheck_reading *out)
{
	struct bugcheck_reading r = {.doubt = BUGCHECK_DOUBT_NONE};
	struct slice s = slice_trim(text);
	uint64_t v;
	bool read = read_digits(s, from, &r);
	if (!read && (read_marked(s, &v) || read_hex(s, &v)))
		read = number_narrow(v, &r.code);
	else if (!read)
		read = read_name(s, &r);
	if (!read)
		return false;
	*out = r;
	return true;
}
