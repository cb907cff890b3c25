/* SPDX-License-Identifier: MIT */
/* Paths of an expression: steps and their predicates. */
#include "lib/base/number.h"
#include "lib/evtx/xpath_parser.h"

#define NO_POSITION "only elements without child elements have a position"

static struct xpath_place place_behind(struct xpath_place from, const struct xpath_node *step)
{
	if (step->axis != XPATH_CHILD)
		return from;
	if (from.level == XPATH_LEVEL_DOCUMENT)
		return (struct xpath_place){XPATH_LEVEL_EVENT, EVTX_NAME_OTHER};
	if (from.level == XPATH_LEVEL_EVENT && step->known == EVTX_NAME_SYSTEM)
		return (struct xpath_place){XPATH_LEVEL_SYSTEM, EVTX_NAME_OTHER};
	if (from.level == XPATH_LEVEL_SYSTEM && step->known != EVTX_NAME_OTHER)
		return (struct xpath_place){XPATH_LEVEL_FIELD, step->known};
	return (struct xpath_place){XPATH_LEVEL_OTHER, EVTX_NAME_OTHER};
}

static enum evtx_system_field field_of(struct xpath_place place, const struct xpath_node *last)
{
	enum evtx_known attribute = EVTX_NAME_OTHER;
	if (place.level != XPATH_LEVEL_FIELD)
		return EVTX_SYSTEM_FIELD_COUNT;
	if (last->axis == XPATH_ATTRIBUTE) {
		attribute = last->known;
		if (attribute == EVTX_NAME_OTHER)
			return EVTX_SYSTEM_FIELD_COUNT;
	}
	return evtx_system_field_at(place.element, attribute);
}

/* "[n]" stands for [position()=n]. */
static uint16_t parse_place_in_brackets(struct xpath_parser *p)
{
	size_t start = p->at;
	const struct xpath_literal *number = xpath_parse_number(p);
	uint16_t i = number ? xpath_new_node(p, XPATH_POSITION) : 0;
	if (!i)
		return 0;
	p->x->nodes[i].relation = XPATH_EQUAL;
	p->x->nodes[i].literal = number;
	p->position_at = start + 1;
	return i;
}

/* Does a number stand here, and nothing else in these brackets? */
static bool is_place_in_brackets(const struct xpath_parser *p)
{
	struct xpath_parser ahead = *p;
	xpath_skip_blanks(&ahead);
	bool digit = ascii_is_digit(xpath_peek(&ahead, 0));
	while (xpath_is_name_byte(xpath_peek(&ahead, 0)))
		ahead.at++;
	return digit && xpath_take(&ahead, ']');
}

static uint16_t parse_predicate(struct xpath_parser *p)
{
	if (!xpath_open(p))
		return 0;
	bool is_place = is_place_in_brackets(p);
	xpath_skip_blanks(p);
	uint16_t i = is_place ? parse_place_in_brackets(p) : xpath_parse_or(p);
	if (i && !xpath_take(p, ']'))
		return xpath_fail_unexpected(p, "']', 'and', 'or' or a comparison");
	p->depth--;
	return i;
}

/* The predicates behind a step, with the place behind it. */
static bool parse_predicates(struct xpath_parser *p, uint16_t step)
{
	struct xpath_place outside = p->place;
	size_t position_outside = p->position_at;
	uint16_t *last = &p->x->nodes[step].first;
	p->place = place_behind(outside, &p->x->nodes[step]);
	p->position_at = 0;
	for (unsigned count = 0; !p->failed && xpath_take(p, '['); count++) {
		if (count == XPATH_PREDICATES_MAX)
			return xpath_fail(p, p->at - 1, "a step has at most %d [conditions]",
					  XPATH_PREDICATES_MAX);
		uint16_t i = parse_predicate(p);
		*last = i;
		last = &p->x->nodes[i].next;
	}
	if (p->position_at && outside.level == XPATH_LEVEL_DOCUMENT)
		xpath_fail(p, p->position_at - 1,
			   "events have no position; only elements without child elements have");
	p->step_position_at = p->position_at;
	p->place = outside;
	p->position_at = position_outside;
	return !p->failed;
}

