/* SPDX-License-Identifier: MIT */
/*
 * Keys of one JSON object that must not occur twice: a text that comes again gets "_1", "_2", ...
 * behind it, and numbers whose key is the text of another member are left out.
 */
#ifndef EVTX_UNIQUE_KEY_H
#define EVTX_UNIQUE_KEY_H

#include "lib/base/arena.h"

/* One text, shared by all members that have it. */
struct unique_key {
	struct slice text;
	uint32_t uses; /* how often it was taken, numbers left out included */
};

/* The texts of one object. */
struct unique_keys {
	struct unique_key *keys; /* in the arena */
	size_t count;
	bool sorted;
};

/*
 * Makes keys of the texts of all members of an object; of[i] becomes the key of texts[i]. texts and
 * the result live as long as the arena.
 */
void unique_keys_make(struct unique_keys *u, struct arena *arena, const struct slice *texts,
		      struct unique_key **of, size_t count);

/* Takes a key for the next member that has this text: the number behind "_", or 0 for none. */
uint32_t unique_key_take(const struct unique_keys *u, struct unique_key *key);

#endif
