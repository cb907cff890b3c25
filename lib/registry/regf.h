/* SPDX-License-Identifier: MIT */
/*
 * The base block of a registry hive, and the copy of it that its transaction logs begin with
 * (Windows registry file format specification, M. Suhanov: "Base block").
 */
#ifndef REGISTRY_REGF_H
#define REGISTRY_REGF_H

#include "lib/base/arena.h"
#include "lib/base/status.h"
#include "lib/registry/hive_state.h"

enum {
	REGF_BASE_BYTES = 4096, /* of a hive; the hive bins follow */
	REGF_PAGE_BYTES = 4096, /* hive bins are multiples of it, and begin there */
	REGF_SECTOR_BYTES = 512,
	REGF_BIN_HEADER_BYTES = 32,
	/* Of the fields that change. */
	REGF_PRIMARY_SEQUENCE_AT = 4,
	REGF_SECONDARY_SEQUENCE_AT = 8,
	REGF_MAJOR_AT = 20,
	REGF_TYPE_AT = 28,
	REGF_ROOT_AT = 36,
	REGF_BINS_SIZE_AT = 40,
	REGF_FLAGS_AT = 144,
	REGF_CHECKSUM_AT = 508,
};

enum regf_type {
	REGF_PRIMARY = 0,
	REGF_LOG_VECTOR = 1,  /* old format: Windows XP to 8 */
	REGF_LOG_OLDEST = 2,  /* the same: Windows 2000 and before */
	REGF_LOG_ENTRIES = 6, /* new format: Windows 8.1 and later */
};

struct regf_base {
	uint32_t primary_sequence, secondary_sequence;
	uint64_t written; /* FILETIME */
	uint32_t major, minor;
	uint32_t type; /* enum regf_type, or any other number */
	uint32_t root; /* offset of the root's cell in the hive bins */
	uint32_t bins_size;
	uint32_t cluster;  /* sectors of 512 bytes that the disk writes at once */
	struct slice name; /* UTF-16LE without its NUL, borrowed: the end of the hive's path */
	uint32_t checksum, checksum_right; /* as it stands there, and as it should be */
};

/* Does it begin as a hive does, or a log of one? A hive whose signature is damaged is known by its
 * first bin. */
bool regf_recognise(struct slice first);

/*
 * Reads the first sector. NOT_THIS_FORMAT: no hive and no log of one. TRUNCATED: less than the
 * sector is there; *b has what there was, the rest is 0.
 */
enum status regf_base_read(struct regf_base *b, struct slice bytes);

static inline bool regf_checksum_is_bad(const struct regf_base *b)
{
	return b->checksum != b->checksum_right;
}

/* Is it a transaction log, and not a hive? bytes has as much of the input as is there. */
bool regf_is_log(const struct regf_base *b, struct slice bytes);

/* Has it to be recovered with the help of its logs? */
bool regf_is_dirty(const struct regf_base *b);

/* What the first 508 bytes at p should have behind them. */
uint32_t regf_checksum(const uint8_t *p);

/* Writes the checksum that the sector at p should have. */
void regf_seal(uint8_t *p);

/* Does a hive bin that says so of itself begin at this offset of a hive's bytes? */
bool regf_bin_is_at(struct slice hive, size_t offset);

/* What the base block says of the state of a hive; nothing of logs. */
void regf_state(struct hive_state *state, const struct regf_base *b, struct arena *arena);

#endif
