/* SPDX-License-Identifier: MIT */
#include "lib/evtx/pattern.h"

#include "lib/base/number.h"

bool pattern_has_wildcard(struct slice pattern)
{
	return slice_find_byte(pattern, '*') < pattern.n ||
	       slice_find_byte(pattern, '?') < pattern.n;
}

/* Bytes of the character at i: its first byte and those that continue it. */
static size_t character(struct slice text, size_t i)
{
	size_t n = 1;
	while (i + n < text.n && (text.p[i + n] & 0xc0) == 0x80)
		n++;
	return n;
}

bool pattern_matches(struct slice pattern, struct slice text)
{
	size_t i = 0, j = 0;
	size_t star = SIZE_MAX, tried = 0; /* the last *, and where what follows it was tried */
	while (i < text.n) {
		uint8_t c = j < pattern.n ? pattern.p[j] : 0;
		if (j < pattern.n && c == '*') {
			star = j++;
			tried = i;
		} else if (j < pattern.n && c == '?') {
			i += character(text, i);
			j++;
		} else if (j < pattern.n && ascii_lower(c) == ascii_lower(text.p[i])) {
			i++;
			j++;
		} else if (star != SIZE_MAX) {
			j = star + 1;
			i = ++tried;
		} else {
			return false;
		}
	}
	while (j < pattern.n && pattern.p[j] == '*')
		j++;
	return j == pattern.n;
}
