/* SPDX-License-Identifier: MIT */
/*
 * The JSON lines of evtx_dump (github.com/omerbenamram/evtx, 0.12.2, `evtx_dump -o jsonl`), for
 * what was written to read them: `{"Event":VALUE}`.
 *
 * - VALUE of an element: null where it shows nothing; its text where that is all there is; else an
 *   object of "#attributes" (those that are not empty), "#text" and its child elements. A name that
 *   comes again gets "_1", "_2", ... behind it.
 * - The children Data of EventData and UserData: a Data with a name is a member of that name; the
 *   others make one member Data, {"#text":VALUE} or {"#text":[VALUE,...]}. Their VALUE is "" where
 *   it shows nothing, and does without attributes.
 * - Integers and booleans that are all of a text are bare, everything else is a string, spelt as
 *   evtx_dump_value.h says. An array repeats the element that holds it.
 *
 * Where evtx_dump itself is at fault, this differs:
 * - Keys are never repeated: a second Data Name becomes Name_1, as do attributes and what nested
 *   BinXML brings; a number that would make another member's name is left out. evtx_dump repeats
 *   the key.
 * - Lone surrogates become U+FFFD. evtx_dump deletes them.
 * - Names of elements and attributes are escaped. evtx_dump copies them, which can break the line.
 * - Data without name beside Data with one make a member Data. evtx_dump drops them.
 * - All elements of a BinXML value are shown; if there are none, none. evtx_dump shows the first;
 *   if there are none, "Event":null.
 * - Text goes on behind a NUL in it, which is shown as \u0000. evtx_dump drops the rest (of ANSI
 *   strings: only the NULs).
 * - DEL and C1 control characters are escaped. evtx_dump writes them as they are, which is valid.
 *   Of other control characters it writes the hexadecimal digits in upper case.
 * - Values of another size than their type has are shown for what they are, a SID that is none as
 *   hexadecimal digits. evtx_dump reads the bytes of the next values into them, or gives the record
 *   up. Identifier authorities of SIDs from 2^32 on are hexadecimal, as [MS-DTYP] 2.4.2.1 has them.
 * - CDATA, character references, EvtXml, handles, arrays of ANSI text and of size_t, unknown types,
 *   text of odd length, and times after 9999-12-30 do not cost the record.
 * - An array right in the outermost element of a nested template repeats that element too, where
 *   evtx_dump joins the items with commas. One in the name of a Data is joined, where evtx_dump
 *   makes a key of each item.
 */
#include "lib/evtx/evtx_dump_text.h"
#include "lib/evtx/evtx_dump_value.h"
#include "lib/evtx/repeat.h"
#include "lib/evtx/shape.h"
#include "lib/evtx/unique_key.h"

/* --- members --- */

static void emit_comma(struct evtx_emit *e, bool *comma)
{
	if (*comma)
		emit_string(e, ",");
	*comma = true;
}

static void emit_key(struct evtx_emit *e, bool *comma, struct slice text, uint32_t number)
{
	uint8_t digits[16 + QUICK_SLACK];
	emit_comma(e, comma);
	emit_string(e, "\"");
	emit_text(e, text, UTF16_JSON);
	if (number) {
		emit_string(e, "_");
		emit_bytes(e, digits, (size_t)(quick_decimal_u32(digits, number) - digits));
	}
	emit_string(e, "\":");
}

/* The attributes of an element that show something, in order. */
struct attributes {
	const struct evtx_attribute **list; /* in the arena */
	size_t count;
};

static struct attributes attributes_of(struct evtx_emit *e, const struct evtx_node *element)
{
	struct attributes found = {NULL, 0};
	size_t most = 0;
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		most++;
	if (most == 0)
		return found;
	found.list = arena_alloc(e->arena, most * sizeof(*found.list));
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next) {
		struct evtx_dump_text t = evtx_dump_text_of(e, a->values, false);
		if (!evtx_dump_shows_nothing(e, &t))
			found.list[found.count++] = a;
	}
	return found;
}

