/* SPDX-License-Identifier: MIT */
/*
 * libxml2's SAX1 interface rather than its reader: it alone hands out attributes in the order in
 * which they are written, namespace declarations among them, and takes prefixes without
 * declaration, which events have.
 */
#include <stdlib.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/evtx/event_xml_text.h"
#include "lib/evtx/event_xml_tree.h"

/* Names seen last, found again by the address that libxml2 keeps each name at. */
enum { NAME_CACHE = 64 };

struct level {
	struct evtx_node *element;
	struct evtx_node **last; /* where the next child is linked */
	bool has_elements;
};

struct builder {
	struct event_xml_tree *tree;
	struct arena *arena;
	xmlParserCtxtPtr parser;
	struct evtx_node *root;
	struct level levels[LIMIT_EVTX_DEPTH];
	unsigned depth;
	unsigned nodes;  /* made so far, attributes included */
	struct buf text; /* content since the last tag, as the parser gave it */
	bool failed;
	struct {
		const xmlChar *key;
		const struct evtx_name *name;
	} names[NAME_CACHE];
};

/* --- failures --- */

#define NO_LINE " line 0"

static void fail(struct builder *b, enum diag_code fault, uint64_t limit, struct slice reason)
{
	if (b->failed)
		return;
	b->failed = true;
	b->tree->fault = fault;
	b->tree->limit = limit;
	b->tree->line = b->parser->input && b->parser->input->line > 0
				? (uint64_t)b->parser->input->line
				: 1;
	b->tree->reason.n = 0;
	size_t at = slice_find(reason, SLICE(NO_LINE)); /* it knows none for start tags */
	buf_add_slice(&b->tree->reason, slice_sub(reason, 0, at));
	buf_add_slice(&b->tree->reason, slice_from(reason, at + strlen(NO_LINE)));
	xmlStopParser(b->parser);
}

/* libxml2's message in a line, without the name of its function. */
static struct slice short_reason(const char *message)
{
	struct slice reason = slice_of_string(message ? message : "syntax error");
	size_t colon = slice_find(reason, SLICE(": "));
	if (slice_starts_with(reason, SLICE("xml")) && colon < reason.n)
		reason = slice_from(reason, colon + 2);
	reason.n = slice_find_byte(reason, '\n');
	return reason;
}

/* The text of the message is in the parser's own account of its last error. */
static PRINTF_LIKE(2, 3) void on_error(void *context, UNUSED const char *format, ...)
{
	struct builder *b = context;
	const xmlError *error = xmlCtxtGetLastError(b->parser);
	if (!error || error->level != XML_ERR_FATAL)
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		memory_exhausted();
	fail(b, DIAG_EVENTXML_MALFORMED, 0, short_reason(error->message));
}

/* Counts one node more; false where there are too many. */
static bool may_add(struct builder *b)
{
	if (b->nodes++ < LIMIT_EVTX_NODES)
		return true;
	fail(b, DIAG_EVENTXML_TOO_COMPLEX, LIMIT_EVTX_NODES, SLICE("elements and values"));
	return false;
}

/* --- nodes --- */

static struct evtx_node *new_node(struct builder *b, enum evtx_node_kind kind)
{
	struct evtx_node *node = arena_alloc(b->arena, sizeof(*node));
	*node = (struct evtx_node){.kind = kind, .type = EVTX_TYPE_UTF8, .slot = EVTX_NO_SLOT};
	return node;
}

static void append(struct builder *b, struct evtx_node *node)
{
	struct level *level = &b->levels[b->depth - 1];
	*level->last = node;
	level->last = &node->next;
}

static struct slice text_of(const xmlChar *text)
{
	return slice_of_string((const char *)text);
}

static const struct evtx_name *name_of(struct builder *b, const xmlChar *text)
{
	size_t at = (uintptr_t)text / sizeof(void *) % NAME_CACHE;
	if (b->names[at].key == text)
		return b->names[at].name;
	struct evtx_name *name = arena_alloc(b->arena, sizeof(*name));
	name->text = event_xml_reveal(b->arena, text_of(text));
	name->known = evtx_name_known(name->text);
	b->names[at].key = text;
	b->names[at].name = name;
	return name;
}

static void append_text(struct builder *b, enum evtx_node_kind kind, struct slice text)
{
	if (!may_add(b))
		return;
	struct evtx_node *node = new_node(b, kind);
	node->bytes = event_xml_reveal(b->arena, text);
	append(b, node);
}

/* Elements that hold elements or nothing: white space in them is only for the eye. */
static bool holds_no_text(enum evtx_known name)
{
	static const enum evtx_known names[] = {
		EVTX_NAME_CORRELATION, EVTX_NAME_EVENT,    EVTX_NAME_EVENT_DATA,
		EVTX_NAME_EXECUTION,   EVTX_NAME_PROVIDER, EVTX_NAME_RENDERING_INFO,
		EVTX_NAME_SECURITY,    EVTX_NAME_SYSTEM,   EVTX_NAME_TIME_CREATED,
		EVTX_NAME_USER_DATA,
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i] == name)
			return true;
	return false;
}

/* Text that means nothing if its element holds elements. CR is hidden in it. */
static bool is_between(struct builder *b, struct slice text)
{
	return event_xml_is_between(text) || event_xml_is_between(event_xml_reveal(b->arena, text));
}

