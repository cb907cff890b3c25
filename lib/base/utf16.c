/* SPDX-License-Identifier: MIT */
/* The plain twin, the spelling that all twins share, and the choice between them. */
#include "lib/base/utf16_twin.h"

/* A spelling of n bytes. */
#define ROW(n, a, b, c, d, e, f)                                                          \
	((uint64_t)(n) << 56 | (uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | \
	 (uint64_t)(d) << 24 | (uint64_t)(e) << 32 | (uint64_t)(f) << 40)

/* A character as it is, in UTF-8. */
#define PLAIN(c)                               \
	((c) < 0x80 ? ROW(1, c, 0, 0, 0, 0, 0) \
		    : ROW(2, 0xc0 | (c) >> 6, 0x80 | ((c)&0x3f), 0, 0, 0, 0))

#define HEX_DIGIT(v)       ((v) < 10 ? '0' + (v) : 'a' - 10 + (v))
#define JSON_SHORT(letter) ROW(2, '\\', letter, 0, 0, 0, 0)
#define JSON(c)                                                                        \
	((c) == '"'    ? JSON_SHORT('"')                                               \
	 : (c) == '\\' ? JSON_SHORT('\\')                                              \
	 : (c) == '\b' ? JSON_SHORT('b')                                               \
	 : (c) == '\t' ? JSON_SHORT('t')                                               \
	 : (c) == '\n' ? JSON_SHORT('n')                                               \
	 : (c) == '\f' ? JSON_SHORT('f')                                               \
	 : (c) == '\r' ? JSON_SHORT('r')                                               \
	 : (c) < 0x20 || (c) >= 0x7f                                                   \
		 ? ROW(6, '\\', 'u', '0', '0', HEX_DIGIT((c) >> 4), HEX_DIGIT((c)&15)) \
		 : PLAIN(c))

#define XML_TEXT(c)                                                                      \
	((c) == '&'                                 ? ROW(5, '&', 'a', 'm', 'p', ';', 0) \
	 : (c) == '<'                               ? ROW(4, '&', 'l', 't', ';', 0, 0)   \
	 : (c) == '>'                               ? ROW(4, '&', 'g', 't', ';', 0, 0)   \
	 : (c) == '\r'                              ? ROW(5, '&', '#', '1', '3', ';', 0) \
	 : (c) < 0x20 && (c) != '\t' && (c) != '\n' ? ROW(3, 0xef, 0xbf, 0xbd, 0, 0, 0)  \
						    : PLAIN(c))

#define XML_ATTRIBUTE(c)                                      \
	((c) == '"'    ? ROW(6, '&', 'q', 'u', 'o', 't', ';') \
	 : (c) == '\t' ? ROW(4, '&', '#', '9', ';', 0, 0)     \
	 : (c) == '\n' ? ROW(5, '&', '#', '1', '0', ';', 0)   \
		       : XML_TEXT(c))

#define FOUR(f, c)    f(c), f((c) + 1), f((c) + 2), f((c) + 3)
#define SIXTEEN(f, c) FOUR(f, c), FOUR(f, (c) + 4), FOUR(f, (c) + 8), FOUR(f, (c) + 12)
#define ALL(f)                                                                                    \
	SIXTEEN(f, 0x00), SIXTEEN(f, 0x10), SIXTEEN(f, 0x20), SIXTEEN(f, 0x30), SIXTEEN(f, 0x40), \
		SIXTEEN(f, 0x50), SIXTEEN(f, 0x60), SIXTEEN(f, 0x70), SIXTEEN(f, 0x80),           \
		SIXTEEN(f, 0x90)

const uint64_t utf16_rows[UTF16_ESCAPES][UTF16_ROWS] = {
	[UTF16_PLAIN] = {ALL(PLAIN)},
	[UTF16_JSON] = {ALL(JSON)},
	[UTF16_XML_TEXT] = {ALL(XML_TEXT)},
	[UTF16_XML_ATTRIBUTE] = {ALL(XML_ATTRIBUTE)},
};

static inline uint8_t *write_scalar(uint8_t *out, struct slice s, enum utf16_escape escape,
				    bool *replaced)
{
	struct utf16_way w = {s.p, s.n / 2, out, false};
	while (w.left)
		utf16_step(&w, escape);
	return utf16_finish(&w, s, replaced);
}

#define SCALAR_WRITER(name, escape)                                                 \
	static uint8_t *name##_scalar(uint8_t *out, struct slice s, bool *replaced) \
	{                                                                           \
		return write_scalar(out, s, escape, replaced);                      \
	}

UTF16_EACH_ESCAPE(SCALAR_WRITER)

static const struct utf16_kernel scalar_kernel = {
	.plain = UTF16_WRITERS_OF(scalar),
	.padded = UTF16_WRITERS_OF(scalar),
};

const struct utf16_kernel *utf16_active = &scalar_kernel;

static const struct utf16_kernel *best_kernel(void)
{
	const struct utf16_kernel *k = utf16_kernel_avx2();
	if (!k)
		k = utf16_kernel_sse2();
	return k ? k : &scalar_kernel;
}

bool utf16_choose(enum utf16_twin twin)
{
	const struct utf16_kernel *k = twin == UTF16_TWIN_AVX2     ? utf16_kernel_avx2()
				       : twin == UTF16_TWIN_SSE2   ? utf16_kernel_sse2()
				       : twin == UTF16_TWIN_SCALAR ? &scalar_kernel
								   : best_kernel();
	if (!k)
		return false;
	utf16_active = k;
	return true;
}
