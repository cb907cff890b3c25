/* SPDX-License-Identifier: MIT */
/*
 * The skeleton of a hive: bins that follow each other, cells that fill them. Libraries refuse all
 * of a hive for one bin or cell that is wrong; this makes a private copy one that they read, with
 * the damaged cells taken out.
 */
#ifndef REGISTRY_MEND_H
#define REGISTRY_MEND_H

#include "lib/registry/regf.h"

struct mend {
	uint64_t places; /* bins and cells that had to be altered; 0: nothing is damaged */
	uint64_t first;  /* offset of the first of them */
};

/*
 * Is there nothing to be mended in these bytes, all that there is of a hive, and nothing at their
 * end where a library would look beyond it?
 */
bool mend_is_needless(struct slice hive, const struct regf_base *base);

/*
 * Looks at the bins within the first n bytes of a copy, n being at least REGF_BASE_BYTES and the
 * hive's size by its base block or what there is of it; mends what is damaged, then what libraries
 * look at in the base block. All that is written lies within n rounded up to
 * REGF_PAGE_BYTES, which must be there.
 */
void mend_hive(struct mend *m, uint8_t *p, size_t n);

#endif
