/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/wanted.h"

void registry_begin(struct registry *r, enum registry_source source, struct arena *arena)
{
	*r = (struct registry){.arena = arena, .source = source};
	r->root = arena_alloc(arena, sizeof(*r->root));
	*r->root = (struct registry_key){.parent = NULL};
}

/* --- making --- */

static struct registry_key *child_of(const struct registry_key *parent, struct slice name)
{
	for (struct registry_key *k = parent->children; k; k = k->next)
		if (slice_equal_ignoring_case(k->name, name))
			return k;
	return NULL;
}

static struct registry_value *value_of(const struct registry_key *key, struct slice name)
{
	for (struct registry_value *v = key->values; v; v = v->next)
		if (slice_equal_ignoring_case(v->name, name))
			return v;
	return NULL;
}

struct registry_key *registry_add_key(struct registry *r, struct registry_key *parent,
				      struct slice name)
{
	/* Asked before siblings are looked through: text may name unwanted keys without end. */
	uint64_t rows = registry_wanted_rows(parent, name);
	if (r->full || (parent->depth && !rows))
		return NULL;
	struct registry_key *k = child_of(parent, name);
	if (k) {
		k->deleted = false;
		return k;
	}
	if (r->key_count == LIMIT_REGISTRY_KEYS) {
		r->full = true;
		return NULL;
	}
	r->key_count++;
	k = arena_alloc(r->arena, sizeof(*k));
	*k = (struct registry_key){
		.parent = parent,
		.name = arena_copy(r->arena, name),
		.depth = parent->depth + 1,
		.rows = rows,
	};
	if (parent->last_child)
		parent->last_child->next = k;
	else
		parent->children = k;
	parent->last_child = k;
	return k;
}

struct registry_value *registry_add_value(struct registry *r, struct registry_key *key,
					  struct slice name)
{
	struct registry_value *v = r->full ? NULL : value_of(key, name);
	if (v || r->full)
		return v;
	if (r->value_count == LIMIT_REGISTRY_VALUES) {
		r->full = true;
		return NULL;
	}
	r->value_count++;
	v = arena_alloc(r->arena, sizeof(*v));
	*v = (struct registry_value){.name = arena_copy(r->arena, name)};
	if (key->last_value)
		key->last_value->next = v;
	else
		key->values = v;
	key->last_value = v;
	return v;
}

void registry_delete_key(struct registry_key *key)
{
	key->deleted = true;
	key->children = key->last_child = NULL;
	key->values = key->last_value = NULL;
}

/* --- finding --- */

struct registry_key *registry_find_key(struct registry_key *key, const char *path,
				       enum registry_state *state)
{
	struct slice rest = slice_of_string(path);
	*state = REGISTRY_ABSENT;
	while (key && rest.n) {
		size_t end = slice_find_byte(rest, '\\');
		struct registry_key *child = child_of(key, slice_sub(rest, 0, end));
		if (!child && key->children_unreadable)
			*state = REGISTRY_UNREADABLE;
		key = child;
		rest = slice_from(rest, end + 1);
	}
	if (!key || key->deleted)
		return NULL;
	*state = REGISTRY_PRESENT;
	return key;
}

struct registry_value *registry_find_value(const struct registry_key *key, struct slice name,
					   enum registry_state *state)
{
	struct registry_value *v = key ? value_of(key, name) : NULL;
	*state = REGISTRY_ABSENT;
	if (v && v->deleted)
		return NULL;
	if (v)
		*state = v->unreadable ? REGISTRY_UNREADABLE : REGISTRY_PRESENT;
	else if (key && key->values_unreadable)
		*state = REGISTRY_UNREADABLE;
	return v;
}

/* --- names --- */

void registry_append_path(struct buf *b, const struct registry_key *key)
{
	if (!key->parent)
		return;
	registry_append_path(b, key->parent);
	if (key->parent->parent)
		buf_add_byte(b, '\\');
	buf_add_slice(b, key->name);
}

const char *registry_type_name(uint32_t type)
{
	static const char *const names[] = {
		"REG_NONE",
		"REG_SZ",
		"REG_EXPAND_SZ",
		"REG_BINARY",
		"REG_DWORD",
		"REG_DWORD_BIG_ENDIAN",
		"REG_LINK",
		"REG_MULTI_SZ",
		"REG_RESOURCE_LIST",
		"REG_FULL_RESOURCE_DESCRIPTOR",
		"REG_RESOURCE_REQUIREMENTS_LIST",
		"REG_QWORD",
	};
	return type < COUNT_OF(names) ? names[type] : NULL;
}

const char *registry_source_name(enum registry_source source)
{
	static const char *const names[] = {"hive", "reg", "reg_query"};
	return names[source];
}
