/* SPDX-License-Identifier: MIT */
/* The parts that crashes and answers about them have in common when they are written. */
#ifndef CRASH_CRASH_FORM_H
#define CRASH_CRASH_FORM_H

#include "lib/crash/evidence.h"

/* Sets of artifacts: bits by enum artifact. */
#define ARTIFACT_BIT(a) (1u << ARTIFACT_##a)
#define ARTIFACTS_ALL   ((1u << ARTIFACT_COUNT) - 1)

/* Members "time", "time_basis", bounds; "bugcheck". */
void crash_json_when(struct json_writer *w, const struct crash *c, bool epoch);
void crash_json_bugcheck(struct json_writer *w, const struct crash *c);

/* Member "tags": of all evidence and of this run; nothing where there are none. */
void crash_json_tags(struct json_writer *w, const struct crash *c,
		     const struct crash_context *context);

/* An element of "evidence": where the clue stands, and what it says. */
void crash_json_statement(struct json_writer *w, const struct clue *c, const struct statement *st);

/* Member "missing": those of the artifacts that were not given, and what they would tell. */
void crash_json_missing(struct json_writer *w, const struct crash *c, unsigned artifacts);

/* "2023-02-13 08:46:36" */
void crash_text_civil(struct buf *b, uint64_t filetime);

/* "UTC+05:30" */
void crash_text_offset(struct buf *b, int64_t minutes);

/* "between ... and ... UTC": as much as the bounds tell. */
void crash_text_bounds(struct buf *b, const struct crash *c);

/* The first line: when, and which host. */
void crash_text_heading(struct buf *b, const struct crash *c);

/* The beginning of a line: the label, which may be empty. */
void crash_text_row(struct buf *b, const char *label);

/* A line that says where the evidence lies. */
void crash_text_source(struct buf *b, const struct clue *c, const char *label);
void crash_text_value(struct buf *b, const struct statement *st);

/* The line of those artifacts that were not given, where there are any, and the empty line that
 * ends the paragraph. */
void crash_text_missing(struct buf *b, const struct crash *c, unsigned artifacts);

#endif
