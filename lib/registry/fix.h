/* SPDX-License-Identifier: MIT */
/* A .reg file that brings a configuration to a goal. */
#ifndef REGISTRY_FIX_H
#define REGISTRY_FIX_H

#include "lib/registry/lint.h"

enum fix_status {
	FIX_WRITTEN,
	FIX_NO_CONTROL_SET,    /* nothing is known of the machine: not a hive SYSTEM */
	FIX_AUTOMATIC_TOO_NEW, /* the version of Windows does not know automatic dumps */
	FIX_ACTIVE_TOO_NEW,    /* the same of active dumps */
};

/*
 * Appends the file: UTF-16LE with byte order mark, CRLF, comments that say what each change is for
 * (with the ids of the findings that it mends). goal is COMPLETE, ACTIVE, KERNEL, SMALL or
 * AUTOMATIC. Only what differs from the goal is in it; it names CurrentControlSet, so that it can
 * be imported on the machine itself. What a file cannot mend (free disk space, a missing volume) is
 * said in comments. *changed: how many values it sets or deletes. Nothing is appended unless the
 * result is FIX_WRITTEN. l: all findings.
 */
enum fix_status fix_write(struct buf *b, const struct crash_config *c, const struct lint *l,
			  enum configured_dump goal, size_t *changed) MUST_CHECK;

/* Why nothing was written: part of a message, lower case, no full stop. Static. */
const char *fix_status_text(enum fix_status status);

#endif
