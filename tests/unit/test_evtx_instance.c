/* SPDX-License-Identifier: MIT */
/* lib/evtx/instance.h: where a definition and values lie, however wrong the bytes are. */
#include <criterion/criterion.h>

#include "lib/evtx/instance.h"
#include "tests/unit/support_evtx_binxml.h"

static struct maker m;
static struct evtx_instance in;

static const struct made_value two[] = {{0x08, {(const uint8_t *)"\1\2\3\4", 4}},
					{0x01, {(const uint8_t *)"a\0b\0", 4}}};

static uint32_t definition, instance;

static void make(void)
{
	maker_begin(&m);
	definition = maker_define(&m, 77);
	maker_element_of_slot(&m, "E", 0, 0x08);
	maker_define_end(&m, definition);
	instance = maker_instance(&m, definition, two, 2);
}

static bool read_to(uint32_t end)
{
	return evtx_instance_read(&in, maker_bytes(&m), instance, end, true);
}

Test(evtx_instance, whole)
{
	make();
	cr_assert(read_to(m.at));
	cr_expect_eq(in.definition, definition);
	cr_expect_eq(in.body, definition + EVTX_DEFINITION_HEADER);
	cr_expect_eq(in.count, 2);
	cr_expect_eq(in.end, m.at);
	cr_expect_eq(evtx_instance_size(&in, 1), 4);
	cr_expect_eq(evtx_instance_type(&in, 1), 1);
	cr_expect(!in.cut && !in.moved && !in.missing);
	cr_expect_eq(load_u32le(in.values.p), 0x04030201);
}

/* Cut at each byte: refused, or marked as cut, and never beyond the end. */
Test(evtx_instance, cut)
{
	make();
	for (uint32_t end = instance; end < m.at; end++) {
		if (!read_to(end)) {
			cr_expect(end < instance + 22, "%u", end - instance);
			continue;
		}
		cr_expect(in.cut);
		cr_expect_eq(in.end, end);
		cr_expect(in.values.p + in.values.n <= m.bytes + end);
	}
	cr_expect(!read_to(EVTX_CHUNK_SIZE + 1));
}

Test(evtx_instance, counts)
{
	static const uint32_t counts[] = {5, 100, 0x3fffffff, 0x40000000, 0x40000002, 0xffffffff};
	make();
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		store_u32le(m.bytes + instance + 10, counts[i]);
		cr_expect(!read_to(m.at), "%u", counts[i]);
	}
}

/* A reference that leads nowhere: the definition is found by its identifier. */
Test(evtx_instance, definition_elsewhere)
{
	static const uint32_t wrong[] = {0, 4, 65535, 65536, 0x7fffffff, 0xffffffff, 40000};
	make();
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		store_u32le(m.bytes + instance + 6, wrong[i]);
		cr_assert(read_to(m.at), "%u", wrong[i]);
		cr_expect(in.moved && !in.missing);
		cr_expect_eq(in.definition, definition);
		store_u32le(m.bytes + instance + 2, 78);
		cr_assert(read_to(m.at));
		cr_expect(in.missing);
		cr_expect_eq(in.body_size, 0);
		cr_expect_eq(in.count, 2);
		store_u32le(m.bytes + instance + 2, 77);
	}
}

/* A body never reaches beyond the chunk. */
Test(evtx_instance, definition_sizes)
{
	static const uint32_t sizes[] = {0, 1, 65536, 0x7fffffff, 0xffffffff};
	make();
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		store_u32le(m.bytes + definition + 20, sizes[i]);
		if (read_to(m.at))
			cr_expect(range_within(EVTX_CHUNK_SIZE, in.body, in.body_size));
	}
}

/* A definition at each offset of a chunk full of the same byte. */
Test(evtx_instance, any_place)
{
	static const uint8_t fills[] = {0x00, 0x01, 0x0c, 0x0f, 0xff};
	for (size_t i = 0; i < COUNT_OF(fills); i++) {
		memset(m.bytes, fills[i], EVTX_CHUNK_SIZE);
		for (uint32_t at = EVTX_CHUNK_SIZE - 64; at < EVTX_CHUNK_SIZE + 2; at++)
			if (evtx_instance_read(&in, maker_bytes(&m), at, EVTX_CHUNK_SIZE, false))
				cr_expect(in.end <= EVTX_CHUNK_SIZE);
	}
}
