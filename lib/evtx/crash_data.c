/* SPDX-License-Identifier: MIT */
#include "lib/evtx/crash_data.h"

#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/evtx/scalar.h"
#include "lib/evtx/value.h"

enum { READABLE_BEHIND = 64 };

struct crash_data crash_data_of(const struct evtx_event *event, struct arena *arena)
{
	return (struct crash_data){evtx_child(event->root, EVTX_NAME_EVENT_DATA), arena};
}

/* --- fields --- */

static bool is_data(const struct evtx_node *node)
{
	return node->kind == EVTX_NODE_ELEMENT && node->name->known == EVTX_NAME_DATA;
}

/* One item of an array as a value of its own. */
static const struct evtx_node *item_node(struct arena *arena, const struct evtx_node *array,
					 struct slice item)
{
	struct evtx_node *node = arena_alloc(arena, sizeof(*node));
	*node = *array;
	node->type = array->type & (uint16_t)~EVTX_TYPE_ARRAY;
	node->bytes = item;
	return node;
}

/* Steps over one Data, which counts as its items if it is an array; true where the wanted position
 * lies in it. *position: how many to go, 1 for the next. */
static bool step(const struct crash_data *d, const struct evtx_node *data, unsigned *position,
		 const struct evtx_node **content)
{
	const struct evtx_node *first = data->children;
	if (!evtx_is_text_array(first) || first->bytes.n == 0) {
		*content = first;
		return --*position == 0;
	}
	struct slice rest = first->bytes;
	struct slice item;
	while (evtx_array_next(first->type, &rest, &item)) {
		if (--*position > 0)
			continue;
		*content = item_node(d->arena, first, item);
		return true;
	}
	return false;
}

/* Is this a Data of that name? */
static bool is_named(const struct crash_data *d, const struct evtx_node *node, struct slice name)
{
	const struct evtx_attribute *a =
		is_data(node) ? evtx_attribute_of(node, EVTX_NAME_NAME) : NULL;
	struct arena mark = evtx_arena_mark(d->arena);
	bool same = a && slice_equal(evtx_content_text(d->arena, a->values), name);
	evtx_arena_return(d->arena, mark);
	return same;
}

static bool find_named(const struct crash_data *d, const char *name,
		       const struct evtx_node **content)
{
	const struct evtx_node *n = d->event_data->children;
	for (unsigned i = 0; n && i < LIMIT_CRASH_FIELDS; i++, n = n->next) {
		if (!is_named(d, n, slice_of_string(name)))
			continue;
		*content = n->children;
		return true;
	}
	return false;
}

static bool find_at(const struct crash_data *d, unsigned position, const struct evtx_node **content)
{
	const struct evtx_node *n = d->event_data->children;
	for (unsigned i = 0; n && i < LIMIT_CRASH_FIELDS; i++, n = n->next)
		if (is_data(n) && step(d, n, &position, content))
			return !evtx_attribute_of(n, EVTX_NAME_NAME);
	return false;
}

bool crash_data_find(const struct crash_data *d, const struct crash_field *field,
		     const struct evtx_node **content)
{
	if (!d->event_data)
		return false;
	return (field->name && find_named(d, field->name, content)) ||
	       (field->position && find_at(d, field->position, content));
}

/* --- their values --- */

struct slice crash_data_text(const struct crash_data *d, const struct crash_field *field)
{
	const struct evtx_node *content;
	if (!crash_data_find(d, field, &content))
		return (struct slice){NULL, 0};
	return evtx_content_text(d->arena, content);
}

bool crash_data_number(const struct crash_data *d, const struct crash_field *field, uint64_t *out)
{
	const struct evtx_node *content;
	return crash_data_find(d, field, &content) &&
	       evtx_scalar_unsigned(d->arena, content, false, out);
}

bool crash_data_boolean(const struct crash_data *d, const struct evtx_node *content, bool *out)
{
	uint64_t v;
	struct slice text = slice_trim(evtx_content_text(d->arena, content));
	if (slice_equal_ignoring_case(text, SLICE("true")))
		*out = true;
	else if (slice_equal_ignoring_case(text, SLICE("false")))
		*out = false;
	else if (evtx_scalar_unsigned(d->arena, content, false, &v))
		*out = v != 0;
	else
		return false;
	return true;
}

/* Through the text, so that records and exported logs take the same way. */
struct slice crash_data_bytes(const struct crash_data *d, const struct evtx_node *content)
{
	struct slice digits = slice_trim(evtx_content_text(d->arena, content));
	if (digits.n == 0 || digits.n % 2)
		return (struct slice){NULL, 0};
	uint8_t *bytes = arena_alloc(d->arena, digits.n / 2 + READABLE_BEHIND);
	for (size_t i = 0; i < digits.n; i += 2) {
		int high = hex_digit_value(digits.p[i]);
		int low = hex_digit_value(digits.p[i + 1]);
		if (high < 0 || low < 0)
			return (struct slice){NULL, 0};
		bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	memset(bytes + digits.n / 2, 0, READABLE_BEHIND);
	return slice_of(bytes, digits.n / 2);
}

struct slice crash_data_binary(const struct crash_data *d)
{
	const struct evtx_node *binary = evtx_child(d->event_data, EVTX_NAME_BINARY);
	return crash_data_bytes(d, binary ? binary->children : NULL);
}
