/* SPDX-License-Identifier: MIT */
/* Why is there no dump, and who deleted it? */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/crash/ask_answer.h"

/* --- no-dump: there is one --- */

/* What is said of a dump that was given, by the verdict on the crash. */
static const struct {
	enum ask_result result;
	const char *sentence, *next;
} of_file[CRASH_VERDICT_COUNT] = {
	[CRASH_BUGCHECK_DUMP_WHOLE] = {ASK_FINE, "There is a dump, and it is whole.", NULL},
	[CRASH_BUGCHECK_FALLBACK_MINIDUMP] =
		{ASK_WRONG, "There is only a small dump: a larger one was asked for.",
		 "Ask \"stalled\": why the larger dump was given up."},
	[CRASH_BUGCHECK_DUMP_PARTIAL] = {ASK_WRONG, "There is a dump, and it is not whole.",
					 "Ask \"stalled\": why the rest of the dump is missing."},
	[CRASH_BUGCHECK_DUMP_PENDING] =
		{ASK_WRONG, "There is a dump, but not yet where dumps are kept.",
		 "Copy the file that holds the dump before the machine is started again."},
	[CRASH_BUGCHECK_DUMP_UNKNOWN] = {ASK_UNKNOWN,
					 "There is a dump, and it is not known whether it is "
					 "whole.",
					 "Open the dump in a debugger."},
};

static bool tell_file(struct ask *a)
{
	const struct crash *c = a->crash;
	if (!crash_clue(c, CLUE_DUMP) || !of_file[c->verdict].sentence)
		return false;
	ask_say(a, of_file[c->verdict].result, "%s", of_file[c->verdict].sentence);
	ask_because(a, crash_verdict_word(c->verdict), c->verdict_inferred, c->verdict_tells);
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_DUMP)
			ask_cite(a, c->clues[i], "kind complete incomplete_reason stage");
	if (crash_session(c))
		ask_cite(a, crash_clue(c, CLUE_LOG_SESSION), "verdict");
	if (of_file[c->verdict].next)
		ask_next(a, "%s", of_file[c->verdict].next);
	return true;
}

/* --- no-dump: it was written --- */

static const struct clue *find_deleted(const struct crash *c)
{
	return crash_clue(c, CLUE_DUMP_DELETED);
}

static const struct clue *find_log_of_whole(const struct crash *c)
{
	const struct session *s = crash_session(c);
	return s && crash_dump_whole(s) == ANSWER_YES ? crash_clue(c, CLUE_LOG_SESSION) : NULL;
}

static const struct clue *find_succeeded(const struct crash *c)
{
	return crash_clue(c, CLUE_DUMP_SUCCEEDED);
}

#define ASK_DELETED_NEXT "Give the dump file to dumpstat, or ask \"deleted\" if it is gone."

static const struct ask_rule written[] = {
	{"log_complete", find_log_of_whole, false,
	 "The log records that a dump was written to its end; the file itself was not given.",
	 "verdict", ASK_DELETED_NEXT},
	{"volmgr_162", find_succeeded, false,
	 "Event 162 reports that the dump was written; the file itself was not given.",
	 "crash.device crash.final_status", ASK_DELETED_NEXT},
};

static bool tell_written(struct ask *a)
{
	if (find_deleted(a->crash)) {
		ask_deleted(a);
		return true;
	}
	const struct ask_rule *rule = ask_first(a, written, COUNT_OF(written));
	if (!rule)
		return false;
	if (a->crash->verdict == CRASH_BUGCHECK_FALLBACK_MINIDUMP)
		ask_say(a, ASK_WRONG,
			"Only a small dump was written: the log records that a larger one was "
			"given up.");
	else
		ask_say(a, ASK_UNKNOWN,
			"A dump was written. What was given does not tell where it is now.");
	return true;
}

/* --- no-dump: it was not --- */

/* A log that tells of this crash shows that dumps were set up when it came. */
static const struct clue *find_setting(const struct crash *c, const char *ids)
{
	const struct clue *finding = crash_session(c) ? NULL : ask_findings(c, ids);
	if (!finding || slice_equal(clue_text(finding, FACT_FINDING_SEVERITY), SLICE("note")))
		return NULL;
	return finding;
}

static const struct clue *find_setup_event(const struct crash *c, uint64_t id)
{
	return crash_session(c) ? NULL : ask_event(c, CLUE_DUMP_CONFIG_FAILED, id);
}

static const struct clue *find_dumps_off(const struct crash *c)
{
	return find_setting(c, "CD10 CD15 CD16");
}

