/* SPDX-License-Identifier: MIT */
/* lib/registry/hive.h and hive_kind.h: what is read of a hive, and what is told of a damaged one.
 */
#include <criterion/criterion.h>
#include <errno.h>

#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/hive.h"
#include "lib/registry/hive_kind.h"
#include "tests/unit/support_hive.h"
#include "tests/unit/support_source.h"

#define TEXT(literal)                                           \
	{                                                       \
		(const uint8_t *)(literal), sizeof(literal) - 1 \
	}
#define END                     \
	{                       \
		{NULL, 0}, 0,   \
		{               \
			NULL, 0 \
		}               \
	}
#define END_KEY                       \
	{                             \
		{NULL, 0}, NULL, NULL \
	}

static const struct made_hive_value crash_values[] = {
	{TEXT("AutoReboot"), REGISTRY_DWORD, TEXT("\1\0\0\0")},
	{TEXT("DumpFile"), REGISTRY_EXPAND_SZ, TEXT("C\0:\0\\\0d\0\0\0")},
	{TEXT("Empty"), REGISTRY_SZ, {NULL, 0}},
	{TEXT("AutoReboot\0hidden"), REGISTRY_DWORD, TEXT("\2\0\0\0")},
	{TEXT("autoreboot"), REGISTRY_DWORD, TEXT("\3\0\0\0")},
	{TEXT(""), REGISTRY_SZ, TEXT("d\0\0\0")},
	END,
};
static const struct made_hive_value select_values[] = {
	{TEXT("Current"), REGISTRY_DWORD, TEXT("\1\0\0\0")}, END};
static const struct made_hive_key force[] = {{TEXT("ForceDumpsDisabled"), crash_values, NULL},
					     END_KEY};
static const struct made_hive_key control[] = {
	{TEXT("CrashControl\0x"), select_values, NULL},
	{TEXT("CrashControl"), crash_values, force},
	{TEXT("Nls"), select_values, NULL},
	END_KEY,
};
static const struct made_hive_key set[] = {
	{TEXT("Control"), select_values, control}, {TEXT("Enum"), select_values, NULL}, END_KEY};
static const struct made_hive_key below_root[] = {
	{TEXT("ControlSet001"), NULL, set},
	{TEXT("Select"), select_values, NULL},
	{TEXT("WPA"), select_values, NULL},
	END_KEY,
};
static const struct made_hive_key root = {TEXT("ROOT"), NULL, below_root};

static const char crash_path[] = "ControlSet001\\Control\\CrashControl";

static struct made_hive hive;
static struct registry registry;
static struct arena arena;
static struct reports reports;
static bool unreadable;

/* Reads the hive, sealed, through a file that has zeros behind it. */
static int read_hive(void)
{
	static uint8_t bytes[sizeof(hive.bytes) + HIVE_SLACK_BYTES];
	struct diag_sink sink = reports_sink(&reports);
	reports = (struct reports){0};
	regf_seal(hive.bytes);
	memcpy(bytes, hive.bytes, hive.n);
	struct source source = source_file(slice_of(bytes, sizeof(bytes)));
	const struct hive_file file = {source.name, made_hive_slice(&hive)};
	arena_reset(&arena);
	int error = hive_read(&registry, &file, &arena, &sink, &unreadable);
	source_close(&source);
	return error;
}

static struct registry_key *key_at(const char *path, enum registry_state *state)
{
	return registry_find_key(registry.root, path, state);
}

static struct registry_value *value_at(const char *path, struct slice name,
				       enum registry_state *state)
{
	enum registry_state key_state;
	return registry_find_value(key_at(path, &key_state), name, state);
}

static uint32_t dword_at(const char *path, struct slice name)
{
	enum registry_state state;
	struct registry_value *v = value_at(path, name, &state);
	return v && v->data.n == 4 ? load_u32le(v->data.p) : UINT32_MAX;
}

