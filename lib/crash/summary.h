/* SPDX-License-Identifier: MIT */
/*
 * Totals over any number of crashes and hosts, in bounded memory. All parts are sums, least and
 * greatest values, and sets that are cut by rules which know no order. So they do not depend on the
 * order of the input, and summaries of its parts can be merged into that of the whole.
 */
#ifndef CRASH_SUMMARY_H
#define CRASH_SUMMARY_H

#include "lib/base/json.h"
#include "lib/crash/crash.h"
#include "lib/crash/sketch.h"
#include "lib/crash/summary_times.h"
#include "lib/crash/tally.h"

/* Counts by the words of a closed vocabulary; the index of a word is its enum. */
enum summary_list {
	LIST_VERDICTS,     /* enum crash_verdict, of crashes */
	LIST_LOG_VERDICTS, /* enum log_verdict, of all log sessions */
	LIST_KINDS,        /* enum dump_kind, of the dumps of crashes */
	LIST_TIME_BASES,   /* enum time_basis, of crashes */
	LIST_HOURS,        /* of the day, UTC, of crashes whose hour is known */
	LIST_WEEKDAYS,     /* from Monday, of crashes whose day is known */
	SUMMARY_LISTS,
};

enum { SUMMARY_WORDS = 24 }; /* at most, in one list */

/* Counts by keys that the input chooses. */
enum summary_table {
	TABLE_CODES,      /* key: number */
	TABLE_COMPONENTS, /* key: one byte of enum component_role, then the name */
	TABLE_DRIVERS,    /* key: name in lower case, of the module with the faulting address */
	TABLE_BUILDS,     /* key: number */
	TABLE_WRITERS,    /* key: which program wrote the dump */
	TABLE_DAYS,       /* key: number of the day */
	TABLE_WEEKS,      /* key: number of the week */
	SUMMARY_TABLES,
};

/* What a component was doing; the values order rows of equal count and name. */
enum component_role {
	COMPONENT_OPEN = 'o',  /* open_component */
	COMPONENT_FAULT = 'f', /* fault_component */
};

struct summary {
	uint64_t inputs;   /* files, pipes */
	uint64_t lines;    /* of them, of any type */
	uint64_t sessions; /* dslog.session lines: the sum of LIST_LOG_VERDICTS */
	uint64_t crashes;  /* the sum of LIST_VERDICTS; of no table of crashes is the sum more */
	uint64_t words[SUMMARY_LISTS][SUMMARY_WORDS];
	struct tally tables[SUMMARY_TABLES];
	struct host_times hosts; /* of crashes; instants of those that stopped the system */
	struct known first_time, last_time;
	struct sketch rates; /* tenths of MiB/s */
};

/* Sets up an empty summary; summary_free() is due. */
void summary_begin(struct summary *s);
void summary_free(struct summary *s);

/* Counts a crash. The log sessions that tell of it are counted by summary_add_session() only. */
void summary_add_crash(struct summary *s, const struct crash *crash);

/* Counts a dslog.session line, whether it tells of a crash or not. */
void summary_add_session(struct summary *s, enum log_verdict verdict);

/* Adds all that was counted in from. false where a sum reached UINT64_MAX and stays there. */
bool summary_merge(struct summary *s, const struct summary *from);

/* Crashes whose dump was written whole, of those of which it is known what became of the dump that
 * was due; left_out: bug checks of which it is not known, or not yet. */
struct dump_success {
	uint64_t numerator, denominator, left_out;
};

struct dump_success summary_dump_success(const struct summary *s);

/* Appends all members but tags to an object that is opened here and ended by the caller. */
void summary_write_json(struct json_writer *w, const struct summary *s);

/* Appends tables with bars for people. */
void summary_write_text(struct buf *b, const struct summary *s);

#endif
