/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/scan.h"
#include "lib/bugcheck/spelling.h"
#include "lib/bugcheck/splice.h"
#include "lib/base/number.h"

/* Longest text that can be a code or a parameter: names have at most 60 characters. */
enum { SPELLING_MAX = 96 };

/*
 * Can the line have the key at all? It is spelt as it is, or with an escape, and what an escape
 * stands for in it is a letter: \u00XX.
 */
static bool may_have_key(struct slice line)
{
	return slice_find(line, SLICE("\"bugcheck\"")) < line.n ||
	       slice_find(line, SLICE("\\u00")) < line.n;
}

/* The text of a JSON string value (with its quotes) that is short ASCII. */
static bool string_value(struct slice value, char out[static SPELLING_MAX], struct slice *text)
{
	size_t n;
	if (value.n < 2 || value.p[0] != '"' ||
	    !scan_unescape(slice_sub(value, 1, value.n - 2), out, SPELLING_MAX, &n))
		return false;
	*text = slice_of(out, n);
	return true;
}

/* A JSON number without fraction and exponent: 1e2 would be read as hexadecimal digits. */
static bool is_whole_number(struct slice value)
{
	size_t i = value.n > 1 && value.p[0] == '-';
	while (i < value.n && ascii_is_digit(value.p[i]))
		i++;
	return value.n && i == value.n;
}

/* A code as string, or as JSON number, which is always decimal. */
static bool code_value(struct slice value, uint32_t *code)
{
	char room[SPELLING_MAX];
	struct slice text = value;
	struct bugcheck_reading r;
	bool string = string_value(value, room, &text);
	if ((!string && !is_whole_number(value)) || !bugcheck_read_code(text, &r) ||
	    (string && r.doubt == BUGCHECK_DOUBT_HEXADECIMAL))
		return false;
	*code = r.code;
	return true;
}

static void parameter_value(struct slice value, struct bugcheck *b, size_t i)
{
	char room[SPELLING_MAX];
	struct slice text;
	if (string_value(value, room, &text))
		b->parameter_known[i] = bugcheck_read_parameter(text, &b->parameters[i]);
	else
		b->parameter_known[i] = number_from_decimal(value, &b->parameters[i]);
}

static void parameters_value(struct slice value, struct bugcheck *b)
{
	struct scan s = scan_of(value);
	bool first = true;
	memset(b->parameter_known, 0, sizeof(b->parameter_known));
	if (value.n == 0 || value.p[0] != '[')
		return;
	for (size_t i = 0; scan_next(&s, '[', ']', &first); i++) {
		struct slice element = scan_value(&s);
		if (i < BUGCHECK_PARAMETERS)
			parameter_value(element, b, i);
	}
}

/* The object that the suite writes. The value was scanned once, so it is sound. */
static bool object_value(struct slice value, struct splice *out)
{
	struct scan s = scan_of(value);
	struct slice key;
	bool first = true;
	bool has_code = false;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		if (scan_spells(key, SLICE("code")))
			has_code = code_value(member, &out->bugcheck.code);
		else if (scan_spells(key, SLICE("parameters")))
			parameters_value(member, &out->bugcheck);
		else if (scan_spells(key, SLICE("name")))
			out->named = member.n && member.p[0] == '"';
	}
	return has_code && out->bugcheck.code != 0;
}

/* A code alone says less than an object: one that is not known may be anything. */
static bool scalar_value(struct slice value, struct splice *out)
{
	return code_value(value, &out->bugcheck.code) && out->bugcheck.code != 0 &&
	       bugcheck_code_find(out->bugcheck.code);
}

/* Only blanks and the line's end may follow the object. */
static bool ends_here(struct scan *s)
{
	return scan_peek(s) == 0 && s->at == s->text.n && !s->bad;
}

struct splice splice_find(struct slice line)
{
	struct splice out = {.state = SPLICE_NOTHING};
	struct scan s = scan_of(line);
	struct slice key;
	struct slice value = {NULL, 0};
	bool first = true;
	bool has_info = false;
	if (!may_have_key(line))
		return out;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		if (scan_spells(key, SLICE("bugcheck")))
			value = member;
		else if (scan_spells(key, SLICE("bugcheck_info")))
			has_info = true;
	}
	if (s.bad || value.n == 0)
		return out;
	out.brace = s.at - 1;
	bool found = value.p[0] == '{' ? object_value(value, &out) : scalar_value(value, &out);
	if (found && ends_here(&s))
		out.state = has_info ? SPLICE_PRESENT : SPLICE_DUE;
	return out;
}
