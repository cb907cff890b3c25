/* SPDX-License-Identifier: MIT */
/* What stands behind a keyword or name, and what it has to be like to be taken for a bug check. */
#include "lib/base/number.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/mention_form.h"

/* Where the NTSTATUS begin that are errors; the kernel stops with these, too. */
#define ERROR_STATUS UINT32_C(0xc0000000)

enum {
	LONGEST_NAME = 64, /* the table's has 56 */
	MOST_WORDS = 16,   /* of a name; the table's has 9 */
	LONGEST_GAP = 8,   /* as in anchor.c */
};

/* --- codes --- */

static bool is_known(uint32_t code)
{
	const struct bugcheck_code *entry = code ? bugcheck_code_find(code) : NULL;
	return entry && entry->kind != BUGCHECK_KIND_MARKER;
}

static bool is_decimal(const struct cursor *c, enum bugcheck_from from)
{
	return c->digits == MENTION_DIGITS_BY_FORM ? from == BUGCHECK_FROM_EVENT41
						   : c->digits == MENTION_DIGITS_DECIMAL;
}

static bool read_code(const struct cursor *c, const struct number_text *n, enum bugcheck_from from,
		      struct bugcheck_reading *r)
{
	from = is_decimal(c, from) ? BUGCHECK_FROM_EVENT41 : BUGCHECK_FROM_TEXT;
	return bugcheck_read_code(n->text, from, r) && r->code != 0;
}

/* A code as the text of a mention to which nothing belongs yet. */
static void start_mention(struct mention *m, size_t start, size_t end,
			  const struct bugcheck_reading *r)
{
	*m = (struct mention){.start = start, .end = end, .past = end, .reading = *r};
	m->bugcheck.code = r->code;
}

static void take_parameters(struct mention *m, const struct cursor *c,
			    const struct parameters *list)
{
	for (size_t i = 0; i < list->n; i++) {
		m->bugcheck.parameters[i] = list->values[i];
		m->bugcheck.parameter_known[i] = true;
	}
	m->past = c->at;
}

/* --- names --- */

/* The code of a name that is one; strings of the kernel that share its table are none. */
static bool read_name(struct slice name, struct bugcheck_reading *r)
{
	const struct bugcheck_code *entry = bugcheck_code_by_name(name);
	return entry && entry->kind != BUGCHECK_KIND_MARKER &&
	       bugcheck_read_code(name, BUGCHECK_FROM_TEXT, r);
}

/* " (d1)", the code of the name in front of it. Another code of the same base is the better one:
 * the name of 0x7E is also that of 0x1000007E. */
static void take_code_of_name(struct cursor *c, struct mention *m)
{
	struct cursor ahead = *c;
	struct number_text n;
	struct bugcheck_reading r;
	cursor_skip_blanks(&ahead);
	if (!cursor_pass(&ahead, '(') || !cursor_number(&ahead, &n) || !cursor_pass(&ahead, ')') ||
	    !bugcheck_read_code(n.text, BUGCHECK_FROM_TEXT, &r) ||
	    (bugcheck_base_code(r.code) != bugcheck_base_code(m->bugcheck.code) &&
	     (m->reading.doubt == BUGCHECK_DOUBT_NONE || r.code != m->reading.other)))
		return;
	m->reading = r;
	m->bugcheck.code = r.code;
	m->past = ahead.at;
	c->at = ahead.at;
}

static void finish_name(struct cursor *c, struct mention *m)
{
	struct parameters list;
	m->by_name = true;
	take_code_of_name(c, m);
	if (cursor_list(c, &list))
		take_parameters(m, c, &list);
}

/* Two words in small letters, as in file_system, are an identifier of any program. */
static bool is_common(struct slice name)
{
	size_t underscores = 0;
	for (size_t i = 0; i < name.n; i++) {
		underscores += name.p[i] == '_';
		if (ascii_lower(name.p[i]) != name.p[i])
			return false;
	}
	return underscores < 2;
}

bool form_read_name(struct cursor *c, struct mention *m)
{
	struct bugcheck_reading r;
	struct slice name = cursor_token(c);
	if (slice_find_byte(name, '_') == name.n || !read_name(name, &r))
		return false;
	start_mention(m, c->at, c->at + name.n, &r);
	c->at += name.n;
	finish_name(c, m);
	/* With its code or parameters behind it, it is the name. */
	return m->past > m->end || !is_common(name);
}

