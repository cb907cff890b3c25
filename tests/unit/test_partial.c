/* SPDX-License-Identifier: MIT */
/* lib/crash/partial: what is split, written, read and merged is what one run would have told. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/wintime.h"
#include "lib/crash/partial.h"
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

/* What was reported: how often each, and the last text. */
struct reports {
	unsigned counts[DIAG_COUNT];
	unsigned all;
	char text[40];
};

static void take_report(void *context, const struct diag *d)
{
	struct reports *r = context;
	r->counts[d->code]++;
	r->all++;
	snprintf(r->text, sizeof(r->text), "%.*s", (int)d->text.n, (const char *)d->text.p);
	cr_expect_eq(d->line, 7);
	cr_expect_eq(d->offset, 70);
}

/* The partial line, ended. */
static struct buf partial_of(const struct summary *s)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	partial_write(&w, s);
	json_line_end(&w);
	return b;
}

/* All that is told of a summary: its JSON line, its report, its partial line. */
static struct buf all_of(const struct summary *s)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	summary_write_json(&w, s);
	json_line_end(&w);
	partial_write(&w, s);
	json_line_end(&w);
	cr_expect(strict_json_lines(buf_slice(&b)));
	summary_write_text(&b, s);
	return b;
}

static void expect_same(const struct summary *a, const struct summary *b, const char *what)
{
	struct buf of_a = all_of(a);
	struct buf of_b = all_of(b);
	cr_expect(slice_equal(buf_slice(&of_a), buf_slice(&of_b)), "%s\n%.*s\n%.*s", what,
		  (int)(of_a.n < 4000 ? of_a.n : 4000), of_a.p,
		  (int)(of_b.n < 4000 ? of_b.n : 4000), of_b.p);
	buf_free(&of_a);
	buf_free(&of_b);
}

/* Reads a line into s. */
static bool read_line(struct slice text, struct summary *s, struct reports *reports)
{
	struct json_line line;
	struct json_line_error error;
	struct diag_sink sink = {take_report, reports};
	struct clue_place place = {.sink = &sink, .line = 7, .offset = 70};
	memset(reports, 0, sizeof(*reports));
	if (!json_line_parse(&line, text, &error))
		return false;
	bool good = partial_read(json_line_root(&line), &place, s);
	json_line_free(&line);
	return good;
}

/* Merges a summary by way of its partial line. */
static void add_partial(struct summary *s, const struct summary *part)
{
	struct reports reports;
	struct buf line = partial_of(part);
	bool good = read_line(buf_slice(&line), s, &reports);
	cr_expect(good, "%s: %.*s", reports.text, (int)(line.n < 4000 ? line.n : 4000), line.p);
	cr_expect_eq(reports.all, 0);
	buf_free(&line);
}

/* --- splits --- */

enum { PARTS = 7 };

/* A run over crashes, and over the same split into parts. */
struct split {
	struct summary *whole;
	struct summary *parts[PARTS];
};

/* Which part a crash goes to: that of its host. Of so many shares the first part gets all but one
 * for each other part. */
static size_t part_of(const struct crash *c, uint64_t seed, size_t shares)
{
	uint64_t state = seed;
	for (size_t i = 0; i < c->host.n; i++)
		state += random_next(&state) * c->host.p[i];
	size_t share = random_below(&state, shares);
	return share < PARTS ? share : 0;
}

static void count_into(struct summary *s, const struct made_crash *m, size_t number)
{
	s->lines += number % 3;
	summary_add_crash(s, &m->crash);
	if (m->log.session)
		summary_add_session(s, (enum log_verdict)(number % LOG_VERDICT_COUNT));
}

