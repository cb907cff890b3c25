/* SPDX-License-Identifier: MIT */
/* Control sets of lib/registry/config.h: which one counts, and where others differ. */
#include <criterion/criterion.h>

#include "lib/registry/config.h"
#include "tests/unit/support_registry.h"

static struct arena arena;
static struct registry r;

static void begin(enum registry_source source)
{
	arena_free(&arena);
	registry_begin(&r, source, &arena);
}

static void select_is(uint32_t current)
{
	made_dword(&r, "Select", "Current", current);
	made_dword(&r, "Select", "Default", 1);
	made_dword(&r, "Select", "Failed", 0);
	made_dword(&r, "Select", "LastKnownGood", 2);
}

static struct control_sets get(void)
{
	struct control_sets c;
	control_sets_read(&c, &r, &arena);
	return c;
}

/* Which set counts, and how many there are; name NULL: none counts. */
static void expect(const char *name, size_t count, const char *what)
{
	struct control_sets c = get();
	cr_expect_eq(c.count, count, "%s: %zu sets", what, c.count);
	cr_expect_eq(c.current != NULL, name != NULL, "%s", what);
	if (name)
		cr_expect(slice_equal(c.name, slice_of_string(name)), "%s: %.*s", what,
			  (int)c.name.n, (const char *)c.name.p);
	else
		cr_expect_eq(c.name.n, 0, "%s", what);
}

Test(registry_control_set, select_names_it)
{
	begin(REGISTRY_FROM_HIVE);
	made_key(&r, "ControlSet003");
	made_key(&r, "ControlSet001");
	made_key(&r, "ControlSet010");
	select_is(10);
	expect("ControlSet010", 3, "ten");
	struct control_sets c = get();
	cr_expect(c.number.known && c.number.value == 10);
	cr_expect(c.select_default.known && c.select_default.value == 1);
	cr_expect(c.failed.known && c.failed.value == 0);
	cr_expect(c.last_known_good.known && c.last_known_good.value == 2);
	cr_expect_eq(c.select, REGISTRY_PRESENT);
	cr_expect(slice_equal(c.list[0]->name, SLICE("ControlSet001")), "by name");
	cr_expect(slice_equal(c.list[2]->name, SLICE("ControlSet010")));

	made_dword(&r, "Select", "Current", 2);
	expect(NULL, 3, "not there");
	made_dword(&r, "Select", "Current", 0);
	expect(NULL, 3, "nought");
	made_dword(&r, "Select", "Current", 1001);
	expect(NULL, 3, "of four digits");
	made_dword(&r, "Select", "Current", UINT32_MAX);
	expect(NULL, 3, "huge");
	made_key(&r, "ControlSet002")->deleted = true;
	made_dword(&r, "Select", "Current", 2);
	expect(NULL, 3, "deleted");
	arena_free(&arena);
}

Test(registry_control_set, without_select)
{
	begin(REGISTRY_FROM_HIVE);
	expect(NULL, 0, "nothing");
	cr_expect_eq(get().select, REGISTRY_ABSENT);
	made_key(&r, "ControlSet002");
	expect("ControlSet002", 1, "the only one");
	made_key(&r, "CurrentControlSet");
	expect("ControlSet002", 1, "a link is not in hives");
	made_key(&r, "ControlSet001");
	expect(NULL, 2, "one of two");

	select_is(1);
	made_text(&r, "Select", "Current", REGISTRY_SZ, "1");
	expect(NULL, 2, "of the wrong type");
	cr_expect_not(get().number.known);
	made_value(&r, "Select", "Current", REGISTRY_DWORD, "\1\0\0", 3);
	expect(NULL, 2, "too short");
	made_dword(&r, "Select", "Current", 1)->unreadable = true;
	expect(NULL, 2, "unreadable");

	begin(REGISTRY_FROM_HIVE);
	r.root->children_unreadable = true;
	expect(NULL, 0, "unreadable root");
	cr_expect_eq(get().select, REGISTRY_UNREADABLE);
	arena_free(&arena);
}

