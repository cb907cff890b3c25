/* SPDX-License-Identifier: MIT */
/*
 * One crash as its log tells it: a state machine fed message by message, then concluded to a
 * verdict, metrics and findings. All arithmetic in checked integers.
 *
 * Which text is believed: the header's end field, then the order of the lines, then their words.
 * Drivers choose component names and could forge a success line with one.
 */
#ifndef DSLOG_SESSION_H
#define DSLOG_SESSION_H

#include "lib/base/limits.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/dslog/container.h"
#include "lib/dslog/event.h"

enum dslog_verdict {
	DSLOG_VERDICT_COMPLETE,
	DSLOG_VERDICT_COMPLETE_MINIDUMP_NO_SPACE,
	DSLOG_VERDICT_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT,
	DSLOG_VERDICT_STOPPED_AT_PERCENT,
	DSLOG_VERDICT_STOPPED_IN_HEADER,
	DSLOG_VERDICT_STOPPED_IN_SIZE_PASS,
	DSLOG_VERDICT_STOPPED_IN_CALLBACK,
	DSLOG_VERDICT_STOPPED_AFTER_DATA,
	DSLOG_VERDICT_STOPPED_EARLY,
	DSLOG_VERDICT_LOG_FULL,
	DSLOG_VERDICT_NO_LOG_WRITTEN,
	DSLOG_VERDICT_NOT_A_DUMP_LOG,
	DSLOG_VERDICT_COUNT
};

enum dslog_finding_rule {
#define FINDING(symbol, rule, message) DSLOG_FINDING_##symbol,
#include "lib/dslog/finding_list.h"
#undef FINDING
	DSLOG_FINDING_COUNT
};

struct dslog_finding {
	uint64_t times; /* 0: the rule holds */
	int64_t a, b;   /* of the first occurrence */
};

/* A number that may be missing. */
struct dslog_value {
	bool known;
	uint64_t v;
};

/* One DumpLogLevel line. */
struct dslog_sample {
	struct dslog_value percent; /* the last one printed before it */
	uint64_t pages;
	uint64_t mib_per_second;
};

/* What Windows has come to in one attempt at a dump; a fallback to a minidump begins anew. */
struct dslog_attempt {
	bool started[DSLOG_PHASE_COUNT];
	bool finished[DSLOG_PHASE_COUNT];
	bool dump_type;
};

struct dslog_session {
	/* where */
	uint64_t number; /* from 1 in an input */
	uint64_t line, offset;
	uint64_t size; /* of the container, bytes */
	enum dslog_header_state header_state;
	size_t free_bytes;
	bool last_of_container;

	/* what the lines say */
	bool any_line;
	enum dslog_number_state time_state;
	struct civil_time utc;
	struct dslog_value end_time; /* FILETIME */
	bool utc_offset_known;
	int utc_offset_minutes;
	struct bugcheck bugcheck;
	unsigned bugcheck_lines;
	struct dslog_value guid_time; /* FILETIME */
	struct dslog_value dump_type, first_dump_type;
	struct dslog_value total_size, secondary_size;
	struct dslog_value total_pages, pages_written, printed_rate;
	struct dslog_value last_percent, last_progress;
	struct dslog_value elapsed, first_elapsed, second_elapsed;
	struct dslog_value data_start, data_end; /* elapsed ms around the memory data */
	struct dslog_value end_elapsed;          /* elapsed ms behind the line that ends the dump */
	struct slice open_component;             /* p NULL: none; borrowed from the input */
	struct slice open_multipart;
	struct slice fault_component; /* whose callback crashed before a retry */
	struct dslog_attempt attempt;
	bool past_0_percent;     /* a percentage above 0 was printed */
	bool data_finished_once; /* in any attempt */
	bool retried, too_small;
	bool ended, success;
	bool after_success; /* lines that do not belong there followed the success message */
	uint64_t known_lines, unknown_lines;
	/* features that tell the generations apart */
	bool seen_start, seen_progress, seen_elapsed, seen_progress_52_53, seen_53_before_success;
	bool seen_size_pass_before_progress, seen_complete_untyped, seen_complete_typed,
		seen_generation_e;
	/* samples, in order; only the first LIMIT_DSLOG_SAMPLES are kept */
	struct dslog_sample samples[LIMIT_DSLOG_SAMPLES];
	size_t sample_count;
	struct dslog_finding findings[DSLOG_FINDING_COUNT];

	/* concluded by dslog_session_conclude() */
	enum dslog_verdict verdict;
	bool complete, stopped_before_5_percent;
	const char *generation; /* "A" to "E", "C/D"; NULL: not to be told */
	struct dslog_value pre_write_ms, write_ms, tail_ms;
	struct dslog_value rate_tenths; /* MiB/s times 10, half up */
	const char *content_kind;       /* of what is no dump log; NULL otherwise */
};

/* Starts a session in a container. */
void dslog_session_begin(struct dslog_session *s, uint64_t number, const struct dslog_container *c);

/* Takes the next message. Slack is not to be fed. */
void dslog_session_take(struct dslog_session *s, const struct dslog_event *e);

/* After the last message: verdict, metrics, findings. */
void dslog_session_conclude(struct dslog_session *s);

/* Notes that a consistency rule does not hold. */
void dslog_session_find(struct dslog_session *s, enum dslog_finding_rule rule, int64_t a,
			int64_t b);

/* The component whose callback was running when the log stopped; p is NULL where there is none, and
 * for a full log, whose later lines are lost. After the conclusion only. */
struct slice dslog_session_open_component(const struct dslog_session *s);

/* "utc_offset" …; static. */
const char *dslog_finding_name(enum dslog_finding_rule rule);
/* Appends the message of a finding. */
void dslog_finding_append_message(struct buf *b, enum dslog_finding_rule rule,
				  const struct dslog_finding *f);

/* The 32-bit code that a line prints in 64 bits, perhaps with its sign spread over the upper half;
 * 0 where it is no such number. */
uint32_t dslog_bugcheck_code(uint64_t printed);

/* "complete", "stopped_at_percent" …; static. */
const char *dslog_verdict_name(enum dslog_verdict verdict);

/* The contract's kind of a dump type of the log, "unknown" for others; static. */
const char *dslog_dump_kind(uint64_t dump_type);

/* --- parts of dslog_session_conclude() --- */

/* Sets verdict, complete and stopped_before_5_percent. */
void dslog_session_judge(struct dslog_session *s);
/* Sets the times and the rate, and checks the numbers against each other. */
void dslog_session_measure(struct dslog_session *s);
/* Sets the generation. */
void dslog_session_date(struct dslog_session *s);

#endif
