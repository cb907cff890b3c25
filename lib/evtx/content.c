/* SPDX-License-Identifier: MIT */
#include "lib/evtx/content.h"

bool content_is_absent(const struct evtx_node *first)
{
	return first && !first->next && first->kind == EVTX_NODE_VALUE && first->optional &&
	       first->type == EVTX_TYPE_NULL;
}

bool content_has_element(const struct evtx_node *first)
{
	for (; first; first = first->next)
		if (first->kind == EVTX_NODE_ELEMENT)
			return true;
	return false;
}

/* An unknown entity is shown as it was written. */
static void emit_entity(struct evtx_emit *e, struct slice name)
{
	uint8_t character = evtx_entity_character(name);
	if (character) {
		emit_text(e, slice_of(&character, 1), UTF16_JSON);
		return;
	}
	emit_string(e, "&");
	emit_text(e, name, UTF16_JSON);
	emit_string(e, ";");
}

/* BinXML has references of 16 bits only: one unit of UTF-16. */
static void emit_character(struct evtx_emit *e, uint32_t code)
{
	uint8_t unit[2 + UTF16_SLACK] = {(uint8_t)code, (uint8_t)(code >> 8)};
	struct evtx_node node = {.kind = EVTX_NODE_VALUE,
				 .type = EVTX_TYPE_EVT_HANDLE,
				 .slot = EVTX_NO_SLOT,
				 .bytes = slice_of(unit, 2)};
	emit_value(e, &node, evtx_value_writer(EVTX_TYPE_STRING, 2, UTF16_JSON));
}

/* Markup inside data: its XML text, which is then escaped as a whole. */
static void emit_markup(struct evtx_emit *e, const struct evtx_node *element)
{
	if (emit_is_symbolic(e)) {
		emit_impossible(e);
		return;
	}
	struct buf xml = {0};
	struct evtx_node alone = *element;
	alone.next = NULL;
	struct evtx_emit inner = {.out = &xml, .arena = e->arena, .scratch = e->scratch};
	emit_xml_content(&inner, &alone);
	emit_text(e, buf_slice(&xml), UTF16_JSON);
	e->too_large |= inner.too_large;
	buf_free(&xml);
}

static void emit_json_node(struct evtx_emit *e, const struct evtx_node *node)
{
	switch (node->kind) {
	case EVTX_NODE_VALUE:
		emit_value_as_windows(e, node, UTF16_JSON);
		break;
	case EVTX_NODE_CDATA:
		emit_value(e, node, evtx_value_writer(node->type, 1, UTF16_JSON));
		break;
	case EVTX_NODE_CHAR_REFERENCE:
		emit_character(e, node->code);
		break;
	case EVTX_NODE_ENTITY_REFERENCE:
		emit_entity(e, node->name->text);
		break;
	case EVTX_NODE_ELEMENT:
	case EVTX_NODE_INSTRUCTION:
		emit_markup(e, node);
		break;
	}
}

void emit_json_string(struct evtx_emit *e, const struct evtx_node *first)
{
	emit_string(e, "\"");
	for (; first; first = first->next)
		emit_json_node(e, first);
	emit_string(e, "\"");
}

void emit_json_key(struct evtx_emit *e, bool *comma, struct slice name)
{
	emit_string(e, *comma ? ",\"" : "\"");
	emit_text(e, name, UTF16_JSON);
	emit_string(e, "\":");
	*comma = true;
}