static void emit_attributes(struct evtx_emit *e, const struct attributes *attributes)
{
	size_t n = attributes->count;
	struct slice *texts = arena_alloc(e->arena, n * sizeof(*texts));
	struct unique_key **keys = arena_alloc(e->arena, n * sizeof(struct unique_key *));
	for (size_t i = 0; i < n; i++)
		texts[i] = attributes->list[i]->name->text;
	struct unique_keys unique;
	unique_keys_make(&unique, e->arena, texts, keys, n);
	bool comma = false;
	emit_string(e, "\"#attributes\":{");
	for (size_t i = 0; i < n; i++) {
		const struct evtx_node *values = attributes->list[i]->values;
		struct evtx_dump_text t = evtx_dump_text_of(e, values, false);
		emit_key(e, &comma, keys[i]->text, unique_key_take(&unique, keys[i]));
		evtx_dump_emit_scalar(e, values, &t);
	}
	emit_string(e, "}");
}

/* The text beside attributes and elements. */
static void emit_own_text(struct evtx_emit *e, const struct evtx_node *first, bool *comma)
{
	struct evtx_dump_text t = evtx_dump_text_of(e, first, true);
	bool either = t.lone && *comma; /* both cases then leave a comma due */
	if (either ? !emit_unless_empty(e, t.value, (struct slice){NULL, 0})
		   : evtx_dump_shows_nothing(e, &t))
		return;
	emit_comma(e, comma);
	emit_string(e, "\"#text\":");
	evtx_dump_emit_scalar(e, first, &t);
	if (either)
		emit_join(e);
}

/* --- elements --- */

enum role {
	ROLE_ELEMENT,
	ROLE_DATA, /* Data of EventData and UserData */
};

enum member_kind {
	MEMBER_RESERVED, /* keeps a key from being used */
	MEMBER_ELEMENT,
	MEMBER_DATA,    /* Data with a name */
	MEMBER_UNNAMED, /* all Data without one */
	MEMBER_NESTED,  /* BinXML that waits; or the element that it is all of */
};

struct dump_member {
	enum member_kind kind;
	const struct evtx_node *node;
};

/* The members of an object, their texts and keys side by side. */
struct object {
	struct evtx_emit *e;
	bool comma;
	size_t count;
	struct dump_member *members;
	struct slice *texts;
	struct unique_key **keys;
	struct unique_keys unique;
	const struct evtx_node **unnamed; /* Data without a name */
	size_t unnamed_count;
	const struct dump_member *current; /* the one that is being written */
};

static void emit_element(struct evtx_emit *e, const struct evtx_node *element, enum role role);

static bool waits(const struct evtx_emit *e, const struct evtx_node *node)
{
	return emit_is_symbolic(e) && node->slot != EVTX_NO_SLOT;
}

/* A BinXML value of a symbolic tree that is there: it will be an element. */
static bool is_nested(struct evtx_emit *e, const struct evtx_node *node)
{
	return node->kind == EVTX_NODE_VALUE && !evtx_dump_is_text(node) && !emit_is_empty(e, node);
}

static bool has_element(struct evtx_emit *e, const struct evtx_node *first)
{
	for (; first; first = first->next)
		if (first->kind == EVTX_NODE_ELEMENT || is_nested(e, first))
			return true;
	return false;
}

/* The name of a Data; empty where it has none. */
static struct slice data_name(struct evtx_emit *e, const struct evtx_node *data)
{
	const struct evtx_attribute *a = evtx_attribute_of(data, EVTX_NAME_NAME);
	for (const struct evtx_node *n = a ? a->values : NULL; n; n = n->next)
		if (waits(e, n)) {
			emit_impossible(e);
			return (struct slice){NULL, 0};
		}
	return a ? evtx_content_text(e->arena, a->values) : (struct slice){NULL, 0};
}

static void add_member(struct object *o, enum member_kind kind, const struct evtx_node *node,
		       struct slice text)
{
	o->members[o->count] = (struct dump_member){kind, node};
	o->texts[o->count++] = text;
}

