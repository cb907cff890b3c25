/* SPDX-License-Identifier: MIT */
/*
 * UTF-16LE of unknown quality into UTF-8 that is escaped for where it goes, written in place for
 * the hot path. There are three twins of the same function: plain C, SSE2 and AVX2. They give the
 * same bytes.
 *
 * A lone surrogate and an odd last byte become U+FFFD. NUL is a character like any other.
 */
#ifndef BASE_UTF16_H
#define BASE_UTF16_H

#include "lib/base/slice.h"

enum utf16_escape {
	UTF16_PLAIN, /* none: UTF-8 as it is */
	/* The inside of a JSON string (RFC 8259): \" \\ \b \f \n \r \t, and \u00xx with lower-case
	 * digits for the other control characters (C0, DEL, C1). */
	UTF16_JSON,
	/* XML character data: &amp; &lt; &gt; and &#13;. What XML 1.0 forbids (C0 but tab, line
	 * feed and carriage return; U+FFFE, U+FFFF) becomes U+FFFD. */
	UTF16_XML_TEXT,
	/* The inside of an XML attribute in double quotes: also &quot; &#9; &#10;. */
	UTF16_XML_ATTRIBUTE,
};

#define UTF16_ESCAPES 4

/* Bytes that a writer may read behind a padded slice, and write behind the end it returns. */
enum { UTF16_SLACK = 64 };

/* Room in bytes that the output of n bytes of UTF-16 takes, what is written behind its end
 * included. n is at most SIZE_MAX / 4. */
static inline size_t utf16_room(size_t n)
{
	return 3 * n + UTF16_SLACK;
}

/* The same for utf8_write(). n is at most SIZE_MAX / 8. */
static inline size_t utf8_room(size_t n)
{
	return 6 * n + UTF16_SLACK;
}

/*
 * Writes the text to out, which has utf16_room(utf16le.n) bytes and does not overlap it, and
 * returns the end of what was written; up to UTF16_SLACK bytes behind it may have changed.
 * *replaced is set, never cleared, where a surrogate or an odd byte became U+FFFD.
 */
typedef uint8_t *utf16_writer(uint8_t *out, struct slice utf16le, bool *replaced);

/* A twin: a writer for each escape. */
struct utf16_kernel {
	utf16_writer *plain[UTF16_ESCAPES];
	utf16_writer *padded[UTF16_ESCAPES];
};

/* The twin in use, never NULL. The only state of the module: it is set before threads start. */
extern const struct utf16_kernel *utf16_active;

enum utf16_twin { UTF16_TWIN_BEST, UTF16_TWIN_SCALAR, UTF16_TWIN_SSE2, UTF16_TWIN_AVX2 };

/* Makes that twin the one in use; before any call it is the scalar one. false, and nothing changed,
 * where this machine does not have it. Not thread safe: call it before any thread starts. */
bool utf16_choose(enum utf16_twin twin);

/* For any slice. Inline, so that a constant escape costs no look-up. */
static inline uint8_t *utf16_write(uint8_t *out, struct slice utf16le, enum utf16_escape escape,
				   bool *replaced)
{
	return utf16_active->plain[escape](out, utf16le, replaced);
}

/* For a slice behind which UTF16_SLACK more bytes can be read, whatever they hold: faster. */
static inline uint8_t *utf16_write_padded(uint8_t *out, struct slice utf16le,
					  enum utf16_escape escape, bool *replaced)
{
	return utf16_active->padded[escape](out, utf16le, replaced);
}

/* The same for bytes that should be UTF-8: each byte that is not part of a valid sequence becomes
 * U+FFFD. out has utf8_room(utf8.n) bytes. */
uint8_t *utf8_write(uint8_t *out, struct slice utf8, enum utf16_escape escape, bool *replaced);

#endif
