/* SPDX-License-Identifier: MIT */
/* Registries and messages as text, to be compared; no Criterion in it. */
#ifndef TESTS_SUPPORT_REG_H
#define TESTS_SUPPORT_REG_H

#include "lib/base/diag.h"
#include "lib/registry/tree.h"

/*
 * Appends a line for each key that stands in the input, was deleted or has values, and below it
 * one for each value:
 *   ControlSet001\Control\CrashControl @3
 *     AutoReboot 4:01000000 @4
 * with the line in the input behind @. "deleted" and "unreadable" stand where data would.
 */
void reg_show(struct buf *out, const struct registry *r);

/* A sink that appends "warning registry.text.line @7" to a struct buf. */
void reg_note(void *out, const struct diag *d);

/* Appends UTF-8 text in UTF-16 with a byte order mark, and each LF as it says. */
void reg_encode(struct buf *out, struct slice utf8, bool big_endian, const char *line_end);

#endif
