/* SPDX-License-Identifier: MIT */
#include "lib/base/edits.h"
#include "lib/base/number.h"

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool is_same(struct slice a, size_t i, struct slice b, size_t j)
{
	return ascii_lower(a.p[i]) == ascii_lower(b.p[j]);
}

size_t edits_between(struct slice a, struct slice b)
{
	/* Edits from the first i bytes of a to the first j of b, for i, i - 1 and i - 2. */
	size_t rows[3][EDITS_LONGEST + 1];
	if (a.n > EDITS_LONGEST || b.n > EDITS_LONGEST)
		return EDITS_LONGEST;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			row[j] = least(above[j - 1] + !is_same(a, i - 1, b, j - 1),
				       least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && is_same(a, i - 1, b, j - 2) &&
			    is_same(a, i - 2, b, j - 1))
				row[j] = least(row[j], two_above[j - 2] + 1);
		}
	}
	return rows[a.n % 3][b.n];
}
