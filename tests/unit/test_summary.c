/* SPDX-License-Identifier: MIT */
/* lib/crash/summary*: what is counted of crashes, and how it is told. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/crash/summary_calendar.h"
#include "lib/crash/summary_words.h"
#include "tests/unit/support_crash.h"
#include "tests/unit/support_json.h"
#include "tests/unit/support_random.h"

static struct summary *new_summary(void)
{
	struct summary *s = calloc(1, sizeof(*s));
	cr_assert_not_null(s);
	summary_begin(s);
	return s;
}

static void free_summary(struct summary *s)
{
	summary_free(s);
	free(s);
}

/* The JSON line, with a NUL behind it. */
static struct buf json_of(const struct summary *s)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	summary_write_json(&w, s);
	json_line_end(&w);
	cr_assert(strict_json_lines(buf_slice(&b)), "%.*s", (int)b.n, b.p);
	buf_add_byte(&b, 0);
	return b;
}

/* Does the JSON line hold this text? */
static void expect_json(const struct summary *s, const char *text)
{
	struct buf b = json_of(s);
	cr_expect(strstr((const char *)b.p, text), "%s\nnot in\n%s", text, b.p);
	buf_free(&b);
}

/* --- calendar --- */

static uint64_t day_of(unsigned year, unsigned month, unsigned day)
{
	struct civil_time t = {.year = year, .month = month, .day = day};
	return filetime_from_civil(&t) / TICKS_PER_DAY;
}

