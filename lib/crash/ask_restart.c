/* SPDX-License-Identifier: MIT */
/* Event 41 without a code: what happened? And: did somebody want it? */
#include "lib/base/number.h"
#include "lib/bugcheck/forced.h"
#include "lib/crash/ask_answer.h"

/* --- 41-zero --- */

/* What the verdict says of a session that ended without a code in event 41. */
static const struct {
	enum ask_result result;
	const char *sentence, *cited, *next;
} of_restart[CRASH_VERDICT_COUNT] = {
	[CRASH_POWER_BUTTON] = {ASK_WRONG,
				"Somebody switched the machine off with the power "
				"button.",
				"crash.power_button_time crash.long_power_button_press_detected",
				"Ask who was there: a hang is the usual reason to do so."},
	[CRASH_FAILED_FAST_STARTUP] =
		{ASK_WRONG,
		 "The machine had been shut down, and starting from fast startup failed.",
		 "crash.sleep_state crash.boot_app_status",
		 "Look at Kernel-Boot 29 and at the drivers of disk and firmware; or switch fast "
		 "startup off."},
	[CRASH_SLEEP_TRANSITION] =
		{ASK_WRONG, "The machine was lost while it went to sleep or woke up.",
		 "crash.sleep_state crash.sleep_in_progress crash.connected_standby_in_progress",
		 "Look at the events 42, 107, 506 and 507 before it, and at firmware and drivers."},
	[CRASH_HARDWARE_RESET] = {ASK_WRONG, "The hardware reset the machine.",
				  "crash.whea_boot_error_count",
				  "Look at the error records of WHEA-Logger: they name the part."},
	[CRASH_POWER_LOSS_OR_HANG] =
		{ASK_UNKNOWN,
		 "The power was lost, the machine was reset, or it hung: what was given does not "
		 "tell these apart.",
		 "crash.power_button_time crash.sleep_state crash.whea_boot_error_count",
		 "Ask for the log of the power supply, of the hypervisor or of the management "
		 "controller."},
	[CRASH_UNKNOWN] = {ASK_UNKNOWN, "What happened is not known.", NULL,
			   "Look whether there is a page file: without one, a bug check leaves no "
			   "code."},
};

/* The strongest clue that tells of a bug check after all. */
static const struct clue *find_bugcheck(const struct crash *c)
{
	static const enum clue_kind kinds[] = {CLUE_DUMP,
					       CLUE_LOG_SESSION,
					       CLUE_BUGCHECK_REPORTED,
					       CLUE_BLUESCREEN_REPORT,
					       CLUE_DUMP_FAILED,
					       CLUE_DUMP_SUCCEEDED};
	const struct clue *found = NULL;
	for (size_t i = 0; !found && i < COUNT_OF(kinds); i++)
		found = crash_clue(c, kinds[i]);
	return found;
}

static const struct ask_rule bugcheck_after_all[] = {
	{"bugcheck_elsewhere", find_bugcheck, false,
	 "Other evidence tells of a bug check, or of a dump of one. The code did not reach event "
	 "41.",
	 "bugcheck.code kind verdict crash.final_status", "Ask \"no-dump\" and \"driver\"."},
};

static void tell_hardware(struct ask *a)
{
	for (size_t i = 0; i < a->crash->clue_count; i++)
		if (a->crash->clues[i]->kind == CLUE_HARDWARE_ERROR)
			ask_cite(a, a->crash->clues[i],
				 "crash.what crash.error_source_name "
				 "crash.error_record.severity_name");
}

static void tell_config_failed(struct ask *a)
{
	const struct clue *failed = crash_clue(a->crash, CLUE_DUMP_CONFIG_FAILED);
	if (!failed)
		return;
	ask_reason(
		a, "dumps_not_set_up", true,
		"At the start after it dumps could not be set up. A bug check is possible, which "
		"could not be recorded.");
	ask_cite(a, failed, "crash.what crash.final_status");
}

static void tell_restart(struct ask *a, const struct clue *restart)
{
	const struct crash *c = a->crash;
	enum crash_verdict v = of_restart[c->verdict].sentence ? c->verdict : CRASH_UNKNOWN;
	ask_say(a, of_restart[v].result, "%s", of_restart[v].sentence);
	a->inferred = c->verdict_inferred;
	ask_because(a, crash_verdict_word(c->verdict), c->verdict_inferred, c->verdict_tells);
	ask_cite(a, restart, of_restart[v].cited);
	if (v == CRASH_HARDWARE_RESET)
		tell_hardware(a);
	tell_config_failed(a);
	ask_next(a, "%s", of_restart[v].next);
}

