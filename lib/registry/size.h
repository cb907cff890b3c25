/* SPDX-License-Identifier: MIT */
/* How large a page file or dedicated dump file has to be, and how large the configured one is. */
#ifndef REGISTRY_SIZE_H
#define REGISTRY_SIZE_H

#include "lib/registry/config.h"

#define MEBIBYTE (UINT64_C(1) << 20)

/*
 * What a dump needs, bytes, in whole MiB. Of a file smaller than
 *   fails:     it surely does not fit
 *   doubtful:  it may well not fit
 *   guideline: Microsoft recommends more
 * Those that need the size of memory are not known without it; all are for no dump, and for a type
 * that is not known.
 */
struct size_need {
	struct known fails, doubtful, guideline;
	struct known required; /* `required_bytes`: what is enough for sure by Microsoft's rules */
	const char *formula; /* of required: "RAM + 257 MiB"; static; NULL where nothing is needed,
			      * or the type is not known */
	const char *basis;   /* why: a sentence; static; NULL with formula */
};

/* For the configured type. */
struct size_need size_need_of(const struct crash_config *c);

/* For another type on the same machine. */
struct size_need size_need_for(const struct crash_config *c, enum configured_dump type);

enum backing_kind {
	BACKING_UNKNOWN, /* PagingFiles or DedicatedDumpFile unreadable, or not in a fragment */
	BACKING_NONE,
	BACKING_PAGE_FILE,
	BACKING_DEDICATED,
};

/* The file that a dump is written to while Windows is down. */
struct backing {
	enum backing_kind kind;
	const struct page_file *page_file; /* the one that counts: on the boot volume, else the
					    * largest; NULL unless BACKING_PAGE_FILE */
	char drive;                        /* 0: not known */
	bool managed;                      /* sized by the system: it grows */
	struct known initial,
		maximum; /* bytes; the same for a dedicated file. Not known: managed */
};

/* Lines that are faulty are left out, and those that Windows is told to ignore, unless no other is
 * there. A dedicated file counts even where its path is unusable: a rule says so. */
struct backing backing_of(const struct crash_config *c);

/* Appends its path, "?:" replaced by the drive; nothing where there is no such file. */
void backing_append_path(struct buf *out, const struct crash_config *c, const struct backing *b);

/* How a size compares with a need. */
enum size_band { SIZE_ENOUGH, SIZE_BELOW_GUIDELINE, SIZE_DOUBTFUL, SIZE_FAILS, SIZE_UNKNOWN };

enum size_band size_band_of(const struct size_need *need, uint64_t bytes);

/* Reads "16G", "16 GiB", "16384M", "17179869184"; binary units, no unit is bytes. false for
 * anything else, 0, and what overflows. */
bool size_from_text(struct slice text, uint64_t *bytes) MUST_CHECK;

/* Appends "32 GiB", "33025 MiB", "100 KiB", "512 bytes": the largest of these units that leaves no
 * fraction. */
void size_append(struct buf *b, uint64_t bytes);

#endif
