/* SPDX-License-Identifier: MIT */
/* lib/dslog/session.h: verdicts from tiny logs, and metrics at the edges of their numbers. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "tests/unit/support_dslog.h"

enum { CAPACITY = 4096 };

#define INIT \
	"Dump stack initialized at UTC: 2025/03/14 09:26:53, local time: 2025/03/14 10:26:53.\n"
#define SIZES_ON   "Starting get secondary dump callbacks size.\n"
#define SIZES      SIZES_ON "Finish get secondary dump callbacks size.\n"
#define TYPE_6     "Dump Type: 6, Total Dump Size: 1056768, Secondary Dump Size: 0.\n"
#define TYPE_4     "Dump Type: 4, Total Dump Size: 229376, Secondary Dump Size: 0.\n"
#define HEADER     "Starting write of dump header.\nFinish write of dump header.\n"
#define BITMAP     "Starting write of kernel bitmap dump header.\nFinish write of bitmap dump header.\n"
#define DATA_ON    "Starting write of memory dump data.\n"
#define PERCENT(n) "Dumping physical memory to disk:  " n "% \n"
#define PAGES      "Finish write of bitmap dump data. Total pages:256 Pages written:256\n"
#define MINIDUMP   "Starting write of minidump data.\nFinish write of minidump data.\n"
#define CALLBACKS  "Starting invoking secondary dump callbacks.\n"
#define CALL(x)    "Calling " x " secondary callback.\n"
#define RETURN(x)  "Return from " x " secondary callback.\n"
#define TOO_SMALL                                                                              \
	"Dump file is too small - switching to minidump. Dump file size = 1, required size = " \
	"1056768.\n"
#define RETRY      "Initiating RetryAsMinidump!\n"
#define ENDED      "Dump ended at UTC: 2025/03/14 09:26:53, local time: 2025/03/14 10:26:53.\n"
#define SUCCESS    "Dump completed successfully.\n"
#define UP_TO_DATA INIT SIZES TYPE_6 HEADER BITMAP DATA_ON
#define WRITTEN    UP_TO_DATA PERCENT("0") PERCENT("100") PAGES

/* Appends text, with CR LF for LF, as a log of 4096 bytes whose end field is end; 0: where the text
 * ends. */
static struct buf make_log(const char *text, uint32_t end)
{
	struct buf b = {0};
	buf_add(&b, "DLOGFILE00010000DUMP\0\0\0\0\0\0\0\0\0\0\0\0\r\n", 34);
	for (; *text; text++) {
		if (*text == '\n')
			buf_add_byte(&b, '\r');
		buf_add_byte(&b, (uint8_t)*text);
	}
	if (end == 0)
		end = (uint32_t)b.n;
	for (size_t i = 0; i < 4; i++)
		b.p[0x14 + i] = (uint8_t)(end >> 8 * i);
	cr_assert(b.n <= CAPACITY);
	buf_add_repeated(&b, 0, CAPACITY - b.n);
	return b;
}

enum state { FINALISED, OPEN, EDITED, EXCERPT };

static void parse(struct dslog_run *run, const char *text, enum state state)
{
	static const uint32_t ends[] = {[FINALISED] = 0, [OPEN] = CAPACITY, [EDITED] = 4000};
	if (state == EXCERPT) {
		dslog_run_parse(run, slice_of_string(text), false);
	} else {
		struct buf b = make_log(text, ends[state]);
		dslog_run_parse(run, buf_slice(&b), false);
		buf_free(&b);
	}
	cr_assert_null(dslog_run_fault(run));
	cr_assert_eq(run->sessions, 1, "%s", text);
}

