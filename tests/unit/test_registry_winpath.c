/* SPDX-License-Identifier: MIT */
/* lib/registry/winpath.h: which drive a path is on, and what form it has. */
#include <criterion/criterion.h>

#include "lib/base/buf.h"
#include "lib/registry/winpath.h"

enum { VARIABLE = 1, ASSUMED = 2, NT_PREFIX = 4 };

static const struct {
	const char *text;
	enum winpath_kind kind;
	char drive;
	unsigned flags;
	const char *expanded; /* NULL: as the text */
} rows[] = {
	{"", WINPATH_NONE, 0, 0, NULL},
	{" \t ", WINPATH_NONE, 0, 0, ""},
	{"C:\\dir\\file", WINPATH_FULL, 'C', 0, NULL},
	{"d:\\f", WINPATH_FULL, 'D', 0, NULL},
	{"D:/dir/file", WINPATH_FULL, 'D', 0, NULL},
	{"Z:\\", WINPATH_FULL, 'Z', 0, NULL},
	{"  E:\\x.dmp  ", WINPATH_FULL, 'E', 0, "E:\\x.dmp"},
	{"C:", WINPATH_DRIVE_RELATIVE, 'C', 0, NULL},
	{"C:file", WINPATH_DRIVE_RELATIVE, 'C', 0, NULL},
	{"\\dir\\file", WINPATH_ROOTED, 0, 0, NULL},
	{"/dir/file", WINPATH_ROOTED, 0, 0, NULL},
	{"\\", WINPATH_ROOTED, 0, 0, NULL},
	{"\\\\server\\share\\f", WINPATH_UNC, 0, 0, NULL},
	{"//server/share/f", WINPATH_UNC, 0, 0, NULL},
	{"\\\\?\\UNC\\server\\share", WINPATH_UNC, 0, 0, NULL},
	{"\\??\\UNC\\server\\share", WINPATH_UNC, 0, 0, NULL},
	{"file", WINPATH_RELATIVE, 0, 0, NULL},
	{"dir\\file", WINPATH_RELATIVE, 0, 0, NULL},
	{"\"C:\\dir\\file\"", WINPATH_RELATIVE, 0, 0, NULL},
	{"1:\\file", WINPATH_RELATIVE, 0, 0, NULL},
	{"[:\\file", WINPATH_RELATIVE, 0, 0, NULL},
	{"?:\\pagefile.sys", WINPATH_ANY_DRIVE, 0, 0, NULL},
	{"?:pagefile.sys", WINPATH_RELATIVE, 0, 0, NULL},
	{"\\??\\C:\\pagefile.sys", WINPATH_FULL, 'C', NT_PREFIX, "C:\\pagefile.sys"},
	{"\\??\\C:", WINPATH_DRIVE_RELATIVE, 'C', NT_PREFIX, "C:"},
	{"\\\\?\\d:\\pagefile.sys", WINPATH_FULL, 'D', 0, "d:\\pagefile.sys"},
	{"\\??\\Volume{1}\\f", WINPATH_NT, 0, 0, NULL},
	{"\\\\?\\Volume{1}\\f", WINPATH_NT, 0, 0, NULL},
	{"\\\\.\\PhysicalDrive0", WINPATH_NT, 0, 0, NULL},
	{"\\Device\\HarddiskVolume1\\f", WINPATH_NT, 0, 0, NULL},
	{"\\device\\x", WINPATH_NT, 0, 0, NULL},
	{"\\Devices\\x", WINPATH_ROOTED, 0, 0, NULL},
	{"\\DosDevices\\C:\\x", WINPATH_NT, 0, 0, NULL},
	{"\\SystemRoot\\x", WINPATH_NT, 0, 0, NULL},
	{"%SystemRoot%\\MEMORY.DMP", WINPATH_FULL, 'C', VARIABLE | ASSUMED,
	 "C:\\Windows\\MEMORY.DMP"},
	{"%SYSTEMROOT%", WINPATH_FULL, 'C', VARIABLE | ASSUMED, "C:\\Windows"},
	{"%windir%\\Minidump", WINPATH_FULL, 'C', VARIABLE | ASSUMED, "C:\\Windows\\Minidump"},
	{"%SystemDrive%\\x", WINPATH_FULL, 'C', VARIABLE | ASSUMED, "C:\\x"},
	{"%SystemDrive%", WINPATH_DRIVE_RELATIVE, 'C', VARIABLE | ASSUMED, "C:"},
	{"\\??\\%SystemDrive%\\x", WINPATH_FULL, 'C', VARIABLE | ASSUMED | NT_PREFIX, "C:\\x"},
	{"%TEMP%\\x", WINPATH_VARIABLE, 0, VARIABLE, NULL},
	{"D:\\%COMPUTERNAME%\\x", WINPATH_VARIABLE, 'D', VARIABLE, NULL},
	{"%SystemRoot%\\%X%\\y", WINPATH_VARIABLE, 'C', VARIABLE | ASSUMED, "C:\\Windows\\%X%\\y"},
	{"D:\\%windir%\\x", WINPATH_FULL, 'D', VARIABLE, "D:\\C:\\Windows\\x"},
	{"C:\\100%\\x", WINPATH_FULL, 'C', 0, NULL},
	{"C:\\100%\\50%\\x", WINPATH_FULL, 'C', 0, NULL},
	{"%", WINPATH_RELATIVE, 0, 0, NULL},
	{"%%", WINPATH_RELATIVE, 0, 0, NULL},
	{"%%windir%%", WINPATH_RELATIVE, 0, VARIABLE, "%C:\\Windows%"},
	{"%SystemRoot", WINPATH_RELATIVE, 0, 0, NULL},
};

