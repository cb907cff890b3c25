/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/base/store.h"
#include "tests/unit/support_triage.h"

/* Where things lie: {32 bits, 64 bits}. */
static const struct {
	uint32_t structure_bytes, debugger, data;
	uint32_t stride, name, kldr, base, size, checksum, stamp;
	uint32_t unloaded_first, unloaded_stride, unloaded_name, unloaded_start;
} widths[2] = {
	{0x68, 0x58, 0x60, 0x4c, 0, 4, 0x18, 0x20, 0x40, 0x44, 4, 0x28, 8, 0x20},
	{0x80, 0x70, 0x78, 0x90, 0, 8, 0x30, 0x40, 0x78, 0x80, 8, 0x38, 16, 0x28},
};

static size_t wide(const struct made_triage *m)
{
	return m->header.bits == 64;
}

static uint32_t pointer(const struct made_triage *m)
{
	return wide(m) ? 8 : 4;
}

void made_triage_begin(struct made_triage *m, unsigned bits)
{
	*m = (struct made_triage){.header = {.bits = bits}};
	size_t w = wide(m);
	m->DebuggerDataOffset = widths[w].debugger;
	m->DebuggerDataSize = widths[w].debugger + 4;
	m->DataBlocksOffset = widths[w].data;
	m->DataBlocksCount = widths[w].data + 4;
	buf_add_repeated(&m->b, 0, dump_header_bytes(&m->header) + widths[w].structure_bytes);
}

void made_triage_free(struct made_triage *m)
{
	buf_free(&m->b);
}

uint32_t made_room(struct made_triage *m, size_t n)
{
	buf_add_repeated(&m->b, 0, (0 - m->b.n) & 7);
	uint32_t at = (uint32_t)m->b.n;
	buf_add_repeated(&m->b, 0, n);
	return at;
}

void made_store(struct made_triage *m, uint64_t offset, uint32_t value)
{
	store_u32le(m->b.p + offset, value);
}

void made_store_address(struct made_triage *m, uint64_t offset, uint64_t address)
{
	if (wide(m))
		store_u64le(m->b.p + offset, address);
	else
		store_u32le(m->b.p + offset, (uint32_t)address);
}

void made_set(struct made_triage *m, uint32_t field, uint32_t value)
{
	made_store(m, dump_header_bytes(&m->header) + field, value);
}

static uint32_t length(const char16_t *text)
{
	uint32_t n = 0;
	while (text[n])
		n++;
	return n;
}

static void store_text(uint8_t *p, const char16_t *text, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		p[2 * i] = (uint8_t)text[i];
		p[2 * i + 1] = (uint8_t)(text[i] >> 8);
	}
}

uint32_t made_string(struct made_triage *m, const char16_t *text, uint32_t n)
{
	uint32_t at = made_room(m, 4 + 2 * (size_t)n + 2);
	made_store(m, at, n);
	store_text(made_at(m, at + 4), text, n);
	return at;
}

uint32_t made_drivers(struct made_triage *m, const struct made_driver *drivers, size_t n)
{
	size_t w = wide(m);
	uint32_t list = made_room(m, n * widths[w].stride), pool = made_room(m, 0);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = list + i * widths[w].stride, kldr = at + widths[w].kldr;
		if (drivers[i].name) {
			uint32_t name = made_string(m, drivers[i].name, length(drivers[i].name));
			made_store(m, at + widths[w].name, name);
		}
		made_store_address(m, kldr + widths[w].base, drivers[i].DllBase);
		made_store(m, kldr + widths[w].size, drivers[i].SizeOfImage);
		made_store(m, kldr + widths[w].checksum, 0x1000 + i);
		made_store(m, kldr + widths[w].stamp, 0x2000 + i);
	}
	made_set(m, TRIAGE_DriverListOffset, list);
	made_set(m, TRIAGE_DriverCount, (uint32_t)n);
	made_set(m, TRIAGE_StringPoolOffset, pool);
	made_set(m, TRIAGE_StringPoolSize, (uint32_t)m->b.n - pool);
	return list;
}

uint32_t made_unloaded(struct made_triage *m, const struct made_driver *drivers, size_t n)
{
	size_t w = wide(m);
	uint32_t list = made_room(m, widths[w].unloaded_first + n * widths[w].unloaded_stride);
	made_store(m, list, (uint32_t)n);
	made_set(m, TRIAGE_UnloadedDriversOffset, list);
	uint32_t at = list + widths[w].unloaded_first;
	for (uint32_t i = 0; i < n; i++, at += widths[w].unloaded_stride) {
		uint32_t chars = length(drivers[i].name);
		made_store(m, at, 2 * chars);
		store_text(made_at(m, at + widths[w].unloaded_name), drivers[i].name,
			   chars < 12 ? chars : 12);
		made_store_address(m, at + widths[w].unloaded_start, drivers[i].DllBase);
		made_store_address(m, at + widths[w].unloaded_start + pointer(m),
				   drivers[i].DllBase + drivers[i].SizeOfImage);
	}
	return list + widths[w].unloaded_first;
}

