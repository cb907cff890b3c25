/* SPDX-License-Identifier: MIT */
/* What the base block of a hive, and the logs beside it, say of its state. */
#ifndef REGISTRY_HIVE_STATE_H
#define REGISTRY_HIVE_STATE_H

#include "lib/base/known.h"
#include "lib/base/slice.h"

struct hive_state {
	uint32_t primary_sequence, secondary_sequence;
	bool checksum_bad;
	bool dirty;           /* sequence numbers differ, or the checksum is wrong */
	bool replayed;        /* logs were applied to the copy that was read */
	uint32_t log_entries; /* applied */
	uint32_t pages;       /* dirty pages written */
	const char *logs[2];  /* names of the log files that were applied, or NULL; borrowed */
	bool logs_found;      /* files stand beside the hive, applied or not */
	struct known written; /* FILETIME of the base block */
	uint32_t major, minor;
	struct slice name;    /* of the base block, UTF-8: "SYSTEM"; lives in the arena */
	struct slice problem; /* why logs were not applied: a sentence part; empty: no problem */
	const char *kind; /* of another hive than SYSTEM ("BCD", "SOFTWARE"), static; NULL: SYSTEM,
			     or not known. hive_kind_description() says it in words */
};

#endif
