/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/hive_kind.h"
#include "lib/registry/reg_keys.h"
#include "lib/registry/wanted.h"

void reg_keys_begin(struct reg_keys *k, struct registry *r, enum registry_source source,
		    struct arena *arena, const struct diag_sink *sink)
{
	registry_begin(r, source, arena);
	*k = (struct reg_keys){.registry = r, .sink = sink};
}

static void report(const struct reg_keys *k, enum diag_code code, struct registry_place place,
		   struct slice text, uint64_t got)
{
	diag_report(k->sink, &(struct diag){.code = code,
					    .offset = place.offset,
					    .line = place.line,
					    .text = text,
					    .got = got});
}

/* --- where the hive is --- */

bool reg_keys_consider(struct reg_keys *k, struct slice text)
{
	struct reg_path path = reg_path_read(text);
	struct slice mount = {0};
	enum reg_mount_sign sign = reg_path_find_mount(&path, &mount);
	/* The root of a hive itself, in an export without a mount. */
	if (path.root == REG_ROOT_NONE && path.names.n == 0)
		sign = REG_MOUNT_CERTAIN;
	if (sign > k->sign) {
		k->sign = sign;
		k->root = path.root;
		k->mount = arena_copy(k->registry->arena, mount);
	}
	return k->sign == REG_MOUNT_CERTAIN;
}

/* Counts, or tells of, a key that does not belong to the hive. */
static void leave_out(struct reg_keys *k, const struct reg_path *path, struct registry_place place)
{
	struct slice mount = {0};
	if (reg_path_find_mount(path, &mount) == REG_MOUNT_CERTAIN) {
		if (slice_equal_ignoring_case(path->hive, k->other_mount))
			return;
		report(k, DIAG_REGISTRY_TEXT_MOUNT, place, path->hive, 0);
		k->other_mount = arena_copy(k->registry->arena, path->hive);
		return;
	}
	if (path->names.n == 0)
		return; /* a root itself, which exports of all of it begin with */
	if (k->other_keys++ == 0) {
		k->other_hive = arena_copy(k->registry->arena, path->hive);
		k->other_place = place;
	}
}

/* --- keys --- */

/* Counts what makes the registry compare names; false where it is enough. */
static bool take_statement(struct reg_keys *k)
{
	if (k->statements == LIMIT_REGISTRY_STATEMENTS)
		k->registry->full = true;
	k->statements++;
	return !k->registry->full;
}

/* The key at this path; NULL where it does not matter, or is not below the hive. */
static struct registry_key *find(struct reg_keys *k, struct slice text, struct registry_place place)
{
	struct reg_path path = reg_path_read(text);
	struct slice below = {0}, name = {0};
	k->last = place;
	if (k->sign == REG_MOUNT_NONE || !reg_path_is_below(&path, k->root, k->mount, &below)) {
		leave_out(k, &path, place);
		return NULL;
	}
	struct registry_key *key = k->registry->root;
	while (key && reg_path_take(&below, &name))
		key = registry_add_key(k->registry, key, name);
	return key && take_statement(k) ? key : NULL;
}

/* Are values of this key of interest? */
static bool wants_values(const struct registry_key *key)
{
	return key->parent && registry_wants(key->parent, key->name) >= REGISTRY_WANT_VALUES;
}

void reg_keys_leave(struct reg_keys *k)
{
	k->entered = true;
	k->key = NULL;
}

void reg_keys_enter(struct reg_keys *k, struct slice path, struct registry_place place)
{
	struct registry_key *key = find(k, path, place);
	reg_keys_leave(k);
	k->key = key && wants_values(key) ? key : NULL;
	if (!key)
		return;
	if (key->place.line == 0)
		key->place = place;
	k->whole |= !key->parent;
}

void reg_keys_delete(struct reg_keys *k, struct slice path, struct registry_place place)
{
	struct registry_key *key = find(k, path, place);
	reg_keys_leave(k);
	if (key && key->parent) {
		key->place = place;
		registry_delete_key(key);
	} else if (key) {
		for (struct registry_key *child = key->children; child; child = child->next)
			registry_delete_key(child);
	}
}

bool reg_keys_has_value(struct reg_keys *k, struct slice name)
{
	enum registry_state state = REGISTRY_ABSENT;
	if (k->key && take_statement(k))
		(void)!registry_find_value(k->key, name, &state);
	return state == REGISTRY_PRESENT;
}

struct registry_value *reg_keys_value(struct reg_keys *k, struct slice name,
				      struct registry_place place)
{
	if (!k->key || !take_statement(k))
		return NULL;
	struct registry_value *v = registry_add_value(k->registry, k->key, name);
	if (v)
		v->place = place;
	return v;
}

/* --- the end --- */

/* Is there a name at the root that a hive SYSTEM has? */
static bool is_system(const struct registry *r)
{
	for (const struct registry_key *key = r->root->children; key; key = key->next)
		if (registry_is_control_set(key->name) || reg_path_is_system_name(key->name))
			return true;
	return false;
}

/* Tells what it is instead. */
static void tell_other(const struct reg_keys *k)
{
	const char *kind = hive_kind(k->registry);
	struct registry_place start = {0, 1};
	if (k->other_keys)
		report(k, DIAG_REGISTRY_TEXT_NOT_SYSTEM, k->other_place, k->other_hive, 0);
	else if (k->registry->root->children && kind)
		report(k, DIAG_REGISTRY_HIVE_OTHER, start,
		       slice_of_string(hive_kind_description(kind)), 0);
	else
		report(k, DIAG_REGISTRY_TEXT_EMPTY, start, SLICE(""), 0);
}

/* Was all of a hive exported? Tools write keys by name, so that one that was cut has no Select.
 * "reg query" without /s may only have listed the keys of the root. */
static bool is_whole(const struct reg_keys *k, bool damaged)
{
	enum registry_state select;
	(void)!registry_find_key(k->registry->root, "Select", &select);
	return k->whole && !damaged && select == REGISTRY_PRESENT &&
	       k->registry->source == REGISTRY_FROM_REG;
}

enum status reg_keys_end(struct reg_keys *k, bool damaged)
{
	k->registry->fragment = !is_whole(k, damaged);
	if (!is_system(k->registry)) {
		tell_other(k);
		return STATUS_NOT_THIS_FORMAT;
	}
	if (k->other_keys)
		report(k, DIAG_REGISTRY_TEXT_OTHER_HIVE, k->other_place, k->other_hive,
		       k->other_keys);
	if (k->registry->full) {
		report(k, DIAG_REGISTRY_TREE_FULL, k->last, SLICE(""), 0);
		return STATUS_LIMIT;
	}
	return damaged ? STATUS_DAMAGED : STATUS_OK;
}