/* The parts get their crashes from the last to the first. */
static struct split make_split(const struct crash_variety *v, size_t crashes, uint64_t seed,
			       size_t shares)
{
	struct split split = {.whole = new_summary()};
	struct made_crash m;
	for (size_t i = 0; i < PARTS; i++) {
		split.parts[i] = new_summary();
		split.parts[i]->inputs = i;
		split.whole->inputs += i;
	}
	for (size_t i = 0; i < crashes; i++) {
		make_crash(&m, v, seed, i);
		count_into(split.whole, &m, i);
	}
	for (size_t i = crashes; i-- > 0;) {
		make_crash(&m, v, seed, i);
		count_into(split.parts[part_of(&m.crash, seed, shares)], &m, i);
	}
	return split;
}

static void free_split(struct split *split)
{
	free_summary(split->whole);
	for (size_t i = 0; i < PARTS; i++)
		free_summary(split->parts[i]);
}

static void check_in_order(const struct split *split, const size_t order[PARTS])
{
	struct summary *merged = new_summary();
	for (size_t i = 0; i < PARTS; i++)
		add_partial(merged, split->parts[order[i]]);
	expect_same(merged, split->whole, "one after another");
	free_summary(merged);
}

/* Partials of partials: ((a b) c) + (d (e f)) + g. */
static void check_tree(const struct split *split)
{
	struct summary *left = new_summary();
	struct summary *right = new_summary();
	struct summary *both = new_summary();
	for (size_t i = 0; i < 3; i++)
		add_partial(left, split->parts[i]);
	for (size_t i = 6; i-- > 3;)
		add_partial(right, split->parts[i]);
	add_partial(both, right);
	add_partial(both, split->parts[6]);
	add_partial(both, left);
	expect_same(both, split->whole, "as a tree");
	free_summary(left);
	free_summary(right);
	free_summary(both);
}

static void shuffle(size_t order[PARTS], uint64_t *state)
{
	for (size_t i = 0; i < PARTS; i++) {
		size_t k = random_below(state, i + 1);
		order[i] = order[k];
		order[k] = i;
	}
}

static void check_splits(const struct crash_variety *v, size_t crashes, unsigned rounds)
{
	for (uint64_t seed = 1; seed <= rounds; seed++) {
		struct split split = make_split(v, crashes, seed, PARTS);
		size_t order[PARTS];
		uint64_t state = seed;
		for (size_t k = 0; k < 4; k++) {
			shuffle(order, &state);
			check_in_order(&split, order);
		}
		check_tree(&split);
		free_split(&split);
	}
}

Test(partial, splits_by_host_in_any_order)
{
	static const struct crash_variety few = {5, 3, 4, 3, 2, 30 * 86400};
	static const struct crash_variety many = {400, 60, 90, 50, 20, 700 * 86400};
	check_splits(&few, 60, 30);
	check_splits(&many, 5000, 5);
}

/* More keys than are kept: of codes, days and instants of one host. */
Test(partial, splits_beyond_the_caps)
{
	static const struct crash_variety codes = {50,   20000, 9000,
						   9000, 3000,  30ull * 366 * 86400};
	static const struct crash_variety loops = {3, 3, 3, 3, 2, 90 * 86400};
	check_splits(&codes, 40000, 1);
	check_splits(&loops, 9000, 1);
}

/* More hosts than are counted exactly, in one of the parts already. */
Test(partial, splits_of_too_many_hosts)
{
	static const struct crash_variety hosts = {300000, 3, 3, 3, 2, 90 * 86400};
	struct split split = make_split(&hosts, 110000, 1, 8 * PARTS);
	size_t order[PARTS] = {6, 2, 0, 5, 1, 3, 4};
	cr_expect_eq(split.whole->hosts.crashes.level, 1);
	cr_expect_eq(split.parts[0]->hosts.crashes.level, 1);
	check_in_order(&split, order);
	check_tree(&split);
	free_split(&split);
}

/* More instants than are kept of all hosts, in one of the parts already. */
Test(partial, splits_of_too_many_instants)
{
	static const struct crash_variety hosts = {2000, 3, 3, 3, 2, 9000 * 86400ull};
	struct split split = make_split(&hosts, 540000, 1, 8 * PARTS);
	size_t order[PARTS] = {6, 2, 0, 5, 1, 3, 4};
	cr_expect_eq(split.whole->hosts.crashes.level, 0);
	cr_expect_geq(host_times_level(&split.whole->hosts), 1);
	cr_expect_geq(host_times_level(&split.parts[0]->hosts), 1);
	check_in_order(&split, order);
	free_split(&split);
}

