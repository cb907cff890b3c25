/* SPDX-License-Identifier: MIT */
/* Why did writing the dump take so long? */
#include <inttypes.h>

#include "lib/crash/ask_rate.h"
#include "lib/crash/span.h"

/* Slower than what the guidance for large machines reckons with: 100 to 500 MB/s. */
enum { SLOW_TENTHS = 1000 };

/* Less than this is no time that anybody complains of. */
enum { LONG_MS = 60000 };

static uint64_t other_ms(const struct session *s)
{
	return s->pre_write_ms.value + s->tail_ms.value;
}

/* How long the memory took, or would take, in milliseconds. */
static uint64_t memory_ms(const struct session *s)
{
	struct known rate = ask_rate_of(s);
	struct known size = ask_size_of(s);
	if (s->write_ms.known)
		return s->write_ms.value;
	return rate.known && size.known
		       ? ask_time_needed(size.value, rate.value) / (SPAN_SECOND / 1000)
		       : UINT64_MAX;
}

static bool is_slow_disk(const struct session *s)
{
	struct known rate = ask_rate_of(s);
	return rate.known && rate.value < SLOW_TENTHS && memory_ms(s) > LONG_MS;
}

/* More time with drivers than with the memory. */
static bool is_slow_elsewhere(const struct session *s)
{
	return other_ms(s) > LONG_MS && other_ms(s) > s->write_ms.value;
}

static void tell_rate(struct ask *a, const struct clue *log)
{
	const struct session *s = log->session;
	struct known size = ask_size_of(s);
	struct known rate = ask_rate_of(s);
	if (!rate.known)
		return;
	if (size.known)
		ask_reason(a, "rate", false, "%s of dump at %" PRIu64 ".%" PRIu64 " MiB/s take %s.",
			   ask_size(a, size.value), rate.value / 10, rate.value % 10,
			   ask_duration(a, ask_time_needed(size.value, rate.value)));
	else
		ask_reason(a, "rate", false, "Memory was written at %" PRIu64 ".%" PRIu64 " MiB/s.",
			   rate.value / 10, rate.value % 10);
	ask_cite_rate(a, log);
	if (is_slow_disk(s)) {
		ask_reason(a, "slow_disk", true,
			   "This is slow: disks of today write dumps at 100 MiB/s and more.");
		ask_next(a, "Put the dump on a faster disk (DedicatedDumpFile), or ask for a "
			    "smaller dump.");
	}
}

static void tell_parts(struct ask *a, const struct clue *log)
{
	const struct session *s = log->session;
	ask_cite_number(a, log, "pre_write_ms", STATEMENT_COUNT, s->pre_write_ms,
			"milliseconds from the bug check until memory was written");
	ask_cite_number(a, log, "write_ms", STATEMENT_COUNT, s->write_ms,
			"milliseconds in which memory was written");
	ask_cite_number(a, log, "tail_ms", STATEMENT_COUNT, s->tail_ms,
			"milliseconds after the memory, for the data of drivers");
	if (!is_slow_elsewhere(s))
		return;
	ask_reason(a, "slow_drivers", true,
		   "Before and after the memory %s went by, in which drivers were asked for their "
		   "data.",
		   ask_duration(a, ask_span_of(other_ms(s), SPAN_SECOND / 1000)));
	ask_next(a, "Look in DumpStack.log at the times between \"Calling\" and \"Return\".");
}

static void tell_slowest(struct ask *a, const struct clue *log)
{
	const struct session_throughput *t = &log->session->throughput;
	if (!t->known || !t->min.known || !t->slowest_percent.known)
		return;
	ask_reason(a, "slowest_part", false,
		   "The slowest measurement was %" PRIu64 " MiB/s, after %" PRIu64 " %%.",
		   t->min.value, t->slowest_percent.value);
	ask_cite_number(a, log, "throughput.min", STATEMENT_COUNT, t->min,
			"the lowest rate measured, in MiB/s");
	ask_cite_number(a, log, "throughput.slowest_percent", STATEMENT_COUNT, t->slowest_percent,
			"where that was, in percent of the memory");
}

static bool is_timed(const struct session *s)
{
	return ask_rate_of(s).known || s->write_ms.known || s->elapsed_ms.known;
}

static void say_slow(struct ask *a, const struct session *s)
{
	if (is_slow_elsewhere(s))
		ask_say(a, ASK_WRONG,
			"Most of the time went to the data of drivers, not to the memory.");
	else if (is_slow_disk(s))
		ask_say(a, ASK_WRONG, "The disk took the dump slowly.");
	else if (ask_is_slowed_down(s))
		ask_say(a, ASK_WRONG, "It became slow on the way, at %" PRIu64 " %%.",
			s->throughput.slowest_percent.value);
	else if (ask_rate_of(s).known)
		ask_say(a, ASK_FINE, "It was not slow for its size.");
	else
		ask_say(a, ASK_UNKNOWN, "The log has times, and no rate.");
	a->inferred = a->result == ASK_WRONG;
}

void ask_slow(struct ask *a)
{
	const struct clue *log = crash_clue(a->crash, CLUE_LOG_SESSION);
	if (a->crash->live || (!log && !a->crash->has_bugcheck))
		return;
	if (!log || !is_timed(log->session)) {
		ask_say(a, ASK_UNKNOWN,
			"What was given does not tell how long writing the dump took.");
		if (log)
			ask_cite(a, log, "verdict");
		ask_next(a, "Set DumpLogLevel to 1, so that the next log notes the rate.");
		return;
	}
	say_slow(a, log->session);
	tell_rate(a, log);
	tell_parts(a, log);
	tell_slowest(a, log);
	if (!log->session->throughput.known)
		ask_next(a,
			 "Set DumpLogLevel to 1, so that the next log notes the rate on the way.");
}
