/* SPDX-License-Identifier: MIT */
/* lib/registry/reg_text.h: .reg files of all kinds. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/registry/reg_text.h"
#include "tests/unit/support_reg.h"

#define V5  "Windows Registry Editor Version 5.00\n\n"
#define KEY "[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\CrashControl]\n"
#define CC  "ControlSet001\\Control\\CrashControl"

/* What a text is read as: the registry, then the messages. */
static enum status read_all(struct slice bytes, struct buf *out, bool *fragment)
{
	struct buf notes = {0};
	struct arena arena = {0};
	struct registry r;
	const struct diag_sink sink = {reg_note, &notes};
	enum status status = reg_text_read(&r, bytes, &arena, &sink);
	out->n = 0;
	reg_show(out, &r);
	buf_add_slice(out, buf_slice(&notes));
	*fragment = r.fragment;
	cr_assert_eq(r.source, REGISTRY_FROM_REG);
	buf_free(&notes);
	arena_free(&arena);
	return status;
}

static void check_bytes(struct slice bytes, const char *expected, const char *what)
{
	struct buf got = {0};
	bool fragment;
	(void)read_all(bytes, &got, &fragment);
	cr_assert(slice_equal(buf_slice(&got), slice_of_string(expected)),
		  "%s\n--- expected ---\n%s--- got ---\n%.*s", what, expected, (int)got.n, got.p);
	buf_free(&got);
}

struct row {
	const char *text, *expected;
};

/* In each encoding and with each line end, the registry is the same. */
static void check_encodings(const struct row *row)
{
	struct slice text = slice_of_string(row->text);
	struct buf b = {0};
	check_bytes(text, row->expected, row->text);
	buf_add_string(&b, "\xef\xbb\xbf");
	buf_add_slice(&b, text);
	check_bytes(buf_slice(&b), row->expected, "UTF-8 with byte order mark");
	for (unsigned i = 0; i < 6; i++) {
		static const char *const ends[] = {"\n", "\r\n", "\r"};
		b.n = 0;
		reg_encode(&b, text, i & 1, ends[i / 2]);
		check_bytes(buf_slice(&b), row->expected, ends[i / 2]);
		check_bytes(slice_from(buf_slice(&b), 2), row->expected, "UTF-16 without mark");
	}
	buf_free(&b);
}

