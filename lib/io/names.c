/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/io/names.h"

enum { READ_BYTES = 64 << 10 };

static void note_damage(void *context, const struct diag *d)
{
	struct name_list *list = context;
	list->damaged |= diag_severity(d->code) != SEVERITY_NOTE;
}

bool name_list_open(struct name_list *list, const char *name, const struct input_options *options)
{
	*list = (struct name_list){.sink = {note_damage, list}};
	return input_open(&list->in, name, options, &list->sink);
}

/* Moves the rest to the front and reads on; false at the end. */
static bool fill(struct name_list *list)
{
	struct buf *b = &list->buffer;
	memmove(b->p, b->p + list->at, b->n - list->at);
	b->n -= list->at;
	list->at = 0;
	size_t n = input_read(&list->in, buf_reserve(b, READ_BYTES), READ_BYTES);
	b->n += n;
	return n > 0;
}

const char *name_list_next(struct name_list *list)
{
	buf_reserve(&list->buffer, 1);
	for (;;) {
		struct slice rest = slice_from(buf_slice(&list->buffer), list->at);
		size_t end = slice_find_byte(rest, 0);
		if (end > LIMIT_NAME_BYTES) {
			list->too_long = true;
			return NULL;
		}
		if (end == rest.n && fill(list))
			continue;
		rest = slice_from(buf_slice(&list->buffer), list->at);
		bool broken = list->damaged || list->in.failure != INPUT_FINE;
		if (rest.n == 0 || (end == rest.n && broken))
			return NULL;
		if (end == rest.n)
			buf_add_byte(&list->buffer, 0); /* the last name may lack its NUL */
		const char *name = (const char *)list->buffer.p + list->at;
		list->at += end + 1;
		return name;
	}
}

void name_list_close(struct name_list *list)
{
	buf_free(&list->buffer);
	input_close(&list->in);
}
