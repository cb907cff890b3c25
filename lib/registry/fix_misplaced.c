/* SPDX-License-Identifier: MIT */
/* Values that have no effect: those at a wrong place or misspelt, and those of a wrong type. */
#include "lib/base/number.h"
#include "lib/registry/fix_part.h"

static const struct registry_key *child_of(const struct registry_key *key, struct slice name)
{
	for (const struct registry_key *k = key->children; k; k = k->next)
		if (!k->deleted && slice_equal_ignoring_case(k->name, name))
			return k;
	return NULL;
}

/* The path of a finding, parted: the control set, its key below that, and the name of the value,
 * which may have backslashes. All borrowed from path. */
struct place {
	struct slice key, name;
	bool found; /* such a value is there */
};

static struct place find_place(const struct registry *r, struct slice path)
{
	struct place place = {.name = path};
	const struct registry_key *key = r->root, *next;
	size_t set_end = slice_find_byte(path, '\\');
	enum registry_state state;
	for (;;) {
		size_t end = slice_find_byte(place.name, '\\');
		next = end < place.name.n ? child_of(key, slice_sub(place.name, 0, end)) : NULL;
		if (!next)
			break;
		key = next;
		place.name = slice_from(place.name, end + 1);
	}
	size_t key_n = path.n - place.name.n; /* with the backslash behind it */
	if (key_n > set_end + 1)
		place.key = slice_sub(path, set_end + 1, key_n - set_end - 2);
	place.found = registry_find_value(key, place.name, &state) && place.key.n;
	return place;
}

static bool is_in_crash_keys(struct slice key)
{
	static const enum setting_key keys[] = {SETTING_KEY_CRASH_CONTROL,
						SETTING_KEY_MEMORY_MANAGEMENT};
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (slice_equal_ignoring_case(key, slice_of_string(setting_key_paths[keys[i]])))
			return true;
	return false;
}

static bool has_rule(const struct lint_finding *finding, struct slice id)
{
	return slice_equal(slice_of_string(finding->rule->id), id);
}

static void drop(struct fix *f, size_t i, const char *why)
{
	const struct lint_finding *finding = &f->l->list[i];
	struct place place = find_place(f->c->registry, finding->path);
	if (!place.found || (has_rule(finding, SLICE("CD04")) && !is_in_crash_keys(place.key)))
		return;
	fix_comment_input(f, finding->message);
	fix_comment(f, why);
	fix_comment(f, " It was ");
	fix_comment_input(f, finding->value.n ? finding->value : SLICE("empty"));
	fix_comment(f, ". Mends ");
	fix_comment(f, finding->rule->id);
	fix_comment(f, ".");
	f->mended[i] = fix_delete_at(f, place.key, place.name);
	f->comment.n = 0;
}

void fix_misplaced(struct fix *f)
{
	for (size_t i = 0; i < f->l->count; i++) {
		if (f->mended[i])
			continue;
		if (has_rule(&f->l->list[i], SLICE("CD04")))
			drop(f, i, " Without it Windows takes its default.");
		else if (has_rule(&f->l->list[i], SLICE("CD05")))
			drop(f, i, "");
	}
}
