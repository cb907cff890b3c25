/* SPDX-License-Identifier: MIT */
/*
 * A hidden character is U+FDD0, which is no character and so in no real text, and a digit that says
 * which one: 0-9A-V for U+0000 to U+001F, X for U+FFFE, Y for U+FFFF, Z for U+FDD0 itself.
 */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/evtx/event_xml_construct.h"
#include "lib/evtx/event_xml_text.h"

#define HIDING "\xef\xb7\x90"
enum { HIDING_CHARACTER = 0xfdd0, HIDING_LENGTH = 4, REPLACEMENT = 0xfffd };

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/* The digit of a character that has to be hidden, or 0. */
static char digit_of(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' ? 0 : digits[c];
	return c == 0xfffe ? 'X' : c == 0xffff ? 'Y' : c == HIDING_CHARACTER ? 'Z' : 0;
}

/* Appends a character of content, of a value or of a comment. */
static void append(struct buf *out, uint32_t c)
{
	char digit = digit_of(c);
	if (!digit) {
		utf8_append(out, c);
		return;
	}
	buf_add_string(out, HIDING);
	buf_add_byte(out, (uint8_t)digit);
}

enum place { IN_CONTENT, IN_TAG, IN_QUOTES };

struct cleaner {
	struct slice rest;
	struct buf *out;
	enum place place;
	uint8_t quote;
	unsigned attributes; /* of this tag */
	struct event_xml_cleaning result;
};

static void skip(struct cleaner *c, size_t n)
{
	c->rest = slice_from(c->rest, n);
}

/* Copies n bytes as they are. */
static void copy(struct cleaner *c, size_t n)
{
	buf_add(c->out, c->rest.p, n);
	skip(c, n);
}

/* A surrogate as event_xml_decode() writes it. */
static bool is_surrogate(struct slice s)
{
	return s.n >= 3 && s.p[0] == 0xed && s.p[1] >= 0xa0 && s.p[1] <= 0xbf &&
	       (s.p[2] & 0xc0) == 0x80;
}

/* Takes one character, whatever it is. */
static void take_character(struct cleaner *c)
{
	uint32_t character;
	size_t n = utf8_decode(c->rest, &character);
	if (n == 0) {
		c->result.replaced++;
		character = REPLACEMENT;
		n = is_surrogate(c->rest) ? 3 : 1;
	}
	if (character == '\r' && c->place != IN_CONTENT)
		character = ' '; /* as a parser takes it */
	append(c->out, character);
	skip(c, n);
}

/* "&#13;" and the like, up to its ';': the number, or false where it is something else. */
static bool reference_number(struct slice reference, uint64_t *number)
{
	if (slice_starts_with(reference, SLICE("&#x")))
		return number_from_hex(slice_sub(reference, 3, reference.n - 4), number);
	return slice_starts_with(reference, SLICE("&#")) &&
	       number_from_decimal(slice_sub(reference, 2, reference.n - 3), number);
}

/* A reference to a character that XML forbids becomes that character, hidden. */
static void take_reference(struct cleaner *c)
{
	uint64_t number;
	size_t n = slice_find_byte(slice_sub(c->rest, 0, c->rest.n < 16 ? c->rest.n : 16), ';') + 1;
	struct slice reference = slice_sub(c->rest, 0, n);
	if (!slice_ends_with(reference, SLICE(";")) || !reference_number(reference, &number)) {
		copy(c, 1);
	} else if (number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff)) {
		c->result.replaced++;
		append(c->out, REPLACEMENT);
		skip(c, n);
	} else if (digit_of((uint32_t)number)) {
		append(c->out, (uint32_t)number);
		skip(c, n);
	} else {
		copy(c, n);
	}
}

