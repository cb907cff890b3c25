/* SPDX-License-Identifier: MIT */
/*
 * Instants as Windows keeps them: FILETIME, 100-nanosecond ticks since 1601-01-01 00:00 UTC
 * ([MS-DTYP] 2.3.3), and the fields of a date. Text is RFC 3339 with seven fractional digits.
 */
#ifndef BASE_WINTIME_H
#define BASE_WINTIME_H

#include "lib/base/slice.h"

#define FILETIME_PER_SECOND 10000000u
/* Seconds from 1601-01-01 to 1970-01-01. */
#define FILETIME_UNIX_EPOCH_SECONDS 11644473600u

/* A date and time of day of the proleptic Gregorian calendar, in no particular zone. */
struct civil_time {
	unsigned year;   /* 1601 to 9999 */
	unsigned month;  /* 1 to 12 */
	unsigned day;    /* 1 to 31 */
	unsigned hour;   /* 0 to 23 */
	unsigned minute; /* 0 to 59 */
	unsigned second; /* 0 to 59 */
	unsigned ticks;  /* 100 ns, 0 to 9999999 */
};

/* Does that day exist, and is every field in its range? */
bool civil_time_is_valid(const struct civil_time *t);

/* FILETIME of a valid civil time taken as UTC. */
uint64_t filetime_from_civil(const struct civil_time *t);

/* The civil time of an instant, in UTC. Years above 9999 come out as they are (at most 60056). */
struct civil_time civil_from_filetime(uint64_t filetime);

/* The civil time of the 16 bytes of a SYSTEMTIME ([MS-DTYP] 2.3.13); its weekday is ignored.
 * false where it does not name an existing instant. */
bool civil_from_systemtime(const uint8_t systemtime[static 16], struct civil_time *out) MUST_CHECK;

/* Milliseconds since 1970-01-01 00:00 UTC; negative before. */
int64_t filetime_to_unix_ms(uint64_t filetime);

enum { TIME_TEXT = 28, TIME_TEXT_WITH_OFFSET = 33 };

/* Writes "2023-02-13T08:46:36.0000000Z". false, and nothing written, for years above 9999. */
bool time_write(char out[static TIME_TEXT], uint64_t filetime) MUST_CHECK;

/* Writes t as it stands with an offset from UTC in minutes (-1439 to 1439):
 * "2023-02-13T14:16:36.0000000+05:30". t must be valid. */
void time_write_with_offset(char out[static TIME_TEXT_WITH_OFFSET], const struct civil_time *t,
			    int offset_minutes);

#endif
