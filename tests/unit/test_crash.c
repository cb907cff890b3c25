/* SPDX-License-Identifier: MIT */
/* lib/crash but for its sums: from the bytes of a line to what is said about a crash. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/crash/collector.h"
#include "lib/crash/evidence.h"
#include "lib/crash/instant.h"
#include "lib/crash/scan.h"
#include "lib/crash/summary.h"
#include "tests/unit/support_json.h"
#include "tests/unit/support_random.h"

static const uint64_t untouched = UINT64_C(0x5a5a5a5a5a5a5a5a);

/* A session with every member, as dslog-parse prints it. */
static const char whole_session[] =
	"{\"type\":\"dslog.session\",\"time\":\"2024-01-02T03:04:05.0000000Z\",\"session\":1,"
	"\"line\":1,\"bugcheck\":{\"code\":\"0x1000007e\",\"code_decimal\":268435582,"
	"\"base_code\":\"0x0000007e\",\"name\":\"SYSTEM_THREAD_EXCEPTION_NOT_HANDLED_M\","
	"\"parameters\":[\"0xffffffffc0000005\",\"0xfffff80012345678\",null,"
	"\"0x0000000000000000\"]},\"utc_offset_minutes\":-300,\"generation\":\"D\","
	"\"verdict\":\"stopped_in_callback\",\"complete\":false,"
	"\"stopped_before_5_percent\":false,\"header_state\":\"open\",\"last_percent\":100,"
	"\"last_progress\":\"0x00000043\",\"open_component\":\"a\\ufffdb\","
	"\"open_component_hex\":\"61ff62\",\"fault_component\":\"examplegpu.sys\","
	"\"dump_type\":6,\"kind\":\"bitmap_kernel\",\"requested_kind\":\"bitmap_full\","
	"\"total_size\":930734385,\"secondary_size\":1753393,\"total_pages\":226724,"
	"\"pages_written\":226724,\"elapsed_ms\":17500,\"pre_write_ms\":2100,\"write_ms\":14900,"
	"\"tail_ms\":500,\"mib_per_second\":59.4,\"throughput\":{\"samples\":20,\"min\":41,"
	"\"median\":192,\"p95\":237,\"max\":237,\"slowest_percent\":5},"
	"\"consistency\":[{\"rule\":\"one\",\"message\":\"first\"},{\"rule\":\"two\","
	"\"message\":\"second\"}],\"tags\":{\"host\":\"ws-17\"},\"file\":\"DumpStack.log\","
	"\"offset\":4096}";

/* Counts what is reported, by code. */
static void count_report(void *context, const struct diag *d)
{
	unsigned *counts = context;
	counts[d->code]++;
}

/* --- instant --- */

