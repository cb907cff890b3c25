/* SPDX-License-Identifier: MIT */
#include "lib/evtx/binxml.h"

#include "lib/base/limits.h"
#include "lib/evtx/value.h"

enum token {
	TOKEN_END_OF_FRAGMENT = 0x00,
	TOKEN_OPEN_START_ELEMENT = 0x01,
	TOKEN_CLOSE_START_ELEMENT = 0x02,
	TOKEN_CLOSE_EMPTY_ELEMENT = 0x03,
	TOKEN_END_ELEMENT = 0x04,
	TOKEN_VALUE = 0x05,
	TOKEN_ATTRIBUTE = 0x06,
	TOKEN_CDATA = 0x07,
	TOKEN_CHAR_REFERENCE = 0x08,
	TOKEN_ENTITY_REFERENCE = 0x09,
	TOKEN_INSTRUCTION_TARGET = 0x0a,
	TOKEN_INSTRUCTION_DATA = 0x0b,
	TOKEN_TEMPLATE_INSTANCE = EVTX_TOKEN_TEMPLATE_INSTANCE,
	TOKEN_NORMAL_SUBSTITUTION = 0x0d,
	TOKEN_OPTIONAL_SUBSTITUTION = 0x0e,
	TOKEN_FRAGMENT_HEADER = 0x0f,
	TOKEN_MORE = 0x40, /* flag: more of the kind follows. The tokens tell that anyway */
};

/* What reading costs beside nodes, in nodes. */
enum {
	BYTES_OF_A_NODE = 64,     /* of a value that is BinXML */
	VALUES_OF_A_NODE = 16,    /* of an instance */
	NODES_OF_A_SEARCH = 1024, /* for a definition, through the whole chunk */
};

/* Values of an instance, ready to be put in place. */
struct values {
	const struct evtx_instance *instance;
	const uint32_t *offsets; /* of each value in instance->values */
};

/* Where reading is: from at to end of the chunk, and what substitutions refer to. */
struct cursor {
	uint32_t at, end;
	const struct values *values; /* NULL outside templates */
	bool in_definition;          /* element starts carry a dependency identifier */
};

/* Children as they come. */
struct list {
	struct evtx_node *first, **last;
};

static bool read_content(struct evtx_binxml *b, struct cursor *c, struct list *list, bool inside,
			 unsigned depth);

static bool fail(struct evtx_binxml *b, enum diag_code fault, uint32_t at, uint64_t got)
{
	if (!b->failed) {
		b->failed = true;
		b->fault = fault;
		b->fault_at = at;
		b->fault_got = got;
	}
	return false;
}

static bool need(struct evtx_binxml *b, const struct cursor *c, size_t n)
{
	return range_within(c->end, c->at, n) || fail(b, DIAG_EVTX_BINXML_TRUNCATED, c->at, n);
}

static uint32_t peek(const struct evtx_binxml *b, const struct cursor *c)
{
	return c->at < c->end ? b->chunk.p[c->at] : (uint32_t)TOKEN_END_OF_FRAGMENT;
}

/* Takes n nodes off what the event may have. What makes no node is charged as well, or else
 * instances of nothing inside instances of nothing would be read without end. */
static bool charge(struct evtx_binxml *b, size_t n)
{
	if (UNLIKELY(n > b->nodes_left))
		return fail(b, DIAG_EVTX_BINXML_TOO_LARGE, 0, LIMIT_EVTX_NODES);
	b->nodes_left -= (uint32_t)n;
	return true;
}

static struct evtx_node *add(struct evtx_binxml *b, struct list *list, enum evtx_node_kind kind)
{
	if (!charge(b, 1))
		return NULL;
	struct evtx_node *node = arena_alloc(b->arena, sizeof(*node));
	*node = (struct evtx_node){.kind = kind, .slot = EVTX_NO_SLOT};
	*list->last = node;
	list->last = &node->next;
	return node;
}

