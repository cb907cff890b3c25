/* SPDX-License-Identifier: MIT */
#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/crash/count.h"
#include "lib/crash/summary.h"
#include "lib/crash/summary_calendar.h"

/* What is counted of a crash; texts may be empty. */
struct counted {
	enum crash_verdict verdict;
	enum dump_kind kind;
	enum time_basis basis;
	struct known code, build;
	struct slice host, driver, writer;
	struct known time, not_before, not_after; /* bounds count where time is not known */
	const struct session *session;            /* NULL: no log tells of it */
	bool live;                                /* the system went on */
};

void summary_begin(struct summary *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < SUMMARY_TABLES; i++)
		s->tables[i] = tally_of(LIMIT_TALLY_KEYS);
	host_times_begin(&s->hosts);
}

void summary_free(struct summary *s)
{
	for (size_t i = 0; i < SUMMARY_TABLES; i++)
		tally_free(&s->tables[i]);
	host_times_free(&s->hosts);
}

/* --- keys --- */

/* Names from input become valid UTF-8 once and for all, so that a partial summary keeps the very
 * key that the rows show. */
static void append_clean(struct buf *key, struct slice s)
{
	enum { REPLACEMENT = 0xfffd };
	while (s.n) {
		uint32_t code_point;
		size_t n = utf8_decode(s, &code_point);
		utf8_append(key, n ? code_point : REPLACEMENT);
		s = slice_from(s, n ? n : 1);
	}
}

/* Windows does not tell names of files by the case of their letters. */
static void fold(struct buf *key)
{
	for (size_t i = 0; i < key->n; i++)
		key->p[i] = ascii_lower(key->p[i]);
}

static void add_text(struct tally *t, struct slice text)
{
	struct buf key = {0};
	if (!text.n)
		return;
	append_clean(&key, text);
	tally_add(t, buf_slice(&key), 1);
	buf_free(&key);
}

static void add_driver(struct tally *t, struct slice name)
{
	struct buf key = {0};
	if (!name.n)
		return;
	append_clean(&key, name);
	fold(&key);
	tally_add(t, buf_slice(&key), 1);
	buf_free(&key);
}

static void add_component(struct tally *t, struct slice name, enum component_role role)
{
	struct buf key = {0};
	if (!name.p)
		return;
	buf_add_byte(&key, (uint8_t)role);
	append_clean(&key, name);
	tally_add(t, buf_slice(&key), 1);
	buf_free(&key);
}

static void add_number(struct tally *t, struct known number)
{
	uint8_t key[TALLY_NUMBER_BYTES];
	if (!number.known)
		return;
	tally_number_key(key, number.value);
	tally_add(t, slice_of(key, sizeof(key)), 1);
}

/* --- time --- */

/* The number of the hour, day or week that a crash lies in: also where only bounds are known, if
 * both lie in the same one. */
static struct known unit_of(const struct counted *c, uint64_t ticks)
{
	struct known none = {false, 0};
	uint64_t first = c->time.known ? c->time.value : c->not_before.value;
	uint64_t last = c->time.known ? c->time.value : c->not_after.value;
	if (!c->time.known && !(c->not_before.known && c->not_after.known))
		return none;
	if (first > last || last / FILETIME_PER_SECOND >= CALENDAR_SECONDS)
		return none;
	return first / ticks == last / ticks ? known_number(first / ticks) : none;
}

static void add_calendar(struct summary *s, const struct counted *c)
{
	struct known hour = unit_of(c, TICKS_PER_HOUR);
	struct known day = unit_of(c, TICKS_PER_DAY);
	if (hour.known)
		s->words[LIST_HOURS][hour.value % HOURS_OF_DAY]++;
	if (day.known)
		s->words[LIST_WEEKDAYS][day.value % DAYS_OF_WEEK]++;
	add_number(&s->tables[TABLE_DAYS], day);
	add_number(&s->tables[TABLE_WEEKS], unit_of(c, TICKS_PER_WEEK));
}

static void add_span(struct summary *s, struct known first, struct known last)
{
	if (first.known && (!s->first_time.known || first.value < s->first_time.value))
		s->first_time = first;
	if (last.known && (!s->last_time.known || last.value > s->last_time.value))
		s->last_time = last;
}

static void add_host(struct host_times *h, const struct counted *c)
{
	struct buf name = {0};
	uint64_t second = c->time.value / FILETIME_PER_SECOND;
	if (!c->host.n)
		return;
	append_clean(&name, c->host);
	struct tally_entry *e = host_times_count(h, buf_slice(&name), 1);
	if (c->time.known && !c->live && second < CALENDAR_SECONDS)
		host_times_add(h, e, second);
	buf_free(&name);
}

/* --- crashes --- */

