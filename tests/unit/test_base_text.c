/* SPDX-License-Identifier: MIT */
/* lib/base/text.h: hostile text into JSON and onto a terminal. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/text.h"
#include "tests/unit/support_json.h"
#include "tests/unit/support_random.h"

/* Bytes around which the rules of UTF-8 change. */
static const uint8_t edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
				0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
				0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfe, 0xff};

/* Compares with the table of the standard for the whole slice and each shorter one. */
static void check_decode(const uint8_t *bytes, size_t n)
{
	for (size_t cut = 0; cut <= n; cut++) {
		struct slice s = slice_of(bytes, cut);
		uint32_t c = 0x5a5a5a5a;
		size_t got = utf8_decode(s, &c);
		cr_assert_eq(got, utf8_by_table(s), "%02x %02x %02x %02x cut at %zu", bytes[0],
			     bytes[1], bytes[2], bytes[3], cut);
		struct buf back = {0};
		if (got)
			utf8_append(&back, c);
		cr_assert(slice_equal(buf_slice(&back), slice_sub(s, 0, got)));
		buf_free(&back);
	}
}

Test(text, utf8_of_all_pairs_of_bytes)
{
	for (unsigned i = 0; i < 0x10000; i++) {
		uint8_t bytes[4] = {(uint8_t)(i >> 8), (uint8_t)i, 0x80, 0x80};
		uint32_t c;
		cr_assert_eq(utf8_decode(slice_of(bytes, 4), &c),
			     utf8_by_table(slice_of(bytes, 4)));
		cr_assert_eq(utf8_decode(slice_of(bytes, 2), &c),
			     utf8_by_table(slice_of(bytes, 2)));
	}
}

Test(text, utf8_of_all_edges)
{
	enum { N = COUNT_OF(edges) };
	for (size_t i = 0; i < (size_t)N * N * N * N; i++) {
		uint8_t bytes[4] = {edges[i % N], edges[i / N % N], edges[i / N / N % N],
				    edges[i / N / N / N]};
		if (bytes[0] >= 0x80 || i % 101 == 0)
			check_decode(bytes, 4);
	}
}

Test(text, utf8_of_every_code_point)
{
	struct buf b = {0};
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		uint32_t back = 0;
		b.n = 0;
		utf8_append(&b, c);
		bool surrogate = c >= 0xd800 && c <= 0xdfff;
		size_t n = surrogate ? 0 : c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		cr_assert_eq(utf8_decode(buf_slice(&b), &back), n, "U+%04X", c);
		cr_assert_eq(back, surrogate ? 0 : c);
	}
	buf_free(&b);
}

Test(text, utf8_forms_that_are_refused)
{
	static const char *const rows[] = {
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x80\x80",
		"\xe0\x9f\xbf",
		"\xf0\x80\x80\x80",
		"\xf0\x8f\xbf\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xf8\x88\x80\x80",
		"\xfc\x84\x80\x80",
		"\x80",
		"\xbf",
		"\xc2",
		"\xc2\x41",
		"\xe2\x82",
		"\xe2\x82\x41",
		"\xf0\x9f\x98",
		"\xf0\x9f\x98\x41",
		"\xfe",
		"\xff",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint32_t c = 7;
		cr_expect_eq(utf8_decode(slice_of_string(rows[i]), &c), 0, "row %zu", i);
		cr_expect_eq(c, 7);
	}
}

/* What a code point has to look like inside a JSON string. */
static void append_expected(struct buf *b, uint32_t c)
{
	static const char letters[] = "\bb\tt\nn\ff\rr\"\"\\\\";
	for (size_t i = 0; i + 1 < sizeof(letters); i += 2) {
		if (c == (uint8_t)letters[i]) {
			buf_printf(b, "\\%c", letters[i + 1]);
			return;
		}
	}
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		buf_printf(b, "\\u%04" PRIx32, c);
	else
		utf8_append(b, c);
}

