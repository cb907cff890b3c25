/* SPDX-License-Identifier: MIT */
/* lib/evtx/members.h: named values that may repeat, whatever their names are. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/evtx/members.h"
#include "tests/unit/support_evtx.h"
#include "tests/unit/support_json.h"

static struct arena arena;
static struct buf out;
static struct evtx_scratch scratch;
static struct evtx_emit e;

static void begin(void)
{
	e = (struct evtx_emit){.out = &out, .arena = &arena, .scratch = &scratch, .careful = true};
}

static void finish(void)
{
	arena_free(&arena);
	buf_free(&out);
}

static void check_tree(const char *notation, const char *json)
{
	out.n = 0;
	emit_element_tree(&e, evtx_tree_of(&arena, notation));
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(json)), "%s: %.*s", notation,
		  (int)out.n, (const char *)out.p);
	cr_expect(strict_json(buf_slice(&out)));
	cr_expect(!e.too_large && !e.impossible);
}

Test(evtx_members, trees, .init = begin, .fini = finish)
{
	check_tree("<E/>", "\"\"");
	check_tree("<E>x</E>", "\"x\"");
	check_tree("<E a='1'/>", "{\"@a\":\"1\"}");
	check_tree("<E a='1'>x</E>", "{\"@a\":\"1\",\"#text\":\"x\"}");
	check_tree("<E><A>1</A><B>2</B></E>", "{\"A\":\"1\",\"B\":\"2\"}");
	check_tree("<E><A>1</A><B>2</B><A>3</A></E>", "{\"A\":[\"1\",\"3\"],\"B\":\"2\"}");
	check_tree("<E><A x='{null:}'>1</A></E>", "{\"A\":\"1\"}");
	check_tree("<E><A>{strings:a||b}</A></E>", "{\"A\":[\"a\",\"\",\"b\"]}");
	check_tree("<E>x<A/>y</E>", "{\"A\":\"\",\"#text\":\"xy\"}");
}

/* A forged name twice: the first value counts, and no key comes twice. */
Test(evtx_members, repeated_attributes, .init = begin, .fini = finish)
{
	check_tree("<E a='1' b='2' a='3'/>", "{\"@a\":\"1\",\"@b\":\"2\"}");
}

/* Many different names, some of them twice. */
Test(evtx_members, many, .init = begin, .fini = finish)
{
	struct members m;
	members_begin(&m);
	const struct evtx_node *element = evtx_tree_of(&arena, "<E>x</E>");
	for (unsigned i = 0; i < 3000; i++) {
		char *name = arena_alloc(&arena, 16);
		snprintf(name, 16, "n%u", i % 2000);
		members_add(&m, &arena, slice_of_string(name), element->children, NULL);
	}
	bool comma = false;
	buf_add_byte(&out, '{');
	members_emit(&e, &m, &comma);
	buf_add_byte(&out, '}');
	cr_expect(strict_json(buf_slice(&out)));
	cr_expect_eq(m.count, 2000);
}

static void add_broken(struct members *m, const char *name)
{
	static const uint8_t bytes[2 + UTF16_SLACK] = {0x00, 0xd8};
	struct evtx_node *node = arena_alloc(&arena, sizeof(*node));
	*node = (struct evtx_node){.kind = EVTX_NODE_VALUE,
				   .type = EVTX_TYPE_STRING,
				   .slot = EVTX_NO_SLOT,
				   .bytes = slice_of(bytes, 2)};
	members_add(m, &arena, slice_of_string(name), node, NULL);
}

static void check_broken(const char *const *names, size_t count, const char *json)
{
	struct members m;
	bool comma = false;
	members_begin(&m);
	out.n = 0;
	for (size_t i = 0; i < count; i++)
		add_broken(&m, names[i]);
	buf_add_byte(&out, '{');
	members_emit(&e, &m, &comma);
	buf_add_byte(&out, '}');
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(json)), "%.*s", (int)out.n,
		  (const char *)out.p);
}

/* Raw bytes stand beside text that was not valid, unless a member has their name. */
Test(evtx_members, raw_bytes, .init = begin, .fini = finish)
{
	static const char *const one[] = {"a"}, *const twice[] = {"a", "a"};
	static const char *const clash[] = {"a", "a_hex"}, *const behind[] = {"a_hex", "a"};
	check_broken(one, 1, "{\"a\":\"\xef\xbf\xbd\",\"a_hex\":\"00D8\"}");
	check_broken(twice, 2,
		     "{\"a\":[\"\xef\xbf\xbd\",\"\xef\xbf\xbd\"],\"a_hex\":[\"00D8\",\"00D8\"]}");
	check_broken(clash, 2,
		     "{\"a\":\"\xef\xbf\xbd\",\"a_hex\":\"\xef\xbf\xbd\",\"a_hex_hex\":\"00D8\"}");
	check_broken(behind, 2,
		     "{\"a_hex\":\"\xef\xbf\xbd\",\"a_hex_hex\":\"00D8\",\"a\":\"\xef\xbf\xbd\"}");
}

/* One value in many places: neither output nor memory goes beyond their limits. */
Test(evtx_members, one_value_many_times, .init = begin, .fini = finish)
{
	enum { SIZE = 40000, TIMES = 4000 };
	uint8_t *bytes = calloc(SIZE + UTF16_SLACK, 1);
	memset(bytes, 0xd8, SIZE);
	struct members m;
	members_begin(&m);
	struct evtx_node node = {.kind = EVTX_NODE_VALUE,
				 .type = EVTX_TYPE_STRING,
				 .slot = EVTX_NO_SLOT,
				 .bytes = slice_of(bytes, SIZE)};
	for (unsigned i = 0; i < TIMES; i++)
		members_add(&m, &arena, SLICE("a"), &node, NULL);
	bool comma = false;
	members_emit(&e, &m, &comma);
	cr_expect(e.too_large);
	cr_expect(out.n <= LIMIT_EVTX_RECORD_OUTPUT);
	cr_expect(arena_taken(&arena) < LIMIT_EVTX_EVENT_BYTES);
	free(bytes);
}
