/* SPDX-License-Identifier: MIT */
/*
 * The verdict on a crash: which of the contract's words, whether it is concluded, and why. The
 * rules stand in the order in which the first that fits is taken.
 */
#include "lib/crash/crash.h"
#include "lib/crash/span.h"

/* SYSTEM_POWER_STATE: 0 and 1 are no sleep state, 2 to 5 are, 6 is "shutdown": fast startup. */
enum { SLEEP_FIRST = 2, SLEEP_LAST = 5, SLEEP_SHUTDOWN = 6 };

static void decide(struct crash *c, enum crash_verdict verdict, bool inferred, const char *tells)
{
	c->verdict = verdict;
	c->verdict_inferred = inferred;
	c->verdict_tells = tells;
}

const struct clue *crash_clue(const struct crash *c, enum clue_kind kind)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == kind)
			return c->clues[i];
	return NULL;
}

const struct session *crash_session(const struct crash *c)
{
	const struct clue *log = crash_clue(c, CLUE_LOG_SESSION);
	return log ? log->session : NULL;
}

bool crash_has_artifact(const struct crash *c, enum artifact a)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (clue_artifact(c->clues[i]->kind) == a)
			return true;
	return false;
}

/* Reports of Windows Error Reporting that mean that no dump is left (crash-events(5)). */
static bool reports_no_dump(const struct crash *c)
{
	enum { NOT_SAVED = 1000, NOT_SAVED_AT_ALL = 1006, FIRST_REASON = 1012, LAST_REASON = 1017 };
	for (size_t i = 0; i < c->clue_count; i++) {
		uint64_t id = c->clues[i]->event_id.value;
		if (c->clues[i]->kind == CLUE_DUMP_REPORT &&
		    (id == NOT_SAVED || id == NOT_SAVED_AT_ALL ||
		     (id >= FIRST_REASON && id <= LAST_REASON)))
			return true;
	}
	return false;
}

/* volmgr's reports that no dump can be written: no driver, no initialisation, no page file. */
static bool dumps_not_set_up(const struct crash *c)
{
	enum { NO_DRIVER = 45, NOT_INITIALISED = 46, NO_PAGE_FILE = 49 };
	for (size_t i = 0; i < c->clue_count; i++) {
		uint64_t id = c->clues[i]->event_id.value;
		if (c->clues[i]->kind == CLUE_DUMP_CONFIG_FAILED &&
		    (id == NO_DRIVER || id == NOT_INITIALISED || id == NO_PAGE_FILE))
			return true;
	}
	return false;
}

/* --- there was a bug check --- */

/* The dump that says most: one that waits, then a whole one, then any. */
static const struct clue *best_dump(const struct crash *c)
{
	const struct clue *best = NULL;
	for (size_t i = 0; i < c->clue_count; i++) {
		const struct clue *clue = c->clues[i];
		if (clue->kind != CLUE_DUMP)
			continue;
		if (!best ||
		    (clue_flag(clue, FACT_DUMP_COMPLETE) && !clue_flag(best, FACT_DUMP_COMPLETE)))
			best = clue;
	}
	return best;
}

static bool is_pending(const struct clue *dump)
{
	struct slice stage = clue_text(dump, FACT_DUMP_STAGE);
	return slice_equal(stage, SLICE("in_page_file")) || slice_equal(stage, SLICE("renamed")) ||
	       slice_equal(stage, SLICE("waiting_to_be_copied"));
}

static bool judge_by_dump(struct crash *c)
{
	const struct clue *dump = best_dump(c);
	const struct session *s = crash_session(c);
	if (!dump)
		return false;
	struct known complete = clue_number(dump, FACT_DUMP_COMPLETE);
	if (is_pending(dump))
		decide(c, CRASH_BUGCHECK_DUMP_PENDING, true,
		       "the dump lies where Windows writes it first, not where it is kept");
	else if (!complete.known)
		decide(c, CRASH_BUGCHECK_DUMP_UNKNOWN, false,
		       "the dump is there, and nothing in it tells whether it is whole");
	else if (!complete.value)
		decide(c, CRASH_BUGCHECK_DUMP_PARTIAL, false,
		       "the dump is there, and something is missing in it");
	else if (s && log_meaning_of(s->verdict)->crash == CRASH_BUGCHECK_FALLBACK_MINIDUMP)
		decide(c, CRASH_BUGCHECK_FALLBACK_MINIDUMP, false,
		       log_meaning_of(s->verdict)->tells);
	else
		decide(c, CRASH_BUGCHECK_DUMP_WHOLE, false,
		       "the dump is there, with all that its layout asks for");
	return true;
}

