/* SPDX-License-Identifier: MIT */
/* Values and their names: tables that build-aux/value-names.awk makes. */
#ifndef BUGCHECK_VALUE_NAME_H
#define BUGCHECK_VALUE_NAME_H

#include "lib/base/compiler.h"

/* Positions instead of pointers: nothing is relocated when a tool starts. */
struct value_name {
	uint32_t value;
	uint32_t name; /* in the table's texts; behind its NUL stands what the value says, or "" */
};

/* The row of this value among count rows that ascend by value, or NULL. */
const struct value_name *value_name_find(const struct value_name *rows, size_t count,
					 uint32_t value);

#endif
