/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/scan.h"
#include "lib/bugcheck/spelling.h"
#include "lib/bugcheck/splice.h"
#include "lib/base/number.h"

/* Longest text that can be a code or a parameter: names have at most 60 characters. */
enum { SPELLING_MAX = 96 };

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
static bool code_value(struct slice value, enum bugcheck_from from, uint32_t *code)
{
	char room[SPELLING_MAX];
	struct slice text = value;
	struct bugcheck_reading r;
	bool string = string_value(value, room, &text);
	if ((!string && !is_whole_number(value)) ||
	    !bugcheck_read_code(text, string ? from : BUGCHECK_FROM_EVENT41, &r) ||
	    r.doubt == BUGCHECK_DOUBT_HEXADECIMAL)
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
static bool object_value(struct slice value, enum bugcheck_from from, struct splice *out)
{
	struct scan s = scan_of(value);
	struct slice key;
	bool first = true;
	bool has_code = false;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		if (scan_spells(key, SLICE("code")))
			has_code = code_value(member, from, &out->bugcheck.code);
		else if (scan_spells(key, SLICE("parameters")))
			parameters_value(member, &out->bugcheck);
		else if (scan_spells(key, SLICE("name")))
			out->named = member.n && member.p[0] == '"';
	}
	return has_code && out->bugcheck.code != 0;
}

/* Which parameter a member is by its name, from 0; BUGCHECK_PARAMETERS for none. */
static unsigned parameter_named(struct slice key)
{
	static const char *const names[] = {"BugcheckParameter", "BCP", "Parameter"};
	char room[SPELLING_MAX];
	size_t n;
	if (!scan_unescape(key, room, sizeof(room), &n) || n == 0)
		return BUGCHECK_PARAMETERS;
	struct slice name = slice_of(room, n - 1);
	unsigned i = (unsigned)(uint8_t)room[n - 1] - '1';
	for (size_t k = 0; k < COUNT_OF(names) && i < BUGCHECK_PARAMETERS; k++)
		if (slice_equal(name, slice_of_string(names[k])))
			return i;
	return BUGCHECK_PARAMETERS;
}

/* The parameters of a code that stands alone, out of the object that it is a member of. */
static void parameters_beside(struct slice object, struct bugcheck *b)
{
	struct scan s = scan_of(object);
	struct slice key;
	bool first = true;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		unsigned i = parameter_named(key);
		if (i < BUGCHECK_PARAMETERS)
			parameter_value(member, b, i);
		else if (member.n && member.p[0] == '[' && scan_spells(key, SLICE("parameters")))
			parameters_value(member, b);
	}
}

/* A code alone says less than an object: one that is not known may be anything. */
static bool scalar_value(struct slice value, struct slice object, enum bugcheck_from from,
			 struct splice *out)
{
	if (!code_value(value, from, &out->bugcheck.code) || out->bugcheck.code == 0 ||
	    !bugcheck_code_find(out->bugcheck.code))
		return false;
	parameters_beside(object, &out->bugcheck);
	return true;
}

/* The last member of this name; empty where there is none, or no object. */
static struct slice member_of(struct slice object, struct slice name)
{
	struct scan s = scan_of(object);
	struct slice found = {NULL, 0};
	struct slice key;
	bool first = true;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		if (slice_equal(key, name))
			found = member;
	}
	return found;
}

static struct slice element_of(struct slice array, size_t index)
{
	struct scan s = scan_of(array);
	struct slice found = {NULL, 0};
	bool first = true;
	for (size_t i = 0; scan_next(&s, '[', ']', &first); i++) {
		struct slice element = scan_value(&s);
		if (i == index)
			found = element;
	}
	return found;
}

/* A walk along the path. */
struct way {
	struct slice value;  /* where it has got to; empty: nowhere */
	struct slice object; /* what value is a member of; empty: an element */
};

/* The steps behind the first one. What they pass was scanned with the line, so it is sound. */
static void follow(const struct splice_path *path, struct way *way)
{
	for (size_t i = 1; i < path->count; i++) {
		const struct splice_step *step = &path->steps[i];
		way->object = step->key.p ? way->value : (struct slice){NULL, 0};
		way->value = step->key.p ? member_of(way->value, step->key)
					 : element_of(way->value, step->index);
	}
}

/* Only blanks and the line's end may follow the object. */
static bool ends_here(struct scan *s)
{
	return scan_peek(s) == 0 && s->at == s->text.n && !s->bad;
}

/* Scans the whole line and takes the path's first step; false where it is no JSON object. */
static bool scan_line(struct slice line, struct slice name, struct way *way, struct splice *out,
		      bool *has_info)
{
	struct scan s = scan_of(line);
	struct slice key;
	bool first = true;
	while (scan_next_member(&s, &first, &key)) {
		struct slice member = scan_value(&s);
		if (slice_equal(key, name))
			way->value = member;
		if (scan_spells(key, SLICE("bugcheck_info")))
			*has_info = true;
	}
	out->brace = s.at - 1;
	return !s.bad && ends_here(&s);
}

struct splice splice_find(struct slice line, const struct splice_options *options)
{
	const struct splice_path *path = &options->path;
	struct splice out = {.state = SPLICE_NOTHING};
	struct way way = {.object = line};
	struct slice name = path->count ? path->steps[0].key : SLICE("bugcheck");
	bool has_info = false;
	if (slice_find(line, splice_needle(options)) == line.n ||
	    !scan_line(line, name, &way, &out, &has_info))
		return out;
	follow(path, &way);
	if (way.value.n == 0)
		return out;
	bool found = way.value.p[0] == '{'
			     ? object_value(way.value, options->from, &out)
			     : scalar_value(way.value, way.object, options->from, &out);
	if (found)
		out.state = has_info ? SPLICE_PRESENT : SPLICE_DUE;
	return out;
}
