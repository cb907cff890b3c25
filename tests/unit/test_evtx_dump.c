/* SPDX-License-Identifier: MIT */
/* The shape evtx_dump: expected lines are what evtx_dump 0.12.2 prints, repairs aside. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/evtx/evtx_dump_value.h"
#include "lib/evtx/shape.h"
#include "lib/evtx/unique_key.h"
#include "tests/unit/support_evtx.h"

struct example {
	const char *notation, *line;
};

static void check_line(const struct example *x)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct evtx_scratch scratch = {0};
	struct evtx_emit e = {.out = &out, .arena = &arena, .scratch = &scratch};
	evtx_shape_evtx_dump.event(&e, evtx_tree_of(&arena, x->notation));
	buf_add_byte(&out, 0);
	cr_expect_str_eq((const char *)out.p, x->line, "%s: %s", x->notation, (const char *)out.p);
	cr_expect(!e.impossible && !e.too_large);
	buf_free(&out);
	arena_free(&arena);
}

#define CHECK_ALL(examples)                             \
	for (size_t i = 0; i < COUNT_OF(examples); i++) \
	check_line(&(examples)[i])

Test(evtx_dump, elements)
{
	static const struct example examples[] = {
		{"<Event/>", "{\"Event\":null}"},
		{"<Event>x</Event>", "{\"Event\":\"x\"}"},
		{"<Other><A>x</A></Other>", "{\"Other\":{\"A\":\"x\"}}"},
		{"<Event><A/><B>{string:}</B><C>{null:}</C></Event>",
		 "{\"Event\":{\"A\":null,\"B\":null,\"C\":null}}"},
		{"<Event a='1'/>", "{\"Event\":{\"#attributes\":{\"a\":\"1\"}}}"},
		{"<Event a='{u16:1}' b='{null:}' c=''>{u8:2}</Event>",
		 "{\"Event\":{\"#attributes\":{\"a\":1},\"#text\":2}}"},
		{"<Event>x<A>y</A>z</Event>", "{\"Event\":{\"#text\":\"xz\",\"A\":\"y\"}}"},
		{"<Event><A>1</A><B/><A>2</A><A/></Event>",
		 "{\"Event\":{\"A\":\"1\",\"B\":null,\"A_1\":\"2\",\"A_2\":null}}"},
	};
	CHECK_ALL(examples);
}

Test(evtx_dump, data)
{
	static const struct example examples[] = {
		{"<EventData><Data Name='a'>1</Data><Data Name='b'/></EventData>",
		 "{\"EventData\":{\"a\":\"1\",\"b\":\"\"}}"},
		{"<EventData><Data>1</Data><Binary>{binary:00ab}</Binary><Data/></EventData>",
		 "{\"EventData\":{\"Data\":{\"#text\":[\"1\",\"\"]},\"Binary\":\"00AB\"}}"},
		{"<EventData><Data>{i32:-1}</Data></EventData>",
		 "{\"EventData\":{\"Data\":{\"#text\":-1}}}"},
		{"<UserData><Data Name='a' Type='b'>1</Data></UserData>",
		 "{\"UserData\":{\"a\":\"1\"}}"},
		{"<UserData><X><Data Name='a'>1</Data></X></UserData>",
		 "{\"UserData\":{\"X\":{\"Data\":{\"#attributes\":{\"Name\":\"a\"},"
		 "\"#text\":\"1\"}}}}"},
		{"<EventData Name='n'><Data Name='a'>1</Data>t</EventData>",
		 "{\"EventData\":{\"#attributes\":{\"Name\":\"n\"},\"#text\":\"t\",\"a\":\"1\"}}"},
	};
	CHECK_ALL(examples);
}

/* Where evtx_dump is at fault. */
Test(evtx_dump, repairs)
{
	static const struct example examples[] = {
		{"<EventData><Data Name='a'>1</Data><Data Name='a'>2</Data></EventData>",
		 "{\"EventData\":{\"a\":\"1\",\"a_1\":\"2\"}}"},
		{"<EventData><Data Name='a'>1</Data><Data Name='a'>2</Data><Data Name='a_1'>3</Data>"
		 "</EventData>",
		 "{\"EventData\":{\"a\":\"1\",\"a_2\":\"2\",\"a_1\":\"3\"}}"},
		{"<EventData><Data Name='a'>1</Data><Data>2</Data><A/></EventData>",
		 "{\"EventData\":{\"a\":\"1\",\"Data\":{\"#text\":\"2\"},\"A\":null}}"},
		{"<EventData><Data Name='a&quot;b'>1</Data></EventData>",
		 "{\"EventData\":{\"a\\\"b\":\"1\"}}"},
		{"<EventData><Data Name='#text'>1</Data>t</EventData>",
		 "{\"EventData\":{\"#text\":\"t\",\"#text_1\":\"1\"}}"},
		{"<Event>&#65;&#55296;&amp;&other;</Event>",
		 "{\"Event\":\"A\xef\xbf\xbd&&other;\"}"},
	};
	CHECK_ALL(examples);
}

