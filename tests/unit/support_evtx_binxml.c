/* SPDX-License-Identifier: MIT */
#include "tests/unit/support_evtx_binxml.h"

void maker_begin(struct maker *m)
{
	memset(m, 0, sizeof(*m));
	m->at = EVTX_CHUNK_HEADER_SIZE;
}

struct slice maker_bytes(const struct maker *m)
{
	return slice_of(m->bytes, EVTX_CHUNK_SIZE);
}

void maker_add(struct maker *m, const void *p, size_t n)
{
	assert(n <= EVTX_CHUNK_SIZE - m->at);
	memcpy(m->bytes + m->at, p, n);
	m->at += (uint32_t)n;
}

void maker_u8(struct maker *m, uint8_t v)
{
	maker_add(m, &v, 1);
}

void maker_u16(struct maker *m, uint16_t v)
{
	maker_u8(m, (uint8_t)v);
	maker_u8(m, (uint8_t)(v >> 8));
}

void maker_u32(struct maker *m, uint32_t v)
{
	maker_u16(m, (uint16_t)v);
	maker_u16(m, (uint16_t)(v >> 16));
}

static void add_text(struct maker *m, const char *text)
{
	maker_u16(m, (uint16_t)strlen(text));
	for (; *text; text++)
		maker_u16(m, (uint8_t)*text);
}

void maker_name(struct maker *m, const char *name)
{
	maker_u32(m, m->at + 4);
	maker_u32(m, 0);
	maker_u16(m, 0x1234);
	add_text(m, name);
	maker_u16(m, 0);
}

uint32_t maker_open(struct maker *m, const char *name, bool attributes)
{
	maker_u8(m, attributes ? 0x41 : 0x01);
	maker_u16(m, 0xffff);
	uint32_t size = m->at;
	maker_u32(m, 0);
	maker_name(m, name);
	return size;
}

static void set_size(struct maker *m, uint32_t open)
{
	store_u32le(m->bytes + open, m->at - open - 4);
}

void maker_close_empty(struct maker *m, uint32_t open)
{
	maker_u8(m, 0x03);
	set_size(m, open);
}

void maker_close(struct maker *m, uint32_t open)
{
	maker_u8(m, 0x04);
	set_size(m, open);
}

void maker_text(struct maker *m, const char *text)
{
	maker_u16(m, 0x0105);
	add_text(m, text);
}

void maker_attribute(struct maker *m, const char *name, const char *text)
{
	maker_u8(m, 0x06);
	maker_name(m, name);
	maker_text(m, text);
}

void maker_slot(struct maker *m, uint16_t index, uint8_t type, bool optional)
{
	maker_u8(m, optional ? 0x0e : 0x0d);
	maker_u16(m, index);
	maker_u8(m, type);
}

void maker_element_of_slot(struct maker *m, const char *name, uint16_t index, uint8_t type)
{
	uint32_t open = maker_open(m, name, false);
	maker_u8(m, 0x02);
	maker_slot(m, index, type, false);
	maker_close(m, open);
}

uint32_t maker_define(struct maker *m, uint32_t id)
{
	uint32_t at = m->at;
	maker_u32(m, 0);
	maker_u32(m, id);
	maker_add(m, "twelve bytes", 12);
	maker_u32(m, 0);
	maker_add(m, "\x0f\x01\x01", 4);
	return at;
}

void maker_define_end(struct maker *m, uint32_t definition)
{
	maker_u8(m, 0);
	store_u32le(m->bytes + definition + 20, m->at - definition - 24);
}

uint32_t maker_instance(struct maker *m, uint32_t definition, const struct made_value *values,
			uint32_t count)
{
	uint32_t at = m->at;
	maker_u16(m, 0x010c);
	maker_add(m, m->bytes + definition + 4, 4);
	maker_u32(m, definition);
	maker_u32(m, count);
	for (uint32_t i = 0; i < count; i++) {
		maker_u16(m, (uint16_t)values[i].bytes.n);
		maker_u16(m, values[i].type);
	}
	for (uint32_t i = 0; i < count; i++)
		if (values[i].bytes.n)
			maker_add(m, values[i].bytes.p, values[i].bytes.n);
	return at;
}

struct evtx_record maker_record(struct maker *m, uint64_t number, uint32_t definition,
				const struct made_value *values, uint32_t count)
{
	uint32_t start = m->at;
	maker_u32(m, EVTX_RECORD_MAGIC);
	maker_u32(m, 0);
	maker_u32(m, (uint32_t)number);
	maker_u32(m, (uint32_t)(number >> 32));
	maker_u32(m, 0x12345678);
	maker_u32(m, 0x01d00000);
	maker_add(m, "\x0f\x01\x01", 4);
	maker_instance(m, definition, values, count);
	maker_u8(m, 0);
	uint32_t size = m->at + 4 - start;
	maker_u32(m, size);
	store_u32le(m->bytes + start + 4, size);
	struct evtx_chunk c = {.bytes = maker_bytes(m)};
	struct evtx_record r;
	evtx_record_read(&r, &c, start, size);
	return r;
}
