/* SPDX-License-Identifier: MIT */
/*
 * Values into text as Windows shows them in event XML. A writer takes the bytes of one value and
 * writes in place, so that the same function serves a tree and a compiled template.
 */
#ifndef EVTX_VALUE_H
#define EVTX_VALUE_H

#include "lib/base/quick.h"
#include "lib/base/utf16.h"
#include "lib/evtx/tree.h"

/* What writers share between values. */
struct evtx_scratch {
	struct quick_day_cache day;
	/* Writers only set these: some text was not valid and got U+FFFD; some number of ours was
	 * larger than JSON readers can hold. */
	bool replaced, large;
};

/*
 * Writes value at out and returns the end; out has EVTX_VALUE_ROOM(value.n) bytes. value.p may be
 * read up to 64 bytes beyond its end.
 */
typedef uint8_t *evtx_writer(uint8_t *out, struct slice value, struct evtx_scratch *scratch);

static inline size_t evtx_value_room(size_t n)
{
	return 6 * n + 128;
}

/* Has a value of this type always the same size, in bytes? 0 for types of any size. */
size_t evtx_type_size(uint16_t type);

/* Does the type hold UTF-16 text, the NULs at whose end do not count? */
static inline bool evtx_type_is_utf16(uint16_t type)
{
	return type == EVTX_TYPE_STRING || type == EVTX_TYPE_EVT_XML;
}

/* UTF-16 text without the NULs at its end. */
static inline struct slice evtx_without_nuls(struct slice s)
{
	while (s.n >= 2 && s.p[s.n - 1] == 0 && s.p[s.n - 2] == 0)
		s.n -= 2;
	return s;
}

/* Nothing to see: NULL, no bytes, or text of NULs only. */
bool evtx_value_is_empty(uint16_t type, struct slice value);

/*
 * The writer of a type for text of this escape: numbers decimal, HexInt and size_t as 0x and the
 * digits they need, {guid} in lower case, instants with seven digits and Z, binary as upper-case
 * digits, arrays joined by commas, what has the wrong size or an unknown type as upper-case digits.
 * size: the value's bytes. Never NULL.
 */
evtx_writer *evtx_value_writer(uint16_t type, size_t size, enum utf16_escape escape);

/* The items of a text array as JSON strings with commas between; no item is one empty string. */
evtx_writer evtx_write_strings, evtx_write_ansi_strings;

/*
 * The next item of an array value: cuts it off *rest. false at the end. Text items end in NUL; the
 * last may lack it. Items of a type without a fixed size (but SIDs) are not told apart.
 */
bool evtx_array_next(uint16_t type, struct slice *rest, struct slice *item) MUST_CHECK;

#endif