/* The 4-byte name offset at c->at, and the name itself where it stands right behind. */
static const struct evtx_name *read_name(struct evtx_binxml *b, struct cursor *c)
{
	if (!need(b, c, 4))
		return NULL;
	uint32_t field = c->at;
	uint32_t offset = load_u32le(b->chunk.p + field);
	const struct evtx_name *name = evtx_name_at(b->names, offset);
	if (!name) {
		/* Behind a name that should lie here nothing can be read; one that lay elsewhere
		 * (and was overwritten, in slack) costs only itself. */
		static const struct evtx_name lost = {{(const uint8_t *)"_", 1}, EVTX_NAME_OTHER};
		if (b->symbolic || offset == field + 4) {
			fail(b, DIAG_EVTX_BINXML_NAME, field, offset);
			return NULL;
		}
		b->nameless = true;
		name = &lost;
	}
	if (b->symbolic) {
		struct evtx_reference *r = &b->references[b->reference_count++];
		*r = (struct evtx_reference){field - b->symbolic->body, offset};
	}
	c->at += 4;
	if (offset == c->at) {
		size_t n = evtx_name_bytes(b->chunk, offset).n;
		if (!need(b, c, n))
			return NULL;
		c->at += (uint32_t)n;
	}
	return name;
}

/* 2 bytes count of characters and UTF-16 text. */
static bool read_text(struct evtx_binxml *b, struct cursor *c, struct slice *text)
{
	if (!need(b, c, 2))
		return false;
	size_t n = (size_t)load_u16le(b->chunk.p + c->at) * 2;
	c->at += 2;
	if (!need(b, c, n))
		return false;
	*text = slice_of(b->chunk.p + c->at, n);
	c->at += (uint32_t)n;
	return true;
}

static bool read_value(struct evtx_binxml *b, struct cursor *c, struct list *list)
{
	if (!need(b, c, 2))
		return false;
	uint16_t type = b->chunk.p[c->at + 1];
	struct evtx_node *node = add(b, list, EVTX_NODE_VALUE);
	if (!node)
		return false;
	node->type = type;
	c->at += 2;
	if (type == EVTX_TYPE_STRING)
		return read_text(b, c, &node->bytes);
	size_t size = evtx_type_size(type);
	if (size == 0 && type != EVTX_TYPE_NULL)
		return fail(b, DIAG_EVTX_BINXML_TOKEN, c->at - 1, type);
	if (!need(b, c, size))
		return false;
	node->bytes = slice_of(b->chunk.p + c->at, size);
	c->at += (uint32_t)size;
	return true;
}

static bool read_cdata(struct evtx_binxml *b, struct cursor *c, struct list *list)
{
	struct evtx_node *node = add(b, list, EVTX_NODE_CDATA);
	if (!node)
		return false;
	node->type = EVTX_TYPE_STRING;
	c->at++;
	return read_text(b, c, &node->bytes);
}

static bool read_char_reference(struct evtx_binxml *b, struct cursor *c, struct list *list)
{
	struct evtx_node *node = add(b, list, EVTX_NODE_CHAR_REFERENCE);
	if (!node || !need(b, c, 3))
		return false;
	node->code = load_u16le(b->chunk.p + c->at + 1);
	c->at += 3;
	return true;
}

static bool read_entity_reference(struct evtx_binxml *b, struct cursor *c, struct list *list)
{
	struct evtx_node *node = add(b, list, EVTX_NODE_ENTITY_REFERENCE);
	if (!node)
		return false;
	c->at++;
	node->name = read_name(b, c);
	return node->name != NULL;
}

static bool read_instruction(struct evtx_binxml *b, struct cursor *c, struct list *list)
{
	struct evtx_node *node = add(b, list, EVTX_NODE_INSTRUCTION);
	if (!node)
		return false;
	node->type = EVTX_TYPE_STRING;
	c->at++;
	node->name = read_name(b, c);
	if (!node->name)
		return false;
	if (peek(b, c) != TOKEN_INSTRUCTION_DATA)
		return true;
	c->at++;
	return read_text(b, c, &node->bytes);
}

/* The BinXML in a value: one fragment, behind whose end token nothing counts; or, in an array,
 * several behind one another. */
static bool read_fragments(struct evtx_binxml *b, uint32_t at, uint32_t end, bool array,
			   struct list *list, unsigned depth)
{
	struct cursor inner = {at, end, NULL, false};
	/* The same value may stand in a thousand places. */
	if (!charge(b, 1 + (end - at) / BYTES_OF_A_NODE))
		return false;
	do {
		if (!read_content(b, &inner, list, false, depth + 1))
			return false;
		while (array && inner.at < inner.end && b->chunk.p[inner.at] == 0)
			inner.at++;
	} while (array && inner.at < inner.end);
	return true;
}

