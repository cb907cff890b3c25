/* SPDX-License-Identifier: MIT */
/* Expressions over the tree of an event. */
#include "lib/evtx/occurrence.h"
#include "lib/evtx/scalar.h"
#include "lib/evtx/value.h"
#include "lib/evtx/xpath_node.h"

struct match {
	const struct evtx_xpath *x;
	uint64_t now;
	struct arena *arena;
};

static bool holds(const struct match *m, uint16_t expression, const struct evtx_node *context,
		  uint32_t position);

/* --- values --- */

/* The number that content is or says. */
static bool number_of(const struct match *m, const struct evtx_node *first,
		      struct xpath_number *number)
{
	uint64_t v;
	bool negative;
	if (first && !first->next && evtx_scalar_integer(first, &v, &negative)) {
		*number = xpath_number_of_integer(negative ? -v : v, negative);
		return true;
	}
	return xpath_number_of_text(evtx_content_text(m->arena, first), number);
}

/* Content that is one UTF-16 value and can be compared without making it UTF-8. */
static bool is_plain_utf16(const struct xpath_literal *literal, const struct evtx_node *first)
{
	return first && !first->next && first->kind == EVTX_NODE_VALUE &&
	       first->type == EVTX_TYPE_STRING && literal->utf16.n && literal->only_literally;
}

static bool compares_with_text(const struct match *m, const struct xpath_node *e,
			       const struct evtx_node *first)
{
	const struct xpath_literal *literal = e->literal;
	bool equality = e->relation == XPATH_EQUAL || e->relation == XPATH_NOT_EQUAL;
	if (equality && is_plain_utf16(literal, first)) {
		bool equal = slice_equal(evtx_without_nuls(first->bytes), literal->utf16);
		return equal == (e->relation == XPATH_EQUAL);
	}
	uint64_t instant;
	bool is_instant = literal->is_instant && evtx_scalar_time(m->arena, first, &instant);
	return xpath_text_compares(literal, e->relation, evtx_content_text(m->arena, first),
				   is_instant ? &instant : NULL);
}

static bool value_holds(const struct match *m, const struct xpath_node *e,
			const struct evtx_node *first)
{
	struct xpath_number number;
	uint64_t v;
	switch (e->kind) {
	case XPATH_COMPARE:
		if (e->literal->is_text)
			return compares_with_text(m, e, first);
		return xpath_number_compares(e->literal, e->relation,
					     number_of(m, first, &number) ? &number : NULL);
	case XPATH_TIMEDIFF:
		return evtx_scalar_time(m->arena, first, &v) && xpath_timediff_holds(e, v, m->now);
	case XPATH_BAND:
		return evtx_scalar_unsigned(m->arena, first, false, &v) &&
		       (v & e->literal->number.magnitude) != 0;
	default:
		return true; /* it exists */
	}
}

/* The same; texts that were made for it are forgotten. */
static bool content_holds(const struct match *m, const struct xpath_node *e,
			  const struct evtx_node *first)
{
	struct arena mark = evtx_arena_mark(m->arena);
	bool result = value_holds(m, e, first);
	evtx_arena_return(m->arena, mark);
	return result;
}

/* --- paths --- */

static bool has_name(const struct xpath_node *step, const struct evtx_name *name)
{
	if (step->any)
		return true;
	if (step->known != EVTX_NAME_OTHER || name->known != EVTX_NAME_OTHER)
		return step->known == name->known;
	return slice_equal(step->name, name->text);
}

/* Windows leaves out an attribute whose value is an optional one and missing. */
static bool is_shown(const struct evtx_attribute *a)
{
	for (const struct evtx_node *v = a->values; v; v = v->next)
		if (v->optional)
			return !evtx_content_is_empty(a->values);
	return true;
}

static bool attribute_holds(const struct match *m, const struct xpath_node *e,
			    const struct xpath_node *step, const struct evtx_node *element)
{
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		if (has_name(step, a->name) && is_shown(a) && content_holds(m, e, a->values))
			return true;
	return false;
}