static const struct clue *find_no_page_file(const struct crash *c)
{
	return find_setting(c, "CD20 CD21");
}

static const struct clue *find_46(const struct crash *c)
{
	return find_setup_event(c, 46);
}

static const struct clue *find_49(const struct crash *c)
{
	return find_setup_event(c, 49);
}

static const struct clue *find_too_small_before(const struct crash *c)
{
	return find_setting(c, "CD30");
}

static const struct clue *find_too_small(const struct crash *c)
{
	return find_setting(c, "CD22 CD23 CD24 CD25 CD41");
}

static const struct clue *find_161(const struct crash *c)
{
	return crash_clue(c, CLUE_DUMP_FAILED);
}

static const struct clue *find_stopped(const struct crash *c)
{
	const struct session *s = crash_session(c);
	return s && crash_dump_whole(s) == ANSWER_NO ? crash_clue(c, CLUE_LOG_SESSION) : NULL;
}

static const struct clue *find_driver_missing(const struct crash *c)
{
	const struct clue *event = find_setup_event(c, 45);
	return event ? event : find_setup_event(c, 44);
}

static const struct clue *find_direct_dump(const struct crash *c)
{
	const struct clue *event = find_setup_event(c, 48);
	return event ? event : find_setup_event(c, 47);
}

static const struct clue *find_dedicated(const struct crash *c)
{
	return find_setup_event(c, 164);
}

static const struct clue *find_earlier_kept(const struct crash *c)
{
	return ask_event(c, CLUE_DUMP_REPORT, 1012);
}

static const struct clue *find_no_space(const struct crash *c)
{
	return ask_event(c, CLUE_DUMP_REPORT, 1016);
}

/* The dump was in the page file, and was not brought out of it. */
static const struct clue *find_not_copied(const struct crash *c)
{
	static const uint64_t ids[] = {1013, 1014, 1015, 1017};
	const struct clue *event = NULL;
	for (size_t i = 0; !event && i < COUNT_OF(ids); i++)
		event = ask_event(c, CLUE_DUMP_REPORT, ids[i]);
	return event;
}

static const struct clue *find_not_saved(const struct crash *c)
{
	const struct clue *event = ask_event(c, CLUE_DUMP_REPORT, 1006);
	return event ? event : ask_event(c, CLUE_DUMP_REPORT, 1000);
}

#define THE_SAME_BEFORE " The session that crashed may have been set up in the same way."

/* In the order of what comes first on the way of a dump. */
static const struct ask_rule failures[] = {
	{"dumps_off", find_dumps_off, true, "The configuration turns dumps off.", "message", NULL},
	{"no_page_file", find_no_page_file, true,
	 "The configuration has no file on the right volume that could take a dump.", "message",
	 NULL},
	{"volmgr_46", find_46, true,
	 "At the start after the crash dumps could not be initialised." THE_SAME_BEFORE,
	 "crash.what crash.final_status crash.device",
	 "Look whether there is a page file on the boot volume, or a dedicated dump file."},
	{"volmgr_49", find_49, true,
	 "At the start after the crash there was no page file that is large enough for a "
	 "dump." THE_SAME_BEFORE,
	 "crash.what crash.final_status crash.device",
	 "Compare the size of the page file with that of the memory."},
	{"page_file_was_too_small", find_too_small_before, true,
	 "Windows noted that a dump failed because the page file was too small.", "message", NULL},
	{"file_too_small", find_too_small, true,
	 "The file that is to take the dump is too small for it.", "message", NULL},
	{"volmgr_161", find_161, false, "Windows reports that the dump could not be written.",
	 "crash.final_status crash.bugcheck_progress.value crash.device",
	 "Ask \"stalled\": where writing stopped."},
	{"log_stopped", find_stopped, true, "The log ends before the dump was finished.",
	 "verdict last_percent last_progress", "Ask \"stalled\": where writing stopped."},
	{"dump_driver", find_driver_missing, true,
	 "At the start after the crash the driver that writes dumps, or the place of the dump "
	 "file, could not be had." THE_SAME_BEFORE,
	 "crash.what crash.final_status crash.device", "Look which drivers DumpFilters names."},
	{"direct_dump", find_direct_dump, true,
	 "At the start after the crash the page file could not be set up for a "
	 "dump." THE_SAME_BEFORE,
	 "crash.what crash.final_status crash.device", NULL},
	{"dedicated_dump_file", find_dedicated, true,
	 "At the start after the crash the dedicated dump file could not be set up." THE_SAME_BEFORE,
	 "crash.what crash.final_status crash.device",
	 "Look at DedicatedDumpFile and DumpFileSize: path, volume, free space."},
	{"earlier_dump_kept", find_earlier_kept, false,
	 "There was an earlier dump, which Windows did not replace.", "crash.what",
	 "Rename the earlier dump, or set Overwrite to 1."},
	{"no_space_for_copy", find_no_space, false,
	 "The volume where the dump is kept did not have the space for it.", "crash.what",
	 "Free space on that volume; the dump may still be in the page file."},
	{"not_copied", find_not_copied, false,
	 "The dump could not be brought to the place where it is kept.", "crash.what",
	 "Look for DUMPxxxx.tmp, and for a dump in the page file."},
	{"not_saved", find_not_saved, false,
	 "Windows Error Reporting reports that no dump, or no full dump, was saved.", "crash.what",
	 NULL},
};

