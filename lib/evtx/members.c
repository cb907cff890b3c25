/* SPDX-License-Identifier: MIT */
#include "lib/evtx/members.h"

#include "lib/evtx/content.h"

/* Beyond FEW members a hash table finds them: an event may hold thousands. */
enum { FEW = 8, BUCKETS = 256 };

/* Raw bytes are kept for names up to this many bytes; longer ones are forged. */
enum { LONGEST_NAME = 1024 };

void members_begin(struct members *m)
{
	*m = (struct members){.last = &m->first};
}

static struct member **bucket_of(const struct members *m, struct slice name)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < name.n; i++)
		hash = (hash ^ name.p[i]) * 16777619u;
	return &m->buckets[hash % BUCKETS];
}

static void enter(struct members *m, struct member *member)
{
	struct member **bucket = bucket_of(m, member->name);
	member->same_bucket = *bucket;
	*bucket = member;
}

static struct member *find(const struct members *m, struct slice name)
{
	struct member *p = m->buckets ? *bucket_of(m, name) : m->first;
	while (p && !slice_equal(p->name, name))
		p = m->buckets ? p->same_bucket : p->next;
	return p;
}

static struct member *member_named(struct members *m, struct arena *arena, struct slice name)
{
	struct member *p = find(m, name);
	if (p)
		return p;
	p = arena_alloc(arena, sizeof(*p));
	*p = (struct member){.name = name};
	p->last = &p->first;
	*m->last = p;
	m->last = &p->next;
	if (++m->count == FEW) {
		m->buckets = arena_alloc(arena, BUCKETS * sizeof(struct member *));
		memset(m->buckets, 0, BUCKETS * sizeof(struct member *));
		for (struct member *each = m->first; each; each = each->next)
			enter(m, each);
	} else if (m->buckets) {
		enter(m, p);
	}
	return p;
}

void members_add(struct members *m, struct arena *arena, struct slice name,
		 const struct evtx_node *content, const struct evtx_node *element)
{
	struct member *member = member_named(m, arena, name);
	struct member_value *v = arena_alloc(arena, sizeof(*v));
	*v = (struct member_value){NULL, content, element};
	*member->last = v;
	member->last = &v->next;
}

/* The items of a text array, each a string. */
static void emit_items(struct evtx_emit *e, const struct evtx_node *array, bool *comma)
{
	emit_string(e, *comma ? "," : "");
	emit_value(e, array,
		   array->type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY) ? evtx_write_strings
								       : evtx_write_ansi_strings);
	*comma = true;
}

/* The text array that a value is, or NULL. */
static const struct evtx_node *array_of(const struct member_value *v)
{
	const struct evtx_node *content = v->element ? v->element->children : v->content;
	if (v->element && v->element->attributes)
		return NULL;
	return evtx_is_text_array(content) ? content : NULL;
}

/* Whether one array has several items is not known before it is there. */
static bool makes_array(struct evtx_emit *e, const struct member *member)
{
	if (member->first->next)
		return true;
	const struct evtx_node *array = array_of(member->first);
	if (!array)
		return false;
	if (emit_is_symbolic(e))
		emit_impossible(e);
	struct slice rest = array->bytes, item;
	return evtx_array_next(array->type, &rest, &item) && rest.n > 0;
}

static void emit_values(struct evtx_emit *e, const struct member *member)
{
	bool comma = false;
	for (const struct member_value *v = member->first; v; v = v->next) {
		const struct evtx_node *items = array_of(v);
		if (items) {
			emit_items(e, items, &comma);
			continue;
		}
		emit_string(e, comma ? "," : "");
		comma = true;
		if (v->element)
			emit_element_tree(e, v->element);
		else
			emit_json_string(e, v->content);
	}
}

