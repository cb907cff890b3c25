/* SPDX-License-Identifier: MIT */
#include "lib/dslog/rule.h"

const char *dslog_record_name(enum dslog_record record)
{
	static const char *const names[] = {
		[DSLOG_RECORD_START] = "start",
		[DSLOG_RECORD_END] = "end",
		[DSLOG_RECORD_GUID] = "guid",
		[DSLOG_RECORD_BUGCHECK] = "bugcheck",
		[DSLOG_RECORD_PROGRESS] = "progress",
		[DSLOG_RECORD_ELAPSED] = "elapsed",
		[DSLOG_RECORD_PHASE] = "phase",
		[DSLOG_RECORD_DUMP_TYPE] = "dump_type",
		[DSLOG_RECORD_TOO_SMALL] = "too_small",
		[DSLOG_RECORD_PERCENT] = "percent",
		[DSLOG_RECORD_THROUGHPUT] = "throughput",
		[DSLOG_RECORD_PAGES] = "pages",
		[DSLOG_RECORD_CALLBACK] = "callback",
		[DSLOG_RECORD_RETRY] = "retry",
		[DSLOG_RECORD_SKIP] = "skip",
		[DSLOG_RECORD_SUCCESS] = "success",
		[DSLOG_RECORD_UNKNOWN] = "unknown",
	};
	return names[record];
}

const char *dslog_phase_name(enum dslog_phase phase)
{
	static const char *const names[DSLOG_PHASE_COUNT] = {
		[DSLOG_PHASE_NONE] = "none",
		[DSLOG_PHASE_SECONDARY_SIZE] = "secondary_size",
		[DSLOG_PHASE_DUMP_HEADER] = "dump_header",
		[DSLOG_PHASE_BITMAP_HEADER] = "bitmap_header",
		[DSLOG_PHASE_MEMORY_DATA] = "memory_data",
		[DSLOG_PHASE_MINIDUMP] = "minidump",
		[DSLOG_PHASE_SECONDARY_CALLBACKS] = "secondary_callbacks",
		[DSLOG_PHASE_MULTIPART_CALLBACKS] = "multipart_callbacks",
		[DSLOG_PHASE_COMPLETE_CALLBACKS] = "complete_callbacks",
	};
	return names[phase];
}

const char *dslog_state_name(enum dslog_state state)
{
	static const char *const names[DSLOG_STATE_COUNT] = {
		[DSLOG_STATE_NONE] = "none",
		[DSLOG_STATE_START] = "start",
		[DSLOG_STATE_FINISH] = "finish",
		[DSLOG_STATE_CALL] = "call",
		[DSLOG_STATE_RETURN] = "return",
		[DSLOG_STATE_WRITE] = "write",
		[DSLOG_STATE_WRITE_DONE] = "write_done",
	};
	return names[state];
}
