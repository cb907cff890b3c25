/* SPDX-License-Identifier: MIT */
/*
 * Transaction logs of a hive: which of them belong to it, and what they change. Nothing is written
 * but to the copy that replay_apply() is given.
 *
 * After the Windows registry file format specification, M. Suhanov: "Format of transaction log
 * files", "Dirty state of a hive", "Multiple transaction log files".
 */
#ifndef REGISTRY_REPLAY_H
#define REGISTRY_REPLAY_H

#include "lib/registry/regf.h"

/* NAME.LOG1, NAME.LOG2, and NAME.LOG of Windows before Vista. */
enum { REPLAY_LOGS_MAX = 3 };

struct replay_log {
	const char *name;   /* borrowed */
	struct slice bytes; /* borrowed: all of the file */
};

/* What is taken of one log. */
struct replay_run {
	const struct replay_log *log;
	size_t from, end; /* new format: bytes of the entries. Old: of the pages */
	uint32_t entries; /* new format */
	uint32_t pages;
	uint32_t first, last; /* new format: sequence numbers of the entries */
};

struct replay {
	bool by_entries; /* the new format */
	struct replay_run runs[2];
	size_t run_count; /* 0: nothing is to be applied */
	const struct replay_log
		*base_from;  /* the base block comes from this log; NULL: it is good */
	uint64_t size;       /* bytes of the hive afterwards, base block included */
	uint64_t reach;      /* the end of the last byte that is written */
	const char *problem; /* why nothing is applied, or not all: part of a sentence; else NULL.
				Static */
};

/* How much of a hive is looked at for a plan. */
enum { REPLAY_FIRST_BYTES = REGF_BASE_BYTES + REGF_BIN_HEADER_BYTES };

/*
 * Decides what is to be done for a dirty hive that begins with these bytes. At most REPLAY_LOGS_MAX
 * logs are looked at, in the order in which Windows tries them.
 */
void replay_plan(struct replay *r, const struct regf_base *hive, struct slice first,
		 const struct replay_log *logs, size_t count);

/* Applies it to a copy of the hive of n bytes, at least r->reach and a base block: pages and base
 * block, which is clean then. r->run_count is not 0. */
void replay_apply(const struct replay *r, uint8_t *p, size_t n);

/* Applied entries, and pages, of all runs. */
uint32_t replay_entries(const struct replay *r);
uint32_t replay_pages(const struct replay *r);

#endif
