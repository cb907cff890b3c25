/* SPDX-License-Identifier: MIT */
/* Rows of our generated tables, found by the 32-bit number that each begins with. */
#ifndef BASE_ROW_H
#define BASE_ROW_H

#include <stdlib.h>

#include "lib/base/compiler.h"

static inline int row_compare(const void *key, const void *row)
{
	uint32_t wanted = *(const uint32_t *)key;
	uint32_t found = *(const uint32_t *)row;
	return wanted < found ? -1 : wanted > found;
}

/* The row of this number among count rows of size bytes that ascend by it, or NULL. */
static inline const void *row_find(const void *rows, size_t count, size_t size, uint32_t number)
{
	return bsearch(&number, rows, count, size, row_compare);
}

#endif
