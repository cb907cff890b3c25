/* SPDX-License-Identifier: MIT */
/* Where and why did the dump stop? */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/bugcheck/ntstatus.h"
#include "lib/bugcheck/progress.h"
#include "lib/crash/ask_rate.h"
#include "lib/crash/span.h"

/* --- where it stopped: the log --- */

static const struct {
	enum ask_result result;
	const char *sentence;
} of_log[LOG_VERDICT_COUNT] = {
	[LOG_COMPLETE] = {ASK_FINE, "It did not stop: the dump was written to its end."},
	[LOG_COMPLETE_MINIDUMP_NO_SPACE] =
		{ASK_WRONG,
		 "The dump file was too small for the dump that was asked for; a small dump was "
		 "written instead."},
	[LOG_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT] =
		{ASK_WRONG, "The dump was given up, and a small dump was written instead."},
	[LOG_STOPPED_AT_PERCENT] = {ASK_WRONG, "Writing stopped in the middle of the memory."},
	[LOG_STOPPED_IN_HEADER] = {ASK_WRONG,
				   "Writing stopped in the header of the dump, before any memory."},
	[LOG_STOPPED_IN_SIZE_PASS] =
		{ASK_WRONG,
		 "It stopped before writing began, while drivers were asked how much data they "
		 "have."},
	[LOG_STOPPED_IN_CALLBACK] =
		{ASK_WRONG,
		 "The memory was written; it stopped while a driver's own data was collected."},
	[LOG_STOPPED_AFTER_DATA] =
		{ASK_WRONG, "The memory was written; it stopped before the dump was finished."},
	[LOG_STOPPED_EARLY] = {ASK_WRONG, "It stopped before the dump was begun."},
	[LOG_FULL] = {ASK_UNKNOWN,
		      "Whether it stopped is not known: the log was full before the dump ended."},
	[LOG_VERDICT_UNKNOWN] = {ASK_UNKNOWN, "The log does not tell whether it stopped."},
	[LOG_NO_LOG_WRITTEN] = {ASK_UNKNOWN, "No log was written."},
	[LOG_NOT_A_DUMP_LOG] = {ASK_UNKNOWN, "No log was given."},
};

static void tell_percent(struct ask *a, const struct session *s)
{
	if (s->stopped_before_5_percent.value)
		ask_say(a, ASK_WRONG, "Writing stopped at 0 %%, before 5 %% were reached.");
	else if (s->last_percent.known)
		ask_say(a, ASK_WRONG, "Writing stopped at %" PRIu64 " %%, or a little later.",
			s->last_percent.value);
	ask_reason(a, "small_writes_worked", true,
		   "The log takes the same path to the disk as the dump, so small writes worked "
		   "until then.");
	ask_reason(
		a, "look_alike", true,
		"A dump that was slow, one that hung and one that a restart cut off look alike in "
		"the log.");
}

static void tell_components(struct ask *a, const struct session *s)
{
	if (s->open_component.n) {
		ask_reason(a, "open_component", false,
			   "%.*s was called for its data, and its return is not recorded. It is a "
			   "candidate for the stop, not for the crash.",
			   ASK_TEXT(s->open_component));
		ask_next(a, "Look for a newer version of %.*s.", ASK_TEXT(s->open_component));
	}
	if (s->fault_component.n) {
		ask_reason(
			a, "fault_component", true,
			"%.*s was called for its data when the dump was started again as a small "
			"one. It is a candidate for that, not for the crash.",
			ASK_TEXT(s->fault_component));
		ask_next(a, "Look for a newer version of %.*s.", ASK_TEXT(s->fault_component));
	}
}

static void tell_header(struct ask *a, const struct session *s)
{
	if (crash_dump_whole(s) == ANSWER_YES)
		return;
	if (s->header_state == HEADER_EDITED || s->header_state == HEADER_MISSING)
		ask_reason(a, "log_not_as_left", false,
			   "The log is not as Windows left it: a stop and a cut look alike.");
}

static void tell_log(struct ask *a, const struct clue *log)
{
	const struct session *s = log->session;
	ask_say(a, of_log[s->verdict].result, "%s", of_log[s->verdict].sentence);
	a->inferred = log_meaning_of(s->verdict)->inferred;
	ask_because(a, log_verdict_word(s->verdict), a->inferred,
		    log_meaning_of(s->verdict)->tells);
	ask_cite(a, log,
		 "verdict header_state last_percent stopped_before_5_percent pages_written "
		 "last_progress open_component fault_component");
	if (s->verdict == LOG_STOPPED_AT_PERCENT)
		tell_percent(a, s);
	tell_components(a, s);
	tell_header(a, s);
	if (s->verdict == LOG_COMPLETE_MINIDUMP_NO_SPACE)
		ask_next(a, "Make the page file, or the dedicated dump file, larger.");
}

