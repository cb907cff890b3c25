/* SPDX-License-Identifier: MIT */
/*
 * The closed vocabularies of the output contract (bsodutils-json(5)) that tell of crashes, and what
 * a log's verdict means for the crash. Value 0 is always "not given, or a word that is not known".
 */
#ifndef CRASH_WORDS_H
#define CRASH_WORDS_H

#include "lib/base/slice.h"

/* How a DumpStack.log ends: the verdict of a dslog.session line. */
enum log_verdict {
	LOG_VERDICT_UNKNOWN,
	LOG_COMPLETE,
	LOG_COMPLETE_MINIDUMP_NO_SPACE,
	LOG_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT,
	LOG_STOPPED_AT_PERCENT,
	LOG_STOPPED_IN_HEADER,
	LOG_STOPPED_IN_SIZE_PASS,
	LOG_STOPPED_IN_CALLBACK,
	LOG_STOPPED_AFTER_DATA,
	LOG_STOPPED_EARLY,
	LOG_FULL,
	LOG_NO_LOG_WRITTEN,
	LOG_NOT_A_DUMP_LOG,
	LOG_VERDICT_COUNT
};

/* What became of a crash. */
enum crash_verdict {
	CRASH_UNKNOWN,
	CRASH_BUGCHECK_DUMP_WHOLE,
	CRASH_BUGCHECK_DUMP_PARTIAL,
	CRASH_BUGCHECK_FALLBACK_MINIDUMP,
	CRASH_BUGCHECK_NO_DUMP,
	CRASH_BUGCHECK_DUMP_DELETED,
	CRASH_BUGCHECK_DUMP_PENDING, /* in the page file or temporary file still */
	CRASH_BUGCHECK_DUMP_UNKNOWN,
	CRASH_POWER_BUTTON,
	CRASH_POWER_LOSS_OR_HANG,
	CRASH_FAILED_FAST_STARTUP,
	CRASH_SLEEP_TRANSITION,
	CRASH_HARDWARE_RESET,
	CRASH_LIVE_DUMP,
	CRASH_VERDICT_COUNT
};

/* What a dump holds: one list in all tools. */
enum dump_kind {
	DUMP_KIND_NOT_GIVEN,
	DUMP_FULL,
	DUMP_SUMMARY,
	DUMP_HEADER,
	DUMP_TRIAGE,
	DUMP_BITMAP_FULL,
	DUMP_BITMAP_KERNEL,
	DUMP_RDMP_KERNEL,
	DUMP_RDMP_KERNEL_ACTIVE,
	DUMP_RDMP_FULL,
	DUMP_LIVE,
	DUMP_KIND_UNKNOWN, /* the contract's word "unknown" */
	DUMP_KIND_COUNT
};

/* What the header of a DumpStack.log says about the end of its text. */
enum header_state {
	HEADER_STATE_UNKNOWN,
	HEADER_FINALISED,
	HEADER_OPEN,
	HEADER_EDITED,
	HEADER_MISSING,
	HEADER_STATE_COUNT
};

/* A truth that evidence may leave open. */
enum answer { ANSWER_OPEN, ANSWER_NO, ANSWER_YES };

/* What a log's verdict means. */
struct log_meaning {
	enum crash_verdict crash;
	enum answer dump_whole;   /* is the dump that was written whole? */
	bool memory_data_written; /* the stop came after the last page of memory */
	bool inferred;            /* the crash's verdict is concluded, not said by the log */
	const char *tells;        /* what an examiner may write down; no full stop */
};

/* Words as the contract spells them; static. Value 0 gives "unknown". */
const char *log_verdict_word(enum log_verdict v);
const char *crash_verdict_word(enum crash_verdict v);
const char *dump_kind_word(enum dump_kind k);
const char *header_state_word(enum header_state h);

/* The value of a word; value 0 where the word is none of the list. */
enum log_verdict log_verdict_of(struct slice word);
enum dump_kind dump_kind_of(struct slice word);
enum header_state header_state_of(struct slice word);

/* A sentence for a report, without full stop; static. */
const char *crash_verdict_sentence(enum crash_verdict v);

/* Does a session with this verdict tell of a crash at all? */
bool log_tells_of_crash(enum log_verdict v);

/* Static; never NULL. */
const struct log_meaning *log_meaning_of(enum log_verdict v);

#endif