Test(evtx_dump, types_of_joined_values)
{
	static const struct example examples[] = {
		{"<Event>{u8:5}</Event>", "{\"Event\":5}"},
		{"<Event>{bool:1}</Event>", "{\"Event\":true}"},
		{"<Event>{u8:5}{u8:6}</Event>", "{\"Event\":\"56\"}"},
		{"<Event>x{u8:5}</Event>", "{\"Event\":\"x5\"}"},
		{"<Event a='1'>{u8:5}{string:}</Event>",
		 "{\"Event\":{\"#attributes\":{\"a\":\"1\"},\"#text\":5}}"},
		{"<Event>{x64:0xff}</Event>", "{\"Event\":\"0xff\"}"},
		{"<Event>{guid:00112233-4455-6677-8899-aabbccddeeff}</Event>",
		 "{\"Event\":\"00112233-4455-6677-8899-AABBCCDDEEFF\"}"},
		{"<Event>{filetime:2016-07-08T18:12:51.6816408Z}</Event>",
		 "{\"Event\":\"2016-07-08T18:12:51.681640Z\"}"},
		{"<Event>{systemtime:2016-07-08T18:12:51.681Z}</Event>",
		 "{\"Event\":\"2016-07-08T18:12:51.681000Z\"}"},
	};
	CHECK_ALL(examples);
}

Test(evtx_dump, arrays)
{
	static const struct example examples[] = {
		{"<EventData><Data>{strings:a|b}</Data></EventData>",
		 "{\"EventData\":{\"Data\":{\"#text\":[\"a\",\"b\"]}}}"},
		{"<EventData><Data>{strings:a}</Data></EventData>",
		 "{\"EventData\":{\"Data\":{\"#text\":\"a\"}}}"},
		{"<EventData><Data>{strings:a||b}</Data><Data>c</Data></EventData>",
		 "{\"EventData\":{\"Data\":{\"#text\":[\"a\",\"\",\"b\",\"c\"]}}}"},
		{"<EventData><Data Name='n'>{strings:a|b}</Data></EventData>",
		 "{\"EventData\":{\"n\":\"a\",\"n_1\":\"b\"}}"},
		{"<EventData><X>p{strings:a||b}q</X><X/></EventData>",
		 "{\"EventData\":{\"X\":\"paq\",\"X_1\":\"pq\",\"X_2\":\"pbq\",\"X_3\":null}}"},
		{"<EventData><X>{strings:|b}</X></EventData>",
		 "{\"EventData\":{\"X\":null,\"X_1\":\"b\"}}"},
		{"<EventData><X a='{strings:1|2}'>{strings:a|b}</X></EventData>",
		 "{\"EventData\":{\"X\":{\"#attributes\":{\"a\":\"1\"},\"#text\":\"a\"},"
		 "\"X_1\":{\"#attributes\":{\"a\":\"2\"},\"#text\":\"a\"},"
		 "\"X_2\":{\"#attributes\":{\"a\":\"1\"},\"#text\":\"b\"},"
		 "\"X_3\":{\"#attributes\":{\"a\":\"2\"},\"#text\":\"b\"}}}"},
		{"<Event>{strings:a|b}</Event>", "{\"Event\":\"a,b\"}"},
	};
	CHECK_ALL(examples);
}