static bool substitute(struct evtx_binxml *b, const struct cursor *c, uint32_t index, bool optional,
		       struct list *list, unsigned depth)
{
	const struct evtx_instance *in = b->symbolic ? b->symbolic : c->values->instance;
	bool missing = index >= in->count;
	uint16_t type = missing ? EVTX_TYPE_NULL : evtx_instance_type(in, index);
	struct slice bytes = {NULL, 0};
	if (!missing && !b->symbolic) {
		size_t at = c->values->offsets[index], size = evtx_instance_size(in, index);
		size_t there = at < in->values.n ? in->values.n - at : 0;
		bytes = slice_sub(in->values, at < in->values.n ? at : 0,
				  size < there ? size : there);
	}
	if (!b->symbolic && (type & ~EVTX_TYPE_ARRAY) == EVTX_TYPE_BIN_XML) {
		uint32_t start = bytes.n ? (uint32_t)(bytes.p - b->chunk.p) : 0;
		return read_fragments(b, start, start + (uint32_t)bytes.n, type & EVTX_TYPE_ARRAY,
				      list, depth);
	}
	struct evtx_node *node = add(b, list, EVTX_NODE_VALUE);
	if (!node)
		return false;
	node->type = type;
	node->substituted = true;
	node->optional = optional;
	node->bytes = bytes;
	if (b->symbolic && !missing) {
		node->slot = (int32_t)index;
		b->waiting_binxml += (type & ~EVTX_TYPE_ARRAY) == EVTX_TYPE_BIN_XML;
	}
	return true;
}

static bool read_substitution(struct evtx_binxml *b, struct cursor *c, struct list *list,
			      unsigned depth)
{
	if (!need(b, c, 4))
		return false;
	uint32_t token = peek(b, c);
	uint32_t index = load_u16le(b->chunk.p + c->at + 1);
	if (!c->values && !b->symbolic)
		return fail(b, DIAG_EVTX_BINXML_TOKEN, c->at, token);
	c->at += 4;
	return substitute(b, c, index, (token & ~TOKEN_MORE) == TOKEN_OPTIONAL_SUBSTITUTION, list,
			  depth);
}

static const uint32_t *value_offsets(struct evtx_binxml *b, const struct evtx_instance *in)
{
	uint32_t *offsets = arena_alloc(b->arena, (in->count + 1) * sizeof(*offsets));
	uint32_t at = 0;
	for (uint32_t i = 0; i < in->count; i++) {
		offsets[i] = at;
		at += (uint32_t)evtx_instance_size(in, i);
	}
	return offsets;
}

/* The values of an instance whose definition is lost, each in an element of our own. */
static bool add_nameless(struct evtx_binxml *b, const struct cursor *c, struct list *list,
			 unsigned depth)
{
	static const struct evtx_name all = {{(const uint8_t *)"TemplateValues", 14},
					     EVTX_NAME_OTHER};
	static const struct evtx_name each = {{(const uint8_t *)"Value", 5}, EVTX_NAME_OTHER};
	struct evtx_node *element = add(b, list, EVTX_NODE_ELEMENT);
	if (!element)
		return false;
	element->name = &all;
	struct list values = {NULL, &element->children};
	for (uint32_t i = 0; i < c->values->instance->count; i++) {
		struct evtx_node *value = add(b, &values, EVTX_NODE_ELEMENT);
		if (!value)
			return false;
		value->name = &each;
		struct list content = {NULL, &value->children};
		if (!substitute(b, c, i, false, &content, depth))
			return false;
	}
	return true;
}

static bool read_instance(struct evtx_binxml *b, struct cursor *c, struct list *list,
			  unsigned depth)
{
	/* Definitions of real logs hold no instance; a template that does is not compiled. */
	if (b->symbolic)
		return fail(b, DIAG_EVTX_BINXML_TOKEN, c->at, TOKEN_TEMPLATE_INSTANCE);
	struct evtx_instance in;
	if (!evtx_instance_read(&in, b->chunk, c->at, c->end, b->live))
		return fail(b, DIAG_EVTX_BINXML_TEMPLATE, in.fault, in.definition);
	size_t search = in.moved || in.missing ? NODES_OF_A_SEARCH : 0;
	if (!charge(b, 1 + in.count / VALUES_OF_A_NODE + search))
		return false;
	b->cut |= in.cut;
	b->moved |= in.moved;
	b->missing |= in.missing;
	struct values values = {&in, value_offsets(b, &in)};
	struct cursor body = {in.body, in.body + in.body_size, &values, true};
	c->at = in.end;
	if (in.missing)
		return add_nameless(b, &body, list, depth);
	return read_content(b, &body, list, false, depth + 1);
}

