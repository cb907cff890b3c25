/* SPDX-License-Identifier: MIT */
/* What a bug check means, for people. */
#ifndef BUGCHECK_REPORT_H
#define BUGCHECK_REPORT_H

#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/spelling.h"

/* Appends a report about one bug check: a heading and a line or more for each thing known. */
void bugcheck_report(struct buf *out, const struct bugcheck *b,
		     const struct bugcheck_reading *reading, struct bugcheck_decoding *d,
		     bool colour);

/* Appends all that is known of a code, whatever its parameters: a page, for --explain. */
void bugcheck_explain(struct buf *out, uint32_t code, bool colour);

/* Appends one line for a list: code, kind, name, title. */
void bugcheck_report_row(struct buf *out, uint32_t code);

/* "bug check", "bug check, also live dump" ... Static. */
const char *bugcheck_kind_words(uint8_t kind);

#endif
