/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/mention.h: every form, what only looks like one, and lines made to be slow. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/mention_form.h"
#include "tests/unit/support_random.h"

/* "TEXT=code" or "TEXT=code(p1,p2,p3,p4)" with "-" for what is not known, each with a blank behind;
 * '!' for what has a name for text. Numbers in hexadecimal. */
static void describe(struct buf *out, struct slice line, const struct mention *m)
{
	bool any = false;
	buf_add_slice(out, slice_sub(line, m->start, m->end - m->start));
	buf_printf(out, "=%" PRIx32 "%s", m->bugcheck.code, m->by_name ? "!" : "");
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++)
		any |= m->bugcheck.parameter_known[i];
	for (size_t i = 0; any && i < BUGCHECK_PARAMETERS; i++) {
		buf_add_byte(out, i ? ',' : '(');
		if (m->bugcheck.parameter_known[i])
			buf_printf(out, "%" PRIx64, m->bugcheck.parameters[i]);
		else
			buf_add_byte(out, '-');
	}
	buf_add_string(out, any ? ") " : " ");
}

static void check_shape(struct slice line, size_t from, const struct mention *m)
{
	cr_assert(from <= m->start && m->start < m->end && m->end <= m->past && m->past <= line.n);
	cr_assert_eq(m->reading.code, m->bugcheck.code);
	cr_assert_neq(m->bugcheck.code, 0);
}

static void expect(const char *text, enum mention_digits digits, const char *expected)
{
	struct slice line = slice_of_string(text);
	struct mention m;
	struct buf out = {0};
	for (size_t from = 0; mention_next(line, from, digits, &m); from = m.past) {
		check_shape(line, from, &m);
		describe(&out, line, &m);
	}
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)),
		  "%s\n got      %.*s\n expected %s", text, (int)out.n, (char *)out.p, expected);
	buf_free(&out);
}

struct row {
	const char *line, *expected;
};

static void expect_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		expect(rows[i].line, MENTION_DIGITS_BY_FORM, rows[i].expected);
}