static const struct {
	const char *text;
	enum state state;
	const char *verdict;
	bool before_5;
	bool open_component;
} verdicts[] = {
	{INIT, OPEN, "stopped_early", true, false},
	{INIT SIZES_ON, OPEN, "stopped_in_size_pass", true, false},
	{INIT SIZES, OPEN, "stopped_early", true, false},
	{INIT SIZES TYPE_6, OPEN, "stopped_in_header", true, false},
	{INIT SIZES TYPE_6 HEADER, OPEN, "stopped_in_header", true, false},
	{INIT SIZES TYPE_6 HEADER BITMAP, OPEN, "stopped_in_header", true, false},
	{UP_TO_DATA, OPEN, "stopped_at_percent", true, false},
	{UP_TO_DATA PERCENT("0"), OPEN, "stopped_at_percent", true, false},
	{UP_TO_DATA PERCENT("0") PERCENT("5"), OPEN, "stopped_at_percent", false, false},
	{UP_TO_DATA PERCENT("15") PERCENT("0"), OPEN, "stopped_at_percent", false, false},
	{UP_TO_DATA PERCENT("0") PERCENT("500"), OPEN, "stopped_at_percent", true, false},
	{UP_TO_DATA PERCENT("0") PERCENT("100"), OPEN, "stopped_at_percent", false, false},
	{WRITTEN, OPEN, "stopped_after_data", false, false},
	{WRITTEN CALLBACKS, OPEN, "stopped_after_data", false, false},
	{WRITTEN CALLBACKS CALL("a"), OPEN, "stopped_in_callback", false, true},
	{WRITTEN CALLBACKS CALL("a") RETURN("a"), OPEN, "stopped_after_data", false, false},
	{WRITTEN ENDED, OPEN, "stopped_after_data", false, false},
	{WRITTEN ENDED SUCCESS, OPEN, "stopped_after_data", false, false},
	{WRITTEN ENDED SUCCESS, FINALISED, "complete", false, false},
	{WRITTEN SUCCESS, FINALISED, "complete", false, false},
	{WRITTEN ENDED SUCCESS, EDITED, "complete", false, false},
	{WRITTEN ENDED SUCCESS, EXCERPT, "complete", false, false},
	{WRITTEN ENDED SUCCESS "Progress 0x00000053\n", EXCERPT, "complete", false, false},
	/* behind a success that counts nothing else may come */
	{WRITTEN ENDED SUCCESS CALL("a"), EXCERPT, "stopped_in_callback", false, true},
	{WRITTEN ENDED SUCCESS CALL("a"), EDITED, "stopped_in_callback", false, true},
	{WRITTEN CALL("a") ENDED SUCCESS, EXCERPT, "stopped_in_callback", false, true},
	{WRITTEN SUCCESS, EXCERPT, "stopped_after_data", false, false},
	{INIT SIZES TYPE_4 HEADER MINIDUMP, OPEN, "stopped_after_data", false, false},
	{INIT SIZES TYPE_4 HEADER MINIDUMP ENDED SUCCESS, FINALISED, "complete", false, false},
	{INIT SIZES TYPE_6 TOO_SMALL, OPEN, "stopped_early", true, false},
	{INIT SIZES TYPE_6 TOO_SMALL SIZES_ON, OPEN, "stopped_in_size_pass", true, false},
	{INIT SIZES TYPE_6 TOO_SMALL SIZES TYPE_4 HEADER MINIDUMP ENDED SUCCESS, FINALISED,
	 "complete_minidump_no_space", false, false},
	{WRITTEN CALLBACKS CALL("a") RETRY TYPE_4 HEADER, OPEN, "stopped_in_header", false, false},
	{WRITTEN CALLBACKS CALL("a") RETRY TYPE_4 HEADER MINIDUMP ENDED SUCCESS, FINALISED,
	 "complete_minidump_after_callback_fault", false, false},
	{INIT SIZES TYPE_6 TOO_SMALL SIZES TYPE_4 CALL("a") RETRY MINIDUMP ENDED SUCCESS, FINALISED,
	 "complete_minidump_after_callback_fault", false, false},
};

Test(dslog_session, verdict_of_each_place)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(verdicts); i++) {
		parse(&run, verdicts[i].text, verdicts[i].state);
		cr_expect_str_eq(dslog_verdict_name(run.last.verdict), verdicts[i].verdict,
				 "row %zu: %s", i, dslog_verdict_name(run.last.verdict));
		cr_expect_eq(run.last.stopped_before_5_percent, verdicts[i].before_5, "row %zu", i);
		cr_expect_eq(run.open_component, verdicts[i].open_component, "row %zu", i);
		cr_expect_eq(run.last.complete, strncmp(verdicts[i].verdict, "complete", 8) == 0);
	}
	dslog_run_end(&run);
}

