/* SPDX-License-Identifier: MIT */
/* What the parts of the reader of .reg files share. Nobody else needs it. */
#ifndef REGISTRY_REG_TEXT_PART_H
#define REGISTRY_REG_TEXT_PART_H

#include "lib/registry/reg_keys.h"
#include "lib/registry/reg_lines.h"

struct reg_text {
	struct reg_lines lines;
	struct reg_keys keys;
	const struct diag_sink *sink;
	bool ansi;       /* REGEDIT4: bytes of texts in hexadecimal are those of a code page */
	bool damaged;    /* something was left out */
	struct buf name; /* of the value that is read, UTF-8 */
	struct buf text; /* a string, UTF-8 */
	struct buf data; /* as a hive has them */
};

/* Tells that something is wrong at this place; text is shortened to what a message can hold. */
void reg_text_report(struct reg_text *t, enum diag_code code, struct registry_place place,
		     struct slice text);

/* Reads a value: the current line begins with its name, in quotes, or with "@". May move to the
 * last line of the value. */
void reg_text_value(struct reg_text *t);

#endif
