/* SPDX-License-Identifier: MIT */
/* The parts that write an event's crash members; for lib/evtx/crash.c. */
#ifndef EVTX_CRASH_DECODER_H
#define EVTX_CRASH_DECODER_H

#include "lib/bugcheck/bugcheck.h"
#include "lib/evtx/crash_data.h"

/* Writes the members that a form makes of a field's content. */
void crash_form_write(struct json_writer *w, const struct crash_member *member,
		      const struct crash_data *d, const struct evtx_node *content);

/* Writes an NTSTATUS and, where it is known, its name as <key>_name. */
void crash_write_status(struct json_writer *w, const char *key, uint32_t status);

/* A path without the \\?\ that tells Windows to take it as it is. */
struct slice crash_bare_path(struct slice path);

/* The bug check of an event; false where it has none that can be read. Code 0: it says "none". */
bool crash_bugcheck_read(enum crash_bugcheck source, const struct crash_data *d,
			 struct bugcheck *b) MUST_CHECK;

/* What decoders write: members into the object crash, which is open. */
typedef void crash_decode(struct json_writer *w, const struct crash_data *d);

crash_decode crash_decode_packet;
crash_decode crash_decode_failed_dump;
crash_decode crash_decode_last_alive;
crash_decode crash_decode_log_start;
crash_decode crash_decode_system;
crash_decode crash_decode_time_step;
crash_decode crash_decode_error_record;
crash_decode crash_decode_files;

#endif
