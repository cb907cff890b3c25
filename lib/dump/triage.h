/* SPDX-License-Identifier: MIT */
/* TRIAGE_DUMP32 and TRIAGE_DUMP64: what a small memory dump holds behind its header. */
#ifndef DUMP_TRIAGE_H
#define DUMP_TRIAGE_H

#include "lib/base/arena.h"
#include "lib/dump/header.h"
#include "lib/io/random.h"

/* A place in the file, as it is stated: it may lie outside of a damaged one. bytes is 0 where
 * Windows stored none. */
struct dump_place {
	uint64_t offset;
	uint64_t bytes;
};

struct dump_driver {
	struct slice
		name; /* UTF-8; in the arena: "ntoskrnl.exe" or "\SystemRoot\...\ntoskrnl.exe" */
	uint64_t DllBase;
	uint32_t SizeOfImage;
	uint32_t CheckSum;
	uint32_t TimeDateStamp; /* seconds since 1970, or a hash where the build is reproducible */
};

struct dump_unloaded_driver {
	struct slice name; /* UTF-8, at most 12 characters of it; in the arena */
	uint64_t StartAddress, EndAddress;
};

/* A piece of virtual memory that the dump has a copy of. */
struct dump_data_block {
	uint64_t VirtualAddress;
	uint32_t Offset, Size;
};

/* An address that stands on the saved stack and lies in a driver's image. */
struct dump_frame {
	uint64_t stack_address; /* where it stands */
	uint64_t address;
	size_t driver; /* its number */
};

/* The facts of KDDEBUGGER_DATA64 that need no symbols. */
struct dump_debugger_data {
	struct known Size, KernBase, PsLoadedModuleList, PsActiveProcessHead;
};

/* The addresses from start up to end belong to the image of this driver. */
struct dump_image {
	uint64_t start, end;
	size_t driver; /* its number */
};

struct dump_triage {
	struct known ServicePackBuild, SizeOfDump, ValidOffset, MmOffset, UnloadedDriversOffset;
	struct known PrcbOffset, ProcessOffset, ThreadOffset, TriageOptions, TopOfStack;
	struct known BrokenDriverOffset;
	struct dump_place call_stack, string_pool, data_page, debugger_data;
	struct known DriverListOffset, DriverCount, DataBlocksOffset, DataBlocksCount;
	bool valid; /* "TRGD" stands at ValidOffset: the structure was written to its end */
	struct dump_debugger_data kdbg;
	size_t driver_count; /* read; DriverCount may promise more than the file has */
	struct dump_driver *drivers;
	size_t image_count;
	struct dump_image *images; /* ascending, apart: the index of dump_triage_driver_of() */
	size_t unloaded_count;
	struct dump_unloaded_driver *unloaded;
	size_t block_count;
	struct dump_data_block *blocks;
	size_t frame_count;
	struct dump_frame *frames; /* from the top of the stack (its lowest address) on */
};

/* What to read besides the drivers. */
struct dump_triage_wish {
	bool unloaded, frames, blocks;
};

/*
 * Reads the structure at the end of the header. What could be read is there, whatever comes back:
 * STATUS_TRUNCATED where the file ends before the dump does, STATUS_DAMAGED where bytes contradict
 * the format, STATUS_LIMIT where a cap was reached or a stream is not kept so far. *fault_offset is
 * where the first of these was found (a cut one: the end of the file). Lists live in the arena;
 * forged counts are cut by the bytes that the file really has, and by limits.h.
 */
enum status dump_triage_read(struct dump_triage *t, const struct dump_header *h,
			     struct random_input *in, const struct dump_triage_wish *wish,
			     struct arena *arena, const struct diag_sink *sink,
			     uint64_t *fault_offset) MUST_CHECK;

/* The driver whose image holds this address; its number, or driver_count. Of images that overlap,
 * which only forged ones do, the one that begins last before it. */
size_t dump_triage_driver_of(const struct dump_triage *t, uint64_t address);

/* The last part of a driver's path: "ntoskrnl.exe". */
struct slice dump_driver_base_name(const struct dump_driver *d);

/* Is it a clone through which the dump was written: dump_*.sys, or crashdmp.sys? */
bool dump_driver_is_dump_stack(const struct dump_driver *d);

#endif