Test(calendar, days_and_weeks)
{
	static const struct {
		unsigned year, month, day;
		const char *weekday, *text, *week;
	} rows[] = {
		{1601, 1, 1, "monday", "1601-01-01", "1601-W01"},
		{1969, 12, 28, "sunday", "1969-12-28", "1969-W52"},
		{1970, 1, 1, "thursday", "1970-01-01", "1970-W01"},
		{2008, 12, 28, "sunday", "2008-12-28", "2008-W52"},
		{2008, 12, 29, "monday", "2008-12-29", "2009-W01"},
		{2010, 1, 3, "sunday", "2010-01-03", "2009-W53"},
		{2018, 12, 31, "monday", "2018-12-31", "2019-W01"},
		{2020, 12, 31, "thursday", "2020-12-31", "2020-W53"},
		{2021, 1, 3, "sunday", "2021-01-03", "2020-W53"},
		{2021, 1, 4, "monday", "2021-01-04", "2021-W01"},
		{2024, 2, 29, "thursday", "2024-02-29", "2024-W09"},
		{9999, 12, 31, "friday", "9999-12-31", "9999-W52"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[CALENDAR_TEXT];
		uint64_t day = day_of(rows[i].year, rows[i].month, rows[i].day);
		calendar_day_text(text, day);
		cr_expect_str_eq(text, rows[i].text);
		cr_expect_str_eq(weekday_word(day % DAYS_OF_WEEK), rows[i].weekday, "%s", text);
		calendar_week_text(text, day / DAYS_OF_WEEK);
		cr_expect_str_eq(text, rows[i].week, "%s: %s", rows[i].text, text);
	}
	cr_expect_eq(day_of(9999, 12, 31) + 1, CALENDAR_DAYS);
}

/* --- what is counted --- */

/* A bug check with a whole dump, on a Tuesday at 03:04:05. */
static void whole_crash(struct made_crash *m)
{
	static const struct fact facts[] = {
		{FACT_DUMP_WRITER, 0, SLICE("kernel")},
		{FACT_DUMP_BUILD, 22631, {NULL, 0}},
		{FACT_DUMP_KIND, 0, SLICE("triage")},
		{FACT_DUMP_FAULT_MODULE, 0, SLICE("ExampleGPU.sys")},
	};
	memset(m, 0, sizeof(*m));
	m->session.kind = DUMP_BITMAP_KERNEL;
	m->session.open_component = SLICE("part.sys");
	m->session.rate = known_number(371);
	m->log = (struct clue){.kind = CLUE_LOG_SESSION, .session = &m->session};
	memcpy(m->facts, facts, sizeof(facts));
	m->dump = (struct clue){.kind = CLUE_DUMP, .facts = m->facts};
	m->dump.fact_count = COUNT_OF(facts);
	m->clues[0] = &m->log;
	m->clues[1] = &m->dump;
	m->crash.clues = m->clues;
	m->crash.clue_count = 2;
	m->crash.verdict = CRASH_BUGCHECK_DUMP_WHOLE;
	m->crash.host = SLICE("ws-17");
	m->crash.has_bugcheck = true;
	m->crash.bugcheck.code = 0xd1;
	m->crash.time_basis = TIME_BASIS_DUMP_HEADER;
	m->crash.time = known_number(day_of(2024, 1, 2) * TICKS_PER_DAY + 3 * TICKS_PER_HOUR +
				     245 * (uint64_t)FILETIME_PER_SECOND);
}

Test(summary, every_count_of_a_crash)
{
	struct made_crash m;
	struct summary *s = new_summary();
	whole_crash(&m);
	summary_add_crash(s, &m.crash);
	summary_add_session(s, LOG_COMPLETE);
	struct buf b = json_of(s);
	cr_expect_str_eq(
		(const char *)b.p,
		"{\"type\":\"summary\",\"totals\":{\"inputs\":0,\"lines\":0,\"sessions\":1,"
		"\"crashes\":1,\"hosts\":1},"
		"\"verdicts\":[{\"verdict\":\"bugcheck_dump_whole\",\"count\":1}],"
		"\"log_verdicts\":[{\"verdict\":\"complete\",\"count\":1}],\"no_crash\":[],"
		"\"codes\":[{\"code\":\"0x000000d1\",\"name\":\"DRIVER_IRQL_NOT_LESS_OR_EQUAL\","
		"\"count\":1}],\"codes_other\":0,"
		"\"kinds\":[{\"kind\":\"bitmap_kernel\",\"count\":1}],"
		"\"components\":[{\"component\":\"part.sys\",\"member\":\"open_component\","
		"\"count\":1}],\"components_other\":0,"
		"\"first_time\":\"2024-01-02T03:04:05.0000000Z\","
		"\"last_time\":\"2024-01-02T03:04:05.0000000Z\","
		"\"write_rate\":{\"unit\":\"MiB/s\",\"samples\":1,\"min\":37.1,\"p5\":37.1,"
		"\"p25\":37.1,\"median\":37.1,\"p75\":37.1,\"p95\":37.1,\"max\":37.1,"
		"\"relative_error\":0.00390625},"
		"\"dump_success\":{\"numerator\":1,\"denominator\":1,\"left_out\":0},"
		"\"hosts\":[{\"host\":\"ws-17\",\"count\":1}],\"hosts_other\":0,"
		"\"drivers\":[{\"driver\":\"examplegpu.sys\",\"count\":1}],\"drivers_other\":0,"
		"\"builds\":[{\"build\":22631,\"count\":1}],\"builds_other\":0,"
		"\"writers\":[{\"writer\":\"kernel\",\"count\":1}],\"writers_other\":0,"
		"\"time_bases\":[{\"time_basis\":\"dump_header\",\"count\":1}],"
		"\"hours\":[{\"hour\":3,\"count\":1}],"
		"\"weekdays\":[{\"weekday\":\"tuesday\",\"count\":1}],"
		"\"days\":[{\"day\":\"2024-01-02\",\"count\":1}],\"days_other\":0,"
		"\"weeks\":[{\"week\":\"2024-W01\",\"count\":1}],\"weeks_other\":0,"
		"\"between_crashes\":{\"unit\":\"s\",\"samples\":0,\"min\":null,\"p5\":null,"
		"\"p25\":null,\"median\":null,\"p75\":null,\"p95\":null,\"max\":null,"
		"\"relative_error\":0.00390625,\"crashes_left_out\":0}}\n");
	buf_free(&b);
	free_summary(s);
}

Test(summary, a_crash_of_which_little_is_known)
{
	struct crash nothing = {.verdict = CRASH_POWER_LOSS_OR_HANG};
	struct summary *s = new_summary();
	summary_add_crash(s, &nothing);
	expect_json(s, "\"codes\":[{\"code\":null,\"count\":1}],\"codes_other\":0");
	expect_json(s, "\"kinds\":[{\"kind\":null,\"count\":1}],\"components\":[]");
	expect_json(s, "\"dump_success\":{\"numerator\":0,\"denominator\":0,\"left_out\":0}");
	expect_json(s, "\"hosts\":[{\"host\":null,\"count\":1}],\"hosts_other\":0");
	expect_json(s, "\"drivers\":[{\"driver\":null,\"count\":1}],\"drivers_other\":0");
	expect_json(s, "\"builds\":[{\"build\":null,\"count\":1}],\"builds_other\":0");
	expect_json(s, "\"time_bases\":[{\"time_basis\":\"bounded\",\"count\":1}]");
	expect_json(s, "\"hours\":[{\"hour\":null,\"count\":1}]");
	expect_json(s, "\"weekdays\":[{\"weekday\":null,\"count\":1}]");
	expect_json(s, "\"days\":[{\"day\":null,\"count\":1}],\"days_other\":0");
	expect_json(s, "\"weeks\":[{\"week\":null,\"count\":1}],\"weeks_other\":0");
	free_summary(s);
}

/* Bounds tell the hour, day or week where both lie in the same one. */
Test(summary, bounds_in_one_day_tell_the_day)
{
	enum { NONE, WEEK, DAY, HOUR };
	static const struct {
		uint64_t after_start, length; /* minutes; MADE_START is a Monday */
		int known;                    /* the smallest unit */
	} rows[] = {
		{5, 54, HOUR},           {5, 55, DAY},
		{0, 24 * 60 - 1, DAY},   {0, 24 * 60, WEEK},
		{0, 7 * 1440 - 1, WEEK}, {0, 7 * 1440, NONE},
		{6 * 1440, 1440, NONE},
	};
	const uint64_t minute = 60 * (uint64_t)FILETIME_PER_SECOND;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct summary *s = new_summary();
		struct crash c = {.time_basis = TIME_BASIS_BOUNDED};
		c.not_before = known_number(MADE_START + rows[i].after_start * minute);
		c.not_after = known_number(c.not_before.value + rows[i].length * minute);
		summary_add_crash(s, &c);
		cr_expect_eq(summary_list_total(s, LIST_HOURS), rows[i].known >= HOUR, "%zu", i);
		cr_expect_eq(summary_list_total(s, LIST_WEEKDAYS), rows[i].known >= DAY, "%zu", i);
		cr_expect_eq(s->tables[TABLE_DAYS].total, rows[i].known >= DAY, "%zu", i);
		cr_expect_eq(s->tables[TABLE_WEEKS].total, rows[i].known >= WEEK, "%zu", i);
		cr_expect_not(s->first_time.known);
		free_summary(s);
	}
}

