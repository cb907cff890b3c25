/* SPDX-License-Identifier: MIT */
/* lib/evtx/tree.h, scalar.h and occurrence.h */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/evtx/occurrence.h"
#include "lib/evtx/scalar.h"
#include "lib/evtx/value.h"
#include "tests/unit/support_evtx.h"

static struct arena arena;

static void clean(void)
{
	arena_free(&arena);
}

TestSuite(tree, .fini = clean);

/* The content of <x>...</x>. */
static const struct evtx_node *content_of(const char *notation)
{
	char text[1024];
	snprintf(text, sizeof(text), "<x>%s</x>", notation);
	return evtx_tree_of(&arena, text)->children;
}

Test(tree, known_names)
{
	static const char *const names[] = {
#define EVTX_NAME(symbol, text) [EVTX_NAME_##symbol] = text,
#include "lib/evtx/name_list.h"
#undef EVTX_NAME
	};
	for (unsigned i = 1; i < EVTX_NAME_COUNT; i++) {
		cr_expect_eq(evtx_name_known(slice_of_string(names[i])), i, "%s", names[i]);
		struct slice shorter = slice_of(names[i], strlen(names[i]) - 1);
		cr_expect_neq(evtx_name_known(shorter), i);
	}
	cr_expect_eq(evtx_name_known(SLICE("eventid")), EVTX_NAME_OTHER, "case counts");
	cr_expect_eq(evtx_name_known(SLICE("EventID\0")), EVTX_NAME_OTHER);
	cr_expect_eq(evtx_name_known((struct slice){NULL, 0}), EVTX_NAME_OTHER);
}

Test(tree, children_and_attributes)
{
	const struct evtx_node *root = evtx_tree_of(
		&arena, "<Event a='1' Name='2' Name='3'>text<System/><Other/><System><Level/>"
			"</System></Event>");
	const struct evtx_node *system = evtx_child(root, EVTX_NAME_SYSTEM);
	cr_assert(system && system->children == NULL, "the first one");
	cr_expect_null(evtx_child(root, EVTX_NAME_LEVEL), "children only");
	cr_expect_null(evtx_child(NULL, EVTX_NAME_LEVEL));
	const struct evtx_attribute *a = evtx_attribute_of(root, EVTX_NAME_NAME);
	cr_assert(a && slice_equal(a->values->bytes, SLICE("2")));
	cr_expect_null(evtx_attribute_of(root, EVTX_NAME_GUID));
	cr_expect_null(evtx_attribute_of(NULL, EVTX_NAME_GUID));
}