Test(partial, an_empty_one)
{
	static const struct crash_variety few = {5, 3, 4, 3, 2, 30 * 86400};
	struct split split = make_split(&few, 10, 1, PARTS);
	struct summary *empty = new_summary();
	struct summary *merged = new_summary();
	add_partial(merged, empty);
	expect_same(merged, empty, "nothing and nothing");
	add_partial(merged, split.whole);
	add_partial(merged, empty);
	expect_same(merged, split.whole, "something and nothing");
	free_summary(empty);
	free_summary(merged);
	free_split(&split);
}

/* --- names that would end a row, a field, a string --- */

static void add_names(struct summary *s, struct slice name, uint64_t second)
{
	const struct fact facts[] = {
		{FACT_DUMP_WRITER, 0, name},
		{FACT_DUMP_FAULT_MODULE, 0, name},
	};
	struct session session = {.open_component = name, .fault_component = name};
	struct clue dump = {.kind = CLUE_DUMP, .facts = facts, .fact_count = COUNT_OF(facts)};
	struct clue log = {.kind = CLUE_LOG_SESSION, .session = &session};
	const struct clue *clues[] = {&log, &dump};
	struct crash c = {.clues = clues, .clue_count = 2, .host = name};
	c.time_basis = TIME_BASIS_DUMP_HEADER;
	c.time = known_number(MADE_START + second * FILETIME_PER_SECOND);
	summary_add_crash(s, &c);
}

Test(partial, odd_names_come_back)
{
	static const struct slice names[] = {
		SLICE("\\"),         SLICE("\t"),           SLICE("\n"),
		SLICE("a\\tb\tc\\"), SLICE("\0"),           SLICE("\\n"),
		SLICE("\"\"\\\""),   SLICE("\x1b[31m\x7f"), SLICE("\xff"),
		SLICE("\xc2\x80"),   SLICE("\xef\xbf\xbf"), SLICE(" "),
		SLICE("1\t2\n"),     SLICE("a\r\nb\tc"),    SLICE("\xf0\x9f\x92\xa9"),
	};
	struct summary *s = new_summary();
	struct summary *merged = new_summary();
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		add_names(s, names[i], 10 * i);
		add_names(s, names[i], 10 * i + 3);
	}
	cr_expect_eq(tally_distinct(&s->hosts.crashes), COUNT_OF(names));
	add_partial(merged, s);
	expect_same(merged, s, "odd names");
	free_summary(s);
	free_summary(merged);
}

/* As many hosts as there may be, with as much in their names as there may be, and as many instants
 * as there may be, as far apart as can be; the other tables are full by the way. */
Test(partial, the_longest_line_is_within_its_limit)
{
	enum { HOSTS = 65000, EACH = 4 };
	struct summary *s = new_summary();
	struct summary *merged = new_summary();
	for (uint64_t i = 0; i < HOSTS * EACH; i++) {
		char name[] = "00000000\x01\x02\t\x03\x04\n\x05\x06\x07";
		for (size_t k = 0; k < 8; k++)
			name[k] = (char)('a' + (i % HOSTS >> 4 * k) % 16);
		add_names(s, slice_of_string(name), i / HOSTS * 1900ull * 365 * 86400 + i);
	}
	struct buf line = partial_of(s);
	cr_expect_leq(line.n, LIMIT_PARTIAL_LINE_BYTES - LIMIT_JSON_LINE_BYTES, "%zu", line.n);
	cr_expect_geq(line.n, 7u << 20, "%zu", line.n);
	cr_expect_eq(s->hosts.kept, HOSTS * EACH);
	add_partial(merged, s);
	expect_same(merged, s, "full tables");
	buf_free(&line);
	free_summary(s);
	free_summary(merged);
}

