/* SPDX-License-Identifier: MIT */
/* Which pages of physical memory a dump holds and where: how large it has to be, and whether it is.
 */
#ifndef DUMP_LAYOUT_H
#define DUMP_LAYOUT_H

#include "lib/dump/header.h"
#include "lib/io/random.h"

/* What follows the header, told by its own signature. */
enum dump_layout_kind {
	DUMP_LAYOUT_NONE,    /* header only, or nothing that can be recognised */
	DUMP_LAYOUT_RUNS,    /* pages of the header's runs, back to back */
	DUMP_LAYOUT_SUMMARY, /* "SDMP" with 32-bit fields (type 2) */
	DUMP_LAYOUT_BITMAP,  /* "FDMP" or "SDMP" with 64-bit fields (types 5, 6) */
	DUMP_LAYOUT_RDMP,    /* "RDMP" (types 8 to 10) */
	DUMP_LAYOUT_TRIAGE,  /* TRIAGE_DUMP32 or TRIAGE_DUMP64 (type 4) */
};

/* Why a layout cannot be right, or not be followed; the first one found. */
enum dump_layout_fault {
	DUMP_FAULT_NONE,
	DUMP_FAULT_TYPE,         /* DumpType is none that has a layout */
	DUMP_FAULT_SIGNATURE,    /* what follows the header does not belong to DumpType */
	DUMP_FAULT_RUN_COUNT,    /* no runs where there must be some, or more than have room */
	DUMP_FAULT_RUN_RANGE,    /* a run, or all together, exceed 63 bits of bytes */
	DUMP_FAULT_RUN_SUM,      /* the runs' pages are not as many as is said */
	DUMP_FAULT_RUN_ORDER,    /* runs overlap, descend or are empty; followed all the same */
	DUMP_FAULT_BITMAP_SIZE,  /* the bitmap has no bits, or does not end before the first page */
	DUMP_FAULT_BITMAP_COUNT, /* the bits set are not the pages that are said to be present */
	DUMP_FAULT_FIRST_PAGE,   /* the first page lies inside the header, or behind the file's end
				  * where no bitmap leads to */
	DUMP_FAULT_METADATA,    /* "RDMP": the sizes contradict each other; followed all the same */
	DUMP_FAULT_TRIAGE_SIZE, /* SizeOfDump and ValidOffset cannot both be right */
	DUMP_FAULT_TRUNCATED,   /* the file ends inside the structure that would tell */
	DUMP_FAULT_ENCRYPTED,   /* dump data are encrypted: nothing behind the header is read */
	DUMP_FAULT_LIMIT,       /* larger than LIMIT_DUMP_BITMAP_BYTES: not counted */
	DUMP_FAULT_UNREADABLE,  /* the bytes are there, but a stream has passed them or reading
				 * failed */
};

/* Numbers are known only where they can be right. */
struct dump_layout {
	enum dump_layout_kind kind;
	enum dump_layout_fault fault;
	uint64_t fault_offset; /* of the field that is wrong, or where the bytes end */
	uint64_t structure_offset, structure_bytes; /* of what follows the header */
	uint32_t page_bytes;                        /* 8192 on IA64, else 4096 */
	struct known first_page;                    /* offset of the first page, bytes */
	struct known pages;                         /* present in the dump */
	struct known bits;                          /* of the bitmap */
	struct known bits_set;                      /* counted */
	struct known expected_size; /* bytes: where the last page ends, or the triage structure */
	struct known highest_page;  /* number of the highest page present */
};

/*
 * Looks at what follows the header; nothing is read where the header tells all (types 1 and 3).
 * count_bits: a bitmap or a list of ranges is read through, in pieces, unless it is forged to be
 * larger than LIMIT_DUMP_BITMAP_BYTES. Without that bits_set and highest_page stay
 * unknown, and the sizes of types 8 and 9, which state no total, too.
 */
void dump_layout_read(struct dump_layout *l, const struct dump_header *h, struct random_input *in,
		      bool count_bits);

/*
 * Calls visit for each run of pages that are present, ascending by place in the file, until it
 * returns false; runs that are next to each other in memory and in the file come as one. Pages
 * have page_bytes. They are those that the dump speaks of: of a cut file, the last may lie behind
 * its end. Of a bitmap or list, at most LIMIT_DUMP_BITMAP_BYTES are read.
 */
void dump_layout_each_run(const struct dump_layout *l, const struct dump_header *h,
			  struct random_input *in,
			  bool (*visit)(void *context, uint64_t first_page, uint64_t pages,
					uint64_t file_offset),
			  void *context);

/* "header", "runs", "summary", "bitmap", "rdmp", "triage". Static. */
const char *dump_layout_name(enum dump_layout_kind kind);

/* What a fault is, a sentence without full stop; NULL for DUMP_FAULT_NONE. Static. */
const char *dump_layout_fault_text(enum dump_layout_fault fault);

#endif
