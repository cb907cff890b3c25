/* SPDX-License-Identifier: MIT */
#include "tests/unit/support_json.h"

enum { DEEPEST = 64 };

struct checker {
	const uint8_t *p;
	const uint8_t *end;
	unsigned depth;
};

static bool check_value(struct checker *c);

size_t utf8_by_table(struct slice s)
{
	static const struct {
		uint8_t n;
		uint8_t range[4][2];
	} rows[] = {
		{1, {{0x00, 0x7f}}},
		{2, {{0xc2, 0xdf}, {0x80, 0xbf}}},
		{3, {{0xe0, 0xe0}, {0xa0, 0xbf}, {0x80, 0xbf}}},
		{3, {{0xe1, 0xec}, {0x80, 0xbf}, {0x80, 0xbf}}},
		{3, {{0xed, 0xed}, {0x80, 0x9f}, {0x80, 0xbf}}},
		{3, {{0xee, 0xef}, {0x80, 0xbf}, {0x80, 0xbf}}},
		{4, {{0xf0, 0xf0}, {0x90, 0xbf}, {0x80, 0xbf}, {0x80, 0xbf}}},
		{4, {{0xf1, 0xf3}, {0x80, 0xbf}, {0x80, 0xbf}, {0x80, 0xbf}}},
		{4, {{0xf4, 0xf4}, {0x80, 0x8f}, {0x80, 0xbf}, {0x80, 0xbf}}},
	};
	for (size_t row = 0; row < COUNT_OF(rows); row++) {
		size_t i = 0;
		while (i < rows[row].n && i < s.n && s.p[i] >= rows[row].range[i][0] &&
		       s.p[i] <= rows[row].range[i][1])
			i++;
		if (i == rows[row].n)
			return i;
	}
	return 0;
}

static bool take(struct checker *c, char wanted)
{
	if (c->p == c->end || *c->p != (uint8_t)wanted)
		return false;
	c->p++;
	return true;
}

static void skip_blanks(struct checker *c)
{
	while (take(c, ' ') || take(c, '\t') || take(c, '\r') || take(c, '\n'))
		;
}

static bool check_word(struct checker *c, const char *word)
{
	size_t n = strlen(word);
	if ((size_t)(c->end - c->p) < n || memcmp(c->p, word, n) != 0)
		return false;
	c->p += n;
	return true;
}

/* The four digits behind \u, or -1. */
static long unit_of_escape(struct checker *c)
{
	long unit = 0;
	for (int i = 0; i < 4; i++, c->p++) {
		static const char digits[] = "0123456789abcdef0123456789ABCDEF";
		const char *at = c->p < c->end && *c->p ? strchr(digits, *c->p) : NULL;
		if (!at)
			return -1;
		unit = unit * 16 + (at - digits) % 16;
	}
	return unit;
}

static bool check_escape(struct checker *c)
{
	if (c->p < c->end && *c->p && strchr("\"\\/bfnrt", *c->p)) {
		c->p++;
		return true;
	}
	if (!take(c, 'u'))
		return false;
	long unit = unit_of_escape(c);
	if (unit >= 0xd800 && unit <= 0xdbff) {
		long low = check_word(c, "\\u") ? unit_of_escape(c) : -1;
		return low >= 0xdc00 && low <= 0xdfff;
	}
	return unit >= 0 && !(unit >= 0xdc00 && unit <= 0xdfff);
}

/* *text is set to what stands between the quotes. */
static bool check_string(struct checker *c, struct slice *text)
{
	if (!take(c, '"'))
		return false;
	const uint8_t *start = c->p;
	while (c->p < c->end && *c->p != '"') {
		size_t n = utf8_by_table(slice_of(c->p, (size_t)(c->end - c->p)));
		bool control = *c->p < 0x20 || *c->p == 0x7f || (*c->p == 0xc2 && c->p[1] < 0xa0);
		if (n == 0 || control)
			return false;
		bool escape = *c->p == '\\';
		c->p += n;
		if (escape && !check_escape(c))
			return false;
	}
	*text = slice_of(start, (size_t)(c->p - start));
	return take(c, '"');
}

static bool check_digits(struct checker *c)
{
	const uint8_t *start = c->p;
	while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
		c->p++;
	return c->p > start;
}

static bool check_number(struct checker *c)
{
	(void)take(c, '-');
	if (!take(c, '0') && !check_digits(c))
		return false;
	if (take(c, '.') && !check_digits(c))
		return false;
	if (take(c, 'e') || take(c, 'E')) {
		(void)(take(c, '+') || take(c, '-'));
		return check_digits(c);
	}
	return true;
}

static bool check_member(struct checker *c, struct slice *name)
{
	skip_blanks(c);
	if (!check_string(c, name))
		return false;
	skip_blanks(c);
	return take(c, ':') && check_value(c);
}

static bool check_object(struct checker *c)
{
	struct slice names[4096];
	size_t count = 0;
	skip_blanks(c);
	if (take(c, '}'))
		return true;
	do {
		if (count == COUNT_OF(names) || !check_member(c, &names[count]))
			return false;
		for (size_t i = 0; i < count; i++)
			if (slice_equal(names[i], names[count]))
				return false;
		count++;
	} while (take(c, ','));
	return take(c, '}');
}

static bool check_array(struct checker *c)
{
	skip_blanks(c);
	if (take(c, ']'))
		return true;
	do {
		if (!check_value(c))
			return false;
	} while (take(c, ','));
	return take(c, ']');
}

static bool check_value(struct checker *c)
{
	struct slice text;
	if (c->depth == DEEPEST)
		return false;
	c->depth++;
	skip_blanks(c);
	bool good;
	if (c->p < c->end && *c->p == '"')
		good = check_string(c, &text);
	else if (take(c, '{'))
		good = check_object(c);
	else if (take(c, '['))
		good = check_array(c);
	else
		good = check_word(c, "null") || check_word(c, "true") || check_word(c, "false") ||
		       check_number(c);
	skip_blanks(c);
	c->depth--;
	return good;
}

bool strict_json(struct slice s)
{
	struct checker c = {s.p, s.p + s.n, 0};
	return s.n && check_value(&c) && c.p == c.end;
}

bool strict_json_lines(struct slice s)
{
	while (s.n) {
		size_t end = slice_find_byte(s, '\n');
		if (end == s.n || s.p[0] != '{' || !strict_json(slice_sub(s, 0, end)))
			return false;
		s.p += end + 1;
		s.n -= end + 1;
	}
	return true;
}