/* Is there text in the element, and is the expression true of it? */
static bool text_holds(const struct match *m, const struct xpath_node *e,
		       const struct evtx_node *element)
{
	const struct evtx_node *child = element->children;
	while (child && child->kind == EVTX_NODE_ELEMENT)
		child = child->next;
	return child && !evtx_content_is_empty(child) && content_holds(m, e, element->children);
}

static bool predicates_hold(const struct match *m, const struct xpath_node *step,
			    const struct evtx_node *element, uint32_t positions[])
{
	uint16_t i = step->first;
	for (unsigned k = 0; i; k++, i = m->x->nodes[i].next)
		if (!holds(m, i, element, ++positions[k]))
			return false;
	return true;
}

static bool path_holds(const struct match *m, const struct xpath_node *e, uint16_t step,
		       const struct evtx_node *context);

/* An element that a step may have reached: its predicates, and what follows the step. */
static bool element_holds(const struct match *m, const struct xpath_node *e,
			  const struct xpath_node *step, const struct evtx_node *element,
			  uint32_t positions[])
{
	if (!has_name(step, element->name) || !predicates_hold(m, step, element, positions))
		return false;
	if (step->next)
		return path_holds(m, e, step->next, element);
	return content_holds(m, e, element->children);
}

static bool path_holds(const struct match *m, const struct xpath_node *e, uint16_t index,
		       const struct evtx_node *context)
{
	const struct xpath_node *step = &m->x->nodes[index];
	uint32_t positions[XPATH_PREDICATES_MAX] = {0};
	if (step->axis == XPATH_ATTRIBUTE)
		return attribute_holds(m, e, step, context);
	if (step->axis == XPATH_TEXT)
		return text_holds(m, e, context);
	for (const struct evtx_node *child = context->children; child; child = child->next) {
		if (child->kind != EVTX_NODE_ELEMENT)
			continue;
		struct evtx_occurrence o;
		evtx_occurrence_begin(&o, child);
		for (const struct evtx_node *shown; (shown = evtx_occurrence_next(&o));)
			if (element_holds(m, e, step, shown, positions))
				return true;
	}
	return false;
}

/* --- expressions --- */

static bool is_leaf(const struct evtx_node *element)
{
	for (const struct evtx_node *child = element->children; child; child = child->next)
		if (child->kind == EVTX_NODE_ELEMENT)
			return false;
	return true;
}

static bool position_holds(const struct xpath_node *e, const struct evtx_node *context,
			   uint32_t position)
{
	struct xpath_number number = xpath_number_of_integer(position, false);
	return is_leaf(context) && xpath_number_compares(e->literal, e->relation, &number);
}

/* Is the expression true of the element context, which is the position-th of its like? Nested as
 * deeply as expressions are, no deeper than LIMIT_XPATH_DEPTH and LIMIT_XPATH_NODES. */
static bool holds(const struct match *m, uint16_t expression, const struct evtx_node *context,
		  uint32_t position)
{
	const struct xpath_node *e = &m->x->nodes[expression];
	bool is_or = e->kind == XPATH_OR;
	switch (e->kind) {
	case XPATH_OR:
	case XPATH_AND:
		for (uint16_t i = e->first; i; i = m->x->nodes[i].next)
			if (holds(m, i, context, position) == is_or)
				return is_or;
		return !is_or;
	case XPATH_POSITION:
		return position_holds(e, context, position);
	default:
		return path_holds(m, e, e->first, context);
	}
}

bool evtx_xpath_matches(const struct evtx_xpath *x, const struct evtx_node *root, uint64_t now,
			struct arena *arena)
{
	struct match m = {x, now, arena};
	/* Only the event itself is in the document, whatever follows it in a list of nodes. */
	struct evtx_node event = *root;
	event.next = NULL;
	struct evtx_node document = {.kind = EVTX_NODE_ELEMENT, .children = &event};
	return holds(&m, x->root, &document, 1);
}
