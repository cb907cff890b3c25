/* SPDX-License-Identifier: MIT */
/* What may be given to others: what each artifact holds, by what kind of dump it is. */
#include "lib/crash/ask_answer.h"

/* How much of a machine's secrets a kind of dump holds. */
enum holding { HOLDS_NOTHING, HOLDS_MACHINE, HOLDS_KERNEL, HOLDS_ALL };

static enum holding holding_of(enum dump_kind kind)
{
	switch (kind) {
	case DUMP_HEADER:
		return HOLDS_NOTHING;
	case DUMP_TRIAGE:
		return HOLDS_MACHINE;
	case DUMP_SUMMARY:
	case DUMP_BITMAP_KERNEL:
	case DUMP_RDMP_KERNEL:
		return HOLDS_KERNEL;
	case DUMP_FULL:
	case DUMP_BITMAP_FULL:
	case DUMP_RDMP_FULL:
	case DUMP_RDMP_KERNEL_ACTIVE:
	case DUMP_LIVE:
	case DUMP_KIND_UNKNOWN:
	case DUMP_KIND_NOT_GIVEN:
	case DUMP_KIND_COUNT:
		break;
	}
	return HOLDS_ALL; /* what is not known may hold everything */
}

static const struct {
	const char *rule, *reason, *answer;
} of_holding[] = {
	[HOLDS_NOTHING] = {"header_only",
			   "The dump has a header and no memory: version, times, addresses.",
			   "The dump may be given away: it holds no memory."},
	[HOLDS_MACHINE] =
		{"small_dump",
		 "A small dump holds serial numbers of the machine (SMBIOS), names of all drivers, "
		 "traces of what ran (ETW), and a little memory of the thread that crashed.",
		 "The dump may go to those who may know this machine; it is not anonymous."},
	[HOLDS_KERNEL] =
		{"kernel_memory",
		 "The memory of the kernel holds keys of encrypted volumes, secrets of accounts, and "
		 "parts of files and of network traffic.",
		 "The dump may go only to those who may have the keys of this machine."},
	[HOLDS_ALL] =
		{"all_memory",
		 "The memory of programs holds passwords, messages, documents and keys, besides all "
		 "that the kernel holds.",
		 "The dump may go only to those who may see all that was open on this machine."},
};

static void tell_stale_tail(struct ask *a, const struct clue *dump)
{
	if (!clue_flag(dump, FACT_DUMP_STALE_TAIL))
		return;
	ask_reason(a, "stale_tail", true,
		   "Behind its end the file holds what the disk held before: this may be memory of "
		   "another time, of any program.");
	ask_cite_number(a, dump, "stale_tail", STATEMENT_FLAG, known_number(1),
			"bytes that were not written with this dump follow it");
	ask_next(a, "Cut the file at used_end before it is given away.");
}

static enum holding look_at_dump(struct ask *a, const struct clue *dump)
{
	enum holding h = holding_of(dump_kind_of(clue_text(dump, FACT_DUMP_KIND)));
	ask_reason(a, of_holding[h].rule, false, "%s", of_holding[h].reason);
	ask_cite(a, dump, "kind");
	tell_stale_tail(a, dump);
	return h;
}

/* The dump was not given, and the log says what kind it was to be. */
static enum holding look_at_log(struct ask *a, const struct clue *log)
{
	enum holding h = holding_of(log->session->kind);
	ask_reason(a, of_holding[h].rule, false, "%s", of_holding[h].reason);
	ask_cite_text(a, log, "kind", slice_of_string(dump_kind_word(log->session->kind)),
		      "what the dump holds");
	return h;
}

static const struct {
	enum artifact artifact;
	const char *rule, *reason;
} others[] = {
	{ARTIFACT_DUMPSTACK_LOG, "log",
	 "DumpStack.log holds the time of the crash, the time zone, and the names of drivers. A "
	 "DumpStack.log.tmp may hold what the disk held before."},
	{ARTIFACT_EVENT_LOG, "event_log",
	 "Event logs hold the names of machine, users and programs, and identifiers of accounts."},
	{ARTIFACT_REGISTRY, "registry",
	 "A SYSTEM hive holds the machine's devices, network settings and keys of the system."},
};

static const struct clue *first_of(const struct crash *c, enum artifact artifact)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (clue_artifact(c->clues[i]->kind) == artifact)
			return c->clues[i];
	return NULL;
}

static void look_at_others(struct ask *a)
{
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		const struct clue *c = first_of(a->crash, others[i].artifact);
		if (!c)
			continue;
		ask_reason(a, others[i].rule, false, "%s", others[i].reason);
		ask_cite(a, c, NULL);
	}
}

void ask_share(struct ask *a)
{
	const struct crash *c = a->crash;
	const struct clue *log = crash_clue(c, CLUE_LOG_SESSION);
	enum holding most = HOLDS_NOTHING;
	bool known = false;
	for (size_t i = 0; i < c->clue_count; i++) {
		if (c->clues[i]->kind != CLUE_DUMP)
			continue;
		enum holding h = look_at_dump(a, c->clues[i]);
		most = h > most ? h : most;
		known = true;
	}
	if (!known && log && log->session->kind != DUMP_KIND_NOT_GIVEN) {
		most = look_at_log(a, log);
		known = true;
	}
	look_at_others(a);
	if (known)
		ask_say(a, most == HOLDS_NOTHING ? ASK_FINE : ASK_WRONG, "%s",
			of_holding[most].answer);
	else
		ask_say(a, ASK_UNKNOWN, "What the dump holds is not known: no dump was given.");
	if (most > HOLDS_NOTHING)
		ask_next(a, "Give the lines of these tools in place of the files: they hold no "
			    "memory.");
}
