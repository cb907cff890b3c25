/* SPDX-License-Identifier: MIT */
/* A strict JSON checker that shares no code with the library: the witness for what is written. */
#ifndef TESTS_SUPPORT_JSON_H
#define TESTS_SUPPORT_JSON_H

#include "lib/base/slice.h"

/*
 * Is s exactly one JSON value (RFC 8259) as the output contract wants it: valid UTF-8, no control
 * character (C0, DEL, C1) unescaped, no lone surrogate escape, no number with leading zeros, no
 * name twice in one object, at most 64 levels deep?
 */
bool strict_json(struct slice s);

/* Does s consist of such values, one to a line, each an object ended by '\n'? True when empty. */
bool strict_json_lines(struct slice s);

/*
 * Bytes of the well-formed UTF-8 sequence at s.p by table 3-7 of the Unicode standard, or 0. Kept
 * as ranges of bytes, so that it fails in other ways than arithmetic on code points does.
 */
size_t utf8_by_table(struct slice s);

#endif
