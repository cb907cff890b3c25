/* SPDX-License-Identifier: MIT */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "lib/base/slice.h"

size_t slice_find(struct slice s, struct slice needle)
{
	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return s.n;
	const uint8_t *hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : s.n;
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

struct slice slice_trim(struct slice s)
{
	while (s.n && is_blank(s.p[0]))
		s = slice_from(s, 1);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct slice slice_take_word(struct slice *rest)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	*rest = slice_from(s, n);
	return slice_sub(s, 0, n);
}

bool slice_is_all(struct slice s, uint8_t byte)
{
	/* Compared with itself moved by one: memcmp runs at memory speed. */
	return s.n == 0 || (s.p[0] == byte && memcmp(s.p, s.p + 1, s.n - 1) == 0);
}

struct slice slice_base_name(struct slice path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/' && path.p[at - 1] != '\\')
		at--;
	return slice_from(path, at);
}