/* A log whose text ends so many bytes before its capacity. */
static void parse_with_room(struct dslog_run *run, size_t room, bool open)
{
	struct buf text = {0};
	buf_add_string(&text, WRITTEN CALLBACKS);
	struct buf b = make_log("", 0);
	size_t used = 34;
	for (size_t i = 0; i < text.n; i++)
		used += text.p[i] == '\n' ? 2 : 1;
	/* One unknown line fills it up. */
	buf_add_repeated(&text, 'x', CAPACITY - used - room - 2);
	buf_add(&text, "\n", 2);
	buf_free(&b);
	b = make_log((const char *)text.p, open ? CAPACITY : 0);
	dslog_run_parse(run, buf_slice(&b), false);
	buf_free(&b);
	buf_free(&text);
}

Test(dslog_session, full_logs)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t room = 0; room < 300; room++) {
		parse_with_room(&run, room, false);
		bool full = run.last.verdict == DSLOG_VERDICT_LOG_FULL;
		cr_expect(full == (room < 106), "%zu bytes of room", room);
		parse_with_room(&run, room, true);
		/* Filled to the last byte, open and finalised are the same number. */
		if (room)
			cr_expect_eq(run.last.verdict, DSLOG_VERDICT_STOPPED_AFTER_DATA);
	}
	dslog_run_end(&run);
}

static const char *finding(const struct dslog_run *run, enum dslog_finding_rule rule)
{
	return run->last.findings[rule].times ? "yes" : "no";
}

#define ELAPSED(ms) "Elapsed BugCheck duration " ms "ms\n"

static const struct {
	const char *pages, *start, *end;
	const char *rate; /* as printed in tenths; NULL: none */
} rates[] = {
	{"491335", "00001435", "00032851", "61.1"},
	{"256", "0", "1000", "1.0"},
	{"256", "0", "20000", "0.1"}, /* 0.05 goes up */
	{"256", "0", "20001", "0.0"}, /* a little less goes down */
	{"384", "0", "1000", "1.5"},
	{"0", "0", "1000", "0.0"},
	{"256", "1000", "1000", NULL},
	{"256", "1001", "1000", NULL},
	{"256", "0", "18446744073709551615", NULL},
	{"18446744073709551615", "0", "1", NULL},
	{"1844674407370955", "0", "1", "7205759403792793.0"},
	{"18446744073709551616", "0", "1", NULL},
	{"256", "0", "18446744073709551616", NULL},
};

Test(dslog_session, rates_are_rounded_half_up_and_never_overflow)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(rates); i++) {
		char text[256], member[64];
		struct buf b = {0};
		snprintf(text, sizeof(text), "Elapsed BugCheck duration %sms\n", rates[i].start);
		buf_add_string(&b, UP_TO_DATA);
		buf_add_string(&b, text);
		snprintf(text, sizeof(text),
			 "Finish write of bitmap dump data. Total pages:%s Pages written:%s\n"
			 "Elapsed BugCheck duration %sms\n",
			 rates[i].pages, rates[i].pages, rates[i].end);
		buf_add_string(&b, text);
		buf_add_byte(&b, 0);
		parse(&run, (const char *)b.p, OPEN);
		buf_free(&b);
		struct slice out = buf_slice(&run.out);
		snprintf(member, sizeof(member), ",\"mib_per_second\":%s",
			 rates[i].rate ? rates[i].rate : "");
		bool there = slice_find(out, slice_of_string(member)) < out.n;
		cr_expect(there == (rates[i].rate != NULL), "%s pages in %s..%s ms: no %s",
			  rates[i].pages, rates[i].start, rates[i].end, member);
	}
	dslog_run_end(&run);
}

