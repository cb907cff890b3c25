/* SPDX-License-Identifier: MIT */
/* lib/evtx/program.h: what a program asks of an instance, and that its output keeps to its room. */
#include <criterion/criterion.h>

#include "lib/evtx/program.h"
#include "tests/unit/support_evtx_binxml.h"
#include "tests/unit/support_random.h"

enum { SLOTS_MAX = 9 };

static struct maker m;
static struct evtx_run run;
static struct evtx_program program;

static struct made_value values[SLOTS_MAX];
static uint32_t instance;

/* A chunk with an instance of so many values at its end, and the instance read. */
static void make(uint32_t count)
{
	maker_begin(&m);
	uint32_t definition = maker_define(&m, 3);
	maker_define_end(&m, definition);
	instance = maker_instance(&m, definition, values, count);
	cr_assert(evtx_instance_read(&run.instance, maker_bytes(&m), instance, m.at, true));
}

static void finish(void)
{
	evtx_program_free(&program);
}

static bool fits(uint32_t count)
{
	make(count);
	run.program = &program;
	return evtx_program_fits(&run);
}

/* Odd and even numbers of values: their offsets are sums of the sizes before. */
Test(evtx_program, offsets, .fini = finish)
{
	static const uint8_t bytes[64];
	for (uint32_t count = 0; count <= SLOTS_MAX; count++) {
		for (uint32_t i = 0; i < count; i++)
			values[i] = (struct made_value){0x01, slice_of(bytes, 2 * (size_t)i)};
		make(count);
		evtx_program_free(&program);
		evtx_program_begin(&program, &run.instance);
		evtx_program_end(&program);
		cr_assert(fits(count));
		for (uint32_t i = 0, at = 0; i <= count; at += 2 * i, i++)
			cr_expect_eq(run.offsets[i], at, "value %u of %u", i, count);
		if (count)
			cr_expect(!fits(count - 1));
	}
}

/* Types count, and the sizes of types with a fixed one; sizes of others do not. */
Test(evtx_program, signature, .fini = finish)
{
	static const uint8_t bytes[16];
	values[0] = (struct made_value){0x08, slice_of(bytes, 4)};
	values[1] = (struct made_value){0x01, slice_of(bytes, 6)};
	values[2] = (struct made_value){0x0e, slice_of(bytes, 1)};
	make(3);
	evtx_program_begin(&program, &run.instance);
	evtx_program_end(&program);
	values[1].bytes.n = 0;
	values[2].bytes.n = 9;
	cr_expect(fits(3));
	values[2].type = 0x01;
	cr_expect(!fits(3));
	values[2].type = 0x0e;
	values[0].bytes.n = 8;
	cr_expect(!fits(3));
	values[0].bytes.n = 4;
	values[0].type = 0x07;
	cr_expect(!fits(3));
}

/* Values that are not all there fit nothing; none of them is looked at. */
Test(evtx_program, cut, .fini = finish)
{
	static const uint8_t bytes[16];
	values[0] = (struct made_value){0x01, slice_of(bytes, 6)};
	make(1);
	evtx_program_begin(&program, &run.instance);
	program.slots[0].emptiness = EVTX_MUST_BE_EMPTY;
	evtx_program_end(&program);
	cr_expect(fits(1));
	run.instance.values.n--;
	cr_expect(!evtx_program_fits(&run));
	run.instance.values = slice_of(NULL, 0);
	cr_expect(!evtx_program_fits(&run));
}

static void emit_everything(struct evtx_emit *e, uint32_t count, uint64_t *seed)
{
	for (unsigned i = 0; i < 12; i++) {
		uint32_t slot = (uint32_t)random_below(seed, count);
		struct evtx_node node = {.kind = EVTX_NODE_VALUE,
					 .type = values[slot].type,
					 .substituted = true,
					 .slot = (int32_t)slot};
		emit_string(e, "<literal that is longer than a step of thirty-two bytes>");
		if (emit_unless_empty(e, &node, SLICE("empty"))) {
			emit_value_as_windows(e, &node,
					      (enum utf16_escape)random_below(seed, UTF16_ESCAPES));
			emit_join(e);
		}
		if (node.type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY))
			emit_repeat(
				e, &node, UTF16_JSON,
				&(struct evtx_repeat){SLICE("<d>"), SLICE("</d>"), SLICE("<d/>")});
	}
}

/* Random values of all types: never more bytes than evtx_program_room() says. */
Test(evtx_program, room, .fini = finish)
{
	static uint8_t bytes[SLOTS_MAX][300];
	uint64_t seed = 7;
	for (unsigned round = 0; round < 3000; round++) {
		struct evtx_scratch scratch = {0};
		struct buf out = {0};
		for (unsigned i = 0; i < SLOTS_MAX; i++) {
			for (size_t k = 0; k < sizeof(bytes[i]); k++)
				bytes[i][k] = (uint8_t)(random_next(&seed) >> (round % 3 * 30));
			values[i].type = (uint8_t)(random_below(&seed, 0x16) |
						   random_below(&seed, 2) * 0x80);
			size_t fixed = evtx_type_size(values[i].type);
			values[i].bytes =
				slice_of(bytes[i], fixed ? fixed : random_below(&seed, 300));
		}
		make(SLOTS_MAX);
		evtx_program_free(&program);
		evtx_program_begin(&program, &run.instance);
		struct evtx_emit e = {.out = &program.literals,
				      .program = &program,
				      .instance = &run.instance,
				      .scratch = &scratch};
		emit_everything(&e, SLOTS_MAX, &seed);
		evtx_program_end(&program);
		cr_assert(fits(SLOTS_MAX));
		size_t room = evtx_program_room(&run);
		uint8_t *start = buf_reserve(&out, room);
		cr_assert((size_t)(evtx_program_run(&run, start, &scratch) - start) <= room);
		buf_free(&out);
	}
}
