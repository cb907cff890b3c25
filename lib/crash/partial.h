/* SPDX-License-Identifier: MIT */
/*
 * A summary in the form that can be merged: one JSON line with all of its state.
 *
 *   {"type":"summary","partial":true,"version":1,"state":{...}}
 *
 * Merging the summaries of parts gives that of the whole, byte for byte, in any order and however
 * often, as long as each part holds all the evidence of its hosts. "inputs" and "lines" add up.
 *
 * The line is for dumpstat alone; other members may be added to it, and are passed over. A table is
 * one string with a row for each key, as text with tabs ("\\", "\t" and "\n" of a key are escaped
 * with a backslash): thousands of JSON values would take a hundred bytes of memory each.
 */
#ifndef CRASH_PARTIAL_H
#define CRASH_PARTIAL_H

#include "lib/crash/json_line.h"
#include "lib/crash/summary.h"

enum { PARTIAL_VERSION = 1 };

/* Opens the object and writes all members; the caller adds tags and ends the line. At most
 * LIMIT_PARTIAL_LINE_BYTES with the caller's tags. */
void partial_write(struct json_writer *w, const struct summary *s);

/* Is root a partial summary, of whatever version? */
bool partial_is(const struct json_node *root);

/*
 * Adds a partial summary to s. Nothing in it is believed that cannot be: what does not hold
 * together is reported, and left out as a whole (false, s unchanged). Where a sum reaches
 * UINT64_MAX it stays there, which is reported too.
 */
bool partial_read(const struct json_node *root, const struct clue_place *place, struct summary *s);

#endif
