/* SPDX-License-Identifier: MIT */
/*
 * Hours, days and weeks (UTC) for the counts of a summary: all are numbered from 1601-01-01, which
 * was a Monday. Weeks are those of ISO 8601: they begin on Monday, and belong to the year of their
 * Thursday.
 */
#ifndef CRASH_SUMMARY_CALENDAR_H
#define CRASH_SUMMARY_CALENDAR_H

#include "lib/base/wintime.h"

enum {
	HOURS_OF_DAY = 24,
	DAYS_OF_WEEK = 7,
	CALENDAR_DAYS = 3067671, /* from 1601-01-01 up to 9999-12-31 */
	CALENDAR_WEEKS = (CALENDAR_DAYS + DAYS_OF_WEEK - 1) / DAYS_OF_WEEK,
	CALENDAR_TEXT = 16, /* bytes for any text below, with its NUL */
};

/* Seconds from 1601 to the end of 9999. */
#define CALENDAR_SECONDS ((uint64_t)CALENDAR_DAYS * 86400)

#define TICKS_PER_HOUR (3600 * (uint64_t)FILETIME_PER_SECOND)
#define TICKS_PER_DAY  (24 * TICKS_PER_HOUR)
#define TICKS_PER_WEEK (7 * TICKS_PER_DAY)

/* "2024-01-13"; day is below CALENDAR_DAYS. */
void calendar_day_text(char out[static CALENDAR_TEXT], uint64_t day);

/* "2024-W02"; week is below CALENDAR_WEEKS. */
void calendar_week_text(char out[static CALENDAR_TEXT], uint64_t week);

/* "monday" for 0; static. */
const char *weekday_word(size_t weekday);

/* "00" to "23"; static. */
const char *hour_word(size_t hour);

#endif