Test(instant, texts)
{
	static const struct {
		const char *text;
		bool good;
		uint64_t filetime;
	} rows[] = {
		{"1601-01-01T00:00:00Z", true, 0},
		{"1601-01-01T00:00:00.0000001Z", true, 1},
		{"1601-01-01T00:00:00.1Z", true, 1000000},
		{"1970-01-01T00:00:00.0000000Z", true, UINT64_C(116444736000000000)},
		{"2024-02-29T23:59:59.9999999Z", true, UINT64_C(133537247999999999)},
		{"9999-12-31T23:59:59.9999999Z", true, UINT64_C(2650467743999999999)},
		{"2023-02-29T00:00:00Z", false, 0},
		{"2024-01-02T24:00:00Z", false, 0},
		{"2024-01-02T03:04:60Z", false, 0},
		{"1600-12-31T23:59:59Z", false, 0},
		{"2024-01-02T03:04:05", false, 0},
		{"2024-01-02T03:04:05.Z", false, 0},
		{"2024-01-02T03:04:05.12345678Z", false, 0},
		{"2024-01-02T03:04:05+00:00", false, 0},
		{"2024-01-02 03:04:05Z", false, 0},
		{"2024-01-02T03:04:05z", false, 0},
		{"2024-1-02T03:04:05.0Z", false, 0},
		{"+024-01-02T03:04:05Z", false, 0},
		{"", false, 0},
		{"Z", false, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t v = untouched;
		bool good = instant_from_text(slice_of_string(rows[i].text), &v);
		cr_expect_eq(good, rows[i].good, "\"%s\"", rows[i].text);
		cr_expect_eq(v, good ? rows[i].filetime : untouched, "\"%s\" gives %" PRIu64,
			     rows[i].text, v);
	}
}

Test(instant, later_ones_stay_in_the_calendar)
{
	uint64_t v = untouched;
	cr_expect(instant_after(5, 1, &v));
	cr_expect_eq(v, 10005);
	v = untouched;
	cr_expect_not(instant_after(UINT64_C(2650467743999999999), 1, &v));
	cr_expect_not(instant_after(0, UINT64_MAX, &v));
	cr_expect_not(instant_after(0, UINT64_MAX / 10000, &v));
	cr_expect_eq(v, untouched);
}

/* --- scan --- */

Test(scan, kinds_of_lines)
{
	static const struct {
		struct slice line;
		enum line_kind kind;
		const char *object;
	} rows[] = {
		{SLICE(""), LINE_BLANK, ""},
		{SLICE(" \t\r\n"), LINE_BLANK, ""},
		{SLICE("{}\n"), LINE_OTHER, "{}"},
		{SLICE(" {\"type\":\"event\"} \r\n"), LINE_OTHER, "{\"type\":\"event\"}"},
		{SLICE("{\"type\":\"dslog.session\"}"), LINE_EVIDENCE,
		 "{\"type\":\"dslog.session\"}"},
		{SLICE("{\"x\":\"dslog.sessions\"}"), LINE_OTHER, "{\"x\":\"dslog.sessions\"}"},
		{SLICE("{\"type\":\"event\",\"crash\":{}}"), LINE_EVIDENCE,
		 "{\"type\":\"event\",\"crash\":{}}"},
		{SLICE("{\"type\":\"event\",\"event_id\":129,\"a\":1}"), LINE_EVIDENCE,
		 "{\"type\":\"event\",\"event_id\":129,\"a\":1}"},
		{SLICE("{\"type\":\"event\",\"event_id\":1129,\"a\":1}"), LINE_OTHER,
		 "{\"type\":\"event\",\"event_id\":1129,\"a\":1}"},
		{SLICE("{\"type\":\"dump\"}"), LINE_EVIDENCE, "{\"type\":\"dump\"}"},
		{SLICE("{"), LINE_NOT_JSON, "{"},
		{SLICE("{\"type\":\"dslog.session\""), LINE_NOT_JSON,
		 "{\"type\":\"dslog.session\""},
		{SLICE("[]"), LINE_NOT_JSON, "[]"},
		{SLICE("}{"), LINE_NOT_JSON, "}{"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice object;
		cr_expect_eq(line_kind_of(rows[i].line, &object), rows[i].kind, "row %zu", i);
		cr_expect(slice_equal(object, slice_of_string(rows[i].object)), "row %zu", i);
	}
}

Test(scan, foreign_contents)
{
	static const struct {
		struct slice line;
		const char *word; /* in the answer; NULL: may be JSON lines */
	} rows[] = {
		{SLICE("DLOGFILE00010000DUMP\x25"), "dslog-parse"},
		{SLICE("Dump stack initialized at UTC: "), "dslog-parse"},
		{SLICE("ElfFile\0\0\0"), "EVTX"},
		{SLICE("\xff\xfe{\0"), "UTF-16"},
		{SLICE("\xfe\xff\0{"), "UTF-16"},
		{SLICE("[\n"), "array"},
		{SLICE("{\n"), "several lines"},
		{SLICE("\x7f"
		       "ELF\x02\x01\0"),
		 "binary"},
		{SLICE("{\"a\":\"\0\"}"), NULL},
		{SLICE("{}\n"), NULL},
		{SLICE("\n"), NULL},
		{SLICE("dear reader\n"), NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *what = foreign_content(rows[i].line);
		cr_expect_eq(what != NULL, rows[i].word != NULL, "row %zu", i);
		if (what && rows[i].word)
			cr_expect(strstr(what, rows[i].word), "row %zu: %s", i, what);
	}
}

/* --- JSON --- */

Test(json_line, what_is_taken_and_what_is_not)
{
	static const struct {
		struct slice bytes;
		bool good;
	} rows[] = {
		{SLICE("{}"), true},
		{SLICE("{\"a\":9223372036854775807}"), true},
		{SLICE("{\"a\":9223372036854775808}"), true},
		{SLICE("{\"a\":-123456789012345678901234567890}"), true},
		{SLICE("{\"a\":1e400}"), false},
		{SLICE("{\"a\":\"\\u0000\"}"), true},
		{SLICE("{\"\\u0000\":1}"), false},
		{SLICE("{\"a\":\"\0\"}"), false},
		{SLICE("{\"a\":\"\\ud800\"}"), false},
		{SLICE("{\"a\":\"\\udc00\\ud800\"}"), false},
		{SLICE("{\"a\":\"\xff\"}"), false},
		{SLICE("{\"a\":\"\xc0\x80\"}"), false},
		{SLICE("{\"a\":1,}"), false},
		{SLICE("{} {}"), false},
		{SLICE("{"), false},
		{SLICE("NaN"), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct json_line line;
		struct json_line_error error;
		bool good = json_line_parse(&line, rows[i].bytes, &error);
		cr_expect_eq(good, rows[i].good, "row %zu", i);
		if (good)
			json_line_free(&line);
		else
			cr_expect(error.text[0] != 0, "row %zu", i);
	}
}

/* depth arrays inside each other. */
static bool parses_at_depth(size_t depth)
{
	struct buf b = {0};
	struct json_line line;
	struct json_line_error error;
	buf_add_repeated(&b, '[', depth);
	buf_add_repeated(&b, ']', depth);
	bool good = json_line_parse(&line, buf_slice(&b), &error);
	if (good)
		json_line_free(&line);
	buf_free(&b);
	return good;
}

Test(json_line, depth_has_a_limit)
{
	struct json_line line;
	struct json_line_error error;
	cr_expect(parses_at_depth(LIMIT_JSON_DEPTH));
	cr_expect_not(parses_at_depth(LIMIT_JSON_DEPTH + 1));
	cr_expect_not(parses_at_depth(1000000));
	/* Brackets in strings do not count, whatever is escaped around them. */
	struct buf b = {0};
	buf_add_string(&b, "[\"\\\"");
	buf_add_repeated(&b, '[', 500);
	buf_add_string(&b, "\\\\\"]");
	cr_expect(json_line_parse(&line, buf_slice(&b), &error));
	json_line_free(&line);
	buf_free(&b);
}

/* An array of so many numbers. */
static bool parses_with_values(size_t count)
{
	struct buf b = {0};
	struct json_line line;
	struct json_line_error error;
	buf_add_string(&b, "[0");
	for (size_t i = 1; i < count; i++)
		buf_add_string(&b, ",0");
	buf_add_byte(&b, ']');
	bool good = json_line_parse(&line, buf_slice(&b), &error);
	if (good)
		json_line_free(&line);
	else
		cr_expect_str_eq(error.text, "more than 65536 values");
	buf_free(&b);
	return good;
}

Test(json_line, values_have_a_limit)
{
	cr_expect(parses_with_values(1));
	cr_expect(parses_with_values(LIMIT_JSON_VALUES));
	cr_expect_not(parses_with_values(LIMIT_JSON_VALUES + 1));
}

Test(json_line, numbers)
{
	static const struct {
		const char *text;
		bool is_count, is_tenths;
		uint64_t count, tenths;
	} rows[] = {
		{"0", true, true, 0, 0},
		{"37.1", false, true, 0, 371},
		{"61", true, true, 61, 610},
		{"61.0", true, true, 61, 610},
		{"0.05", false, true, 0, 1},
		{"7.84", false, true, 0, 78},
		{"346.5", false, true, 0, 3465},
		{"1e2", true, true, 100, 1000},
		{"-0.0", true, true, 0, 0},
		{"-1", false, false, 0, 0},
		{"-0.1", false, false, 0, 0},
		{"9007199254740991", true, false, UINT64_C(9007199254740991), 0},
		{"99999999999.9", false, true, 0, UINT64_C(999999999999)},
		{"100000000000.1", false, false, 0, 0},
		{"9223372036854775807", true, false, INT64_MAX, 0},
		{"9223372036854775808", false, false, 0, 0},
		{"1e300", false, false, 0, 0},
		{"true", false, false, 0, 0},
		{"\"1\"", false, false, 0, 0},
		{"null", false, false, 0, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct json_line line;
		struct json_line_error error;
		uint64_t count = untouched, tenths = untouched;
		cr_assert(json_line_parse(&line, slice_of_string(rows[i].text), &error), "%s",
			  rows[i].text);
		cr_expect_eq(node_count(json_line_root(&line), &count), rows[i].is_count, "%s",
			     rows[i].text);
		cr_expect_eq(node_tenths(json_line_root(&line), &tenths), rows[i].is_tenths, "%s",
			     rows[i].text);
		cr_expect_eq(count, rows[i].is_count ? rows[i].count : untouched, "%s",
			     rows[i].text);
		cr_expect_eq(tenths, rows[i].is_tenths ? rows[i].tenths : untouched, "%s",
			     rows[i].text);
		json_line_free(&line);
	}
}

/* Every rate with one decimal that a disk of our days can reach comes back as it was printed. */
Test(json_line, tenths_are_exact)
{
	for (uint64_t v = 0; v < 200000; v++) {
		char text[24];
		struct json_line line;
		struct json_line_error error;
		uint64_t got = untouched;
		int n = snprintf(text, sizeof(text), "%" PRIu64 ".%" PRIu64, v / 10, v % 10);
		cr_assert(json_line_parse(&line, slice_of(text, (size_t)n), &error));
		cr_assert(node_tenths(json_line_root(&line), &got));
		cr_assert_eq(got, v);
		json_line_free(&line);
	}
}

Test(json_line, asking_what_is_not_there)
{
	uint64_t v;
	int64_t i;
	bool b;
	cr_expect_eq(node_kind(NULL), JSON_KIND_ABSENT);
	cr_expect_null(node_member(NULL, "a"));
	cr_expect_null(node_element(NULL, 0));
	cr_expect_eq(node_length(NULL), 0);
	cr_expect_null(node_text(NULL).p);
	cr_expect_not(node_bool(NULL, &b));
	cr_expect_not(node_count(NULL, &v));
	cr_expect_not(node_signed(NULL, &i));
	cr_expect_not(node_tenths(NULL, &v));
}

/* --- sessions --- */

Test(session, every_member_is_read)
{
	unsigned reports[DIAG_COUNT] = {0};
	struct diag_sink sink = {count_report, reports};
	struct session_place place = {&sink, 1, 0};
	struct json_line line;
	struct json_line_error error;
	struct finding findings[LIMIT_DSLOG_FINDINGS];
	struct session s;
	cr_assert(json_line_parse(&line, slice_of_string(whole_session), &error));
	session_read(json_line_root(&line), &place, findings, &s);
	for (size_t i = 0; i < DIAG_COUNT; i++)
		cr_expect_eq(reports[i], 0);
	cr_expect_eq(s.bugcheck.code.value, 0x1000007e);
	cr_expect_eq(s.bugcheck.base_code.value, 0x7e);
	cr_expect_eq(s.bugcheck.parameters[0].value, UINT64_C(0xffffffffc0000005));
	cr_expect_not(s.bugcheck.parameters[2].known);
	cr_expect(s.bugcheck.parameters[3].known);
	cr_expect_eq(s.utc_offset_minutes, -300);
	cr_expect_eq(s.verdict, LOG_STOPPED_IN_CALLBACK);
	cr_expect_eq(s.header_state, HEADER_OPEN);
	cr_expect_eq(s.kind, DUMP_BITMAP_KERNEL);
	cr_expect_eq(s.requested_kind, DUMP_BITMAP_FULL);
	cr_expect_eq(s.rate.value, 594);
	cr_expect_eq(s.last_progress.value, 0x43);
	cr_expect_eq(s.throughput.slowest_percent.value, 5);
	cr_expect_eq(s.finding_count, 2);
	cr_expect_eq(s.offset.value, 4096);
	cr_expect(slice_equal(s.open_component, SLICE("a\xef\xbf\xbd"
						      "b")));
	cr_expect(slice_equal(tags_host(s.tags), SLICE("ws-17")));
	json_line_free(&line);
}

Test(words, each_log_verdict_has_its_meaning)
{
	static const struct {
		const char *log;
		const char *crash; /* NULL: tells of no crash */
		enum answer whole;
	} rows[] = {
		{"complete", "bugcheck_dump_whole", ANSWER_YES},
		{"complete_minidump_no_space", "bugcheck_fallback_minidump", ANSWER_YES},
		{"complete_minidump_after_callback_fault", "bugcheck_fallback_minidump",
		 ANSWER_YES},
		{"stopped_at_percent", "bugcheck_dump_partial", ANSWER_NO},
		{"stopped_in_callback", "bugcheck_dump_partial", ANSWER_NO},
		{"stopped_after_data", "bugcheck_dump_partial", ANSWER_NO},
		{"stopped_in_header", "bugcheck_no_dump", ANSWER_NO},
		{"stopped_in_size_pass", "bugcheck_no_dump", ANSWER_NO},
		{"stopped_early", "bugcheck_no_dump", ANSWER_NO},
		{"log_full", "bugcheck_dump_unknown", ANSWER_OPEN},
		{"no_log_written", NULL, ANSWER_OPEN},
		{"not_a_dump_log", NULL, ANSWER_OPEN},
		{"from_a_later_version", "unknown", ANSWER_OPEN},
		{"unknown", "unknown", ANSWER_OPEN},
		{"", "unknown", ANSWER_OPEN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum log_verdict v = log_verdict_of(slice_of_string(rows[i].log));
		const struct log_meaning *m = log_meaning_of(v);
		cr_expect_eq(log_tells_of_crash(v), rows[i].crash != NULL, "%s", rows[i].log);
		cr_expect_eq(m->dump_whole, rows[i].whole, "%s", rows[i].log);
		if (rows[i].crash)
			cr_expect_str_eq(crash_verdict_word(m->crash), rows[i].crash, "%s",
					 rows[i].log);
	}
	for (size_t v = 0; v < LOG_VERDICT_COUNT; v++)
		cr_expect_not_null(log_meaning_of((enum log_verdict)v)->tells, "verdict %zu", v);
}

/* --- hostile lines: whatever comes, what is printed is valid --- */

/* What dumpstat does with a crash, with valid JSON as the only demand. */
static void tell(void *context, const struct crash *crash)
{
	struct summary *summary = context;
	struct crash_context how = {.epoch = true};
	struct buf out = {0};
	struct json_writer w = json_writer_on(&out);
	summary_add_crash(summary, crash);
	crash_write_json(&w, crash, &how);
	json_line_end(&w);
	cr_expect(strict_json_lines(buf_slice(&out)), "%.*s", (int)out.n, out.p);
	out.n = 0;
	crash_write_text(&out, crash, &how);
	buf_free(&out);
}

/* Everything that it does with a line. The bytes lie in a heap block of their very size, so that
 * reading beyond them is noticed. */
static void digest(struct slice bytes, struct summary *summary)
{
	unsigned reports[DIAG_COUNT] = {0};
	struct diag_sink sink = {count_report, reports};
	struct clue_place place = {&sink, SLICE("lines"), 1, 0};
	struct collector *c = collector_begin(tell, summary, (struct slice){NULL, 0}, &sink);
	uint8_t *tight = malloc(bytes.n ? bytes.n : 1);
	struct json_line line;
	struct json_line_error error;
	struct slice object;
	cr_assert_not_null(tight);
	memcpy(tight, bytes.p, bytes.n);
	(void)foreign_content(slice_of(tight, bytes.n));
	if (line_kind_of(slice_of(tight, bytes.n), &object) == LINE_EVIDENCE &&
	    json_line_parse(&line, object, &error)) {
		const struct clue *clue = collector_add(c, json_line_root(&line), &place);
		if (clue && clue->session)
			summary_add_session(summary, clue->session->verdict);
		json_line_free(&line);
	}
	collector_finish(c);
	free(tight);
}

static void check_summary(const struct summary *summary)
{
	struct buf out = {0};
	struct json_writer w = json_writer_on(&out);
	summary_write_json(&w, summary);
	json_line_end(&w);
	cr_expect(strict_json_lines(buf_slice(&out)));
	summary_write_text(&out, summary);
	buf_free(&out);
}

Test(crash, each_truncation_gives_valid_lines)
{
	struct summary *summary = calloc(1, sizeof(*summary));
	struct buf cut = {0};
	cr_assert_not_null(summary);
	summary_begin(summary);
	for (size_t n = 0; n < sizeof(whole_session); n++) {
		digest(slice_of(whole_session, n), summary);
		cut.n = 0;
		buf_add(&cut, whole_session, n);
		buf_add_byte(&cut, '}'); /* gets further in */
		digest(buf_slice(&cut), summary);
	}
	cr_expect_geq(summary->sessions, 1);
	check_summary(summary);
	summary_free(summary);
	buf_free(&cut);
	free(summary);
}

Test(crash, each_changed_byte_gives_valid_lines)
{
	static const uint8_t changes[] = {0x01, 0x02, 0x10, 0x20, 0x80, 0xff};
	char line[sizeof(whole_session)];
	struct summary *summary = calloc(1, sizeof(*summary));
	cr_assert_not_null(summary);
	summary_begin(summary);
	memcpy(line, whole_session, sizeof(line));
	for (size_t i = 0; i + 1 < sizeof(line); i++) {
		for (size_t k = 0; k < COUNT_OF(changes); k++) {
			line[i] = (char)(whole_session[i] ^ changes[k]);
			digest(slice_of(line, sizeof(line) - 1), summary);
		}
		line[i] = whole_session[i];
	}
	cr_expect_gt(summary->sessions, 100);
	check_summary(summary);
	summary_free(summary);
	free(summary);
}

/* Puts one of a few odd values where the number-th value of the line stands. */
static void replace_value(struct buf *b, size_t at, const char *value)
{
	struct slice rest = slice_from(slice_of(whole_session, sizeof(whole_session) - 1), at);
	size_t end = 0;
	while (end < rest.n && rest.p[end] != ',' && rest.p[end] != '}' && rest.p[end] != ']')
		end++;
	b->n = 0;
	buf_add(b, whole_session, at);
	buf_add_string(b, value);
	buf_add_slice(b, slice_from(rest, end));
}

Test(crash, odd_values_in_each_place_give_valid_lines)
{
	static const char *const values[] = {
		"null",
		"true",
		"-1",
		"18446744073709551615",
		"1e308",
		"\"\"",
		"[]",
		"{}",
		"\"\\u0000\\u001b\\n\"",
		"\"0xffffffffffffffff\"",
		"\"0x\"",
		"[[1]]",
		"0.05",
		"{\"a\":{}}",
	};
	struct summary *summary = calloc(1, sizeof(*summary));
	struct buf b = {0};
	cr_assert_not_null(summary);
	summary_begin(summary);
	for (size_t i = 26; i < sizeof(whole_session); i++) {
		if (whole_session[i - 1] != ':' && whole_session[i - 1] != '[')
			continue;
		for (size_t k = 0; k < COUNT_OF(values); k++) {
			replace_value(&b, i, values[k]);
			digest(buf_slice(&b), summary);
		}
	}
	cr_expect_gt(summary->sessions, 300);
	check_summary(summary);
	summary_free(summary);
	buf_free(&b);
	free(summary);
}
