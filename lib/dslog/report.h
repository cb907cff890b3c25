/* SPDX-License-Identifier: MIT */
/* A session told to a person, with the dump's progress and throughput drawn. */
#ifndef DSLOG_REPORT_H
#define DSLOG_REPORT_H

#include "lib/dslog/session.h"

/* Appends the report. name: of the input, for the headline. colour: with terminal escapes. */
void dslog_report(struct buf *b, const struct dslog_session *s, const char *name, bool colour);

/* One sentence that tells a verdict; static. */
const char *dslog_verdict_sentence(enum dslog_verdict verdict);

#endif
