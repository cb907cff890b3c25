/* SPDX-License-Identifier: MIT */
/* One dump file with all that was read of it, and what is to be said of its completeness. */
#ifndef DUMP_DUMP_H
#define DUMP_DUMP_H

#include "lib/dump/blob.h"
#include "lib/dump/layout.h"
#include "lib/dump/triage.h"
#include "lib/dump/writer.h"

enum dump_completeness {
	DUMP_COMPLETE,         /* all that the layout asks for is there */
	DUMP_INCOMPLETE,       /* something surely is missing; reason tells */
	DUMP_UNKNOWN_COMPLETE, /* nothing in it tells */
};

/* What the dump stands in, by the size of the file. */
enum dump_container {
	DUMP_CONTAINER_UNKNOWN,
	DUMP_CONTAINER_FILE,   /* the file is the dump */
	DUMP_CONTAINER_LARGER, /* page files, dedicated dump files: they go on behind it */
	DUMP_CONTAINER_DEVICE, /* a disk or partition */
};

struct dump {
	struct dump_header header;
	enum status header_status;
	struct dump_layout layout;
	struct dump_triage triage; /* of type 4 */
	enum status triage_status;
	struct dump_blobs blobs;
	enum dump_writer writer;
	const char *writer_reason; /* static */
	uint64_t file_size;        /* bytes; of a page file or device: larger than the dump */
	bool file_size_is_least;
	struct known expected_size; /* bytes, by the layout (never RequiredDumpSpace alone) */
	struct known used_end;      /* bytes: where the last thing that was written ends */
	enum dump_completeness completeness;
	const char *reason; /* of DUMP_INCOMPLETE and DUMP_UNKNOWN_COMPLETE: a sentence; static */
	enum dump_container container;
	bool stale_tail;   /* a kernel's small dump: what lies behind used_end may be old memory */
	bool chain_broken; /* more follows the secondary data than their writer leaves there */
	bool shorter_than_space; /* than the space that Windows took for it (RequiredDumpSpace) */
};

struct dump_wish {
	struct dump_triage_wish triage;
	bool count_bits;
};

/*
 * Reads a dump from the start of an input. STATUS_NOT_THIS_FORMAT where there is none. arena holds
 * the lists and is reset by the caller. sink hears of damage, with offsets.
 */
enum status dump_read(struct dump *d, struct random_input *in, const struct dump_wish *wish,
		      struct arena *arena, const struct diag_sink *sink) MUST_CHECK;

/*
 * What the first bytes of an input are, if they are no dump of this kind, with what to do about it:
 * "a user-mode minidump (MDMP): ...", "a hibernation file"; NULL for nothing known, which may be
 * text. 4096 bytes tell all kinds. Static.
 */
const char *dump_foreign_content(struct slice first);

/* "dump_file", "larger_file", "device"; NULL where the size does not tell. Static. */
const char *dump_container_name(enum dump_container container);

/* SystemTime (FILETIME) and SystemUpTime (100 ns), where they can be an instant and a time span. */
struct known dump_time(const struct dump_header *h);
struct known dump_uptime(const struct dump_header *h);

/* Where the dump ends, bytes: behind all that it consists of, and, of one that Windows wrote,
 * behind the space that it took for it. May be forged: it can lie behind the end of the file. */
struct known dump_end(const struct dump *d);

/* Bytes from used_end to dump_end() or the end of the file, whichever comes first. */
uint64_t dump_tail_bytes(const struct dump *d);

/* Decides what is to be said of the completeness, of the end and of what lies behind it; the last
 * step of dump_read(). */
void dump_judge(struct dump *d, struct random_input *in);

#endif
