/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/code.h: the generated table and the look-ups in it. */
#include <criterion/criterion.h>

#include "lib/bugcheck/code.h"

Test(bugcheck_code, table_is_in_order)
{
	cr_assert_eq(bugcheck_code_count, 561);
	for (size_t i = 1; i < bugcheck_code_count; i++)
		cr_expect_lt(bugcheck_codes[i - 1].code, bugcheck_codes[i].code, "row %zu", i);
	for (size_t i = 1; i < bugcheck_name_count; i++)
		cr_expect_lt(strcmp(bugcheck_string(bugcheck_names[i - 1].text),
				    bugcheck_string(bugcheck_names[i].text)),
			     0, "name %zu", i);
}

Test(bugcheck_code, every_row_is_found_by_code_and_name)
{
	size_t documented = 0;
	size_t aliases = 0;
	size_t shared = 0;
	for (size_t i = 0; i < bugcheck_code_count; i++) {
		const struct bugcheck_code *row = &bugcheck_codes[i];
		const char *name = bugcheck_string(row->name);
		const char *alias = bugcheck_string(row->aliases);
		const struct bugcheck_code *owner = bugcheck_code_by_name(slice_of_string(name));
		cr_expect_eq(bugcheck_code_exact(row->code), row);
		cr_expect_eq(bugcheck_code_find(row->code), row);
		cr_assert(owner, "%s", name);
		cr_expect(strcmp(bugcheck_string(owner->name), name) == 0, "%s", name);
		shared += owner != row;
		for (; *alias; alias += strlen(alias) + 1, aliases++)
			cr_expect_eq(bugcheck_code_by_name(slice_of_string(alias)), row, "%s",
				     alias);
		documented += *bugcheck_string(row->page) != 0;
	}
	cr_expect_eq(documented, 425);
	cr_expect_eq(shared, 6);
	cr_expect_eq(bugcheck_name_count, bugcheck_code_count - shared + aliases);
}

Test(bugcheck_code, base_codes)
{
	static const struct {
		uint32_t code, base;
		const char *name; /* NULL: unknown */
	} rows[] = {
		{0xd1, 0xd1, "DRIVER_IRQL_NOT_LESS_OR_EQUAL"},
		{0x1000007e, 0x7e, "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED_M"},
		{0x1000008e, 0x8e, "KERNEL_MODE_EXCEPTION_NOT_HANDLED_M"},
		{0x1000000a, 0xa, "IRQL_NOT_LESS_OR_EQUAL"},
		{0x100000d1, 0xd1, "DRIVER_IRQL_NOT_LESS_OR_EQUAL"},
		{0x400001ee, 0x400001ee, "MPSDRV_QUERY_USER"},
		{0x400001ef, 0x400001ef, "VMBUS_LIVEDUMP"},
		{0x400000d1, 0xd1, "DRIVER_IRQL_NOT_LESS_OR_EQUAL"},
		{0x500000d1, 0xd1, "DRIVER_IRQL_NOT_LESS_OR_EQUAL"},
		{0xc000021a, 0xc000021a, "WINLOGON_FATAL_ERROR"},
		/* an NTSTATUS is no code with bits added */
		{0xc0000005, 0xc0000005, NULL},
		{0x80000003, 0x80000003, NULL},
		{0x1000ffff, 0x1000ffff, NULL},
		{0x10000000, 0x10000000, NULL},
		{0x40000000, 0x40000000, NULL},
		{0xffffffff, 0xffffffff, NULL},
		{0xdeadbeef, 0xdeadbeef, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct bugcheck_code *entry = bugcheck_code_find(rows[i].code);
		cr_expect_eq(bugcheck_base_code(rows[i].code), rows[i].base, "0x%x", rows[i].code);
		cr_expect_eq(entry != NULL, rows[i].name != NULL, "0x%x", rows[i].code);
		if (entry && rows[i].name)
			cr_expect_str_eq(bugcheck_string(entry->name), rows[i].name);
	}
}

Test(bugcheck_code, what_is_no_name)
{
	static const char *const rows[] = {
		"",
		"A",
		"D1",
		"_",
		"ZZZ",
		"APC_INDEX_MISMATC",
		"APC_INDEX_MISMATCHX",
		"apc-index-mismatch",
		"APC_INDEX_MISMATCH ",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_null(bugcheck_code_by_name(slice_of_string(rows[i])), "'%s'", rows[i]);
	cr_expect_null(bugcheck_code_by_name(SLICE("APC_INDEX_MISMATCH\0")));
	cr_expect_null(bugcheck_code_by_name((struct slice){NULL, 0}));
}

Test(bugcheck_code, kinds)
{
	cr_expect_eq(bugcheck_code_exact(0xd1)->kind, BUGCHECK_KIND_BUGCHECK);
	cr_expect_eq(bugcheck_code_exact(0x193)->kind, BUGCHECK_KIND_LIVE_DUMP);
	cr_expect_eq(bugcheck_code_exact(0x124)->kind, BUGCHECK_KIND_BOTH);
	cr_expect_eq(bugcheck_code_exact(0x80000000)->kind, BUGCHECK_KIND_MARKER);
	cr_expect_eq(bugcheck_code_exact(0xf002)->kind, BUGCHECK_KIND_PHONE);
	cr_expect_eq(bugcheck_code_exact(0x356)->kind, BUGCHECK_KIND_XBOX);
}
