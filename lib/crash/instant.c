/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/crash/instant.h"

/* 9999-12-31T23:59:59.9999999Z, the last instant with a year of four digits. */
#define LAST_FILETIME UINT64_C(2650467743999999999)

/* The n digits at position at as a number. */
static bool digits_at(struct slice text, size_t at, size_t n, unsigned *out)
{
	uint64_t v;
	if (!number_from_decimal(slice_sub(text, at, n), &v))
		return false;
	*out = (unsigned)v;
	return true;
}

/* ".1234567" (one to seven digits, or nothing at all) as ticks of 100 ns. */
static bool ticks_of(struct slice fraction, unsigned *ticks)
{
	*ticks = 0;
	if (fraction.n == 0)
		return true;
	if (fraction.p[0] != '.' || fraction.n < 2 || fraction.n > 8 ||
	    !digits_at(fraction, 1, fraction.n - 1, ticks))
		return false;
	for (size_t n = fraction.n - 1; n < 7; n++)
		*ticks *= 10;
	return true;
}

bool instant_from_text(struct slice text, uint64_t *filetime)
{
	static const char form[] = "....-..-..T..:..:..";
	enum { SECONDS_END = sizeof(form) - 1 };
	struct civil_time t;
	if (text.n <= SECONDS_END || text.p[text.n - 1] != 'Z')
		return false;
	for (size_t i = 0; i < SECONDS_END; i++)
		if (form[i] != '.' && text.p[i] != (uint8_t)form[i])
			return false;
	struct slice fraction = slice_sub(text, SECONDS_END, text.n - SECONDS_END - 1);
	if (!digits_at(text, 0, 4, &t.year) || !digits_at(text, 5, 2, &t.month) ||
	    !digits_at(text, 8, 2, &t.day) || !digits_at(text, 11, 2, &t.hour) ||
	    !digits_at(text, 14, 2, &t.minute) || !digits_at(text, 17, 2, &t.second) ||
	    !ticks_of(fraction, &t.ticks) || !civil_time_is_valid(&t))
		return false;
	*filetime = filetime_from_civil(&t);
	return true;
}

bool instant_after(uint64_t filetime, uint64_t milliseconds, uint64_t *out)
{
	uint64_t ticks;
	uint64_t later;
	if (__builtin_mul_overflow(milliseconds, FILETIME_PER_SECOND / 1000u, &ticks) ||
	    __builtin_add_overflow(filetime, ticks, &later) || later > LAST_FILETIME)
		return false;
	*out = later;
	return true;
}