Test(dslog_session, times_between_stamps)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	parse(&run,
	      INIT ELAPSED("00001611") SIZES TYPE_6 HEADER BITMAP DATA_ON ELAPSED("00001684")
		      PERCENT("0") PERCENT("100") PAGES ELAPSED("00010540")
			      ENDED ELAPSED("00010624") SUCCESS,
	      FINALISED);
	cr_expect_eq(run.last.pre_write_ms.v, 1611);
	cr_expect_eq(run.last.write_ms.v, 8856);
	cr_expect_eq(run.last.tail_ms.v, 84);
	cr_expect_eq(run.last.elapsed.v, 10624);
	parse(&run,
	      INIT ELAPSED("00001611") SIZES TYPE_4 HEADER MINIDUMP ELAPSED("00002104")
		      ENDED ELAPSED("00002188") SUCCESS,
	      FINALISED);
	cr_expect_not(run.last.write_ms.known);
	cr_expect_eq(run.last.tail_ms.v, 84);
	parse(&run, INIT ELAPSED("00003587") SIZES_ON, OPEN);
	cr_expect_eq(run.last.elapsed.v, 3587);
	cr_expect_not(run.last.tail_ms.known);
	dslog_run_end(&run);
}

/* Throughput by nearest rank: the sample of rank ceil(n * p / 100). */
static const struct {
	const char *rates;
	uint64_t samples, min, median, p95, max;
	unsigned slowest_percent;
} quantiles[] = {
	{"7", 1, 7, 7, 7, 7, 0},
	{"9 7", 2, 7, 7, 9, 9, 5},
	{"3 1 2", 3, 1, 2, 3, 3, 5},
	{"4 3 2 1", 4, 1, 2, 4, 4, 15},
	{"5 5 5", 3, 5, 5, 5, 5, 0},
	{"41 42 49 52 46 233 192 233 237 234 232 233 235 221 233 49 50 79 115 52", 20, 41, 115, 235,
	 237, 0},
	{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20", 20, 1, 10, 19, 20, 0},
	{"0 18446744073709551615", 2, 0, 0, UINT64_MAX, UINT64_MAX, 0},
};

Test(dslog_session, quantiles_by_nearest_rank)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(quantiles); i++) {
		struct buf text = {0};
		unsigned percent = 0;
		buf_add_string(&text, UP_TO_DATA);
		for (const char *p = quantiles[i].rates; *p; percent += 5) {
			int n = (int)strcspn(p, " ");
			buf_printf(
				&text,
				"Dumping physical memory to disk:  %u%% \nWriteBitmapDump: pages "
				"written = 10, MB per sec = %.*s.\n",
				percent, n, p);
			p += n;
			p += *p == ' ';
		}
		buf_add_byte(&text, 0);
		parse(&run, (const char *)text.p, OPEN);
		struct dslog_throughput t = dslog_session_throughput(&run.last);
		cr_expect_eq(t.samples, quantiles[i].samples, "row %zu", i);
		cr_expect_eq(t.min, quantiles[i].min, "row %zu", i);
		cr_expect_eq(t.median, quantiles[i].median, "row %zu: %" PRIu64, i, t.median);
		cr_expect_eq(t.p95, quantiles[i].p95, "row %zu: %" PRIu64, i, t.p95);
		cr_expect_eq(t.max, quantiles[i].max, "row %zu", i);
		cr_expect_eq(t.slowest_percent.v, quantiles[i].slowest_percent, "row %zu", i);
		buf_free(&text);
	}
	dslog_run_end(&run);
}

/* More samples than are kept: the rest is counted by nobody, and nothing breaks. */
Test(dslog_session, samples_are_capped)
{
	struct dslog_run run;
	struct buf text = {0};
	dslog_run_begin(&run);
	for (size_t i = 0; i < 3 * LIMIT_DSLOG_SAMPLES; i++)
		buf_add_string(&text, "WriteBitmapDump: page written = 1, MB per sec = 1.\n");
	dslog_run_parse(&run, buf_slice(&text), false);
	cr_expect_eq(run.last.sample_count, LIMIT_DSLOG_SAMPLES);
	cr_expect_null(dslog_run_fault(&run));
	buf_free(&text);
	dslog_run_end(&run);
}

