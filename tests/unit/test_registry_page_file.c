/* SPDX-License-Identifier: MIT */
/* lib/registry/page_file.h: lines of PagingFiles, whatever somebody has typed there. */
#include <criterion/criterion.h>

#include "lib/base/buf.h"
#include "lib/registry/page_file.h"

#define MIB(n) ((uint64_t)(n) << 20)
#define NONE   UINT64_MAX /* a size that is not known */

static const struct {
	const char *line;
	const char *path; /* expanded */
	enum page_file_fault fault;
	char drive;
	bool managed, has_sizes;
	uint64_t initial, maximum;
} rows[] = {
	{"?:\\pagefile.sys", "?:\\pagefile.sys", PAGE_FILE_FINE, 0, true, false, NONE, NONE},
	{"C:\\pagefile.sys", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', true, false, NONE, NONE},
	{"C:\\pagefile.sys 0 0", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', true, true, NONE, NONE},
	{"c:\\pagefile.sys 16 8192", "c:\\pagefile.sys", PAGE_FILE_FINE, 'C', false, true, MIB(16),
	 MIB(8192)},
	{"D:\\pagefile.sys\t384\t768  ", "D:\\pagefile.sys", PAGE_FILE_FINE, 'D', false, true,
	 MIB(384), MIB(768)},
	{" \t C:\\pagefile.sys   00016   16 ", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', false, true,
	 MIB(16), MIB(16)},
	{"C:\\my files\\pagefile.sys 16 8192", "C:\\my files\\pagefile.sys", PAGE_FILE_FINE, 'C',
	 false, true, MIB(16), MIB(8192)},
	{"C:\\my files 2\\page file.sys 16 8192", "C:\\my files 2\\page file.sys", PAGE_FILE_FINE,
	 'C', false, true, MIB(16), MIB(8192)},
	{"C:\\my page file 16 8192", "C:\\my page file", PAGE_FILE_FINE, 'C', false, true, MIB(16),
	 MIB(8192)},
	{"C:\\my files\\pagefile.sys", "C:\\my files\\pagefile.sys", PAGE_FILE_FINE, 'C', true,
	 false, NONE, NONE},
	{"C:\\v1.5 16 32", "C:\\v1.5", PAGE_FILE_FINE, 'C', false, true, MIB(16), MIB(32)},
	{"C:/pagefile.sys 16 32", "C:/pagefile.sys", PAGE_FILE_FINE, 'C', false, true, MIB(16),
	 MIB(32)},
	{"C:\\pagefile.sys 0 1024", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', false, true, 0,
	 MIB(1024)},
	{"C:\\pagefile.sys 1 4294967295", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', false, true,
	 MIB(1), MIB(4294967295)},
	{"\\??\\C:\\pagefile.sys", "C:\\pagefile.sys", PAGE_FILE_FINE, 'C', true, false, NONE,
	 NONE},
	{"C:\\pagefile.sys 1 4294967296", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false,
	 true, NONE, NONE},
	{"C:\\pagefile.sys 18446744073709551616 1", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C',
	 false, true, NONE, NONE},
	{"C:\\pagefile.sys 16", "C:\\pagefile.sys", PAGE_FILE_ONE_NUMBER, 'C', false, true, NONE,
	 NONE},
	{"C:\\pagefile.sys 0", "C:\\pagefile.sys", PAGE_FILE_ONE_NUMBER, 'C', false, true, NONE,
	 NONE},
	{"C:\\pagefile.sys 8192 16", "C:\\pagefile.sys", PAGE_FILE_MIN_ABOVE_MAX, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys 16 0", "C:\\pagefile.sys", PAGE_FILE_MIN_ABOVE_MAX, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys 16MB 8192MB", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys -1 16", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true, NONE,
	 NONE},
	{"C:\\pagefile.sys 0x10 0x20", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys 16,8192", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys 1.5 2.5", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys abc", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true, NONE,
	 NONE},
	{"C:\\pagefile.sys 16 abc", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true,
	 NONE, NONE},
	{"C:\\pagefile.sys 1 2 3", "C:\\pagefile.sys", PAGE_FILE_BAD_NUMBER, 'C', false, true, NONE,
	 NONE},
	{"pagefile.sys 16 32", "pagefile.sys", PAGE_FILE_NO_DRIVE, 0, false, true, NONE, NONE},
	{"\\pagefile.sys", "\\pagefile.sys", PAGE_FILE_NO_DRIVE, 0, true, false, NONE, NONE},
	{"C: 16 32", "C:", PAGE_FILE_NO_DRIVE, 'C', false, true, NONE, NONE},
	{"C:pagefile.sys", "C:pagefile.sys", PAGE_FILE_NO_DRIVE, 'C', true, false, NONE, NONE},
	{"16 32", "16", PAGE_FILE_NO_DRIVE, 0, false, true, NONE, NONE},
	{"%SystemDrive%\\pagefile.sys 16 32", "C:\\pagefile.sys", PAGE_FILE_NO_DRIVE, 'C', false,
	 true, NONE, NONE},
	{"\\\\server\\share\\pagefile.sys", "\\\\server\\share\\pagefile.sys", PAGE_FILE_NO_DRIVE,
	 0, true, false, NONE, NONE},
	{"\"C:\\my files\\pagefile.sys\" 16 32", "\"C:\\my files\\pagefile.sys\"",
	 PAGE_FILE_NO_DRIVE, 0, false, true, NONE, NONE},
};

static void expect_size(struct known got, uint64_t wanted, const char *line)
{
	cr_expect_eq(got.known, wanted != NONE, "%s", line);
	cr_expect_eq(got.value, wanted == NONE ? 0 : wanted, "%s", line);
}

Test(registry_page_file, lines)
{
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *line = rows[i].line;
		struct page_files p;
		page_files_read(&p, slice_of(line, strlen(line) + 1), &arena);
		cr_assert_eq(p.count, 1, "%s", line);
		const struct page_file *f = &p.list[0];
		cr_expect(slice_equal(f->path.expanded, slice_of_string(rows[i].path)), "%s: %.*s",
			  line, (int)f->path.expanded.n, (const char *)f->path.expanded.p);
		cr_expect_eq(f->fault, rows[i].fault, "%s: %s", line,
			     page_file_fault_text(f->fault));
		cr_expect_eq(f->path.drive, rows[i].drive, "%s", line);
		cr_expect_eq(f->managed, rows[i].managed, "%s", line);
		cr_expect_eq(f->has_sizes, rows[i].has_sizes, "%s", line);
		expect_size(f->initial, rows[i].initial, line);
		expect_size(f->maximum, rows[i].maximum, line);
	}
	arena_free(&arena);
}

Test(registry_page_file, lists)
{
	static const struct {
		struct slice text;
		size_t count;
		enum page_file_fault last;
	} lists[] = {
		{{NULL, 0}, 0, PAGE_FILE_FINE},
		{SLICE("\0"), 0, PAGE_FILE_FINE},
		{SLICE("\0 \t\0\0"), 0, PAGE_FILE_FINE},
		{SLICE("C:\\pagefile.sys"), 1, PAGE_FILE_FINE},
		{SLICE("C:\\pagefile.sys\0D:\\pagefile.sys 1 2\0"), 2, PAGE_FILE_FINE},
		{SLICE("C:\\pagefile.sys\0\0c:/PAGEFILE.SYS 1 2\0"), 2, PAGE_FILE_DUPLICATE},
		{SLICE("C:\\pagefile.sys\0c:/PAGEFILE.SYS 1\0"), 2, PAGE_FILE_ONE_NUMBER},
		{SLICE("?:\\pagefile.sys\0C:\\pagefile.sys\0"), 2, PAGE_FILE_FINE},
	};
	struct arena arena = {0};
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct page_files p;
		page_files_read(&p, lists[i].text, &arena);
		cr_expect_eq(p.count, lists[i].count, "%zu", i);
		cr_expect_eq(p.line_count, lists[i].count, "%zu", i);
		if (p.count)
			cr_expect_eq(p.list[p.count - 1].fault, lists[i].last, "%zu", i);
	}
	arena_free(&arena);
}

