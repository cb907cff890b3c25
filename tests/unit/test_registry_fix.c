/* SPDX-License-Identifier: MIT */
/* lib/registry/fix.h: what a .reg file that mends a configuration holds. Findings are made here. */
#include <criterion/criterion.h>

#include "lib/base/number.h"
#include "lib/registry/fix.h"
#include "lib/registry/size.h"
#include "tests/unit/support_registry.h"

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char memory_management[] =
	"ControlSet001\\Control\\Session Manager\\Memory Management";

struct scene {
	struct arena arena;
	struct registry registry;
	struct given given;
	struct crash_config config;
	struct lint lint;
	struct lint_rule rules[4];
	struct lint_finding findings[4];
	struct buf text; /* of the file: single bytes */
	size_t changed;
};

static void scene_begin(struct scene *s, uint32_t type, const char *paging)
{
	memset(s, 0, sizeof(*s));
	s->given.winver = WINVER_ANY;
	s->lint = (struct lint){.config = &s->config, .list = s->findings};
	registry_begin(&s->registry, REGISTRY_FROM_HIVE, &s->arena);
	made_dword(&s->registry, "Select", "Current", 1);
	made_dword(&s->registry, crash_control, "CrashDumpEnabled", type);
	made_key(&s->registry, memory_management);
	if (paging)
		made_list(&s->registry, memory_management, "PagingFiles", paging);
}

static void scene_find(struct scene *s, const char *id, const char *path)
{
	size_t i = s->lint.count++;
	s->rules[i] = (struct lint_rule){.id = id};
	s->findings[i] = (struct lint_finding){.rule = &s->rules[i],
					       .severity = LINT_WARNING,
					       .path = slice_of_string(path),
					       .message = SLICE("It is so."),
					       .remedy = SLICE("Change it.")};
}

/* The text of ASCII characters in UTF-16LE with byte order mark. */
static void take_text(struct scene *s, struct slice utf16)
{
	cr_assert_geq(utf16.n, 2);
	cr_assert_eq(utf16.n % 2, 0);
	cr_assert(utf16.p[0] == 0xff && utf16.p[1] == 0xfe, "no byte order mark");
	s->text.n = 0;
	for (size_t i = 2; i < utf16.n; i += 2) {
		cr_assert_eq(utf16.p[i + 1], 0, "not ASCII");
		buf_add_byte(&s->text, utf16.p[i]);
	}
}

static enum fix_status scene_fix(struct scene *s, enum configured_dump goal)
{
	struct buf out = {0};
	crash_config_read(&s->config, &s->registry, &s->given, &s->arena);
	enum fix_status status = fix_write(&out, &s->config, &s->lint, goal, &s->changed);
	if (status == FIX_WRITTEN)
		take_text(s, buf_slice(&out));
	else
		cr_expect_eq(out.n, 0);
	buf_free(&out);
	return status;
}

static bool says(const struct scene *s, const char *text)
{
	struct slice all = buf_slice(&s->text);
	return slice_find(all, slice_of_string(text)) < all.n;
}

static void scene_end(struct scene *s)
{
	buf_free(&s->text);
	arena_free(&s->arena);
}

