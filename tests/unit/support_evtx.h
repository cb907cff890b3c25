/* SPDX-License-Identifier: MIT */
/*
 * Trees of events from a notation that looks like event XML, for tests.
 *
 *	<Event><System><EventID Qualifiers='{u16:16384}'>{u16:1001}</EventID></System></Event>
 *
 * Text is what event XML has (EVTX_TYPE_UTF8). {type:value} is a typed value as a record has it;
 * braces around anything else are text. Types: null, string (UTF-16LE), ansi, i8 to i64, u8 to u64,
 * bool, x32, x64, size (8 bytes), guid, filetime and systemtime (of RFC 3339), sid (of digits),
 * binary (of digits), strings (of texts between "|"). &name; and &#code; become references;
 * text of blanks and line feeds alone is left out.
 */
#ifndef TESTS_SUPPORT_EVTX_H
#define TESTS_SUPPORT_EVTX_H

#include "lib/evtx/tree.h"

/* The tree, in the arena, with UTF16_SLACK bytes behind each value. Stops the program where the
 * notation is wrong. */
const struct evtx_node *evtx_tree_of(struct arena *arena, const char *notation);

/* An event without record header, at offset 0, of that tree. */
struct evtx_event evtx_event_of(struct arena *arena, const char *notation);

#endif