/* Tokens that stand in attribute values and in content alike. */
static bool read_text_token(struct evtx_binxml *b, struct cursor *c, struct list *list,
			    bool *is_text, unsigned depth)
{
	*is_text = true;
	switch (peek(b, c) & ~(uint32_t)TOKEN_MORE) {
	case TOKEN_VALUE:
		return read_value(b, c, list);
	case TOKEN_CHAR_REFERENCE:
		return read_char_reference(b, c, list);
	case TOKEN_ENTITY_REFERENCE:
		return read_entity_reference(b, c, list);
	case TOKEN_NORMAL_SUBSTITUTION:
	case TOKEN_OPTIONAL_SUBSTITUTION:
		return read_substitution(b, c, list, depth);
	default:
		*is_text = false;
		return true;
	}
}

static bool read_attributes(struct evtx_binxml *b, struct cursor *c, struct evtx_node *element,
			    unsigned depth)
{
	struct evtx_attribute **last = &element->attributes;
	while ((peek(b, c) & ~(uint32_t)TOKEN_MORE) == TOKEN_ATTRIBUTE && c->at < c->end) {
		c->at++;
		if (!charge(b, 1))
			return false;
		struct evtx_attribute *a = arena_alloc(b->arena, sizeof(*a));
		*a = (struct evtx_attribute){0};
		a->name = read_name(b, c);
		if (!a->name)
			return false;
		struct list list = {NULL, &list.first};
		bool more = true;
		while (more && c->at < c->end)
			if (!read_text_token(b, c, &list, &more, depth))
				return false;
		a->values = list.first;
		*last = a;
		last = &a->next;
	}
	return true;
}

/* Could an element's size and name offset lie at that place? */
static bool start_is_plausible(const struct evtx_binxml *b, const struct cursor *c, uint32_t at)
{
	if (!range_within(c->end, at, 8))
		return false;
	uint32_t size = load_u32le(b->chunk.p + at);
	uint32_t offset = load_u32le(b->chunk.p + at + 4);
	struct slice name = evtx_name_bytes(b->chunk, offset);
	return size <= c->end - at && offset <= at + 8 && name.n > EVTX_NAME_HEADER + 2 &&
	       load_u16le(name.p + name.n - 2) == 0;
}

/*
 * Moves over token, dependency identifier and size. Definitions have the identifier, fragments in
 * values have not ([MS-EVEN6] 2.2.12); as neither is certain, the other is tried where one fails.
 */
static void skip_start(const struct evtx_binxml *b, struct cursor *c)
{
	uint32_t with = c->at + 3, without = c->at + 1;
	uint32_t first = c->in_definition ? with : without;
	uint32_t second = c->in_definition ? without : with;
	/* A name that was met before settles it. */
	if (range_within(c->end, first, 8) &&
	    evtx_name_is_known(b->names, load_u32le(b->chunk.p + first + 4)) &&
	    load_u32le(b->chunk.p + first) <= c->end - first) {
		c->at = first + 4;
		return;
	}
	if (!start_is_plausible(b, c, first) && start_is_plausible(b, c, second))
		first = second;
	c->at = first + 4;
}

static bool read_element(struct evtx_binxml *b, struct cursor *c, struct list *list, unsigned depth)
{
	struct evtx_node *element = add(b, list, EVTX_NODE_ELEMENT);
	if (!element)
		return false;
	bool has_attributes = peek(b, c) & TOKEN_MORE;
	skip_start(b, c);
	element->name = read_name(b, c);
	if (!element->name)
		return false;
	if (has_attributes) {
		if (!need(b, c, 4))
			return false;
		c->at += 4;
		if (!read_attributes(b, c, element, depth))
			return false;
	}
	if (!need(b, c, 1))
		return false;
	uint32_t token = b->chunk.p[c->at++];
	if (token == TOKEN_CLOSE_EMPTY_ELEMENT)
		return true;
	if (token != TOKEN_CLOSE_START_ELEMENT)
		return fail(b, DIAG_EVTX_BINXML_TOKEN, c->at - 1, token);
	struct list children = {NULL, &children.first};
	bool fine = read_content(b, c, &children, true, depth + 1);
	element->children = children.first;
	return fine;
}

