/* SPDX-License-Identifier: MIT */
/* lib/dslog as the tests call it: from tight heap buffers, with everything that comes out kept. */
#ifndef TESTS_SUPPORT_DSLOG_H
#define TESTS_SUPPORT_DSLOG_H

#include "lib/dslog/parse.h"
#include "tests/unit/support_source.h"

struct dslog_run {
	bool with_report;       /* set it for report, after dslog_run_begin() */
	struct buf out;         /* JSON lines; owned */
	struct buf report;      /* what --text prints; owned */
	struct reports reports; /* what was reported */
	bool misplaced;         /* a diagnostic lies behind the input */
	size_t input_bytes;
	size_t sessions;           /* concluded */
	struct dslog_session last; /* the last of them; its slices are gone */
	bool open_component;       /* had last one? */
	/* the run's own */
	struct dslog_parser parser;
	struct diag_sink sink;
	struct record_origin origin;
};

/* A run that parses again and again: begin once, parse often, end once. */
void dslog_run_begin(struct dslog_run *run);
/* Parses s from a heap buffer of exactly its size. What came before is forgotten. */
void dslog_run_parse(struct dslog_run *run, struct slice s, bool temporary);
void dslog_run_end(struct dslog_run *run);

/*
 * Is the output as promised: strict JSON lines, each an object whose first member is "type", each
 * "offset" within the input, at least one session line; every diagnostic within the input; and
 * nothing in the report that a terminal would obey?
 * Returns NULL, or what is wrong; static.
 */
const char *dslog_run_fault(const struct dslog_run *run);

/* The whole file fixtures/NAME of the build folder; ends the test program where it is missing.
 * Free with buf_free(). */
struct buf fixture_read(const char *name);

/* The whole file; false where it cannot be read. */
bool file_read(const char *path, struct buf *b) MUST_CHECK;

#endif
