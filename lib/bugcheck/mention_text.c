/* SPDX-License-Identifier: MIT */
/* Words, numbers and parameters at a place in a line. */
#include "lib/base/number.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/mention_form.h"

void cursor_renew(struct cursor *c)
{
	size_t left = c->line.n - c->at;
	c->end = c->at + (left < MENTION_LOOK_AHEAD ? left : MENTION_LOOK_AHEAD);
}

bool cursor_pass(struct cursor *c, uint8_t byte)
{
	if (cursor_peek(c) != byte || byte == 0)
		return false;
	c->at++;
	return true;
}

static uint8_t peek_second(const struct cursor *c)
{
	return c->end - c->at > 1 ? c->line.p[c->at + 1] : 0;
}

static bool pass_blank(struct cursor *c)
{
	uint8_t byte = cursor_peek(c);
	uint8_t second = byte == '\\' ? peek_second(c) : 0;
	size_t n = byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' ? 1
		   : second == 'n' || second == 'r' || second == 't'           ? 2
									       : 0;
	c->at += n;
	return n > 0;
}

void cursor_skip_blanks(struct cursor *c)
{
	while (pass_blank(c))
		;
}

bool cursor_skip(struct cursor *c, const char *set)
{
	bool announced = false;
	for (;;) {
		if (pass_blank(c))
			continue;
		uint8_t byte = cursor_peek(c);
		if (byte == 0 || !strchr(set, byte))
			return announced;
		announced |= strchr(":=#>", byte) != NULL;
		c->at++;
	}
}

/* Does a token end here? Looks beyond where looking ahead ends. */
static bool at_token_end(const struct cursor *c)
{
	return c->at == c->line.n || !anchor_is_word(c->line.p[c->at]);
}

static bool is_joint(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '-' || byte == '_';
}

/* One character of cursor_word()'s pattern. */
static bool pass_part(struct cursor *c, char part, unsigned *digit)
{
	uint8_t byte = cursor_peek(c);
	if (part == '?') {
		c->at += is_joint(byte);
		return true;
	}
	if (part == '*' && ascii_is_digit(byte))
		*digit = byte - '0';
	else if (byte == 0 || ascii_lower(byte) != (uint8_t)part)
		return false;
	c->at++;
	return true;
}

bool cursor_word(struct cursor *c, const char *word, unsigned *digit)
{
	struct cursor ahead = *c;
	for (; *word; word++)
		if (!pass_part(&ahead, *word, digit))
			return false;
	if (!at_token_end(&ahead) || !anchor_starts_token(c->line, c->at))
		return false;
	c->at = ahead.at;
	return true;
}

struct slice cursor_token(const struct cursor *c)
{
	struct cursor ahead = *c;
	while (anchor_is_word(cursor_peek(&ahead)))
		ahead.at++;
	size_t n = at_token_end(&ahead) ? ahead.at - c->at : 0;
	return slice_sub(c->line, c->at, n);
}

/* Digits go on behind a point, a colon and the like: a version, a time, a date. */
static bool goes_on(const struct cursor *c)
{
	uint8_t byte = cursor_peek(c);
	return byte == '%' || (byte && strchr(".-:/", byte) && anchor_is_word(peek_second(c)));
}

static void classify(struct number_text *n)
{
	struct slice s = n->text;
	uint8_t second = s.n > 2 ? ascii_lower(s.p[1]) : 0;
	n->prefixed = s.p[0] == '0' && (second == 'x' || second == 'n');
	n->only_digits = true;
	for (size_t i = 0; i < s.n; i++) {
		n->has_digit |= ascii_is_digit(s.p[i]);
		n->only_digits &= ascii_is_digit(s.p[i]);
	}
}

bool cursor_number(struct cursor *c, struct number_text *n)
{
	uint64_t value;
	struct cursor ahead = *c;
	while (anchor_is_word(cursor_peek(&ahead)) || cursor_peek(&ahead) == '`')
		ahead.at++;
	*n = (struct number_text){.start = c->at};
	n->text = slice_sub(c->line, c->at, ahead.at - c->at);
	if (n->text.n == 0 || !at_token_end(&ahead) || !bugcheck_read_parameter(n->text, &value))
		return false;
	classify(n);
	if (!n->prefixed && goes_on(&ahead))
		return false;
	c->at = ahead.at;
	return true;
}

static bool add_parameter(struct cursor *c, struct parameters *list)
{
	struct number_text n;
	if (list->n == BUGCHECK_PARAMETERS || !cursor_number(c, &n) ||
	    !bugcheck_read_parameter(n.text, &list->values[list->n]))
		return false;
	list->n++;
	list->prefixed &= n.prefixed;
	return true;
}

bool cursor_list(struct cursor *c, struct parameters *list)
{
	struct cursor ahead = *c;
	*list = (struct parameters){.prefixed = true};
	cursor_renew(&ahead);
	cursor_skip_blanks(&ahead);
	if (cursor_pass(&ahead, ',') || cursor_pass(&ahead, ':'))
		cursor_skip_blanks(&ahead);
	uint8_t close = cursor_peek(&ahead) == '(' ? ')' : '}';
	if (!cursor_pass(&ahead, '(') && !cursor_pass(&ahead, '{'))
		return false;
	do {
		cursor_skip_blanks(&ahead);
		if (!add_parameter(&ahead, list))
			return false;
		cursor_skip_blanks(&ahead);
		/* Blanks alone separate them, too. */
	} while (cursor_pass(&ahead, ',') || cursor_peek(&ahead) != close);
	c->at = ahead.at + 1;
	return true;
}

bool cursor_arguments(struct cursor *c, struct parameters *list)
{
	struct cursor ahead = *c;
	*list = (struct parameters){0};
	cursor_renew(&ahead);
	cursor_skip_blanks(&ahead);
	if (!cursor_word(&ahead, "arguments", NULL))
		return false;
	cursor_skip(&ahead, ":");
	while (list->n < BUGCHECK_PARAMETERS) {
		cursor_skip_blanks(&ahead);
		if (!add_parameter(&ahead, list))
			return false;
	}
	c->at = ahead.at;
	return true;
}