/* Lines end with CRLF, are comments, keys, values, or hexadecimal bytes, and have one path. */
static void check_form(const struct scene *s)
{
	struct slice rest = buf_slice(&s->text);
	bool first = true;
	while (rest.n) {
		size_t end = slice_find(rest, SLICE("\r\n"));
		struct slice line = slice_sub(rest, 0, end);
		cr_assert_lt(end, rest.n, "the last line has no end");
		cr_expect_eq(slice_find_byte(line, '\n'), line.n);
		cr_expect_eq(slice_find_byte(line, '\r'), line.n);
		if (first)
			cr_expect(slice_equal(line, SLICE("Windows Registry Editor Version 5.00")));
		else if (line.n && line.p[0] == '[')
			cr_expect(slice_starts_with(
				line, SLICE("[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\")));
		else if (line.n)
			cr_expect(strchr(";\" ", line.p[0]), "%.*s", (int)line.n,
				  (const char *)line.p);
		cr_expect_leq(line.n, 100);
		first = false;
		rest = slice_from(rest, end + 2);
	}
}

/* The strings of ASCII characters of a list, with '|' between, whose value begins with start. */
static void take_list(const struct scene *s, const char *start, struct buf *list)
{
	struct slice rest = buf_slice(&s->text);
	rest = slice_from(rest, slice_find(rest, slice_of_string(start)) + strlen(start));
	for (unsigned at = 0; rest.n >= 2; at++) {
		int high = hex_digit_value(rest.p[0]), low = hex_digit_value(rest.p[1]);
		cr_assert(high >= 0 && low >= 0);
		if (at % 2 == 0)
			buf_add_byte(list, (uint8_t)(high * 16 + low));
		rest = slice_from(rest, 2);
		if (rest.n == 0 || rest.p[0] != ',')
			break;
		rest = slice_from(rest, 1);
		if (slice_starts_with(rest, SLICE("\\\r\n  ")))
			rest = slice_from(rest, 5);
	}
	/* Each string ends with a NUL, and the list with one more. */
	cr_assert(slice_ends_with(buf_slice(list), slice_of("\0", 2)));
	list->n -= 2;
	for (size_t i = 0; i < list->n; i++)
		if (list->p[i] == 0)
			list->p[i] = '|';
}

Test(registry_fix, page_files)
{
	static const struct {
		enum configured_dump goal;
		const char *before; /* strings separated by '|'; NULL: absent */
		unsigned ram;       /* GiB; 0: not known */
		const char *after;  /* the same; NULL: left as it is */
	} rows[] = {
		{CONFIGURED_AUTOMATIC, "?:\\pagefile.sys", 16, NULL},
		{CONFIGURED_COMPLETE, "?:\\pagefile.sys", 16, NULL},
		{CONFIGURED_AUTOMATIC, NULL, 16, "?:\\pagefile.sys"},
		{CONFIGURED_AUTOMATIC, "", 16, "?:\\pagefile.sys"},
		{CONFIGURED_AUTOMATIC, "C:\\p.sys 16 8192", 16, "?:\\pagefile.sys"},
		{CONFIGURED_AUTOMATIC, "C:\\p.sys 32768 32768", 16, "?:\\pagefile.sys"},
		{CONFIGURED_AUTOMATIC, "D:\\p.sys 32768 32768", 16,
		 "C:\\pagefile.sys 0 0|D:\\p.sys 32768 32768"},
		{CONFIGURED_KERNEL, "C:\\p.sys 32768 32768", 16, NULL},
		{CONFIGURED_KERNEL, "D:\\p.sys 32768 32768", 16, NULL},
		{CONFIGURED_KERNEL, "D:\\p.sys 32768 32768", 64,
		 "C:\\pagefile.sys 0 0|D:\\p.sys 32768 32768"},
		/* Enough for the kernel, but less than memory. */
		{CONFIGURED_KERNEL, "C:\\p.sys 8192 32768", 16, "?:\\pagefile.sys"},
		{CONFIGURED_KERNEL, "C:\\p.sys 8192 8192", 0, "?:\\pagefile.sys"},
		{CONFIGURED_SMALL, "C:\\p.sys 16 16", 0, NULL},
		{CONFIGURED_SMALL, "C:\\p.sys 1 1", 0, "?:\\pagefile.sys"},
		{CONFIGURED_COMPLETE, "C:\\my files\\p.sys 16 8192", 16,
		 "C:\\my files\\p.sys 16641 16641"},
		{CONFIGURED_COMPLETE, "C:\\p.sys 16 65536", 16, "C:\\p.sys 16641 65536"},
		{CONFIGURED_COMPLETE, "C:\\p.sys 16641 16641", 16, NULL},
		{CONFIGURED_COMPLETE, "C:\\p.sys 16641 16641", 0, "?:\\pagefile.sys"},
		{CONFIGURED_COMPLETE, "", 16, "C:\\pagefile.sys 16641 16641"},
		{CONFIGURED_ACTIVE, "D:\\q.sys 0 0|C:\\p.sys 16 100", 32,
		 "C:\\p.sys 33025 33025|D:\\q.sys 0 0"},
		/* Lines that cannot be used go, those that can stay. */
		{CONFIGURED_AUTOMATIC, "pagefile.sys|C:\\p.sys 0 0|C:\\q.sys 5", 16,
		 "C:\\p.sys 0 0"},
		{CONFIGURED_KERNEL, "?:\\pagefile.sys 16 100", 16, "?:\\pagefile.sys"},
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf list = {0};
		scene_begin(&s, 7, rows[i].before);
		s.given.winver = (struct winver_range){WINVER_10, WINVER_11};
		if (rows[i].ram)
			s.given.ram = known_number((uint64_t)rows[i].ram << 30);
		cr_assert_eq(scene_fix(&s, rows[i].goal), FIX_WRITTEN);
		check_form(&s);
		cr_expect_eq(says(&s, "\"PagingFiles\"="), rows[i].after != NULL, "row %zu", i);
		if (rows[i].after) {
			take_list(&s, "\"PagingFiles\"=hex(7):", &list);
			cr_expect(slice_equal(buf_slice(&list), slice_of_string(rows[i].after)),
				  "row %zu: %.*s", i, (int)list.n, (const char *)list.p);
		}
		buf_free(&list);
		scene_end(&s);
	}
}

Test(registry_fix, dedicated_file)
{
	static const struct {
		enum configured_dump goal;
		const char *path; /* NULL: none */
		uint32_t size;    /* MiB; 0: not set */
		unsigned ram;     /* GiB; 0: not known */
		const char *finding;
		const char *says;
		const char *does_not_say;
	} rows[] = {
		{CONFIGURED_AUTOMATIC, "D:\\d.sys", 2, 8, "CD41", "\"DumpFileSize\"=dword:00002080",
		 "PagingFiles"},
		{CONFIGURED_COMPLETE, "D:\\d.sys", 8192, 8, "CD41",
		 "\"DumpFileSize\"=dword:00002101", "PagingFiles"},
		{CONFIGURED_COMPLETE, "D:\\d.sys", 8192, 0, "CD99", "\"DumpFileSize\"=-",
		 "PagingFiles"},
		{CONFIGURED_KERNEL, "D:\\d.sys", 4096, 8, "CD99",
		 "\"CrashDumpEnabled\"=", "DumpFileSize"},
		{CONFIGURED_KERNEL, "D:\\d.sys", 0, 8, "CD99",
		 "\"CrashDumpEnabled\"=", "DumpFileSize"},
		{CONFIGURED_KERNEL, "d.sys", 4096, 8, "CD40", "\"DedicatedDumpFile\"=-", "CD41"},
		{CONFIGURED_KERNEL, "d.sys", 4096, 8, "CD40", "\"DumpFileSize\"=-", "CD41"},
		{CONFIGURED_KERNEL, "d.sys", 4096, 8, "CD40", "\"PagingFiles\"=hex(7):", "CD41"},
		{CONFIGURED_KERNEL, NULL, 2, 8, "CD44", "\"DumpFileSize\"=-", "DedicatedDumpFile"},
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		scene_begin(&s, 7, "");
		if (rows[i].path)
			made_text(&s.registry, crash_control, "DedicatedDumpFile", REGISTRY_SZ,
				  rows[i].path);
		if (rows[i].size)
			made_dword(&s.registry, crash_control, "DumpFileSize", rows[i].size);
		if (rows[i].ram)
			s.given.ram = known_number((uint64_t)rows[i].ram << 30);
		scene_find(&s, rows[i].finding, "");
		cr_assert_eq(scene_fix(&s, rows[i].goal), FIX_WRITTEN);
		check_form(&s);
		cr_expect(says(&s, rows[i].says), "row %zu: %.*s", i, (int)s.text.n,
			  (const char *)s.text.p);
		cr_expect_not(says(&s, rows[i].does_not_say), "row %zu: %.*s", i, (int)s.text.n,
			      (const char *)s.text.p);
		scene_end(&s);
	}
}

/* What is fine is left alone, and what is not mended is said. */
Test(registry_fix, only_what_is_wrong)
{
	static struct scene s;
	scene_begin(&s, 7, "?:\\pagefile.sys");
	scene_find(&s, "CD61", "");
	cr_assert_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
	check_form(&s);
	cr_expect_eq(s.changed, 0);
	cr_expect(says(&s, "Nothing has to be changed."));
	cr_expect(says(&s, "CD61: It is so. Change it."));
	cr_expect_not(says(&s, "HKEY"));
	scene_end(&s);
}

Test(registry_fix, numbers)
{
	static const struct {
		const char *key, *name;
		uint32_t before;
		enum configured_dump goal;
		const char *says; /* NULL: nothing of that name */
	} rows[] = {
		{crash_control, "CrashDumpEnabled", 0, CONFIGURED_KERNEL,
		 "\"CrashDumpEnabled\"=dword:00000002"},
		{crash_control, "CrashDumpEnabled", 0, CONFIGURED_COMPLETE,
		 "\"CrashDumpEnabled\"=dword:00000001"},
		{crash_control, "CrashDumpEnabled", 2, CONFIGURED_SMALL,
		 "\"CrashDumpEnabled\"=dword:00000003"},
		{crash_control, "CrashDumpEnabled", 2, CONFIGURED_KERNEL, NULL},
		{crash_control, "FilterPages", 1, CONFIGURED_KERNEL, "\"FilterPages\"=-"},
		{crash_control, "FilterPages", 1, CONFIGURED_ACTIVE, NULL},
		{crash_control, "FilterPages", 0, CONFIGURED_ACTIVE,
		 "\"FilterPages\"=dword:00000001"},
		{crash_control, "Overwrite", 0, CONFIGURED_KERNEL, "\"Overwrite\"=dword:00000001"},
		{crash_control, "Overwrite", 0, CONFIGURED_SMALL, NULL},
		{crash_control, "LogEvent", 0, CONFIGURED_SMALL, "\"LogEvent\"=dword:00000001"},
		{crash_control, "LogEvent", 1, CONFIGURED_SMALL, NULL},
		{crash_control, "AutoReboot", 0, CONFIGURED_SMALL, NULL},
		{"ControlSet001\\Control\\CrashControl\\ForceDumpsDisabled", "GuardedHost",
		 0x10000000, CONFIGURED_AUTOMATIC, "\"GuardedHost\"=dword:00000000"},
		{"ControlSet001\\Control\\CrashControl\\ForceDumpsDisabled", "GuardedHost", 0,
		 CONFIGURED_AUTOMATIC, NULL},
		/* Without a certificate. */
		{crash_control, "DumpEncryptionEnabled", 1, CONFIGURED_AUTOMATIC,
		 "\"DumpEncryptionEnabled\"=dword:00000000"},
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf value = {0};
		scene_begin(&s, 7, "?:\\pagefile.sys");
		made_dword(&s.registry, rows[i].key, rows[i].name, rows[i].before);
		cr_assert_eq(scene_fix(&s, rows[i].goal), FIX_WRITTEN);
		check_form(&s);
		buf_printf(&value, "\"%s\"=", rows[i].name);
		buf_add_byte(&value, 0);
		cr_expect_eq(says(&s, (const char *)value.p), rows[i].says != NULL, "row %zu", i);
		cr_expect(!rows[i].says || says(&s, rows[i].says), "row %zu: %.*s", i,
			  (int)s.text.n, (const char *)s.text.p);
		buf_free(&value);
		scene_end(&s);
	}
}

Test(registry_fix, clients_keep_the_dump)
{
	static struct scene s;
	scene_begin(&s, 0, "?:\\pagefile.sys");
	made_text(&s.registry, "ControlSet001\\Control\\ProductOptions", "ProductType", REGISTRY_SZ,
		  "WinNT");
	cr_assert_eq(scene_fix(&s, CONFIGURED_KERNEL), FIX_WRITTEN);
	cr_expect(says(&s, "\"AlwaysKeepMemoryDump\"=dword:00000001"));
	cr_assert_eq(scene_fix(&s, CONFIGURED_SMALL), FIX_WRITTEN);
	cr_expect_not(says(&s, "AlwaysKeepMemoryDump"));
	scene_end(&s);
}

Test(registry_fix, filters)
{
	static struct scene s;
	struct buf list = {0};
	scene_begin(&s, 7, "?:\\pagefile.sys");
	made_list(&s.registry, crash_control, "DumpFilters", "other.sys");
	scene_find(&s, "CD18", "");
	cr_assert_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
	take_list(&s, "\"DumpFilters\"=hex(7):", &list);
	cr_expect(slice_equal(buf_slice(&list), SLICE("other.sys|dumpfve.sys")));
	/* Not where it is known that nothing is encrypted. */
	s.given.bitlocker = known_number(0);
	cr_assert_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
	cr_expect_not(says(&s, "DumpFilters"));
	buf_free(&list);
	scene_end(&s);
}

/* --- names and values that come from input --- */

Test(registry_fix, misplaced_values)
{
	static const struct {
		const char *name;
		const char *says; /* NULL: cannot be spelt, and nothing is deleted */
	} rows[] = {
		{"CrashDumpEnabled", "\"CrashDumpEnabled\"=-"},
		{"A\\B \"C\"", "\"A\\\\B \\\"C\\\"\"=-"},
		{"A\r\n[HKEY_LOCAL_MACHINE\\SAM]\r\n\"B", NULL},
		{"A\xff", NULL},
		{"A\xe2\x80\xa8", NULL}, /* a line separator */
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf path = {0};
		scene_begin(&s, 7, "?:\\pagefile.sys");
		made_dword(&s.registry, memory_management, rows[i].name, 1);
		buf_printf(&path, "%s\\%s", memory_management, rows[i].name);
		buf_add_byte(&path, 0);
		scene_find(&s, "CD05", (const char *)path.p);
		s.findings[0].message = slice_of_string(rows[i].name);
		s.findings[0].value = slice_of_string(rows[i].name);
		cr_assert_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
		check_form(&s);
		cr_expect_eq(s.changed, rows[i].says ? 1 : 0, "row %zu", i);
		cr_expect(says(&s, rows[i].says ? rows[i].says : "Not mended by this file"),
			  "row %zu: %.*s", i, (int)s.text.n, (const char *)s.text.p);
		buf_free(&path);
		scene_end(&s);
	}
}

/* A name that is not there, or no name: nothing to delete. */
Test(registry_fix, paths_of_findings)
{
	static const char *const paths[] = {
		"",
		"\\",
		"Select\\Current",
		"ControlSet001",
		"ControlSet001\\Control\\CrashControl",
		"ControlSet001\\Control\\CrashControl\\",
		"ControlSet001\\Control\\CrashControl\\Nothing",
		"ControlSet001\\Control\\Nothing\\CrashDumpEnabled",
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		scene_begin(&s, 7, "?:\\pagefile.sys");
		scene_find(&s, "CD05", paths[i]);
		cr_assert_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
		check_form(&s);
		cr_expect_eq(s.changed, 0, "\"%s\"", paths[i]);
		scene_end(&s);
	}
}

/* --- what is refused, or left to people --- */

Test(registry_fix, refusals)
{
	static struct scene s;
	scene_begin(&s, 2, "?:\\pagefile.sys");
	s.given.winver = (struct winver_range){WINVER_7, WINVER_8 - 1};
	cr_expect_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_AUTOMATIC_TOO_NEW);
	cr_expect_eq(scene_fix(&s, CONFIGURED_ACTIVE), FIX_ACTIVE_TOO_NEW);
	cr_expect_eq(scene_fix(&s, CONFIGURED_COMPLETE), FIX_WRITTEN);
	s.given.winver = (struct winver_range){WINVER_8_1, WINVER_8_1};
	cr_expect_eq(scene_fix(&s, CONFIGURED_AUTOMATIC), FIX_WRITTEN);
	cr_expect_eq(scene_fix(&s, CONFIGURED_ACTIVE), FIX_ACTIVE_TOO_NEW);
	scene_end(&s);

	memset(&s, 0, sizeof(s));
	s.given.winver = WINVER_ANY;
	registry_begin(&s.registry, REGISTRY_FROM_HIVE, &s.arena);
	cr_expect_eq(scene_fix(&s, CONFIGURED_KERNEL), FIX_NO_CONTROL_SET);
	scene_end(&s);
	for (int status = FIX_WRITTEN; status <= FIX_ACTIVE_TOO_NEW; status++)
		cr_expect_not_null(fix_status_text((enum fix_status)status));
}

Test(registry_fix, unknown_page_files_are_left_alone)
{
	static struct scene s;
	scene_begin(&s, 0, NULL);
	s.registry.source = REGISTRY_FROM_REG;
	s.registry.fragment = true;
	cr_assert_eq(scene_fix(&s, CONFIGURED_KERNEL), FIX_WRITTEN);
	check_form(&s);
	cr_expect(says(&s, "PagingFiles is not in the input"));
	cr_expect_not(says(&s, "\"PagingFiles\"="));
	scene_end(&s);
}