/* Each rule of the list at work, and silent beside its edge. */
static const struct {
	const char *text;
	enum dslog_finding_rule rule;
	const char *found;
} findings[] = {
	{"Dump Type: 6, Total Dump Size: 4096, Secondary Dump Size: 4096.\n",
	 DSLOG_FINDING_SECONDARY_EXCEEDS_TOTAL, "no"},
	{"Dump Type: 6, Total Dump Size: 4096, Secondary Dump Size: 4097.\n",
	 DSLOG_FINDING_SECONDARY_EXCEEDS_TOTAL, "yes"},
	{"Dump Type: 6, Total Dump Size: 4097, Secondary Dump Size: 1.\n",
	 DSLOG_FINDING_SIZE_IDENTITY_BITMAP, "no"},
	{"Dump Type: 5, Total Dump Size: 4096, Secondary Dump Size: 1.\n",
	 DSLOG_FINDING_SIZE_IDENTITY_BITMAP, "yes"},
	{"Dump Type: 4, Total Dump Size: 513, Secondary Dump Size: 1.\n",
	 DSLOG_FINDING_SIZE_IDENTITY_MINIDUMP, "no"},
	{"Dump Type: 4, Total Dump Size: 512, Secondary Dump Size: 1.\n",
	 DSLOG_FINDING_SIZE_IDENTITY_MINIDUMP, "yes"},
	{"Dump Type: 4, Total Dump Size: 0, Secondary Dump Size: 0.\n", DSLOG_FINDING_TOTAL_ZERO,
	 "yes"},
	{"Dump Type: 7, Total Dump Size: 1, Secondary Dump Size: 0.\n",
	 DSLOG_FINDING_DUMP_TYPE_UNKNOWN, "yes"},
	{"Dump Type: 10, Total Dump Size: 1, Secondary Dump Size: 0.\n",
	 DSLOG_FINDING_DUMP_TYPE_UNKNOWN, "no"},
	{PERCENT("0") PERCENT("100"), DSLOG_FINDING_PERCENT_RANGE, "no"},
	{PERCENT("0") PERCENT("101"), DSLOG_FINDING_PERCENT_RANGE, "yes"},
	{PERCENT("5") PERCENT("5"), DSLOG_FINDING_PERCENT_ORDER, "yes"},
	{PERCENT("5") PERCENT("10"), DSLOG_FINDING_PERCENT_ORDER, "no"},
	{PERCENT("7"), DSLOG_FINDING_PERCENT_STEP, "yes"},
	{ELAPSED("00000005") ELAPSED("00000005"), DSLOG_FINDING_ELAPSED_DECREASING, "no"},
	{ELAPSED("00000005") ELAPSED("00000004"), DSLOG_FINDING_ELAPSED_DECREASING, "yes"},
	{ELAPSED("99999999"), DSLOG_FINDING_ELAPSED_DIGITS, "no"},
	{ELAPSED("100000000"), DSLOG_FINDING_ELAPSED_DIGITS, "yes"},
	{"Progress 0x42\n", DSLOG_FINDING_PROGRESS_DIGITS, "yes"},
	{"#BugCheckCode 0x00000000000000D1\n", DSLOG_FINDING_BUGCHECK_INCOMPLETE, "yes"},
	{"#BugCheckCode 0x0000000100000000\n", DSLOG_FINDING_BUGCHECK_WIDE, "yes"},
	{"#BugCheckCode 0xFFFFFFFFC0000221\n", DSLOG_FINDING_BUGCHECK_WIDE, "no"},
	{TOO_SMALL, DSLOG_FINDING_TOO_SMALL_CONTRADICTION, "no"},
	{"Dump file is too small - switching to minidump. Dump file size = 2, required size = 2.\n",
	 DSLOG_FINDING_TOO_SMALL_CONTRADICTION, "yes"},
	{RETURN("a"), DSLOG_FINDING_CALLBACK_ORDER, "yes"},
	{CALL("a") RETURN("b"), DSLOG_FINDING_CALLBACK_ORDER, "yes"},
	{CALL("a") RETURN("a"), DSLOG_FINDING_CALLBACK_ORDER, "no"},
	{"Finish write of dump header.\n", DSLOG_FINDING_PHASE_ORDER, "yes"},
	{"no such line\n", DSLOG_FINDING_UNKNOWN_LINES, "yes"},
	{SUCCESS, DSLOG_FINDING_SUCCESS_WITHOUT_END, "yes"},
	{ENDED SUCCESS, DSLOG_FINDING_SUCCESS_IN_OPEN_LOG, "yes"},
	{"Dump ended at UTC: 2025/03/14 09:26:54, local time: 2025/03/14 10:26:54.\n",
	 DSLOG_FINDING_CLOCK_MOVED, "yes"},
	{ENDED, DSLOG_FINDING_CLOCK_MOVED, "no"},
	{"Dump Guid: {96f3ce2c-19c4-11f0-8d04-806e6f6e6963}\n", DSLOG_FINDING_GUID_AFTER_CRASH,
	 "yes"},
};

