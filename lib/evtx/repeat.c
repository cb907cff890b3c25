/* SPDX-License-Identifier: MIT */
#include "lib/evtx/repeat.h"

/* Arrays of one element that repeat it; what lies beyond is shown with commas. Real ones have 1. */
enum { ARRAYS_MAX = 8 };

/* A copy of the element in which the arrays are replaced by one item each. */
struct repetition {
	struct evtx_emit *e;
	struct evtx_node element;
	struct evtx_node *places[ARRAYS_MAX];
	struct slice arrays[ARRAYS_MAX];
	uint16_t types[ARRAYS_MAX];
	size_t count;
	repeat_function *each;
	void *context;
};

static bool is_array(const struct evtx_node *node)
{
	return node->kind == EVTX_NODE_VALUE && node->type < EVTX_TYPE_UTF8 &&
	       node->type & EVTX_TYPE_ARRAY;
}

static bool has_many_items(const struct evtx_node *node)
{
	struct slice rest = node->bytes, item;
	return is_array(node) && evtx_array_next(node->type, &rest, &item) && rest.n > 0;
}

static bool any_array(struct evtx_emit *e, const struct evtx_node *first)
{
	for (; first; first = first->next) {
		if (emit_is_symbolic(e) && first->slot != EVTX_NO_SLOT && is_array(first))
			emit_impossible(e);
		if (has_many_items(first))
			return true;
	}
	return false;
}

bool repeat_is_needed(struct evtx_emit *e, const struct evtx_node *element)
{
	if (any_array(e, element->children))
		return true;
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		if (any_array(e, a->values))
			return true;
	return false;
}

/* A copy of a list of nodes; the arrays in it become places. */
static struct evtx_node *copy_nodes(struct repetition *r, const struct evtx_node *node)
{
	struct evtx_node *first = NULL, **last = &first;
	for (; node; node = node->next) {
		struct evtx_node *copy = arena_alloc(r->e->arena, sizeof(*copy));
		*copy = *node;
		copy->next = NULL;
		*last = copy;
		last = &copy->next;
		if (r->count == ARRAYS_MAX || !has_many_items(node))
			continue;
		r->places[r->count] = copy;
		r->arrays[r->count] = node->bytes;
		r->types[r->count++] = node->type;
	}
	return first;
}

static struct evtx_attribute *copy_attributes(struct repetition *r,
					      const struct evtx_attribute *attribute)
{
	struct evtx_attribute *first = NULL, **last = &first;
	for (; attribute; attribute = attribute->next) {
		struct evtx_attribute *copy = arena_alloc(r->e->arena, sizeof(*copy));
		*copy = *attribute;
		copy->values = copy_nodes(r, attribute->values);
		copy->next = NULL;
		*last = copy;
		last = &copy->next;
	}
	return first;
}

/* Text that is empty becomes what an optional substitution without value is. */
static void place_item(struct evtx_node *place, uint16_t array_type, struct slice item)
{
	place->type = array_type & (uint16_t)~EVTX_TYPE_ARRAY;
	place->bytes = item;
	if (place->type == EVTX_TYPE_STRING && item.n == 0)
		place->substituted = place->optional = true;
}

/* Goes through the items of the array at that place, and of all behind it. */
static void go_through(struct repetition *r, size_t at)
{
	if (at == r->count) {
		r->each(&r->element, r->context);
		return;
	}
	struct evtx_node unplaced = *r->places[at];
	struct slice rest = r->arrays[at], item;
	while (!r->e->too_large && evtx_array_next(r->types[at], &rest, &item)) {
		*r->places[at] = unplaced;
		place_item(r->places[at], r->types[at], item);
		go_through(r, at + 1);
	}
}

void repeat_element(struct evtx_emit *e, const struct evtx_node *element, repeat_function *each,
		    void *context)
{
	if (!repeat_is_needed(e, element)) {
		each(element, context);
		return;
	}
	struct repetition r = {.e = e, .element = *element, .each = each, .context = context};
	r.element.children = copy_nodes(&r, element->children);
	r.element.attributes = copy_attributes(&r, element->attributes);
	go_through(&r, 0);
}
