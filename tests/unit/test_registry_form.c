/* SPDX-License-Identifier: MIT */
/* lib/registry/config_form.h and config_words.h: a configuration as lines and as a page. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/bugcheck/wrap.h"
#include "lib/registry/config_form.h"
#include "lib/registry/config_trigger.h"
#include "lib/registry/config_words.h"
#include "tests/unit/support_registry.h"

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";

static struct arena arena;
static struct registry r;
static struct given given;
static struct crash_config config;
static struct lint_input input;
static struct lint lint;
static struct verdict verdict;
static struct buf out;

static void begin(void)
{
	arena_free(&arena);
	out.n = 0;
	registry_begin(&r, REGISTRY_FROM_REG, &arena);
	given = (struct given){.winver = WINVER_ANY};
	input = (struct lint_input){.is_hive = false};
}

static struct config_report report(void)
{
	crash_config_read(&config, &r, &given, &arena);
	lint_run(&lint, &config, &input);
	verdict_reach(&verdict, &config, &lint);
	return (struct config_report){.config = &config, .lint = &lint, .verdict = &verdict};
}

/* The line, NUL-terminated. */
static const char *line(void)
{
	const struct config_report what = report();
	struct json_writer w = json_writer_on(&out);
	config_write_json(&w, &what);
	json_line_end(&w);
	buf_add_byte(&out, 0);
	return (const char *)out.p;
}

static const char *page(void)
{
	const struct config_report what = report();
	const struct lint_finding *shown[LIMIT_CRASHCFG_FINDINGS];
	for (size_t i = 0; i < lint.count; i++)
		shown[i] = &lint.list[i];
	config_write_text(&out, &what, shown, lint.count, "SYS\x1b[2J", false);
	buf_add_byte(&out, 0);
	return (const char *)out.p;
}

static size_t count_of(const char *text, const char *word)
{
	size_t n = 0;
	for (const char *p = strstr(text, word); p; p = strstr(p + 1, word))
		n++;
	return n;
}

/* --- words --- */

Test(registry_form, versions)
{
	static const struct {
		uint64_t version;
		const char *text;
	} rows[] = {
		{0, ""},
		{UINT64_MAX, ""},
		{WINVER(10, 0, 19041), "10.0.19041"},
		{WINVER_7, "6.1"},
		{WINVER(6, 1, UINT32_MAX), "6.1"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		config_append_version(&b, rows[i].version);
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].text)), "%s",
			  rows[i].text);
		buf_free(&b);
	}
}

Test(registry_form, control_set_number)
{
	static const struct {
		const char *current, *selected;
		bool known;
		uint64_t number;
	} rows[] = {
		{"ControlSet001", NULL, true, 1},
		{"ControlSet012", NULL, true, 12},
		{"CurrentControlSet", NULL, false, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin();
		made_key(&r, rows[i].current);
		report();
		struct known number = config_control_set_number(&config.sets);
		cr_expect_eq(number.known, rows[i].known, "%s", rows[i].current);
		cr_expect_eq(number.value, rows[i].number, "%s", rows[i].current);
	}
}

Test(registry_form, faults_of_hotkeys)
{
	static const struct {
		struct hotkey hotkey;
		const char *fault;
		const char *keys;
	} rows[] = {
		{{.works = true, .ctrl_scroll = true},
		 NULL,
		 "hold right Ctrl and press Scroll Lock twice"},
		{{.works = true, .modifiers = 2, .key = 0x3d},
		 NULL,
		 "hold right Ctrl and press Space twice"},
		{{.driver_off = true, .ctrl_scroll = true},
		 "driver_off",
		 "hold right Ctrl and press Scroll Lock twice"},
		{{.key = 0x3d}, "modifiers_missing", ""},
		{{.modifiers = 8, .key = 0x3d}, "modifiers_unknown", ""},
		{{.modifiers = 2, .key_fault = HOTKEY_KEY_ABSENT}, "key_missing", ""},
		{{.modifiers = 2, .key = 29, .key_fault = HOTKEY_KEY_UNASSIGNED},
		 "key_unassigned",
		 ""},
		{{.modifiers = 2, .key = 134, .key_fault = HOTKEY_KEY_BEYOND},
		 "key_beyond_table",
		 ""},
		{{.modifiers = 2, .key = 57, .key_fault = HOTKEY_KEY_MODIFIER},
		 "key_is_modifier",
		 ""},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		const char *fault = hotkey_fault_name(&rows[i].hotkey);
		cr_expect_eq(fault == NULL, rows[i].fault == NULL, "row %zu", i);
		cr_expect(!fault || strcmp(fault, rows[i].fault) == 0, "row %zu: %s", i, fault);
		cr_expect_eq(hotkey_fault_text(&rows[i].hotkey) == NULL, fault == NULL);
		config_hotkey_append_sentence(&b, &rows[i].hotkey);
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].keys)), "row %zu", i);
		buf_free(&b);
	}
}

/* --- the line --- */

Test(registry_form, nothing_is_known)
{
	begin();
	r.fragment = true;
	const char *text = line();
	cr_expect(strstr(text, "{\"type\":\"crashcfg\",\"control_set\":null,"
			       "\"control_set_number\":null,\"source\":\"reg\",\"fragment\":true,"
			       "\"dirty\":null,\"replayed\":null,") == text);
	cr_expect(strstr(text, "\"will_dump\":\"unknown\",\"reasons\":[{"));
	cr_expect(strstr(text, "\"settings\":{},\"values\":[],\"hotkeys\":[],"));
	cr_expect_eq(count_of(text, "\n"), 1);
}