/* What zmij 1.0.1 prints. */
Test(evtx_dump, reals)
{
	static const struct {
		double value;
		const char *text;
	} examples[] = {
		{0.0, "0.0"},
		{-0.0, "-0.0"},
		{1.0, "1.0"},
		{0.1, "0.1"},
		{1e15, "1000000000000000.0"},
		{1e16, "1e+16"},
		{123456789012345680.0, "1.2345678901234568e+17"},
		{9007199254740992.0, "9007199254740992.0"},
		{12345678.9, "12345678.9"},
		{1e-5, "0.00001"},
		{3.14e-5, "0.0000314"},
		{1e-6, "1e-6"},
		{5e-324, "5e-324"},
		{1.7976931348623157e308, "1.7976931348623157e+308"},
		{(double)INFINITY, "inf"},
		{(double)-INFINITY, "-inf"},
		{(double)NAN, "NaN"},
	};
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		uint8_t bytes[8], out[256] = {0};
		struct evtx_scratch scratch = {0};
		memcpy(bytes, &examples[i].value, sizeof(bytes));
		evtx_writer *writer = evtx_dump_writer(EVTX_TYPE_REAL64, 8);
		*writer(out, slice_of(bytes, 8), &scratch) = 0;
		cr_expect_str_eq((const char *)out, examples[i].text);
	}
}

/* Many members with one text, and the texts that their numbers would make. */
Test(evtx_dump, unique_keys)
{
	enum { COUNT = 2000 };
	static char texts[COUNT][8];
	static struct slice slices[COUNT];
	static struct unique_key *keys[COUNT];
	struct arena arena = {0};
	for (unsigned i = 0; i < COUNT; i++) {
		/* a, a_2, a, a_4, a, a_6 ... */
		snprintf(texts[i], sizeof(texts[i]), i % 2 ? "a_%u" : "a", i + 1);
		slices[i] = slice_of_string(texts[i]);
	}
	for (size_t n = 10; n <= COUNT; n += COUNT - 10) {
		struct unique_keys u;
		unique_keys_make(&u, &arena, slices, keys, n);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t number = unique_key_take(&u, keys[i]);
			cr_expect(slice_equal(keys[i]->text, slices[i]));
			/* The even numbers up to n are taken. */
			uint32_t nth = i / 2, expected = nth ? 2 * nth - 1 : 0;
			cr_expect_eq(number, i % 2 ? 0 : expected, "%u of %zu: %u", i, n, number);
		}
	}
	arena_free(&arena);
}

/* A record cannot make more output than is allowed by combining its arrays. */
Test(evtx_dump, too_many_combinations)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct evtx_scratch scratch = {0};
	static uint8_t zeros[20000 + UTF16_SLACK];
	struct evtx_node values[12] = {{0}};
	for (size_t i = 0; i < COUNT_OF(values); i++)
		values[i] = (struct evtx_node){.kind = EVTX_NODE_VALUE,
					       .type = EVTX_TYPE_STRING | EVTX_TYPE_ARRAY,
					       .slot = EVTX_NO_SLOT,
					       .bytes = slice_of(zeros, 20000),
					       .next = i ? &values[i - 1] : NULL};
	const struct evtx_name name = {SLICE("EventData"), EVTX_NAME_EVENT_DATA};
	const struct evtx_name inner = {SLICE("Data"), EVTX_NAME_DATA};
	struct evtx_node data = {.kind = EVTX_NODE_ELEMENT,
				 .name = &inner,
				 .children = &values[COUNT_OF(values) - 1]};
	struct evtx_node root = {.kind = EVTX_NODE_ELEMENT, .name = &name, .children = &data};
	struct evtx_emit e = {.out = &out, .arena = &arena, .scratch = &scratch};
	evtx_shape_evtx_dump.event(&e, &root);
	cr_expect(e.too_large);
	cr_expect_leq(out.n, LIMIT_EVTX_RECORD_OUTPUT);
	buf_free(&out);
	arena_free(&arena);
}