Test(bugcheck_mention, blue_screens)
{
	static const struct row rows[] = {
		{"*** STOP: 0x0000000A (0x00000000, 0x00000002,0x00000001 0x80526FC8)",
		 "0x0000000A=a(0,2,1,80526fc8) "},
		{"STOP: 0xD1", "0xD1=d1 "},
		{"STOP 0x0000007E", "0x0000007E=7e "},
		{"stop=0x7e; next", "0x7e=7e "},
		{"*** STOP: 0x0000007E(0xC0000005,0x804E518E,0xFC938104,0xFC937E04)",
		 "0x0000007E=7e(c0000005,804e518e,fc938104,fc937e04) "},
		{"STOP: 0x1000007E", "0x1000007E=1000007e "},
		{"STOP: c000021a {Fatal System Error}", "c000021a=c000021a "},
		{"STOP: c0000135 {Unable To Locate Component}", "c0000135=c0000135 "},
		{"STOP: 00000050", "00000050=50 "},
		{"STOP c000021a again", "c000021a=c000021a "},
		{"VERIFIER STOP 00000008: pid 0x504: exception raised", ""},
		{"STOP: 0x12345678", "0x12345678=12345678 "},
		{"Stop code: DPC_WATCHDOG_VIOLATION", "DPC_WATCHDOG_VIOLATION=133! "},
		{"Stop code: CRITICAL PROCESS DIED", "CRITICAL PROCESS DIED=ef! "},
		{"Stopcode: 'system thread exception  not handled' What failed: x.sys",
		 "system thread exception  not handled=7e! "},
		{"Stop code: DRIVER IRQL NOT LESS OR EQUAL (0xd1)",
		 "DRIVER IRQL NOT LESS OR EQUAL=d1! "},
		{"Stop code: BAD POOL HEADER", "BAD POOL HEADER=19! "},
		{"stop code: IORING", "IORING=1f3! "},
		{"Stop Code: INACCESSIBLE BOOT DEVICE again", "INACCESSIBLE BOOT DEVICE=7b! "},
		{"STOP: CRITICAL PROCESS DIED", ""},
		{"Stop error 0x0000007B", "0x0000007B=7b "},
		{"a stop error (0x0000007b) came", "0x0000007b=7b "},
		{"a stop error (7b) came", ""},
		{"stop code 0x133", "0x133=133 "},
		{"Stop code 0xC000021A", "0xC000021A=c000021a "},
		{"stop_code=0x133", "0x133=133 "},
		{"stop code 7B", "7B=7b "},
		{"stop code: abc", ""},
		{"STOP 0x9F: DRIVER_POWER_STATE_FAILURE (0x3, 0x4, 0x5, 0x6)", "0x9F=9f(3,4,5,6) "},
		{"STOP 0x9F (DRIVER_POWER_STATE_FAILURE)", "0x9F=9f "},
		{"STOP 0x9F: BAD_POOL_HEADER", "0x9F=9f BAD_POOL_HEADER=19! "},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, debuggers)
{
	static const struct row rows[] = {
		{"BugCheck D1, {ffffd000`0000abcd, 2, 0, fffff803`999612d0}",
		 "D1=d1(ffffd0000000abcd,2,0,fffff803999612d0) "},
		{"BugCheck 139, {4, 0, 0, 0}", "139=139(4,0,0,0) "},
		{"BugCheck 1000007E, {c0000005}", "1000007E=1000007e(c0000005,-,-,-) "},
		{"BugCheck EF, {1, 2, 3, 4}", "EF=ef(1,2,3,4) "},
		{"Bug Check 0xD1", "0xD1=d1 "},
		{"bugcheck 0x133", "0x133=133 "},
		{"bugcheck 133", "133=133 "},
		{"bug check code: 0x1a", "0x1a=1a "},
		{"bug check code 1a", "1a=1a "},
		{"bugcheck #50", "50=50 "},
		{"bugcheck=d1.", "d1=d1 "},
		{"BUG-CHECK: 0x50", "0x50=50 "},
		{"https://x.y/bug-check-0x9f--driver-power-state-failure", "0x9f=9f "},
		{"The bugcheck was 9f!", "9f=9f "},
		{"BUGCHECK_CODE:  139", "139=139 "},
		{"BUGCHECK_CODE:  a", "a=a "},
		{"BUGCHECK_CODE:  9f\\n\\nBUGCHECK_P1: 3\\n\\nBUGCHECK_P2: ffff8a8b`d2b5a060\\n",
		 "9f=9f(3,ffff8a8bd2b5a060,-,-) "},
		{"Bugcheck code 000000D1", "000000D1=d1 "},
		{"Bugcheck code 0000000A\nArguments 00000000 0000001c 00000002 804f0000",
		 "0000000A=a(0,1c,2,804f0000) "},
		{"Bugcheck code 0000000A Arguments 00000000 0000001c 00000002 804f0000 x",
		 "0000000A=a(0,1c,2,804f0000) "},
		{"Bugcheck code 0000000A Arguments were added", "0000000A=a "},
		{"DRIVER_IRQL_NOT_LESS_OR_EQUAL (d1)", "DRIVER_IRQL_NOT_LESS_OR_EQUAL=d1! "},
		{"SYSTEM_THREAD_EXCEPTION_NOT_HANDLED (1000007e)",
		 "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED=1000007e! "},
		{"VIDEO_DRIVER_DEBUG_REPORT_REQUEST (400000ad)",
		 "VIDEO_DRIVER_DEBUG_REPORT_REQUEST=400000ad! "},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, event_1001)
{
	static const struct row rows[] = {
		{"The computer has rebooted from a bugcheck.  The bugcheck was: 0x0000009f "
		 "(0x0000000000000003, 0xffff8a8bd2b5a060, 0xfffff80062c3f750, 0xffff8a8bdd1b8010)."
		 " A dump was saved in: C:\\Windows\\MEMORY.DMP. Report Id: 1-2.",
		 "0x0000009f=9f(3,ffff8a8bd2b5a060,fffff80062c3f750,ffff8a8bdd1b8010) "},
		{"Die Fehlercode\xc3\xbc"
		 "berpr\xc3\xbc"
		 "fung war: 0x000000d1 (0x1, 0x2, 0x3, 0x4).",
		 "0x000000d1=d1(1,2,3,4) "},
		{"\xeb\xb2\x84\xea\xb7\xb8"
		 "0x0000001a   (0x41790)",
		 "0x0000001a=1a(41790,-,-,-) "},
		{"x 0x0000001a (0x1, 0x2, 0x3, 0x4, 0x5)", ""},
		{"x 0x0000001a (0x1, 2)", ""},
		{"x 0x0000001a (0x1", ""},
		{"x 0x0000001a(0x1)", ""},
		{"x 0x000001a (0x1)", ""},
		{"x 0x00000001a (0x1)", ""},
		{"x0x0000001a (0x1)", ""},
		{"x 0x00000000 (0x1)", ""},
		{"x 0x0000001a {0x1}", ""},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, kernel_power)
{
	static const struct row rows[] = {
		{"BugcheckCode 209", "209=d1 "},
		{"BugcheckCode: 209", "209=d1 "},
		{"BugcheckCode                    : 209", "209=d1 "},
		{"BugcheckCode=209.", "209=d1 "},
		{"<Data Name=\"BugcheckCode\">209</Data>", "209=d1 "},
		{"<Data Name='BugcheckCode'>209</Data><Data Name='BugcheckParameter1'>0x28</Data>"
		 "<Data Name='BugcheckParameter2'>0x2</Data><Data Name='BugcheckParameter3'>0x0"
		 "</Data><Data Name='BugcheckParameter4'>0xfffff80062c3f750</Data><Data Name='Sl'>",
		 "209=d1(28,2,0,fffff80062c3f750) "},
		{"<BugcheckCode>209</BugcheckCode><BugcheckParameter1>17</BugcheckParameter1>",
		 "209=d1(11,-,-,-) "},
		{"\"BugcheckCode\":209,\"BugcheckParameter1\":\"0x28\",\"BugcheckParameter3\":10",
		 "209=d1(28,-,a,-) "},
		{"{\\\"BugcheckCode\\\":209}", "209=d1 "},
		{"{\"@Name\":\"BugcheckCode\",\"#text\":\"209\"},"
		 "{\"@Name\":\"BugcheckParameter1\",\"#text\":\"0x3\"}",
		 "209=d1(3,-,-,-) "},
		{"BugcheckCode 0xd1", "0xd1=d1 "},
		{"BugcheckCode 999", "999=3e7 "},
		{"BugcheckCode 9f", "9f=9f "},
		{"BugcheckCode 0", ""},
		{"BugcheckCode 0x0 BugcheckParameter1 0x0", ""},
		{"BugcheckCode added", ""},
		{"BugcheckCode 5000000000", ""},
		{"BugcheckCode 10.0.19041", ""},
		{"BugcheckCode 10 BugcheckParameter1 1 BugcheckCode 30 BugcheckParameter1 2",
		 "10=a(1,-,-,-) 30=1e(2,-,-,-) "},
		{"BugcheckCode,BugcheckParameter1", ""},
		{"BugcheckParameter1 5", ""},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, error_reporting)
{
	static const struct row rows[] = {
		{"BCCode: 1000007e", "1000007e=1000007e "},
		{"BCCode:\t9f\r\n  BCP1:\t3\r\n  BCP2:\tFFFFFA8004C9A060\r\n  BCP3:\r\n  BCP4: 0\r\n",
		 "9f=9f(3,fffffa8004c9a060,-,0) "},
		{"BCCode: a BCP1: 10", "a=a(10,-,-,-) "},
		{"LiveKernelEvent 141", "141=141 "},
		{"LiveKernelEvent code 193", "193=193 "},
		{"LiveKernelEvent with code 193", "193=193 "},
		{"Problem Event Name:\tLiveKernelEvent\nCode:\t193\nParameter 1:\t80e\n"
		 "Parameter 2:\tffffffffc0000001\nParameter 3:\t0\nParameter 4:\nOS version: 10_0",
		 "193=193(80e,ffffffffc0000001,0,-) "},
		{"\"EventName\":\"LiveKernelEvent\",\"P1\":\"141\",\"P2\":\"ffff8606\",\"P3\":\"0\","
		 "\"P4\":\"10\",\"P5\":\"\",\"P6\":\"10_0_19041\"",
		 "141=141(ffff8606,0,10,-) "},
		{"Event Name: LiveKernelEvent\\r\\nResponse: Not available\\r\\nCab Id: 0\\r\\n\\r\\n"
		 "Problem signature:\\r\\nP1: 1a8\\r\\nP2: 1\\r\\nP3: 2\\r\\nP4: 3\\r\\nP5: 4\\r\\n",
		 "1a8=1a8(1,2,3,4) "},
		{"LiveKernelEvent 2 times", ""},
		{"LiveKernelEvent 999", ""},
		{"LiveKernelEvents 141", ""},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, names)
{
	static const struct row rows[] = {
		{"DRIVER_IRQL_NOT_LESS_OR_EQUAL", "DRIVER_IRQL_NOT_LESS_OR_EQUAL=d1! "},
		{"it was driver_irql_not_less_or_equal.", "driver_irql_not_less_or_equal=d1! "},
		{"(MEMORY_MANAGEMENT)", "MEMORY_MANAGEMENT=1a! "},
		{"`PAGE_FAULT_IN_NONPAGED_AREA`", "PAGE_FAULT_IN_NONPAGED_AREA=50! "},
		{"DRIVER_IRQL_NOT_LESS_OR_EQUAL (d1) {1 2 3 4}",
		 "DRIVER_IRQL_NOT_LESS_OR_EQUAL=d1!(1,2,3,4) "},
		{"MEMORY_MANAGEMENT (0x41790, 1, 2, 3)", "MEMORY_MANAGEMENT=1a!(41790,1,2,3) "},
		{"MEMORY_MANAGEMENT (0x1A)", "MEMORY_MANAGEMENT=1a! "},
		{"MEMORY_MANAGEMENT (at last)", "MEMORY_MANAGEMENT=1a! "},
		{"IRQL_NOT_LESS_OR_EQUAL BAD_POOL_CALLER",
		 "IRQL_NOT_LESS_OR_EQUAL=a! BAD_POOL_CALLER=c2! "},
		{"\\nBAD_POOL_HEADER\\n", "BAD_POOL_HEADER=19! "},
		{"\\ntfs_file_system", "ntfs_file_system=24! "},
		{"memory_management (1a)", "memory_management=1a! "},
		{"Memory_Management", "Memory_Management=1a! "},
		{"bad_pool_header", "bad_pool_header=19! "},
		{"file_system = get_file_system(path)", ""},
		{"if (file_system) {", ""},
		{"XMEMORY_MANAGEMENT", ""},
		{"_MEMORY_MANAGEMENT", ""},
		{"MEMORY_MANAGEMENT_", ""},
		{"MEMORY_MANAGEMENTS", ""},
		{"MEMORY MANAGEMENT", ""},
		{"IORING", ""},
		{"UNDEFINED_BUG_CODE", ""},
		{"BUGCHECK_TECH_INFO", ""},
		{"WINDOWS_NT_BANNER", ""},
	};
	expect_rows(rows, COUNT_OF(rows));
}

Test(bugcheck_mention, no_mentions)
{
	static const char *const lines[] = {
		"",
		"nonstop 0x12",
		"bugcheck 2 times",
		"bugcheck 5 (2)",
		"bugcheck added, bugcheck dead",
		"bugcheck: dead",
		"bugcheck 10.0.19041",
		"bugcheck: 10:45:12",
		"bugcheck: 2024-01-02",
		"bugcheck 50% done",
		"bugchecks 0x50",
		"debugcheck 0x50",
		"KeBugCheckEx 0x50",
		"bugcheck 0x50x",
		"bugcheck 0x123456789",
		"bugcheck 0x0",
		"bugcheck - 12",
		"bugcheck",
		"bugcheck (",
		"stop: 50",
		"stop 12345678",
		"Stop: 20240131",
		"stop 0x",
		"stopped 0x50",
		"unstop_0x50",
		"stopper: 0x50",
		"add_one(0x1)",
		"read_write (0x1)",
		"0x0000001a",
		"The service entered the stop pending state, error code 1053 (0x41D).",
		"check the health of node 0x00000012 (up)",
		"bccode",
		"abccode: 9f",
		"nvlddmkm.sys+0x28 (0x10)",
		"ERROR_FILE_NOT_FOUND (2)",
	};
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		expect(lines[i], MENTION_DIGITS_BY_FORM, "");
}

Test(bugcheck_mention, digits_overruled)
{
	expect("BugcheckCode 133", MENTION_DIGITS_DECIMAL, "133=85 ");
	expect("BugcheckCode 133", MENTION_DIGITS_HEXADECIMAL, "133=133 ");
	expect("BugcheckCode 0x133", MENTION_DIGITS_DECIMAL, "0x133=133 ");
	expect("BugCheck 139, {10, 0, 0, 0}", MENTION_DIGITS_DECIMAL, "139=8b(10,0,0,0) ");
	expect("BCCode: 10 BCP1: 10", MENTION_DIGITS_DECIMAL, "10=a(a,-,-,-) ");
	expect("BugcheckCode=10 BugcheckParameter1=10", MENTION_DIGITS_HEXADECIMAL,
	       "10=10(10,-,-,-) ");
	expect("BugCheck D1, {1}", MENTION_DIGITS_DECIMAL, "D1=d1(1,-,-,-) ");
}

Test(bugcheck_mention, positions_and_doubt)
{
	struct slice line = SLICE("x STOP: 0xD1 (0x1, 0x2), MEMORY_MANAGEMENT (1a) end");
	struct mention m;
	cr_assert(mention_next(line, 0, MENTION_DIGITS_BY_FORM, &m));
	cr_expect_eq(m.start, 8);
	cr_expect_eq(m.end, 12);
	cr_expect_eq(m.past, 23);
	cr_expect_not(m.by_name);
	cr_assert(mention_next(line, 23, MENTION_DIGITS_BY_FORM, &m));
	cr_expect_eq(m.start, 25);
	cr_expect_eq(m.end, 42);
	cr_expect_eq(m.past, 47);
	cr_expect(m.by_name);
	cr_expect_not(mention_next(line, 47, MENTION_DIGITS_BY_FORM, &m));
	cr_expect_not(mention_next(line, 26, MENTION_DIGITS_BY_FORM, &m), "cut names are none");
	cr_expect_not(mention_next(line, line.n, MENTION_DIGITS_BY_FORM, &m));
	line = SLICE("VIDEO_DRIVER_DEBUG_REPORT_REQUEST");
	cr_assert(mention_next(line, 0, MENTION_DIGITS_BY_FORM, &m));
	cr_expect_eq(m.reading.doubt, BUGCHECK_DOUBT_NAME);
	cr_expect_eq(m.reading.other, 0x400000ad);
}

/* Each name and alias of the table, in both cases of letters. */
Test(bugcheck_mention, every_name)
{
	for (size_t i = 0; i < bugcheck_name_count; i++) {
		const char *name = bugcheck_string(bugcheck_names[i].text);
		const struct bugcheck_code *entry = &bugcheck_codes[bugcheck_names[i].entry];
		bool is_mention = entry->kind != BUGCHECK_KIND_MARKER && strchr(name, '_');
		struct buf line = {0};
		struct mention m = {0};
		for (size_t upper = 0; upper < 2; upper++) {
			line.n = 0;
			buf_printf(&line, "a %s.", name);
			for (size_t at = 2; upper == 0 && at < line.n; at++)
				line.p[at] = ascii_lower(line.p[at]);
			bool found = mention_next(buf_slice(&line), 0, MENTION_DIGITS_BY_FORM, &m);
			bool two_words = strchr(name, '_') == strrchr(name, '_');
			cr_expect_eq(found, is_mention && (upper || !two_words), "%s", name);
			cr_expect(!found || m.bugcheck.code == entry->code, "%s", name);
		}
		buf_free(&line);
	}
}

/* --- the search against one that tries every position --- */

static bool plain_next(struct slice line, size_t from, struct mention *m)
{
	for (size_t at = from; at < line.n; at++)
		if (mention_at(line, at, MENTION_DIGITS_BY_FORM, m))
			return true;
	return false;
}

static const char *const pieces[] = {
	"bug",
	"check",
	"Bug Check",
	"BUGCHECK_CODE",
	"bug_check",
	"BugcheckCode",
	"STOP",
	"stop",
	"code",
	"error",
	"BCCode",
	"BCP1",
	"LiveKernelEvent",
	"P1",
	"P2",
	"Code",
	"BugcheckParameter1",
	"0x0000009f",
	"0xd1",
	"D1",
	"139",
	"c000021a",
	"0",
	"9f",
	"(0x1)",
	"(0x3, 4)",
	"{1, 2}",
	"(",
	")",
	"{",
	" ",
	" ",
	" ",
	": ",
	"=",
	"\"",
	"\\n",
	"\\",
	"\t",
	"_",
	"-",
	",",
	".",
	"\n",
	"\xc3\xa9",
	"x",
	"n",
	"MEMORY_MANAGEMENT",
	"CRITICAL PROCESS DIED",
	"driver_power_state_failure",
	"\\nBAD_POOL_HEADER",
	"(1a)",
	"FILE",
	"IRQL_NOT",
	"a_b",
	"0x",
	"arguments",
};

static void check_search(struct slice line)
{
	size_t from = 0;
	for (;;) {
		struct mention a = {0}, b = {0};
		bool found = plain_next(line, from, &a);
		cr_assert_eq(mention_next(line, from, MENTION_DIGITS_BY_FORM, &b), found, "%.*s",
			     (int)line.n, (const char *)line.p);
		if (!found)
			return;
		check_shape(line, from, &a);
		cr_assert(a.start == b.start && a.past == b.past &&
				  a.bugcheck.code == b.bugcheck.code,
			  "%.*s", (int)line.n, (const char *)line.p);
		from = a.past;
	}
}

static void check_searches(struct slice line)
{
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++)
		if (anchor_choose(twin))
			check_search(line);
}

Test(bugcheck_mention, as_a_plain_search)
{
	struct buf line = {0};
	uint64_t seed = 21;
	for (int round = 0; round < 60000; round++) {
		line.n = 0;
		buf_reserve(&line, 1);
		for (size_t n = random_below(&seed, 12); n; n--)
			buf_add_string(&line, pieces[random_below(&seed, COUNT_OF(pieces))]);
		/* Behind its end lies what must not be read: a block of the exact size. */
		uint8_t *copy = malloc(line.n + !line.n);
		memcpy(copy, line.p, line.n);
		check_searches(slice_of(copy, line.n));
		free(copy);
	}
	buf_free(&line);
}

/* --- lines made to be slow --- */

/* Lines of 1 MiB. All of them together take a second; if one took time by the square of its length,
 * that one would take hours. */
Test(bugcheck_mention, hostile_lines)
{
	static const char *const parts[] = {
		"(",
		"_",
		" ",
		"0",
		"a",
		"a_",
		"(0x",
		"{1,",
		"\\n",
		"\"",
		"BugcheckCode ",
		"BugcheckCode 1 ",
		"BugcheckCode=1 BugcheckParameter1=",
		"BugcheckCode=1 BugcheckParameter1=1 ",
		"LiveKernelEvent ",
		"LiveKernelEvent p1 ",
		"bugcheck (",
		"bugcheck code was ",
		"bugcheck 0x1 (1,2,3,",
		"stop code ",
		"stop code a b c d e f g ",
		"STOP:",
		"0x00000001 (0x1,",
		"BAD_POOL_HEADER",
		"BAD_POOL_HEADER (",
		"BAD_POOL_HEADER (1, ",
		"IRQL_NOT_",
		"BCCode: 9f bcp",
		"BCCode: 9f BCP1 1 ",
	};
	enum { LINE = 1 << 20 };
	struct buf line = {0};
	struct mention m;
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		line.n = 0;
		while (line.n < LINE)
			buf_add_string(&line, parts[i]);
		for (size_t from = 0;
		     mention_next(buf_slice(&line), from, MENTION_DIGITS_BY_FORM, &m);
		     from = m.past)
			check_shape(buf_slice(&line), from, &m);
	}
	buf_free(&line);
}
