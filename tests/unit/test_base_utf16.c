/* SPDX-License-Identifier: MIT */
/* lib/base/utf16.h: all twins against a converter that goes unit by unit and knows no tricks. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/text.h"
#include "lib/base/utf16.h"
#include "tests/unit/support_random.h"

static const char *const twin_names[] = {"best", "scalar", "sse2", "avx2"};

enum { MAX_UNITS = 400 };

/* --- the other converter --- */

static bool xml_forbids(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff;
}

static bool spell_json(struct buf *b, uint32_t c)
{
	const char *hit = c && c < 0x80 ? strchr("\"\\\bb\ff\nn\rr\tt", (int)c) : NULL;
	if (c == '"' || c == '\\')
		buf_printf(b, "\\%c", (int)c);
	else if (hit && c < 0x20)
		buf_printf(b, "\\%c", hit[1]);
	else if (c < 0x20 || (c >= 0x7f && c <= 0x9f))
		buf_printf(b, "\\u%04" PRIx32, c);
	else
		return false;
	return true;
}

static bool spell_xml(struct buf *b, uint32_t c, bool attribute)
{
	if (c == '&')
		buf_add_string(b, "&amp;");
	else if (c == '<')
		buf_add_string(b, "&lt;");
	else if (c == '>')
		buf_add_string(b, "&gt;");
	else if (c == '"' && attribute)
		buf_add_string(b, "&quot;");
	else if (c == '\r' || (attribute && (c == '\t' || c == '\n')))
		buf_printf(b, "&#%d;", (int)c);
	else if (xml_forbids(c))
		utf8_append(b, 0xfffd);
	else
		return false;
	return true;
}

static void spell(struct buf *b, uint32_t c, enum utf16_escape escape)
{
	bool done = escape == UTF16_JSON    ? spell_json(b, c)
		    : escape == UTF16_PLAIN ? false
					    : spell_xml(b, c, escape == UTF16_XML_ATTRIBUTE);
	if (!done)
		utf8_append(b, c);
}

static bool naive(struct buf *b, const uint8_t *p, size_t n, enum utf16_escape escape)
{
	bool replaced = n % 2;
	for (size_t i = 0; i + 1 < n; i += 2) {
		uint32_t c = (uint32_t)p[i] + 256u * p[i + 1];
		uint32_t next = i + 3 < n ? (uint32_t)p[i + 2] + 256u * p[i + 3] : 0;
		if (c >= 0xd800 && c <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
			c = 0x10000 + (c - 0xd800) * 0x400 + (next - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c <= 0xdfff) {
			c = 0xfffd;
			replaced = true;
		}
		spell(b, c, escape);
	}
	if (n % 2)
		utf8_append(b, 0xfffd);
	return replaced;
}

/* --- one text through all twins --- */

struct subject {
	const uint8_t *bytes;
	size_t n;
	size_t align; /* bytes behind a multiple of 16 where the copy begins */
	const uint8_t *padding;
};

typedef uint8_t *write_function(uint8_t *, struct slice, enum utf16_escape, bool *);

/* Everything lies in blocks of the exact size, so that a sanitizer sees each byte too many. */
static void check_once(const struct subject *s, write_function *write, size_t padding,
		       enum utf16_escape escape, struct slice expected, bool replaced,
		       const char *what)
{
	size_t room = utf16_room(s->n);
	uint8_t *in = malloc(s->align + s->n + padding + !(s->align + s->n + padding));
	uint8_t *out = malloc(room);
	bool got_replaced = false;
	memcpy(in + s->align, s->bytes, s->n);
	memcpy(in + s->align + s->n, s->padding, padding);
	memset(out, 0xa5, room);
	uint8_t *end = write(out, slice_of(in + s->align, s->n), escape, &got_replaced);
	size_t n = (size_t)(end - out);
	cr_assert(slice_equal(slice_of(out, n), expected),
		  "%s: %zu bytes at %zu, escape %d\n got      %.*s\n expected %.*s", what, s->n,
		  s->align, (int)escape, (int)n, (char *)out, (int)expected.n,
		  (const char *)expected.p);
	cr_assert_eq(got_replaced, replaced, "%s", what);
	for (size_t i = n + UTF16_SLACK; i < room; i++)
		cr_assert_eq(out[i], 0xa5, "%s: wrote at %zu behind %zu", what, i, n);
	free(in);
	free(out);
}

static void check_aligned(const struct subject *s, enum utf16_escape escape)
{
	struct buf expected = {0};
	buf_reserve(&expected, 1);
	bool replaced = naive(&expected, s->bytes, s->n, escape);
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++) {
		if (!utf16_choose(twin))
			continue;
		check_once(s, utf16_write, 0, escape, buf_slice(&expected), replaced,
			   twin_names[twin]);
		check_once(s, utf16_write_padded, UTF16_SLACK, escape, buf_slice(&expected),
			   replaced, twin_names[twin]);
	}
	buf_free(&expected);
}

