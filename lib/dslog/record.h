/* SPDX-License-Identifier: MIT */
/* The JSON line of each message, and of the header: contract in bsodutils-json(5). */
#ifndef DSLOG_RECORD_H
#define DSLOG_RECORD_H

#include "lib/base/origin.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/dslog/container.h"
#include "lib/dslog/event.h"
#include "lib/dslog/session.h"

struct dslog_record_writer {
	struct buf *out;                    /* borrowed */
	const struct record_origin *origin; /* borrowed */
	bool epoch;                         /* add time_unix_ms */
};

/* offset: of the container in the input. */
void dslog_write_header(const struct dslog_record_writer *r, const struct dslog_container *c,
			uint64_t session, uint64_t line, uint64_t offset);

/* Any message but those of a bug check. last_percent: printed most recently in the session. */
void dslog_write_event(const struct dslog_record_writer *r, const struct dslog_event *e,
		       uint64_t session, struct dslog_value last_percent);

/* The lines of a bug check as one record, placed at the first of them. text: lines whose value the
 * record cannot tell; empty if it tells all. */
void dslog_write_bugcheck(const struct dslog_record_writer *r, const struct bugcheck *b,
			  const struct dslog_event *first, struct slice text, uint64_t session);

/* The session's line, after it was concluded. */
void dslog_write_session(const struct dslog_record_writer *r, const struct dslog_session *s);

/* Throughput of a session by nearest rank. count is at least 1; what is ranked is MiB/s. */
struct dslog_throughput {
	uint64_t samples, min, median, p95, max;
	struct dslog_value slowest_percent; /* percentage before the (first) slowest sample */
};
struct dslog_throughput dslog_session_throughput(const struct dslog_session *s);

/* "no crash since …": what no_log_written means; static. */
const char *dslog_no_log_meaning(void);

#endif
