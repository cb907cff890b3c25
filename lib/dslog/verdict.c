/* SPDX-License-Identifier: MIT */
/* What became of the dump, and which generation of Windows wrote the log. */
#include "lib/dslog/session.h"

/* With less room than this the next line may not have fitted: the longest line of the grammar but
 * component names, "Dump file is too small - …", has 104 bytes and its line end. Lines are dropped
 * whole. (The one full log seen had 19 bytes left.) */
enum { ROOM_FOR_A_LINE = 106 };

const char *dslog_verdict_name(enum dslog_verdict verdict)
{
	static const char *const names[DSLOG_VERDICT_COUNT] = {
		[DSLOG_VERDICT_COMPLETE] = "complete",
		[DSLOG_VERDICT_COMPLETE_MINIDUMP_NO_SPACE] = "complete_minidump_no_space",
		[DSLOG_VERDICT_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT] =
			"complete_minidump_after_callback_fault",
		[DSLOG_VERDICT_STOPPED_AT_PERCENT] = "stopped_at_percent",
		[DSLOG_VERDICT_STOPPED_IN_HEADER] = "stopped_in_header",
		[DSLOG_VERDICT_STOPPED_IN_SIZE_PASS] = "stopped_in_size_pass",
		[DSLOG_VERDICT_STOPPED_IN_CALLBACK] = "stopped_in_callback",
		[DSLOG_VERDICT_STOPPED_AFTER_DATA] = "stopped_after_data",
		[DSLOG_VERDICT_STOPPED_EARLY] = "stopped_early",
		[DSLOG_VERDICT_LOG_FULL] = "log_full",
		[DSLOG_VERDICT_NO_LOG_WRITTEN] = "no_log_written",
		[DSLOG_VERDICT_NOT_A_DUMP_LOG] = "not_a_dump_log",
	};
	return names[verdict];
}

const char *dslog_dump_kind(uint64_t dump_type)
{
	/* The numbers of the dump header's DumpType field. */
	static const char *const kinds[] = {
		[1] = "full",        [2] = "summary",
		[3] = "header",      [4] = "triage",
		[5] = "bitmap_full", [6] = "bitmap_kernel",
		[8] = "rdmp_kernel", [9] = "rdmp_kernel_active",
		[10] = "rdmp_full",
	};
	const char *kind = dump_type < COUNT_OF(kinds) ? kinds[dump_type] : NULL;
	return kind ? kind : "unknown";
}

struct slice dslog_session_open_component(const struct dslog_session *s)
{
	if (s->complete || s->verdict == DSLOG_VERDICT_LOG_FULL)
		return (struct slice){NULL, 0};
	return s->open_component.p ? s->open_component : s->open_multipart;
}

static bool is_full(const struct dslog_session *s)
{
	return s->last_of_container && s->any_line && s->free_bytes < ROOM_FOR_A_LINE;
}

/*
 * Is the success message to be believed? An open log never succeeded, whatever it says. A finalised
 * one with room to spare was finalised after its last line was written. In all others the order
 * has to be right up to the end, with no callback open.
 */
static bool succeeded(const struct dslog_session *s)
{
	if (!s->success)
		return false;
	if (s->header_state == DSLOG_HEADER_OPEN && s->last_of_container)
		return false;
	if (s->header_state == DSLOG_HEADER_FINALISED && s->last_of_container && !is_full(s))
		return true;
	return s->ended && !s->after_success && !s->open_component.p && !s->open_multipart.p;
}

static enum dslog_verdict completed(const struct dslog_session *s)
{
	if (s->retried)
		return DSLOG_VERDICT_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT;
	if (s->too_small)
		return DSLOG_VERDICT_COMPLETE_MINIDUMP_NO_SPACE;
	return DSLOG_VERDICT_COMPLETE;
}

/* Where the lines stop. */
static enum dslog_verdict stopped(const struct dslog_session *s)
{
	const struct dslog_attempt *a = &s->attempt;
	if (s->open_component.p || s->open_multipart.p)
		return DSLOG_VERDICT_STOPPED_IN_CALLBACK;
	if (a->finished[DSLOG_PHASE_MEMORY_DATA] || a->finished[DSLOG_PHASE_MINIDUMP] ||
	    a->started[DSLOG_PHASE_SECONDARY_CALLBACKS] || s->ended)
		return DSLOG_VERDICT_STOPPED_AFTER_DATA;
	if (a->started[DSLOG_PHASE_MEMORY_DATA] || a->started[DSLOG_PHASE_MINIDUMP])
		return DSLOG_VERDICT_STOPPED_AT_PERCENT;
	if (a->started[DSLOG_PHASE_DUMP_HEADER] || a->started[DSLOG_PHASE_BITMAP_HEADER])
		return DSLOG_VERDICT_STOPPED_IN_HEADER;
	if (a->started[DSLOG_PHASE_SECONDARY_SIZE] && !a->finished[DSLOG_PHASE_SECONDARY_SIZE])
		return DSLOG_VERDICT_STOPPED_IN_SIZE_PASS;
	/* Sizes are known, the header is what comes next. */
	return a->dump_type ? DSLOG_VERDICT_STOPPED_IN_HEADER : DSLOG_VERDICT_STOPPED_EARLY;
}

static void find_contradictions(struct dslog_session *s)
{
	if (s->success && !s->ended)
		dslog_session_find(s, DSLOG_FINDING_SUCCESS_WITHOUT_END, 0, 0);
	if (!s->last_of_container)
		return;
	if (s->success && s->header_state == DSLOG_HEADER_OPEN)
		dslog_session_find(s, DSLOG_FINDING_SUCCESS_IN_OPEN_LOG, 0, 0);
	if (!s->complete && s->header_state == DSLOG_HEADER_FINALISED && !is_full(s))
		dslog_session_find(s, DSLOG_FINDING_FINALISED_WITHOUT_SUCCESS, 0, 0);
	if (is_full(s) && s->header_state == DSLOG_HEADER_OPEN)
		dslog_session_find(s, DSLOG_FINDING_FULL_AND_OPEN, 0, 0);
}

void dslog_session_judge(struct dslog_session *s)
{
	s->complete = succeeded(s);
	if (s->complete)
		s->verdict = completed(s);
	else if (is_full(s) && s->header_state != DSLOG_HEADER_OPEN)
		s->verdict = DSLOG_VERDICT_LOG_FULL;
	else
		s->verdict = stopped(s);
	s->stopped_before_5_percent = !s->complete && s->verdict != DSLOG_VERDICT_LOG_FULL &&
				      !s->data_finished_once && !s->past_0_percent;
	find_contradictions(s);
}

void dslog_session_date(struct dslog_session *s)
{
	bool c_or_later = s->bugcheck_lines || s->seen_progress_52_53;
	bool d = s->retried || s->seen_complete_typed || (s->seen_53_before_success && s->success);
	if (s->seen_generation_e)
		s->generation = "E";
	else if (d)
		s->generation = "D";
	else if (c_or_later && s->seen_complete_untyped)
		s->generation = "C";
	else if (c_or_later)
		s->generation = "C/D";
	else if (!s->seen_start)
		s->generation = NULL; /* what is missing may have been cut off */
	else if (s->seen_progress)
		s->generation = "B";
	else if (s->seen_size_pass_before_progress && !s->seen_elapsed)
		s->generation = "A";
}
