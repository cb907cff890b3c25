/* SPDX-License-Identifier: MIT */
/*
 * Expressions over System alone. There is no "not" in them, so that what is not known may be taken
 * for true: a result of false is then certain.
 */
#include "lib/evtx/xpath_node.h"

struct glance {
	const struct evtx_xpath *x;
	const struct evtx_system *system;
	uint64_t now;
};

static bool may_hold(const struct glance *g, uint16_t expression);

/* A text with a literal. Instants in it are not looked for here. */
static bool text_may_compare(const struct xpath_node *e, struct slice text)
{
	return !e->literal->is_text || e->literal->is_instant ||
	       xpath_text_compares(e->literal, e->relation, text, NULL);
}

/* An instant with a literal. The spelling of the instant is not known here, only the instant. */
static bool time_may_compare(const struct xpath_node *e, uint64_t instant)
{
	if (!e->literal->is_instant)
		return true;
	if (e->relation == XPATH_NOT_EQUAL)
		return true;
	return xpath_order_holds(e->relation,
				 (instant > e->literal->instant) - (instant < e->literal->instant));
}

/* A number with a literal. Text may spell one number in several ways, so that a text in quotes can
 * be told to differ, but not to be equal. */
static bool number_may_compare(const struct xpath_node *e, uint64_t v)
{
	if (!e->literal->is_number || (e->literal->is_text && e->relation == XPATH_NOT_EQUAL))
		return true;
	struct xpath_number number = xpath_number_of_integer(v, false);
	return xpath_number_compares(e->literal, e->relation, &number);
}

static bool field_may_hold(const struct glance *g, const struct xpath_node *e)
{
	if (e->field == EVTX_SYSTEM_FIELD_COUNT || !evtx_system_has(g->system, e->field))
		return true;
	uint64_t v = g->system->number[e->field];
	switch (e->kind) {
	case XPATH_COMPARE:
		if (!evtx_system_is_number(e->field))
			return text_may_compare(e, g->system->text[e->field]);
		return e->field == EVTX_SYSTEM_TIME ? time_may_compare(e, v)
						    : number_may_compare(e, v);
	case XPATH_TIMEDIFF:
		return e->field != EVTX_SYSTEM_TIME || xpath_timediff_holds(e, v, g->now);
	case XPATH_BAND:
		return !evtx_system_is_number(e->field) || e->field == EVTX_SYSTEM_TIME ||
		       (v & e->literal->number.magnitude) != 0;
	default:
		return true;
	}
}

/* May all predicates of a path hold, and what is said of its end? */
static bool path_may_hold(const struct glance *g, const struct xpath_node *e)
{
	const struct xpath_node *nodes = g->x->nodes;
	for (uint16_t step = e->first; step; step = nodes[step].next)
		for (uint16_t i = nodes[step].first; i; i = nodes[i].next)
			if (!may_hold(g, i))
				return false;
	return field_may_hold(g, e);
}

static bool may_hold(const struct glance *g, uint16_t expression)
{
	const struct xpath_node *e = &g->x->nodes[expression];
	bool is_or = e->kind == XPATH_OR;
	switch (e->kind) {
	case XPATH_OR:
	case XPATH_AND:
		for (uint16_t i = e->first; i; i = g->x->nodes[i].next)
			if (may_hold(g, i) == is_or)
				return is_or;
		return !is_or;
	case XPATH_POSITION:
		return true;
	default:
		return path_may_hold(g, e);
	}
}

bool evtx_xpath_may_match(const struct evtx_xpath *x, const struct evtx_system *system,
			  uint64_t now)
{
	struct glance g = {x, system, now};
	return may_hold(&g, x->root);
}
