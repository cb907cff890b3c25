/* SPDX-License-Identifier: MIT */
/*
 * BugCheckProgress, the number behind "Progress" in DumpStack.log and in System event 161: a step
 * in the low nine bits, flags that stay above. No public document names the steps; what is said
 * here was inferred from where they stand in 27 logs.
 */
#ifndef BUGCHECK_PROGRESS_H
#define BUGCHECK_PROGRESS_H

#include "lib/base/json.h"

/* What a step seems to mean, in a few words; NULL for a step that was never seen in a log. Static.
 */
const char *bugcheck_progress_meaning(uint32_t value);

/* Writes the members value, step, flags and, for a known step, meaning and inferred (true) into an
 * object that is open. */
void bugcheck_write_progress(struct json_writer *w, uint32_t value);

#endif
