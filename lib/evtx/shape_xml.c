/* SPDX-License-Identifier: MIT */
/*
 * Event XML as Windows renders it, one event a line, each well-formed by itself: what XML cannot
 * hold (control characters, forged names, a repeated attribute) is replaced or left out. Line feeds
 * and carriage returns inside values are character references, so that a line is a record.
 */
#include "lib/evtx/content.h"
#include "lib/evtx/shape.h"

#include "lib/base/text.h"

/*
 * Letters of names that are no ASCII, first and last of each range: those that the fourth edition
 * of XML 1.0 (appendix B) allows as well as the fifth, since many parsers keep to the fourth.
 */
static const uint32_t letters[][2] = {
	{0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x131},    {0x134, 0x13e},   {0x141, 0x148},
	{0x14a, 0x17e},   {0x38e, 0x3a1},   {0x3a3, 0x3ce},   {0x401, 0x40c},   {0x40e, 0x44f},
	{0x451, 0x45c},   {0x45e, 0x481},   {0x5d0, 0x5ea},   {0x621, 0x63a},   {0x641, 0x64a},
	{0x3041, 0x3094}, {0x30a1, 0x30fa}, {0x4e00, 0x9fa5}, {0xac00, 0xd7a3},
};

/* May it stand in a name; in front of all others? */
static inline bool is_name_character(uint32_t c, bool first)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_')
		return true;
	if (c < 0x80)
		return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':');
	for (size_t i = 0; i < COUNT_OF(letters); i++)
		if (c >= letters[i][0] && c <= letters[i][1])
			return true;
	return false;
}

/* Nearly all names: ASCII, and nothing to be replaced. */
static bool is_plain_name(struct slice name)
{
	if (name.n == 0 || !is_name_character(name.p[0], true))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] >= 0x80 || name.p[i] == ':' || !is_name_character(name.p[i], false))
			return false;
	return true;
}

/* A name with what no name may hold replaced by low lines. Lives in the arena, or is the name. */
static struct slice xml_name(struct evtx_emit *e, struct slice name)
{
	if (is_plain_name(name))
		return name;
	uint8_t *text = arena_alloc(e->arena, name.n + 1), *out = text;
	bool colon = false;
	if (name.n == 0)
		*out++ = '_';
	for (size_t at = 0, n; at < name.n; at += n) {
		uint32_t c = 0;
		n = utf8_decode(slice_from(name, at), &c);
		bool fine = n > 0 && is_name_character(c, at == 0);
		/* One prefix is enough, and something has to follow it. */
		if (c == ':' && (colon || at + 1 == name.n))
			fine = false;
		colon |= c == ':';
		n = n ? n : 1;
		if (fine)
			memcpy(out, name.p + at, n);
		else
			*out = '_';
		out += fine ? n : 1;
	}
	return slice_of(text, (size_t)(out - text));
}

static void emit_xml_node(struct evtx_emit *e, const struct evtx_node *node,
			  enum utf16_escape escape);

static void emit_xml_nodes(struct evtx_emit *e, const struct evtx_node *first,
			   enum utf16_escape escape)
{
	for (; first; first = first->next)
		emit_xml_node(e, first, escape);
}

static bool all_null(const struct evtx_node *first)
{
	for (; first; first = first->next)
		if (first->kind != EVTX_NODE_VALUE || first->type != EVTX_TYPE_NULL)
			return false;
	return true;
}

/* Was the name of an attribute used by one before it? */
static bool is_repeated(const struct slice *names, unsigned count, struct slice name)
{
	for (unsigned i = 0; i < count; i++)
		if (slice_equal(names[i], name))
			return true;
	return false;
}

/* Markup where only text can stand: as text. */
static void emit_markup_as_text(struct evtx_emit *e, const struct evtx_node *node)
{
	struct buf xml = {0};
	struct evtx_emit inner = {.out = &xml, .arena = e->arena, .scratch = e->scratch};
	emit_xml_node(&inner, node, UTF16_XML_ATTRIBUTE);
	emit_text(e, buf_slice(&xml), UTF16_XML_ATTRIBUTE);
	e->too_large |= inner.too_large;
	buf_free(&xml);
}