/* Words as they would be in a name: the bytes, and where each word ends there and in the line. */
struct spaced_name {
	uint8_t bytes[LONGEST_NAME];
	size_t words;
	size_t ends[MOST_WORDS];
	size_t line_ends[MOST_WORDS];
};

static void collect_words(struct cursor c, struct spaced_name *name)
{
	size_t n = 0;
	for (name->words = 0; name->words < MOST_WORDS; name->words++) {
		struct slice word = cursor_token(&c);
		size_t gap = name->words > 0;
		if (word.n == 0 || word.n + gap > LONGEST_NAME - n)
			return;
		if (gap)
			name->bytes[n++] = '_';
		memcpy(name->bytes + n, word.p, word.n);
		n += word.n;
		c.at += word.n;
		name->ends[name->words] = n;
		name->line_ends[name->words] = c.at;
		cursor_skip_blanks(&c);
	}
}

/* "CRITICAL PROCESS DIED": the longest name that fits. */
static bool read_spaced_name(struct cursor *c, struct mention *m)
{
	struct spaced_name name;
	struct bugcheck_reading r;
	collect_words(*c, &name);
	for (size_t i = name.words; i-- > 0;) {
		if (!read_name(slice_of(name.bytes, name.ends[i]), &r))
			continue;
		start_mention(m, c->at, name.line_ends[i], &r);
		c->at = name.line_ends[i];
		finish_name(c, m);
		return true;
	}
	return false;
}

/* "0x9F: DRIVER_POWER_STATE_FAILURE", "0x9F (DRIVER_POWER_STATE_FAILURE)": passes the code's own
 * name, which is not another mention. */
static void pass_own_name(struct cursor *c, uint32_t code)
{
	struct cursor ahead = *c;
	struct bugcheck_reading r;
	cursor_renew(&ahead);
	cursor_skip(&ahead, ":,-=\"'");
	bool open = cursor_pass(&ahead, '(');
	struct slice name = cursor_token(&ahead);
	if (slice_find_byte(name, '_') == name.n || !read_name(name, &r) ||
	    bugcheck_base_code(r.code) != bugcheck_base_code(code))
		return;
	ahead.at += name.n;
	if (!open || cursor_pass(&ahead, ')'))
		c->at = ahead.at;
}

/* --- parameters under keys --- */

static void skip_to_value(const struct form *f, struct cursor *c, bool *announced)
{
	*announced |= cursor_skip(c, f->connectors);
	for (const char *const *word = f->words; word && *word;) {
		if (!cursor_word(c, *word, NULL)) {
			word++;
			continue;
		}
		*announced = true;
		cursor_skip(c, f->connectors);
		word = f->words;
	}
}

static bool read_value(const struct form *f, struct cursor *c, uint64_t *value)
{
	struct number_text n;
	bool announced = false;
	skip_to_value(f, c, &announced);
	if (!cursor_number(c, &n))
		return false;
	return n.only_digits && is_decimal(c, f->from) ? number_from_decimal(n.text, value)
						       : bugcheck_read_parameter(n.text, value);
}

/* Passes a key of a parameter; sets *i to its position. */
static bool pass_numbered_key(const struct form *f, struct cursor *c, unsigned *i)
{
	for (size_t k = 0; k < NUMBERED_KEYS && f->numbered[k].key; k++) {
		struct cursor ahead = *c;
		unsigned number = 0;
		if (!cursor_word(&ahead, f->numbered[k].key, &number))
			continue;
		*i = number - f->numbered[k].first;
		*c = ahead;
		return number >= f->numbered[k].first && *i < BUGCHECK_PARAMETERS;
	}
	return false;
}

/* The next bug check's keyword, unless it is the end tag of an element. */
static bool at_next(const struct form *f, struct cursor c)
{
	bool end_tag = c.at && c.line.p[c.at - 1] == '/';
	return !end_tag && cursor_word(&c, f->keyword, NULL);
}

/* Takes what stands under the keys of the form, each at most a look ahead behind the one before. */
static void take_numbered(const struct form *f, struct cursor *c, struct mention *m)
{
	for (cursor_renew(c); c->at < c->end; c->at++) {
		unsigned i = 0;
		struct cursor ahead = *c;
		if (!anchor_starts_token(c->line, c->at))
			continue;
		if (at_next(f, *c))
			return;
		if (!pass_numbered_key(f, &ahead, &i))
			continue;
		if (m->bugcheck.parameter_known[i])
			return;
		cursor_renew(&ahead);
		if (!read_value(f, &ahead, &m->bugcheck.parameters[i]))
			continue;
		m->bugcheck.parameter_known[i] = true;
		m->past = ahead.at;
		*c = ahead;
		cursor_renew(c);
	}
}