Test(summary, bounds_that_cannot_be_tell_nothing)
{
	static const struct {
		struct known not_before, not_after, time;
	} rows[] = {
		{{true, MADE_START}, {true, MADE_START - 1}, {false, 0}},
		{{true, MADE_START}, {false, 0}, {false, 0}},
		{{false, 0}, {true, 5}, {false, 0}},
		{{true, UINT64_MAX - 1}, {true, UINT64_MAX}, {false, 0}},
		{{false, 0}, {false, 0}, {true, UINT64_MAX}},
		{{false, 0}, {false, 0}, {true, CALENDAR_SECONDS * FILETIME_PER_SECOND}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct summary *s = new_summary();
		struct crash c = {.host = SLICE("a"), .time = rows[i].time};
		c.not_before = rows[i].not_before;
		c.not_after = rows[i].not_after;
		summary_add_crash(s, &c);
		cr_expect_eq(summary_list_total(s, LIST_HOURS), 0, "%zu", i);
		cr_expect_eq(s->tables[TABLE_WEEKS].total, 0, "%zu", i);
		cr_expect_eq(s->hosts.kept, 0, "%zu", i);
		struct buf b = json_of(s);
		summary_write_text(&b, s);
		buf_free(&b);
		free_summary(s);
	}
}

Test(summary, dump_success_counts_what_is_decided)
{
	struct summary *s = new_summary();
	for (size_t v = 0; v < CRASH_VERDICT_COUNT; v++) {
		struct crash c = {.verdict = (enum crash_verdict)v};
		for (size_t i = 0; i <= v; i++) /* a count of its own for each */
			summary_add_crash(s, &c);
	}
	struct dump_success d = summary_dump_success(s);
	cr_expect_eq(d.numerator, CRASH_BUGCHECK_DUMP_WHOLE + 1);
	cr_expect_eq(d.denominator, CRASH_BUGCHECK_DUMP_WHOLE + CRASH_BUGCHECK_DUMP_PARTIAL +
					    CRASH_BUGCHECK_FALLBACK_MINIDUMP +
					    CRASH_BUGCHECK_NO_DUMP + CRASH_BUGCHECK_DUMP_DELETED +
					    5);
	cr_expect_eq(d.left_out, CRASH_BUGCHECK_DUMP_PENDING + CRASH_BUGCHECK_DUMP_UNKNOWN + 2);
	free_summary(s);
}

Test(summary, names_that_are_no_utf_8_become_so)
{
	struct made_crash m;
	struct summary *s = new_summary();
	whole_crash(&m);
	m.crash.host = SLICE("a\xff\xc3");
	m.facts[3].text = SLICE("B\xed\xa0\x80\0\n\tc");
	summary_add_crash(s, &m.crash);
	expect_json(s, "\"hosts\":[{\"host\":\"a\xef\xbf\xbd\xef\xbf\xbd\",\"count\":1}]");
	expect_json(s, "{\"driver\":\"b\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
		       "\\u0000\\n\\tc\",");
	free_summary(s);
}

/* --- time between crashes --- */

static void add_at(struct summary *s, const char *host, uint64_t second)
{
	struct crash c = {.host = slice_of_string(host), .time_basis = TIME_BASIS_DUMP_HEADER};
	c.time = known_number(MADE_START + second * FILETIME_PER_SECOND);
	summary_add_crash(s, &c);
}

Test(summary, time_between_the_crashes_of_a_host)
{
	struct summary *s = new_summary();
	struct crash live = {.host = SLICE("a"), .live = true, .verdict = CRASH_LIVE_DUMP};
	live.time = known_number(MADE_START + 50 * (uint64_t)FILETIME_PER_SECOND);
	add_at(s, "a", 300);
	add_at(s, "b", 1000);
	add_at(s, "a", 0);
	add_at(s, "", 77);
	add_at(s, "a", 100);
	add_at(s, "b", 1000);
	add_at(s, "c", 5);
	summary_add_crash(s, &live);
	/* a: 100, 200; b: 0; c and the crash without a host: nothing to compare with. */
	expect_json(s, "\"between_crashes\":{\"unit\":\"s\",\"samples\":3,\"min\":0,\"p5\":0,"
		       "\"p25\":0,\"median\":100,\"p75\":200,\"p95\":200,\"max\":200,"
		       "\"relative_error\":0.00390625,\"crashes_left_out\":0}");
	free_summary(s);
}

Test(summary, the_latest_crashes_of_a_host_are_kept)
{
	enum { CRASHES = LIMIT_HOST_TIMES + 500 };
	struct summary *up = new_summary();
	struct summary *down = new_summary();
	/* The steps grow: 1, 2, 3 ... seconds. */
	for (uint64_t i = 0; i < CRASHES; i++) {
		add_at(up, "a", i * (i + 1) / 2);
		add_at(down, "a", (CRASHES - 1 - i) * (CRASHES - i) / 2);
	}
	cr_expect_eq(up->hosts.kept, LIMIT_HOST_TIMES);
	cr_expect_eq(up->hosts.total, CRASHES);
	expect_json(up, "\"samples\":1023,\"min\":501,");
	expect_json(up, "\"max\":1523,\"relative_error\":0.00390625,\"crashes_left_out\":500}");
	struct buf a = json_of(up);
	struct buf b = json_of(down);
	cr_expect(slice_equal(buf_slice(&a), buf_slice(&b)));
	buf_free(&a);
	buf_free(&b);
	free_summary(up);
	free_summary(down);
}

Test(summary, of_too_many_hosts_some_keep_all_their_crashes)
{
	enum { HOSTS = 3000, EACH = 200 };
	struct summary *s = new_summary();
	for (uint64_t i = 0; i < HOSTS * EACH; i++) {
		char host[16];
		snprintf(host, sizeof(host), "h%" PRIu64, i * 7 % HOSTS);
		add_at(s, host, i / HOSTS * 60);
		cr_assert_leq(s->hosts.kept, LIMIT_CRASH_TIMES);
	}
	cr_expect_eq(host_times_level(&s->hosts), 2, "150,000 fit, 300,000 do not");
	cr_expect_eq(s->hosts.crashes.level, 0, "the hosts are still counted exactly");
	cr_expect_eq(tally_distinct(&s->hosts.crashes), HOSTS);
	cr_expect_eq(s->hosts.kept % EACH, 0, "a host has all of them or none");
	cr_expect_gt(s->hosts.kept, LIMIT_CRASH_TIMES / 3);
	struct buf b = json_of(s);
	char want[64];
	snprintf(want, sizeof(want), "\"crashes_left_out\":%" PRIu64 "}",
		 HOSTS * EACH - s->hosts.kept);
	cr_expect(strstr((const char *)b.p, want));
	cr_expect(strstr((const char *)b.p, "\"min\":60,\"p5\":60,"));
	buf_free(&b);
	free_summary(s);
}

static int compare_u64(const void *pa, const void *pb)
{
	const uint64_t *a = pa;
	const uint64_t *b = pb;
	return (*a > *b) - (*a < *b);
}

/* Against the quantiles of a plain list: one host, so that successive instants are neighbours. */
Test(summary, quantiles_of_the_time_between_crashes_are_within_the_stated_error)
{
	enum { CRASHES = 1000 };
	uint64_t at[CRASHES];
	uint64_t state = 5;
	struct summary *s = new_summary();
	struct sketch *sketch = calloc(1, sizeof(*sketch));
	cr_assert_not_null(sketch);
	for (size_t i = 0; i < CRASHES; i++) {
		at[i] = random_next(&state) >> (30 + random_below(&state, 26));
		add_at(s, "a", at[i]);
	}
	host_times_between(&s->hosts, sketch);
	qsort(at, CRASHES, sizeof(*at), compare_u64);
	for (size_t i = 0; i + 1 < CRASHES; i++)
		at[i] = at[i + 1] - at[i];
	qsort(at, CRASHES - 1, sizeof(*at), compare_u64);
	cr_assert_eq(sketch->samples, CRASHES - 1);
	for (unsigned percent = 1; percent <= 100; percent++) {
		uint64_t want = at[((CRASHES - 1) * percent + 99) / 100 - 1];
		uint64_t got = sketch_quantile(sketch, percent);
		uint64_t off = got > want ? got - want : want - got;
		cr_expect_leq(off * SKETCH_ERROR_DIVISOR, want, "p%u", percent);
	}
	free(sketch);
	free_summary(s);
}

/* --- the report --- */

/* Are all lines at most 80 characters long? */
static void expect_narrow(const struct summary *s)
{
	struct buf b = {0};
	summary_write_text(&b, s);
	for (struct slice rest = buf_slice(&b); rest.n;) {
		size_t end = slice_find_byte(rest, '\n');
		size_t width = 0;
		for (size_t i = 0; i < end; i++)
			width += (rest.p[i] & 0xc0) != 0x80;
		cr_expect_leq(width, 80, "%.*s", (int)end, rest.p);
		rest = slice_from(rest, end + 1);
	}
	buf_free(&b);
}

Test(summary, the_report_has_80_columns)
{
	static const struct crash_variety variety = {300, 400, 200, 100, 90, 400 * 86400};
	struct summary *s = new_summary();
	struct made_crash m;
	for (size_t i = 0; i < 3000; i++) {
		make_crash(&m, &variety, 1, i);
		summary_add_crash(s, &m.crash);
	}
	s->inputs = 12345;
	s->lines = 10000000;
	expect_narrow(s);
	whole_crash(&m);
	m.crash.host = SLICE("\xe3\x83\x9b\xe3\x82\xb9\xe3\x83\x88-\x1b[31m-\xff-"
			     "0123456789-0123456789-0123456789-0123456789-0123456789");
	m.facts[3].text = m.crash.host;
	m.session.open_component = m.crash.host;
	m.crash.bugcheck.code = 0xd4; /* the longest name */
	for (size_t i = 0; i < 3000; i++)
		summary_add_crash(s, &m.crash);
	expect_narrow(s);
	free_summary(s);
}

Test(summary, an_empty_one_is_told_too)
{
	struct summary *s = new_summary();
	struct buf b = {0};
	expect_json(s, "\"hosts\":[],\"hosts_other\":0,\"drivers\":[]");
	summary_write_text(&b, s);
	cr_expect(slice_equal(buf_slice(&b),
			      SLICE("inputs 0, lines 0, log sessions 0, crashes 0, hosts 0\n")));
	buf_free(&b);
	free_summary(s);
}