/* Length of a comment, CDATA section or processing instruction that begins here, or 0. */
static size_t construct_length(struct slice s)
{
	for (size_t i = 0; i < EVENT_XML_CONSTRUCTS; i++) {
		const struct event_xml_construct *construct = &event_xml_constructs[i];
		if (!slice_starts_with(s, construct->begins))
			continue;
		struct slice inner = slice_from(s, construct->begins.n);
		size_t end = slice_find(inner, construct->ends);
		return end == inner.n ? s.n : construct->begins.n + end + construct->ends.n;
	}
	return 0;
}

static void take_in_content(struct cleaner *c)
{
	if (c->rest.p[0] == '&') {
		take_reference(c);
		return;
	}
	if (c->rest.p[0] != '<') {
		take_character(c);
		return;
	}
	size_t end = c->rest.n - construct_length(c->rest);
	if (end == c->rest.n) {
		c->place = IN_TAG;
		c->attributes = 0;
		copy(c, 1);
		return;
	}
	while (c->rest.n > end)
		take_character(c);
}

/* Between the attributes nothing is hidden: what is forbidden there is not well-formed. */
static void take_in_tag(struct cleaner *c)
{
	uint8_t byte = c->rest.p[0];
	if (byte >= 0x80 || byte == '\r') {
		take_character(c);
		return;
	}
	if (byte == '>') {
		c->place = IN_CONTENT;
	} else if (byte == '"' || byte == '\'') {
		c->quote = byte;
		c->place = IN_QUOTES;
		c->attributes++;
		c->result.too_many_attributes |= c->attributes > LIMIT_EVENT_XML_ATTRIBUTES;
	}
	copy(c, 1);
}

static void take_in_quotes(struct cleaner *c)
{
	if (c->rest.p[0] == '&') {
		take_reference(c);
	} else if (c->rest.p[0] == c->quote) {
		c->place = IN_TAG;
		copy(c, 1);
	} else {
		take_character(c);
	}
}

/* Bytes of ordinary text at the start of s. */
static size_t ordinary_run(struct slice s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] >= 0x20 && s.p[n] < 0x80 && s.p[n] != '<' && s.p[n] != '>' &&
	       s.p[n] != '&' && s.p[n] != '"' && s.p[n] != '\'')
		n++;
	return n;
}

struct event_xml_cleaning event_xml_clean(struct slice event, struct buf *out)
{
	struct cleaner c = {.rest = event, .out = out};
	while (c.rest.n) {
		copy(&c, ordinary_run(c.rest));
		if (c.rest.n == 0)
			break;
		if (c.place == IN_CONTENT)
			take_in_content(&c);
		else if (c.place == IN_TAG)
			take_in_tag(&c);
		else
			take_in_quotes(&c);
	}
	return c.result;
}

/* --- and back --- */

/* Writes the hidden character of this digit. */
static uint8_t *write_revealed(uint8_t *out, uint8_t digit)
{
	const char *control = digit ? strchr(digits, digit) : NULL;
	if (control) {
		*out++ = (uint8_t)(control - digits);
		return out;
	}
	*out++ = 0xef;
	*out++ = digit == 'Z' ? 0xb7 : 0xbf;
	*out++ = digit == 'Z' ? 0x90 : digit == 'X' ? 0xbe : 0xbf;
	return out;
}

struct slice event_xml_reveal(struct arena *arena, struct slice text)
{
	enum { SLACK = 64 }; /* writers of values may read that far (lib/evtx/value.h) */
	uint8_t *p = arena_alloc(arena, text.n + SLACK);
	uint8_t *end = p;
	while (text.n) {
		size_t n = slice_find(text, SLICE(HIDING));
		memcpy(end, text.p, n);
		end += n;
		text = slice_from(text, n);
		if (text.n >= HIDING_LENGTH)
			end = write_revealed(end, text.p[HIDING_LENGTH - 1]);
		text = slice_from(text, text.n < HIDING_LENGTH ? text.n : HIDING_LENGTH);
	}
	memset(end, 0, SLACK);
	return slice_of(p, (size_t)(end - p));
}