/* --- keywords --- */

/* May this number, which has no 0x, be taken for a code? */
static bool is_safe(const struct form *f, const struct number_text *n, bool announced, bool listed,
		    uint32_t code)
{
	enum { LONG = 3, AS_ON_SCREEN = 8 };
	bool clear = announced || n->text.n >= LONG;
	switch (f->bare) {
	case BARE_KEY:
		if (is_known(code))
			return n->has_digit || announced;
		return n->only_digits || (n->has_digit && f->from != BUGCHECK_FROM_EVENT41);
	case BARE_SAFE:
		return listed || (n->has_digit && clear && is_known(code));
	case BARE_LIVE:
		return (n->has_digit || announced) && clear && is_known(code);
	case BARE_EIGHT:
		return n->text.n == AS_ON_SCREEN &&
		       (listed || code >= ERROR_STATUS || (announced && is_known(code)));
	}
	return false;
}

/* What may stand directly around a code with 0x only: "bug-check-0x9f", "stop error (0x7b)". */
static bool is_well_placed(struct cursor *c, const struct number_text *n)
{
	uint8_t before = c->line.p[n->start - 1];
	if (before == '(')
		return n->prefixed && cursor_pass(c, ')');
	return before != '-' || n->prefixed;
}

/* A list that could not be something else: "bugcheck 5 (2)" is none. */
static bool is_clear_list(const struct cursor *c, const struct parameters *list)
{
	return list->n > 1 || list->prefixed || c->line.p[c->at - 1] == '}';
}

static bool read_number(const struct form *f, struct cursor *c, bool announced, struct mention *m)
{
	struct number_text n;
	struct bugcheck_reading r;
	struct parameters list;
	if (!cursor_number(c, &n) || !read_code(c, &n, f->from, &r) || !is_well_placed(c, &n))
		return false;
	start_mention(m, n.start, n.start + n.text.n, &r);
	pass_own_name(c, r.code);
	m->past = c->at;
	bool listed = cursor_list(c, &list) || cursor_arguments(c, &list);
	if (!n.prefixed && !is_safe(f, &n, announced, listed && is_clear_list(c, &list), r.code))
		return false;
	if (listed)
		take_parameters(m, c, &list);
	else if (f->numbered[0].key)
		take_numbered(f, c, m);
	return true;
}

/* The code under a key further on. */
static bool read_keyed_code(const struct form *f, struct cursor *c, struct mention *m)
{
	for (; c->at < c->end; c->at++) {
		struct cursor ahead = *c;
		bool announced = true;
		if (!anchor_starts_token(c->line, c->at) || !cursor_word(&ahead, f->code_key, NULL))
			continue;
		skip_to_value(f, &ahead, &announced);
		return read_number(f, &ahead, announced, m);
	}
	return false;
}

bool form_read(const struct form *f, struct cursor *c, struct mention *m)
{
	bool announced = f->announces;
	skip_to_value(f, c, &announced);
	struct cursor ahead = *c;
	if (read_number(f, &ahead, announced, m))
		return true;
	if (f->spaced_names && read_spaced_name(c, m))
		return true;
	return f->code_key && read_keyed_code(f, c, m);
}

bool form_read_bare(struct cursor *c, struct mention *m)
{
	enum { DIGITS = 2 + 8 };
	struct number_text n;
	struct bugcheck_reading r;
	struct parameters list;
	if (cursor_peek(c) != '0' || !cursor_number(c, &n) || n.text.n != DIGITS || !n.prefixed ||
	    !read_code(c, &n, BUGCHECK_FROM_TEXT, &r))
		return false;
	start_mention(m, n.start, n.start + n.text.n, &r);
	while (cursor_peek(c) == ' ' || cursor_peek(c) == '\t')
		c->at++;
	if (c->at - m->end == 0 || c->at - m->end > LONGEST_GAP || cursor_peek(c) != '(' ||
	    !cursor_list(c, &list) || !list.prefixed)
		return false;
	take_parameters(m, c, &list);
	return true;
}