static void check_text(const uint8_t *bytes, size_t n, size_t align, uint64_t *seed)
{
	uint8_t padding[UTF16_SLACK];
	for (size_t i = 0; i < sizeof(padding); i++)
		padding[i] = (uint8_t)random_next(seed);
	struct subject s = {bytes, n, align, padding};
	for (enum utf16_escape escape = UTF16_PLAIN; escape < UTF16_ESCAPES; escape++)
		check_aligned(&s, escape);
}

static void put_unit(uint8_t *p, uint32_t unit)
{
	p[0] = (uint8_t)unit;
	p[1] = (uint8_t)(unit >> 8);
}

/* --- what texts are made of --- */

enum unit_class {
	LETTER,
	SPECIAL,
	CONTROL,
	LATIN_1,
	TWO_BYTES,
	THREE_BYTES,
	EDGE,
	HIGH,
	LOW,
	PAIR,
	CLASSES,
};

static const uint16_t edges[] = {0x0000, 0x001f, 0x0020, 0x007e, 0x007f, 0x0080, 0x009f, 0x00a0,
				 0x00ff, 0x0100, 0x07ff, 0x0800, 0x0fff, 0x1000, 0x7fff, 0x8000,
				 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xfffe, 0xffff};

static uint16_t unit_of(enum unit_class class, uint64_t *seed)
{
	static const char specials[] = "\\\"&<>\\\t\n\r\b\f/'";
	switch (class) {
	case LETTER:
		return (uint16_t)('a' + random_below(seed, 26));
	case SPECIAL:
		return (uint16_t)specials[random_below(seed, sizeof(specials) - 1)];
	case CONTROL:
		return (uint16_t)random_below(seed, 0x21);
	case LATIN_1:
		return (uint16_t)(0x7f + random_below(seed, 0x81));
	case TWO_BYTES:
		return (uint16_t)(0x400 + random_below(seed, 0x100));
	case THREE_BYTES:
		return (uint16_t)(0x4e00 + random_below(seed, 0x5000));
	case EDGE:
		return edges[random_below(seed, COUNT_OF(edges))];
	case LOW:
		return (uint16_t)(0xdc00 + random_below(seed, 0x400));
	default:
		return (uint16_t)(0xd800 + random_below(seed, 0x400));
	}
}

/* Mostly of one class, or of all of them. The odd byte, too, is there. */
static void fill(uint8_t bytes[static 2 * MAX_UNITS + 1], size_t units, enum unit_class class,
		 uint64_t *seed)
{
	for (size_t i = 0; i < units; i++) {
		enum unit_class here = class;
		if (class == CLASSES || random_below(seed, 8) == 0)
			here = (enum unit_class)random_below(seed, CLASSES);
		put_unit(bytes + 2 * i, unit_of(here, seed));
		if (here == PAIR && i + 1 < units)
			put_unit(bytes + 2 * ++i, unit_of(LOW, seed));
	}
	bytes[2 * units] = (uint8_t)random_next(seed);
}