Test(tree, empty_content)
{
	static const struct {
		const char *notation;
		bool empty;
	} rows[] = {
		{"", true},
		{"{null:}", true},
		{"{null:}{string:}", true},
		{"{binary:}", true},
		{"{string:x}", false},
		{"{u8:0}", false},
		{"x", false},
		{"{null:}x", false},
		{"<y/>", false},
		{"&lt;", false},
		{"&#65;", false},
		{"{null:41}", true},
		{"{filetime:0}", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(evtx_content_is_empty(content_of(rows[i].notation)), rows[i].empty,
			     "%s", rows[i].notation);
	struct evtx_node nuls = {.type = EVTX_TYPE_STRING, .kind = EVTX_NODE_VALUE};
	nuls.bytes = SLICE("\0\0\0\0");
	cr_expect(evtx_content_is_empty(&nuls), "a string of NULs");
	struct evtx_node instruction = {.kind = EVTX_NODE_INSTRUCTION, .next = &nuls};
	instruction.bytes = SLICE("x");
	cr_expect(evtx_content_is_empty(&instruction));
}

Test(tree, text_of_content)
{
	static const struct {
		const char *notation, *text;
	} rows[] = {
		{"", ""},
		{"plain", "plain"},
		{"  a  b ", "  a  b "},
		{"{null:}", ""},
		{"{string:a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80}",
		 "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
		{"{ansi:a\xe4\x80}", "a\xc3\xa4\xe2\x82\xac"},
		{"{strings:a||c}", "a,,c"},
		{"{i8:-1}|{u8:255}|{i16:-2}|{u16:65535}", "-1|255|-2|65535"},
		{"{i32:-3}|{u32:4294967295}|{i64:-4}|{u64:18446744073709551615}",
		 "-3|4294967295|-4|18446744073709551615"},
		{"{x32:0xD1}|{x64:0x8000000000000000}|{size:16}", "0xd1|0x8000000000000000|0x10"},
		{"{bool:0}{bool:1}{bool:7}", "falsetruetrue"},
		{"{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}",
		 "{331c3b3a-2005-44c2-ac5e-77220c37d6b4}"},
		{"{filetime:2024-02-29T08:46:36.1234567Z}", "2024-02-29T08:46:36.1234567Z"},
		{"{sid:010100000000000512000000}", "S-1-5-18"},
		{"{binary:00ffAb}", "00FFAB"},
		{"{331C3B3A}", "{331C3B3A}"},
		{"a{u8:7}b<y>not this</y>c", "a7bc"},
		{"a&lt;b&gt;c&amp;d&quot;e&apos;f", "a<b>c&d\"e'f"},
		{"&nbsp;", "&nbsp;"},
		{"&#65;&#8364;&#128512;", "A\xe2\x82\xac\xf0\x9f\x98\x80"},
		{"&#55357;&#1114112;", "\xef\xbf\xbd\xef\xbf\xbd"},
		{"\xff", "\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice text = evtx_content_text(&arena, content_of(rows[i].notation));
		cr_expect(slice_equal(text, slice_of_string(rows[i].text)), "%s gives %.*s",
			  rows[i].notation, (int)text.n, text.p);
	}
}

Test(tree, valid_text_is_borrowed)
{
	const struct evtx_node *text = content_of("plain");
	cr_expect_eq(evtx_content_text(&arena, text).p, text->bytes.p);
}

Test(tree, cdata_counts_and_instructions_do_not)
{
	struct evtx_node cdata = {.kind = EVTX_NODE_CDATA, .type = EVTX_TYPE_UTF8};
	struct evtx_node instruction = {.kind = EVTX_NODE_INSTRUCTION, .next = &cdata};
	cdata.bytes = SLICE("<in>");
	instruction.bytes = SLICE("p");
	cr_expect(slice_equal(evtx_content_text(&arena, &instruction), SLICE("<in>")));
}

Test(tree, text_has_a_largest_size)
{
	static uint8_t bytes[65536 + UTF16_SLACK];
	static struct evtx_node nodes[4096];
	memset(bytes, 'x', sizeof(bytes));
	for (size_t i = 0; i < COUNT_OF(nodes); i++) {
		nodes[i] = (struct evtx_node){.kind = EVTX_NODE_VALUE, .type = EVTX_TYPE_STRING};
		nodes[i].bytes = slice_of(bytes, 65536);
		nodes[i].next = i + 1 < COUNT_OF(nodes) ? &nodes[i + 1] : NULL;
	}
	struct slice text = evtx_content_text(&arena, nodes);
	cr_expect_gt(text.n, LIMIT_EVENT_XML_BYTES);
	cr_expect_leq(text.n, 2 * LIMIT_EVTX_RECORD_OUTPUT);
}

Test(tree, unsigned_numbers)
{
	static const uint64_t none = UINT64_C(0x5a5a5a5a5a5a5a5a);
	static const struct {
		const char *notation;
		uint64_t decimal, hexadecimal; /* without and with the flag */
	} rows[] = {
		{"{u8:41}", 41, 41},
		{"{i32:41}", 41, 41},
		{"{i32:-1}", none, none},
		{"{x64:0x8000000000000000}", UINT64_C(1) << 63, UINT64_C(1) << 63},
		{"{size:0x10}", 16, 16},
		{"{string:41}", 41, 0x41},
		{"41", 41, 0x41},
		{" 41 ", 41, 0x41},
		{"0x29", 41, 41},
		{"0X29", 41, 41},
		{"8000000000000000", UINT64_C(8000000000000000), UINT64_C(1) << 63},
		{"9223372036854775808", UINT64_C(1) << 63, UINT64_C(1) << 63},
		{"{bool:1}", none, none},
		{"{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}", none, none},
		{"4{u8:1}", 41, 0x41},
		{"", none, none},
		{"-1", none, none},
		{"x", none, none},
		{"0x", none, none},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct evtx_node *content = content_of(rows[i].notation);
		uint64_t v = none, w = none;
		bool good = evtx_scalar_unsigned(&arena, content, false, &v);
		cr_expect(good == (v != none) && v == rows[i].decimal, "%s gives %" PRIu64,
			  rows[i].notation, v);
		good = evtx_scalar_unsigned(&arena, content, true, &w);
		cr_expect(good == (w != none) && w == rows[i].hexadecimal, "%s gives %" PRIu64,
			  rows[i].notation, w);
	}
}

Test(tree, instants)
{
	static const struct {
		const char *notation;
		uint64_t filetime; /* 1: none */
	} rows[] = {
		{"{filetime:2024-02-29T08:46:36.1234567Z}", UINT64_C(133536699961234567)},
		{"{systemtime:2024-02-29T08:46:36.123Z}", UINT64_C(133536699961230000)},
		{"2024-02-29T08:46:36.123456700Z", UINT64_C(133536699961234567)},
		{"{string:2024-02-29T10:46:36+02:00}", UINT64_C(133536699960000000)},
		{"{filetime:0}", 0},
		{"{filetime:2650467744000000000}", 1},
		{"{u64:133536699960000000}", 1},
		{"{binary:00000000000000000000000000000000}", 1},
		{"2024-02-29", 1},
		{"", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t v = 1;
		bool good = evtx_scalar_time(&arena, content_of(rows[i].notation), &v);
		cr_expect(good == (v != 1) && v == rows[i].filetime, "%s gives %" PRIu64,
			  rows[i].notation, v);
	}
	static const uint8_t zero[16];
	struct evtx_node unset = {.type = EVTX_TYPE_SYSTEMTIME, .kind = EVTX_NODE_VALUE};
	unset.bytes = slice_of(zero, 16);
	uint64_t v = 1;
	cr_expect_not(evtx_scalar_time(&arena, &unset, &v));
}

Test(tree, forgotten_texts)
{
	(void)arena_alloc(&arena, 100);
	struct arena mark = evtx_arena_mark(&arena);
	uint8_t *first = arena_alloc(&arena, 50);
	(void)arena_alloc(&arena, 100000);
	evtx_arena_return(&arena, mark);
	cr_expect_eq(arena_alloc(&arena, 50), first);
	struct arena fresh = {0};
	mark = evtx_arena_mark(&fresh);
	first = arena_alloc(&fresh, 50);
	evtx_arena_return(&fresh, mark);
	cr_expect_eq(arena_alloc(&fresh, 50), first, "from the beginning");
	arena_free(&fresh);
}

Test(tree, occurrences)
{
	static const struct {
		const char *notation, *shown; /* texts, each with | behind */
	} rows[] = {
		{"", "|"},
		{"a", "a|"},
		{"{string:a}", "a|"},
		{"{strings:a}", "a|"},
		{"{strings:a|b||c}", "a|b||c|"},
		{"{strings:}", "|"},
		{"x{strings:a|b}", "xa,b|"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char notation[100];
		snprintf(notation, sizeof(notation), "<Data Name='n'>%s</Data>", rows[i].notation);
		struct evtx_occurrence o;
		struct buf shown = {0};
		evtx_occurrence_begin(&o, evtx_tree_of(&arena, notation));
		for (const struct evtx_node *e; (e = evtx_occurrence_next(&o));) {
			cr_expect(e->name->known == EVTX_NAME_DATA && e->attributes);
			buf_add_slice(&shown, evtx_content_text(&arena, e->children));
			buf_add_byte(&shown, '|');
		}
		cr_expect_null(evtx_occurrence_next(&o));
		cr_expect(slice_equal(buf_slice(&shown), slice_of_string(rows[i].shown)),
			  "%s gives %.*s", rows[i].notation, (int)shown.n, shown.p);
		buf_free(&shown);
	}
}