/* --- what it looks like --- */

static const char small[] =
	"{\"type\":\"summary\",\"partial\":true,\"version\":1,\"state\":{"
	"\"inputs\":2,\"lines\":30,\"sessions\":3,\"crashes\":4,"
	"\"verdicts\":{\"bugcheck_dump_whole\":3,\"power_loss_or_hang\":1},"
	"\"log_verdicts\":{\"complete\":2,\"no_log_written\":1},"
	"\"kinds\":{\"not_given\":2,\"bitmap_kernel\":2},"
	"\"time_bases\":{\"bounded\":1,\"dumpstack_log\":3},"
	"\"hours\":{\"03\":3},\"weekdays\":{\"monday\":1,\"tuesday\":2},"
	"\"codes\":{\"level\":0,\"total\":3,\"rows\":\"209\\t2\\n126\\t1\\n\"},"
	"\"components\":{\"level\":0,\"total\":2,\"rows\":\"fa.sys\\t1\\noa.sys\\t1\\n\"},"
	"\"drivers\":{\"level\":0,\"total\":0,\"rows\":\"\"},"
	"\"builds\":{\"level\":0,\"total\":1,\"rows\":\"22631\\t1\\n\"},"
	"\"writers\":{\"level\":0,\"total\":1,\"rows\":\"kernel\\t1\\n\"},"
	"\"days\":{\"level\":0,\"total\":3,\"rows\":\"154498\\t2\\n154497\\t1\\n\"},"
	"\"weeks\":{\"level\":0,\"total\":3,\"rows\":\"22071\\t3\\n\"},"
	"\"hosts\":{\"level\":0,\"total\":4,\"times_level\":0,\"times_total\":3,"
	"\"rows\":\"ws-1\\t3\\t13348551600 86400 7\\nws-2\\t1\\t\\n\"},"
	"\"first_time\":\"0x01da3c5e9bd6f800\",\"last_time\":\"0x01da3d27ca6cd580\","
	"\"write_rate\":{\"min\":371,\"max\":594,\"counts\":\"313:1 404:1\"}}}";

Test(partial, the_form_stays)
{
	struct summary *s = new_summary();
	struct reports reports;
	cr_assert(read_line(SLICE(small), s, &reports), "%s", reports.text);
	struct buf line = partial_of(s);
	line.n--; /* its end */
	cr_expect(slice_equal(buf_slice(&line), SLICE(small)), "%.*s", (int)line.n, line.p);
	cr_expect_eq(s->rates.samples, 2);
	cr_expect_eq(s->hosts.kept, 3);
	buf_free(&line);
	free_summary(s);
}

/* --- what cannot be --- */

/* small with the first occurrence of from replaced; owned. */
static struct buf changed(const char *from, const char *to)
{
	struct buf b = {0};
	const char *at = strstr(small, from);
	cr_assert_not_null(at, "%s", from);
	buf_add(&b, small, (size_t)(at - small));
	buf_add_string(&b, to);
	buf_add_string(&b, at + strlen(from));
	return b;
}

/* A summary that holds something already, and must stay as it is. */
static void expect_refused(struct slice line, enum diag_code code, const char *text)
{
	struct summary *s = new_summary();
	struct reports reports;
	add_names(s, SLICE("kept"), 5);
	struct buf before = all_of(s);
	cr_expect_not(read_line(line, s, &reports), "%.*s", (int)line.n, line.p);
	struct buf after = all_of(s);
	cr_expect_eq(reports.counts[code], 1, "%.*s", (int)line.n, line.p);
	cr_expect_eq(reports.all, 1);
	cr_expect_str_eq(reports.text, text, "%s for %s: %.*s", reports.text, text, (int)line.n,
			 line.p);
	cr_expect(slice_equal(buf_slice(&before), buf_slice(&after)));
	buf_free(&before);
	buf_free(&after);
	free_summary(s);
}

