/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/store.h"
#include "tests/unit/support_dump.h"

const struct made_field made_fields[] = {
	{"MajorVersion", 0x8, 0x8, 4, 4},
	{"MinorVersion", 0xc, 0xc, 4, 4},
	{"DirectoryTableBase", 0x10, 0x10, 4, 8},
	{"PfnDataBase", 0x14, 0x18, 4, 8},
	{"PsLoadedModuleList", 0x18, 0x20, 4, 8},
	{"PsActiveProcessHead", 0x1c, 0x28, 4, 8},
	{"MachineImageType", 0x20, 0x30, 4, 4},
	{"NumberProcessors", 0x24, 0x34, 4, 4},
	{"BugCheckCode", 0x28, 0x38, 4, 4},
	{"BugCheckParameter1", 0x2c, 0x40, 4, 8},
	{"BugCheckParameter2", 0x30, 0x48, 4, 8},
	{"BugCheckParameter3", 0x34, 0x50, 4, 8},
	{"BugCheckParameter4", 0x38, 0x58, 4, 8},
	{"VersionUser", 0x3c, 0x60, 32, 32},
	{"PaeEnabled", 0x5c, 0, 1, 0},
	{"KdSecondaryVersion", 0x5d, 0x104d, 1, 1},
	{"KdDebuggerDataBlock", 0x60, 0x80, 4, 8},
	{"NumberOfRuns", 0x64, 0x88, 4, 4},
	{"NumberOfPages", 0x68, 0x90, 4, 8},
	{"ExceptionCode", 0x7d0, 0xf00, 4, 4},
	{"ExceptionFlags", 0x7d4, 0xf04, 4, 4},
	{"ExceptionRecord", 0x7d8, 0xf08, 4, 8},
	{"ExceptionAddress", 0x7dc, 0xf10, 4, 8},
	{"NumberParameters", 0x7e0, 0xf18, 4, 4},
	{"Comment", 0x820, 0xfb0, 128, 128},
	{"Attributes", 0x8a0, 0x1050, 4, 4},
	{"BootId", 0x8a4, 0x1054, 4, 4},
	{"DumpType", 0xf88, 0xf98, 4, 4},
	{"MiniDumpFields", 0xf8c, 0x1038, 4, 4},
	{"SecondaryDataState", 0xf90, 0x103c, 4, 4},
	{"ProductType", 0xf94, 0x1040, 4, 4},
	{"SuiteMask", 0xf98, 0x1044, 4, 4},
	{"WriterStatus", 0xf9c, 0x1048, 4, 4},
	{"RequiredDumpSpace", 0xfa0, 0xfa0, 8, 8},
	{"SystemUpTime", 0xfb8, 0x1030, 8, 8},
	{"SystemTime", 0xfc0, 0xfa8, 8, 8},
};
const size_t made_field_count = COUNT_OF(made_fields);

static bool is_narrow(const struct buf *b)
{
	return b->p[4] == 'D' && b->p[6] == 'M';
}

static const struct made_field *find(const char *name)
{
	for (size_t i = 0; i < made_field_count; i++)
		if (strcmp(made_fields[i].name, name) == 0)
			return &made_fields[i];
	abort();
}

static uint8_t *place(struct buf *b, const struct made_field *f)
{
	return b->p + (is_narrow(b) ? f->offset32 : f->offset64);
}

void made_header(struct buf *b, unsigned bits)
{
	for (size_t i = 0; i < (bits == 32 ? 0x1000 : 0x2000); i++)
		buf_add_byte(b, (uint8_t) "PAGE"[i % 4]);
	memcpy(b->p + 4, bits == 32 ? "DUMP" : "DU64", 4);
}

void made_header_set(struct buf *b, const char *field, uint64_t value)
{
	const struct made_field *f = find(field);
	size_t n = is_narrow(b) ? f->size32 : f->size64;
	uint8_t *p = place(b, f);
	for (size_t i = 0; i < n && i < 8; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

void made_header_text(struct buf *b, const char *field, const char *text)
{
	memcpy(place(b, find(field)), text, strlen(text) + 1);
}

void made_header_runs(struct buf *b, const uint64_t (*runs)[2], size_t n)
{
	uint64_t pages = 0;
	for (size_t i = 0; i < n; i++) {
		pages += runs[i][1];
		if (is_narrow(b)) {
			store_u32le(b->p + 0x6c + 8 * i, (uint32_t)runs[i][0]);
			store_u32le(b->p + 0x70 + 8 * i, (uint32_t)runs[i][1]);
		} else {
			store_u64le(b->p + 0x98 + 16 * i, runs[i][0]);
			store_u64le(b->p + 0xa0 + 16 * i, runs[i][1]);
		}
	}
	made_header_set(b, "NumberOfRuns", n);
	made_header_set(b, "NumberOfPages", pages);
}

void made_full(struct buf *b, unsigned bits, uint64_t pages)
{
	const uint64_t run[1][2] = {{1, pages}};
	b->n = 0;
	made_header(b, bits);
	made_header_set(b, "DumpType", 1);
	made_header_runs(b, run, 1);
	buf_add_repeated(b, 'x', (size_t)pages * 4096);
}

void made_extension(struct buf *b, const char *status)
{
	store_u32le(b->p + 0x1058, 0x298);
	store_u32le(b->p + 0x105c, 0x298);
	memset(b->p + 0x1060, 0, 0x190);
	memset(b->p + 0x11f0, 0, 0x100);
	memcpy(b->p + 0x11f0, status, strlen(status));
	memcpy(b->p + 0x12f0, "2\0006\0001\0000\0000\0\0", 12);
	store_u32le(b->p + 0x1300, 4946);
	store_u32le(b->p + 0x1304, 10);
	store_u32le(b->p + 0x1308, 0);
}

void made_by_kernel(struct buf *b)
{
	made_header_set(b, "ProductType", 1);
	made_header_set(b, "SystemUpTime", 36000000000);
	made_header_set(b, "SystemTime", UINT64_C(133541076300000000));
}

void made_blob_chain(struct buf *b)
{
	uint8_t head[16] = "DumpBlob\x10";
	store_u32le(head + 12, 0xf0000000 | 22000);
	buf_add(b, head, sizeof(head));
}

void made_blob(struct buf *b, uint8_t tag, uint32_t n)
{
	uint8_t head[32] = {0x20};
	memset(head + 4, tag, 16);
	store_u32le(head + 20, n);
	buf_add(b, head, sizeof(head));
	buf_add_repeated(b, 0xd5, n);
}
