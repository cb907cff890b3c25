/* SPDX-License-Identifier: MIT */
/* lib/evtx/binxml.h: trees of what is there, and an end to everything that is forged. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/evtx/binxml.h"
#include "tests/unit/support_evtx_binxml.h"

static struct maker m;
static struct evtx_binxml b;
static struct arena arena;
static struct evtx_names names;

static const struct evtx_node *read_from(uint32_t at)
{
	uint32_t stopped;
	arena_reset(&arena);
	evtx_names_begin(&names, maker_bytes(&m));
	evtx_binxml_begin(&b, maker_bytes(&m), &arena, &names, true);
	const struct evtx_node *root = evtx_binxml_event(&b, at, m.at, &stopped);
	cr_expect(stopped >= at && stopped <= m.at);
	return root;
}

static void finish(void)
{
	arena_free(&arena);
	evtx_names_free(&names);
}

static bool is_named(const struct evtx_node *node, const char *name)
{
	return node && node->kind == EVTX_NODE_ELEMENT &&
	       slice_equal(node->name->text, slice_of_string(name));
}

static struct slice text_of(const struct evtx_node *node)
{
	return evtx_content_text(&arena, node->children);
}

/* The literal <E a="1"><F>text</F><G/></E>, without dependency identifiers. */
static uint32_t make_literal(void)
{
	maker_begin(&m);
	uint32_t at = m.at, open, inner;
	maker_add(&m, "\x0f\x01\x01", 4);
	open = maker_open(&m, "E", true);
	maker_u32(&m, 0);
	maker_attribute(&m, "a", "1");
	maker_u8(&m, 0x02);
	inner = maker_open(&m, "F", false);
	maker_u8(&m, 0x02);
	maker_text(&m, "text");
	maker_close(&m, inner);
	inner = maker_open(&m, "G", false);
	maker_close_empty(&m, inner);
	maker_close(&m, open);
	maker_u8(&m, 0);
	return at;
}

Test(evtx_binxml, literal, .fini = finish)
{
	const struct evtx_node *root = read_from(make_literal());
	cr_assert(is_named(root, "E"));
	cr_assert(root->attributes);
	cr_expect(slice_equal(evtx_content_text(&arena, root->attributes->values), SLICE("1")));
	cr_assert(is_named(root->children, "F"));
	cr_expect(slice_equal(text_of(root->children), SLICE("text")));
	cr_expect(is_named(root->children->next, "G"));
	cr_expect_null(root->children->next->children);
}

/* Cut at each byte, and with each byte changed: an answer, and a reason where there is no tree. */
Test(evtx_binxml, damaged, .fini = finish)
{
	static const uint8_t changes[] = {0x01, 0x04, 0x40, 0x80, 0xff};
	uint32_t at = make_literal(), end = m.at;
	for (m.at = at; m.at < end; m.at++)
		if (!read_from(at))
			cr_expect(b.failed);
	for (uint32_t i = at; i < end; i++) {
		for (size_t k = 0; k < COUNT_OF(changes); k++) {
			m.bytes[i] ^= changes[k];
			if (!read_from(at))
				cr_expect(b.failed && b.fault_at <= EVTX_CHUNK_SIZE);
			m.bytes[i] ^= changes[k];
		}
	}
}

static const struct made_value values[] = {{0x08, {(const uint8_t *)"\2\0\0\0", 4}},
					   {0x00, {NULL, 0}}};

/* An instance of <E><F>slot 0</F><G>slot 1</G></E>. */
static uint32_t make_instance(uint32_t *definition)
{
	maker_begin(&m);
	*definition = maker_define(&m, 5);
	uint32_t open = maker_open(&m, "E", false);
	maker_u8(&m, 0x02);
	maker_element_of_slot(&m, "F", 0, 0x08);
	maker_element_of_slot(&m, "G", 1, 0x01);
	maker_close(&m, open);
	maker_define_end(&m, *definition);
	return maker_instance(&m, *definition, values, 2);
}

