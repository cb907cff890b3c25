/* SPDX-License-Identifier: MIT */
/* The members that end every record: "tags", "file", "offset". Rendered once an input. */
#ifndef BASE_ORIGIN_H
#define BASE_ORIGIN_H

#include "lib/base/json.h"

struct record_origin {
	struct buf members; /* owned: `,"tags":{…},"file":"…"`, ready to be appended */
};

/* For a new input. tags is a rendered JSON object, or empty for none; name is the file's as given.
 */
void origin_set(struct record_origin *o, struct slice tags, const char *name);

/* Appends the members and the offset (bytes in the uncompressed input), and ends object and line.
 */
void origin_end_record(const struct record_origin *o, struct json_writer *w, uint64_t offset);

void origin_free(struct record_origin *o);

#endif
