/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with an input, as data: a code, where, and the numbers. Readers report, they never
 * print; the command decides whether it becomes a line on stderr or a JSON line.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include "lib/base/buf.h"

enum severity {
	SEVERITY_NOTE,    /* worth knowing; nothing is wrong with the input */
	SEVERITY_WARNING, /* the input is damaged or altered; what it says was delivered */
	SEVERITY_ERROR,   /* something could not be delivered */
};

enum diag_code {
#define DIAG(symbol, code, severity, text) DIAG_##symbol,
#include "lib/base/diag_list.h"
#undef DIAG
	DIAG_COUNT
};

struct diag {
	enum diag_code code;
	uint64_t offset; /* bytes from the start of the (uncompressed) input */
	uint64_t length; /* bytes concerned; 0 if it is a point */
	uint64_t line;   /* from 1 in text inputs; 0 where lines mean nothing: offset counts then */
	uint64_t got;    /* the number found, if the text names one */
	uint64_t limit;  /* the number expected, if the text names one */
	struct slice text; /* borrowed, raw, valid during the report only */
};

/* Where diagnostics go. report must copy what it wants to keep. */
struct diag_sink {
	void (*report)(void *context, const struct diag *d);
	void *context;
};

static inline void diag_report(const struct diag_sink *sink, const struct diag *d)
{
	if (sink && sink->report)
		sink->report(sink->context, d);
}

/* The dotted code, such as "dslog.header.version"; static. */
const char *diag_code_name(enum diag_code code);

enum severity diag_severity(enum diag_code code);

/* "note", "warning", "error"; static. */
const char *severity_name(enum severity s);

/* Appends the message without file and place, fit for a terminal. */
void diag_append_message(struct buf *b, const struct diag *d);

#endif
