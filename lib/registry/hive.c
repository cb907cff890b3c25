/* SPDX-License-Identifier: MIT */
/*
 * A hive is walked in libhivex's strict mode first. Where anything fails that way it is walked once
 * more in the mode that skips what is damaged, and only that walk tells what could not be read: an
 * intact hive is never read by guesses.
 *
 * Keys are found by a walk over their siblings, and not by hivex_node_get_child(), which gives up
 * at the first name that cannot be read, and takes a name with a NUL in it for a shorter one.
 */
#include <errno.h>
#include <hivex.h>

#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/registry/hive.h"
#include "lib/registry/regf.h"
#include "lib/registry/wanted.h"

/* Control sets that are looked into. Real hives have two or three. */
enum { CONTROL_SETS = 16 };

struct walk {
	hive_h *hive;
	struct registry *registry;
	struct slice bytes;
	const struct diag_sink *sink; /* NULL: nothing is told */
	bool unsafe;
	bool failed; /* something could not be read */
	unsigned control_sets;
	size_t names_left, data_left;
};

/* --- what cannot be read --- */

/* Tells of a key, or of a value of this name (p NULL: of the key). */
static void fail(struct walk *w, const struct registry_key *key, struct slice value, size_t at)
{
	w->failed = true;
	if (!w->sink)
		return;
	struct buf path = {0};
	registry_append_path(&path, key);
	if (value.p) {
		buf_add_byte(&path, '\\');
		buf_add_slice(&path, value.n ? value : SLICE("(default)"));
	}
	if (path.n == 0)
		buf_add_string(&path, "the root key");
	struct diag d = {.code = DIAG_REGISTRY_HIVE_UNREADABLE, .offset = at};
	d.text = buf_slice(&path);
	diag_report(w->sink, &d);
	buf_free(&path);
}

static void fail_values(struct walk *w, struct registry_key *key, size_t at)
{
	if (!key->values_unreadable)
		fail(w, key, SLICE("*"), at);
	key->values_unreadable = true;
}

static void fail_children(struct walk *w, struct registry_key *key, size_t at)
{
	if (!key->children_unreadable)
		fail(w, key, (struct slice){NULL, 0}, at);
	key->children_unreadable = true;
}

/* --- names --- */

/* May one more name of n bytes be looked at? */
static bool spend_name(struct walk *w, size_t n)
{
	size_t cost = 1 + n / 32;
	bool enough = cost <= w->names_left;
	w->names_left = enough ? w->names_left - cost : 0;
	w->registry->full |= !enough;
	return enough;
}

/* --- values --- */

/* Does the list of segments of a long value lie within its cell? libhivex believes its length. */
static bool segments_are_bounded(struct walk *w, hive_value_h handle, size_t n)
{
	enum { HEADER = 12 };
	size_t length;
	size_t cell = hivex_value_data_cell_offset(w->hive, handle, &length);
	struct slice header = slice_sub(w->bytes, cell, HEADER);
	/* Within the value, or nowhere; or not a list. */
	if (cell == 0 || header.n == 0 || n + 4 <= 0 - load_u32le(header.p))
		return true;
	size_t list = REGF_BASE_BYTES + (size_t)load_u32le(header.p + 8);
	struct slice size = slice_sub(w->bytes, list, 4);
	return size.n && 4 + 4 * (size_t)load_u16le(header.p + 6) <= 0 - load_u32le(size.p);
}

static struct slice read_data(struct walk *w, hive_value_h handle, uint32_t *type, bool *lost)
{
	hive_type t;
	size_t n, got;
	*lost = hivex_value_type(w->hive, handle, &t, &n) != 0;
	if (*lost)
		return (struct slice){NULL, 0};
	*type = (uint32_t)t;
	*lost = n > LIMIT_REGISTRY_DATA_BYTES || n > w->data_left ||
		!segments_are_bounded(w, handle, n);
	/* No data may be nowhere, which libhivex takes for damage. */
	if (*lost || n == 0)
		return (struct slice){NULL, 0};
	char *data = hivex_value_value(w->hive, handle, &t, &got);
	*lost = !data || got < n;
	struct slice s = {NULL, 0};
	if (!*lost)
		s = arena_copy(w->registry->arena, slice_of(data, n));
	w->data_left -= s.n;
	free(data);
	return s;
}