/* The bytes of a value that is one value and no valid text; null for the others. */
static void emit_raw(struct evtx_emit *e, const struct member_value *v)
{
	const struct evtx_node *node = v->element ? v->element->children : v->content;
	bool replaced = false;
	if (node && !node->next && node->kind == EVTX_NODE_VALUE) {
		/* Written once more, only to see. */
		size_t end = e->out->n;
		e->scratch->replaced = false;
		emit_value(e, node, evtx_value_writer(node->type, node->bytes.n, UTF16_PLAIN));
		replaced = e->scratch->replaced;
		e->out->n = end;
	}
	if (!replaced) {
		emit_string(e, "null");
		return;
	}
	emit_string(e, "\"");
	emit_value(e, node, evtx_value_writer(EVTX_TYPE_BINARY, 1, UTF16_PLAIN));
	emit_string(e, "\"");
}

/* The member again, as raw bytes. */
static void emit_hex(struct evtx_emit *e, const struct member *member, bool array)
{
	emit_string(e, ",\"");
	emit_text(e, member->name, UTF16_JSON);
	emit_string(e, array ? "_hex\":[" : "_hex\":");
	for (const struct member_value *v = member->first; v && !e->too_large; v = v->next) {
		emit_raw(e, v);
		emit_string(e, v->next ? "," : "");
	}
	emit_string(e, array ? "]" : "");
}

/* Is there a member that already has the name of this one's raw bytes? */
static bool hex_is_taken(struct evtx_emit *e, const struct members *among, struct slice name)
{
	static const struct slice suffix = {(const uint8_t *)"_hex", 4};
	if (!among || name.n > LONGEST_NAME)
		return among != NULL;
	uint8_t *text = arena_alloc(e->arena, name.n + suffix.n);
	memcpy(text, name.p, name.n);
	memcpy(text + name.n, suffix.p, suffix.n);
	return find(among, slice_of(text, name.n + suffix.n)) != NULL;
}

static void emit_named(struct evtx_emit *e, const char *before, const struct member *member,
		       bool array)
{
	emit_string(e, before);
	emit_string(e, "\"");
	emit_text(e, member->name, UTF16_JSON);
	emit_string(e, array ? "\":[" : "\":");
	emit_values(e, member);
	emit_string(e, array ? "]" : "");
}

void members_emit_one(struct evtx_emit *e, const char *before, const struct member *member,
		      const struct members *among, bool array)
{
	if (!e->careful) {
		emit_named(e, before, member, array);
		return;
	}
	bool outer = e->scratch->replaced;
	e->scratch->replaced = false;
	emit_named(e, before, member, array);
	if (e->scratch->replaced && !hex_is_taken(e, among, member->name))
		emit_hex(e, member, array);
	e->scratch->replaced |= outer;
}

void members_emit(struct evtx_emit *e, const struct members *m, bool *comma)
{
	for (const struct member *p = m->first; p; p = p->next) {
		members_emit_one(e, *comma ? "," : "", p, m, makes_array(e, p));
		*comma = true;
	}
}

/* Windows leaves out attributes whose value is NULL. */
static bool is_null(const struct evtx_node *values)
{
	return values && !values->next && values->kind == EVTX_NODE_VALUE &&
	       values->type == EVTX_TYPE_NULL;
}

/* Was the attribute's name used by one before it? The first FEW are compared one by one. */
static bool is_repeated(struct evtx_emit *e, const struct evtx_node *element,
			const struct evtx_attribute *attribute, struct members *names)
{
	size_t count = 0;
	for (const struct evtx_attribute *a = element->attributes; a != attribute; a = a->next) {
		if (!names->first && slice_equal(a->name->text, attribute->name->text) &&
		    !is_null(a->values))
			return true;
		count++;
	}
	if (count < FEW)
		return false;
	for (const struct evtx_attribute *a = element->attributes; !names->first && a != attribute;
	     a = a->next)
		if (!is_null(a->values))
			(void)member_named(names, e->arena, a->name->text);
	bool repeated = find(names, attribute->name->text) != NULL;
	(void)member_named(names, e->arena, attribute->name->text);
	return repeated;
}

