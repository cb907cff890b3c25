/* SPDX-License-Identifier: MIT */
/* lib/registry/config.h: a configuration out of a registry, and what is surely not set. */
#include <criterion/criterion.h>

#include "lib/registry/config.h"
#include "tests/unit/support_registry.h"

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char memory_management[] =
	"ControlSet001\\Control\\Session Manager\\Memory Management";
static const char usb_keyboard[] = "ControlSet001\\Services\\kbdhid\\Parameters";

static struct arena arena;
static struct registry r;
static struct given given;
static struct crash_config config;

static void begin(enum registry_source source)
{
	arena_free(&arena);
	made_registry(&r, source, &arena);
	given = (struct given){.winver = WINVER_ANY};
}

static const struct crash_config *read(void)
{
	crash_config_read(&config, &r, &given, &arena);
	return &config;
}

static bool path_is(const struct winpath *path, const char *expected)
{
	return slice_equal(path->expanded, slice_of_string(expected));
}

/* --- the type --- */

Test(registry_config, type)
{
	static const struct winver_range windows_8_1 = {WINVER_8_1, WINVER_10 - 1};
	static const struct winver_range windows_10 = {WINVER_10, UINT64_MAX};
	static const struct winver_range any = {0, UINT64_MAX};
	static const struct {
		uint32_t number, filter_pages;
		const struct winver_range *version;
		enum configured_dump type;
		const char *name;
	} rows[] = {
		{0, 0, &any, CONFIGURED_NONE, "none"},
		{1, 0, &any, CONFIGURED_COMPLETE, "complete"},
		{1, 1, &any, CONFIGURED_ACTIVE, "active"},
		{1, 1, &windows_10, CONFIGURED_ACTIVE, "active"},
		{1, 1, &windows_8_1, CONFIGURED_COMPLETE, "complete"},
		{2, 1, &any, CONFIGURED_KERNEL, "kernel"},
		{3, 0, &any, CONFIGURED_SMALL, "small"},
		{4, 0, &any, CONFIGURED_UNKNOWN, "unknown"},
		{7, 0, &any, CONFIGURED_AUTOMATIC, "automatic"},
		{7, 1, &windows_8_1, CONFIGURED_AUTOMATIC, "automatic"},
		{8, 0, &any, CONFIGURED_UNKNOWN, "unknown"},
		{UINT32_MAX, 0, &any, CONFIGURED_UNKNOWN, "unknown"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(REGISTRY_FROM_HIVE);
		made_dword(&r, crash_control, "CrashDumpEnabled", rows[i].number);
		made_dword(&r, crash_control, "FilterPages", rows[i].filter_pages);
		given.winver = *rows[i].version;
		cr_expect_eq(read()->type, rows[i].type, "row %zu", i);
		cr_expect_str_eq(configured_dump_name(config.type), rows[i].name);
	}
	begin(REGISTRY_FROM_HIVE);
	cr_expect_eq(read()->type, CONFIGURED_UNKNOWN, "absent");
	made_text(&r, crash_control, "CrashDumpEnabled", REGISTRY_SZ, "7");
	cr_expect_eq(read()->type, CONFIGURED_UNKNOWN, "of the wrong type");
	arena_free(&arena);
}

/* --- files --- */

Test(registry_config, paths_and_their_defaults)
{
	begin(REGISTRY_FROM_HIVE);
	read();
	cr_expect(config.dump_file_default && config.minidump_dir_default);
	cr_expect(path_is(&config.dump_file, "C:\\Windows\\MEMORY.DMP"));
	cr_expect(path_is(&config.minidump_dir, "C:\\Windows\\Minidump"));
	cr_expect_eq(config.boot_drive, 'C');

	made_text(&r, crash_control, "DumpFile", REGISTRY_SZ, "E:\\Dumps\\MEMORY.DMP");
	made_text(&r, crash_control, "MinidumpDir", REGISTRY_EXPAND_SZ, "%SystemRoot%\\Small");
	read();
	cr_expect(!config.dump_file_default && !config.minidump_dir_default);
	cr_expect(path_is(&config.dump_file, "E:\\Dumps\\MEMORY.DMP"));
	cr_expect(path_is(&config.minidump_dir, "C:\\Windows\\Small"));

	made_text(&r, crash_control, "DumpFile", REGISTRY_SZ, " ");
	made_dword(&r, crash_control, "MinidumpDir", 1);
	read();
	cr_expect(config.dump_file_default, "blank");
	cr_expect(config.minidump_dir_default, "a number");
	arena_free(&arena);
}

Test(registry_config, dedicated_dump_file)
{
	begin(REGISTRY_FROM_HIVE);
	read();
	cr_expect(!config.dedicated.set && config.dedicated.managed);
	cr_expect_not(config.dedicated.size.known);

	made_text(&r, crash_control, "DedicatedDumpFile", REGISTRY_SZ, "D:\\dedicated.sys");
	made_dword(&r, crash_control, "DumpFileSize", 0);
	read();
	cr_expect(config.dedicated.set && config.dedicated.managed);
	cr_expect_eq(config.dedicated.path.drive, 'D');

	made_dword(&r, crash_control, "DumpFileSize", UINT32_MAX);
	read();
	cr_expect_not(config.dedicated.managed);
	cr_expect_eq(config.dedicated.size.value, (uint64_t)UINT32_MAX << 20);

	made_dword(&r, crash_control, "DumpFileSize", 2)->unreadable = true;
	read();
	cr_expect(!config.dedicated.managed && !config.dedicated.size.known, "not known");
	arena_free(&arena);
}

Test(registry_config, page_files)
{
	begin(REGISTRY_FROM_HIVE);
	cr_expect_eq(read()->paging_files_state, REGISTRY_ABSENT);
	made_list(&r, memory_management, "PagingFiles", "c:\\pagefile.sys 16 8192|?:\\b.sys");
	made_list(&r, memory_management, "ExistingPageFiles", "\\??\\C:\\pagefile.sys");
	read();
	cr_expect_eq(config.paging_files_state, REGISTRY_PRESENT);
	cr_expect_eq(config.page_files.count, 2);
	cr_expect_eq(config.page_files.list[0].maximum.value, UINT64_C(8192) << 20);
	cr_expect_eq(config.existing_page_files.count, 1);
	made_text(&r, memory_management, "PagingFiles", REGISTRY_SZ, "c:\\pagefile.sys 0 0");
	cr_expect_eq(read()->paging_files_state, REGISTRY_UNREADABLE, "no list");
	made_list(&r, memory_management, "PagingFiles", "");
	read();
	cr_expect_eq(config.paging_files_state, REGISTRY_PRESENT, "an empty one is");
	cr_expect_eq(config.page_files.count, 0);
	arena_free(&arena);
}

Test(registry_config, encryption_filter)
{
	static const struct {
		const char *filters;
		bool has;
	} rows[] = {
		{"", false},
		{"dumpfve.sys", true},
		{"other.sys|DumpFVE.sys", true},
		{"\\SystemRoot\\system32\\drivers\\dumpfve.sys", true},
		{"dumpfve", false},
		{"xdumpfve.sys", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(REGISTRY_FROM_HIVE);
		made_list(&r, crash_control, "DumpFilters", rows[i].filters);
		cr_expect_eq(read()->has_encryption_filter, rows[i].has, "%s", rows[i].filters);
	}
	arena_free(&arena);
}

Test(registry_config, live_components)
{
	begin(REGISTRY_FROM_HIVE);
	made_key(&r, "ControlSet001\\Control\\CrashControl\\FullLiveKernelReports\\win32k.sys");
	made_key(&r, "ControlSet001\\Control\\CrashControl\\FullLiveKernelReports\\b")->deleted =
		true;
	read();
	cr_assert_eq(config.live_component_count, 1);
	cr_expect(slice_equal(config.live_components[0], SLICE("win32k.sys")));
	for (int i = 0; i < 100; i++) {
		char name[] = "ControlSet001\\Control\\CrashControl\\FullLiveKernelReports\\00";
		name[sizeof(name) - 3] = (char)('0' + i / 10);
		name[sizeof(name) - 2] = (char)('0' + i % 10);
		made_key(&r, name);
	}
	cr_expect_eq(read()->live_component_count, LIVE_COMPONENTS_MAX);
	arena_free(&arena);
}

Test(registry_config, no_control_set)
{
	begin(REGISTRY_FROM_HIVE);
	made_dword(&r, "Select", "Current", 2);
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	made_dword(&r, "ControlSet003\\Control\\CrashControl", "CrashDumpEnabled", 1);
	read();
	cr_expect_null(config.sets.current);
	cr_expect_eq(config.type, CONFIGURED_UNKNOWN);
	cr_expect_eq(config.difference_count, 0);
	cr_expect_not(config_is_surely_absent(&config, SETTING_CRASH_DUMP_ENABLED));
	for (int id = 0; id < SETTING_COUNT; id++)
		cr_expect_eq(config.settings[id].state, REGISTRY_ABSENT);
	arena_free(&arena);
}

static void expect_path(enum setting_key key, const char *expected)
{
	struct buf path = {0};
	config_append_key_path(&path, &config, key);
	cr_expect(slice_equal(buf_slice(&path), slice_of_string(expected)), "%.*s", (int)path.n,
		  (char *)path.p);
	buf_free(&path);
}

Test(registry_config, where_settings_stand)
{
	begin(REGISTRY_FROM_HIVE);
	read();
	expect_path(SETTING_KEY_CRASH_CONTROL, "ControlSet001\\Control\\CrashControl");
	made_dword(&r, "Select", "Current", 2);
	read();
	expect_path(SETTING_KEY_CONTROL, "CurrentControlSet\\Control");
	arena_free(&arena);
}

/* --- other control sets --- */

static const struct setting_difference *difference_of(enum setting_id id)
{
	for (size_t i = 0; i < config.difference_count; i++)
		if (config.differences[i].id == id)
			return &config.differences[i];
	return NULL;
}

Test(registry_config, differences_of_other_sets)
{
	static const char other[] = "ControlSet002\\Control\\CrashControl";
	begin(REGISTRY_FROM_HIVE);
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	made_dword(&r, other, "CrashDumpEnabled", 0);
	made_dword(&r, crash_control, "Overwrite", 1);
	made_text(&r, other, "Overwrite", REGISTRY_SZ, "1");
	made_dword(&r, crash_control, "AutoReboot", 1);
	made_dword(&r, other, "AutoReboot", 1);
	made_dword(&r, other, "FilterPages", 1);
	made_dword(&r, crash_control, "LogEvent", 1);
	made_dword(&r, crash_control, "SendAlert", 1);
	made_dword(&r, other, "SendAlert", 0)->unreadable = true;
	made_text(&r, "ControlSet002\\Control", "SystemStartOptions", REGISTRY_SZ, "DEBUG");
	read();
	cr_expect_eq(config.difference_count, 4, "%zu", config.difference_count);
	const struct setting_difference *d = difference_of(SETTING_CRASH_DUMP_ENABLED);
	cr_assert_not_null(d);
	cr_expect(slice_equal(d->control_set->name, SLICE("ControlSet002")));
	cr_expect(d->other.usable && d->other.number == 0);
	cr_expect_not_null(difference_of(SETTING_OVERWRITE), "the type");
	d = difference_of(SETTING_FILTER_PAGES);
	cr_expect(d && d->other.number == 1, "only there");
	d = difference_of(SETTING_LOG_EVENT);
	cr_expect(d && d->other.state == REGISTRY_ABSENT, "only here");
	cr_expect_null(difference_of(SETTING_SEND_ALERT), "unreadable");
	cr_expect_null(difference_of(SETTING_SYSTEM_START_OPTIONS), "not about dumps");
	arena_free(&arena);
}

Test(registry_config, parts_of_sets_do_not_differ)
{
	begin(REGISTRY_FROM_REG);
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	made_dword(&r, "ControlSet002\\Control\\CrashControl\\ForceDumpsDisabled", "GuardedHost",
		   1);
	read();
	cr_expect_eq(config.difference_count, 0);
	made_dword(&r, "ControlSet002\\Control\\CrashControl", "FilterPages", 1);
	made_key(&r, "ControlSet002\\Control\\CrashControl")->place.line = 77;
	cr_expect_eq(read()->difference_count, 2, "both tell their values");
	arena_free(&arena);
}

/* --- what is surely not set --- */

static bool absent(enum setting_id id)
{
	return config_is_surely_absent(read(), id);
}

/* The six values that every Windows has, but for the first so many. */
static void make_exported(size_t without)
{
	static const char *const names[] = {"CrashDumpEnabled", "AutoReboot", "LogEvent",
					    "Overwrite",        "DumpFile",   "MinidumpDir"};
	for (size_t i = without; i < COUNT_OF(names); i++)
		if (i < 4)
			made_dword(&r, crash_control, names[i], 1);
		else
			made_text(&r, crash_control, names[i], REGISTRY_EXPAND_SZ, "C:\\x");
}

Test(registry_config, absent_in_hives)
{
	begin(REGISTRY_FROM_HIVE);
	cr_expect(absent(SETTING_CRASH_DUMP_ENABLED), "no key");
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	cr_expect_not(absent(SETTING_CRASH_DUMP_ENABLED), "present");
	cr_expect(absent(SETTING_FILTER_PAGES));
	made_key(&r, crash_control)->values_unreadable = true;
	cr_expect_not(absent(SETTING_FILTER_PAGES), "unreadable");
	cr_expect(absent(SETTING_PAGING_FILES));
	r.full = true;
	cr_expect_not(absent(SETTING_PAGING_FILES), "perhaps left out");
	arena_free(&arena);
}

Test(registry_config, absent_in_exports)
{
	begin(REGISTRY_FROM_REG);
	cr_expect_not(absent(SETTING_CRASH_DUMP_ENABLED), "not in the text");
	make_exported(0);
	cr_expect(absent(SETTING_FILTER_PAGES));
	cr_expect(absent(SETTING_GUARDED_HOST), "an export has sub-keys");
	cr_expect(absent(SETTING_TEMP_DESTINATION));
	cr_expect_not(absent(SETTING_PAGING_FILES), "not in the text");
	made_list(&r, memory_management, "ExistingPageFiles", "\\??\\C:\\pagefile.sys");
	cr_expect(absent(SETTING_PAGING_FILES));
	cr_expect_not(absent(SETTING_NV_DOMAIN));
	r.full = true;
	cr_expect_not(absent(SETTING_FILTER_PAGES), "perhaps left out");

	begin(REGISTRY_FROM_REG);
	make_exported(1);
	cr_expect(absent(SETTING_CRASH_DUMP_ENABLED), "only that is missing");
	r.fragment = false;
	cr_expect(absent(SETTING_PAGING_FILES), "all of the registry is there");
	arena_free(&arena);
}

Test(registry_config, absent_in_tweaks)
{
	begin(REGISTRY_FROM_REG);
	make_exported(2);
	cr_expect_not(absent(SETTING_CRASH_DUMP_ENABLED));
	cr_expect_not(absent(SETTING_GUARDED_HOST));
	made_dword(&r, memory_management, "ClearPageFileAtShutdown", 0);
	cr_expect_not(absent(SETTING_PAGING_FILES));
	made_dword(&r, usb_keyboard, "CrashOnCtrlScroll", 1);
	cr_expect_not(absent(SETTING_I8042PRT_CTRL_SCROLL), "key not in the text");
	cr_expect_not(absent(SETTING_KBDHID_DUMP1_KEYS), "nor this");
	cr_expect_not(absent(SETTING_KBDHID_START), "named by a path only");
	made_key(&r, "ControlSet001\\Services\\kbdhid\\crashdump");
	cr_expect(absent(SETTING_KBDHID_DUMP1_KEYS), "now it is");
	arena_free(&arena);
}

Test(registry_config, absent_where_deleted)
{
	begin(REGISTRY_FROM_REG);
	made_dword(&r, crash_control, "FilterPages", 1)->deleted = true;
	cr_expect(absent(SETTING_FILTER_PAGES), "the value");
	cr_expect_not(absent(SETTING_DUMP_FILE));
	registry_delete_key(made_key(&r, crash_control));
	cr_expect(absent(SETTING_DUMP_FILE), "its key");
	cr_expect(absent(SETTING_GUARDED_HOST), "a key above it");
	cr_expect_not(absent(SETTING_PAGING_FILES));
	arena_free(&arena);
}

Test(registry_config, absent_in_queries)
{
	static const char below[] = "ControlSet001\\Control\\CrashControl\\ForceDumpsDisabled";
	begin(REGISTRY_FROM_QUERY);
	make_exported(0);
	cr_expect(absent(SETTING_FILTER_PAGES));
	made_key(&r, below);
	cr_expect_not(absent(SETTING_GUARDED_HOST), "listed without values");
	made_dword(&r, below, "Other", 1);
	cr_expect(absent(SETTING_GUARDED_HOST));
	arena_free(&arena);
}
