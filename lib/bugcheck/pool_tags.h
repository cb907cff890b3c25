/* SPDX-License-Identifier: MIT */
/*
 * The user's list of pool tags, as Windows' debuggers ship it (pooltag.txt): lines of a tag, a
 * binary and a description, separated by " - ". No such list may be shipped with this project.
 */
#ifndef BUGCHECK_POOL_TAGS_H
#define BUGCHECK_POOL_TAGS_H

#include "lib/base/slice.h"

struct pool_tag {
	char tag[4];        /* padded with blanks; '*' and '?' stand for any rest and any byte */
	struct slice owner; /* "nt!mm - description" as the line has it; in the list's text */
};

/* All zero at first. */
struct pool_tags {
	uint8_t *text; /* owned: the whole file */
	struct pool_tag *tags;
	size_t count;
};

/*
 * Reads the list out of text (malloc()ed; owned by tags from now on). Lines that are comments
 * ("//", "rem", ";") or no tags are passed over. Returns the number of tags.
 */
size_t pool_tags_read(struct pool_tags *tags, uint8_t *text, size_t n);

/* What the list says of a tag: the exact line, else the first one with wildcards; an empty slice
 * where it says nothing. */
struct slice pool_tags_find(const struct pool_tags *tags, const char tag[static 4]);

void pool_tags_free(struct pool_tags *tags);

#endif
