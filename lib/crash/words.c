/* SPDX-License-Identifier: MIT */
#include "lib/crash/words.h"

static const char *const log_verdicts[LOG_VERDICT_COUNT] = {
	[LOG_VERDICT_UNKNOWN] = "unknown",
	[LOG_COMPLETE] = "complete",
	[LOG_COMPLETE_MINIDUMP_NO_SPACE] = "complete_minidump_no_space",
	[LOG_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT] = "complete_minidump_after_callback_fault",
	[LOG_STOPPED_AT_PERCENT] = "stopped_at_percent",
	[LOG_STOPPED_IN_HEADER] = "stopped_in_header",
	[LOG_STOPPED_IN_SIZE_PASS] = "stopped_in_size_pass",
	[LOG_STOPPED_IN_CALLBACK] = "stopped_in_callback",
	[LOG_STOPPED_AFTER_DATA] = "stopped_after_data",
	[LOG_STOPPED_EARLY] = "stopped_early",
	[LOG_FULL] = "log_full",
	[LOG_NO_LOG_WRITTEN] = "no_log_written",
	[LOG_NOT_A_DUMP_LOG] = "not_a_dump_log",
};

static const char *const crash_verdicts[CRASH_VERDICT_COUNT] = {
	[CRASH_UNKNOWN] = "unknown",
	[CRASH_BUGCHECK_DUMP_WHOLE] = "bugcheck_dump_whole",
	[CRASH_BUGCHECK_DUMP_PARTIAL] = "bugcheck_dump_partial",
	[CRASH_BUGCHECK_FALLBACK_MINIDUMP] = "bugcheck_fallback_minidump",
	[CRASH_BUGCHECK_NO_DUMP] = "bugcheck_no_dump",
	[CRASH_BUGCHECK_DUMP_DELETED] = "bugcheck_dump_deleted",
	[CRASH_BUGCHECK_DUMP_PENDING] = "bugcheck_dump_pending",
	[CRASH_BUGCHECK_DUMP_UNKNOWN] = "bugcheck_dump_unknown",
	[CRASH_POWER_BUTTON] = "power_button",
	[CRASH_POWER_LOSS_OR_HANG] = "power_loss_or_hang",
	[CRASH_FAILED_FAST_STARTUP] = "failed_fast_startup",
	[CRASH_SLEEP_TRANSITION] = "sleep_transition",
	[CRASH_HARDWARE_RESET] = "hardware_reset",
	[CRASH_LIVE_DUMP] = "live_dump",
};

static const char *const crash_sentences[CRASH_VERDICT_COUNT] = {
	[CRASH_UNKNOWN] = "a crash whose course the evidence does not tell",
	[CRASH_BUGCHECK_DUMP_WHOLE] = "bug check; the dump was written whole",
	[CRASH_BUGCHECK_DUMP_PARTIAL] = "bug check; the dump was begun and not finished",
	[CRASH_BUGCHECK_FALLBACK_MINIDUMP] =
		"bug check; a minidump was written in place of the dump asked for",
	[CRASH_BUGCHECK_NO_DUMP] = "bug check; no dump was written",
	[CRASH_BUGCHECK_DUMP_DELETED] = "bug check; a dump was written and deleted since",
	[CRASH_BUGCHECK_DUMP_PENDING] =
		"bug check; the dump was written and has not been brought to its place",
	[CRASH_BUGCHECK_DUMP_UNKNOWN] = "bug check; what became of the dump is not known",
	[CRASH_POWER_BUTTON] = "no bug check recorded; the machine was switched off at its button",
	[CRASH_POWER_LOSS_OR_HANG] =
		"no bug check recorded; the power failed, the machine was reset, or it hung",
	[CRASH_FAILED_FAST_STARTUP] =
		"no crash of a running system; a fast startup failed and Windows started anew",
	[CRASH_SLEEP_TRANSITION] =
		"no bug check recorded; the machine was lost while it entered or left a sleep state",
	[CRASH_HARDWARE_RESET] = "no bug check recorded; the hardware reported a fatal error",
	[CRASH_LIVE_DUMP] = "no crash; Windows wrote a dump of a problem and went on",
};

static const char *const dump_kinds[DUMP_KIND_COUNT] = {
	[DUMP_KIND_NOT_GIVEN] = "unknown",
	[DUMP_FULL] = "full",
	[DUMP_SUMMARY] = "summary",
	[DUMP_HEADER] = "header",
	[DUMP_TRIAGE] = "triage",
	[DUMP_BITMAP_FULL] = "bitmap_full",
	[DUMP_BITMAP_KERNEL] = "bitmap_kernel",
	[DUMP_RDMP_KERNEL] = "rdmp_kernel",
	[DUMP_RDMP_KERNEL_ACTIVE] = "rdmp_kernel_active",
	[DUMP_RDMP_FULL] = "rdmp_full",
	[DUMP_LIVE] = "live",
	[DUMP_KIND_UNKNOWN] = "unknown",
};

