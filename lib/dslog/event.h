/* SPDX-License-Identifier: MIT */
/* One message of the log with its values read: what the records and the session are made from. */
#ifndef DSLOG_EVENT_H
#define DSLOG_EVENT_H

#include "lib/base/wintime.h"
#include "lib/dslog/grammar.h"

enum dslog_number_state { DSLOG_NUMBER_ABSENT, DSLOG_NUMBER_GOOD, DSLOG_NUMBER_BAD };

struct dslog_event {
	enum dslog_record record;
	const struct dslog_rule *rule;          /* NULL for DSLOG_RECORD_UNKNOWN */
	struct slice text;                      /* the message without its line end; borrowed */
	uint64_t line;                          /* from 1 */
	uint64_t offset;                        /* of the message in the input, bytes */
	bool slack;                             /* stands behind the end of the log */
	uint32_t present;                       /* bit f: the line has field f */
	uint32_t good, bad;                     /* bit f: it is a number, or should be one */
	struct slice fields[DSLOG_FIELD_COUNT]; /* as in dslog_match; set where present */
	uint64_t number[DSLOG_FIELD_COUNT];     /* set where good */
	enum dslog_number_state utc_state, local_state, guid_state;
	struct civil_time utc, local; /* where the state is GOOD */
	uint8_t guid[16];             /* structure order; where the state is GOOD */
};

/* Reads the values of a matched line. Sets all but line, offset and slack. */
void dslog_event_read(struct dslog_event *e, struct slice text, const struct dslog_match *match);

static inline bool dslog_event_has(const struct dslog_event *e, enum dslog_field f)
{
	return e->good >> f & 1;
}

/* A number of the line; 0 where it has no such number. */
static inline uint64_t dslog_event_number(const struct dslog_event *e, enum dslog_field f)
{
	return dslog_event_has(e, f) ? e->number[f] : 0;
}

/* A field of the line; its p is NULL where the line has none. */
static inline struct slice dslog_event_field(const struct dslog_event *e, enum dslog_field f)
{
	return e->present >> f & 1 ? e->fields[f] : (struct slice){NULL, 0};
}

/* Local time less UTC in seconds. false where either is absent or bad. */
bool dslog_event_local_ahead(const struct dslog_event *e, int64_t *seconds) MUST_CHECK;

/* Local time less UTC in whole minutes, rounded down. false where either is absent or bad, or
 * where they lie more than 24 hours apart. */
bool dslog_event_utc_offset(const struct dslog_event *e, int *minutes) MUST_CHECK;

#endif
