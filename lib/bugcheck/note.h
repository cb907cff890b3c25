/* SPDX-License-Identifier: MIT */
/* A few lines about a bug check, to stand in a text behind the line that mentions it. */
#ifndef BUGCHECK_NOTE_H
#define BUGCHECK_NOTE_H

#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/spelling.h"

/* What every line of a note begins with, and nothing else in a log does: it can be taken out again.
 */
#define BUGCHECK_NOTE_MARK "  |> "

/* Appends a line with code, name and title, one for another code that may have been meant, and one
 * for each known parameter. */
void bugcheck_note(struct buf *out, const struct bugcheck *b,
		   const struct bugcheck_reading *reading, struct bugcheck_decoding *d);

#endif
