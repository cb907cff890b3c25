/* SPDX-License-Identifier: MIT */
/* A number that evidence may lack. */
#ifndef BASE_KNOWN_H
#define BASE_KNOWN_H

#include "lib/base/compiler.h"

/* Texts that evidence lacks have no address (p is NULL) or no bytes. */
struct known {
	bool known;
	uint64_t value; /* 0 while not known */
};

static inline struct known known_number(uint64_t value)
{
	return (struct known){true, value};
}

#endif