Test(utf16, twins_of_this_machine)
{
	cr_expect(utf16_choose(UTF16_TWIN_SCALAR));
	cr_expect(utf16_choose(UTF16_TWIN_BEST));
	for (enum utf16_twin twin = UTF16_TWIN_SSE2; twin <= UTF16_TWIN_AVX2; twin++) {
		const struct utf16_kernel *before = utf16_active;
		if (!utf16_choose(twin)) {
			cr_expect_eq(utf16_active, before);
			cr_log_warn("%s: not on this machine, not tested", twin_names[twin]);
		}
	}
}

Test(utf16, every_length_at_every_alignment)
{
	uint8_t bytes[2 * MAX_UNITS + 1];
	uint64_t seed = 11;
	for (size_t units = 0; units <= 64; units++) {
		for (size_t align = 0; align < 32; align++) {
			enum unit_class class = (enum unit_class)((units + align) % (CLASSES + 1));
			fill(bytes, units, class, &seed);
			check_text(bytes, 2 * units + align / 2 % 2, align, &seed);
		}
	}
}

Test(utf16, every_class_in_every_length)
{
	uint8_t bytes[2 * MAX_UNITS + 1];
	uint64_t seed = 12;
	for (size_t units = 0; units <= 64; units++) {
		for (enum unit_class class = 0; class <= CLASSES; class ++) {
			for (size_t odd = 0; odd < 2; odd++) {
				fill(bytes, units, class, &seed);
				check_text(bytes, 2 * units + odd, random_below(&seed, 32), &seed);
			}
		}
	}
}

Test(utf16, long_texts)
{
	uint8_t bytes[2 * MAX_UNITS + 1];
	uint64_t seed = 13;
	for (int round = 0; round < 3000; round++) {
		size_t units = random_below(&seed, MAX_UNITS + 1);
		fill(bytes, units, (enum unit_class)random_below(&seed, CLASSES + 1), &seed);
		check_text(bytes, 2 * units + random_below(&seed, 2), random_below(&seed, 32),
			   &seed);
	}
}

/* Each unit there is, alone, between letters, and where a block ends. */
Test(utf16, every_unit)
{
	uint8_t bytes[2 * 40];
	uint64_t seed = 14;
	for (uint32_t unit = 0; unit < 0x10000; unit += unit < 0x900 || unit >= 0xfff0 ? 1 : 13) {
		for (size_t i = 0; i < 40; i++)
			put_unit(bytes + 2 * i, i == 1 || i == 7 || i == 31 ? unit : 'a' + i % 26);
		check_text(bytes + 2, 2, 0, &seed);
		check_text(bytes, 80, unit % 32, &seed);
	}
}

/* A special unit at each place of texts of one kind. */
Test(utf16, every_place)
{
	static const uint16_t guests[] = {'"',  '\\', '&',  '\r',   '\t',   0,      1,
					  0x7f, 0x85, 0xe9, 0x20ac, 0xfffe, 0xd83d, 0xde00};
	static const uint16_t hosts[] = {'x', 0x43f, 0x6f22};
	uint8_t bytes[2 * 80];
	uint64_t seed = 15;
	for (size_t host = 0; host < COUNT_OF(hosts); host++) {
		for (size_t guest = 0; guest < COUNT_OF(guests); guest++) {
			for (size_t place = 0; place < 68; place++) {
				for (size_t i = 0; i < 68; i++)
					put_unit(bytes + 2 * i, hosts[host]);
				put_unit(bytes + 2 * place, guests[guest]);
				check_text(bytes, 2 * 67, place % 32, &seed);
				/* A pair, cut by the end at place 66. */
				put_unit(bytes + 2 * place, 0xd83d);
				put_unit(bytes + 2 * place + 2, 0xde00);
				check_text(bytes, 2 * 67, place % 32, &seed);
			}
		}
	}
}

