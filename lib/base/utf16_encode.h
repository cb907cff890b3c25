/* SPDX-License-Identifier: MIT */
/* Text as Windows keeps it: UTF-16LE out of UTF-8. Not for the hot path. */
#ifndef BASE_UTF16_ENCODE_H
#define BASE_UTF16_ENCODE_H

#include "lib/base/buf.h"

/* Appends code_point (at most U+10FFFF) as one or two units. */
void utf16le_append(struct buf *b, uint32_t code_point);

/* Appends UTF-8 as UTF-16LE. Each byte that is not part of a valid sequence becomes U+FFFD. */
void utf16le_append_utf8(struct buf *b, struct slice utf8);

#endif
