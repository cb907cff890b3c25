/* SPDX-License-Identifier: MIT */
/* Two names of one control set in a text. */
#ifndef REGISTRY_CONTROL_SET_MERGE_H
#define REGISTRY_CONTROL_SET_MERGE_H

#include "lib/registry/tree.h"

/*
 * A key with the name and place of a, and all that a and b have. Of values that both have the one
 * further down in the text counts. Neither is changed.
 */
struct registry_key *control_set_merge(const struct registry_key *a, const struct registry_key *b,
				       struct arena *arena);

#endif