Test(partial, other_lines_and_versions)
{
	static const struct {
		const char *from, *to;
		enum diag_code code;
		const char *text;
	} rows[] = {
		{"\"summary\"", "\"crash\"", DIAG_PARTIAL_NONE, ""},
		{"\"type\":\"summary\",", "", DIAG_PARTIAL_NONE, ""},
		{"\"partial\":true", "\"partial\":false", DIAG_PARTIAL_NONE, ""},
		{"\"partial\":true", "\"partial\":1", DIAG_PARTIAL_NONE, ""},
		{"\"partial\":true,", "", DIAG_PARTIAL_NONE, ""},
		{"\"version\":1", "\"version\":2", DIAG_PARTIAL_VERSION, ""},
		{"\"version\":1", "\"version\":0", DIAG_PARTIAL_VERSION, ""},
		{"\"version\":1", "\"version\":\"0xffffffffffffffff\"", DIAG_PARTIAL_VERSION, ""},
		{"\"version\":1", "\"version\":-1", DIAG_PARTIAL_MEMBER, "version"},
		{"\"version\":1,", "", DIAG_PARTIAL_MEMBER, "version"},
		{"\"state\":", "\"states\":", DIAG_PARTIAL_MEMBER, "inputs"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf line = changed(rows[i].from, rows[i].to);
		expect_refused(buf_slice(&line), rows[i].code, rows[i].text);
		buf_free(&line);
	}
}

Test(partial, members_that_cannot_be)
{
	static const struct {
		const char *from, *to, *member;
	} rows[] = {
		/* numbers */
		{"\"inputs\":2,", "", "inputs"},
		{"\"inputs\":2", "\"inputs\":-2", "inputs"},
		{"\"inputs\":2", "\"inputs\":2.5", "inputs"},
		{"\"inputs\":2", "\"inputs\":1e300", "inputs"},
		{"\"inputs\":2", "\"inputs\":null", "inputs"},
		{"\"inputs\":2", "\"inputs\":[2]", "inputs"},
		{"\"inputs\":2", "\"inputs\":\"2\"", "inputs"},
		{"\"inputs\":2", "\"inputs\":\"0x\"", "inputs"},
		{"\"inputs\":2", "\"inputs\":\"0x1ffffffffffffffff\"", "inputs"},
		{"\"inputs\":2", "\"inputs\":\"0x-1\"", "inputs"},
		{"\"lines\":30", "\"lines\":{}", "lines"},
		/* sums that do not hold together */
		{"\"sessions\":3", "\"sessions\":4", "log_verdicts"},
		{"\"crashes\":4", "\"crashes\":3", "verdicts"},
		{"\"crashes\":4", "\"crashes\":5", "verdicts"},
		/* lists */
		{"\"power_loss_or_hang\":1", "\"power_loss_or_hang\":2", "verdicts"},
		{"\"power_loss_or_hang\":1", "\"from_a_later_version\":1", "verdicts"},
		{"\"power_loss_or_hang\":1", "\"power_loss_or_hang\":\"1\"", "verdicts"},
		{"\"power_loss_or_hang\":1", "\"power_loss_or_hang\":\"0xffffffffffffffff\"",
		 "verdicts"},
		{"{\"complete\":2,\"no_log_written\":1}", "[]", "log_verdicts"},
		{"\"not_given\":2", "\"not_given\":1", "kinds"},
		{"\"bounded\":1", "\"bounded\":0", "time_bases"},
		{"\"03\":3", "\"03\":5", "hours"},
		{"\"03\":3", "\"24\":3", "hours"},
		{"\"tuesday\":2", "\"tuesday\":4", "weekdays"},
		/* tables */
		{"\"codes\":{", "\"codes\":null,\"x\":{", "codes"},
		{"\"codes\":{\"level\":0", "\"codes\":{\"level\":64", "codes"},
		{"\"codes\":{\"level\":0", "\"codes\":{\"level\":\"a\"", "codes"},
		{"\"codes\":{\"level\":0", "\"codes\":{\"level\":63", "codes"},
		{"\"total\":3,\"rows\":\"209", "\"total\":2,\"rows\":\"209", "codes"},
		{"\"total\":3,\"rows\":\"209", "\"total\":5,\"rows\":\"209", "codes"},
		{"\"209\\t2\\n126\\t1\\n\"", "[]", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\t1", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n209\\t1\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\t0\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\t1\\t1\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\t18446744073709551616\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n126\\t18446744073709551615\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n4294967296\\t1\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n0x7e\\t1\\n", "codes"},
		{"209\\t2\\n126\\t1\\n", "209\\t2\\n\\t1\\n", "codes"},
		{"oa.sys\\t1", "xa.sys\\t1", "components"},
		{"oa.sys\\t1", "\\t1", "components"},
		{"oa.sys\\t1", "oa.sys\\\\\\t1", "components"},
		{"oa.sys\\t1", "o\\\\a.sys\\t1", "components"},
		{"\"total\":2,\"rows\":\"fa.sys", "\"total\":9,\"rows\":\"fa.sys", "components"},
		{"22631\\t1", "18446744073709551615\\t1", "builds"},
		{"154498\\t2", "3067671\\t2", "days"},
		{"22071\\t3", "438239\\t3", "weeks"},
		/* hosts */
		{"\"hosts\":{", "\"host\":{", "hosts"},
		{"\"times_level\":0", "\"times_level\":64", "hosts"},
		{"\"times_level\":0", "\"times_level\":63", "hosts"},
		{"\"times_level\":0,", "", "hosts"},
		{"\"hosts\":{\"level\":0", "\"hosts\":{\"level\":1", "hosts"},
		{"\"times_total\":3", "\"times_total\":2", "hosts"},
		{"\"times_total\":3", "\"times_total\":5", "hosts"},
		{"\"total\":4,\"times", "\"total\":3,\"times", "hosts"},
		{"\"total\":4,\"times", "\"total\":5,\"times", "hosts"},
		{"ws-2\\t1\\t\\n", "ws-2\\t1\\n", "hosts"},
		{"ws-2\\t1\\t\\n", "ws-2\\t1\\t", "hosts"},
		{"ws-2\\t1\\t\\n", "ws-2\\t1\\t1 2\\n", "hosts"},
		{"ws-2\\t1\\t\\n", "ws-1\\t1\\t\\n", "hosts"},
		{"ws-2\\t1\\t\\n", "\\t1\\t\\n", "hosts"},
		{"13348551600 86400 7", "13348551600 86400 7 7", "hosts"},
		{"13348551600 86400 7", "13348551600 86400 ", "hosts"},
		{"13348551600 86400 7", " 13348551600 86400", "hosts"},
		{"13348551600 86400 7", "13348551600  86400", "hosts"},
		{"13348551600 86400 7", "265046774400", "hosts"},
		{"13348551600 86400 7", "13348551600 251698222800", "hosts"},
		{"13348551600 86400 7", "13348551600 18446744073709551615", "hosts"},
		{"13348551600 86400 7", "13348551600 -7", "hosts"},
		/* times */
		{"\"first_time\":\"0x01da3c5e9bd6f800\"", "\"first_time\":null", "last_time"},
		{"\"first_time\":\"0x01da3c5e9bd6f800\"", "\"first_time\":\"0x02da3c5e9bd6f800\"",
		 "last_time"},
		{"\"first_time\":\"0x01da3c5e9bd6f800\"", "\"first_time\":true", "first_time"},
		{"\"last_time\":\"0x01da3d27ca6cd580\"", "\"last_time\":\"0xffffffffffffffff\"",
		 "last_time"},
		/* the sketch */
		{"\"min\":371", "\"min\":1", "write_rate"},
		{"\"min\":371", "\"min\":600", "write_rate"},
		{"\"max\":594", "\"max\":371", "write_rate"},
		{"\"max\":594", "\"max\":1000000000001", "write_rate"},
		{"313:1 404:1", "313:1 404:0", "write_rate"},
		{"313:1 404:1", "313:1 404:4", "write_rate"},
		{"313:1 404:1", "313:1 404:18446744073709551615", "write_rate"},
		{"313:1 404:1", "313:1 7424:1", "write_rate"},
		{"313:1 404:1", "404:1 313:1", "write_rate"},
		{"313:1 404:1", "313:1 313:1 404:1", "write_rate"},
		{"313:1 404:1", "313:1  404:1", "write_rate"},
		{"313:1 404:1", "313:1 404", "write_rate"},
		{"313:1 404:1", "", "write_rate"},
		{"\"max\":594,\"counts\":\"313:1 404:1", "\"max\":372,\"counts\":\"313:1",
		 "write_rate"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf line = changed(rows[i].from, rows[i].to);
		expect_refused(buf_slice(&line), DIAG_PARTIAL_MEMBER, rows[i].member);
		buf_free(&line);
	}
}

/* A name of 257 bytes, and more hosts and instants than there may be. */
Test(partial, what_is_too_large)
{
	struct buf name = {0};
	buf_add_repeated(&name, 'x', LIMIT_TALLY_KEY_BYTES + 1);
	buf_add(&name, "\\t1\\t", 6);
	struct buf line = changed("ws-2\\t1\\t", (const char *)name.p);
	expect_refused(buf_slice(&line), DIAG_PARTIAL_MEMBER, "hosts");
	buf_free(&line);
	buf_free(&name);

	struct buf times = {0};
	for (size_t i = 0; i <= LIMIT_HOST_TIMES; i++)
		buf_add_string(&times, i ? " 1" : "5000\\t1");
	buf_add_byte(&times, 0);
	line = changed("3\\t13348551600 86400 7", (const char *)times.p);
	expect_refused(buf_slice(&line), DIAG_PARTIAL_MEMBER, "hosts");
	buf_free(&line);
	buf_free(&times);

	struct buf keys = {0};
	for (size_t i = 0; i <= LIMIT_TALLY_KEYS; i++)
		buf_printf(&keys, "%zu\\t1\\n", i);
	buf_add_byte(&keys, 0);
	line = changed("209\\t2\\n126\\t1\\n", (const char *)keys.p);
	expect_refused(buf_slice(&line), DIAG_PARTIAL_MEMBER, "codes");
	buf_free(&line);
	buf_free(&keys);
}

/* Other producers' spellings of the same, and members that others added. */
Test(partial, what_means_the_same)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{"\"inputs\":2", "\"inputs\":\"0x0000000000000002\""},
		{"\"inputs\":2", "\"inputs\":2.0"},
		{"_hang\":1", "_hang\":1,\"bugcheck_no_dump\":0"},
		{"\"partial\":true", "\"tags\":{\"a\":\"b\"},\"partial\":true"},
		{"\"rows\":\"209\\t2", "\"rows\":\"0209\\t2"},
		{"ws-1\\t3", "\\u0077s-1\\t3"},
	};
	struct reports reports;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct summary *s = new_summary();
		struct buf line = changed(rows[i].from, rows[i].to);
		cr_expect(read_line(buf_slice(&line), s, &reports), "%zu: %s", i, reports.text);
		struct buf again = partial_of(s);
		again.n--; /* its end */
		cr_expect(slice_equal(buf_slice(&again), SLICE(small)), "%zu", i);
		buf_free(&line);
		buf_free(&again);
		free_summary(s);
	}
}