static bool judge_by_log(struct crash *c)
{
	const struct session *s = crash_session(c);
	if (!s)
		return false;
	const struct log_meaning *meaning = log_meaning_of(s->verdict);
	if (crash_clue(c, CLUE_DUMP_DELETED))
		decide(c, CRASH_BUGCHECK_DUMP_DELETED, false,
		       "Windows reports that it deleted the dump");
	else
		decide(c, meaning->crash, meaning->inferred, meaning->tells);
	return true;
}

/* What Windows logged about the dump at and after the restart. */
static void judge_by_events(struct crash *c)
{
	if (crash_clue(c, CLUE_DUMP_DELETED))
		decide(c, CRASH_BUGCHECK_DUMP_DELETED, false,
		       "Windows reports that it deleted the dump");
	else if (crash_clue(c, CLUE_DUMP_FAILED))
		decide(c, CRASH_BUGCHECK_NO_DUMP, false,
		       "event 161 reports that the dump could not be written");
	else if (crash_clue(c, CLUE_DUMP_SUCCEEDED))
		decide(c, CRASH_BUGCHECK_DUMP_UNKNOWN, false,
		       "event 162 reports that the dump was written; the file was not given");
	else if (reports_no_dump(c))
		decide(c, CRASH_BUGCHECK_NO_DUMP, false,
		       "Windows Error Reporting reports that no dump could be saved");
	else if (crash_clue(c, CLUE_BUGCHECK_REPORTED))
		decide(c, CRASH_BUGCHECK_DUMP_UNKNOWN, false,
		       "event 1001 reports that a dump was saved; the file was not given");
	else if (crash_clue(c, CLUE_BLUESCREEN_REPORT))
		decide(c, CRASH_BUGCHECK_DUMP_UNKNOWN, false,
		       "Windows Error Reporting has a report of it; a dump file was not given");
	else if (dumps_not_set_up(c))
		decide(c, CRASH_BUGCHECK_NO_DUMP, true,
		       "volmgr reports that dumps could not be set up, and nothing reports a dump");
	else
		decide(c, CRASH_BUGCHECK_DUMP_UNKNOWN, false,
		       "nothing that was given tells of a dump");
}

/* --- there was none, or it left no code --- */

static bool is_asked_for(enum clue_kind kind)
{
	return kind == CLUE_SHUTDOWN_REQUESTED || kind == CLUE_POWER_ACTION || kind == CLUE_SLEEP;
}

/* Was an orderly shutdown or sleep asked for around this time? */
static bool asked_around(const struct crash *c, uint64_t time)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (is_asked_for(c->clues[i]->kind) && c->clues[i]->time.known &&
		    span_between(c->clues[i]->time.value, time) <= SPAN_POWER_BUTTON)
			return true;
	return false;
}

static bool judge_power_button(struct crash *c, const struct clue *restart)
{
	struct known pressed = clue_number(restart, FACT_POWER_BUTTON_TIME);
	if (clue_flag(restart, FACT_LONG_POWER_BUTTON_PRESS)) {
		decide(c, CRASH_POWER_BUTTON, false,
		       "event 41 says that the power button was held down");
		return true;
	}
	if (!pressed.known || pressed.value == 0 || asked_around(c, pressed.value))
		return false;
	decide(c, CRASH_POWER_BUTTON, true,
	       "event 41 has the time of a press of the power button, and no shutdown was asked for "
	       "at that time");
	return true;
}

static bool fast_startup_failed(const struct crash *c, const struct clue *restart)
{
	if (clue_number(restart, FACT_BOOT_APP_STATUS).value)
		return true;
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_BOOT_STATUS &&
		    (clue_number(c->clues[i], FACT_FAILURE_STATUS).known ||
		     clue_flag(c->clues[i], FACT_LAST_SHUTDOWN_GOOD)))
			return true;
	return false;
}

