/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/value_name.h"

const struct value_name *value_name_find(const struct value_name *rows, size_t count,
					 uint32_t value)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rows[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && rows[low].value == value ? &rows[low] : NULL;
}