static void add_data(struct object *o, const struct evtx_node *data)
{
	struct slice name = data_name(o->e, data);
	if (name.n) {
		add_member(o, MEMBER_DATA, data, name);
		return;
	}
	if (o->unnamed_count == 0)
		add_member(o, MEMBER_UNNAMED, NULL, SLICE("Data"));
	o->unnamed[o->unnamed_count++] = data;
}

static void object_begin(struct object *o, struct evtx_emit *e, const struct evtx_node *element)
{
	size_t most = 2;
	for (const struct evtx_node *n = element->children; n; n = n->next)
		most++;
	*o = (struct object){.e = e};
	o->members = arena_alloc(e->arena, most * sizeof(*o->members));
	o->texts = arena_alloc(e->arena, most * sizeof(*o->texts));
	o->keys = arena_alloc(e->arena, most * sizeof(struct unique_key *));
	o->unnamed = arena_alloc(e->arena, most * sizeof(*o->unnamed));
}

/* EventData or UserData, empty but for BinXML that waits. */
static bool is_around_nested(struct evtx_emit *e, const struct evtx_node *element)
{
	enum evtx_known name = element->name->known;
	return (name == EVTX_NAME_EVENT_DATA || name == EVTX_NAME_USER_DATA) &&
	       !element->attributes && element->children && !element->children->next &&
	       is_nested(e, element->children);
}

/* Gathers the members that child elements make. */
static void object_gather(struct object *o, const struct evtx_node *element)
{
	enum evtx_known name = element->name->known;
	bool is_container = name == EVTX_NAME_EVENT_DATA || name == EVTX_NAME_USER_DATA;
	add_member(o, MEMBER_RESERVED, NULL, SLICE("#attributes"));
	add_member(o, MEMBER_RESERVED, NULL, SLICE("#text"));
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (is_nested(o->e, n))
			add_member(o, MEMBER_NESTED, n, (struct slice){NULL, 0});
		else if (n->kind != EVTX_NODE_ELEMENT)
			continue;
		else if (is_container && n->name->known == EVTX_NAME_DATA)
			add_data(o, n);
		else if (is_around_nested(o->e, n))
			add_member(o, MEMBER_NESTED, n, n->name->text);
		else
			add_member(o, MEMBER_ELEMENT, n, n->name->text);
	}
	unique_keys_make(&o->unique, o->e->arena, o->texts, o->keys, o->count);
	unique_key_take(&o->unique, o->keys[0]);
	unique_key_take(&o->unique, o->keys[1]);
}

static void emit_member(const struct evtx_node *element, void *context)
{
	struct object *o = context;
	struct unique_key *key = o->keys[o->current - o->members];
	emit_key(o->e, &o->comma, key->text, unique_key_take(&o->unique, key));
	emit_element(o->e, element, o->current->kind == MEMBER_DATA ? ROLE_DATA : ROLE_ELEMENT);
}

static void emit_item(const struct evtx_node *data, void *context)
{
	struct object *o = context;
	emit_comma(o->e, &o->comma);
	emit_element(o->e, data, ROLE_DATA);
}

/* The text array that is all of a Data: common, and possible without knowing the items. */
static const struct evtx_node *strings_of(const struct evtx_node *data)
{
	const struct evtx_node *only = data->children;
	bool is = only && !only->next && only->kind == EVTX_NODE_VALUE &&
		  only->type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY);
	for (const struct evtx_attribute *a = data->attributes; a; a = a->next)
		is = is && !a->values;
	return is ? only : NULL;
}

static void emit_strings(struct evtx_emit *e, const struct evtx_node *strings)
{
	if (!emit_unless_empty(e, strings, SLICE("\"\"")))
		return;
	emit_value(e, strings, evtx_dump_write_strings);
	emit_join(e);
}