static void add_value(struct walk *w, struct registry_key *key, hive_value_h handle,
		      struct slice name)
{
	size_t count = w->registry->value_count;
	struct registry_value *v = registry_add_value(w->registry, key, name);
	if (!v)
		key->values_unreadable = true;
	/* The first of two values of one name is the one that Windows finds. */
	if (w->registry->value_count == count)
		return;
	v->place.offset = handle;
	v->data = read_data(w, handle, &v->type, &v->unreadable);
	if (v->unreadable)
		fail(w, key, v->name, handle);
}

static void read_value(struct walk *w, struct registry_key *key, hive_value_h handle)
{
	char *name = hivex_value_key(w->hive, handle);
	/* The name may have NULs in it; less than up to the first is a failure of the library. */
	size_t n = hivex_value_key_len(w->hive, handle);
	if (!name || n < strlen(name))
		fail_values(w, key, handle);
	else if (!spend_name(w, n))
		key->values_unreadable = true;
	else if (n <= LIMIT_REGISTRY_NAME_BYTES)
		add_value(w, key, handle, slice_of(name, n));
	free(name);
}

static void read_values(struct walk *w, struct registry_key *key, hive_node_h node)
{
	hive_value_h *list = hivex_node_values(w->hive, node);
	if (!list) {
		fail_values(w, key, node);
		return;
	}
	for (size_t i = 0; list[i]; i++) {
		if (i == LIMIT_REGISTRY_KEY_VALUES) {
			w->registry->full = key->values_unreadable = true;
			break;
		}
		read_value(w, key, list[i]);
	}
	free(list);
}

/* --- keys --- */

/* Entries of the lists at a cell and below it are no more than *left, which they are taken off. In
 * its lenient mode libhivex counts only those that are keys, however often lists are listed. */
static bool list_is_bounded(struct slice bytes, size_t cell, size_t *left, unsigned depth)
{
	enum { HEADER = 8, DEPTH = 32 };
	struct slice header = slice_sub(bytes, cell, HEADER);
	size_t count = header.n ? load_u16le(header.p + 6) : 0;
	if (count > *left || depth > DEPTH)
		return false;
	*left -= count;
	if (header.n == 0 || memcmp(header.p + 4, "ri", 2) != 0)
		return true;
	for (size_t i = 0; i < count; i++) {
		struct slice item = slice_sub(bytes, cell + HEADER + 4 * i, 4);
		if (item.n && !list_is_bounded(bytes, REGF_BASE_BYTES + (size_t)load_u32le(item.p),
					       left, depth + 1))
			return false;
	}
	return true;
}

static hive_node_h *list_children(struct walk *w, struct registry_key *key, hive_node_h node)
{
	enum { LIST_AT = 32 }; /* in the cell of a key */
	size_t left = LIMIT_REGISTRY_HIVE_NAMES;
	struct slice list_at = slice_sub(w->bytes, node + LIST_AT, 4);
	hive_node_h *list = NULL;
	if (!w->unsafe || !list_at.n ||
	    list_is_bounded(w->bytes, REGF_BASE_BYTES + (size_t)load_u32le(list_at.p), &left, 0))
		list = hivex_node_children(w->hive, node);
	size_t count = 0;
	while (list && list[count])
		count++;
	if (!list || count != hivex_node_nr_children(w->hive, node))
		fail_children(w, key, node);
	return list;
}

static void read_key(struct walk *w, struct registry_key *key, hive_node_h node,
		     enum registry_wanted wanted);

