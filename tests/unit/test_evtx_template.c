/* SPDX-License-Identifier: MIT */
/* lib/evtx/template.h: the same definition is known again in another chunk, and nothing else is. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/evtx/template.h"
#include "tests/unit/support_evtx_binxml.h"

static struct maker m;
static struct evtx_templates templates;
static struct evtx_names names;
static struct evtx_run run;

static const struct made_value number = {0x08, {(const uint8_t *)"\7\0\0\0", 4}};
static const struct made_value word = {0x01, {(const uint8_t *)"a\0b\0", 4}};

static void begin(void)
{
	templates.shape = &evtx_shape_xml;
}

static void finish(void)
{
	evtx_templates_free(&templates);
	evtx_names_free(&names);
}

/* <Event a="x"><name>slot 0</name></Event>, behind gap bytes. */
static uint32_t define(uint32_t gap, const char *name)
{
	maker_begin(&m);
	m.at += gap;
	uint32_t definition = maker_define(&m, 9);
	uint32_t open = maker_open(&m, "Event", true);
	maker_u32(&m, 0);
	maker_attribute(&m, "a", "x");
	maker_u8(&m, 0x02);
	maker_element_of_slot(&m, name, 0, 0x08);
	maker_close(&m, open);
	maker_define_end(&m, definition);
	return definition;
}

/* Reads an instance of the definition in the chunk as it is. */
static bool find(uint32_t definition, const struct made_value *values, uint32_t count)
{
	uint32_t at = maker_instance(&m, definition, values, count);
	evtx_names_begin(&names, maker_bytes(&m));
	evtx_templates_begin(&templates, maker_bytes(&m), &names);
	run.nested = NULL;
	run.nested_bytes = (struct slice){NULL, 0};
	return evtx_instance_read(&run.instance, maker_bytes(&m), at, m.at, true) &&
	       evtx_templates_find(&templates, &run, NULL);
}

static void check_output(const char *expected)
{
	struct evtx_scratch scratch = {0};
	struct buf out = {0};
	size_t room = evtx_program_room(&run);
	uint8_t *start = buf_reserve(&out, room);
	out.n = (size_t)(evtx_program_run(&run, start, &scratch) - start);
	cr_expect(out.n <= room);
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)), "%.*s", (int)out.n,
		  (const char *)out.p);
	buf_free(&out);
}

Test(evtx_template, known_again_elsewhere, .init = begin, .fini = finish)
{
	cr_assert(find(define(0, "E"), &number, 1));
	check_output("<Event a=\"x\"><E>7</E></Event>");
	const struct evtx_program *first = run.program;
	for (uint32_t gap = 1; gap < 100; gap += 7) {
		cr_assert(find(define(gap, "E"), &number, 1));
		cr_expect_eq(run.program, first);
		check_output("<Event a=\"x\"><E>7</E></Event>");
	}
}

/* Links of hash chains differ by chunk and mean nothing. */
Test(evtx_template, links_do_not_count, .init = begin, .fini = finish)
{
	uint32_t definition = define(0, "E");
	cr_assert(find(definition, &number, 1));
	const struct evtx_program *first = run.program;
	definition = define(0, "E");
	/* Header, fragment, token, identifier, size, offset: there is the first name's link. */
	store_u32le(m.bytes + definition + 24 + 4 + 1 + 2 + 4 + 4, 0x1234);
	cr_assert(find(definition, &number, 1));
	cr_expect_eq(run.program, first);
}

/* Each other byte of the body counts. */
Test(evtx_template, each_byte_counts, .init = begin, .fini = finish)
{
	uint32_t definition = define(0, "E");
	uint32_t end = definition + 24 + load_u32le(m.bytes + definition + 20);
	cr_assert(find(definition, &number, 1));
	const struct evtx_program *first = run.program;
	unsigned same = 0;
	for (uint32_t at = definition + 24; at < end; at++) {
		definition = define(0, "E");
		m.bytes[at] ^= 0x10;
		same += find(definition, &number, 1) && run.program == first;
	}
	/* The links of three names. */
	cr_expect_eq(same, 3 * 4);
}

