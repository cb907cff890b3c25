/* SPDX-License-Identifier: MIT */
/*
 * BugCheckProgress, the number behind "Progress" in the log and in System event 161: a step in the
 * low nine bits, flags that stay above. No public document names the steps; what is said here was
 * inferred from where they stand in 27 logs.
 */
#ifndef DSLOG_PROGRESS_H
#define DSLOG_PROGRESS_H

#include "lib/base/compiler.h"

/* The step, 0 to 0x1ff. */
uint32_t dslog_progress_step(uint32_t value);

/* The flag bits. */
uint32_t dslog_progress_flags(uint32_t value);

/* What a step seems to mean, in a few words; NULL for a step that was never seen in a log. Static.
 */
const char *dslog_progress_meaning(uint32_t value);

#endif