static const char *const header_states[HEADER_STATE_COUNT] = {
	[HEADER_STATE_UNKNOWN] = "unknown",
	[HEADER_FINALISED] = "finalised",
	[HEADER_OPEN] = "open",
	[HEADER_EDITED] = "edited",
	[HEADER_MISSING] = "missing",
};

static const struct log_meaning meanings[LOG_VERDICT_COUNT] = {
	[LOG_VERDICT_UNKNOWN] = {CRASH_UNKNOWN, ANSWER_OPEN, false, false,
				 "the verdict of the log is not one that this version knows"},
	[LOG_COMPLETE] = {CRASH_BUGCHECK_DUMP_WHOLE, ANSWER_YES, true, false,
			  "the log records that the dump was written to its end"},
	[LOG_COMPLETE_MINIDUMP_NO_SPACE] =
		{CRASH_BUGCHECK_FALLBACK_MINIDUMP, ANSWER_YES, true, false,
		 "the log records that the dump file was too small for the dump asked for, and "
		 "that a minidump was written to its end"},
	[LOG_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT] =
		{CRASH_BUGCHECK_FALLBACK_MINIDUMP, ANSWER_YES, true, false,
		 "the log records that the dump was started again as a minidump, which was "
		 "written to its end"},
	[LOG_STOPPED_AT_PERCENT] = {CRASH_BUGCHECK_DUMP_PARTIAL, ANSWER_NO, false, true,
				    "the log ends while memory was being written"},
	[LOG_STOPPED_IN_HEADER] = {CRASH_BUGCHECK_NO_DUMP, ANSWER_NO, false, true,
				   "the log ends while the header of the dump was being written"},
	[LOG_STOPPED_IN_SIZE_PASS] =
		{CRASH_BUGCHECK_NO_DUMP, ANSWER_NO, false, true,
		 "the log ends while drivers were asked for the size of their data, before the "
		 "dump was begun"},
	[LOG_STOPPED_IN_CALLBACK] =
		{CRASH_BUGCHECK_DUMP_PARTIAL, ANSWER_NO, true, true,
		 "the log ends while a driver's data was being collected, after "
		 "the memory had been written"},
	[LOG_STOPPED_AFTER_DATA] =
		{CRASH_BUGCHECK_DUMP_PARTIAL, ANSWER_NO, true, true,
		 "the log ends after the memory had been written, and before the dump was finished"},
	[LOG_STOPPED_EARLY] = {CRASH_BUGCHECK_NO_DUMP, ANSWER_NO, false, true,
			       "the log ends before the dump was begun"},
	[LOG_FULL] =
		{CRASH_BUGCHECK_DUMP_UNKNOWN, ANSWER_OPEN, false, true,
		 "the log has no room for another line and does not record how the dump ended"},
	[LOG_NO_LOG_WRITTEN] = {CRASH_UNKNOWN, ANSWER_OPEN, false, false, "no log was written"},
	[LOG_NOT_A_DUMP_LOG] = {CRASH_UNKNOWN, ANSWER_OPEN, false, false, "not a DumpStack.log"},
};

const char *log_verdict_word(enum log_verdict v)
{
	return log_verdicts[v];
}

const char *crash_verdict_word(enum crash_verdict v)
{
	return crash_verdicts[v];
}

const char *dump_kind_word(enum dump_kind k)
{
	return dump_kinds[k];
}

const char *header_state_word(enum header_state h)
{
	return header_states[h];
}

const char *crash_verdict_sentence(enum crash_verdict v)
{
	return crash_sentences[v];
}

/* Position of word in words from 1 on; 0 where it is not there. */
static size_t find_word(const char *const *words, size_t count, struct slice word)
{
	for (size_t i = 1; i < count; i++)
		if (slice_equal(slice_of_string(words[i]), word))
			return i;
	return 0;
}

enum log_verdict log_verdict_of(struct slice word)
{
	return (enum log_verdict)find_word(log_verdicts, LOG_VERDICT_COUNT, word);
}

enum dump_kind dump_kind_of(struct slice word)
{
	return (enum dump_kind)find_word(dump_kinds, DUMP_KIND_COUNT, word);
}

enum header_state header_state_of(struct slice word)
{
	return (enum header_state)find_word(header_states, HEADER_STATE_COUNT, word);
}

bool log_tells_of_crash(enum log_verdict v)
{
	return v != LOG_NO_LOG_WRITTEN && v != LOG_NOT_A_DUMP_LOG;
}

const struct log_meaning *log_meaning_of(enum log_verdict v)
{
	return &meanings[v];
}