Test(registry_winpath, forms)
{
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *text = rows[i].text;
		struct winpath p = winpath_read(slice_of_string(text), &arena);
		struct slice wanted = slice_of_string(rows[i].expanded ? rows[i].expanded : text);
		cr_expect_str_eq(winpath_kind_name(p.kind), winpath_kind_name(rows[i].kind), "%s",
				 text);
		cr_expect_eq(p.drive, rows[i].drive, "%s", text);
		cr_expect_eq(p.had_variable, rows[i].flags & VARIABLE, "%s", text);
		cr_expect_eq(p.drive_assumed, (rows[i].flags & ASSUMED) != 0, "%s", text);
		cr_expect_eq(p.had_nt_prefix, (rows[i].flags & NT_PREFIX) != 0, "%s", text);
		cr_expect(slice_equal(p.text, slice_of_string(text)));
		cr_expect(slice_equal(p.expanded, wanted), "%s: %.*s", text, (int)p.expanded.n,
			  (const char *)p.expanded.p);
	}
	arena_free(&arena);
}

Test(registry_winpath, the_same_file)
{
	static const struct {
		const char *a, *b;
		bool same;
	} pairs[] = {
		{"C:\\pagefile.sys", "c:\\PageFile.SYS", true},
		{"C:\\pagefile.sys", "C:/pagefile.sys", true},
		{"C:\\a\\\\b", "C:\\a\\b", true},
		{"C:\\pagefile.sys", "\\??\\C:\\pagefile.sys", true},
		{"%SystemRoot%\\MEMORY.DMP", "C:\\WINDOWS\\memory.dmp", true},
		{"?:\\pagefile.sys", "?:\\PAGEFILE.SYS", true},
		{"?:\\pagefile.sys", "C:\\pagefile.sys", false},
		{"C:\\a", "C:\\ab", false},
		{"C:\\ab", "C:\\a", false},
		{"C:\\a", "D:\\a", false},
		{"C:\\a", "C:a", false},
		{"\\\\server\\f", "\\server\\f", false},
		{"", "", false},
	};
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		struct winpath a = winpath_read(slice_of_string(pairs[i].a), &arena);
		struct winpath b = winpath_read(slice_of_string(pairs[i].b), &arena);
		cr_expect_eq(winpath_equal(&a, &b), pairs[i].same, "%s %s", pairs[i].a, pairs[i].b);
		cr_expect_eq(winpath_equal(&b, &a), pairs[i].same);
	}
	arena_free(&arena);
}

/* No text may be read beyond its end, nor take more than a few times its size. */
Test(registry_winpath, percent_signs_only)
{
	struct arena arena = {0};
	struct buf text = {0};
	for (size_t i = 0; i < 10000; i++)
		buf_add_string(&text, "%windir%");
	struct winpath p = winpath_read(buf_slice(&text), &arena);
	cr_expect_eq(p.expanded.n, 10000 * sizeof("C:\\Windows") - 10000);
	text.n = 0;
	buf_add_repeated(&text, '%', 10000);
	p = winpath_read(buf_slice(&text), &arena);
	cr_expect_eq(p.kind, WINPATH_RELATIVE);
	cr_expect(slice_equal(p.expanded, buf_slice(&text)));
	buf_free(&text);
	arena_free(&arena);
}