void ask_41_zero(struct ask *a)
{
	const struct clue *restart = crash_clue(a->crash, CLUE_DIRTY_RESTART);
	if (a->crash->live || !restart || restart->has_bugcheck)
		return;
	if (!ask_first(a, bugcheck_after_all, COUNT_OF(bugcheck_after_all))) {
		tell_restart(a, restart);
		return;
	}
	ask_cite(a, restart, NULL);
	ask_say(a, ASK_WRONG, "It was a bug check; event 41 does not have its code.");
	a->inferred = !a->crash->has_bugcheck;
}

/* --- forced --- */

/* NotMyFault's driver leaves its name. */
static bool names_notmyfault(const struct clue *dump)
{
	static const char driver[] = "myfault.sys";
	struct slice modules = clue_text(dump, FACT_DUMP_MODULES);
	if (slice_equal_ignoring_case(clue_text(dump, FACT_DUMP_FAULT_MODULE),
				      SLICE("myfault.sys")))
		return true;
	for (size_t i = 0; i + sizeof(driver) - 1 <= modules.n; i++)
		if (slice_equal_ignoring_case(slice_sub(modules, i, sizeof(driver) - 1),
					      SLICE("myfault.sys")))
			return true;
	return false;
}

static const struct clue *find_notmyfault(const struct crash *c)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_DUMP && names_notmyfault(c->clues[i]))
			return c->clues[i];
	return NULL;
}

static const struct clue *find_hotkey(const struct crash *c)
{
	return ask_findings(c, "CD60 CD67");
}

static const struct clue *find_power_setting(const struct crash *c)
{
	return ask_finding(c, "CD69");
}

static const struct ask_rule armed[] = {
	{"hotkey_armed", find_hotkey, true,
	 "A hotkey that crashes this machine is set: anybody at its keyboard can use it.",
	 "message", NULL},
	{"power_button_armed", find_power_setting, true,
	 "The power button is set to crash this machine, or to take a live dump.", "message", NULL},
};

static void tell_ways(struct ask *a, const struct bugcheck_forced *forced)
{
	const struct bugcheck_way *way;
	size_t i = 0;
	while ((way = bugcheck_forced_next(forced, &i))) {
		const char *proof = bugcheck_text(way->proof);
		ask_reason(a, bugcheck_text(way->name), !forced->certain, "A way to it: %s.",
			   bugcheck_text(way->title));
		if (*proof && !forced->certain)
			ask_next(a, "What would prove it: %s.", proof);
	}
}

static void tell_code(struct ask *a)
{
	const struct bugcheck_forced *forced = bugcheck_forced_find(a->crash->bugcheck.code);
	ask_cite_code(a);
	if (!forced) {
		ask_say(a, ASK_WRONG,
			"Nothing says so: no way is known to make this bug check on purpose.");
		a->inferred = true;
		return;
	}
	if (forced->certain)
		ask_say(a, ASK_FINE, "Yes: this code comes only when somebody asks for it.");
	else
		ask_say(a, ASK_UNKNOWN,
			"Possibly: the code can be made on purpose, and does not prove it.");
	tell_ways(a, forced);
	ask_all(a, armed, COUNT_OF(armed));
}

static const struct ask_rule notmyfault[] = {
	{"notmyfault", find_notmyfault, true,
	 "The driver of NotMyFault, a tool that crashes machines for tests, is in the dump.",
	 "bugcheck.code fault_module.name", "Ask who ran NotMyFault."},
};

static void tell_button(struct ask *a)
{
	const struct clue *restart = crash_clue(a->crash, CLUE_DIRTY_RESTART);
	ask_say(a, ASK_UNKNOWN,
		"Somebody switched the machine off; whether because it hung is not known.");
	a->inferred = a->crash->verdict_inferred;
	ask_because(a, "power_button", a->crash->verdict_inferred, a->crash->verdict_tells);
	if (restart)
		ask_cite(a, restart,
			 "crash.power_button_time crash.long_power_button_press_detected");
	ask_next(a, "Ask who was there.");
}

void ask_forced(struct ask *a)
{
	if (ask_first(a, notmyfault, COUNT_OF(notmyfault))) {
		ask_say(a, ASK_FINE, "Yes: it was made with NotMyFault.");
		a->inferred = true;
		ask_cite_text(a, find_notmyfault(a->crash), "modules_on_stack",
			      clue_text(find_notmyfault(a->crash), FACT_DUMP_MODULES),
			      "the modules that the saved stack refers to, in no order");
	} else if (a->crash->has_bugcheck) {
		tell_code(a);
	} else if (a->crash->verdict == CRASH_POWER_BUTTON) {
		tell_button(a);
	}
}