static bool tell_failure(struct ask *a)
{
	const char *first = NULL;
	for (size_t i = 0; i < COUNT_OF(failures); i++) {
		if (!ask_first(a, &failures[i], 1) || first)
			continue;
		first = failures[i].sentence;
		a->inferred = failures[i].inferred;
	}
	if (!first)
		return false;
	ask_say(a, ASK_WRONG, "%s", first);
	return true;
}

/* --- no-dump: nothing says so --- */

static bool tell_reported(struct ask *a)
{
	const struct clue *report = crash_clue(a->crash, CLUE_BUGCHECK_REPORTED);
	if (!report || !clue_text(report, FACT_DUMP_PATH).n)
		return false;
	ask_say(a, ASK_UNKNOWN,
		"Windows named a dump after this crash. What was given does not tell where it is "
		"now.");
	ask_reason(a, "wer_1001", false, "Event 1001 names %.*s as the dump.",
		   ASK_TEXT(clue_text(report, FACT_DUMP_PATH)));
	ask_cite(a, report, "crash.dump_path crash.report_id");
	ask_next(a, ASK_DELETED_NEXT);
	return true;
}

/* Ways for a session to end that leave no dump, because there was no bug check. */
static bool was_no_bugcheck(enum crash_verdict v)
{
	return v == CRASH_POWER_BUTTON || v == CRASH_FAILED_FAST_STARTUP ||
	       v == CRASH_SLEEP_TRANSITION || v == CRASH_HARDWARE_RESET;
}

static void tell_nothing(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *restart = crash_clue(c, CLUE_DIRTY_RESTART);
	if (c->has_bugcheck) {
		ask_say(a, ASK_UNKNOWN, "What was given does not tell whether a dump was made.");
		ask_cite_code(a);
		return;
	}
	if (was_no_bugcheck(c->verdict)) {
		ask_say(a, ASK_FINE, "No dump was to be expected: there was no bug check.");
		a->inferred = true;
	} else {
		ask_say(a, ASK_UNKNOWN,
			"Nothing tells of a bug check, and without one there is no dump.");
	}
	ask_because(a, crash_verdict_word(c->verdict), c->verdict_inferred, c->verdict_tells);
	if (restart)
		ask_cite(a, restart, NULL);
	ask_next(a, "Ask \"41-zero\": how the session ended.");
}

void ask_no_dump(struct ask *a)
{
	if (a->crash->live)
		return;
	if (!tell_file(a) && !tell_written(a) && !tell_failure(a) && !tell_reported(a))
		tell_nothing(a);
}

/* --- deleted --- */

/* The clue that names a path, events of deletion first. */
static const struct clue *naming(const struct crash *c)
{
	const struct clue *deleted = crash_clue(c, CLUE_DUMP_DELETED);
	const struct clue *report = crash_clue(c, CLUE_BUGCHECK_REPORTED);
	if (deleted && clue_text(deleted, FACT_DUMP_PATH).n)
		return deleted;
	return report && clue_text(report, FACT_DUMP_PATH).n ? report : NULL;
}

/* The dump that was given and has this file name, whatever its folder; else NULL. */
static const struct clue *given_dump(const struct crash *c, struct slice path)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_DUMP &&
		    slice_equal_ignoring_case(slice_base_name(c->clues[i]->file),
					      slice_base_name(path)))
			return c->clues[i];
	return NULL;
}

