/* SPDX-License-Identifier: MIT */
#include "lib/base/origin.h"

void origin_set(struct record_origin *o, struct slice tags, const char *name)
{
	o->members.n = 0;
	struct json_writer w = {&o->members, true};
	if (tags.n)
		json_raw(&w, "tags", tags);
	json_text(&w, "file", slice_of_string(name));
}

void origin_end_record(const struct record_origin *o, struct json_writer *w, uint64_t offset)
{
	buf_add_slice(w->out, buf_slice(&o->members));
	json_number(w, "offset", offset);
	json_line_end(w);
}

void origin_free(struct record_origin *o)
{
	buf_free(&o->members);
}
