/* SPDX-License-Identifier: MIT */
/*
 * Every consistency rule of a session: FINDING(symbol, "rule", "message"). {a} and {b} stand for
 * the signed numbers of the first occurrence. What holds in every complete log seen is the measure.
 * No include guard: included where FINDING is defined.
 */
FINDING(SECOND_START, "second_start",
	"there is more than one session under one header, which Windows never writes")
FINDING(UTC_OFFSET, "utc_offset",
	"local time differs from UTC by {a} minutes, which is no zone's offset")
FINDING(UTC_OFFSET_SECONDS, "utc_offset_seconds",
	"local time differs from UTC by {a} s, which is no whole number of minutes")
FINDING(CLOCK_MOVED, "clock_moved",
	"the clock moved by {a} s between start and end; it stands still in complete logs")
FINDING(GUID_AFTER_CRASH, "guid_after_crash", "the dump's GUID was made {a} s after the crash")
FINDING(BUGCHECK_INCOMPLETE, "bugcheck_incomplete",
	"only {a} of the five lines of the bug check are there")
FINDING(BUGCHECK_WIDE, "bugcheck_wide", "the bug check code has more than 32 bits")
FINDING(BUGCHECK_REPEATED, "bugcheck_repeated", "the bug check is told more than once")
FINDING(ELAPSED_DECREASING, "elapsed_decreasing", "elapsed time goes back from {a} ms to {b} ms")
FINDING(ELAPSED_DIGITS, "elapsed_digits",
	"elapsed time of {a} ms has more digits than Windows prints")
FINDING(PERCENT_RANGE, "percent_range", "a percentage of {a} is printed")
FINDING(PERCENT_ORDER, "percent_order", "the percentage goes from {a} to {b}")
FINDING(PERCENT_STEP, "percent_step", "the percentage {a} is not a multiple of 5")
FINDING(PAGES_WRITTEN, "pages_written", "{a} of {b} pages were written")
FINDING(PAGES_EXCESS, "pages_excess", "{a} pages were written where there were {b}")
FINDING(PAGES_TOO_MANY, "pages_too_many", "{a} pages are more than any memory has")
FINDING(PAGES_EXCEED_TOTAL, "pages_exceed_total",
	"{a} pages do not fit into a dump whose memory part has {b} bytes")
FINDING(TOTAL_ZERO, "total_zero", "the dump has a total size of 0")
FINDING(SECONDARY_EXCEEDS_TOTAL, "secondary_exceeds_total",
	"secondary data of {a} bytes is larger than the whole dump of {b} bytes")
FINDING(SIZE_IDENTITY_BITMAP, "size_identity_bitmap",
	"the memory part of the dump is not a whole number of 4096-byte pages: {a} bytes are over")
FINDING(SIZE_IDENTITY_MINIDUMP, "size_identity_minidump",
	"the minidump without secondary data is not a multiple of 512 bytes: {a} bytes are over")
FINDING(DUMP_TYPE_UNKNOWN, "dump_type_unknown", "dump type {a} is not a known one")
FINDING(TOO_SMALL_CONTRADICTION, "too_small_contradiction",
	"the dump file of {a} bytes is called too small for {b} bytes")
FINDING(THROUGHPUT_PAGES, "throughput_pages",
	"the throughput lines add up to {a} pages, the total is {b}")
FINDING(THROUGHPUT_TIME, "throughput_time",
	"the throughput lines add up to {a} ms, writing took {b} ms")
FINDING(RATE_PRINTED, "rate_printed",
	"the log calls the rate {a} MiB/s, by pages and time it is {b}")
FINDING(PHASE_ORDER, "phase_order", "a step finishes that did not start")
FINDING(CALLBACK_ORDER, "callback_order", "callback lines do not pair up")
FINDING(PROGRESS_DIGITS, "progress_digits", "a progress code does not have eight digits")
FINDING(AFTER_SUCCESS, "after_success", "lines follow the success message that do not belong there")
FINDING(SUCCESS_WITHOUT_END, "success_without_end",
	"there is a success message, but the line that tells the end of the dump is missing")
FINDING(SUCCESS_IN_OPEN_LOG, "success_in_open_log",
	"there is a success message, but the log was never finalised; the header counts")
FINDING(FINALISED_WITHOUT_SUCCESS, "finalised_without_success",
	"the log was finalised with room to spare, but there is no success message that counts")
FINDING(FULL_AND_OPEN, "full_and_open",
	"the log is full and was never finalised: later lines may be lost, and the dump did not end")
FINDING(UNKNOWN_LINES, "unknown_lines", "lines that are not known: {a}")