Test(registry_page_file, more_than_windows_takes)
{
	struct arena arena = {0};
	struct buf text = {0};
	struct page_files p;
	for (unsigned i = 0; i < PAGE_FILES_MAX + 3; i++) {
		buf_printf(&text, "C:\\page%u.sys 1 2", i);
		buf_add_byte(&text, 0);
	}
	page_files_read(&p, buf_slice(&text), &arena);
	cr_expect_eq(p.count, PAGE_FILES_MAX);
	cr_expect_eq(p.line_count, PAGE_FILES_MAX + 3);
	for (size_t i = 0; i < p.count; i++) {
		bool used = i < PAGE_FILES_USED;
		cr_expect_eq(p.list[i].fault, used ? PAGE_FILE_FINE : PAGE_FILE_TOO_MANY);
		cr_expect_eq(p.list[i].maximum.known, used);
	}
	buf_free(&text);
	arena_free(&arena);
}

Test(registry_page_file, names_of_faults)
{
	cr_expect_null(page_file_fault_name(PAGE_FILE_FINE));
	for (int i = PAGE_FILE_NO_DRIVE; i <= PAGE_FILE_TOO_MANY; i++) {
		cr_expect_not_null(page_file_fault_name((enum page_file_fault)i));
		cr_expect_not_null(page_file_fault_text((enum page_file_fault)i));
	}
}
