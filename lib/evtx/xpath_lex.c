/* SPDX-License-Identifier: MIT */
/* The letters of an expression, its literals, and what is said where it makes no sense. */
#include <stdarg.h>
#include <stdio.h>

#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/evtx/xpath_parser.h"

/* --- failure --- */

static size_t column_of(const struct xpath_parser *p, size_t at)
{
	size_t column = 1;
	for (size_t i = 0; i < at && i < p->all.n; i++)
		column += (p->all.p[i] & 0xc0) != 0x80;
	return column;
}

uint16_t xpath_fail(struct xpath_parser *p, size_t at, const char *format, ...)
{
	if (p->failed)
		return 0;
	p->failed = true;
	char message[256];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	buf_printf(p->error, "column %zu: ", column_of(p, at));
	text_append_display(p->error, slice_of_string(message));
	return 0;
}

uint16_t xpath_fail_unexpected(struct xpath_parser *p, const char *wanted)
{
	struct slice rest = slice_from(p->all, p->at);
	uint32_t c;
	size_t n = utf8_decode(rest, &c);
	if (rest.n == 0)
		return xpath_fail(p, p->at, "the expression ends where %s should stand", wanted);
	return xpath_fail(p, p->at, "'%.*s' stands where %s should", (int)(n ? n : 1), rest.p,
			  wanted);
}

/* --- letters --- */

void xpath_skip_blanks(struct xpath_parser *p)
{
	while (p->at < p->all.n && strchr(" \t\r\n", p->all.p[p->at]) && p->all.p[p->at])
		p->at++;
}

uint8_t xpath_peek(const struct xpath_parser *p, size_t ahead)
{
	return p->at + ahead < p->all.n ? p->all.p[p->at + ahead] : 0;
}

bool xpath_take(struct xpath_parser *p, uint8_t c)
{
	xpath_skip_blanks(p);
	if (xpath_peek(p, 0) != c)
		return false;
	p->at++;
	return true;
}

bool xpath_expect(struct xpath_parser *p, uint8_t c, const char *wanted)
{
	return xpath_take(p, c) || xpath_fail_unexpected(p, wanted);
}

static bool is_name_start(uint8_t c)
{
	return c == '_' || c >= 0x80 || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

bool xpath_is_name_byte(uint8_t c)
{
	return is_name_start(c) || ascii_is_digit(c) || c == '-' || c == '.';
}

struct slice xpath_name_here(const struct xpath_parser *p)
{
	size_t n = 0;
	if (!is_name_start(xpath_peek(p, 0)))
		return (struct slice){NULL, 0};
	while (p->at + n < p->all.n && xpath_is_name_byte(p->all.p[p->at + n]))
		n++;
	return slice_sub(p->all, p->at, n);
}

bool xpath_take_word(struct xpath_parser *p, const char *word)
{
	xpath_skip_blanks(p);
	if (!slice_equal(xpath_name_here(p), slice_of_string(word)))
		return false;
	p->at += strlen(word);
	return true;
}

bool xpath_is_call(const struct xpath_parser *p, struct slice name)
{
	struct xpath_parser ahead = *p;
	ahead.at += name.n;
	return name.n && xpath_take(&ahead, '(');
}

/* --- nodes --- */

uint16_t xpath_new_node(struct xpath_parser *p, enum xpath_kind kind)
{
	struct evtx_xpath *x = p->x;
	if (x->count > LIMIT_XPATH_NODES)
		return xpath_fail(p, p->at, "the expression has more than %u parts",
				  LIMIT_XPATH_NODES);
	x->nodes[x->count] = (struct xpath_node){
		.kind = kind, .relation = XPATH_NO_RELATION, .field = EVTX_SYSTEM_FIELD_COUNT};
	return x->count++;
}

bool xpath_open(struct xpath_parser *p)
{
	if (++p->depth > LIMIT_XPATH_DEPTH)
		xpath_fail(p, p->at, "more than %u parentheses and brackets are open",
			   LIMIT_XPATH_DEPTH);
	return !p->failed;
}

/* --- literals --- */

static const struct xpath_literal *parse_text(struct xpath_parser *p)
{
	size_t start = p->at;
	uint8_t quote = xpath_peek(p, 0);
	struct slice rest = slice_from(p->all, start + 1);
	size_t n = slice_find_byte(rest, quote);
	if (n == rest.n) {
		xpath_fail(p, start, "the text that begins here has no closing %c", quote);
		return NULL;
	}
	struct xpath_literal *literal = arena_alloc(&p->x->arena, sizeof(*literal));
	struct slice text = arena_copy(&p->x->arena, slice_sub(rest, 0, n));
	xpath_literal_of_text(literal, text, &p->x->arena);
	p->at += n + 2;
	return literal;
}

const struct xpath_literal *xpath_parse_number(struct xpath_parser *p)
{
	size_t n = 0;
	while (p->at + n < p->all.n && xpath_is_name_byte(p->all.p[p->at + n]))
		n++;
	struct xpath_number number;
	struct slice digits = slice_sub(p->all, p->at, n);
	if (!xpath_number_of_text(digits, &number)) {
		xpath_fail(p, p->at,
			   "'%.*s' is neither a decimal number nor 0x and hexadecimal digits",
			   (int)(n < 40 ? n : 40), digits.p);
		return NULL;
	}
	p->at += n;
	struct xpath_literal *literal = arena_alloc(&p->x->arena, sizeof(*literal));
	*literal = (struct xpath_literal){.is_number = true, .number = number};
	return literal;
}

const struct xpath_literal *xpath_parse_literal(struct xpath_parser *p)
{
	xpath_skip_blanks(p);
	uint8_t c = xpath_peek(p, 0);
	if (c == '\'' || c == '"')
		return parse_text(p);
	if (ascii_is_digit(c))
		return xpath_parse_number(p);
	return NULL;
}
