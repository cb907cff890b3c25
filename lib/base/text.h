/* SPDX-License-Identifier: MIT */
/*
 * Text of unknown quality into JSON string content, and into something a terminal may show.
 * JSON output is always valid UTF-8 with every control character escaped (C0, DEL, C1), so that
 * no driver's name can end a line, a string or a terminal's patience.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "lib/base/buf.h"

/*
 * Length in bytes of the valid UTF-8 sequence at s.p (1 to 4; no overlong form, no surrogate,
 * nothing above U+10FFFF), or 0 where there is none. *code_point is set on success.
 */
size_t utf8_decode(struct slice s, uint32_t *code_point) MUST_CHECK;

/* Appends code_point (at most U+10FFFF) as UTF-8. */
void utf8_append(struct buf *b, uint32_t code_point);

/*
 * Appends s, which should be UTF-8, as the inside of a JSON string. Each byte that is not part of
 * a valid sequence becomes U+FFFD. Returns true if nothing had to be replaced.
 */
bool text_append_json(struct buf *b, struct slice s);

/*
 * The same for UTF-16LE. A lone surrogate or an odd last byte becomes U+FFFD. The text is not cut
 * at a NUL. Returns true if nothing had to be replaced.
 */
bool text_append_json_utf16le(struct buf *b, struct slice s);

/*
 * Appends s for a person's terminal: control characters, bidirectional controls and invisible
 * format characters are shown as \xHH or \u{HHHH}, invalid bytes as \xHH, a backslash as itself.
 */
void text_append_display(struct buf *b, struct slice s);

#endif
