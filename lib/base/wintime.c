/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/base/wintime.h"

/* Days from 1601-01-01 to a date, counted in years that begin in March so that the leap day is
 * the last day of a year. */
static uint64_t days_from_date(unsigned year, unsigned month, unsigned day)
{
	uint64_t y = month > 2 ? year : year - 1;
	uint64_t m = month > 2 ? month - 3 : month + 9;
	uint64_t since_year_0 = y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
	return since_year_0 - 584694; /* the same count for 1601-01-01 */
}

static unsigned days_in_month(unsigned year, unsigned month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month == 2 && leap ? 29 : days[month - 1];
}

bool civil_time_is_valid(const struct civil_time *t)
{
	return t->year >= 1601 && t->year <= 9999 && t->month >= 1 && t->month <= 12 &&
	       t->day >= 1 && t->day <= days_in_month(t->year, t->month) && t->hour < 24 &&
	       t->minute < 60 && t->second < 60 && t->ticks < FILETIME_PER_SECOND;
}

uint64_t filetime_from_civil(const struct civil_time *t)
{
	uint64_t days = days_from_date(t->year, t->month, t->day);
	uint64_t seconds = ((days * 24 + t->hour) * 60 + t->minute) * 60 + t->second;
	return seconds * FILETIME_PER_SECOND + t->ticks;
}

struct civil_time civil_from_filetime(uint64_t filetime)
{
	uint64_t seconds = filetime / FILETIME_PER_SECOND;
	uint64_t days = seconds / 86400 + 584694; /* since 0000-03-01 */
	unsigned of_day = (unsigned)(seconds % 86400);
	uint64_t era = days / 146097; /* 400 years */
	unsigned doe = (unsigned)(days % 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned m = (5 * doy + 2) / 153;
	unsigned month = m < 10 ? m + 3 : m - 9;
	return (struct civil_time){
		.year = (unsigned)(era * 400) + yoe + (month <= 2),
		.month = month,
		.day = doy - (153 * m + 2) / 5 + 1,
		.hour = of_day / 3600,
		.minute = of_day / 60 % 60,
		.second = of_day % 60,
		.ticks = (unsigned)(filetime % FILETIME_PER_SECOND),
	};
}

bool civil_from_systemtime(const uint8_t systemtime[static 16], struct civil_time *out)
{
	struct civil_time t = {
		.year = load_u16le(systemtime),
		.month = load_u16le(systemtime + 2),
		.day = load_u16le(systemtime + 6),
		.hour = load_u16le(systemtime + 8),
		.minute = load_u16le(systemtime + 10),
		.second = load_u16le(systemtime + 12),
		.ticks = load_u16le(systemtime + 14) * 10000u,
	};
	if (!civil_time_is_valid(&t))
		return false;
	*out = t;
	return true;
}

int64_t filetime_to_unix_ms(uint64_t filetime)
{
	return (int64_t)(filetime / 10000) - (int64_t)FILETIME_UNIX_EPOCH_SECONDS * 1000;
}

static void write_digits(char *out, unsigned v, unsigned digits)
{
	for (unsigned i = digits; i-- > 0; v /= 10)
		out[i] = (char)('0' + v % 10);
}

/* "2023-02-13T08:46:36.0000000", 27 bytes. */
static void write_civil(char *out, const struct civil_time *t)
{
	memcpy(out, "0000-00-00T00:00:00.0000000", TIME_TEXT - 1);
	write_digits(out, t->year, 4);
	write_digits(out + 5, t->month, 2);
	write_digits(out + 8, t->day, 2);
	write_digits(out + 11, t->hour, 2);
	write_digits(out + 14, t->minute, 2);
	write_digits(out + 17, t->second, 2);
	write_digits(out + 20, t->ticks, 7);
}

bool time_write(char out[static TIME_TEXT], uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	if (t.year > 9999)
		return false;
	write_civil(out, &t);
	out[TIME_TEXT - 1] = 'Z';
	return true;
}

void time_write_with_offset(char out[static TIME_TEXT_WITH_OFFSET], const struct civil_time *t,
			    int offset_minutes)
{
	unsigned magnitude = (unsigned)(offset_minutes < 0 ? -offset_minutes : offset_minutes);
	write_civil(out, t);
	out[27] = offset_minutes < 0 ? '-' : '+';
	write_digits(out + 28, magnitude / 60, 2);
	out[30] = ':';
	write_digits(out + 31, magnitude % 60, 2);
}