/* Of the root every child is told by name, but only what matters is looked into. */
static bool is_looked_into(struct walk *w, const struct registry_key *key,
			   enum registry_wanted wanted)
{
	if (key->parent->parent || wanted >= REGISTRY_WANT_VALUES)
		return true;
	if (!registry_is_control_set(key->name))
		return false;
	w->registry->full |= w->control_sets == CONTROL_SETS;
	return w->control_sets < CONTROL_SETS && ++w->control_sets;
}

static void add_child(struct walk *w, struct registry_key *parent, hive_node_h node,
		      struct slice name)
{
	enum registry_wanted wanted = registry_wants(parent, name);
	if (wanted == REGISTRY_UNWANTED || name.n > LIMIT_REGISTRY_NAME_BYTES)
		return;
	size_t n = hivex_node_name_len(w->hive, node);
	if (n < name.n)
		fail_children(w, parent, node); /* of the library */
	/* Another key, whose name goes on behind a NUL. */
	if (n != name.n)
		return;
	size_t count = w->registry->key_count;
	struct registry_key *child = registry_add_key(w->registry, parent, name);
	if (!child)
		parent->children_unreadable = true;
	if (w->registry->key_count == count)
		return;
	child->place.offset = node;
	if (is_looked_into(w, child, wanted))
		read_key(w, child, node, wanted);
}

static void read_child(struct walk *w, struct registry_key *parent, hive_node_h node)
{
	char *name = hivex_node_name(w->hive, node);
	if (!name)
		fail_children(w, parent, node);
	else if (spend_name(w, strlen(name)))
		add_child(w, parent, node, slice_of_string(name));
	else
		parent->children_unreadable = true;
	free(name);
}

/* Its depth is that of the paths in wanted.c. */
static void read_key(struct walk *w, struct registry_key *key, hive_node_h node,
		     enum registry_wanted wanted)
{
	int64_t time = hivex_node_timestamp(w->hive, node);
	if (time > 0)
		key->time = known_number((uint64_t)time);
	if (wanted >= REGISTRY_WANT_VALUES)
		read_values(w, key, node);
	hive_node_h *list = list_children(w, key, node);
	for (size_t i = 0; list && list[i]; i++)
		read_child(w, key, list[i]);
	free(list);
}

/* --- a hive --- */

static int walk_hive(struct walk *w, const char *name)
{
	w->hive = hivex_open(name, w->unsafe ? HIVEX_OPEN_UNSAFE : 0);
	if (!w->hive)
		return errno;
	hive_node_h root = hivex_root(w->hive);
	if (root)
		read_key(w, w->registry->root, root, REGISTRY_WANT_NAME);
	int result = root ? 0 : ENOTSUP;
	hivex_close(w->hive);
	return result;
}

static int read_once(struct registry *r, const struct hive_file *file, struct arena *arena,
		     const struct diag_sink *sink, bool unsafe, bool *failed)
{
	struct walk w = {
		.registry = r,
		.bytes = file->bytes,
		.sink = sink,
		.unsafe = unsafe,
		.names_left = LIMIT_REGISTRY_HIVE_NAMES,
		.data_left = LIMIT_REGISTRY_HIVE_DATA,
	};
	registry_begin(r, REGISTRY_FROM_HIVE, arena);
	int result = walk_hive(&w, file->name);
	*failed = w.failed || result;
	return result;
}

int hive_read(struct registry *r, const struct hive_file *file, struct arena *arena,
	      const struct diag_sink *sink, bool *unreadable)
{
	int result = read_once(r, file, arena, NULL, false, unreadable);
	if (*unreadable)
		result = read_once(r, file, arena, sink, true, unreadable);
	if (result)
		r->root->values_unreadable = r->root->children_unreadable = true;
	*unreadable |= r->full;
	if (r->full)
		diag_report(sink, &(struct diag){.code = DIAG_REGISTRY_TREE_FULL});
	return result;
}