/* --- where it stopped: event 161 --- */

static void tell_status(struct ask *a, const struct clue *failed)
{
	struct known status = clue_number(failed, FACT_FINAL_STATUS);
	const char *name = status.known ? ntstatus_name((uint32_t)status.value) : NULL;
	if (status.known)
		ask_reason(a, "final_status", false,
			   "Event 161: writing ended with status 0x%08" PRIx32 "%s%s.",
			   (uint32_t)status.value, name ? ", " : "", name ? name : "");
}

static void tell_progress(struct ask *a, const struct clue *failed)
{
	struct known progress = clue_number(failed, FACT_EVENT_PROGRESS);
	if (!progress.known)
		return;
	const char *meaning = bugcheck_progress_meaning((uint32_t)progress.value);
	if (meaning)
		ask_reason(a, "progress", true, "Event 161: the last step was 0x%08" PRIx32 ", %s.",
			   (uint32_t)progress.value, meaning);
	else
		ask_reason(a, "progress", false,
			   "Event 161: the last step was 0x%08" PRIx32
			   ", of which no public document tells the meaning.",
			   (uint32_t)progress.value);
}

static void tell_event(struct ask *a, const struct clue *failed)
{
	bool succeeded = crash_clue(a->crash, CLUE_DUMP_SUCCEEDED) != NULL;
	if (!crash_session(a->crash)) {
		if (succeeded)
			ask_say(a, ASK_WRONG,
				"The dump was written, and something that came after it failed.");
		else
			ask_say(a, ASK_WRONG, "Windows reports that writing the dump failed.");
		a->inferred = succeeded;
	}
	if (succeeded) {
		ask_reason(a, "volmgr_161_and_162", true,
			   "Event 162 reports success beside event 161: data of drivers may be "
			   "missing in the dump.");
		ask_cite(a, crash_clue(a->crash, CLUE_DUMP_SUCCEEDED), NULL);
	}
	tell_status(a, failed);
	tell_progress(a, failed);
	ask_cite(a, failed, "crash.final_status crash.bugcheck_progress.value crash.device");
}

/* --- why: in the order in which it is worth looking --- */

static bool is_before_crash(const struct crash *c, const struct clue *event)
{
	struct known end = c->time.known ? c->time : c->restart;
	return !event->time.known || !end.known || event->time.value <= end.value;
}

static void tell_disks(struct ask *a)
{
	enum { CITED = 6 };
	const struct crash *c = a->crash;
	size_t n = 0;
	for (size_t i = 0; i < c->clue_count; i++) {
		if (c->clues[i]->kind != CLUE_STORAGE_ERROR || !is_before_crash(c, c->clues[i]))
			continue;
		if (n++ < CITED)
			ask_cite(a, c->clues[i], NULL);
	}
	if (n == 0)
		return;
	ask_reason(
		a, "disk_errors", true,
		"%s logged before the crash. If that disk was to take the dump, writing to it may "
		"have failed in the same way.",
		n == 1 ? "An error of a disk was" : "Errors of disks were");
	ask_next(a,
		 "Look at the disk, its cable and its controller, and whether it is the one that "
		 "takes the dump.");
}

/* Drivers that write dumps, of which more is known than their name. */
static const struct {
	const char *part; /* of the name */
	bool inferred;
	const char *sentence;
} writers[] = {
	{"vioscsi", true,
	 "Versions of vioscsi from 2022 write small dumps, and stop at 0 % of larger ones."},
	{"viostor", true, "Versions of viostor were unable to get memory while a dump is written."},
	{"dumpfve", true,
	 "The dump went through dumpfve.sys, the filter that encrypts dumps on volumes with "
	 "BitLocker."},
};

/* Is part somewhere in text, in any case of letters? */
static bool has_part(struct slice text, const char *part)
{
	struct slice wanted = slice_of_string(part);
	for (size_t i = 0; i + wanted.n <= text.n; i++)
		if (slice_equal_ignoring_case(slice_sub(text, i, wanted.n), wanted))
			return true;
	return false;
}

