/* SPDX-License-Identifier: MIT */
#include "lib/base/buf.h"
#include "lib/bugcheck/code.h"
#include "lib/crash/summary.h"

const unsigned summary_percents[] = {5, 25, 50, 75, 95};
const size_t summary_percent_count = COUNT_OF(summary_percents);

const char *summary_percent_name(unsigned percent)
{
	switch (percent) {
	case 5:
		return "p5";
	case 25:
		return "p25";
	case 50:
		return "median";
	case 75:
		return "p75";
	default:
		return "p95";
	}
}

void summary_begin(struct summary *s)
{
	memset(s, 0, sizeof(*s));
	s->codes = tally_of(LIMIT_TALLY_KEYS);
	s->components = tally_of(LIMIT_TALLY_KEYS);
	s->hosts = tally_of(LIMIT_TALLY_HOSTS);
}

void summary_free(struct summary *s)
{
	tally_free(&s->codes);
	tally_free(&s->components);
	tally_free(&s->hosts);
}

static void add_code(struct summary *s, struct known code)
{
	if (!code.known) {
		s->without_code++;
		return;
	}
	uint32_t c = (uint32_t)code.value;
	uint8_t key[4] = {(uint8_t)(c >> 24), (uint8_t)(c >> 16), (uint8_t)(c >> 8), (uint8_t)c};
	tally_add(&s->codes, slice_of(key, sizeof(key)), 1);
}

static void add_component(struct summary *s, struct slice name, enum component_role role)
{
	struct buf key = {0};
	if (!name.p)
		return;
	buf_add_byte(&key, (uint8_t)role);
	buf_add_slice(&key, name);
	tally_add(&s->components, buf_slice(&key), 1);
	buf_free(&key);
}

static void add_time(struct summary *s, struct known time)
{
	if (!time.known)
		return;
	if (!s->first_time.known || time.value < s->first_time.value)
		s->first_time = time;
	if (!s->last_time.known || time.value > s->last_time.value)
		s->last_time = time;
}

void summary_add(struct summary *s, const struct session *session, struct slice host)
{
	s->sessions++;
	s->log_verdicts[session->verdict]++;
	if (!log_tells_of_crash(session->verdict))
		return;
	s->crashes++;
	s->verdicts[log_meaning_of(session->verdict)->crash]++;
	s->kinds[session->kind]++;
	add_code(s, session->bugcheck.code);
	add_component(s, session->open_component, COMPONENT_OPEN);
	add_component(s, session->fault_component, COMPONENT_FAULT);
	if (host.n)
		tally_add(&s->hosts, host, 1);
	add_time(s, session->time);
	if (session->rate.known)
		sketch_add(&s->rates, session->rate.value);
}

/* Puts a row where it belongs: tables are short, so each is sorted as it grows. */
static void add_row(struct word_rows *out, const char *word, uint64_t count)
{
	size_t at = out->n;
	if (count == 0)
		return;
	while (at && word &&
	       (out->rows[at - 1].count < count ||
		(out->rows[at - 1].count == count && strcmp(out->rows[at - 1].word, word) > 0))) {
		out->rows[at] = out->rows[at - 1];
		at--;
	}
	out->rows[at] = (struct word_row){word, count};
	out->n++;
}

void summary_verdicts(const struct summary *s, struct word_rows *out)
{
	out->n = 0;
	for (size_t v = 0; v < CRASH_VERDICT_COUNT; v++)
		add_row(out, crash_verdict_word((enum crash_verdict)v), s->verdicts[v]);
}

static void add_log_verdicts(const struct summary *s, struct word_rows *out, bool of_crashes)
{
	out->n = 0;
	for (size_t v = 0; v < LOG_VERDICT_COUNT; v++)
		if (log_tells_of_crash((enum log_verdict)v) == of_crashes)
			add_row(out, log_verdict_word((enum log_verdict)v), s->log_verdicts[v]);
}

void summary_log_verdicts(const struct summary *s, struct word_rows *out)
{
	add_log_verdicts(s, out, true);
}

void summary_no_crash(const struct summary *s, struct word_rows *out)
{
	add_log_verdicts(s, out, false);
}

void summary_kinds(const struct summary *s, struct word_rows *out)
{
	out->n = 0;
	for (size_t k = 1; k < DUMP_KIND_COUNT; k++)
		add_row(out, dump_kind_word((enum dump_kind)k), s->kinds[k]);
	add_row(out, NULL, s->kinds[DUMP_KIND_NOT_GIVEN]);
}

uint32_t summary_code_of(const struct tally_entry *e, const char **name)
{
	uint32_t code = 0;
	for (size_t i = 0; i < e->key_n; i++)
		code = code << 8 | e->key[i];
	const struct bugcheck_code *known = bugcheck_code_find(code);
	*name = known ? bugcheck_string(known->name) : NULL;
	return code;
}

const char *summary_role_of(const struct tally_entry *e, struct slice *component)
{
	*component = slice_from(tally_key(e), 1);
	return e->key[0] == COMPONENT_OPEN ? "open_component" : "fault_component";
}
