/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/base/origin.h"
#include "lib/base/quick.h"

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
	static const char key[] = ",\"offset\":";
	uint8_t *p = buf_reserve(w->out, o->members.n + sizeof(key) + DECIMAL_MAX + QUICK_SLACK);
	uint8_t *start = p;
	memcpy(p, o->members.p, o->members.n);
	p += o->members.n;
	memcpy(p, key, sizeof(key) - 1);
	p = quick_decimal_u64(p + sizeof(key) - 1, offset);
	*p++ = '}';
	*p++ = '\n';
	w->out->n += (size_t)(p - start);
	w->comma = false;
}

void origin_free(struct record_origin *o)
{
	buf_free(&o->members);
}
