/* SPDX-License-Identifier: MIT */
/* Text out of the data of registry values, as Windows would read it. */
#ifndef REGISTRY_VALUE_TEXT_H
#define REGISTRY_VALUE_TEXT_H

#include "lib/base/buf.h"

/*
 * Appends the string of a REG_SZ or REG_EXPAND_SZ as UTF-8: up to the first NUL, or all where none
 * ends it. An odd last byte does not count, a lone surrogate becomes U+FFFD. Of data longer than
 * LIMIT_REGISTRY_TEXT_BYTES the rest is left out.
 */
void value_append_string(struct buf *b, struct slice data);

/*
 * The same for a REG_MULTI_SZ, with a NUL behind each string. The first empty string ends the list,
 * as Windows has it; the end of the data does, too.
 */
void value_append_strings(struct buf *b, struct slice data);

#endif