static const struct row forms[] = {
	{V5 KEY "\"AutoReboot\"=dword:00000001\n"
		"\"Other\"=dword:4444\n"
		"@=\"Default\"\n"
		"\"\"=\"Again\"\n",
	 CC " @3\n  AutoReboot 4:01000000 @4\n  Other 4:44440000 @5\n"
	    "   1:41006700610069006e000000 @7\n"},
	/* All types, numbers in upper and lower case, blanks around. */
	{V5 KEY "\"a\"=hex:\n"
		"\"b\"=hex:0a,B,cC\n"
		"\"c\" = HEX(0): 01 , 02\t\n"
		"  \"d\"=hex(7):25,00,00,00,00,00,\n"
		"\"e\"=hex(ffff0012):1\n"
		"\"f\"=hex(b):01,02,03,04,05,06,07,08\n"
		"\"g\"=qword:0102030405060708\n"
		"\"h\"=DWORD:FfFfFfFf\n"
		"\"i\"=hex(4):01,02,03\n"
		"\"j\"=hex(1):41,00\n"
		"\"k\"=hex(5):00,00,00,01\n",
	 CC " @3\n  a 3: @4\n  b 3:0a0bcc @5\n  c 0:0102 @6\n  d 7:250000000000 @7\n"
	    "  e ffff0012:01 @8\n  f b:0102030405060708 @9\n  g b:0807060504030201 @10\n"
	    "  h 4:ffffffff @11\n  i 4:010203 @12\n  j 1:4100 @13\n  k 5:00000001 @14\n"},
	/* Comments. */
	{"; first\n" V5 "# second\n" KEY "; \"a\"=dword:1\n"
	 "\"b\"=dword:00000003 ; behind\n"
	 "\"c\"=\"x;y\" ; behind\n"
	 "\"d\"=hex:01,02;behind\n"
	 "\"e\"=-;behind\n",
	 CC " @5\n  b 4:03000000 @7\n  c 1:78003b0079000000 @8\n  d 3:0102 @9\n"
	    "  e 0:deleted @10\n"},
	/* Long data in several lines. */
	{V5 KEY "\"a\"=hex(2):25,00,\\\n  41,00,\\\n\t25,\\  \n00,\\ ; comment\n00,00\n"
		"\"b\"=hex:\\\n  01,\\\n\n; comment\n02\n"
		"\"c\"=dword:1\n",
	 CC " @3\n  a 2:2500410025000000 @4\n  b 3:0102 @9\n  c 4:01000000 @14\n"},
	/* Escapes, and names with everything in them. */
	{V5 KEY "\"a\\\\b\\\"c=d\"=\"C:\\\\x \\\"y\\\" \xc3\xa4\xe2\x82\xac\"\n"
		"\"\xf0\x9f\x98\x80\"=\"\xf0\x9f\x98\x80\\0\"\n",
	 CC " @3\n"
	    "  a\\b\"c=d 1:43003a005c0078002000220079002200"
	    "2000e400ac200000 @4\n"
	    "  \xf0\x9f\x98\x80 1:3dd800de00000000 @5\n"},
	/* Later ones win, whatever their case; what is deleted may come again. */
	{V5 KEY "\"a\"=dword:1\n\"b\"=\"x\"\n\"c\"=dword:1\n" KEY
		"\"A\"=dword:2\n\"b\"=-\n\"c\"=-\n\"C\"=dword:3\n",
	 CC " @3\n  a 4:02000000 @8\n  b 0:deleted @9\n  c 4:03000000 @11\n"},
	{V5 KEY "\"a\"=dword:1\n"
		"[-HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\CrashControl]\n"
		"\"b\"=dword:1\n"
		"[HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\CrashControl\\MachineCrash]\n"
		"\"c\"=dword:1\n",
	 /* The key came again as the parent of another. */
	 CC " @5\n" CC "\\MachineCrash @7\n  c 4:01000000 @8\n"},
	{V5 KEY "[-hklm\\system\\ControlSet001\\services\\KBDHID\\Crashdump]\n",
	 CC " @3\nControlSet001\\services\\KBDHID\\Crashdump deleted @4\n"},
	/* No header; brackets in names; comments behind keys. */
	{KEY "\"a\"=dword:1\n"
	     "[HKLM\\SYSTEM\\ControlSet001\\Control\\CrashControl\\[x]] ; comment ]\n"
	     "\"b\"=dword:2",
	 CC " @1\n  a 4:01000000 @2\n" CC "\\[x] @3\n  b 4:02000000 @4\n"},
	/* What hivexregedit --unsafe-printable-strings writes. */
	{V5 KEY "\"a\"=str(2):\"C:\\x\\\"\\y\"\n",
	 CC " @3\n  a 2:43003a005c00780022005c0079000000 @4\n"},
	/* Files one behind another. */
	{V5 KEY "\"a\"=dword:1\n\xef\xbb\xbf" V5 KEY "\"b\"=dword:2\n",
	 CC " @3\n  a 4:01000000 @4\n  b 4:02000000 @8\n"},
};

Test(registry_reg_text, forms_in_all_encodings)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		check_encodings(&forms[i]);
}

/* Line ends in strings are data: they are the same only as long as the file is. */
static const struct row lines_in_strings[] = {
	{V5 KEY "\"a\"=\"x\n[y]\n\n\" ; comment\n\"b\"=dword:1\n",
	 CC " @3\n  a 1:78000a005b0079005d000a000a000000 @4\n  b 4:01000000 @8\n"},
	{V5 KEY "\"a\"=\"x \r\n y\"\n", CC " @3\n  a 1:780020000d000a00200079000000 @4\n"},
};

Test(registry_reg_text, lines_in_strings)
{
	for (size_t i = 0; i < COUNT_OF(lines_in_strings); i++)
		check_bytes(slice_of_string(lines_in_strings[i].text), lines_in_strings[i].expected,
			    lines_in_strings[i].text);
}

/* --- version 4, code pages --- */