uint32_t made_stack(struct made_triage *m, uint64_t top, const uint64_t *words, size_t n)
{
	uint32_t at = made_room(m, n * pointer(m));
	for (uint32_t i = 0; i < n; i++)
		made_store_address(m, at + i * pointer(m), words[i]);
	made_set(m, TRIAGE_CallStackOffset, at);
	made_set(m, TRIAGE_SizeOfCallStack, (uint32_t)n * pointer(m));
	made_store_address(m, dump_header_bytes(&m->header) + TRIAGE_TopOfStack, top);
	return at;
}

uint32_t made_debugger_data(struct made_triage *m, uint64_t kern_base, uint64_t modules,
			    uint64_t processes)
{
	uint32_t at = made_room(m, 0x380);
	memcpy(made_at(m, at + 0x10), "KDBG", 4);
	made_store(m, at + 0x14, 0x380);
	store_u64le(made_at(m, at + 0x18), kern_base);
	store_u64le(made_at(m, at + 0x48), modules);
	store_u64le(made_at(m, at + 0x50), processes);
	made_set(m, m->DebuggerDataOffset, at);
	made_set(m, m->DebuggerDataSize, 0x380);
	return at;
}

uint32_t made_blocks(struct made_triage *m, uint32_t n)
{
	uint32_t at = made_room(m, 16 * (size_t)n);
	for (uint32_t i = 0; i < n; i++) {
		store_u64le(made_at(m, at + 16 * i), UINT64_C(0xffff800000000000) + i);
		made_store(m, at + 16 * i + 8, 16 * i);
		made_store(m, at + 16 * i + 12, 16);
	}
	made_set(m, m->DataBlocksOffset, at);
	made_set(m, m->DataBlocksCount, n);
	return at;
}

void made_triage_end(struct made_triage *m)
{
	uint32_t at = made_room(m, 4);
	memcpy(made_at(m, at), "TRGD", 4);
	made_set(m, TRIAGE_ValidOffset, at);
	made_set(m, TRIAGE_SizeOfDump, at + 4);
}

void made_triage_whole(struct made_triage *m, unsigned bits)
{
	uint64_t high = bits == 64 ? UINT64_C(0xfffff80000000000) : 0;
	const struct made_driver loaded[] = {
		{u"ntoskrnl.exe", high + 0x80400000, 0x200000},
		{u"\\SystemRoot\\System32\\drivers\\dump_storport.sys", high + 0x90000000, 0x8000},
	};
	const struct made_driver unloaded[] = {
		{u"dam.sys", high + 0xa0000000, 0x4000},
		{u"NetworkPrivacyPolicy.sys", high + 0xa0100000, 0x8000},
	};
	const uint64_t words[] = {high + 0x80400001, 7, high + 0x90007fff, high + 0x90008000};
	made_triage_begin(m, bits);
	made_unloaded(m, unloaded, 2);
	made_stack(m, high + 0xb0000000, words, 4);
	made_debugger_data(m, UINT64_C(0xffffffff80400000), high + 0x80500000, high + 0x80600000);
	made_drivers(m, loaded, 2);
	made_blocks(m, 3);
	made_triage_end(m);
}

struct random_input made_input(struct slice bytes)
{
	struct random_input in = {.name = "-", .fd = -1, .size = bytes.n};
	in.prefix.p = memory_zeroed(bytes.n ? bytes.n : 1, 1);
	in.prefix.n = in.prefix.cap = bytes.n;
	if (bytes.n)
		memcpy(in.prefix.p, bytes.p, bytes.n);
	return in;
}

void read_made(struct read_triage *out, const struct made_triage *m, size_t n,
	       const struct diag_sink *sink)
{
	static const struct dump_triage_wish all = {true, true, true};
	struct random_input in = made_input(slice_of(m->b.p, n));
	*out = (struct read_triage){.fault_offset = UINT64_MAX};
	out->status = dump_triage_read(&out->t, &m->header, &in, &all, &out->arena, sink,
				       &out->fault_offset);
	free(in.prefix.p);
}

void read_triage_free(struct read_triage *r)
{
	arena_free(&r->arena);
}
