/* SPDX-License-Identifier: MIT */
#include "lib/crash/ask_rate.h"
#include "lib/crash/span.h"

/* MiB/s in tenths: over the whole dump, else the median on the way. */
struct known ask_rate_of(const struct session *s)
{
	struct known rate = s->rate;
	if (!rate.known && s->throughput.known && s->throughput.median.known &&
	    s->throughput.median.value < UINT32_MAX)
		rate = known_number(s->throughput.median.value * 10);
	return rate.value ? rate : (struct known){false, 0};
}

/* What the dump takes in all; the log names it in bytes or in pages. */
struct known ask_size_of(const struct session *s)
{
	enum { PAGE_SHIFT = 12 };
	if (s->total_size.known)
		return s->total_size;
	if (s->total_pages.known && s->total_pages.value <= UINT64_MAX >> PAGE_SHIFT)
		return known_number(s->total_pages.value << PAGE_SHIFT);
	return (struct known){false, 0};
}

/* In FILETIME ticks; forged numbers end at the largest span there is. */
uint64_t ask_span_of(uint64_t number, uint64_t unit)
{
	return number > UINT64_MAX / unit ? UINT64_MAX : number * unit;
}

/* FILETIME ticks that this takes; rate is not 0. */
uint64_t ask_time_needed(uint64_t size, uint64_t rate)
{
	return ask_span_of((size >> 20) * 10 / rate, SPAN_SECOND);
}

void ask_cite_rate(struct ask *a, const struct clue *log)
{
	const struct session *s = log->session;
	ask_cite_number(a, log, "total_size", STATEMENT_COUNT, s->total_size,
			"bytes that the dump takes");
	ask_cite_number(a, log, "total_pages", STATEMENT_COUNT, s->total_pages,
			"pages of memory, of 4096 bytes, that the dump takes");
	ask_cite_number(a, log, "mib_per_second", STATEMENT_TENTHS, s->rate,
			"the rate at which memory was written, in MiB/s");
	if (!s->rate.known)
		ask_cite_number(a, log, "throughput.median", STATEMENT_COUNT, s->throughput.median,
				"the rate that half of the measurements reach, in MiB/s");
}

/* Did the rate fall to a fraction on the way? The median of a log that ends there hides it. */
bool ask_is_slowed_down(const struct session *s)
{
	enum { FRACTION = 10 };
	const struct session_throughput *t = &s->throughput;
	return t->known && t->min.known && t->median.known && t->slowest_percent.known &&
	       t->min.value < t->median.value / FRACTION;
}
