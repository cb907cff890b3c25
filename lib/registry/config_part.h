/* SPDX-License-Identifier: MIT */
/* The parts that crash_config_read() is made of. Each reads what the parts before it have set. */
#ifndef REGISTRY_CONFIG_PART_H
#define REGISTRY_CONFIG_PART_H

#include "lib/registry/config.h"

/* c->machine, from sets and settings. */
void config_machine_read(struct crash_config *c);

/* c->differences: the settings about dumps in which other control sets differ. */
void config_differences_read(struct crash_config *c);

/* Does the input tell all values that key has? key may be NULL: it does not. */
bool config_tells_values(const struct registry *r, const struct registry_key *key);

#endif
