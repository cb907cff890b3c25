/* SPDX-License-Identifier: MIT */
/* Which twin of the vector code a tool runs: the best one, unless a test wants another. */
#ifndef CMD_TWINS_H
#define CMD_TWINS_H

#include "lib/base/utf16.h"

/* Offers the twin that BSODUTILS_UTF16_TWIN names (scalar, sse2, avx2) to choose, and the best one
 * where it names none or this machine lacks it. They change no output. Call it before any thread
 * starts. */
void twins_choose(bool (*choose)(enum utf16_twin twin));

#endif
