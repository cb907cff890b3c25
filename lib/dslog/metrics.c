/* SPDX-License-Identifier: MIT */
/* Times and rates of a session, and whether its numbers fit together. */
#include "lib/dslog/session.h"

enum { PAGE_BYTES = 4096, PAGES_PER_MIB = 256, SECTOR_BYTES = 512 };

/* Pages of the largest memory that x64 can address (2^52 bytes). */
#define PAGES_MAX (UINT64_C(1) << 40)

static struct dslog_value difference(struct dslog_value later, struct dslog_value earlier)
{
	struct dslog_value d = {later.known && earlier.known && later.v >= earlier.v, 0};
	if (d.known)
		d.v = later.v - earlier.v;
	return d;
}

static int64_t shown(uint64_t v)
{
	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

/* MiB/s in tenths, half up: pages / 256 / (ms / 1000) * 10. */
static struct dslog_value rate_in_tenths(struct dslog_value pages, struct dslog_value ms)
{
	struct dslog_value rate = {false, 0};
	uint64_t tenths_times_ms, divisor;
	if (!pages.known || !ms.known || ms.v == 0 ||
	    __builtin_mul_overflow(pages.v, UINT64_C(10000), &tenths_times_ms) ||
	    __builtin_mul_overflow(ms.v, (uint64_t)PAGES_PER_MIB, &divisor) ||
	    __builtin_add_overflow(tenths_times_ms, divisor / 2, &tenths_times_ms))
		return rate;
	rate.known = true;
	rate.v = tenths_times_ms / divisor;
	return rate;
}

static void check_times(struct dslog_session *s)
{
	if (s->time_state != DSLOG_NUMBER_GOOD)
		return;
	int64_t start = (int64_t)filetime_from_civil(&s->utc);
	int64_t moved = s->end_time.known ? (int64_t)s->end_time.v - start : 0;
	if (moved)
		dslog_session_find(s, DSLOG_FINDING_CLOCK_MOVED, moved / FILETIME_PER_SECOND, 0);
	if (s->guid_time.known && shown(s->guid_time.v) > start)
		dslog_session_find(s, DSLOG_FINDING_GUID_AFTER_CRASH,
				   (shown(s->guid_time.v) - start) / FILETIME_PER_SECOND, 0);
}

static void check_sizes(struct dslog_session *s)
{
	if (s->dump_type.known && strcmp(dslog_dump_kind(s->dump_type.v), "unknown") == 0)
		dslog_session_find(s, DSLOG_FINDING_DUMP_TYPE_UNKNOWN, shown(s->dump_type.v), 0);
	if (!s->total_size.known || !s->secondary_size.known)
		return;
	uint64_t total = s->total_size.v;
	uint64_t secondary = s->secondary_size.v;
	if (total == 0)
		dslog_session_find(s, DSLOG_FINDING_TOTAL_ZERO, 0, 0);
	if (secondary > total) {
		dslog_session_find(s, DSLOG_FINDING_SECONDARY_EXCEEDS_TOTAL, shown(secondary),
				   shown(total));
		return;
	}
	uint64_t base = total - secondary;
	bool bitmap = s->dump_type.known && (s->dump_type.v == 5 || s->dump_type.v == 6);
	bool triage = s->dump_type.known && s->dump_type.v == 4;
	if (bitmap && base % PAGE_BYTES)
		dslog_session_find(s, DSLOG_FINDING_SIZE_IDENTITY_BITMAP, shown(base % PAGE_BYTES),
				   0);
	if (triage && base % SECTOR_BYTES)
		dslog_session_find(s, DSLOG_FINDING_SIZE_IDENTITY_MINIDUMP,
				   shown(base % SECTOR_BYTES), 0);
	if (bitmap && s->total_pages.known && s->total_pages.v <= PAGES_MAX &&
	    s->total_pages.v * PAGE_BYTES > base)
		dslog_session_find(s, DSLOG_FINDING_PAGES_EXCEED_TOTAL, shown(s->total_pages.v),
				   shown(base));
}

static void check_pages(struct dslog_session *s)
{
	if (!s->total_pages.known || !s->pages_written.known)
		return;
	uint64_t total = s->total_pages.v;
	uint64_t written = s->pages_written.v;
	uint64_t larger = total > written ? total : written;
	if (larger > PAGES_MAX)
		dslog_session_find(s, DSLOG_FINDING_PAGES_TOO_MANY, shown(larger), 0);
	if (written < total)
		dslog_session_find(s, DSLOG_FINDING_PAGES_WRITTEN, shown(written), shown(total));
	if (written > total)
		dslog_session_find(s, DSLOG_FINDING_PAGES_EXCESS, shown(written), shown(total));
}

/* The rate that generation E prints is cut to whole MiB/s. */
static void check_printed_rate(struct dslog_session *s)
{
	if (!s->printed_rate.known || !s->rate_tenths.known)
		return;
	uint64_t computed = s->rate_tenths.v / 10;
	uint64_t printed = s->printed_rate.v;
	/* Half up and truncation, and the milliseconds around the measured span. */
	if (printed > computed + 1 || computed > printed + 1)
		dslog_session_find(s, DSLOG_FINDING_RATE_PRINTED, shown(printed), shown(computed));
}

/*
 * The DumpLogLevel lines against the whole: their pages are all pages, and their times (each rate
 * is cut to whole MiB/s, so a time lies between pages/(rate+1) and pages/rate) make up the time
 * of writing but for a few hundredths.
 */
static void check_throughput(struct dslog_session *s)
{
	uint64_t pages = 0, longest_us = 0, shortest_us = 0;
	if (s->sample_count == 0 || s->sample_count == LIMIT_DSLOG_SAMPLES ||
	    !s->data_finished_once || s->retried)
		return;
	for (size_t i = 0; i < s->sample_count; i++) {
		const struct dslog_sample *sample = &s->samples[i];
		if (sample->pages > PAGES_MAX / LIMIT_DSLOG_SAMPLES ||
		    sample->mib_per_second > PAGES_MAX)
			return; /* nonsense; nothing is to be learnt from its sum */
		uint64_t scaled = sample->pages * 1000000 / PAGES_PER_MIB;
		pages += sample->pages;
		longest_us += scaled / (sample->mib_per_second ? sample->mib_per_second : 1);
		shortest_us += scaled / (sample->mib_per_second + 1);
	}
	if (s->total_pages.known && pages != s->total_pages.v)
		dslog_session_find(s, DSLOG_FINDING_THROUGHPUT_PAGES, shown(pages),
				   shown(s->total_pages.v));
	if (!s->write_ms.known || s->write_ms.v > UINT64_MAX / 2000)
		return;
	uint64_t write_us = s->write_ms.v * 1000;
	uint64_t slack_us = write_us / 20;
	if (longest_us + slack_us < write_us || shortest_us > write_us + slack_us)
		dslog_session_find(s, DSLOG_FINDING_THROUGHPUT_TIME, shown(longest_us / 1000),
				   shown(s->write_ms.v));
}

void dslog_session_measure(struct dslog_session *s)
{
	s->pre_write_ms = s->first_elapsed;
	s->write_ms = difference(s->data_end, s->data_start);
	s->rate_tenths = rate_in_tenths(s->pages_written, s->write_ms);
	/* The end of writing is the first stamp behind the memory data; a minidump has no stamp of
	 * its own before it, so there the second stamp of the log is the last one known. */
	struct dslog_value written = s->data_end.known ? s->data_end : s->second_elapsed;
	bool same_stamp = s->end_elapsed.known && written.known && s->end_elapsed.v == written.v &&
			  s->elapsed.v == written.v;
	if (!same_stamp)
		s->tail_ms = difference(s->end_elapsed, written);
	if (s->bugcheck_lines && s->bugcheck_lines < 5)
		dslog_session_find(s, DSLOG_FINDING_BUGCHECK_INCOMPLETE, s->bugcheck_lines, 0);
	if (s->unknown_lines)
		dslog_session_find(s, DSLOG_FINDING_UNKNOWN_LINES, shown(s->unknown_lines), 0);
	check_times(s);
	check_sizes(s);
	check_pages(s);
	check_printed_rate(s);
	check_throughput(s);
}
