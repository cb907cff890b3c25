/* SPDX-License-Identifier: MIT */
/* What the registry does not say and the user does: memory, version, BitLocker, the present. */
#ifndef REGISTRY_GIVEN_H
#define REGISTRY_GIVEN_H

#include "lib/base/known.h"
#include "lib/registry/winver.h"

struct given {
	struct known ram;     /* bytes of physical memory that Windows uses */
	const char *ram_from; /* "--ram", or the name of the dump or log that told; NULL: unknown */
	struct winver_range winver; /* of --winver; all versions where it was not given */
	struct known bitlocker;     /* 1: the system volume is encrypted, 0: it is not */
	struct known now;           /* FILETIME */
};

#endif
