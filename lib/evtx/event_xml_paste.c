/* SPDX-License-Identifier: MIT */
/* What becomes of event XML on its way over clipboards, web pages and word processors. */
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/evtx/event_xml_text.h"

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 /* no-break space */ ||
	       c == 0x200b /* zero width space */ || c == 0xfeff /* byte order mark */;
}

/* A dash that may have been typeset. */
static bool is_fold_mark(uint32_t c)
{
	return c == '-' || c == '+' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

bool event_xml_is_between(struct slice text)
{
	unsigned marks = 0;
	while (text.n) {
		uint32_t c;
		size_t n = utf8_decode(text, &c);
		if (n == 0 || (!is_blank(c) && !is_fold_mark(c)))
			return false;
		marks += is_fold_mark(c);
		text = slice_from(text, n);
	}
	return marks <= 1;
}

/* The ASCII character that a typeset one replaced in a tag, or 0. */
static uint8_t plain_in_tag(uint32_t c)
{
	if (c == 0xa0)
		return ' ';
	if (c == 0x2018 || c == 0x2019 || c == 0x201a || c == 0x201b || c == 0x2032)
		return '\'';
	return (c >= 0x201c && c <= 0x201f) || c == 0x2033 ? '"' : 0;
}

/* Is this '&' the start of a reference? */
static bool is_reference(struct slice s)
{
	size_t n = 1;
	while (n < s.n && n < 12 &&
	       (s.p[n] == '#' || hex_digit_value(s.p[n]) >= 0 ||
		(ascii_lower(s.p[n]) >= 'a' && ascii_lower(s.p[n]) <= 'z')))
		n++;
	return n > 1 && n < s.n && s.p[n] == ';';
}

/* What an ampersand in content or in a value has to be. */
static const char *escaped_ampersand(struct slice s)
{
	if (slice_starts_with(s, SLICE("&nbsp;")))
		return "&#160;";
	return is_reference(s) ? NULL : "&amp;";
}

struct paste {
	bool in_tag;
	uint8_t quote; /* in a value that began with it; 0 outside */
	bool changed;
};

/* Follows tags and straight quotes. */
static void follow(struct paste *p, uint8_t c)
{
	if (p->quote) {
		if (c == p->quote)
			p->quote = 0;
	} else if (p->in_tag && (c == '"' || c == '\'')) {
		p->quote = c;
	} else if (c == '<' || c == '>') {
		p->in_tag = c == '<';
	}
}

/* What stands in the paste's stead for the character c at the start of text, or NULL; *n: the bytes
 * it stands for. */
static const char *repaired(const struct paste *p, struct slice text, uint32_t c, size_t *n)
{
	static const char ascii[3][2] = {" ", "'", "\""};
	bool in_markup = p->in_tag && !p->quote;
	if (in_markup && *n > 1 && plain_in_tag(c))
		return ascii[plain_in_tag(c) == ' ' ? 0 : plain_in_tag(c) == '\'' ? 1 : 2];
	const char *ampersand = c == '&' && !in_markup ? escaped_ampersand(text) : NULL;
	if (ampersand && strcmp(ampersand, "&amp;") != 0)
		*n = strlen("&nbsp;");
	return ampersand;
}

bool event_xml_repair_paste(struct slice text, struct buf *out)
{
	struct paste p = {0};
	while (text.n) {
		uint32_t c = 0;
		size_t n = utf8_decode(text, &c);
		n += n == 0;
		const char *instead = repaired(&p, text, c, &n);
		p.changed |= instead != NULL;
		if (instead)
			buf_add_string(out, instead);
		else
			buf_add(out, text.p, n);
		follow(&p, text.p[0]);
		text = slice_from(text, n);
	}
	return p.changed;
}

struct slice event_xml_unescape(struct slice reference)
{
	static const struct {
		const char *reference, *text;
	} known[] = {
		{"&lt;", "<"},    {"&gt;", ">"},   {"&amp;", "&"},  {"&quot;", "\""},
		{"&apos;", "'"},  {"&nbsp;", " "}, {"&#34;", "\""}, {"&#39;", "'"},
		{"&#x22;", "\""}, {"&#x27;", "'"}, {"&#60;", "<"},  {"&#62;", ">"},
		{"&#38;", "&"},   {"&#160;", " "}, {"&#x3c;", "<"}, {"&#x3e;", ">"},
		{"&#x26;", "&"},  {"&#xa0;", " "}, {"&#x3C;", "<"}, {"&#x3E;", ">"},
		{"&#xA0;", " "},
	};
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (slice_equal(slice_of_string(known[i].reference), reference))
			return slice_of_string(known[i].text);
	return reference;
}