static bool judge_sleep(struct crash *c, const struct clue *restart)
{
	uint64_t state = clue_number(restart, FACT_SLEEP_STATE).value;
	/* The oldest versions of event 41 say only that there was one. */
	bool in_progress = clue_flag(restart, FACT_SLEEP_IN_PROGRESS) &&
			   !clue_number(restart, FACT_SLEEP_STATE).known;
	if (state == SLEEP_SHUTDOWN && fast_startup_failed(c, restart)) {
		decide(c, CRASH_FAILED_FAST_STARTUP, true,
		       "the machine had been shut down into the state that fast startup starts "
		       "from, and that start failed");
		return true;
	}
	if (!in_progress && (state < SLEEP_FIRST || state > SLEEP_LAST) &&
	    !clue_flag(restart, FACT_CONNECTED_STANDBY))
		return false;
	decide(c, CRASH_SLEEP_TRANSITION, true,
	       "event 41 says that the machine was entering or leaving a sleep state");
	return true;
}

/* The error record tells; without one, WHEA-Logger's pairs of events do: the even one is of an
 * error that was fatal, the odd one of one that was corrected. */
static bool is_fatal_error(const struct clue *clue)
{
	enum { FIRST_PAIR = 16 };
	struct slice severity = clue_text(clue, FACT_ERROR_SEVERITY);
	if (clue->kind != CLUE_HARDWARE_ERROR || !clue->time.known)
		return false;
	if (severity.p)
		return slice_equal(severity, SLICE("fatal"));
	return clue->event_id.value >= FIRST_PAIR && clue->event_id.value % 2 == 0;
}

static bool judge_hardware(struct crash *c, const struct clue *restart)
{
	const struct clue *error = crash_clue(c, CLUE_HARDWARE_ERROR);
	bool at_restart = clue_number(restart, FACT_WHEA_BOOT_ERROR_COUNT).value > 0;
	for (size_t i = 0; i < c->clue_count && c->restart.known; i++)
		at_restart |=
			is_fatal_error(c->clues[i]) && c->clues[i]->time.value > c->restart.value;
	if (!at_restart)
		return false;
	decide(c, CRASH_HARDWARE_RESET, true,
	       error ? "a hardware error was reported when the machine restarted"
		     : "event 41 counts hardware errors that were pending at the restart");
	return true;
}

static void judge_restart(struct crash *c, const struct clue *restart)
{
	if (judge_power_button(c, restart) || judge_sleep(c, restart) || judge_hardware(c, restart))
		return;
	if (crash_clue(c, CLUE_DUMP_FAILED) || crash_clue(c, CLUE_DUMP_SUCCEEDED))
		judge_by_events(c);
	else if (dumps_not_set_up(c))
		decide(c, CRASH_UNKNOWN, true,
		       "event 41 has no code, and dumps could not be set up: a bug check is "
		       "possible, which could not be recorded");
	else
		decide(c, CRASH_POWER_LOSS_OR_HANG, true,
		       "event 41 has no code, and nothing tells of a bug check, the power button, "
		       "sleep or the hardware");
}

static void judge_without_restart(struct crash *c)
{
	if (crash_clue(c, CLUE_DUMP_FAILED) || crash_clue(c, CLUE_DUMP_SUCCEEDED) ||
	    crash_clue(c, CLUE_DUMP_DELETED) || crash_clue(c, CLUE_DUMP_REPORT))
		judge_by_events(c);
	else if (crash_clue(c, CLUE_UNEXPECTED_SHUTDOWN))
		decide(c, CRASH_POWER_LOSS_OR_HANG, true,
		       "event 6008 says that the session before did not end, and nothing tells of "
		       "a bug check");
	else
		decide(c, CRASH_UNKNOWN, true,
		       "what was given does not tell how the session ended");
}

void crash_judge(struct crash *c)
{
	const struct clue *restart = crash_clue(c, CLUE_DIRTY_RESTART);
	if (c->live)
		decide(c, CRASH_LIVE_DUMP, false, "the evidence is of a dump of a running system");
	else if (judge_by_dump(c) || judge_by_log(c))
		return;
	else if (c->has_bugcheck)
		judge_by_events(c);
	else if (restart)
		judge_restart(c, restart);
	else
		judge_without_restart(c);
}
