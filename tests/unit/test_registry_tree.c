/* SPDX-License-Identifier: MIT */
/* lib/registry/tree.h and wanted.h: keys, values, their three states, and what is kept. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/registry/wanted.h"

static struct registry_key *add(struct registry *r, const char *path)
{
	struct slice rest = slice_of_string(path);
	struct registry_key *key = r->root;
	while (key && rest.n) {
		size_t end = slice_find_byte(rest, '\\');
		key = registry_add_key(r, key, slice_sub(rest, 0, end));
		rest = slice_from(rest, end + 1);
	}
	return key;
}

Test(registry_tree, only_what_matters_is_kept)
{
	static const struct {
		const char *path;
		bool kept;
	} rows[] = {
		{"Select", true},
		{"Whatever", true}, /* names of the root tell which hive it is */
		{"Select\\Sub", false},
		{"ControlSet001\\Control\\CrashControl", true},
		{"controlset017\\CONTROL\\crashcontrol", true},
		{"CurrentControlSet\\Control\\Session Manager\\Memory Management", true},
		{"CurrentControlSet\\Control\\Session Manager\\Power", false},
		{"ControlSet01\\Control", false},
		{"ControlSet0011\\Control", false},
		{"ControlSet00A\\Control", false},
		{"ControlSet001\\Control\\CrashControl\\A\\B\\C\\D", true},
		{"ControlSet001\\Control\\CrashControl\\A\\B\\C\\D\\E", false},
		{"ControlSet001\\Services\\kbdhid\\crashdump", true},
		{"ControlSet001\\Services\\kbhid\\Parameters", true},
		{"ControlSet001\\Services\\Tcpip\\Parameters", true},
		{"ControlSet001\\Services\\Tcpip\\Linkage", false},
		{"ControlSet001\\Services\\Dhcp", false},
		{"MountedDevices", true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena = {0};
		struct registry r;
		registry_begin(&r, REGISTRY_FROM_REG, &arena);
		cr_expect_eq(add(&r, rows[i].path) != NULL, rows[i].kept, "%s", rows[i].path);
		cr_expect_not(r.full);
		arena_free(&arena);
	}
}

Test(registry_tree, names_ignore_case_and_later_values_win)
{
	struct arena arena = {0};
	struct registry r;
	enum registry_state state;
	registry_begin(&r, REGISTRY_FROM_HIVE, &arena);
	struct registry_key *key = add(&r, "ControlSet001\\Control\\CrashControl");
	struct registry_value *v = registry_add_value(&r, key, SLICE("Overwrite"));
	cr_assert_not_null(v);
	cr_expect_eq(registry_add_value(&r, key, SLICE("OVERWRITE")), v);
	cr_expect_eq(registry_find_value(key, SLICE("overwrite"), &state), v);
	cr_expect_eq(state, REGISTRY_PRESENT);
	cr_expect_eq(registry_find_key(r.root, "controlset001\\CONTROL\\crashcontrol", &state),
		     key);
	struct buf path = {0};
	registry_append_path(&path, key);
	cr_expect(slice_equal(buf_slice(&path), SLICE("ControlSet001\\Control\\CrashControl")));
	buf_free(&path);
	arena_free(&arena);
}

Test(registry_tree, unreadable_is_not_absent)
{
	struct arena arena = {0};
	struct registry r;
	enum registry_state state;
	registry_begin(&r, REGISTRY_FROM_HIVE, &arena);
	struct registry_key *set = add(&r, "ControlSet001");
	struct registry_key *key = add(&r, "ControlSet001\\Control");

	cr_expect_null(registry_find_value(key, SLICE("a"), &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	cr_expect_null(registry_find_value(NULL, SLICE("a"), &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	key->values_unreadable = true;
	cr_expect_null(registry_find_value(key, SLICE("a"), &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	struct registry_value *v = registry_add_value(&r, key, SLICE("a"));
	v->unreadable = true;
	cr_expect_eq(registry_find_value(key, SLICE("a"), &state), v);
	cr_expect_eq(state, REGISTRY_UNREADABLE);

	cr_expect_null(registry_find_key(set, "Services\\kbdhid", &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	set->children_unreadable = true;
	cr_expect_null(registry_find_key(set, "Services\\kbdhid", &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	arena_free(&arena);
}

Test(registry_tree, deleted_keys_are_absent_and_come_back_empty)
{
	struct arena arena = {0};
	struct registry r;
	enum registry_state state;
	registry_begin(&r, REGISTRY_FROM_REG, &arena);
	struct registry_key *key = add(&r, "Select");
	struct registry_value *v = registry_add_value(&r, key, SLICE("Current"));
	v->deleted = true;
	cr_expect_null(registry_find_value(key, SLICE("Current"), &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	registry_delete_key(key);
	cr_expect_null(registry_find_key(r.root, "Select", &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	cr_expect_eq(add(&r, "Select"), key);
	cr_expect_not_null(registry_find_key(r.root, "Select", &state));
	cr_expect_null(key->values);
	arena_free(&arena);
}

Test(registry_tree, a_flood_of_keys_ends_at_the_limit)
{
	struct arena arena = {0};
	struct registry r;
	registry_begin(&r, REGISTRY_FROM_HIVE, &arena);
	for (unsigned i = 0; i < LIMIT_REGISTRY_KEYS; i++) {
		char name[4] = {(char)('a' + i % 26), (char)('a' + i / 26 % 26),
				(char)('a' + i / 676), 0};
		cr_assert_not_null(registry_add_key(&r, r.root, slice_of(name, 3)));
	}
	cr_expect_not(r.full);
	cr_expect_null(registry_add_key(&r, r.root, SLICE("one more")));
	cr_expect(r.full);
	/* Of what goes on without end nothing more is looked at. */
	cr_expect_null(registry_add_key(&r, r.root, SLICE("aaa")));
	arena_free(&arena);
}
