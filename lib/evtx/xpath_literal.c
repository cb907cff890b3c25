/* SPDX-License-Identifier: MIT */
/* What the values of expressions and events mean, and how they compare. */
#include "lib/base/moment.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "lib/evtx/xpath_node.h"

enum { REPLACEMENT = 0xfffd };

struct xpath_number xpath_number_of_integer(uint64_t magnitude, bool negative)
{
	negative = negative && magnitude;
	double real = (double)magnitude;
	return (struct xpath_number){true, negative, magnitude, negative ? -real : real};
}

/* Digits, a point and digits: what a double makes of them. */
static bool real_of_text(struct slice text, double *out)
{
	double v = 0, place = 1;
	bool behind_point = false;
	size_t digits = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.' && !behind_point) {
			behind_point = true;
		} else if (ascii_is_digit(text.p[i])) {
			v = v * 10 + (text.p[i] - '0');
			place *= behind_point ? 10 : 1;
			digits++;
		} else {
			return false;
		}
	}
	*out = v / place;
	return digits > 0;
}

static bool is_hexadecimal(struct slice text)
{
	return slice_starts_with(text, SLICE("0x")) || slice_starts_with(text, SLICE("0X"));
}

bool xpath_number_of_text(struct slice text, struct xpath_number *number)
{
	uint64_t v;
	text = slice_trim(text);
	if (is_hexadecimal(text)) {
		if (!number_from_hex(slice_from(text, 2), &v))
			return false;
		*number = xpath_number_of_integer(v, false);
		return true;
	}
	bool negative = text.n && text.p[0] == '-';
	if (negative)
		text = slice_from(text, 1);
	if (number_from_decimal(text, &v)) {
		*number = xpath_number_of_integer(v, negative);
		return true;
	}
	double real;
	if (!real_of_text(text, &real))
		return false;
	*number = (struct xpath_number){.real = negative ? -real : real};
	return true;
}

static int order_of(double a, double b)
{
	return (a > b) - (a < b);
}

int xpath_number_order(const struct xpath_number *a, const struct xpath_number *b)
{
	if (!a->is_integer || !b->is_integer)
		return order_of(a->real, b->real);
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	int order = (a->magnitude > b->magnitude) - (a->magnitude < b->magnitude);
	return a->negative ? -order : order;
}

bool xpath_order_holds(enum xpath_relation relation, int order)
{
	switch (relation) {
	case XPATH_EQUAL:
		return order == 0;
	case XPATH_NOT_EQUAL:
		return order != 0;
	case XPATH_LESS:
		return order < 0;
	case XPATH_LESS_OR_EQUAL:
		return order <= 0;
	case XPATH_GREATER:
		return order > 0;
	case XPATH_GREATER_OR_EQUAL:
		return order >= 0;
	default:
		return false;
	}
}

/* --- literals --- */

/* A GUID with or without braces. */
static bool guid_of_text(struct slice text, uint8_t guid[static 16])
{
	if (text.n == GUID_TEXT + 2 && text.p[0] == '{' && text.p[text.n - 1] == '}')
		text = slice_sub(text, 1, GUID_TEXT);
	return guid_from_text(text, guid);
}

/* Instants begin with a year; durations do not count here. */
static bool instant_of_text(struct slice text, uint64_t *instant)
{
	return text.n >= 10 && text.p[4] == '-' && moment_from_argument(text, 0, instant);
}

/* Text as UTF-16LE; empty where one letter in it may stand for several in a value. */
static struct slice utf16_of(struct slice text, struct arena *arena)
{
	uint8_t *units = arena_alloc(arena, 2 * text.n + 2);
	size_t n = 0, step;
	uint32_t c;
	for (; text.n; text = slice_from(text, step)) {
		step = utf8_decode(text, &c);
		if (step == 0 || c == REPLACEMENT)
			return (struct slice){NULL, 0};
		if (c >= 0x10000) {
			uint32_t high = 0xd7c0 + (c >> 10);
			units[n++] = (uint8_t)high;
			units[n++] = (uint8_t)(high >> 8);
			c = 0xdc00 + (c & 0x3ff);
		}
		units[n++] = (uint8_t)c;
		units[n++] = (uint8_t)(c >> 8);
	}
	return slice_of(units, n);
}

void xpath_literal_of_text(struct xpath_literal *literal, struct slice text, struct arena *arena)
{
	*literal = (struct xpath_literal){.is_text = true, .text = text};
	literal->is_number = xpath_number_of_text(text, &literal->number);
	literal->is_hexadecimal = literal->is_number && is_hexadecimal(slice_trim(text));
	literal->is_instant = instant_of_text(text, &literal->instant);
	literal->is_guid = guid_of_text(text, literal->guid);
	literal->only_literally =
		!literal->is_hexadecimal && !literal->is_instant && !literal->is_guid;
	literal->utf16 = utf16_of(text, arena);
}

/* --- comparisons --- */

static bool text_is_equal(const struct xpath_literal *literal, struct slice text,
			  const uint64_t *instant)
{
	uint8_t guid[16];
	struct xpath_number number;
	if (slice_equal(literal->text, text))
		return true;
	if (literal->only_literally)
		return false;
	if (literal->is_guid)
		return guid_of_text(text, guid) && memcmp(guid, literal->guid, 16) == 0;
	if (literal->is_hexadecimal)
		return is_hexadecimal(slice_trim(text)) && xpath_number_of_text(text, &number) &&
		       xpath_number_order(&number, &literal->number) == 0;
	return instant && *instant == literal->instant;
}

bool xpath_text_compares(const struct xpath_literal *literal, enum xpath_relation relation,
			 struct slice text, const uint64_t *instant)
{
	struct xpath_number number;
	if (relation == XPATH_EQUAL || relation == XPATH_NOT_EQUAL)
		return text_is_equal(literal, text, instant) == (relation == XPATH_EQUAL);
	if (literal->is_instant)
		return instant &&
		       xpath_order_holds(relation, (*instant > literal->instant) -
							   (*instant < literal->instant));
	return literal->is_number && xpath_number_of_text(text, &number) &&
	       xpath_order_holds(relation, xpath_number_order(&number, &literal->number));
}

bool xpath_number_compares(const struct xpath_literal *literal, enum xpath_relation relation,
			   const struct xpath_number *number)
{
	if (!number)
		return relation == XPATH_NOT_EQUAL;
	return xpath_order_holds(relation, xpath_number_order(number, &literal->number));
}

bool xpath_timediff_holds(const struct xpath_node *node, uint64_t instant, uint64_t now)
{
	uint64_t other = node->other ? node->other->instant : now;
	bool negative = other < instant;
	uint64_t ticks = negative ? instant - other : other - instant;
	const uint64_t per_millisecond = FILETIME_PER_SECOND / 1000;
	struct xpath_number difference =
		xpath_number_of_integer(ticks / per_millisecond, negative != node->other_first);
	return xpath_number_compares(node->literal, node->relation, &difference);
}
