/* SPDX-License-Identifier: MIT */
/* Which driver? Candidates, and where each is named; never a cause. */
#include "lib/base/number.h"
#include "lib/crash/ask_answer.h"

/* Parts of Windows that every stack goes through: they are named where no driver is. */
static bool is_kernel(struct slice name)
{
	static const char *const names[] = {"nt",           "ntoskrnl.exe", "ntkrnlmp.exe",
					    "ntkrnlpa.exe", "ntkrpamp.exe", "hal.dll",
					    "hal"};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (slice_equal_ignoring_case(name, slice_of_string(names[i])))
			return true;
	return false;
}

/* Candidates for the crash, for the stop of its dump, and the kernel in place of one. */
struct found {
	struct slice driver, component;
	bool kernel, listed;
};

static void look_at_dump(struct ask *a, struct found *f, const struct clue *dump)
{
	struct slice fault = clue_text(dump, FACT_DUMP_FAULT_MODULE);
	struct slice modules = clue_text(dump, FACT_DUMP_MODULES);
	if (fault.n) {
		bool kernel = is_kernel(fault);
		f->kernel |= kernel;
		if (!kernel && !f->driver.n)
			f->driver = fault;
		if (kernel)
			ask_reason(a, "fault_in_kernel", false,
				   "The faulting address lies in %.*s, the kernel: no driver is "
				   "named by it.",
				   ASK_TEXT(fault));
		else
			ask_reason(a, "fault_module", false,
				   "The faulting address lies in %.*s. It is a candidate: what led "
				   "to it may lie elsewhere.",
				   ASK_TEXT(fault));
		ask_cite(a, dump, "fault_module.name");
	}
	if (modules.n) {
		f->listed = true;
		ask_reason(a, "modules_on_stack", false,
			   "The saved stack refers to %.*s, in no order of importance.",
			   ASK_TEXT(modules));
		ask_cite_text(a, dump, "modules_on_stack", modules,
			      "the modules that the saved stack refers to, in no order");
	}
}

static void look_at_report(struct ask *a, struct found *f, const struct clue *report)
{
	struct slice driver = clue_text(report, FACT_SUSPECTED_DRIVER);
	if (!driver.n)
		return;
	if (!f->driver.n && !is_kernel(driver))
		f->driver = driver;
	ask_reason(a, "wer_1019", false, "Event 1019: Windows suspects %.*s.", ASK_TEXT(driver));
	ask_cite(a, report, "crash.suspected_driver");
}

static void look_at_log(struct ask *a, struct found *f, const struct clue *log)
{
	const struct session *s = log->session;
	f->component = s->fault_component.n ? s->fault_component : s->open_component;
	if (!f->component.n)
		return;
	ask_reason(a, "component", s->fault_component.n > 0,
		   "%.*s had been called for its data %s. It is a candidate for that, which says "
		   "nothing of the crash.",
		   ASK_TEXT(f->component),
		   s->fault_component.n ? "when the dump was started again as a small one"
					: "when the log ends");
	ask_cite(a, log, "open_component fault_component");
}

static void say_driver(struct ask *a, const struct found *f)
{
	if (f->driver.n)
		ask_say(a, ASK_WRONG, "%.*s is a candidate.", ASK_TEXT(f->driver));
	else if (f->component.n)
		ask_say(a, ASK_WRONG,
			"No driver is named for the crash; %.*s is a candidate for what happened "
			"to its dump.",
			ASK_TEXT(f->component));
	else if (f->kernel)
		ask_say(a, ASK_UNKNOWN, "No driver is named: only the kernel itself is.");
	else if (f->listed)
		ask_say(a, ASK_UNKNOWN,
			"No driver is named. The saved stack refers to some, which is no sign of a "
			"fault.");
	else
		ask_say(a, ASK_UNKNOWN, "What was given names no driver.");
}

void ask_driver(struct ask *a)
{
	const struct crash *c = a->crash;
	struct found f = {.kernel = false};
	if (!c->has_bugcheck && !crash_session(c) && !crash_clue(c, CLUE_DUMP))
		return;
	for (size_t i = 0; i < c->clue_count; i++) {
		const struct clue *clue = c->clues[i];
		if (clue->kind == CLUE_DUMP)
			look_at_dump(a, &f, clue);
		else if (clue->kind == CLUE_DUMP_REPORT)
			look_at_report(a, &f, clue);
		else if (clue->session && !f.component.n)
			look_at_log(a, &f, clue);
	}
	ask_cite_code(a);
	say_driver(a, &f);
	if (c->has_bugcheck)
		ask_next(a, "See what the parameters say: bcdecode 0x%08x.",
			 (unsigned)c->bugcheck.code);
	if (f.driver.n)
		ask_next(a, "Compare several crashes: a driver that all of them name is worth more "
			    "than one that one of them does.");
	else
		ask_next(a, "Open the dump in a debugger: the stack with symbols tells more than "
			    "names.");
}