Test(registry_hive, a_sound_hive)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	cr_assert_eq(read_hive(), 0);
	cr_expect_eq(reports.count, 0);
	cr_expect(!unreadable && !registry.full);
	cr_expect_eq(registry.source, REGISTRY_FROM_HIVE);
	cr_expect_eq(dword_at("Select", SLICE("current")), 1);
	struct registry_key *key = key_at(crash_path, &state);
	cr_assert_not_null(key);
	cr_expect_eq(key->time.value, MADE_HIVE_TIME);
	cr_expect_eq(load_u32le(hive.bytes + key->place.offset + 24), 1, "a cell of a key");
	struct registry_value *v = value_at(crash_path, SLICE("DumpFile"), &state);
	cr_assert_eq(state, REGISTRY_PRESENT);
	cr_expect_eq(v->type, REGISTRY_EXPAND_SZ);
	cr_expect(slice_equal(v->data, SLICE("C\0:\0\\\0d\0\0\0")));
	cr_expect(slice_equal(slice_sub(made_hive_slice(&hive), v->place.offset + 4, 2),
			      SLICE("vk")));
	v = value_at(crash_path, SLICE(""), &state);
	cr_expect(v && v->data.n == 4);
	cr_expect_null(hive_kind(&registry));
	arena_free(&arena);
}

Test(registry_hive, names_with_a_nul_and_names_twice)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	cr_assert_eq(read_hive(), 0);
	cr_expect_eq(dword_at(crash_path, SLICE("AutoReboot")), 1);
	cr_expect_eq(dword_at(crash_path, SLICE("AutoReboot\0hidden")), 2);
	struct registry_key *key = key_at("ControlSet001\\Control", &state);
	cr_assert(key && key->children);
	cr_expect_null(key->children->next, "one CrashControl");
	arena_free(&arena);
}

Test(registry_hive, only_what_matters)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	cr_assert_eq(read_hive(), 0);
	cr_expect_not_null(key_at("WPA", &state));
	cr_expect_null(value_at("WPA", SLICE("Current"), &state));
	cr_expect_null(key_at("ControlSet001\\Enum", &state));
	cr_expect_null(key_at("ControlSet001\\Control\\Nls", &state));
	cr_expect_eq(state, REGISTRY_ABSENT);
	cr_expect_eq(dword_at("ControlSet001\\Control\\CrashControl\\ForceDumpsDisabled",
			      SLICE("AutoReboot")),
		     1);
	arena_free(&arena);
}

/* Bytes that are put in front of others, or in their place. */
static void put(struct slice before, size_t skip, uint32_t value)
{
	size_t at = made_hive_find(&hive, before) + skip;
	store_u32le(hive.bytes + at, value);
}

/* Four bytes into the vk or nk cell whose name this is. */
static void put_value(const char *name, size_t at, uint32_t value)
{
	put(slice_of_string(name), at - 24, value);
}

static void put_key(const char *name, size_t at, uint32_t value)
{
	put(slice_of_string(name), at - 80, value);
}

Test(registry_hive, data_that_cannot_be_read)
{
	enum registry_state state;
	static const struct {
		const char *what;
		size_t at;
		uint32_t value;
	} rows[] = {
		{"nowhere", 12, 0xfffffff0},
		{"in no cell", 12, 4},
		{"longer than its cell", 8, 200},
		{"far too long", 8, 0x7fffffff},
		{"inline and too long", 8, 0x80000005},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		made_hive_of(&hive, &root);
		put_value("DumpFile", rows[i].at, rows[i].value);
		cr_assert_eq(read_hive(), 0);
		struct registry_value *v = value_at(crash_path, SLICE("DumpFile"), &state);
		cr_assert_not_null(v, "%s", rows[i].what);
		cr_expect_eq(state, REGISTRY_UNREADABLE, "%s", rows[i].what);
		cr_expect(v->unreadable && v->data.n == 0, "%s", rows[i].what);
		cr_expect(unreadable, "%s", rows[i].what);
		cr_expect_eq(reports.of[DIAG_REGISTRY_HIVE_UNREADABLE], 1, "%s", rows[i].what);
		cr_expect_eq(dword_at(crash_path, SLICE("AutoReboot")), 1, "%s", rows[i].what);
	}
	arena_free(&arena);
}

Test(registry_hive, a_list_of_segments_that_is_too_long)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	/* The data become a list of 65,535 segments, in a cell that has room for one. */
	size_t data = made_hive_find(&hive, SLICE("C\0:\0\\\0d\0\0\0"));
	size_t vk = made_hive_find(&hive, SLICE("DumpFile")) - 24;
	memcpy(hive.bytes + data, "db\xff\xff", 4);
	store_u32le(hive.bytes + data + 4, load_u32le(hive.bytes + vk + 12));
	store_u32le(hive.bytes + vk + 8, 20000);
	cr_assert_eq(read_hive(), 0);
	(void)!value_at(crash_path, SLICE("DumpFile"), &state);
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	arena_free(&arena);
}

