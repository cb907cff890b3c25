/* SPDX-License-Identifier: MIT */
/* What the twins of utf16.h share: the spelling of characters, one at a time. Nobody else needs it.
 */
#ifndef BASE_UTF16_TWIN_H
#define BASE_UTF16_TWIN_H

#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/base/utf16.h"

/* U+0000 to U+009F: where all characters lie that some escape spells in its own way, but U+FFFE and
 * U+FFFF. */
enum { UTF16_ROWS = 0xa0 };

/* How each escape spells them: up to six bytes, the first one lowest, and their count on top. */
extern const uint64_t utf16_rows[UTF16_ESCAPES][UTF16_ROWS];

static inline uint8_t *utf16_put_row(uint8_t *out, uint32_t c, enum utf16_escape escape)
{
	uint64_t row = utf16_rows[escape][c];
	store_u64le(out, row);
	return out + (row >> 56);
}

static inline uint8_t *utf16_put_replacement(uint8_t *out)
{
	return memcpy(out, "\xef\xbf\xbd", 3), out + 3;
}

/* Any code point from U+00A0 on that is no surrogate. */
static inline uint8_t *utf16_put_wide(uint8_t *out, uint32_t c, enum utf16_escape escape)
{
	if (c < 0x800) {
		out[0] = (uint8_t)(0xc0 | c >> 6);
		out[1] = (uint8_t)(0x80 | (c & 0x3f));
		return out + 2;
	}
	if (c < 0x10000) {
		if (c >= 0xfffe && escape >= UTF16_XML_TEXT)
			return utf16_put_replacement(out);
		out[0] = (uint8_t)(0xe0 | c >> 12);
		out[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		out[2] = (uint8_t)(0x80 | (c & 0x3f));
		return out + 3;
	}
	out[0] = (uint8_t)(0xf0 | c >> 18);
	out[1] = (uint8_t)(0x80 | (c >> 12 & 0x3f));
	out[2] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
	out[3] = (uint8_t)(0x80 | (c & 0x3f));
	return out + 4;
}

/* Text on its way. */
struct utf16_way {
	const uint8_t *p; /* what is left to read */
	size_t left;      /* units of it */
	uint8_t *out;     /* where it goes */
	bool replaced;    /* was something no text? */
};

/* Moves on by one character. left is not 0. */
static inline void utf16_step(struct utf16_way *w, enum utf16_escape escape)
{
	uint32_t c = load_u16le(w->p);
	size_t units = 1;
	if (LIKELY(c < UTF16_ROWS)) {
		w->out = utf16_put_row(w->out, c, escape);
	} else if ((c & 0xf800) != 0xd800) {
		w->out = utf16_put_wide(w->out, c, escape);
	} else if (c < 0xdc00 && w->left > 1 && (load_u16le(w->p + 2) & 0xfc00) == 0xdc00) {
		c = 0x10000 + ((c & 0x3ff) << 10) + (load_u16le(w->p + 2) & 0x3ffu);
		w->out = utf16_put_wide(w->out, c, escape);
		units = 2;
	} else {
		w->out = utf16_put_replacement(w->out);
		w->replaced = true;
	}
	w->p += 2 * units;
	w->left -= units;
}

/* What is left behind the last unit of s, and the report. */
static inline uint8_t *utf16_finish(const struct utf16_way *w, struct slice s, bool *replaced)
{
	if (UNLIKELY((s.n & 1) | w->replaced)) {
		*replaced = true;
		return s.n & 1 ? utf16_put_replacement(w->out) : w->out;
	}
	return w->out;
}

/* make(name, escape) for each escape. */
#define UTF16_EACH_ESCAPE(make)                                                        \
	make(plain, UTF16_PLAIN) make(json, UTF16_JSON) make(xml_text, UTF16_XML_TEXT) \
		make(xml_attribute, UTF16_XML_ATTRIBUTE)

/* The writers of these names, by escape. */
#define UTF16_WRITERS_OF(twin)                                                                    \
	{                                                                                         \
		[UTF16_PLAIN] = plain_##twin, [UTF16_JSON] = json_##twin,                         \
		[UTF16_XML_TEXT] = xml_text_##twin, [UTF16_XML_ATTRIBUTE] = xml_attribute_##twin, \
	}

/*
 * Orders of bytes for a shuffle (PSHUFB), which joins characters of different length.
 * Pairs: eight characters of one or two bytes; of character i the last byte is byte i of the
 * register and the one before it byte 8 + i. Bit i of the index: it has two.
 * Triples: four characters of up to three bytes, which are bytes 4*i to 4*i+2, the last one always
 * 4*i+2. Bit i of the index: it has more than one; bit 4+i: it has three.
 */
extern const uint8_t utf16_pair_shapes[256][16];
extern const uint8_t utf16_triple_shapes[256][16];

/* The twins of this processor, NULL where it has none or is of another kind. */
const struct utf16_kernel *utf16_kernel_sse2(void);
const struct utf16_kernel *utf16_kernel_avx2(void);

#endif
