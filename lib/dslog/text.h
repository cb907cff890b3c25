/* SPDX-License-Identifier: MIT */
/*
 * The messages of a log's text, one after another, each already matched.
 *
 * Windows ends lines with CR LF and writes component names byte by byte as it finds them, so a name
 * may hold line ends. Hence: where the text begins with CR LF only CR LF ends a line; a callback
 * message whose end is missing is joined with the lines that complete it; and only what matches
 * nothing is split at lone CR or LF. A name that carries a forged message is read as a name.
 *
 * A copy that went through an editor may have line ends of any kind. There a line that holds lone
 * CR or LF is split too where its first part is a whole message by itself.
 */
#ifndef DSLOG_TEXT_H
#define DSLOG_TEXT_H

#include "lib/dslog/grammar.h"

/* Where a byte comes next: from from on, at is the first. */
struct dslog_next {
	size_t from, at;
};

struct dslog_text {
	struct slice bytes;
	struct dslog_grammar *grammar; /* borrowed */
	size_t at;                     /* the next unread byte */
	size_t split_until;            /* up to here lone CR and LF end lines too */
	bool crlf;                     /* only CR LF ends a line */
	bool altered;                  /* the copy may have been edited */
	bool zeros;                    /* there are zero bytes, which end lines too */
	struct dslog_next newline;     /* the next LF */
	struct dslog_next zero;        /* the next zero byte */
	uint64_t line;                 /* number of the line at at */
	unsigned joins_left;           /* lines that may still be tried for joining */
};

struct dslog_message {
	struct slice text; /* without its end; borrowed */
	size_t at;         /* in bytes of the text */
	uint64_t line;     /* where it begins */
	bool joined;       /* spans several lines */
	struct dslog_match match;
};

/* first_line: the number of the line that bytes begin in. altered: the bytes are not known to be as
 * Windows wrote them. */
struct dslog_text dslog_text_on(struct slice bytes, struct dslog_grammar *grammar,
				uint64_t first_line, bool altered);

/* The next message that is not blank; false at the end. */
bool dslog_text_next(struct dslog_text *t, struct dslog_message *m) MUST_CHECK;

#endif
