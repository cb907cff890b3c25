/* SPDX-License-Identifier: MIT */
#include "lib/evtx/evtx_dump_text.h"

#include "lib/base/text.h"
#include "lib/evtx/content.h"
#include "lib/evtx/evtx_dump_value.h"

bool evtx_dump_is_text(const struct evtx_node *node)
{
	if (node->kind == EVTX_NODE_VALUE)
		return (node->type & ~EVTX_TYPE_ARRAY) != EVTX_TYPE_BIN_XML;
	return node->kind != EVTX_NODE_ELEMENT && node->kind != EVTX_NODE_INSTRUCTION;
}

static bool is_empty(struct evtx_emit *e, const struct evtx_node *node)
{
	if (node->kind == EVTX_NODE_VALUE)
		return emit_is_empty(e, node);
	return node->kind == EVTX_NODE_CDATA && evtx_value_is_empty(node->type, node->bytes);
}

/* The text of several nodes. beside: attributes or elements stand beside it; then an empty value
 * does not count, and the other one keeps its type. */
static struct evtx_dump_text text_of_many(struct evtx_emit *e, const struct evtx_node *first,
					  bool beside)
{
	struct evtx_dump_text t = {.nothing = true};
	unsigned nodes = 0;
	for (const struct evtx_node *n = first; n; n = n->next) {
		if (!evtx_dump_is_text(n))
			continue;
		bool empty = is_empty(e, n);
		if (empty && (beside || (n->substituted && n->optional)))
			continue;
		nodes++;
		t.nothing = t.nothing && empty;
		t.value = n->kind == EVTX_NODE_VALUE ? n : NULL;
	}
	if (nodes != 1)
		t.value = NULL;
	return t;
}

struct evtx_dump_text evtx_dump_text_of(struct evtx_emit *e, const struct evtx_node *first,
					bool beside)
{
	const struct evtx_node *only = NULL;
	for (const struct evtx_node *n = first; n; n = n->next) {
		if (!evtx_dump_is_text(n))
			continue;
		if (only)
			return text_of_many(e, first, beside);
		only = n;
	}
	if (!only)
		return (struct evtx_dump_text){.nothing = true};
	if (only->kind == EVTX_NODE_VALUE)
		return (struct evtx_dump_text){.value = only, .lone = true};
	return (struct evtx_dump_text){.nothing = is_empty(e, only)};
}

bool evtx_dump_shows_nothing(struct evtx_emit *e, const struct evtx_dump_text *t)
{
	return t->lone ? emit_is_empty(e, t->value) : t->nothing;
}

/* Can a program write a value of this type without knowing its size? */
static bool is_compilable(const struct evtx_node *node)
{
	return evtx_type_size(node->type) > 0 || node->type == EVTX_TYPE_NULL ||
	       node->type == EVTX_TYPE_STRING || node->type == EVTX_TYPE_ANSI_STRING ||
	       node->type == EVTX_TYPE_BINARY || node->type == EVTX_TYPE_SID ||
	       node->type == EVTX_TYPE_EVT_XML;
}

/* The value's size; 1 where it may have any. */
static size_t size_of(struct evtx_emit *e, const struct evtx_node *node)
{
	if (!emit_is_symbolic(e) || node->slot == EVTX_NO_SLOT || evtx_type_size(node->type) > 0)
		return emit_value_size(e, node);
	if (!is_compilable(node))
		emit_impossible(e);
	return 1;
}

static void emit_plain_value(struct evtx_emit *e, const struct evtx_node *node)
{
	emit_value(e, node, evtx_dump_writer(node->type, size_of(e, node)));
}

/* Half a surrogate pair is no character. */
static void emit_character(struct evtx_emit *e, uint32_t code)
{
	uint8_t utf8[8];
	struct buf b = {.p = utf8, .cap = sizeof(utf8)};
	bool exists = code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
	utf8_append(&b, exists ? code : 0xfffd);
	emit_text(e, buf_slice(&b), UTF16_JSON);
}

static void emit_entity(struct evtx_emit *e, struct slice name)
{
	uint8_t character = evtx_entity_character(name);
	if (character) {
		emit_character(e, character);
		return;
	}
	emit_string(e, "&");
	emit_text(e, name, UTF16_JSON);
	emit_string(e, ";");
}

static void emit_node(struct evtx_emit *e, const struct evtx_node *node)
{
	switch (node->kind) {
	case EVTX_NODE_VALUE:
	case EVTX_NODE_CDATA:
		emit_plain_value(e, node);
		break;
	case EVTX_NODE_CHAR_REFERENCE:
		emit_character(e, node->code);
		break;
	case EVTX_NODE_ENTITY_REFERENCE:
		emit_entity(e, node->name->text);
		break;
	case EVTX_NODE_ELEMENT:
	case EVTX_NODE_INSTRUCTION:
		break;
	}
}

void evtx_dump_emit_scalar(struct evtx_emit *e, const struct evtx_node *first,
			   const struct evtx_dump_text *t)
{
	if (t->value && evtx_dump_is_bare(t->value->type, size_of(e, t->value))) {
		emit_plain_value(e, t->value);
		return;
	}
	emit_string(e, "\"");
	for (const struct evtx_node *n = first; n; n = n->next)
		if (evtx_dump_is_text(n))
			emit_node(e, n);
	emit_string(e, "\"");
}

void evtx_dump_emit_scalar_or(struct evtx_emit *e, const struct evtx_node *first,
			      struct slice empty)
{
	struct evtx_dump_text t = evtx_dump_text_of(e, first, false);
	if (t.lone) {
		if (!emit_unless_empty(e, t.value, empty))
			return;
		evtx_dump_emit_scalar(e, first, &t);
		emit_join(e);
	} else if (t.nothing) {
		emit_slice(e, empty);
	} else {
		evtx_dump_emit_scalar(e, first, &t);
	}
}
