/* SPDX-License-Identifier: MIT */
/* What the parameters of one bug check mean, in words. */
#ifndef BUGCHECK_DECODE_H
#define BUGCHECK_DECODE_H

#include "lib/base/buf.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/knowledge.h"
#include "lib/bugcheck/pool_tags.h"

/* One parameter: what it is, and what its value says. */
struct bugcheck_parameter {
	const char *meaning; /* static; NULL where none is documented */
	struct buf decoded;  /* empty where the value says nothing more, or is not known */
};

/* All zero at first; can be used again and again. */
struct bugcheck_decoding {
	struct bugcheck_parameter parameters[BUGCHECK_PARAMETERS];
	const struct pool_tags *pool_tags; /* the user's list, or NULL; borrowed */
};

/* Fills d->parameters. knowledge may be NULL: then nothing is known of any of them. */
void bugcheck_decode(struct bugcheck_decoding *d, const struct bugcheck_knowledge *knowledge,
		     const struct bugcheck *b);

void bugcheck_decoding_free(struct bugcheck_decoding *d);

#endif
