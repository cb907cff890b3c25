/* SPDX-License-Identifier: MIT */
/* Small memory dumps, made part by part; right until a test damages them. */
#ifndef TESTS_SUPPORT_TRIAGE_H
#define TESTS_SUPPORT_TRIAGE_H

#include <uchar.h>

#include "lib/dump/triage.h"

/* Fields of TRIAGE_DUMP at the same place in both widths. */
enum {
	TRIAGE_SizeOfDump = 0x04,
	TRIAGE_ValidOffset = 0x08,
	TRIAGE_MmOffset = 0x14,
	TRIAGE_UnloadedDriversOffset = 0x18,
	TRIAGE_CallStackOffset = 0x28,
	TRIAGE_SizeOfCallStack = 0x2c,
	TRIAGE_DriverListOffset = 0x30,
	TRIAGE_DriverCount = 0x34,
	TRIAGE_StringPoolOffset = 0x38,
	TRIAGE_StringPoolSize = 0x3c,
	TRIAGE_TriageOptions = 0x44,
	TRIAGE_TopOfStack = 0x48,
};

struct made_triage {
	struct dump_header header; /* bits, and what else the reader looks at */
	struct buf b;              /* the file; the header's own bytes are zero */
	/* Fields at other places in each width, bytes from the structure's start. */
	uint32_t DebuggerDataOffset, DebuggerDataSize, DataBlocksOffset, DataBlocksCount;
};

/* A header and a structure, all zero. bits: 32 or 64. made_triage_free() is due. */
void made_triage_begin(struct made_triage *m, unsigned bits);
void made_triage_free(struct made_triage *m);

/* n zero bytes at the next multiple of 8; returns their offset. */
uint32_t made_room(struct made_triage *m, size_t n);

/* The bytes at an offset in the file. */
static inline uint8_t *made_at(struct made_triage *m, uint64_t offset)
{
	return m->b.p + offset;
}

void made_store(struct made_triage *m, uint64_t offset, uint32_t value);
/* An address of the dump's width. */
void made_store_address(struct made_triage *m, uint64_t offset, uint64_t address);
/* A field of the structure. */
void made_set(struct made_triage *m, uint32_t field, uint32_t value);

/* A DUMP_STRING of n characters; returns its offset. */
uint32_t made_string(struct made_triage *m, const char16_t *text, uint32_t n);

struct made_driver {
	const char16_t *name; /* up to its NUL; NULL: none is stated */
	uint64_t DllBase;
	uint32_t SizeOfImage;
};

/* Their check sums are 0x1000 + their number, their time stamps 0x2000 + their number. Returns the
 * offset of the list. */
uint32_t made_drivers(struct made_triage *m, const struct made_driver *drivers, size_t n);

/* Returns the offset of the first entry. */
uint32_t made_unloaded(struct made_triage *m, const struct made_driver *drivers, size_t n);

/* Returns the offset of the first address. */
uint32_t made_stack(struct made_triage *m, uint64_t top, const uint64_t *words, size_t n);

/* KDBG with the three addresses; returns its offset. */
uint32_t made_debugger_data(struct made_triage *m, uint64_t kern_base, uint64_t modules,
			    uint64_t processes);

/* A list of data blocks of 16 bytes each, which are the file's first bytes. */
uint32_t made_blocks(struct made_triage *m, uint32_t n);

/* The mark, and the size. */
void made_triage_end(struct made_triage *m);

/* All of it, and two drivers of the names "ntoskrnl.exe" and "\...\dump_storport.sys". */
void made_triage_whole(struct made_triage *m, unsigned bits);

/* The first n bytes as an input, from a heap buffer without a byte to spare; free its prefix. */
struct random_input made_input(struct slice bytes);

/* What a reader made of it, and what it reported. */
struct read_triage {
	struct dump_triage t;
	struct arena arena;
	enum status status;
	uint64_t fault_offset;
};

/* Reads the first n bytes with all wishes. read_triage_free() is due. */
void read_made(struct read_triage *out, const struct made_triage *m, size_t n,
	       const struct diag_sink *sink);
void read_triage_free(struct read_triage *r);

#endif
