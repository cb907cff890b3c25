/* SPDX-License-Identifier: MIT */
/*
 * What the twins of anchor.h share. Each looks for bytes that stand at a fixed place of a form, and
 * asks anchor_confirm() about what it finds. Nobody else needs it.
 */
#ifndef BUGCHECK_ANCHOR_TWIN_H
#define BUGCHECK_ANCHOR_TWIN_H

#include "lib/bugcheck/anchor.h"

typedef size_t anchor_finder(struct slice block, size_t from);

/* Not a place. */
#define ANCHOR_NONE SIZE_MAX

/*
 * Where the form begins whose probe is the byte at this place of the block; ANCHOR_NONE where it is
 * no probe, or the form would begin before from. Probes are the first letters of "check", "stop",
 * "livek" and "bcc", the parenthesis of "(0x" and the first underscore of a name. The place lies in
 * the block. Forms begin at or before their probes, and in the same order.
 */
size_t anchor_confirm(struct slice block, size_t from, size_t probe);

/* The plain twin from this place on, for what a vector twin leaves: forms begin at from or later,
 * their probes at "at" or later. */
size_t anchor_find_rest(struct slice block, size_t from, size_t at);

/* The twins of this processor, NULL where it has none or is of another kind. */
anchor_finder *anchor_finder_sse2(void);
anchor_finder *anchor_finder_avx2(void);

/*
 * Generated from the names. Of characters only the low five bits are looked at, which are the same
 * for small letters and capitals. A number made of them has its bit in a table at its remainder by
 * ANCHOR_BITS; in each table 1 bit of 70 is set.
 *
 * anchor_fours:  the two characters in front of a name's first underscore and the two behind it.
 * anchor_shapes: the length of a name, its first and its last character.
 */
enum { ANCHOR_BITS = 32749, ANCHOR_LETTER_BITS = 5, ANCHOR_LETTER_MASK = 0x1f };
extern const uint8_t anchor_fours[ANCHOR_BITS / 8 + 1];
extern const uint8_t anchor_shapes[ANCHOR_BITS / 8 + 1];
extern const size_t anchor_longest_word; /* bytes in front of the first underscore */
extern const size_t anchor_longest_name;

static inline uint32_t anchor_add_letter(uint32_t number, uint8_t c)
{
	return number << ANCHOR_LETTER_BITS | (c & ANCHOR_LETTER_MASK);
}

static inline bool anchor_has_bit(const uint8_t *table, uint32_t number)
{
	number %= ANCHOR_BITS;
	return table[number / 8] >> (number % 8) & 1;
}

/* Do the letters around this underscore allow for a name? */
static inline bool anchor_may_be_name(struct slice block, size_t underscore)
{
	const uint8_t *p = block.p + underscore;
	if (underscore < 2 || block.n - underscore <= 2)
		return false;
	uint32_t four = anchor_add_letter(anchor_add_letter(0, p[-2]), p[-1]);
	return anchor_has_bit(anchor_fours, anchor_add_letter(anchor_add_letter(four, p[1]), p[2]));
}

#endif