static void check_json_text(struct slice s, const char *what)
{
	struct buf got = {0};
	struct buf expected = {0};
	bool faithful = true;
	buf_add_byte(&expected, '"');
	for (size_t at = 0; at < s.n;) {
		uint32_t c = 0xfffd;
		size_t n = utf8_by_table(slice_from(s, at));
		if (n)
			cr_assert_eq(utf8_decode(slice_from(s, at), &c), n);
		else
			faithful = false;
		append_expected(&expected, c);
		at += n ? n : 1;
	}
	buf_add_byte(&expected, '"');
	buf_add_byte(&got, '"');
	cr_expect_eq(text_append_json(&got, s), faithful, "%s", what);
	buf_add_byte(&got, '"');
	cr_expect(slice_equal(buf_slice(&got), buf_slice(&expected)), "%s", what);
	cr_expect(strict_json(buf_slice(&got)), "%s", what);
	buf_free(&got);
	buf_free(&expected);
}

Test(text, json_of_every_byte_alone_and_between_letters)
{
	for (unsigned i = 0; i < 256; i++) {
		uint8_t bytes[3] = {'a', (uint8_t)i, 'z'};
		char what[32];
		snprintf(what, sizeof(what), "byte %02x", i);
		check_json_text(slice_of(bytes + 1, 1), what);
		check_json_text(slice_of(bytes, 3), what);
		check_json_text(slice_of(bytes, 2), what);
	}
}

Test(text, json_of_every_code_point)
{
	struct buf b = {0};
	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 1 : 37) {
		char what[32];
		snprintf(what, sizeof(what), "U+%04" PRIX32, c);
		b.n = 0;
		utf8_append(&b, c);
		check_json_text(buf_slice(&b), what);
	}
	buf_free(&b);
}

Test(text, json_escapes_controls)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"", ""},
		{"plain", "plain"},
		{"a\"b\\c/d", "a\\\"b\\\\c/d"},
		{"\b\t\n\f\r", "\\b\\t\\n\\f\\r"},
		{"\x01\x1f\x7f", "\\u0001\\u001f\\u007f"},
		{"\xc2\x80\xc2\x85\xc2\x9f", "\\u0080\\u0085\\u009f"}, /* C1, NEL among them */
		{"\xc2\xa0", "\xc2\xa0"},
		{"\xe2\x80\xa8", "\xe2\x80\xa8"}, /* LINE SEPARATOR may stand in JSON */
		{"\xef\xbf\xbf", "\xef\xbf\xbf"}, /* a noncharacter is valid UTF-8 */
		{"\xff", "\xef\xbf\xbd"},
		{"a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		text_append_json(&b, slice_of_string(rows[i].in));
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].out)), "row %zu", i);
		buf_free(&b);
	}
}

Test(text, json_of_random_bytes)
{
	uint64_t seed = 4;
	for (int round = 0; round < 20000; round++) {
		uint8_t bytes[64];
		size_t n = random_below(&seed, sizeof(bytes));
		bool edgy = random_below(&seed, 2);
		for (size_t i = 0; i < n; i++)
			bytes[i] = edgy ? edges[random_below(&seed, COUNT_OF(edges))]
					: (uint8_t)random_next(&seed);
		check_json_text(slice_of(bytes, n), "random bytes");
	}
}

Test(text, json_appends_behind_what_is_there)
{
	struct buf b = {0};
	buf_add_string(&b, "{\"a\":\"");
	cr_expect(text_append_json(&b, SLICE("x\ny")));
	cr_expect(slice_equal(buf_slice(&b), SLICE("{\"a\":\"x\\ny")));
	buf_free(&b);
}

static void check_utf16(const uint16_t *units, size_t count, bool odd, bool faithful,
			const char *expected)
{
	uint8_t bytes[64];
	struct buf b = {0};
	for (size_t i = 0; i < count; i++) {
		bytes[2 * i] = (uint8_t)units[i];
		bytes[2 * i + 1] = (uint8_t)(units[i] >> 8);
	}
	bytes[2 * count] = 'x';
	buf_add_byte(&b, '"');
	cr_expect_eq(text_append_json_utf16le(&b, slice_of(bytes, 2 * count + odd)), faithful, "%s",
		     expected);
	buf_add_byte(&b, '"');
	cr_expect(slice_equal(slice_sub(buf_slice(&b), 1, b.n - 2), slice_of_string(expected)),
		  "%s", expected);
	cr_expect(strict_json(buf_slice(&b)));
	buf_free(&b);
}

