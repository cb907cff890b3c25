/* SPDX-License-Identifier: MIT */
/* What the parts of the reader of "reg query" share. Nobody else needs it. */
#ifndef REGISTRY_REG_QUERY_PART_H
#define REGISTRY_REG_QUERY_PART_H

#include "lib/base/buf.h"

/* A line of a value in its parts, which borrow from the line. */
struct reg_query_value {
	struct slice name; /* empty: the default value */
	uint32_t type;
	struct slice data;
	bool unset; /* a default value that is listed but not set */
};

/* Parts a line; false where it has no type, and so is no value. */
bool reg_query_part(struct slice line, struct reg_query_value *out);

/* Appends data of that type as a hive has them; false where they cannot be read. */
bool reg_query_data(uint32_t type, struct slice text, struct buf *out);

#endif