Test(dslog_session, findings_at_their_edges)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(findings); i++) {
		char text[512];
		snprintf(text, sizeof(text), INIT "%s", findings[i].text);
		parse(&run, text, OPEN);
		cr_expect_str_eq(finding(&run, findings[i].rule), findings[i].found, "%s: %s",
				 findings[i].text, dslog_finding_name(findings[i].rule));
	}
	dslog_run_end(&run);
}

static const struct {
	const char *local;
	bool known;
	int minutes;
	const char *zone, *seconds; /* the two findings */
} offsets[] = {
	{"2025/03/14 09:26:53", true, 0, "no", "no"},
	{"2025/03/14 10:26:53", true, 60, "no", "no"},
	{"2025/03/14 15:11:53", true, 345, "no", "no"},
	{"2025/03/13 21:26:53", true, -720, "no", "no"},
	{"2025/03/13 21:11:53", true, -735, "yes", "no"},
	{"2025/03/14 23:26:53", true, 840, "no", "no"},
	{"2025/03/14 23:41:53", true, 855, "yes", "no"},
	{"2025/03/14 10:03:53", true, 37, "yes", "no"},
	{"2025/03/14 10:26:54", true, 60, "no", "yes"},
	{"2025/03/14 09:26:52", true, -1, "no", "yes"},
	{"2025/03/15 09:26:52", true, 1439, "no", "yes"},
	{"2025/03/15 09:26:53", false, 0, "yes", "no"},
	{"9999/12/31 23:59:59", false, 0, "no", "yes"},
	{"1601/01/01 00:00:00", false, 0, "no", "yes"},
};

Test(dslog_session, offsets_from_utc)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(offsets); i++) {
		char text[256];
		snprintf(text, sizeof(text),
			 "Dump stack initialized at UTC: 2025/03/14 09:26:53, local time: %s.\n",
			 offsets[i].local);
		parse(&run, text, OPEN);
		cr_expect_eq(run.last.utc_offset_known, offsets[i].known, "%s", offsets[i].local);
		if (offsets[i].known)
			cr_expect_eq(run.last.utc_offset_minutes, offsets[i].minutes, "%s: %d",
				     offsets[i].local, run.last.utc_offset_minutes);
		cr_expect_str_eq(finding(&run, DSLOG_FINDING_UTC_OFFSET), offsets[i].zone, "%s",
				 offsets[i].local);
		cr_expect_str_eq(finding(&run, DSLOG_FINDING_UTC_OFFSET_SECONDS),
				 offsets[i].seconds, "%s", offsets[i].local);
	}
	dslog_run_end(&run);
}

/* What a session says of generations, from what each has of its own. */
static const struct {
	const char *text;
	const char *generation; /* "": not told */
} generations[] = {
	{INIT, ""},
	{INIT SIZES, "A"},
	{INIT "Progress 0x00000042\n", "B"},
	{INIT "#BugCheckCode 0x00000000000000D1\n", "C/D"},
	{INIT "Progress 0x00000042\nProgress 0x00000052\n", "C/D"},
	{INIT "#BugCheckCode 0x00000000000000D1\nStarting invoking dump complete callbacks.\n",
	 "C"},
	{INIT "#BugCheckCode 0x00000000000000D1\nStarting invoking dump complete callbacks; Type: "
	      "0x04.\n",
	 "D"},
	{INIT "Dump Guid: {96f3ce2c-19c4-11f0-8d04-806e6f6e6963}\n", "E"},
	{INIT "Dump Type: 6, Total Dump Size: 4096, Secondary Dump Size: 0, MaxTransferSize: "
	      "65536.\n",
	 "E"},
};

Test(dslog_session, generations)
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(generations); i++) {
		parse(&run, generations[i].text, OPEN);
		const char *told = run.last.generation ? run.last.generation : "";
		cr_expect_str_eq(told, generations[i].generation, "row %zu: %s", i, told);
	}
	dslog_run_end(&run);
}
