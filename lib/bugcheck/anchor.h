/* SPDX-License-Identifier: MIT */
/*
 * Where in text a mention of a bug check may begin: a look at every byte, so that the forms of
 * mention.h need to be tried at few places. There are three twins of the search: plain C, SSE2 and
 * AVX2. They find the same places.
 *
 * A place is where the text of a form begins (mention_form.h): "bugcheck", "bug check", "stop",
 * "LiveKernelEvent", "BCCode", a name with an underscore, or 0x and eight digits with "(0x" behind.
 */
#ifndef BUGCHECK_ANCHOR_H
#define BUGCHECK_ANCHOR_H

#include "lib/base/slice.h"
#include "lib/base/utf16.h"

/*
 * The first place from "from" on where a form may begin, or block.n. None is missed; what is found
 * may be no mention. What lies in front of from is looked at, but nothing outside of the block. A
 * block may hold many lines: of each, all places are found that would be found in it alone.
 */
size_t anchor_find(struct slice block, size_t from);

/*
 * Chooses among the twins as utf16_choose() does among those of utf16.h, and takes the same names
 * for them; before any call it is the scalar one. false, and nothing changed, where this machine
 * does not have it. Not thread safe: call it before any thread starts.
 */
bool anchor_choose(enum utf16_twin twin);

static inline bool anchor_is_alnum(uint8_t c)
{
	return (uint8_t)(c - '0') < 10 || (uint8_t)((c | 0x20) - 'a') < 26;
}

/* Is it part of a token: an ASCII letter or digit, or an underscore? */
static inline bool anchor_is_word(uint8_t c)
{
	return anchor_is_alnum(c) || c == '_';
}

/*
 * May a token begin at this place, which lies in text? Not behind a byte that is part of one,
 * unless that is the letter of an escape: in JSON, text follows "\n" without a gap.
 */
static inline bool anchor_starts_token(struct slice text, size_t at)
{
	if (at == 0 || !anchor_is_word(text.p[at - 1]))
		return true;
	uint8_t before = text.p[at - 1];
	return at >= 2 && text.p[at - 2] == '\\' &&
	       (before == 'n' || before == 'r' || before == 't');
}

#endif