static const struct row ansi[] = {
	{"REGEDIT4\n\n" KEY "\"a\"=hex(2):25,41,00\n\"b\"=hex(7):41,00,00\n\"c\"=hex(1):41\n"
	 "\"d\"=hex:25,41,00\n\"e\"=hex(4):01,00,00,00\n",
	 CC " @3\n  a 2:250041000000 @4\n  b 7:410000000000 @5\n  c 1:4100 @6\n  d 3:254100 @7\n"
	    "  e 4:01000000 @8\n"},
	{"REGEDIT4\n\n" KEY "\"a\"=hex(2):80,e4,00\n",
	 CC " @3\n  a 2:ac20e4000000 @4\nnote registry.text.code_page @4\n"},
	{"REGEDIT4\n\n" KEY "; \xe4\n\"\xe4\"=\"\x80\"\n",
	 CC " @3\n  \xc3\xa4 1:ac200000 @5\nnote registry.text.code_page @4\n"},
	{V5 KEY "\"a\"=\"\xe4\xc3\xa4\"\n",
	 CC " @3\n  a 1:e400c300a4000000 @4\nnote registry.text.code_page @4\n"},
};

Test(registry_reg_text, single_bytes)
{
	for (size_t i = 0; i < COUNT_OF(ansi); i++)
		check_bytes(slice_of_string(ansi[i].text), ansi[i].expected, ansi[i].text);
}

/* --- where the hive is --- */

static const struct row mounts[] = {
	{"[HKLM\\SYSTEM\\CurrentControlSet\\Control\\CrashControl]\n\"a\"=dword:1\n",
	 "CurrentControlSet\\Control\\CrashControl @1\n  a 4:01000000 @2\n"},
	{"[\\ControlSet001\\Control\\CrashControl]\n\"a\"=dword:1\n",
	 CC " @1\n  a 4:01000000 @2\n"},
	{"[\\Registry\\Machine\\System\\ControlSet001\\Control\\CrashControl]\n\"a\"=dword:1\n",
	 CC " @1\n  a 4:01000000 @2\n"},
	{"[Computer\\HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control\\CrashControl]\n",
	 CC " @1\n"},
	{"[HKEY_USERS\\off line\\Select]\n\"Current\"=dword:1\n"
	 "[HKEY_USERS\\off line\\ControlSet001\\Control\\CrashControl]\n",
	 "Select @1\n  Current 4:01000000 @2\n" CC " @3\n"},
	/* The first control set decides, even if something likely stands in front of it. */
	{"[HKLM\\SYSTEM\\Select]\n\"Current\"=dword:2\n"
	 "[HKLM\\minwin-system\\ControlSet001\\Control\\CrashControl]\n\"a\"=dword:1\n"
	 "[HKLM\\SYSTEM\\ControlSet001\\Control\\CrashControl]\n\"a\"=dword:2\n"
	 "[HKLM\\SYSTEM\\ControlSet001\\Control\\Power]\n\"a\"=dword:2\n",
	 CC " @3\n  a 4:01000000 @4\n"
	    "note registry.text.mount @5\n"
	    "note registry.text.other_hive @1\n"},
	{"[HKLM\\SOFTWARE\\x]\n\"a\"=dword:1\n" KEY "[HKCU\\System\\CurrentControlSet\\x]\n",
	 CC " @3\nnote registry.text.other_hive @1\n"},
	/* Nothing of it. */
	{"[HKLM\\SOFTWARE\\x\\ControlSet001]\n\"a\"=dword:1\n",
	 "error registry.text.not_system @1\n"},
	{"[\\]\n[\\Software]\n[\\System\\CurrentControlSet\\Control\\CrashControl]\n"
	 "\"a\"=dword:1\n[\\Control Panel]\n",
	 " @1\nSoftware @2\nControl Panel @5\nwarning registry.hive.other @1\n"},
	{"Windows Registry Editor Version 5.00\n", "error registry.text.empty @1\n"},
	{"", "error registry.text.empty @1\n"},
};

Test(registry_reg_text, mounts)
{
	for (size_t i = 0; i < COUNT_OF(mounts); i++)
		check_bytes(slice_of_string(mounts[i].text), mounts[i].expected, mounts[i].text);
}

#define SELECT "[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]\n"

