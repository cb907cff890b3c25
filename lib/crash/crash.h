/* SPDX-License-Identifier: MIT */
/* One crash, as a JSON line or as a paragraph for people, from the log session that tells of it. */
#ifndef CRASH_CRASH_H
#define CRASH_CRASH_H

#include "lib/base/json.h"
#include "lib/crash/session.h"

struct crash_context {
	bool epoch;                       /* time_unix_ms beside each time */
	bool colour;                      /* of the paragraph */
	const struct json_node *own_tags; /* of this run, an object or NULL: they win over the
					     session's */
};

/* The verdict on the crash that s tells of; s must tell of one (log_tells_of_crash()). */
enum crash_verdict crash_verdict_of(const struct session *s);

/* The host that the tags name; an empty slice where none does. Borrowed. */
struct slice crash_host(const struct session *s, const struct crash_context *c);

/* Opens the object and writes all members but "file" and "offset", which the caller adds. */
void crash_write_json(struct json_writer *w, const struct session *s,
		      const struct crash_context *c);

/* Appends a paragraph, ended by an empty line. */
void crash_write_text(struct buf *b, const struct session *s, const struct crash_context *c);

#endif
