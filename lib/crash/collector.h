/* SPDX-License-Identifier: MIT */
/*
 * Evidence in any order in, crashes out. Clues are kept until finish, or until LIMIT_CRASH_BYTES of
 * them are: then those of the host that was heard of longest ago are told first.
 */
#ifndef CRASH_COLLECTOR_H
#define CRASH_COLLECTOR_H

#include "lib/crash/crash.h"

struct collector;

/* visit: called for each crash, in the order in which the first clue of each came; what it gets
 * dies with the call. own_host: the host of all evidence (--tag host=); empty: none. */
struct collector *collector_begin(void (*visit)(void *context, const struct crash *crash),
				  void *context, struct slice own_host,
				  const struct diag_sink *sink);

/* Takes a line. Returns what it says, valid until the next call; NULL where it is no evidence. */
const struct clue *collector_add(struct collector *c, const struct json_node *root,
				 const struct clue_place *place);

/* All evidence has come: tells the crashes that are left, and frees. */
void collector_finish(struct collector *c);

#endif