Test(evtx_template, names_count, .init = begin, .fini = finish)
{
	cr_assert(find(define(0, "E"), &number, 1));
	cr_assert(find(define(0, "F"), &number, 1));
	check_output("<Event a=\"x\"><F>7</F></Event>");
}

/* A name that stands elsewhere in the chunk is compared as text. */
Test(evtx_template, names_elsewhere, .init = begin, .fini = finish)
{
	static const char *const texts[] = {"AA", "BB"};
	for (unsigned i = 0; i < 2; i++) {
		char expected[64];
		maker_begin(&m);
		maker_name(&m, texts[i]);
		uint32_t definition = maker_define(&m, 9);
		uint32_t open = maker_open(&m, "Event", false);
		maker_u8(&m, 0x02);
		maker_u8(&m, 0x01);
		maker_u16(&m, 0xffff);
		maker_u32(&m, 5);
		maker_u32(&m, EVTX_CHUNK_HEADER_SIZE + 4);
		maker_u8(&m, 0x02);
		maker_slot(&m, 0, 0x08, false);
		maker_u8(&m, 0x04);
		maker_close(&m, open);
		maker_define_end(&m, definition);
		cr_assert(find(definition, &number, 1));
		snprintf(expected, sizeof(expected), "<Event><%s>7</%s></Event>", texts[i],
			 texts[i]);
		check_output(expected);
	}
}

/* The same template with values of other types is another program. */
Test(evtx_template, signatures, .init = begin, .fini = finish)
{
	static const struct made_value empty = {0x01, {NULL, 0}};
	cr_assert(find(define(0, "E"), &number, 1));
	const struct evtx_program *first = run.program;
	cr_assert(find(define(0, "E"), &word, 1));
	cr_expect_neq(run.program, first);
	check_output("<Event a=\"x\"><E>ab</E></Event>");
	cr_assert(find(define(0, "E"), &empty, 1));
	check_output("<Event a=\"x\"><E/></Event>");
	cr_assert(find(define(0, "E"), &number, 1));
	cr_expect_eq(run.program, first);
}

/* Values that need more bytes than there are fit no program, and leave none behind. */
Test(evtx_template, cut_values, .init = begin, .fini = finish)
{
	uint32_t definition = define(0, "E");
	uint32_t at = maker_instance(&m, definition, &word, 1);
	evtx_names_begin(&names, maker_bytes(&m));
	evtx_templates_begin(&templates, maker_bytes(&m), &names);
	for (uint32_t cut = 1; cut <= 4; cut++) {
		cr_assert(evtx_instance_open(&run.instance, maker_bytes(&m), at, m.at - cut, true));
		size_t memory = templates.memory;
		cr_expect(!evtx_templates_find(&templates, &run, NULL));
		if (cut > 1)
			cr_expect_eq(templates.memory, memory);
	}
}

/* As many definitions as fit, each with a body to the end of the chunk: the cache has its cap. */
Test(evtx_template, overlapping_definitions, .init = begin, .fini = finish)
{
	enum { COUNT = 700 };
	static uint32_t definitions[COUNT];
	maker_begin(&m);
	for (unsigned i = 0; i < COUNT; i++) {
		definitions[i] = maker_define(&m, 9 + i);
		maker_close_empty(&m, maker_open(&m, "Event", false));
		maker_define_end(&m, definitions[i]);
	}
	for (unsigned i = 0; i < COUNT; i++)
		store_u32le(m.bytes + definitions[i] + 20, EVTX_CHUNK_SIZE - definitions[i] - 24);
	evtx_names_begin(&names, maker_bytes(&m));
	evtx_templates_begin(&templates, maker_bytes(&m), &names);
	for (unsigned i = 0; i < COUNT; i++) {
		uint32_t at = m.at;
		maker_instance(&m, definitions[i], NULL, 0);
		cr_assert(evtx_instance_read(&run.instance, maker_bytes(&m), at, m.at, true));
		if (evtx_templates_find(&templates, &run, NULL))
			check_output("<Event/>");
		m.at = at;
	}
	cr_expect(templates.memory < LIMIT_EVTX_TEMPLATE_BYTES + (1u << 20));
}