static void tell_by_windows(struct ask *a, const struct clue *deleted)
{
	struct known least = clue_number(deleted, FACT_MINIMUM_FREE_GB);
	if (deleted->time.known)
		ask_say(a, ASK_WRONG, "Windows deleted the dump itself, at %s.",
			ask_time(a, deleted->time.value));
	else
		ask_say(a, ASK_WRONG, "Windows deleted the dump itself.");
	if (least.known)
		ask_reason(a, "wer_1018", false,
			   "Event 1018: fewer than %" PRIu64 " GB were free on the volume of %.*s.",
			   least.value, ASK_TEXT(clue_text(deleted, FACT_DUMP_PATH)));
	else
		ask_reason(a, "wer_1018", false, "Event 1018 reports that Windows deleted it.");
	ask_cite(a, deleted, "crash.dump_path crash.minimum_free_gb");
	ask_next(a, "Free space on the volume, or set AlwaysKeepMemoryDump to 1, so that the next "
		    "dump is kept.");
	ask_next(a, "Look for a small dump of the same crash in the folder Minidump.");
}

/* A file of that name is among what was given, and it is of this crash. */
static void tell_still_there(struct ask *a, const struct clue *dump, bool reported_deleted)
{
	if (reported_deleted) {
		ask_reason(
			a, "copy_exists", false,
			"A file of that name was given, and it is of this crash: a copy exists.");
	} else {
		ask_say(a, ASK_FINE,
			"Nobody: the dump that Windows named is among what was given.");
		ask_reason(a, "file_given", false,
			   "%.*s has the name that Windows gave, and the bug check of this crash.",
			   ASK_TEXT(dump->file));
	}
	ask_cite(a, dump, "kind complete");
}

static bool is_minidump_path(struct slice path)
{
	static const char folder[] = "minidump\\";
	size_t n = sizeof(folder) - 1;
	for (size_t i = 0; i + n <= path.n; i++)
		if (slice_equal_ignoring_case(slice_sub(path, i, n), slice_of(folder, n)))
			return true;
	return false;
}

static const struct clue *find_may_be_deleted(const struct crash *c)
{
	return ask_finding(c, "CD53");
}

static const struct ask_rule by_configuration[] = {
	{"free_space_rule", find_may_be_deleted, true,
	 "This machine may delete its dump when the volume runs short of space. Event 1018 would "
	 "say so.",
	 "message", NULL},
};

/* What may have happened to a file; nothing of it is evidence. */
static void tell_possibilities(struct ask *a, struct slice path)
{
	if (is_minidump_path(path))
		ask_reason(
			a, "minidump_rotation", true,
			"Possible: Windows keeps as many small dumps as MinidumpsCount says, and "
			"deletes the oldest.");
	else
		ask_reason(a, "overwritten", true,
			   "Possible: a later crash wrote its dump under the same name.");
	if (!ask_all(a, by_configuration, COUNT_OF(by_configuration)) && !is_minidump_path(path))
		ask_reason(
			a, "free_space_rule", true,
			"Possible: Windows deleted it for want of space; event 1018 would say so.");
	ask_reason(a, "cleaned_up", true,
		   "Possible: a cleaning tool, an antivirus program or a person deleted or moved "
		   "it.");
	ask_next(a, "Look for its name in $MFT and $UsnJrnl: they keep the time of the deletion.");
	ask_next(a, "If the file is there, give it to dumpstat together with the rest.");
}

static void tell_gone_or_not(struct ask *a, const struct clue *report)
{
	struct slice path = clue_text(report, FACT_DUMP_PATH);
	ask_say(a, ASK_UNKNOWN,
		crash_clue(a->crash, CLUE_DUMP)
			? "A dump of this crash was given, but not the one that Windows named."
			: "Windows named a dump; whether it still exists is not known.");
	ask_reason(a, "named", false, "Event 1001 names %.*s as the dump.", ASK_TEXT(path));
	ask_cite(a, report, "crash.dump_path");
	for (size_t i = 0; i < a->crash->clue_count; i++)
		if (a->crash->clues[i]->kind == CLUE_DUMP)
			ask_cite(a, a->crash->clues[i], "kind complete");
	tell_possibilities(a, path);
}

void ask_deleted(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *deleted = crash_clue(c, CLUE_DUMP_DELETED);
	const struct clue *named = naming(c);
	const struct clue *dump = named ? given_dump(c, clue_text(named, FACT_DUMP_PATH)) : NULL;
	if (c->live)
		return;
	if (deleted)
		tell_by_windows(a, deleted);
	if (dump)
		tell_still_there(a, dump, deleted != NULL);
	else if (named && !deleted)
		tell_gone_or_not(a, named);
	if (a->result != ASK_NOT_ABOUT || crash_clue(c, CLUE_DUMP) ||
	    !ask_first(a, written, COUNT_OF(written)))
		return;
	ask_say(a, ASK_UNKNOWN, "A dump was written; whether it still exists is not known.");
	tell_possibilities(a, (struct slice){NULL, 0});
}