static void tell_dump_stack(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *dump = NULL;
	for (size_t i = 0; i < c->clue_count && !dump; i++)
		if (clue_text(c->clues[i], FACT_DUMP_STACK).n)
			dump = c->clues[i];
	if (!dump)
		return;
	struct slice names = clue_text(dump, FACT_DUMP_STACK);
	ask_reason(a, "dump_stack", false, "The dump was written through %.*s.", ASK_TEXT(names));
	for (size_t i = 0; i < COUNT_OF(writers); i++)
		if (has_part(names, writers[i].part))
			ask_reason(a, writers[i].part, writers[i].inferred, "%s",
				   writers[i].sentence);
	ask_cite(a, dump, "dump_stack");
	ask_next(a, "Compare the versions of these drivers with the newest ones.");
}

static bool is_microsofts_filter(struct slice name)
{
	return slice_equal_ignoring_case(name, SLICE("dumpfve.sys"));
}

/* Those of "a, b" that are not Windows' own. */
static bool has_foreign_filter(struct slice names)
{
	while (names.n) {
		size_t n = slice_find_byte(names, ',');
		if (!is_microsofts_filter(slice_trim(slice_sub(names, 0, n))))
			return true;
		names = slice_from(names, n < names.n ? n + 1 : n);
	}
	return false;
}

static const struct clue *find_foreign_filter(const struct crash *c)
{
	const struct clue *configuration = crash_clue(c, CLUE_CONFIGURATION);
	return configuration &&
			       has_foreign_filter(clue_text(configuration, FACT_CONFIGURED_FILTERS))
		       ? configuration
		       : NULL;
}

static void tell_filters(struct ask *a)
{
	const struct clue *configuration = find_foreign_filter(a->crash);
	if (!configuration)
		return;
	struct slice names = clue_text(configuration, FACT_CONFIGURED_FILTERS);
	ask_reason(
		a, "dump_filters", true,
		"DumpFilters names %.*s. Every block of the dump goes through them, and not all of "
		"them are known to be part of Windows.",
		ASK_TEXT(names));
	ask_cite_text(a, configuration, "settings.DumpFilters", names,
		      "the filter drivers that each block of a dump goes through");
	ask_next(a, "Look which products these filter drivers belong to.");
}

static const struct clue *find_filter_missing(const struct crash *c)
{
	return ask_finding(c, "CD18");
}

static const struct clue *find_broken_key(const struct crash *c)
{
	return ask_finding(c, "CD16");
}

static const struct clue *find_encryption(const struct crash *c)
{
	return ask_finding(c, "CD17");
}

static const struct clue *find_too_small(const struct crash *c)
{
	return ask_findings(c, "CD22 CD23 CD24 CD41");
}

static const struct clue *find_callback_exception(const struct crash *c)
{
	return crash_clue(c, CLUE_DUMP_CALLBACK_EXCEPTION);
}

static const struct ask_rule settings[] = {
	{"filter_missing", find_filter_missing, true,
	 "DumpFilters lacks dumpfve.sys: on a volume with BitLocker a dump stays at 0 %.",
	 "message", NULL},
	{"dump_encryption_broken", find_broken_key, true,
	 "Dumps are to be encrypted, and the key for it cannot be used.", "message", NULL},
	{"dump_encryption", find_encryption, true, "Dumps are encrypted on this machine.",
	 "message", NULL},
	{"file_too_small", find_too_small, true,
	 "The file that is to take the dump may be too small for it.", "message", NULL},
	{"callback_exception", find_callback_exception, false,
	 "Event 163: a driver failed while its data was collected for the dump.",
	 "crash.final_status", "Look into DumpStack.log: it names the driver."},
};

/* What the rest takes at the rate that was left. */
static void tell_slowed_down(struct ask *a, const struct clue *log, uint64_t size)
{
	const struct session_throughput *t = &log->session->throughput;
	if (!ask_is_slowed_down(log->session) || t->min.value == 0)
		return;
	ask_reason(a, "slowed_down", true,
		   "After %" PRIu64 " %% the rate fell to %" PRIu64
		   " MiB/s; at that rate the whole dump takes %s.",
		   t->slowest_percent.value, t->min.value,
		   ask_duration(a, ask_time_needed(size, t->min.value * 10)));
	ask_cite_number(a, log, "throughput.min", STATEMENT_COUNT, t->min,
			"the lowest rate measured, in MiB/s");
}

