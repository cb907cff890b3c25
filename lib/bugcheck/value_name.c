/* SPDX-License-Identifier: MIT */
#include "lib/base/row.h"
#include "lib/bugcheck/value_name.h"

const struct value_name *value_name_find(const struct value_name *rows, size_t count,
					 uint32_t value)
{
	return row_find(rows, count, sizeof(*rows), value);
}
