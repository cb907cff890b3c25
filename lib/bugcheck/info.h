/* SPDX-License-Identifier: MIT */
/* What a bug check means, as members of the output and as a report for people. */
#ifndef BUGCHECK_INFO_H
#define BUGCHECK_INFO_H

#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/spelling.h"

/* Where the public pages live; a page's name follows. */
#define BUGCHECK_PAGES "https://learn.microsoft.com/windows-hardware/drivers/debugger/"

/*
 * Writes the members that explain a bug check, into an object that is open: kind, also, base_code,
 * aliases, alternatives, documented, reference. What is not known is absent. reading tells of
 * another code that may have been meant; NULL where there is no doubt.
 */
void bugcheck_write_info(struct json_writer *w, const struct bugcheck *b,
			 const struct bugcheck_reading *reading);

/* Writes code, code_decimal and name (if known) alone: which code info speaks of. */
void bugcheck_write_identity(struct json_writer *w, uint32_t code);

/* Appends a report for people: a heading and a line for each thing known. */
void bugcheck_report(struct buf *out, const struct bugcheck *b,
		     const struct bugcheck_reading *reading, bool colour);

/* Appends one line for a list: code, kind, name. */
void bugcheck_report_row(struct buf *out, uint32_t code);

#endif
