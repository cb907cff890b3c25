/* SPDX-License-Identifier: MIT */
/* Instants as programs and people write them, read into FILETIME (lib/base/wintime.h). */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include "lib/base/slice.h"

/*
 * All of s as a date and time of RFC 3339: "2023-02-13T08:46:36.1234567Z". The fraction has 0 to 9
 * digits, those behind the seventh are cut off; the zone is Z or an offset such as +05:30; T and Z
 * may be small. false, and *filetime unchanged, where it is anything else, names no existing day
 * or lies before 1601.
 */
bool moment_from_rfc3339(struct slice s, uint64_t *filetime) MUST_CHECK;

/*
 * What people type for a time, one of: the above, with a blank instead of T and without seconds if
 * they like; the same without a zone, which is UTC; a date alone, which is its midnight in UTC; or
 * a duration back from now: a number and one of s m h d w, such as 90s or 7d. A duration longer
 * than now gives 0.
 */
bool moment_from_argument(struct slice s, uint64_t now, uint64_t *filetime) MUST_CHECK;

#endif
