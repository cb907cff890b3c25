/* SPDX-License-Identifier: MIT */
/* A whole input from bytes to records and sessions. */
#ifndef DSLOG_PARSE_H
#define DSLOG_PARSE_H

#include "lib/dslog/record.h"
#include "lib/dslog/text.h"

struct dslog_parser {
	/* set by the caller */
	struct dslog_grammar *grammar; /* borrowed */
	const struct diag_sink *sink;  /* borrowed */
	struct dslog_record_writer writer;
	const char
		*packed;  /* "gzip": what an empty input is, which could not be unpacked; or NULL */
	bool write_lines; /* records of the lines */
	bool write_sessions; /* the line of each session */
	void *context;       /* for the two below, which may be NULL */
	void (*record_written)(void *context);
	void (*session_concluded)(void *context, const struct dslog_session *s);

	/* the parser's own */
	struct dslog_session session;
	uint64_t session_count;
	const struct dslog_container *container;
	size_t offset_first, offset_unit; /* from positions in the bytes to offsets in the input */
	struct diag_sink placed_sink;     /* translates offsets, then goes to sink */
	struct bugcheck pending;          /* lines of a bug check that make one record */
	struct dslog_event pending_first;
	struct slice pending_text; /* from the first of them to the last */
	bool pending_untold;       /* one of them has a value that fits into no member */
	bool pending_any;
	struct buf scratch; /* owned */
};

/*
 * Parses one input. temporary: its name ends in ".tmp", so that without a header it holds stale
 * content of the disk, of which nothing is told but its size. truncated: the input goes on behind
 * these bytes.
 */
void dslog_parse(struct dslog_parser *p, struct slice input, bool temporary, bool truncated);

/* Frees what the parser owns. */
void dslog_parser_free(struct dslog_parser *p);

/* Does a file of this name hold a log in the making? compressed: a suffix such as ".gz" does not
 * count. */
bool dslog_name_is_temporary(const char *name, bool compressed);

#endif
