/* SPDX-License-Identifier: MIT */
/*
 * .reg files, as regedit, "reg export", editors, shells and hivexregedit write them: with and
 * without a header, in any encoding (reg_lines.h), with the hive SYSTEM under any name
 * (reg_keys.h).
 */
#ifndef REGISTRY_REG_TEXT_H
#define REGISTRY_REG_TEXT_H

#include "lib/base/diag.h"
#include "lib/base/status.h"
#include "lib/registry/tree.h"

/* Do these bytes, the first of an input, look like a .reg file? Some KiB will do; long comments in
 * front of the first key are looked over as far as the bytes go. */
bool reg_text_recognise(struct slice first);

/*
 * Reads a .reg file into *r, which it begins; all of *r lives in the arena. What cannot be read is
 * told, line by line, and left out; the rest is there whatever the result:
 *   NOT_THIS_FORMAT  nothing of a hive SYSTEM is in it
 *   DAMAGED          something was left out
 *   LIMIT            there is more than is kept (r->full)
 */
enum status reg_text_read(struct registry *r, struct slice bytes, struct arena *arena,
			  const struct diag_sink *sink) MUST_CHECK;

#endif