static bool parse_name(struct xpath_parser *p, struct xpath_node *step)
{
	xpath_skip_blanks(p);
	if (xpath_take(p, '*')) {
		step->any = true;
		return true;
	}
	struct slice name = xpath_name_here(p);
	if (name.n == 0)
		return xpath_fail_unexpected(p, "a name, '*' or '@'");
	p->at += name.n;
	if (xpath_peek(p, 0) == ':')
		return xpath_fail(p, p->at,
				  "namespaces and axes (':') are not supported; "
				  "steps are Name, * and @Name");
	step->name = arena_copy(&p->x->arena, name);
	step->known = (uint8_t)evtx_name_known(name);
	return true;
}

/* The words of XPath that look like the beginning of a step. */
static bool refuse_foreign_step(struct xpath_parser *p)
{
	xpath_skip_blanks(p);
	uint8_t c = xpath_peek(p, 0);
	if (c == '/')
		xpath_fail(p, p->at, "'//' is not supported; name each step, or write * for it");
	else if (c == '.')
		xpath_fail(p, p->at,
			   "'.' and '..' are not supported; paths only go to child elements");
	else if (c == '$')
		xpath_fail(p, p->at, "variables are not supported");
	else if (c == '-' || c == '+')
		xpath_fail(p, p->at, "arithmetic and signs are not supported");
	return p->failed;
}

static uint16_t parse_step(struct xpath_parser *p)
{
	if (refuse_foreign_step(p))
		return 0;
	uint16_t i = xpath_new_node(p, XPATH_STEP);
	if (!i)
		return 0;
	struct xpath_node *step = &p->x->nodes[i];
	struct slice name = xpath_name_here(p);
	p->step_position_at = 0;
	if (slice_equal(name, SLICE("text")) && xpath_is_call(p, name)) {
		p->at += name.n;
		step->axis = XPATH_TEXT;
		return xpath_take(p, '(') && xpath_take(p, ')') ? i
								: xpath_fail_unexpected(p, "')'");
	}
	step->axis = xpath_take(p, '@') ? XPATH_ATTRIBUTE : XPATH_CHILD;
	if (!parse_name(p, step))
		return 0;
	if (step->axis == XPATH_CHILD)
		return parse_predicates(p, i) ? i : 0;
	if (xpath_take(p, '['))
		return xpath_fail(p, p->at - 1, "an attribute cannot have a [condition]");
	return i;
}

/* Paths outside of predicates select whole events. */
static bool check_first_step(struct xpath_parser *p, size_t start, const struct xpath_node *step)
{
	if (p->place.level != XPATH_LEVEL_DOCUMENT ||
	    (step->axis == XPATH_CHILD && (step->any || step->known == EVTX_NAME_EVENT)))
		return true;
	return xpath_fail(p, start,
			  "a path begins with * or Event here, as in *[System[EventID=41]]");
}

uint16_t xpath_parse_path(struct xpath_parser *p)
{
	struct xpath_place outside = p->place;
	uint16_t first = 0, *last = &first;
	size_t position_at = 0;
	p->field = EVTX_SYSTEM_FIELD_COUNT;
	xpath_skip_blanks(p);
	size_t start = p->at;
	if (xpath_peek(p, 0) == '/')
		return xpath_fail(p, start,
				  "a path does not begin with '/'; write * or Event for the event");
	for (;;) {
		uint16_t i = parse_step(p);
		if (!i || (!first && !check_first_step(p, start, &p->x->nodes[i])))
			return 0;
		if (position_at && p->x->nodes[i].axis == XPATH_CHILD)
			return xpath_fail(p, position_at - 1, "%s", NO_POSITION);
		position_at = p->step_position_at;
		*last = i;
		last = &p->x->nodes[i].next;
		p->place = place_behind(p->place, &p->x->nodes[i]);
		p->field = field_of(p->place, &p->x->nodes[i]);
		if (!xpath_take(p, '/'))
			break;
		if (p->x->nodes[i].axis != XPATH_CHILD)
			return xpath_fail(p, p->at - 1,
					  "nothing can follow an attribute or text()");
	}
	p->place = outside;
	return first;
}