static void emit_unnamed(struct object *o)
{
	struct evtx_emit *e = o->e;
	const struct evtx_node *strings = strings_of(o->unnamed[0]);
	bool alone = o->unnamed_count == 1;
	bool list = !alone || (!strings && repeat_is_needed(e, o->unnamed[0]));
	struct unique_key *key = o->keys[o->current - o->members];
	emit_key(e, &o->comma, key->text, unique_key_take(&o->unique, key));
	emit_string(e, list ? "{\"#text\":[" : "{\"#text\":");
	o->comma = false;
	for (size_t i = 0; i < o->unnamed_count; i++)
		if (alone && strings)
			emit_strings(e, strings);
		else
			repeat_element(e, o->unnamed[i], emit_item, o);
	o->comma = true;
	emit_string(e, list ? "]}" : "}");
}

/* It brings its own key and the comma before it, and does not know its neighbours: these must be
 * System and nothing else. */
static void emit_nested_member(struct object *o, const struct evtx_node *element)
{
	size_t systems = 0, others = 0;
	for (size_t i = 0; i < o->count; i++) {
		const struct dump_member *m = &o->members[i];
		if (m->kind == MEMBER_ELEMENT && m->node->name->known == EVTX_NAME_SYSTEM)
			systems++;
		else if (m->kind != MEMBER_RESERVED)
			others++;
	}
	const struct evtx_node *node = o->current->node;
	bool inside = node->kind == EVTX_NODE_ELEMENT;
	if (o->comma && element->name->known == EVTX_NAME_EVENT && systems == 1 && others == 1)
		emit_nested(o->e, inside ? node->children : node,
			    inside ? node->name->known : EVTX_NAME_OTHER);
	else
		emit_impossible(o->e);
}

static void emit_object(struct evtx_emit *e, const struct evtx_node *element,
			const struct attributes *attributes)
{
	struct object o;
	object_begin(&o, e, element);
	object_gather(&o, element);
	emit_string(e, "{");
	if (attributes->count) {
		emit_attributes(e, attributes);
		o.comma = true;
	}
	emit_own_text(e, element->children, &o.comma);
	for (size_t i = 0; i < o.count; i++) {
		o.current = &o.members[i];
		if (o.current->kind == MEMBER_ELEMENT || o.current->kind == MEMBER_DATA)
			repeat_element(e, o.current->node, emit_member, &o);
		else if (o.current->kind == MEMBER_UNNAMED)
			emit_unnamed(&o);
		else if (o.current->kind == MEMBER_NESTED)
			emit_nested_member(&o, element);
	}
	emit_string(e, "}");
}

static void emit_element(struct evtx_emit *e, const struct evtx_node *element, enum role role)
{
	struct attributes attributes = {NULL, 0};
	if (role == ROLE_ELEMENT)
		attributes = attributes_of(e, element);
	if (attributes.count || has_element(e, element->children))
		emit_object(e, element, &attributes);
	else
		evtx_dump_emit_scalar_or(e, element->children,
					 role == ROLE_DATA ? SLICE("\"\"") : SLICE("null"));
}

static void dump_event(struct evtx_emit *e, const struct evtx_node *root)
{
	bool comma = false;
	emit_string(e, "{");
	emit_key(e, &comma, root->name->text, 0);
	emit_element(e, root, ROLE_ELEMENT);
	emit_string(e, "}");
}

/* The neighbour is System, see emit_nested_member(). */
static void dump_child(struct evtx_emit *e, const struct evtx_node *element)
{
	struct object o;
	struct evtx_node alone = *element;
	alone.next = NULL;
	const struct evtx_node parent = {.kind = EVTX_NODE_ELEMENT, .children = &alone};
	object_begin(&o, e, &parent);
	add_member(&o, MEMBER_RESERVED, NULL, SLICE("System"));
	add_member(&o, MEMBER_ELEMENT, element, element->name->text);
	unique_keys_make(&o.unique, e->arena, o.texts, o.keys, o.count);
	unique_key_take(&o.unique, o.keys[0]);
	o.comma = true;
	o.current = &o.members[1];
	repeat_element(e, element, emit_member, &o);
}

const struct evtx_shape evtx_shape_evtx_dump = {
	.name = "evtx_dump",
	.event = dump_event,
	.child = dump_child,
	.carries_members = false,
};