#define REPLACED "\xef\xbf\xbd"

Test(text, utf16_pairs_and_what_is_none)
{
	static const struct {
		uint16_t units[6];
		size_t count;
		bool odd, faithful;
		const char *expected;
	} rows[] = {
		{{0}, 0, false, true, ""},
		{{0}, 0, true, false, REPLACED},
		{{'a', 'b'}, 2, false, true, "ab"},
		{{'a', 'b'}, 2, true, false, "ab" REPLACED},
		{{0, 'a'}, 2, false, true, "\\u0000a"},
		{{'"', '\\', '\n', 0x7f, 0x85}, 5, false, true, "\\\"\\\\\\n\\u007f\\u0085"},
		{{0x20ac}, 1, false, true, "\xe2\x82\xac"},
		{{0xd83d, 0xde00}, 2, false, true, "\xf0\x9f\x98\x80"},
		{{0xd800, 0xdc00}, 2, false, true, "\xf0\x90\x80\x80"},
		{{0xdbff, 0xdfff}, 2, false, true, "\xf4\x8f\xbf\xbf"},
		{{0xd83d}, 1, false, false, REPLACED},
		{{0xd83d}, 1, true, false, REPLACED REPLACED},
		{{0xde00}, 1, false, false, REPLACED},
		{{0xde00, 0xd83d}, 2, false, false, REPLACED REPLACED},
		{{0xd83d, 'a'}, 2, false, false, REPLACED "a"},
		{{0xd83d, 0xd83d, 0xde00}, 3, false, false, REPLACED "\xf0\x9f\x98\x80"},
		{{0xd83d, 0xde00, 0xde00}, 3, false, false, "\xf0\x9f\x98\x80" REPLACED},
		{{0xd7ff, 0xe000}, 2, false, true, "\xed\x9f\xbf\xee\x80\x80"},
		{{0xfffd, 0xfffe, 0xffff}, 3, false, true, REPLACED "\xef\xbf\xbe\xef\xbf\xbf"},
		{{0xfeff, 'a'},
		 2,
		 false,
		 true,
		 "\xef\xbb\xbf"
		 "a"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_utf16(rows[i].units, rows[i].count, rows[i].odd, rows[i].faithful,
			    rows[i].expected);
}

Test(text, utf16_of_every_unit)
{
	for (uint32_t unit = 0; unit < 0x10000; unit++) {
		uint8_t bytes[2] = {(uint8_t)unit, (uint8_t)(unit >> 8)};
		bool surrogate = unit >= 0xd800 && unit <= 0xdfff;
		struct buf got = {0};
		struct buf expected = {0};
		append_expected(&expected, surrogate ? 0xfffd : unit);
		cr_assert_eq(text_append_json_utf16le(&got, slice_of(bytes, 2)), !surrogate);
		cr_assert(slice_equal(buf_slice(&got), buf_slice(&expected)), "U+%04X", unit);
		buf_free(&got);
		buf_free(&expected);
	}
}

Test(text, utf16_of_random_units)
{
	uint64_t seed = 5;
	struct buf b = {0};
	for (int round = 0; round < 20000; round++) {
		uint8_t bytes[41];
		size_t n = random_below(&seed, sizeof(bytes));
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(i % 2 && random_below(&seed, 2)
						     ? 0xd8 + random_below(&seed, 8)
						     : random_next(&seed));
		b.n = 0;
		buf_add_byte(&b, '"');
		text_append_json_utf16le(&b, slice_of(bytes, n));
		buf_add_byte(&b, '"');
		cr_assert(strict_json(buf_slice(&b)));
	}
	buf_free(&b);
}

Test(text, display_shows_what_could_deceive)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"", ""},
		{"plain \\ \"quoted\"", "plain \\ \"quoted\""},
		{"\x1b[2J\a\r\n\t", "\\x1b[2J\\x07\\x0d\\x0a\\x09"},
		{"\x7f", "\\x7f"},
		{"\xc2\x9b"
		 "31m",
		 "\\u{009b}31m"}, /* CSI as one C1 character */
		{"\xff\xfe", "\\xff\\xfe"},
		{"caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac"},
		{"caf\xe9", "caf\\xe9"},
		{"a\xe2\x80\xae"
		 "b",
		 "a\\u{202e}b"}, /* RIGHT-TO-LEFT OVERRIDE */
		{"\xe2\x81\xa6\xe2\x81\xa9", "\\u{2066}\\u{2069}"},
		{"\xd8\x9c", "\\u{061c}"},
		{"\xe2\x80\x8b\xe2\x80\x8f", "\\u{200b}\\u{200f}"},
		{"\xe2\x80\xa8\xe2\x80\xa9", "\\u{2028}\\u{2029}"},
		{"\xc2\xad", "\\u{00ad}"},
		{"\xef\xbb\xbf", "\\u{feff}"},
		{"\xf3\xa0\x81\x81", "\\u{e0041}"}, /* TAG LATIN CAPITAL LETTER A */
		{"\xe2\x80\x90\xe2\x80\xa7", "\xe2\x80\x90\xe2\x80\xa7"},
		{"\xe2\x82", "\\xe2\\x82"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		text_append_display(&b, slice_of_string(rows[i].in));
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].out)), "row %zu: %.*s",
			  i, (int)b.n, (char *)b.p);
		buf_free(&b);
	}
	struct buf b = {0};
	text_append_display(&b, SLICE("\0"));
	cr_expect(slice_equal(buf_slice(&b), SLICE("\\x00")));
	buf_free(&b);
}

