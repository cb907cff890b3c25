/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/code.h"
#include "lib/crash/count.h"
#include "lib/crash/summary_calendar.h"
#include "lib/crash/summary_words.h"

_Static_assert((int)CRASH_VERDICT_COUNT <= (int)SUMMARY_WORDS &&
		       (int)LOG_VERDICT_COUNT <= (int)SUMMARY_WORDS &&
		       (int)DUMP_KIND_COUNT <= (int)SUMMARY_WORDS &&
		       (int)HOURS_OF_DAY <= (int)SUMMARY_WORDS,
	       "a list of words is longer than there is room for");

enum { TIME_BASES = TIME_BASIS_DUMPSTACK_LOG + 1 };

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

/* --- vocabularies --- */

static const char *verdict(size_t word)
{
	return crash_verdict_word((enum crash_verdict)word);
}

static const char *log_verdict(size_t word)
{
	return log_verdict_word((enum log_verdict)word);
}

/* "unknown" is a word of the contract for a dump's kind: what is not given needs another one. */
static const char *kind(size_t word)
{
	return word == DUMP_KIND_NOT_GIVEN ? "not_given" : dump_kind_word((enum dump_kind)word);
}

static const char *time_basis(size_t word)
{
	static const char *const words[TIME_BASES] = {
		[TIME_BASIS_BOUNDED] = "bounded",
		[TIME_BASIS_DUMP_HEADER] = "dump_header",
		[TIME_BASIS_DUMPSTACK_LOG] = "dumpstack_log",
	};
	return words[word];
}

static const struct {
	const char *name;
	size_t length;
	const char *(*word)(size_t word);
} lists[SUMMARY_LISTS] = {
	[LIST_VERDICTS] = {"verdicts", CRASH_VERDICT_COUNT, verdict},
	[LIST_LOG_VERDICTS] = {"log_verdicts", LOG_VERDICT_COUNT, log_verdict},
	[LIST_KINDS] = {"kinds", DUMP_KIND_COUNT, kind},
	[LIST_TIME_BASES] = {"time_bases", TIME_BASES, time_basis},
	[LIST_HOURS] = {"hours", HOURS_OF_DAY, hour_word},
	[LIST_WEEKDAYS] = {"weekdays", DAYS_OF_WEEK, weekday_word},
};

static const struct {
	const char *name;
	uint64_t numbers; /* keys are numbers below this; 0: they are texts */
} tables[SUMMARY_TABLES] = {
	[TABLE_CODES] = {"codes", UINT64_C(1) << 32},
	[TABLE_COMPONENTS] = {"components", 0},
	[TABLE_DRIVERS] = {"drivers", 0},
	[TABLE_BUILDS] = {"builds", UINT64_MAX},
	[TABLE_WRITERS] = {"writers", 0},
	[TABLE_DAYS] = {"days", CALENDAR_DAYS},
	[TABLE_WEEKS] = {"weeks", CALENDAR_WEEKS},
};

const char *summary_list_name(enum summary_list list)
{
	return lists[list].name;
}

size_t summary_list_length(enum summary_list list)
{
	return lists[list].length;
}

const char *summary_word(enum summary_list list, size_t word)
{
	return lists[list].word(word);
}

const char *summary_table_name(enum summary_table table)
{
	return tables[table].name;
}

uint64_t summary_table_numbers(enum summary_table table)
{
	return tables[table].numbers;
}

uint64_t summary_list_total(const struct summary *s, enum summary_list list)
{
	uint64_t total = 0;
	for (size_t i = 0; i < lists[list].length; i++)
		(void)count_add(&total, s->words[list][i]);
	return total;
}

/* --- rows --- */

/* Puts a row where it belongs: lists are short, so each is sorted as it grows. */
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

static void add_rows(const struct summary *s, enum summary_list list, size_t from,
		     struct word_rows *out)
{
	out->n = 0;
	for (size_t i = from; i < lists[list].length; i++)
		add_row(out, lists[list].word(i), s->words[list][i]);
}

void summary_verdicts(const struct summary *s, struct word_rows *out)
{
	add_rows(s, LIST_VERDICTS, 0, out);
}

static void add_log_verdicts(const struct summary *s, struct word_rows *out, bool of_crashes)
{
	out->n = 0;
	for (size_t v = 0; v < LOG_VERDICT_COUNT; v++)
		if (log_tells_of_crash((enum log_verdict)v) == of_crashes)
			add_row(out, log_verdict(v), s->words[LIST_LOG_VERDICTS][v]);
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
	add_rows(s, LIST_KINDS, DUMP_KIND_NOT_GIVEN + 1, out);
	add_row(out, NULL, s->words[LIST_KINDS][DUMP_KIND_NOT_GIVEN]);
}

void summary_time_bases(const struct summary *s, struct word_rows *out)
{
	add_rows(s, LIST_TIME_BASES, 0, out);
}

uint32_t summary_code_of(const struct tally_entry *e, const char **name)
{
	uint32_t code = (uint32_t)tally_number(e);
	const struct bugcheck_code *known = bugcheck_code_find(code);
	*name = known ? bugcheck_string(known->name) : NULL;
	return code;
}

const char *summary_role_of(const struct tally_entry *e, struct slice *component)
{
	*component = slice_from(tally_key(e), 1);
	return e->key[0] == COMPONENT_OPEN ? "open_component" : "fault_component";
}