/* The same name twice is forged: the first one counts, as with an XML reader that goes on. */
static void emit_attributes(struct evtx_emit *e, const struct evtx_node *element, bool *comma)
{
	struct members names;
	members_begin(&names);
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next) {
		if (is_null(a->values) || is_repeated(e, element, a, &names))
			continue;
		emit_string(e, *comma ? ",\"@" : "\"@");
		emit_text(e, a->name->text, UTF16_JSON);
		emit_string(e, "\":");
		emit_json_string(e, a->values);
		*comma = true;
	}
}

/* The nodes of an element's content that are not elements, as a list of their own. */
static const struct evtx_node *text_of(struct evtx_emit *e, const struct evtx_node *element)
{
	struct evtx_node *first = NULL, **last = &first;
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (n->kind == EVTX_NODE_ELEMENT)
			continue;
		struct evtx_node *copy = arena_alloc(e->arena, sizeof(*copy));
		*copy = *n;
		copy->next = NULL;
		*last = copy;
		last = &copy->next;
	}
	return first;
}

/* The text beside attributes and elements; left out where there is none, as in event XML. */
static void emit_own_text(struct evtx_emit *e, const struct evtx_node *text, bool *comma)
{
	if (!text)
		return;
	if (text->next && emit_is_symbolic(e)) {
		emit_impossible(e);
		return;
	}
	bool value = !text->next && text->kind == EVTX_NODE_VALUE;
	if (value ? !emit_unless_empty(e, text, SLICE("")) : evtx_content_is_empty(text))
		return;
	emit_json_key(e, comma, SLICE("#text"));
	emit_json_string(e, text);
	if (value)
		emit_join(e);
}

static bool has_attribute(const struct evtx_node *element)
{
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		if (!is_null(a->values))
			return true;
	return false;
}

/* No XML name begins like the members for attributes and text; a forged one must not meet them. */
static struct slice key_of(struct evtx_emit *e, struct slice name)
{
	if (name.n == 0 || (name.p[0] != '@' && name.p[0] != '#'))
		return name;
	uint8_t *key = arena_alloc(e->arena, name.n + 1);
	key[0] = '_';
	memcpy(key + 1, name.p, name.n);
	return slice_of(key, name.n + 1);
}

/* Are the child elements few, all of another name, and each one value? Then there is nothing to be
 * gathered before they are written. */
static bool is_simple(const struct evtx_node *element)
{
	const struct evtx_name *names[FEW];
	size_t count = 0;
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (n->kind != EVTX_NODE_ELEMENT)
			continue;
		struct slice text = n->name->text;
		if (count == FEW || text.n == 0 || text.p[0] == '@' || text.p[0] == '#' ||
		    evtx_is_text_array(n->children))
			return false;
		for (size_t i = 0; i < count; i++)
			if (names[i] == n->name || slice_equal(names[i]->text, text))
				return false;
		names[count++] = n->name;
	}
	return true;
}

static void emit_simple(struct evtx_emit *e, const struct evtx_node *element, bool *comma)
{
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (n->kind != EVTX_NODE_ELEMENT)
			continue;
		emit_json_key(e, comma, n->name->text);
		emit_element_tree(e, n);
	}
}

static void emit_gathered(struct evtx_emit *e, const struct evtx_node *element, bool *comma)
{
	struct members members;
	members_begin(&members);
	for (const struct evtx_node *n = element->children; n; n = n->next)
		if (n->kind == EVTX_NODE_ELEMENT)
			members_add(&members, e->arena, key_of(e, n->name->text), NULL, n);
	members_emit(e, &members, comma);
}

void emit_element_tree(struct evtx_emit *e, const struct evtx_node *element)
{
	bool has_element = content_has_element(element->children);
	if (!has_element && !has_attribute(element)) {
		emit_json_string(e, element->children);
		return;
	}
	bool comma = false;
	emit_string(e, "{");
	if (element->attributes)
		emit_attributes(e, element, &comma);
	if (!e->careful && is_simple(element))
		emit_simple(e, element, &comma);
	else
		emit_gathered(e, element, &comma);
	emit_own_text(e, text_of(e, element), &comma);
	emit_string(e, "}");
}
