/* SPDX-License-Identifier: MIT */
/* Instants as this suite writes them (RFC 3339, UTC) back into FILETIME. */
#ifndef CRASH_INSTANT_H
#define CRASH_INSTANT_H

#include "lib/base/wintime.h"

/*
 * Reads "2023-02-13T08:46:36.0000000Z": up to seven fractional digits, or none with no point; UTC
 * only. false, and *filetime unchanged, for anything else and for dates that do not exist.
 */
bool instant_from_text(struct slice text, uint64_t *filetime) MUST_CHECK;

/* filetime and milliseconds behind it; false, and *out unchanged, where that leaves the calendar.
 */
bool instant_after(uint64_t filetime, uint64_t milliseconds, uint64_t *out) MUST_CHECK;

#endif
