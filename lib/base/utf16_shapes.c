/* SPDX-License-Identifier: MIT */
/* The tables of utf16_twin.h, worked out by the preprocessor. m is the index, j the place of a byte
 * in the result, i a character. What lies behind the characters is 0x80, which shuffles to 0. */
#include "lib/base/utf16_twin.h"

/* Where the last byte of character i goes. */
#define PAIR_END(m, i) ((i) + __builtin_popcount((m) & ((2u << (i)) - 1)))
#define PAIR_PICK(m, j, i) \
	PAIR_END(m, i) == (j) ? (i) : ((m) >> (i)&1) && PAIR_END(m, i) == (j) + 1 ? 8 + (i):
#define PAIR_BYTE(m, j)                                                              \
	(PAIR_PICK(m, j, 0) PAIR_PICK(m, j, 1) PAIR_PICK(m, j, 2) PAIR_PICK(m, j, 3) \
		 PAIR_PICK(m, j, 4) PAIR_PICK(m, j, 5) PAIR_PICK(m, j, 6) PAIR_PICK(m, j, 7) 0x80)

/* How many bytes it has, and where the last one goes. */
#define TRIPLE_SIZE(m, i) (1 + (int)((m) >> (i)&1) + (int)((m) >> (4 + (i)) & 1))
#define TRIPLE_END(m, i)  ((i) + __builtin_popcount((m) & ((2u << (i)) - 1) * 0x11))
#define TRIPLE_PICK(m, j, i)                                                  \
	(j) <= TRIPLE_END(m, i) && (j) > TRIPLE_END(m, i) - TRIPLE_SIZE(m, i) \
		? 4 * (i) + 2 - TRIPLE_END(m, i) + (j)                        \
		:
#define TRIPLE_BYTE(m, j) \
	(TRIPLE_PICK(m, j, 0) TRIPLE_PICK(m, j, 1) TRIPLE_PICK(m, j, 2) TRIPLE_PICK(m, j, 3) 0x80)

#define SHAPE(byte, m)                                                                            \
	{                                                                                         \
		byte(m, 0), byte(m, 1), byte(m, 2), byte(m, 3), byte(m, 4), byte(m, 5),           \
			byte(m, 6), byte(m, 7), byte(m, 8), byte(m, 9), byte(m, 10), byte(m, 11), \
			byte(m, 12), byte(m, 13), byte(m, 14), byte(m, 15)                        \
	}
#define SHAPES_4(byte, m) \
	SHAPE(byte, m), SHAPE(byte, (m) + 1), SHAPE(byte, (m) + 2), SHAPE(byte, (m) + 3)
#define SHAPES_16(byte, m)                                                   \
	SHAPES_4(byte, m), SHAPES_4(byte, (m) + 4), SHAPES_4(byte, (m) + 8), \
		SHAPES_4(byte, (m) + 12)
#define SHAPES_64(byte, m)                                                        \
	SHAPES_16(byte, m), SHAPES_16(byte, (m) + 16), SHAPES_16(byte, (m) + 32), \
		SHAPES_16(byte, (m) + 48)
#define SHAPES(byte)                                                              \
	{                                                                         \
		SHAPES_64(byte, 0u), SHAPES_64(byte, 64u), SHAPES_64(byte, 128u), \
			SHAPES_64(byte, 192u)                                     \
	}

const uint8_t utf16_pair_shapes[256][16] __attribute__((aligned(64))) = SHAPES(PAIR_BYTE);
const uint8_t utf16_triple_shapes[256][16] __attribute__((aligned(64))) = SHAPES(TRIPLE_BYTE);
