/* SPDX-License-Identifier: MIT */
/* The words that grammars/dumpstack.gram is written in, and the table that the build makes of it.
 */
#ifndef DSLOG_RULE_H
#define DSLOG_RULE_H

#include "lib/base/slice.h"

/* What a line says: becomes the record's type, "dslog.<name>". */
enum dslog_record {
	DSLOG_RECORD_START,
	DSLOG_RECORD_END,
	DSLOG_RECORD_GUID,
	DSLOG_RECORD_BUGCHECK,
	DSLOG_RECORD_PROGRESS,
	DSLOG_RECORD_ELAPSED,
	DSLOG_RECORD_PHASE,
	DSLOG_RECORD_DUMP_TYPE,
	DSLOG_RECORD_TOO_SMALL,
	DSLOG_RECORD_PERCENT,
	DSLOG_RECORD_THROUGHPUT,
	DSLOG_RECORD_PAGES,
	DSLOG_RECORD_CALLBACK,
	DSLOG_RECORD_RETRY,
	DSLOG_RECORD_SKIP,
	DSLOG_RECORD_SUCCESS,
	DSLOG_RECORD_UNKNOWN, /* no rule matched */
};

/* The steps of writing a dump, in their regular order. */
enum dslog_phase {
	DSLOG_PHASE_NONE,
	DSLOG_PHASE_SECONDARY_SIZE,
	DSLOG_PHASE_DUMP_HEADER,
	DSLOG_PHASE_BITMAP_HEADER,
	DSLOG_PHASE_MEMORY_DATA,
	DSLOG_PHASE_MINIDUMP,
	DSLOG_PHASE_SECONDARY_CALLBACKS,
	DSLOG_PHASE_MULTIPART_CALLBACKS,
	DSLOG_PHASE_COMPLETE_CALLBACKS,
	DSLOG_PHASE_COUNT
};

/* start and finish of a phase or a multi-part callback; the other four of a callback. */
enum dslog_state {
	DSLOG_STATE_NONE,
	DSLOG_STATE_START,
	DSLOG_STATE_FINISH,
	DSLOG_STATE_CALL,
	DSLOG_STATE_RETURN,
	DSLOG_STATE_WRITE,
	DSLOG_STATE_WRITE_DONE,
	DSLOG_STATE_COUNT
};

/* The named groups that patterns may have. */
enum dslog_field {
	DSLOG_FIELD_UTC,
	DSLOG_FIELD_LOCAL,
	DSLOG_FIELD_GUID,
	DSLOG_FIELD_REGISTER,
	DSLOG_FIELD_VALUE,
	DSLOG_FIELD_MILLISECONDS,
	DSLOG_FIELD_DUMP_TYPE,
	DSLOG_FIELD_TOTAL_SIZE,
	DSLOG_FIELD_SECONDARY_SIZE,
	DSLOG_FIELD_MAX_TRANSFER_SIZE,
	DSLOG_FIELD_DUMP_FILE_SIZE,
	DSLOG_FIELD_REQUIRED_SIZE,
	DSLOG_FIELD_BITMAP,
	DSLOG_FIELD_TOTAL_PAGES,
	DSLOG_FIELD_PAGES_WRITTEN,
	DSLOG_FIELD_MIB_PER_SECOND,
	DSLOG_FIELD_PERCENT,
	DSLOG_FIELD_PAGES,
	DSLOG_FIELD_COMPONENT,
	DSLOG_FIELD_CALLBACK_TYPE,
	DSLOG_FIELD_COUNT
};

struct dslog_rule {
	const char *name;
	enum dslog_record record;
	enum dslog_phase phase;
	enum dslog_state state;
	bool multipart;
	struct slice begins; /* literal beginning; the pattern goes on behind it */
	const char *pattern; /* PCRE2, matched up to ends; empty: there is nothing between */
	struct slice ends;   /* literal end of the line; often empty */
};

/* The most fields one pattern has. */
enum { DSLOG_EXAMPLE_FIELDS = 5 };

struct dslog_example {
	const char *rule;
	unsigned line; /* in grammars/dumpstack.gram */
	struct slice text;
	struct {
		enum dslog_field field; /* DSLOG_FIELD_COUNT ends the list */
		struct slice value;
	} expected[DSLOG_EXAMPLE_FIELDS];
};

extern const struct dslog_rule dslog_rules[];
extern const size_t dslog_rule_count;
extern const struct dslog_example dslog_examples[];
extern const size_t dslog_example_count;

/* "start", "dump_type" …; static. */
const char *dslog_record_name(enum dslog_record record);
/* "secondary_size" …; static. */
const char *dslog_phase_name(enum dslog_phase phase);
/* "call", "finish" …; static. */
const char *dslog_state_name(enum dslog_state state);

#endif
