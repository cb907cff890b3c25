/* SPDX-License-Identifier: MIT */
/* What "reg query KEY /s" prints: a line for each key, and an indented line for each value with its
 * name, its type and its data. */
#ifndef REGISTRY_REG_QUERY_H
#define REGISTRY_REG_QUERY_H

#include "lib/base/diag.h"
#include "lib/base/status.h"
#include "lib/registry/tree.h"

/* Do these bytes, the first of an input, look like it, and not like a .reg file? */
bool reg_query_recognise(struct slice first);

/* As reg_text_read(). Line ends inside of strings cannot be told from those between values: such a
 * string is cut at its first line, and the rest of it told as lines that were left out. */
enum status reg_query_read(struct registry *r, struct slice bytes, struct arena *arena,
			   const struct diag_sink *sink) MUST_CHECK;

#endif
