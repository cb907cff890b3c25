/* SPDX-License-Identifier: MIT */
/* lib/registry/reg_query.h: what "reg query /s" prints. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/registry/reg_query.h"
#include "tests/unit/support_reg.h"

#define CC  "CurrentControlSet\\Control\\CrashControl"
#define KEY "\nHKEY_LOCAL_MACHINE\\SYSTEM\\" CC "\n"

static enum status read_all(struct slice bytes, struct buf *out)
{
	struct buf notes = {0};
	struct arena arena = {0};
	struct registry r;
	const struct diag_sink sink = {reg_note, &notes};
	enum status status = reg_query_read(&r, bytes, &arena, &sink);
	out->n = 0;
	reg_show(out, &r);
	buf_add_slice(out, buf_slice(&notes));
	cr_assert_eq(r.source, REGISTRY_FROM_QUERY);
	cr_assert(r.fragment);
	buf_free(&notes);
	arena_free(&arena);
	return status;
}

static void check_bytes(struct slice bytes, const char *expected, const char *what)
{
	struct buf got = {0};
	(void)read_all(bytes, &got);
	cr_assert(slice_equal(buf_slice(&got), slice_of_string(expected)),
		  "%s\n--- expected ---\n%s--- got ---\n%.*s", what, expected, (int)got.n, got.p);
	buf_free(&got);
}

static const struct {
	const char *text, *expected;
} rows[] = {
	{KEY "    AutoReboot    REG_DWORD    0x1\n"
	     "    DumpFile    REG_EXPAND_SZ    %x%\\M.DMP\n"
	     "    Two words    REG_QWORD    0x102030405060708\n"
	     "    Big    REG_DWORD_BIG_ENDIAN    0x1020304\n"
	     "    Some    REG_BINARY    0A0b\n"
	     "    None    REG_NONE    \n"
	     "    Empty    REG_SZ    \n"
	     "    Blanks    REG_SZ     a  b \n",
	 CC " @2\n  AutoReboot 4:01000000 @3\n"
	    "  DumpFile 2:250078002500"
	    "5c004d002e0044004d0050000000 @4\n"
	    "  Two words b:0807060504030201 @5\n  Big 5:01020304 @6\n  Some 3:0a0b @7\n"
	    "  None 0: @8\n  Empty 1:0000 @9\n  Blanks 1:200061002000200062002000"
	    "0000 @10\n"},
	/* Lists: of two strings, of one, of none; as XP ends them. */
	{KEY "    a    REG_MULTI_SZ    x\\0y\n"
	     "    b    REG_MULTI_SZ    x\n"
	     "    c    REG_MULTI_SZ    \n"
	     "    d    REG_MULTI_SZ    x\\0\\0\n",
	 CC " @2\n  a 7:78000000790000000000 @3\n  b 7:780000000000 @4\n  c 7:0000 @5\n"
	    "  d 7:780000000000 @6\n"},
	/* Default values, in several languages, set and not. */
	{KEY "    (Default)    REG_SZ    (value not set)\n", CC " @2\n"},
	{KEY "    (Standard)    REG_SZ    x\n", CC " @2\n   1:78000000 @3\n"},
	/* Windows XP; /z; lines that lost their indentation, or their blanks became tabs. */
	{"! REG.EXE VERSION 3.0\n" KEY "    <NO NAME>\tREG_SZ\tx\n    a\tREG_DWORD\t0x1\n",
	 CC " @3\n   1:78000000 @4\n  a 4:01000000 @5\n"},
	{KEY "    a    REG_DWORD (4)    0x1\nb REG_DWORD 0x2\n",
	 CC " @2\n  a 4:01000000 @3\n  b 4:02000000 @4\n"},
	/* Keys without values, commands, summaries. */
	{"C:\\>reg query HKLM\\SYSTEM\\x /s\n" KEY "    a    REG_DWORD    0x1\n"
	 "\nHKEY_LOCAL_MACHINE\\SYSTEM\\" CC "\\x\nHKEY_LOCAL_MACHINE\\SYSTEM\\" CC "\\y\n"
	 "\nEnd of search: 12 match(es) found.\n\nC:\\>\n",
	 CC " @3\n  a 4:01000000 @4\n" CC "\\x @6\n" CC "\\y @7\n"},
	{"\nHKEY_LOCAL_MACHINE\\SOFTWARE\\x\n    a    REG_SZ    x\n" KEY,
	 CC " @5\nnote registry.text.other_hive @2\n"},
	/* Damage. */
	{KEY "    a    REG_DWORD    1\n    b    REG_DWORD    0x123456789\n"
	     "    c    REG_BINARY    0\n    d    REG_BINARY    xx\n    e    REG_DWORD    \n",
	 CC " @2\n  a 4:unreadable @3\n  b 4:unreadable @4\n  c 3:unreadable @5\n"
	    "  d 3:unreadable @6\n  e 4:unreadable @7\n"
	    "warning registry.text.data @3\nwarning registry.text.data @4\n"
	    "warning registry.text.data @5\nwarning registry.text.data @6\n"
	    "warning registry.text.data @7\n"},
	{KEY "    a    REG_SZ    x\nand a second line\n    b    REG_WORD    1\n",
	 CC " @2\n  a 1:78000000 @3\nwarning registry.text.line @4\n"
	    "warning registry.text.line @5\n"},
	{"\nHKEY_LOCAL_MACHINE\\SOFTWARE\\x\n", "error registry.text.not_system @2\n"},
	{"", "error registry.text.empty @1\n"},
};

Test(registry_reg_query, forms_in_all_encodings)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice text = slice_of_string(rows[i].text);
		struct buf b = {0};
		check_bytes(text, rows[i].expected, rows[i].text);
		reg_encode(&b, text, false, "\r\n");
		check_bytes(buf_slice(&b), rows[i].expected, "UTF-16LE");
		b.n = 0;
		reg_encode(&b, text, true, "\r");
		check_bytes(buf_slice(&b), rows[i].expected, "UTF-16BE");
		buf_free(&b);
	}
}

Test(registry_reg_query, code_page)
{
	check_bytes(SLICE(KEY "    a    REG_SZ    \xe4\n\nSuche: 1 \xfc\n"),
		    CC " @2\n  a 1:e4000000 @3\nnote registry.text.code_page @3\n", "code page");
}

Test(registry_reg_query, long_data)
{
	struct buf b = {0}, got = {0};
	buf_add_string(&b, KEY "    a    REG_SZ    ");
	buf_add_repeated(&b, 'x', LIMIT_REGISTRY_DATA_BYTES + 1);
	buf_add_string(&b, "\n    b    REG_SZ    x\n");
	cr_assert_eq(read_all(buf_slice(&b), &got), STATUS_DAMAGED);
	cr_assert(slice_equal(buf_slice(&got), SLICE(CC " @2\n  a 1:unreadable @3\n"
							"  b 1:78000000 @4\n"
							"warning registry.text.long @3\n")));
	buf_free(&b);
	buf_free(&got);
}

Test(registry_reg_query, recognise)
{
	static const struct {
		const char *text;
		bool is_query;
	} texts[] = {
		{KEY, true},
		{"C:\\>reg query x\n" KEY, true},
		{"! REG.EXE VERSION 3.0\n", true},
		{"[HKEY_LOCAL_MACHINE\\SYSTEM]\n", false},
		{"REGEDIT4\n\n[HKLM\\x]\n\"a\"=\"\nHKLM\\x\"\n", false},
		{"", false},
		{"text\n", false},
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		cr_assert_eq(reg_query_recognise(slice_of_string(texts[i].text)), texts[i].is_query,
			     "%s", texts[i].text);
}