static void count_log(struct summary *s, const struct session *session)
{
	add_component(&s->tables[TABLE_COMPONENTS], session->open_component, COMPONENT_OPEN);
	add_component(&s->tables[TABLE_COMPONENTS], session->fault_component, COMPONENT_FAULT);
	if (session->rate.known)
		sketch_add(&s->rates, session->rate.value);
}

static void count(struct summary *s, const struct counted *c)
{
	s->crashes++;
	s->words[LIST_VERDICTS][c->verdict]++;
	s->words[LIST_KINDS][c->kind]++;
	s->words[LIST_TIME_BASES][c->basis]++;
	add_number(&s->tables[TABLE_CODES], c->code);
	add_number(&s->tables[TABLE_BUILDS], c->build);
	add_driver(&s->tables[TABLE_DRIVERS], c->driver);
	add_text(&s->tables[TABLE_WRITERS], c->writer);
	add_calendar(s, c);
	add_host(&s->hosts, c);
	add_span(s, c->time, c->time);
	if (c->session)
		count_log(s, c->session);
}

/* The first clue's that has this fact; NULL where none has. */
static const struct fact *fact_of(const struct crash *crash, enum fact_id id)
{
	for (size_t i = 0; i < crash->clue_count; i++) {
		const struct fact *f = clue_fact(crash->clues[i], id);
		if (f)
			return f;
	}
	return NULL;
}

static struct slice text_of(const struct crash *crash, enum fact_id id)
{
	const struct fact *f = fact_of(crash, id);
	return f ? f->text : (struct slice){NULL, 0};
}

/* The dump's own word, else that of the events around the crash. */
static struct known build_of(const struct crash *crash)
{
	const struct fact *f = fact_of(crash, FACT_DUMP_BUILD);
	if (!f)
		f = fact_of(crash, FACT_BUILD);
	return f ? known_number(f->number) : (struct known){false, 0};
}

/* What the log says was written; a dump file may be the minidump that Windows made of it later. */
static enum dump_kind kind_of(const struct crash *crash, const struct session *session)
{
	if (session && session->kind != DUMP_KIND_NOT_GIVEN)
		return session->kind;
	return dump_kind_of(text_of(crash, FACT_DUMP_KIND));
}

void summary_add_crash(struct summary *s, const struct crash *crash)
{
	const struct session *session = crash_session(crash);
	struct counted c = {
		.verdict = crash->verdict,
		.kind = kind_of(crash, session),
		.basis = crash->time_basis,
		.code = {crash->has_bugcheck, crash->bugcheck.code},
		.build = build_of(crash),
		.host = crash->host,
		.driver = text_of(crash, FACT_DUMP_FAULT_MODULE),
		.writer = text_of(crash, FACT_DUMP_WRITER),
		.time = crash->time,
		.not_before = crash->not_before,
		.not_after = crash->not_after,
		.session = session,
		.live = crash->live,
	};
	count(s, &c);
}

void summary_add_session(struct summary *s, enum log_verdict verdict)
{
	s->sessions++;
	s->words[LIST_LOG_VERDICTS][verdict]++;
}

bool summary_merge(struct summary *s, const struct summary *from)
{
	/* No other sum can reach the end before one of these, or that of a table, does. */
	bool fits = count_add(&s->inputs, from->inputs);
	fits &= count_add(&s->lines, from->lines);
	fits &= count_add(&s->sessions, from->sessions);
	fits &= count_add(&s->crashes, from->crashes);
	for (size_t list = 0; list < SUMMARY_LISTS; list++)
		for (size_t i = 0; i < SUMMARY_WORDS; i++)
			(void)count_add(&s->words[list][i], from->words[list][i]);
	for (size_t i = 0; i < SUMMARY_TABLES; i++) {
		tally_merge(&s->tables[i], &from->tables[i]);
		fits &= s->tables[i].total < UINT64_MAX;
	}
	host_times_merge(&s->hosts, &from->hosts);
	sketch_merge(&s->rates, &from->rates);
	add_span(s, from->first_time, from->last_time);
	return fits;
}

struct dump_success summary_dump_success(const struct summary *s)
{
	static const enum crash_verdict decided[] = {
		CRASH_BUGCHECK_DUMP_WHOLE,        CRASH_BUGCHECK_DUMP_PARTIAL,
		CRASH_BUGCHECK_FALLBACK_MINIDUMP, CRASH_BUGCHECK_NO_DUMP,
		CRASH_BUGCHECK_DUMP_DELETED,
	};
	const uint64_t *counts = s->words[LIST_VERDICTS];
	struct dump_success d = {.numerator = counts[CRASH_BUGCHECK_DUMP_WHOLE]};
	for (size_t i = 0; i < COUNT_OF(decided); i++)
		(void)count_add(&d.denominator, counts[decided[i]]);
	d.left_out = counts[CRASH_BUGCHECK_DUMP_PENDING];
	(void)count_add(&d.left_out, counts[CRASH_BUGCHECK_DUMP_UNKNOWN]);
	return d;
}
