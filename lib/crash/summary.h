/* SPDX-License-Identifier: MIT */
/*
 * Totals over any number of crashes and hosts, in bounded memory. All parts are sums, least and
 * greatest values, so that they do not depend on the order of the input and can be merged.
 */
#ifndef CRASH_SUMMARY_H
#define CRASH_SUMMARY_H

#include "lib/base/json.h"
#include "lib/crash/session.h"
#include "lib/crash/sketch.h"
#include "lib/crash/tally.h"

struct summary {
	uint64_t inputs;                          /* files, pipes */
	uint64_t lines;                           /* of them, of any type */
	uint64_t sessions;                        /* dslog.session lines */
	uint64_t crashes;                         /* sessions that tell of one */
	uint64_t verdicts[CRASH_VERDICT_COUNT];   /* of crashes */
	uint64_t log_verdicts[LOG_VERDICT_COUNT]; /* of all sessions */
	uint64_t kinds[DUMP_KIND_COUNT];          /* of the dumps of crashes */
	struct tally codes;                       /* key: the code, four bytes, big endian */
	uint64_t without_code;                    /* crashes whose log names none */
	struct tally components; /* key: one byte of enum component_role, then the name */
	struct tally hosts;      /* of crashes */
	struct known first_time, last_time;
	struct sketch rates; /* tenths of MiB/s */
};

/* What a component was doing; the values order rows of equal count and name. */
enum component_role {
	COMPONENT_OPEN = 'o',  /* open_component */
	COMPONENT_FAULT = 'f', /* fault_component */
};

/* Sets up an empty summary; summary_free() is due. */
void summary_begin(struct summary *s);
void summary_free(struct summary *s);

/* Counts a session; host is empty where it is not known. */
void summary_add(struct summary *s, const struct session *session, struct slice host);

/* A counted word of a closed vocabulary. */
struct word_row {
	const char *word; /* static; NULL: not given */
	uint64_t count;   /* not 0 */
};

/* Rows of one table: highest count first, then by the word; "not given" comes last. */
struct word_rows {
	size_t n;
	struct word_row rows[LOG_VERDICT_COUNT];
};

void summary_verdicts(const struct summary *s, struct word_rows *out);
void summary_log_verdicts(const struct summary *s, struct word_rows *out); /* of crashes */
void summary_no_crash(const struct summary *s, struct word_rows *out); /* of the other sessions */
void summary_kinds(const struct summary *s, struct word_rows *out);

/* The percents of the write rate that are told, ascending. */
extern const unsigned summary_percents[];
extern const size_t summary_percent_count;

/* "p5", "median"; static. */
const char *summary_percent_name(unsigned percent);

/* What a row of the tally of codes stands for. name: static, NULL if not known. */
uint32_t summary_code_of(const struct tally_entry *e, const char **name);

/* "open_component" or "fault_component", and the name. */
const char *summary_role_of(const struct tally_entry *e, struct slice *component);

/* Opens the object and writes all members; the caller adds tags and ends the line. */
void summary_write_json(struct json_writer *w, const struct summary *s);

/* Appends tables with bars for people. */
void summary_write_text(struct buf *b, const struct summary *s);

#endif