/* Every format character and every line or paragraph break of Unicode 15 (categories Cf without
 * the visible prepended marks, Zl, Zp) and the fillers that look like nothing. */
Test(text, display_shows_no_invisible_character)
{
	static const uint32_t ranges[][2] = {
		{0xad, 0xad},       {0x34f, 0x34f},   {0x61c, 0x61c},     {0x115f, 0x1160},
		{0x17b4, 0x17b5},   {0x180b, 0x180f}, {0x200b, 0x200f},   {0x2028, 0x202e},
		{0x2060, 0x206f},   {0x3164, 0x3164}, {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
		{0xffa0, 0xffa0},   {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
		{0xe0000, 0xe0fff},
	};
	for (size_t i = 0; i < COUNT_OF(ranges); i++) {
		for (uint32_t c = ranges[i][0]; c <= ranges[i][1]; c++) {
			struct buf raw = {0};
			struct buf shown = {0};
			char expected[16];
			utf8_append(&raw, c);
			text_append_display(&shown, buf_slice(&raw));
			snprintf(expected, sizeof(expected), "\\u{%04" PRIx32 "}", c);
			cr_expect(slice_equal(buf_slice(&shown), slice_of_string(expected)),
				  "U+%04" PRIX32, c);
			buf_free(&raw);
			buf_free(&shown);
		}
	}
}

Test(text, display_of_random_bytes_holds_no_control)
{
	uint64_t seed = 6;
	struct buf b = {0};
	for (int round = 0; round < 20000; round++) {
		uint8_t bytes[48];
		size_t n = random_below(&seed, sizeof(bytes));
		for (size_t i = 0; i < n; i++)
			bytes[i] = edges[random_below(&seed, COUNT_OF(edges))];
		b.n = 0;
		text_append_display(&b, slice_of(bytes, n));
		for (size_t at = 0; at < b.n;) {
			size_t step = utf8_by_table(slice_from(buf_slice(&b), at));
			cr_assert(step && b.p[at] >= 0x20 && b.p[at] != 0x7f);
			cr_assert(b.p[at] != 0xc2 || b.p[at + 1] >= 0xa0);
			at += step;
		}
	}
	buf_free(&b);
}