Test(registry_control_set, current_control_set_of_texts)
{
	begin(REGISTRY_FROM_REG);
	made_key(&r, "CurrentControlSet");
	expect("CurrentControlSet", 1, "alone");
	made_key(&r, "ControlSet001");
	made_key(&r, "ControlSet002");
	expect("CurrentControlSet", 3, "before others");
	cr_expect(slice_equal(get().list[2]->name, SLICE("CurrentControlSet")));
	select_is(3);
	expect("CurrentControlSet", 3, "stands for the third");
	select_is(2);
	expect("ControlSet002", 2, "two names of one set");
	registry_delete_key(made_key(&r, "CurrentControlSet"));
	expect("ControlSet002", 2, "deleted");
	arena_free(&arena);
}

static const char *text_at(struct registry_key *set, const char *path, const char *name)
{
	enum registry_state state;
	const struct registry_value *v = registry_find_value(registry_find_key(set, path, &state),
							     slice_of_string(name), &state);
	static char digits[2];
	digits[0] = v ? (char)('0' + v->data.p[0]) : '-';
	return digits;
}

Test(registry_control_set, what_stands_further_down_counts)
{
	begin(REGISTRY_FROM_REG);
	select_is(1);
	made_dword(&r, "ControlSet001\\Services\\kbdhid\\A", "first", 1);
	made_dword(&r, "ControlSet001\\Services\\kbdhid\\A", "both", 1);
	made_dword(&r, "CurrentControlSet\\Services\\kbdhid\\A", "second", 2);
	made_dword(&r, "CurrentControlSet\\SERVICES\\kbdhid\\a", "Both", 2);
	made_dword(&r, "CurrentControlSet\\Services\\kbdhid\\A", "other way", 2);
	made_dword(&r, "ControlSet001\\Services\\kbdhid\\A", "other way", 1);
	made_dword(&r, "ControlSet001\\Services\\kbdhid\\A", "gone", 1);
	made_dword(&r, "CurrentControlSet\\Services\\kbdhid\\A", "gone", 2)->deleted = true;
	made_dword(&r, "CurrentControlSet\\Services\\kbdhid\\B\\C", "deep", 3);
	registry_delete_key(made_key(&r, "CurrentControlSet\\Services\\kbdhid\\E"));
	struct control_sets c = get();
	cr_assert_eq(c.count, 1);
	cr_assert_eq(c.current, c.list[0]);
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\A", "first"), "1");
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\A", "second"), "2");
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\A", "both"), "2");
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\A", "other way"), "1");
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\A", "gone"), "-");
	cr_expect_str_eq(text_at(c.current, "Services\\kbdhid\\B\\C", "deep"), "3");
	enum registry_state state;
	cr_expect_null(registry_find_key(c.current, "Services\\kbdhid\\E", &state));

	struct buf path = {0};
	registry_append_path(&path, registry_find_key(c.current, "Services\\kbdhid\\B\\C", &state));
	cr_expect(slice_equal(buf_slice(&path), SLICE("ControlSet001\\Services\\kbdhid\\B\\C")));
	buf_free(&path);

	/* The tree itself is as it was. */
	cr_expect_str_eq(text_at(made_key(&r, "ControlSet001"), "Services\\kbdhid\\A", "both"),
			 "1");
	cr_expect_str_eq(text_at(made_key(&r, "ControlSet001"), "Services\\kbdhid\\A", "second"),
			 "-");
	arena_free(&arena);
}

Test(registry_control_set, more_than_there_can_be)
{
	begin(REGISTRY_FROM_HIVE);
	for (int i = 0; i < 40; i++) {
		char name[] = "ControlSet000";
		name[11] = (char)('0' + i / 10);
		name[12] = (char)('0' + i % 10);
		made_key(&r, name);
	}
	select_is(5);
	expect("ControlSet005", CONTROL_SETS_MAX, "forty");
	select_is(39);
	expect("ControlSet039", CONTROL_SETS_MAX, "the last");
	arena_free(&arena);
}
