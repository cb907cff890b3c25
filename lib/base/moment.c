/* SPDX-License-Identifier: MIT */
#include "lib/base/moment.h"

#include "lib/base/number.h"
#include "lib/base/wintime.h"

/* Moves over one byte that is a or b. */
static bool take(struct slice *s, uint8_t a, uint8_t b)
{
	if (s->n == 0 || (s->p[0] != a && s->p[0] != b))
		return false;
	*s = slice_from(*s, 1);
	return true;
}

/* Moves over exactly count digits. */
static bool take_digits(struct slice *s, size_t count, unsigned *out)
{
	uint64_t v;
	if (s->n < count || !number_from_decimal(slice_sub(*s, 0, count), &v))
		return false;
	*s = slice_from(*s, count);
	*out = (unsigned)v;
	return true;
}

static bool take_date(struct slice *s, struct civil_time *t)
{
	return take_digits(s, 4, &t->year) && take(s, '-', '-') && take_digits(s, 2, &t->month) &&
	       take(s, '-', '-') && take_digits(s, 2, &t->day);
}

/* Digits of a second behind the point: 1 to 9. */
static bool take_fraction(struct slice *s, unsigned *ticks)
{
	size_t n = 0;
	*ticks = 0;
	for (; n < s->n && ascii_is_digit(s->p[n]); n++)
		if (n < 7)
			*ticks = *ticks * 10 + (unsigned)(s->p[n] - '0');
	for (size_t i = n; i < 7; i++)
		*ticks *= 10;
	*s = slice_from(*s, n);
	return n >= 1 && n <= 9;
}

static bool take_time(struct slice *s, struct civil_time *t, bool seconds_needed)
{
	if (!take_digits(s, 2, &t->hour) || !take(s, ':', ':') || !take_digits(s, 2, &t->minute))
		return false;
	if (!take(s, ':', ':'))
		return !seconds_needed;
	if (!take_digits(s, 2, &t->second))
		return false;
	return !take(s, '.', '.') || take_fraction(s, &t->ticks);
}

/* Z or an offset to the end of s; *minutes is how far the zone is ahead of UTC. */
static bool take_zone(struct slice *s, int *minutes)
{
	*minutes = 0;
	if (take(s, 'Z', 'z'))
		return s->n == 0;
	bool behind = s->n && s->p[0] == '-';
	unsigned hour, minute;
	if (!take(s, '+', '-') || !take_digits(s, 2, &hour) || !take(s, ':', ':') ||
	    !take_digits(s, 2, &minute) || s->n || hour > 23 || minute > 59)
		return false;
	*minutes = (int)(hour * 60 + minute) * (behind ? -1 : 1);
	return true;
}

static bool instant_of(const struct civil_time *t, int minutes_ahead, uint64_t *filetime)
{
	if (!civil_time_is_valid(t))
		return false;
	uint64_t v = filetime_from_civil(t);
	uint64_t shift = (uint64_t)(minutes_ahead < 0 ? -minutes_ahead : minutes_ahead) * 60 *
			 FILETIME_PER_SECOND;
	if (minutes_ahead > 0 && shift > v)
		return false;
	*filetime = minutes_ahead > 0 ? v - shift : v + shift;
	return true;
}

bool moment_from_rfc3339(struct slice s, uint64_t *filetime)
{
	struct civil_time t = {0};
	int minutes;
	return take_date(&s, &t) && take(&s, 'T', 't') && take_time(&s, &t, true) &&
	       take_zone(&s, &minutes) && instant_of(&t, minutes, filetime);
}

/* Seconds of a unit of time, 0 where it is none. */
static uint64_t unit_seconds(uint8_t unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 86400;
	case 'w':
		return 7 * 86400;
	default:
		return 0;
	}
}

static bool from_duration(struct slice s, uint64_t now, uint64_t *filetime)
{
	uint64_t count, ticks;
	uint64_t unit = s.n ? unit_seconds(s.p[s.n - 1]) * FILETIME_PER_SECOND : 0;
	if (unit == 0 || !number_from_decimal(slice_sub(s, 0, s.n - 1), &count) ||
	    __builtin_mul_overflow(count, unit, &ticks))
		return false;
	*filetime = ticks < now ? now - ticks : 0;
	return true;
}

bool moment_from_argument(struct slice s, uint64_t now, uint64_t *filetime)
{
	if (from_duration(s, now, filetime))
		return true;
	struct civil_time t = {0};
	int minutes = 0;
	if (!take_date(&s, &t))
		return false;
	if (s.n == 0)
		return instant_of(&t, 0, filetime);
	if (!(take(&s, 'T', 't') || take(&s, ' ', ' ')) || !take_time(&s, &t, false))
		return false;
	return (s.n == 0 || take_zone(&s, &minutes)) && instant_of(&t, minutes, filetime);
}
