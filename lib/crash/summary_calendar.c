/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/crash/summary_calendar.h"

void calendar_day_text(char out[static CALENDAR_TEXT], uint64_t day)
{
	assert(day < CALENDAR_DAYS);
	struct civil_time t = civil_from_filetime(day * TICKS_PER_DAY);
	snprintf(out, CALENDAR_TEXT, "%04u-%02u-%02u", t.year % 10000, t.month % 100, t.day % 100);
}

void calendar_week_text(char out[static CALENDAR_TEXT], uint64_t week)
{
	assert(week < CALENDAR_WEEKS);
	uint64_t thursday = week * DAYS_OF_WEEK + 3;
	struct civil_time t = civil_from_filetime(thursday * TICKS_PER_DAY);
	struct civil_time new_year = {.year = t.year, .month = 1, .day = 1};
	uint64_t first = filetime_from_civil(&new_year) / TICKS_PER_DAY;
	unsigned number = (unsigned)((thursday - first) / DAYS_OF_WEEK) + 1;
	snprintf(out, CALENDAR_TEXT, "%04u-W%02u", t.year % 100000, number % 100);
}

const char *weekday_word(size_t weekday)
{
	static const char *const words[DAYS_OF_WEEK] = {
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	};
	return words[weekday];
}

const char *hour_word(size_t hour)
{
	static const char *const words[HOURS_OF_DAY] = {
		"00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11",
		"12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23",
	};
	return words[hour];
}
