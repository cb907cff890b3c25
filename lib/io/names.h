/* SPDX-License-Identifier: MIT */
/* The NUL-separated list of names behind --files0-from. */
#ifndef IO_NAMES_H
#define IO_NAMES_H

#include "lib/io/input.h"

struct name_list {
	struct input in;
	struct buf buffer; /* owned; the current name and what follows it */
	size_t at;
	bool too_long; /* a name passed LIMIT_NAME_BYTES; the list ends there */
	bool damaged;  /* the list is compressed, and its data is cut or damaged; it ends there */
	struct diag_sink sink; /* learns of that; points back here, so the list must not move */
};

/* As input_open(): name "-" is standard input. name_list_close() is due in both cases. */
bool name_list_open(struct name_list *list, const char *name,
		    const struct input_options *options) MUST_CHECK;

/* The next name, NUL-terminated, valid until the next call; NULL at the end, or where reading
 * failed (list->in.failure, list->too_long, list->damaged). Empty names are delivered: the caller
 * refuses them. */
const char *name_list_next(struct name_list *list);

void name_list_close(struct name_list *list);

#endif