Test(evtx_binxml, substitutions, .fini = finish)
{
	uint32_t definition;
	const struct evtx_node *root = read_from(make_instance(&definition));
	cr_assert(is_named(root, "E"));
	cr_expect(slice_equal(text_of(root->children), SLICE("2")));
	cr_expect_eq(root->children->children->type, EVTX_TYPE_UINT32);
	cr_expect(root->children->children->substituted);
	cr_expect_eq(root->children->next->children->type, EVTX_TYPE_NULL);
}

/* The values of a lost definition are delivered without their names. */
Test(evtx_binxml, lost_definition, .fini = finish)
{
	uint32_t definition, at = make_instance(&definition);
	store_u32le(m.bytes + definition + 4, 6);
	store_u32le(m.bytes + at + 6, 60000);
	const struct evtx_node *root = read_from(at);
	cr_assert(is_named(root, "TemplateValues"));
	cr_expect(b.missing);
	cr_expect(slice_equal(text_of(root->children), SLICE("2")));
}

static uint32_t make_deep(unsigned depth)
{
	maker_begin(&m);
	uint32_t at = m.at;
	for (unsigned i = 0; i < depth; i++) {
		maker_open(&m, "E", false);
		maker_u8(&m, 0x02);
	}
	for (unsigned i = 0; i < depth; i++)
		maker_u8(&m, 0x04);
	return at;
}

Test(evtx_binxml, depth, .fini = finish)
{
	cr_expect(read_from(make_deep(LIMIT_EVTX_DEPTH)));
	cr_expect_null(read_from(make_deep(LIMIT_EVTX_DEPTH + 1)));
	cr_expect_eq(b.fault, DIAG_EVTX_BINXML_DEPTH);
	cr_expect_null(read_from(make_deep(1000)));
}

/* slots substitutions of value 0 and nothing else, and an instance of it inside itself. */
static uint32_t make_laughs(unsigned slots, unsigned levels)
{
	static uint8_t value[EVTX_CHUNK_SIZE];
	size_t n = 0;
	maker_begin(&m);
	uint32_t definition = maker_define(&m, 5);
	for (unsigned i = 0; i < slots; i++)
		maker_slot(&m, 0, EVTX_TYPE_BIN_XML, false);
	maker_define_end(&m, definition);
	uint32_t start = m.at;
	for (unsigned i = 0; i < levels; i++) {
		struct made_value inner = {EVTX_TYPE_BIN_XML, slice_of(value, n)};
		m.at = start;
		maker_instance(&m, definition, &inner, 1);
		n = m.at - start;
		memcpy(value, m.bytes + start, n);
	}
	return start;
}

/* What makes no node is bounded all the same, and memory with it. */
Test(evtx_binxml, nothing_in_nothing, .fini = finish, .timeout = 20)
{
	static const unsigned shapes[][2] = {{2, 29}, {3, 29}, {60, 12}, {1000, 5}, {10000, 3}};
	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		cr_expect_null(read_from(make_laughs(shapes[i][0], shapes[i][1])));
		cr_expect_eq(b.fault, DIAG_EVTX_BINXML_TOO_LARGE);
		cr_expect(arena_taken(&arena) < LIMIT_EVTX_EVENT_BYTES);
	}
	cr_expect_null(read_from(make_laughs(1, 20)));
	cr_expect_eq(b.fault, DIAG_EVTX_BINXML_EMPTY);
}

/* Attributes take memory, too. */
Test(evtx_binxml, attributes_without_end, .fini = finish)
{
	maker_begin(&m);
	uint32_t definition = maker_define(&m, 5);
	uint32_t open = maker_open(&m, "E", true);
	maker_u32(&m, 0);
	uint32_t name = m.at + 5;
	maker_u8(&m, 0x46);
	maker_name(&m, "a");
	for (unsigned i = 0; i < 5000; i++) {
		maker_u8(&m, 0x46);
		maker_u32(&m, name);
	}
	maker_close_empty(&m, open);
	maker_define_end(&m, definition);
	uint32_t at = m.at;
	for (unsigned i = 0; i < 1000; i++)
		maker_instance(&m, definition, NULL, 0);
	cr_expect_null(read_from(at));
	cr_expect_eq(b.fault, DIAG_EVTX_BINXML_TOO_LARGE);
	cr_expect(arena_taken(&arena) < LIMIT_EVTX_EVENT_BYTES);
}