/* --- sums at their end --- */

#define HUGE_COUNT "\"0xfffffffffffffff0\""

static const char huge[] =
	"{\"type\":\"summary\",\"partial\":true,\"version\":1,\"state\":{"
	"\"inputs\":" HUGE_COUNT ",\"lines\":" HUGE_COUNT ",\"sessions\":" HUGE_COUNT
	",\"crashes\":" HUGE_COUNT ",\"verdicts\":{\"bugcheck_dump_whole\":\"0x8000000000000000\","
	"\"bugcheck_no_dump\":\"0x7ffffffffffffff0\"},\"log_verdicts\":{\"complete\":" HUGE_COUNT
	"},\"kinds\":{\"not_given\":" HUGE_COUNT "},\"time_bases\":{\"bounded\":" HUGE_COUNT
	"},\"hours\":{\"03\":" HUGE_COUNT "},\"weekdays\":{\"monday\":" HUGE_COUNT
	"},\"codes\":{\"level\":0,\"total\":" HUGE_COUNT
	",\"rows\":\"209\\t18446744073709551600\\n\"},\"components\":{\"level\":0,\"total\":"
	"\"0xffffffffffffffff\",\"rows\":\"oa\\t18446744073709551615\\n\"},"
	"\"drivers\":{\"level\":0,\"total\":0,\"rows\":\"\"},"
	"\"builds\":{\"level\":0,\"total\":0,\"rows\":\"\"},"
	"\"writers\":{\"level\":0,\"total\":0,\"rows\":\"\"},"
	"\"days\":{\"level\":0,\"total\":" HUGE_COUNT
	",\"rows\":\"3\\t18446744073709551600\\n\"},\"weeks\":{\"level\":0,\"total\":0,\"rows\":"
	"\"\"},\"hosts\":{\"level\":0,\"total\":" HUGE_COUNT
	",\"times_level\":0,\"times_total\":" HUGE_COUNT
	",\"rows\":\"a\\t18446744073709551600\\t5\\n\"},\"first_time\":null,\"last_time\":null,"
	"\"write_rate\":{\"min\":0,\"max\":0,\"counts\":\"0:18446744073709551600\"}}}";