static bool read_structure(struct evtx_binxml *b, struct cursor *c, struct list *list,
			   unsigned depth)
{
	uint32_t token = peek(b, c);
	switch (token & ~(uint32_t)TOKEN_MORE) {
	case TOKEN_OPEN_START_ELEMENT:
		return read_element(b, c, list, depth);
	case TOKEN_CDATA:
		return read_cdata(b, c, list);
	case TOKEN_INSTRUCTION_TARGET:
		return read_instruction(b, c, list);
	case TOKEN_TEMPLATE_INSTANCE:
		return read_instance(b, c, list, depth);
	case TOKEN_FRAGMENT_HEADER:
		if (!need(b, c, 4) || !charge(b, 1))
			return false;
		c->at += 4;
		return true;
	default:
		return fail(b, DIAG_EVTX_BINXML_TOKEN, c->at, token);
	}
}

/* inside: the content of an element, which has to end in its end tag. */
static bool read_content(struct evtx_binxml *b, struct cursor *c, struct list *list, bool inside,
			 unsigned depth)
{
	if (depth > LIMIT_EVTX_DEPTH)
		return fail(b, DIAG_EVTX_BINXML_DEPTH, c->at, LIMIT_EVTX_DEPTH);
	while (c->at < c->end) {
		uint32_t token = b->chunk.p[c->at];
		if (token == TOKEN_END_OF_FRAGMENT && !inside)
			return true;
		if (token == TOKEN_END_ELEMENT && inside) {
			c->at++;
			return true;
		}
		bool is_text;
		if (!read_text_token(b, c, list, &is_text, depth))
			return false;
		if (!is_text && !read_structure(b, c, list, depth))
			return false;
	}
	return !inside || fail(b, DIAG_EVTX_BINXML_TRUNCATED, c->at, 1);
}

void evtx_binxml_begin(struct evtx_binxml *b, struct slice chunk, struct arena *arena,
		       struct evtx_names *names, bool live)
{
	*b = (struct evtx_binxml){.live = live,

				  .chunk = chunk,
				  .arena = arena,
				  .names = names,
				  .nodes_left = LIMIT_EVTX_NODES};
}

static const struct evtx_node *first_element(const struct evtx_node *node)
{
	while (node && node->kind != EVTX_NODE_ELEMENT)
		node = node->next;
	return node;
}

const struct evtx_node *evtx_binxml_event(struct evtx_binxml *b, uint32_t offset, uint32_t end,
					  uint32_t *stopped)
{
	struct cursor c = {offset, end, NULL, false};
	struct list list = {NULL, &list.first};
	bool fine = read_content(b, &c, &list, false, 0);
	*stopped = c.at < end ? c.at : end;
	if (!fine)
		return NULL;
	const struct evtx_node *root = first_element(list.first);
	if (!root)
		fail(b, DIAG_EVTX_BINXML_EMPTY, offset, 0);
	return root;
}

const struct evtx_node *evtx_binxml_value(struct evtx_binxml *b, struct slice value)
{
	uint32_t start = (uint32_t)(value.p - b->chunk.p);
	struct list list = {NULL, &list.first};
	if (!read_fragments(b, start, start + (uint32_t)value.n, false, &list, 0))
		return NULL;
	const struct evtx_node *only = list.first;
	return only && !only->next && only->kind == EVTX_NODE_ELEMENT ? only : NULL;
}

const struct evtx_node *evtx_binxml_definition(struct evtx_binxml *b,
					       const struct evtx_instance *instance)
{
	/* Each reference takes 4 bytes at least. */
	b->references =
		arena_alloc(b->arena, (instance->body_size / 4 + 1) * sizeof(*b->references));
	b->reference_count = b->waiting_binxml = 0;
	b->symbolic = instance;
	struct cursor c = {instance->body, instance->body + instance->body_size, NULL, true};
	struct list list = {NULL, &list.first};
	bool fine = read_content(b, &c, &list, false, 0);
	b->symbolic = NULL;
	return fine ? first_element(list.first) : NULL;
}
