/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/control_set_merge.h"

/* The tree keeps no level beyond these (REGISTRY_WANTED_DEPTH below what is wanted). */
enum { DEPTH_MAX = 16 };

static const struct registry_key *key_named(const struct registry_key *parent, struct slice name)
{
	for (const struct registry_key *k = parent ? parent->children : NULL; k; k = k->next)
		if (slice_equal_ignoring_case(k->name, name))
			return k;
	return NULL;
}

static const struct registry_value *value_named(const struct registry_key *key, struct slice name)
{
	for (const struct registry_value *v = key ? key->values : NULL; v; v = v->next)
		if (slice_equal_ignoring_case(v->name, name))
			return v;
	return NULL;
}

static void append_value(struct registry_key *key, const struct registry_value *v,
			 struct arena *arena)
{
	struct registry_value *copy = arena_alloc(arena, sizeof(*copy));
	*copy = *v;
	copy->next = NULL;
	if (key->last_value)
		key->last_value->next = copy;
	else
		key->values = copy;
	key->last_value = copy;
}

static void merge_values(struct registry_key *out, const struct registry_key *a,
			 const struct registry_key *b, struct arena *arena)
{
	for (const struct registry_value *v = a ? a->values : NULL; v; v = v->next) {
		const struct registry_value *twin = value_named(b, v->name);
		bool twin_is_later = twin && twin->place.offset > v->place.offset;
		append_value(out, twin_is_later ? twin : v, arena);
	}
	for (const struct registry_value *v = b ? b->values : NULL; v; v = v->next)
		if (!value_named(a, v->name))
			append_value(out, v, arena);
}

/* A key that both, or either, of them have: at least one is not NULL. */
static struct registry_key *merge_key(const struct registry_key *a, const struct registry_key *b,
				      const struct registry_key *parent, struct arena *arena)
{
	struct registry_key *out = arena_alloc(arena, sizeof(*out));
	*out = a ? *a : *b;
	out->parent = parent;
	out->next = out->children = out->last_child = NULL;
	out->values = out->last_value = NULL;
	/* A key without a line does not stand in the text itself. */
	if (b && out->place.line == 0)
		out->place = b->place;
	out->deleted = (!a || a->deleted) && (!b || b->deleted);
	out->values_unreadable = (a && a->values_unreadable) || (b && b->values_unreadable);
	out->children_unreadable = (a && a->children_unreadable) || (b && b->children_unreadable);
	merge_values(out, a, b, arena);
	return out;
}

static void append_key(struct registry_key *parent, struct registry_key *key)
{
	if (parent->last_child)
		parent->last_child->next = key;
	else
		parent->children = key;
	parent->last_child = key;
}

static void merge_children(struct registry_key *out, const struct registry_key *a,
			   const struct registry_key *b, unsigned depth, struct arena *arena)
{
	if (depth == DEPTH_MAX)
		return;
	for (const struct registry_key *k = a ? a->children : NULL; k; k = k->next) {
		const struct registry_key *twin = key_named(b, k->name);
		struct registry_key *child = merge_key(k, twin, out, arena);
		append_key(out, child);
		merge_children(child, k, twin, depth + 1, arena);
	}
	for (const struct registry_key *k = b ? b->children : NULL; k; k = k->next) {
		if (key_named(a, k->name))
			continue;
		struct registry_key *child = merge_key(NULL, k, out, arena);
		append_key(out, child);
		merge_children(child, NULL, k, depth + 1, arena);
	}
}

struct registry_key *control_set_merge(const struct registry_key *a, const struct registry_key *b,
				       struct arena *arena)
{
	struct registry_key *out = merge_key(a, b, a->parent, arena);
	merge_children(out, a, b, 0, arena);
	return out;
}
