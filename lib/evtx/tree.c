/* SPDX-License-Identifier: MIT */
#include "lib/evtx/tree.h"

#include "lib/base/limits.h"
#include "lib/base/text.h"
#include "lib/evtx/value.h"

enum {
	REPLACEMENT = 0xfffd,
	CODE_POINT_MAX = 0x10ffff,
	/* Of one text: what a record may hold is far less, but one value may stand in it a thousand
	 * times. Event XML of the largest size still fits. */
	TEXT_ROOM_MAX = 2 * LIMIT_EVTX_RECORD_OUTPUT,
};

enum evtx_known evtx_name_known(struct slice text)
{
#define EVTX_NAME(symbol, name) {EVTX_NAME_##symbol, sizeof(name) - 1, name},
	static const struct {
		uint8_t known, n;
		const char *text;
	} names[] = {
#include "lib/evtx/name_list.h"
	};
#undef EVTX_NAME
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i].n == text.n && memcmp(names[i].text, text.p, text.n) == 0)
			return names[i].known;
	return EVTX_NAME_OTHER;
}

const struct evtx_node *evtx_child(const struct evtx_node *element, enum evtx_known name)
{
	const struct evtx_node *child = element ? element->children : NULL;
	while (child && (child->kind != EVTX_NODE_ELEMENT || child->name->known != name))
		child = child->next;
	return child;
}

const struct evtx_attribute *evtx_attribute_of(const struct evtx_node *element,
					       enum evtx_known name)
{
	const struct evtx_attribute *a = element ? element->attributes : NULL;
	while (a && a->name->known != name)
		a = a->next;
	return a;
}

bool evtx_is_text_array(const struct evtx_node *first)
{
	return first && !first->next && first->kind == EVTX_NODE_VALUE &&
	       (first->type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY) ||
		first->type == (EVTX_TYPE_ANSI_STRING | EVTX_TYPE_ARRAY));
}

uint8_t evtx_entity_character(struct slice name)
{
	static const struct {
		const char *name;
		uint8_t character;
	} entities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
	for (size_t i = 0; i < COUNT_OF(entities); i++)
		if (slice_equal(name, slice_of_string(entities[i].name)))
			return entities[i].character;
	return 0;
}

bool evtx_content_is_empty(const struct evtx_node *first)
{
	for (const struct evtx_node *node = first; node; node = node->next) {
		if (node->kind == EVTX_NODE_INSTRUCTION)
			continue; /* shows nothing, whatever it holds */
		if (node->kind != EVTX_NODE_VALUE && node->kind != EVTX_NODE_CDATA)
			return false;
		if (!evtx_value_is_empty(node->type, node->bytes))
			return false;
	}
	return true;
}

/* --- text of content --- */

static bool is_text(const struct evtx_node *node)
{
	return node->kind != EVTX_NODE_ELEMENT && node->kind != EVTX_NODE_INSTRUCTION;
}

/* Bytes to reserve for what write_node() writes and scribbles. */
static size_t room_of(const struct evtx_node *node)
{
	switch (node->kind) {
	case EVTX_NODE_VALUE:
	case EVTX_NODE_CDATA:
		/* Without escapes no text takes more than three bytes for each of its own. */
		return node->type == EVTX_TYPE_UTF8 || evtx_type_is_utf16(node->type)
			       ? utf16_room(node->bytes.n)
			       : evtx_value_room(node->bytes.n);
	case EVTX_NODE_ENTITY_REFERENCE:
		return node->name->text.n + 2;
	default:
		return 4;
	}
}

static uint8_t *write_code_point(uint8_t *out, uint32_t c)
{
	bool exists = c <= CODE_POINT_MAX && (c < 0xd800 || c > 0xdfff);
	struct buf b = {.p = out, .n = 0, .cap = 4};
	utf8_append(&b, exists ? c : REPLACEMENT);
	return out + b.n;
}

/* Entities that XML does not know by itself stay references. */
static uint8_t *write_entity(uint8_t *out, struct slice name)
{
	uint32_t code = evtx_entity_character(name);
	if (code)
		return write_code_point(out, code);
	*out++ = '&';
	memcpy(out, name.p, name.n);
	out += name.n;
	*out++ = ';';
	return out;
}

static uint8_t *write_node(uint8_t *out, const struct evtx_node *node, struct evtx_scratch *scratch)
{
	switch (node->kind) {
	case EVTX_NODE_VALUE:
	case EVTX_NODE_CDATA:
		return evtx_value_writer(node->type, node->bytes.n, UTF16_PLAIN)(out, node->bytes,
										 scratch);
	case EVTX_NODE_CHAR_REFERENCE:
		return write_code_point(out, node->code);
	case EVTX_NODE_ENTITY_REFERENCE:
		return write_entity(out, node->name->text);
	default:
		return out;
	}
}

static bool is_valid_utf8(struct slice s)
{
	uint32_t c;
	while (s.n) {
		size_t n = utf8_decode(s, &c);
		if (n == 0)
			return false;
		s = slice_from(s, n);
	}
	return true;
}

/* Can the text of this content be borrowed from its only node? */
static bool is_borrowable(const struct evtx_node *first)
{
	return first && !first->next && is_text(first) && first->type == EVTX_TYPE_UTF8 &&
	       (first->kind == EVTX_NODE_VALUE || first->kind == EVTX_NODE_CDATA) &&
	       is_valid_utf8(first->bytes);
}

struct slice evtx_content_text(struct arena *arena, const struct evtx_node *first)
{
	if (is_borrowable(first))
		return first->bytes;
	if (arena_taken(arena) > LIMIT_EVTX_EVENT_BYTES)
		return (struct slice){NULL, 0};
	size_t room = 0;
	const struct evtx_node *end = first;
	for (; end; end = end->next) {
		size_t more = is_text(end) ? room_of(end) : 0;
		if (more > TEXT_ROOM_MAX - room)
			break;
		room += more;
	}
	if (room == 0)
		return (struct slice){NULL, 0};
	struct evtx_scratch scratch = {0};
	uint8_t *text = arena_alloc(arena, room), *out = text;
	for (const struct evtx_node *node = first; node != end; node = node->next)
		out = write_node(out, node, &scratch);
	return slice_of(text, (size_t)(out - text));
}
