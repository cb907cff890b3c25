/* SPDX-License-Identifier: MIT */
/*
 * A dslog.session line of dslog-parse as a struct. All texts are borrowed from the JSON tree and
 * die with it. Whatever is absent, null or of the wrong type is "not known".
 */
#ifndef CRASH_SESSION_H
#define CRASH_SESSION_H

#include "lib/base/diag.h"
#include "lib/base/known.h"
#include "lib/base/limits.h"
#include "lib/crash/json_line.h"
#include "lib/crash/words.h"

enum { SESSION_PARAMETERS = 4 };

/* The "bugcheck" object. */
struct session_bugcheck {
	struct known code; /* not known: the log names none (generations A and B, or code 0) */
	struct known base_code;
	struct slice name;
	bool has_parameters;
	struct known parameters[SESSION_PARAMETERS];
};

/* A contradiction that dslog-parse found inside the log. */
struct finding {
	struct slice rule;
	struct slice message;
};

/* Of the DumpLogLevel lines; MiB/s but for the first and the last. */
struct session_throughput {
	bool known;
	struct known samples, min, median, p95, max, slowest_percent;
};

struct session {
	struct known number; /* of the session in its log, from 1 */
	struct known line;   /* where it begins there, from 1 */
	struct known time;   /* FILETIME, UTC: the dump stack was initialised */
	bool has_offset;
	int64_t utc_offset_minutes; /* -1439 to 1439 */
	struct session_bugcheck bugcheck;
	struct slice generation; /* "A" to "E" */
	enum log_verdict verdict;
	enum header_state header_state;
	struct known complete, stopped_before_5_percent; /* 0 or 1 */
	struct known last_percent, last_progress;
	struct slice open_component, open_component_hex;
	struct slice fault_component, fault_component_hex;
	struct known dump_type;
	enum dump_kind kind, requested_kind;
	struct known total_size, secondary_size; /* bytes */
	struct known total_pages, pages_written; /* 4096 bytes each */
	struct known elapsed_ms, pre_write_ms, write_ms, tail_ms;
	struct known rate; /* tenths of MiB/s */
	struct session_throughput throughput;
	size_t finding_count;
	const struct finding *findings;
	uint64_t findings_left_out;   /* beyond the cap */
	const struct json_node *tags; /* an object, or NULL */
	struct slice file;            /* name of the log */
	struct known offset;          /* bytes, in the (uncompressed) log */
};

/* Where in the JSON lines a session stands, and who hears of members that cannot be used. */
struct session_place {
	const struct diag_sink *sink;
	uint64_t line;   /* from 1 */
	uint64_t offset; /* bytes */
};

/* Reads all members; those of the wrong type or range are reported and left out. out->findings
 * points to room. */
void session_read(const struct json_node *root, const struct session_place *place,
		  struct finding room[static LIMIT_DSLOG_FINDINGS], struct session *out);

/* The text of the tag "host", an empty slice where there is none. tags may be NULL. */
struct slice tags_host(const struct json_node *tags);

#endif