Test(utf16, spelling)
{
	static const struct {
		enum utf16_escape escape;
		const char *expected;
	} rows[] = {
		{UTF16_PLAIN, "a\"\\<&>\t\r\n\x01\x7f\xc2\x85\xd0\x96\xe2\x82\xac"},
		{UTF16_JSON, "a\\\"\\\\<&>\\t\\r\\n\\u0001\\u007f\\u0085\xd0\x96\xe2\x82\xac"},
		{UTF16_XML_TEXT, "a\"\\&lt;&amp;&gt;\t&#13;\n\xef\xbf\xbd\x7f\xc2\x85\xd0\x96"
				 "\xe2\x82\xac"},
		{UTF16_XML_ATTRIBUTE, "a&quot;\\&lt;&amp;&gt;&#9;&#13;&#10;\xef\xbf\xbd\x7f\xc2\x85"
				      "\xd0\x96\xe2\x82\xac"},
	};
	static const uint16_t units[] = {'a',  '"',  '\\', '<', '&',  '>',   '\t',
					 '\r', '\n', 1,    127, 0x85, 0x416, 0x20ac};
	uint8_t bytes[sizeof(units)];
	for (size_t i = 0; i < COUNT_OF(units); i++)
		put_unit(bytes + 2 * i, units[i]);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (enum utf16_twin twin = UTF16_TWIN_BEST; twin <= UTF16_TWIN_AVX2; twin++) {
			uint8_t out[3 * sizeof(units) + UTF16_SLACK];
			bool replaced = false;
			if (!utf16_choose(twin))
				continue;
			uint8_t *end = utf16_write(out, slice_of(bytes, sizeof(bytes)),
						   rows[i].escape, &replaced);
			cr_expect(slice_equal(slice_of(out, (size_t)(end - out)),
					      slice_of_string(rows[i].expected)),
				  "row %zu, %s", i, twin_names[twin]);
			cr_expect_not(replaced, "what XML forbids is not counted");
		}
	}
}

Test(utf16, replaced_is_never_cleared)
{
	for (enum utf16_twin twin = UTF16_TWIN_BEST; twin <= UTF16_TWIN_AVX2; twin++) {
		uint8_t out[128];
		bool replaced = true;
		if (!utf16_choose(twin))
			continue;
		utf16_write(out, SLICE("a\0b\0"), UTF16_JSON, &replaced);
		cr_expect(replaced);
		cr_expect_eq(utf16_write(out, slice_of(NULL, 0), UTF16_JSON, &replaced), out);
	}
}

/* --- UTF-8 --- */

static void check_utf8(struct slice s, enum utf16_escape escape)
{
	struct buf expected = {0};
	bool replaced = false;
	bool expected_replaced = false;
	buf_reserve(&expected, 1);
	for (size_t at = 0; at < s.n;) {
		uint32_t c;
		size_t n = utf8_decode(slice_from(s, at), &c);
		if (n)
			spell(&expected, c, escape);
		else
			utf8_append(&expected, 0xfffd);
		expected_replaced |= n == 0;
		at += n ? n : 1;
	}
	uint8_t *out = malloc(utf8_room(s.n));
	uint8_t *end = utf8_write(out, s, escape, &replaced);
	cr_assert(slice_equal(slice_of(out, (size_t)(end - out)), buf_slice(&expected)));
	cr_assert_eq(replaced, expected_replaced);
	free(out);
	buf_free(&expected);
}

Test(utf16, utf8_of_every_code_point_and_of_noise)
{
	static const uint8_t parts[] = {0x00, 0x0d, 0x22, 0x26, 0x41, 0x5c, 0x7f, 0x80, 0x9f, 0xbe,
					0xbf, 0xc2, 0xdf, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xff};
	struct buf b = {0};
	uint64_t seed = 16;
	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 || (c & 0xfff0) == 0xfff0 ? 1 : 37) {
		b.n = 0;
		utf8_append(&b, c);
		for (enum utf16_escape escape = UTF16_PLAIN; escape < UTF16_ESCAPES; escape++)
			check_utf8(buf_slice(&b), escape);
	}
	for (int round = 0; round < 20000; round++) {
		b.n = 0;
		for (size_t n = random_below(&seed, 40); n; n--)
			buf_add_byte(&b, parts[random_below(&seed, sizeof(parts))]);
		check_utf8(buf_slice(&b), (enum utf16_escape)(round % UTF16_ESCAPES));
	}
	buf_free(&b);
}