Test(partial, sums_stop_at_their_end)
{
	struct reports reports;
	struct summary *s = new_summary();
	struct summary *turned = new_summary();
	struct summary *again = new_summary();
	cr_assert(read_line(SLICE(small), s, &reports));
	cr_assert(read_line(SLICE(huge), s, &reports), "%s", reports.text);
	cr_assert(read_line(SLICE(huge), s, &reports));
	cr_expect_eq(reports.counts[DIAG_PARTIAL_FULL], 1);
	cr_expect_eq(s->inputs, UINT64_MAX);
	cr_expect_eq(s->crashes, UINT64_MAX);
	cr_expect_eq(s->rates.samples, UINT64_MAX);
	cr_assert(read_line(SLICE(huge), turned, &reports));
	cr_assert(read_line(SLICE(huge), turned, &reports));
	cr_assert(read_line(SLICE(small), turned, &reports));
	expect_same(s, turned, "in another order");
	struct buf line = partial_of(s);
	cr_assert(read_line(buf_slice(&line), again, &reports), "%s", reports.text);
	expect_same(s, again, "by way of a partial");
	for (unsigned percent = 0; percent <= 100; percent++)
		cr_expect_leq(sketch_quantile(&s->rates, percent), 594);
	buf_free(&line);
	free_summary(s);
	free_summary(turned);
	free_summary(again);
}

/* --- any other bytes --- */

/* What is taken can be told, and comes back as it was taken. */
static void expect_sound(struct slice line)
{
	struct reports reports;
	struct summary *s = new_summary();
	struct summary *again = new_summary();
	if (read_line(line, s, &reports)) {
		add_partial(again, s);
		expect_same(s, again, "a changed line");
	}
	free_summary(s);
	free_summary(again);
}

Test(partial, each_truncation_and_each_changed_byte)
{
	static const uint8_t changes[] = {0x01, 0x02, 0x10, 0x20};
	char line[sizeof(small)];
	memcpy(line, small, sizeof(line));
	for (size_t n = 0; n < sizeof(small) - 1; n++)
		expect_sound(slice_of(small, n));
	for (size_t i = 0; i + 1 < sizeof(line); i++) {
		for (size_t k = 0; k < COUNT_OF(changes); k++) {
			line[i] = (char)(small[i] ^ changes[k]);
			expect_sound(slice_of(line, sizeof(line) - 1));
		}
		line[i] = small[i];
	}
}