Test(registry_form, states_of_values)
{
	begin();
	made_dword(&r, "Select", "Current", 1);
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	made_dword(&r, crash_control, "Overwrite", 1)->unreadable = true;
	made_text(&r, crash_control, "LogEvent", REGISTRY_SZ, "1");
	made_dword(&r, crash_control, "AutoReboot", 1)->deleted = true;
	const char *text = line();
	cr_expect(strstr(text, "\"settings\":{\"CrashDumpEnabled\":7,\"Overwrite\":null,"
			       "\"LogEvent\":\"1\"}"));
	cr_expect(strstr(text, "\"name\":\"Overwrite\",\"state\":\"unreadable\","
			       "\"value_type\":\"REG_DWORD\",\"value\":null,\"default\":null"));
	cr_expect_not(strstr(text, "AutoReboot"));
}

Test(registry_form, long_values_are_cut)
{
	static uint8_t bytes[LIMIT_CRASHCFG_RAW_BYTES + 1];
	char size[32];
	begin();
	made_value(&r, crash_control, "Unknown", REGISTRY_BINARY, bytes, sizeof(bytes) - 1);
	cr_expect_not(strstr(line(), "\"raw_size\""));
	begin();
	made_value(&r, crash_control, "Unknown", REGISTRY_BINARY, bytes, sizeof(bytes));
	snprintf(size, sizeof(size), "0\",\"raw_size\":%zu,", sizeof(bytes));
	cr_expect(strstr(line(), size));
}

Test(registry_form, many_values_are_left_out)
{
	char name[16];
	begin();
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	for (unsigned i = 0; i < LIMIT_CRASHCFG_OTHER_VALUES + 10; i++) {
		snprintf(name, sizeof(name), "Other%u", i);
		made_dword(&r, crash_control, name, i);
	}
	const char *text = line();
	cr_expect_eq(count_of(text, "\"name\":\"Other"), LIMIT_CRASHCFG_OTHER_VALUES);
	cr_expect_eq(count_of(text, "\"name\":\"CrashDumpEnabled\""), 1);
}

Test(registry_form, what_is_below_is_told)
{
	begin();
	made_key(&r, crash_control);
	made_dword(&r, "ControlSet001\\Control\\CrashControl\\A\\B", "Deep", 1);
	made_dword(&r, "ControlSet001\\Control\\CrashControl\\C", "Flat", 1);
	made_dword(&r, "ControlSet001\\Services\\Tcpip\\Parameters", "Secret", 1);
	made_dword(&r, "ControlSet001\\Control\\Power", "Other", 1);
	const char *text = line();
	cr_expect(strstr(text, "CrashControl\\\\A\\\\B\",\"name\":\"Deep\""));
	cr_expect(strstr(text, "CrashControl\\\\C\",\"name\":\"Flat\""));
	cr_expect(strstr(text, "Power\",\"name\":\"Other\""));
	cr_expect_not(strstr(text, "Secret"));
}

/* --- the page --- */

Test(registry_form, no_terminal_obeys)
{
	begin();
	made_dword(&r, crash_control, "CrashDumpEnabled", 7);
	made_text(&r, crash_control, "DumpFile", REGISTRY_EXPAND_SZ, "C:\\\x1b[31m\r\n\x07.dmp");
	made_text(&r, crash_control, "DedicatedDumpFile", REGISTRY_SZ, "D:\\\x1b]0;x\x07");
	made_list(&r, crash_control, "DumpFilters",
		  "a\tb.sys|\x1b"
		  "c.sys");
	const char *text = page();
	cr_expect(strstr(text, "SYS\\x1b[2J: ") == text);
	for (const char *p = text; *p; p++)
		cr_expect((unsigned char)*p >= 0x20 || *p == '\n', "byte 0x%02x", (unsigned)*p);
}

Test(registry_form, width_of_the_page)
{
	begin();
	made_dword(&r, "Select", "Current", 1);
	made_dword(&r, crash_control, "CrashDumpEnabled", 1);
	made_list(&r, "ControlSet001\\Control\\Session Manager\\Memory Management", "PagingFiles",
		  "C:\\pagefile.sys 16 8192|D:\\pagefile.sys 1 2");
	given.ram = known_number(UINT64_C(32) << 30);
	for (const char *p = page(), *end; *p; p = end + 1) {
		end = strchr(p, '\n');
		cr_expect_leq(end - p, 80, "%.*s", (int)(end - p), p);
	}
}

Test(registry_form, widths_of_lines)
{
	static const struct {
		size_t width;
		const char *lines;
	} rows[] = {
		{20, "one two three four\n"},         {18, "one two three four\n"},
		{17, "one two three\n  four\n"},      {7, "one two\n  three\n  four\n"},
		{1, "one\n  two\n  three\n  four\n"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		wrap_add_within(&b, SLICE("one two three four"), 0, 2, rows[i].width);
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].lines)), "width %zu",
			  rows[i].width);
		buf_free(&b);
	}
}