Test(registry_hive, no_data_are_nowhere)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	put_value("Empty", 8, 0);
	put_value("Empty", 12, UINT32_MAX);
	cr_assert_eq(read_hive(), 0);
	cr_expect(!unreadable);
	struct registry_value *v = value_at(crash_path, SLICE("Empty"), &state);
	cr_expect(v && state == REGISTRY_PRESENT && v->data.n == 0);
	arena_free(&arena);
}

Test(registry_hive, keys_that_cannot_be_read)
{
	enum registry_state state;
	/* The list of ControlSet001's keys is gone. */
	made_hive_of(&hive, &root);
	put_key("ControlSet001", 32, 0x100);
	cr_assert_eq(read_hive(), 0);
	cr_expect(unreadable);
	cr_expect_null(key_at(crash_path, &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	cr_expect_eq(dword_at("Select", SLICE("Current")), 1);
	/* A key among others is none any more: the others are read. */
	made_hive_of(&hive, &root);
	put_key("Nls", 4, 0);
	cr_assert_eq(read_hive(), 0);
	cr_expect(unreadable);
	cr_expect_eq(dword_at(crash_path, SLICE("AutoReboot")), 1);
	cr_expect_null(key_at("ControlSet001\\Control\\Power", &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	/* The list of values is gone. */
	made_hive_of(&hive, &root);
	put_key("Select", 44, 0x100);
	cr_assert_eq(read_hive(), 0);
	cr_expect_null(value_at("Select", SLICE("Current"), &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	arena_free(&arena);
}

Test(registry_hive, a_list_that_lists_itself)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	/* Every level lists the same list twice: 2 to the power of 32 visits, or 1 more key. */
	size_t list = made_hive_find(&hive, SLICE("ControlSet001")) - 80;
	uint32_t cell = load_u32le(hive.bytes + list + 32);
	uint8_t *p = hive.bytes + REGF_BASE_BYTES + cell;
	memcpy(p + 4, "ri\2\0", 4);
	store_u32le(p + 8, cell);
	store_u32le(p + 12, cell);
	cr_assert_eq(read_hive(), 0);
	cr_expect_null(key_at(crash_path, &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	arena_free(&arena);
}

Test(registry_hive, a_hive_that_is_refused)
{
	enum registry_state state;
	made_hive_of(&hive, &root);
	store_u32le(hive.bytes + REGF_ROOT_AT, 0x7000);
	int error = read_hive();
	cr_expect(error == ENOTSUP || error == EINVAL);
	cr_expect(unreadable);
	cr_expect_null(key_at("Select", &state));
	cr_expect_eq(state, REGISTRY_UNREADABLE);
	cr_expect_null(hive_kind(&registry));
	arena_free(&arena);
}

Test(registry_hive, what_was_given_by_mistake)
{
	static const struct {
		const char *kind;
		struct slice keys[3];
	} rows[] = {
		{"BCD", {TEXT("Description"), TEXT("Objects")}},
		{"NTUSER.DAT", {TEXT("Control Panel"), TEXT("software")}},
		{"UsrClass.dat", {TEXT(".txt"), TEXT("Local Settings")}},
		{"SOFTWARE", {TEXT("Classes"), TEXT("Microsoft")}},
		{"SAM", {TEXT("SAM")}},
		{"SECURITY", {TEXT("Cache"), TEXT("Policy")}},
		{"COMPONENTS", {TEXT("DerivedData")}},
		{"DRIVERS", {TEXT("DriverDatabase")}},
		{"Amcache", {TEXT("Root")}},
		{"other", {TEXT("Whatever")}},
		{NULL, {TEXT("Select"), TEXT("DriverDatabase")}},
		{NULL, {TEXT("ControlSet003")}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct made_hive_key below[4] = {{.name = {NULL, 0}}};
		for (size_t k = 0; k < 3; k++)
			below[k].name = rows[i].keys[k];
		const struct made_hive_key other = {TEXT("ROOT"), NULL, below};
		made_hive_of(&hive, &other);
		cr_assert_eq(read_hive(), 0);
		const char *kind = hive_kind(&registry);
		cr_expect_eq(!kind, !rows[i].kind, "%zu", i);
		if (kind && rows[i].kind)
			cr_expect_str_eq(kind, rows[i].kind);
		cr_expect(!kind || *hive_kind_description(kind));
	}
	arena_free(&arena);
}