Test(registry_reg_text, whole_hive_or_fragment)
{
	static const struct {
		const char *text;
		bool fragment;
	} rows[] = {
		{V5 KEY SELECT, true},
		{"[HKEY_LOCAL_MACHINE\\SYSTEM]\n" KEY SELECT, false},
		{"[HKEY_LOCAL_MACHINE\\SYSTEM\\]\n" KEY SELECT, false},
		{"[\\]\n[\\ControlSet001]\n[\\Select]\n", false},
		{"[HKEY_LOCAL_MACHINE]\n" KEY SELECT, true},
		{"[-HKEY_LOCAL_MACHINE\\SYSTEM]\n" KEY SELECT, true},
		/* Cut, as the order of names tells. */
		{"[HKEY_LOCAL_MACHINE\\SYSTEM]\n" KEY, true},
	};
	struct buf got = {0};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool fragment;
		cr_assert_eq(read_all(slice_of_string(rows[i].text), &got, &fragment), STATUS_OK);
		cr_assert_eq(fragment, rows[i].fragment, "%s", rows[i].text);
	}
	buf_free(&got);
}

/* --- damage --- */

#define GOOD      "\"z\"=dword:1\n"
#define ONE(data) V5 KEY "\"a\"=" data "\n" GOOD

/* The line is told and left out, and the next one is read. */
static const struct row damage[] = {
	{ONE("dword:"), "  a 4:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("dword:123456789"),
	 "  a 4:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("dword:0x1"),
	 "  a 4:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("dword:1 2"),
	 "  a 4:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("qword:12345678123456781"),
	 "  a b:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex:100"), "  a 3:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex:01,,02"),
	 "  a 3:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex:01 02"),
	 "  a 3:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex(123456789):01"),
	 "  a 0:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex(x):01"),
	 "  a 0:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("hex(1:01"),
	 "  a 0:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE(""), "  a 0:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("sz:1"), "  a 0:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("\"x\"y"), "  a 1:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("\"x"), "  a 1:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("\"x\\\""), "  a 1:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{ONE("\"C:\\new\""), "  a 1:43003a006e00650077000000 @4\n  z 4:01000000 @5\n"
			     "warning registry.text.escape @4\n"},
	/* Of bytes that go on, all lines belong to the value. */
	{ONE("hex:01,\\\n  zz,\\\n  02"),
	 "  a 3:unreadable @4\n  z 4:01000000 @7\nwarning registry.text.data @4\n"},
	{ONE("hex:01,\\\n"),
	 "  a 3:unreadable @4\n  z 4:01000000 @6\nwarning registry.text.unfinished @4\n"},
	{ONE("hex:01\\"),
	 "  a 3:unreadable @4\n  z 4:01000000 @5\nwarning registry.text.data @4\n"},
	{V5 KEY GOOD "\"a\"=hex:01,\\",
	 "  z 4:01000000 @4\n  a 3:unreadable @5\nwarning registry.text.unfinished @5\n"},
	{V5 KEY "garbage\n\"a=dword:1\n\"a\"\n" GOOD,
	 "  z 4:01000000 @7\nwarning registry.text.line @4\nwarning registry.text.line @5\n"
	 "warning registry.text.line @6\n"},
	/* What was good stays so: Windows leaves it alone, too. */
	{V5 KEY GOOD "\"z\"=dword:x\n", "  z 4:01000000 @4\nwarning registry.text.data @5\n"},
	{V5 KEY GOOD "[HKLM\\SYSTEM\\ControlSet001\\Control\\Power\n\"a\"=dword:1\n",
	 "  z 4:01000000 @4\nwarning registry.text.key @5\n"},
	{"REGEDIT5\n\n" KEY GOOD, "  z 4:01000000 @4\nwarning registry.text.version @1\n"},
	{GOOD "\n" KEY GOOD, "  z 4:01000000 @4\nwarning registry.text.no_key @1\n"},
};

Test(registry_reg_text, damage)
{
	struct buf expected = {0}, got = {0};
	for (size_t i = 0; i < COUNT_OF(damage); i++) {
		bool fragment;
		expected.n = 0;
		buf_printf(&expected, CC " @3\n%s", damage[i].expected);
		buf_add_byte(&expected, 0);
		check_bytes(slice_of_string(damage[i].text), (const char *)expected.p,
			    damage[i].text);
		cr_assert_eq(read_all(slice_of_string(damage[i].text), &got, &fragment),
			     STATUS_DAMAGED);
	}
	buf_free(&expected);
	buf_free(&got);
}