/* Perhaps it did not stop, and was only not waited for. */
static void tell_estimate(struct ask *a, const struct clue *log)
{
	struct known size = ask_size_of(log->session);
	struct known rate = ask_rate_of(log->session);
	if (!size.known || !rate.known)
		return;
	ask_reason(a, "slow", true,
		   "The whole dump is %s; at %" PRIu64 ".%" PRIu64
		   " MiB/s it takes %s. It may have been slow rather than stopped.",
		   ask_size(a, size.value), rate.value / 10, rate.value % 10,
		   ask_duration(a, ask_time_needed(size.value, rate.value)));
	ask_cite_rate(a, log);
	tell_slowed_down(a, log, size.value);
}

/* The machine was switched off while it was still writing. */
static void tell_button(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *restart = crash_clue(c, CLUE_DIRTY_RESTART);
	if (!restart)
		return;
	struct known pressed = clue_number(restart, FACT_POWER_BUTTON_TIME);
	bool after = pressed.value && c->time.known && pressed.value >= c->time.value;
	if (!after && !clue_flag(restart, FACT_LONG_POWER_BUTTON_PRESS))
		return;
	ask_reason(a, "power_button", true,
		   "The power button was pressed: the machine may have been switched off before "
		   "the dump was finished.");
	ask_cite(a, restart, "crash.power_button_time crash.long_power_button_press_detected");
	ask_next(a, "Let the next dump run, also when the screen stays at the same number.");
}

static void tell_causes(struct ask *a, const struct clue *log)
{
	tell_disks(a);
	tell_dump_stack(a);
	tell_filters(a);
	ask_all(a, settings, COUNT_OF(settings));
	if (log && crash_dump_whole(log->session) != ANSWER_YES)
		tell_estimate(a, log);
	tell_button(a);
	ask_next(a, "On virtual machines and clusters: look whether the host restarted the machine "
		    "because it gave no sign of life.");
}

static const struct clue *partial_dump(const struct crash *c)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_DUMP &&
		    clue_number(c->clues[i], FACT_DUMP_COMPLETE).known &&
		    !clue_flag(c->clues[i], FACT_DUMP_COMPLETE))
			return c->clues[i];
	return NULL;
}

/* Neither log nor event 161. */
static void tell_without_log(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *dump = partial_dump(c);
	if (dump) {
		ask_say(a, ASK_WRONG, "The dump is not whole; where writing stopped is not known.");
		ask_reason(a, "dump_not_whole", false, "The file: %.*s.",
			   ASK_TEXT(clue_text(dump, FACT_DUMP_INCOMPLETE_REASON)));
		ask_cite(a, dump, "complete incomplete_reason file_size expected_size");
		tell_causes(a, NULL);
	} else if (c->verdict == CRASH_BUGCHECK_DUMP_WHOLE) {
		ask_say(a, ASK_FINE, "It did not stop: the dump is whole.");
		ask_cite(a, crash_clue(c, CLUE_DUMP), "complete");
	} else if (crash_clue(c, CLUE_DUMP_SUCCEEDED)) {
		ask_say(a, ASK_FINE, "It did not stop: Windows reports that the dump was written.");
		ask_cite(a, crash_clue(c, CLUE_DUMP_SUCCEEDED), NULL);
	} else if (c->has_bugcheck) {
		ask_say(a, ASK_UNKNOWN, "What was given does not tell how the dump was written.");
		ask_next(a, "Give DumpStack.log, from the root of the volume with the page file.");
	}
}

/* The log says that all went well; other evidence may not. */
static void doubt_log(struct ask *a)
{
	const struct clue *dump = partial_dump(a->crash);
	if (dump) {
		ask_say(a, ASK_WRONG,
			"Writing did not stop, but the file is not whole: part of it was lost "
			"afterwards.");
		a->inferred = true;
		ask_cite(a, dump, "complete incomplete_reason file_size expected_size");
		ask_next(a, "Compare the sizes of the file here and where it was copied from.");
	} else if (crash_clue(a->crash, CLUE_DUMP_FAILED) &&
		   !crash_clue(a->crash, CLUE_DUMP_SUCCEEDED)) {
		ask_say(a, ASK_WRONG,
			"The log records a whole dump, and event 161 reports that it failed.");
	}
}

void ask_stalled(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *log = crash_clue(c, CLUE_LOG_SESSION);
	const struct clue *failed = crash_clue(c, CLUE_DUMP_FAILED);
	if (c->live)
		return;
	if (log)
		tell_log(a, log);
	if (failed)
		tell_event(a, failed);
	if (!log && !failed)
		tell_without_log(a);
	else if (a->result == ASK_FINE)
		doubt_log(a);
	else
		tell_causes(a, log);
}