static void emit_attribute_value(struct evtx_emit *e, const struct evtx_node *first)
{
	for (; first; first = first->next) {
		bool markup = first->kind == EVTX_NODE_ELEMENT ||
			      first->kind == EVTX_NODE_INSTRUCTION ||
			      (first->kind == EVTX_NODE_VALUE && first->type == EVTX_TYPE_BIN_XML);
		if (markup && emit_is_symbolic(e))
			emit_impossible(e);
		else if (markup)
			emit_markup_as_text(e, first);
		else
			emit_xml_node(e, first, UTF16_XML_ATTRIBUTE);
	}
}

/* Windows leaves out attributes whose value is NULL. */
static void emit_xml_attributes(struct evtx_emit *e, const struct evtx_node *element)
{
	/* Beyond the cap they are forged, and comparing each with each would take long. */
	struct slice names[256];
	unsigned count = 0;
	for (const struct evtx_attribute *a = element->attributes; a && count < COUNT_OF(names);
	     a = a->next) {
		if (a->values && all_null(a->values))
			continue;
		names[count] = xml_name(e, a->name->text);
		if (is_repeated(names, count, names[count]))
			continue;
		emit_string(e, " ");
		emit_slice(e, names[count++]);
		emit_string(e, "=\"");
		emit_attribute_value(e, a->values);
		emit_string(e, "\"");
	}
}

static void emit_start(struct evtx_emit *e, const struct evtx_node *element)
{
	emit_string(e, "<");
	emit_slice(e, xml_name(e, element->name->text));
	emit_xml_attributes(e, element);
}

static void emit_end(struct evtx_emit *e, const struct evtx_node *element)
{
	emit_string(e, "</");
	emit_slice(e, xml_name(e, element->name->text));
	emit_string(e, ">");
}

/* Content that is one value: an empty one makes an empty element. */
static void emit_leaf(struct evtx_emit *e, const struct evtx_node *element,
		      const struct evtx_node *value)
{
	emit_start(e, element);
	if (!emit_unless_empty(e, value, SLICE("/>")))
		return;
	emit_string(e, ">");
	emit_xml_node(e, value, UTF16_XML_ATTRIBUTE);
	emit_end(e, element);
	emit_join(e);
}

/* The tags around each item of a text array. */
static void emit_tags(struct evtx_emit *e, const struct evtx_node *element, struct buf *start,
		      struct buf *end, struct buf *empty)
{
	struct evtx_emit to = {.arena = e->arena, .scratch = e->scratch};
	to.out = start;
	emit_start(&to, element);
	buf_add_slice(empty, buf_slice(start));
	buf_add_slice(empty, SLICE("/>"));
	buf_add_byte(start, '>');
	to.out = end;
	emit_end(&to, element);
	e->too_large |= to.too_large;
}

static bool attributes_wait(const struct evtx_node *element)
{
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		for (const struct evtx_node *n = a->values; n; n = n->next)
			if (n->slot != EVTX_NO_SLOT)
				return true;
	return false;
}

/* Each item of a text array repeats the element; no item makes one empty element. */
static void emit_repeated(struct evtx_emit *e, const struct evtx_node *element)
{
	struct buf start = {0}, end = {0}, empty = {0};
	if (attributes_wait(element)) {
		emit_impossible(e);
		return;
	}
	emit_tags(e, element, &start, &end, &empty);
	emit_repeat(e, element->children, UTF16_XML_ATTRIBUTE,
		    &(struct evtx_repeat){buf_slice(&start), buf_slice(&end), buf_slice(&empty)});
	buf_free(&start);
	buf_free(&end);
	buf_free(&empty);
}

/* Content that is one value of BinXML to come: without bytes it makes an empty element. */
static bool is_waiting_binxml(const struct evtx_emit *e, const struct evtx_node *first)
{
	return emit_is_symbolic(e) && !first->next && first->kind == EVTX_NODE_VALUE &&
	       first->type == EVTX_TYPE_BIN_XML;
}

static void emit_element(struct evtx_emit *e, const struct evtx_node *element)
{
	const struct evtx_node *first = element->children;
	if (content_is_absent(first) && !element->attributes)
		return;
	if (evtx_is_text_array(first)) {
		emit_repeated(e, element);
	} else if (first && !first->next && first->kind == EVTX_NODE_VALUE &&
		   first->type != EVTX_TYPE_BIN_XML) {
		emit_leaf(e, element, first);
	} else {
		emit_start(e, element);
		if (all_null(first)) {
			emit_string(e, "/>");
			return;
		}
		bool waits = is_waiting_binxml(e, first);
		if (waits && !emit_unless_empty(e, first, SLICE("/>")))
			return;
		emit_string(e, ">");
		emit_xml_nodes(e, first, UTF16_XML_ATTRIBUTE);
		emit_end(e, element);
		if (waits)
			emit_join(e);
	}
}