/* Cut anywhere, a text gives a beginning of what it gives whole, and no more than one message. */
Test(registry_reg_text, cut_anywhere)
{
	struct slice whole =
		SLICE(V5 KEY "\"a\"=hex:01,\\\n  02\n\"b\"=\"x\\\\y\"\n\"c\"=dword:1\n");
	struct buf b = {0}, got = {0};
	reg_encode(&b, whole, false, "\r\n");
	for (size_t n = 0; n <= b.n; n++) {
		uint8_t *tight = malloc(n ? n : 1);
		bool fragment;
		memcpy(tight, b.p, n);
		(void)read_all(slice_of(tight, n), &got, &fragment);
		free(tight);
		cr_assert_lt(got.n, 300);
	}
	buf_free(&b);
	buf_free(&got);
}

/* --- caps --- */

Test(registry_reg_text, long_lines_and_data)
{
	struct buf b = {0}, got = {0};
	bool fragment;
	buf_add_string(&b, KEY "\"a\"=hex:");
	for (size_t i = 0; i < LIMIT_REGISTRY_DATA_BYTES; i++)
		buf_add_string(&b, "00,");
	buf_add_string(&b, "\n" GOOD);
	cr_assert_eq(read_all(buf_slice(&b), &got, &fragment), STATUS_OK);
	b.n -= sizeof("\n" GOOD) - 1;
	buf_add_string(&b, "00\n" GOOD);
	cr_assert_eq(read_all(buf_slice(&b), &got, &fragment), STATUS_DAMAGED);
	cr_assert(slice_equal(buf_slice(&got), SLICE(CC " @1\n  a 3:unreadable @2\n"
							"  z 4:01000000 @3\n"
							"warning registry.text.long @2\n")));
	/* A string of twice as many bytes in UTF-16, then a line that is too long to be looked at.
	 */
	for (size_t size = LIMIT_REGISTRY_DATA_BYTES; size <= LIMIT_REGISTRY_LINE_BYTES;
	     size *= 8) {
		b.n = 0;
		buf_add_string(&b, KEY "\"a\"=\"");
		buf_add_repeated(&b, 'x', size);
		buf_add_string(&b, "\"\n" GOOD);
		cr_assert_eq(read_all(buf_slice(&b), &got, &fragment), STATUS_DAMAGED);
		cr_assert(slice_starts_with(buf_slice(&got), SLICE(CC " @1\n  a 1:unreadable @2\n"
								      "  z 4:01000000 @3\n")));
	}
	buf_free(&b);
	buf_free(&got);
}

/* More keys, more values, and more of the same than is taken. */
Test(registry_reg_text, many_keys_and_values)
{
	for (unsigned what = 0; what < 3; what++) {
		struct buf b = {0}, got = {0};
		bool fragment;
		buf_add_string(&b, KEY);
		for (unsigned n = 0; n <= LIMIT_REGISTRY_STATEMENTS; n++)
			if (what == 0)
				buf_printf(&b, "[HKLM\\SYSTEM\\" CC "\\%u]\n", n);
			else
				buf_printf(&b, "\"%u\"=dword:1\n", what == 1 ? n : 1);
		cr_assert_eq(read_all(buf_slice(&b), &got, &fragment), STATUS_LIMIT);
		cr_assert(slice_find(buf_slice(&got), SLICE("registry.tree.full")) < got.n);
		buf_free(&b);
		buf_free(&got);
	}
}

/* --- what it is --- */

Test(registry_reg_text, recognise)
{
	static const struct {
		const char *text;
		bool is_reg;
	} rows[] = {
		{V5, true},
		{"REGEDIT4\n", true},
		{"; a licence\n\n\n" KEY, true},
		{"[HKEY_LOCAL_MACHINE\\SOFTWARE]\n", true},
		{"[-HKCU\\x]\n", true},
		{"[\\]\n", true},
		{"[ControlSet001\\Control]", true},
		{"", false},
		{"[section]\nkey=value\n", false},
		{"[\"a\\\\b\"]\n", false},
		{"[a\\b]\n", false},
		{"HKEY_LOCAL_MACHINE\\SYSTEM\n", false},
		{"regf", false},
		{"#BugCheckCode=0x1\n", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice text = slice_of_string(rows[i].text);
		struct buf b = {0};
		cr_assert_eq(reg_text_recognise(text), rows[i].is_reg, "%s", rows[i].text);
		reg_encode(&b, text, false, "\r\n");
		cr_assert_eq(reg_text_recognise(buf_slice(&b)), rows[i].is_reg, "%s", rows[i].text);
		buf_free(&b);
	}
}
