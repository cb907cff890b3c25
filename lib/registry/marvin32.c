/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/registry/marvin32.h"

struct marvin {
	uint32_t low, high;
};

static uint32_t rotated(uint32_t v, unsigned bits)
{
	return v << bits | v >> (32 - bits);
}

static inline void mix(struct marvin *m, uint32_t word)
{
	uint32_t low = m->low + word;
	uint32_t high = m->high ^ low;
	low = rotated(low, 20) + high;
	high = rotated(high, 9) ^ low;
	low = rotated(low, 27) + high;
	m->low = low;
	m->high = rotated(high, 19);
}

uint64_t marvin32(struct slice bytes)
{
	/* The number 0x82ef4d887a4e55c5; the specification prints its bytes from the highest on. */
	struct marvin m = {.low = 0x7a4e55c5, .high = 0x82ef4d88};
	assert(bytes.n % 4 == 0);
	for (size_t at = 0; at + 4 <= bytes.n; at += 4)
		mix(&m, load_u32le(bytes.p + at));
	mix(&m, 0x80); /* the padding of a message that ends with a word */
	mix(&m, 0);
	return (uint64_t)m.high << 32 | m.low;
}
