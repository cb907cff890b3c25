/* SPDX-License-Identifier: MIT */
/* The table made from grammars/dump.blobs. */
#ifndef DUMP_BLOB_TABLE_H
#define DUMP_BLOB_TABLE_H

#include "lib/base/compiler.h"

struct dump_blob_row {
	const char *guid; /* as guid_write() writes it, and a NUL */
	const char *name;
};

/* Generated; ascending by the text of the GUID. */
extern const struct dump_blob_row dump_blob_rows[];
extern const size_t dump_blob_row_count;

#endif
