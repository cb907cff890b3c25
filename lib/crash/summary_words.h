/* SPDX-License-Identifier: MIT */
/* The vocabularies of a summary, and its rows in the order in which they are told. */
#ifndef CRASH_SUMMARY_WORDS_H
#define CRASH_SUMMARY_WORDS_H

#include "lib/crash/summary.h"

/* "verdicts"; static. */
const char *summary_list_name(enum summary_list list);

/* "codes"; static. */
const char *summary_table_name(enum summary_table table);

/* Are the keys of a table numbers? Then they are below this; 0 where they are texts. */
uint64_t summary_table_numbers(enum summary_table table);

/* Words of a list. */
size_t summary_list_length(enum summary_list list);

/* "bugcheck_dump_whole"; static. Unlike what is printed, each word of a list is another one. */
const char *summary_word(enum summary_list list, size_t word);

/* A counted word. */
struct word_row {
	const char *word; /* static; NULL: not given */
	uint64_t count;   /* not 0 */
};

struct word_rows {
	size_t n;
	struct word_row rows[SUMMARY_WORDS];
};

/* Highest count first, then by the word; "not given" comes last. */
void summary_verdicts(const struct summary *s, struct word_rows *out);
void summary_log_verdicts(const struct summary *s, struct word_rows *out); /* of crashes */
void summary_no_crash(const struct summary *s, struct word_rows *out); /* of the other sessions */
void summary_kinds(const struct summary *s, struct word_rows *out);
void summary_time_bases(const struct summary *s, struct word_rows *out);

/* The percents of a sketch that are told, ascending. */
extern const unsigned summary_percents[];
extern const size_t summary_percent_count;

/* "p5", "median"; static. */
const char *summary_percent_name(unsigned percent);

/* What a row of the table of codes stands for. name: static, NULL if not known. */
uint32_t summary_code_of(const struct tally_entry *e, const char **name);

/* "open_component" or "fault_component", and the name. */
const char *summary_role_of(const struct tally_entry *e, struct slice *component);

/* Crashes of a list whose sum may be less than all of them (hours, weekdays). */
uint64_t summary_list_total(const struct summary *s, enum summary_list list);

#endif
