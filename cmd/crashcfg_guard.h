/* SPDX-License-Identifier: MIT */
/* Work on a file that is mapped, which somebody else may cut meanwhile. */
#ifndef CMD_CRASHCFG_GUARD_H
#define CMD_CRASHCFG_GUARD_H

#include "lib/base/compiler.h"

/*
 * Does the work. false where the file was cut under it (SIGBUS): the work ended in its middle then,
 * and what it held is lost. Not thread safe, and not to be nested.
 */
bool guard_run(void (*work)(void *context), void *context) MUST_CHECK;

#endif