/* The text since the last tag becomes a node, or is dropped. */
static void end_text(struct builder *b)
{
	struct slice text = buf_slice(&b->text);
	b->text.n = 0;
	if (text.n == 0 || b->depth == 0)
		return;
	const struct level *level = &b->levels[b->depth - 1];
	bool drop = level->has_elements || holds_no_text(level->element->name->known);
	if (!drop || !is_between(b, text))
		append_text(b, EVTX_NODE_VALUE, text);
}

/* Text that came before it was known that the element holds elements. */
static void drop_text_between(struct level *level)
{
	struct evtx_node **link = &level->element->children;
	while (*link) {
		if ((*link)->kind == EVTX_NODE_VALUE && event_xml_is_between((*link)->bytes))
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
	level->last = link;
}

static void add_attributes(struct builder *b, struct evtx_node *element, const xmlChar **pairs)
{
	struct evtx_attribute **last = &element->attributes;
	for (; pairs && pairs[0] && may_add(b); pairs += 2) {
		struct evtx_attribute *attribute = arena_alloc(b->arena, sizeof(*attribute));
		*attribute = (struct evtx_attribute){.name = name_of(b, pairs[0])};
		if (pairs[1] && pairs[1][0]) {
			attribute->values = new_node(b, EVTX_NODE_VALUE);
			attribute->values->bytes = event_xml_reveal(b->arena, text_of(pairs[1]));
		}
		*last = attribute;
		last = &attribute->next;
	}
}

/* --- what the parser calls --- */

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct builder *b = context;
	if (b->failed)
		return;
	if (b->depth)
		b->levels[b->depth - 1].has_elements = true;
	end_text(b);
	if (b->depth == LIMIT_EVTX_DEPTH) {
		fail(b, DIAG_EVENTXML_TOO_COMPLEX, LIMIT_EVTX_DEPTH,
		     SLICE("elements in one another"));
		return;
	}
	if (!may_add(b))
		return;
	struct evtx_node *element = new_node(b, EVTX_NODE_ELEMENT);
	element->name = name_of(b, name);
	add_attributes(b, element, attributes);
	if (b->depth)
		append(b, element);
	else
		b->root = element;
	b->levels[b->depth++] = (struct level){element, &element->children, false};
}

static void on_end(void *context, const xmlChar *name)
{
	struct builder *b = context;
	(void)name;
	if (b->failed || b->depth == 0)
		return;
	end_text(b);
	struct level *level = &b->levels[b->depth - 1];
	if (level->has_elements)
		drop_text_between(level);
	b->depth--;
}

static void on_text(void *context, const xmlChar *text, int n)
{
	struct builder *b = context;
	if (!b->failed && n > 0)
		buf_add(&b->text, text, (size_t)n);
}

static void on_cdata(void *context, const xmlChar *text, int n)
{
	struct builder *b = context;
	if (b->failed || b->depth == 0)
		return;
	end_text(b);
	append_text(b, EVTX_NODE_CDATA, slice_of(text, n > 0 ? (size_t)n : 0));
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	struct builder *b = context;
	if (b->failed || b->depth == 0)
		return;
	end_text(b);
	if (!may_add(b))
		return;
	struct evtx_node *node = new_node(b, EVTX_NODE_INSTRUCTION);
	node->name = name_of(b, target);
	if (data)
		node->bytes = event_xml_reveal(b->arena, text_of(data));
	append(b, node);
}

/* --- */

static const xmlSAXHandler callbacks = {
	.initialized = 1, /* SAX1: libxml2 leaves namespaces alone */
	.startElement = on_start,
	.endElement = on_end,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_cdata,
	.processingInstruction = on_instruction,
	.error = on_error,
};

/* libxml2 tells a failed allocation on stderr and goes on with half an event; so it gets one that
 * cannot fail. */
static void *allocate(size_t size)
{
	return memory_resize(NULL, size ? size : 1);
}

static void *reallocate(void *p, size_t size)
{
	return memory_resize(p, size ? size : 1);
}

static char *duplicate(const char *s)
{
	size_t n = strlen(s) + 1;
	return memcpy(allocate(n), s, n);
}

void event_xml_tree_build(struct event_xml_tree *tree, struct arena *arena, struct slice text)
{
	tree->root = NULL;
	assert(text.n > 0 && text.n <= INT32_MAX);
	struct builder b = {.tree = tree, .arena = arena};
	(void)xmlMemSetup(free, allocate, reallocate, duplicate);
	b.parser = xmlCreateMemoryParserCtxt((const char *)text.p, (int)text.n);
	if (!b.parser)
		memory_exhausted();
	xmlCtxtUseOptions(b.parser, XML_PARSE_NONET);
	b.parser->replaceEntities = 1; /* else values hold "&#38;"; there are none but the five */
	*b.parser->sax = callbacks;
	b.parser->sax2 = 0; /* was set for the callbacks it came with */
	b.parser->userData = &b;
	int result = xmlParseDocument(b.parser);
	if ((result != 0 || !b.parser->wellFormed || !b.root) && !b.failed)
		fail(&b, DIAG_EVENTXML_MALFORMED, 0, short_reason(NULL));
	xmlFreeParserCtxt(b.parser);
	buf_free(&b.text);
	if (!b.failed)
		tree->root = b.root;
}

void event_xml_tree_free(struct event_xml_tree *tree)
{
	buf_free(&tree->reason);
	tree->root = NULL;
}
