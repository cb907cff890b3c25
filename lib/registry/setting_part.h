/* SPDX-License-Identifier: MIT */
/* What the files of settings share. */
#ifndef REGISTRY_SETTING_PART_H
#define REGISTRY_SETTING_PART_H

#include "lib/registry/setting.h"

/* Where a setting stands, not decoded yet: for those that only compare data. */
struct setting setting_find(enum setting_id id, struct registry_key *control_set);

/* Sets usable and number or text of what setting_find() gave. */
void setting_decode(struct setting *s, enum setting_id id, struct arena *arena);

#endif