/* Half a pair and what XML forbids cannot be referred to. */
static void emit_character(struct evtx_emit *e, uint32_t code)
{
	bool allowed = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xd800) ||
		       (code >= 0xe000 && code < 0xfffe);
	char text[16];
	char *p = text;
	*p++ = '&';
	*p++ = '#';
	p = (char *)quick_decimal_u32((uint8_t *)p, allowed ? code : 0xfffd);
	*p++ = ';';
	emit_bytes(e, text, (size_t)(p - text));
}

/* An entity that XML does not know would need a declaration: it is shown as text. */
static void emit_entity(struct evtx_emit *e, struct slice name)
{
	emit_string(e, evtx_entity_character(name) ? "&" : "&amp;");
	emit_text(e, name, UTF16_XML_ATTRIBUTE);
	emit_string(e, ";");
}

/* Is this the last byte of U+FFFE or U+FFFF, which XML forbids? */
static bool ends_noncharacter(struct slice utf8, size_t at)
{
	return utf8.p[at] >= 0xbe && at >= 2 && utf8.p[at - 1] == 0xbf && utf8.p[at - 2] == 0xef;
}

/* What a processing instruction may not hold is its own end, and the target xml. */
static void emit_instruction(struct evtx_emit *e, const struct evtx_node *node)
{
	struct buf data = {0};
	struct evtx_emit inner = {.out = &data, .arena = e->arena, .scratch = e->scratch};
	emit_value(&inner, node, evtx_value_writer(node->type, 1, UTF16_PLAIN));
	emit_string(e, "<?");
	if (node->name->text.n == 3 && (node->name->text.p[0] | 0x20) == 'x')
		emit_string(e, "_");
	emit_slice(e, xml_name(e, node->name->text));
	emit_string(e, data.n ? " " : "");
	for (size_t i = 0; i < data.n; i++) {
		bool ends = data.p[i] == '>' && i > 0 && data.p[i - 1] == '?';
		if (ends || data.p[i] < 0x20)
			data.p[i] = ' ';
		else if (ends_noncharacter(buf_slice(&data), i))
			data.p[i] = 0xbd; /* the last byte of U+FFFD */
	}
	emit_slice(e, buf_slice(&data));
	emit_string(e, "?>");
	buf_free(&data);
}

static void emit_xml_node(struct evtx_emit *e, const struct evtx_node *node,
			  enum utf16_escape escape)
{
	switch (node->kind) {
	case EVTX_NODE_VALUE:
		if (node->type == EVTX_TYPE_BIN_XML && emit_is_symbolic(e))
			emit_nested(e, node, EVTX_NAME_OTHER);
		else
			emit_value_as_windows(e, node, escape);
		break;
	case EVTX_NODE_CDATA:
		/* As escaped text, which means the same and cannot hold the section's end. */
		emit_value(e, node, evtx_value_writer(node->type, 1, escape));
		break;
	case EVTX_NODE_CHAR_REFERENCE:
		emit_character(e, node->code);
		break;
	case EVTX_NODE_ENTITY_REFERENCE:
		emit_entity(e, node->name->text);
		break;
	case EVTX_NODE_ELEMENT:
		emit_element(e, node);
		break;
	case EVTX_NODE_INSTRUCTION:
		emit_instruction(e, node);
		break;
	}
}

void emit_xml_content(struct evtx_emit *e, const struct evtx_node *first)
{
	emit_xml_nodes(e, first, UTF16_XML_ATTRIBUTE);
}

/* Whatever a damaged record's root is, a reader of events looks for an Event. */
static void xml_event(struct evtx_emit *e, const struct evtx_node *root)
{
	bool wrap = root->name->known != EVTX_NAME_EVENT;
	emit_string(e, wrap ? "<Event>" : "");
	emit_element(e, root);
	emit_string(e, wrap ? "</Event>" : "");
}

const struct evtx_shape evtx_shape_xml = {
	.name = "xml",
	.event = xml_event,
	.child = emit_element,
	.carries_members = false,
};
