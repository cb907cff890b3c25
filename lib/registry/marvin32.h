/* SPDX-License-Identifier: MIT */
/* The hash that log entries of a hive are sealed with: Marvin32, as the .NET runtime has it
 * (System.Private.CoreLib, Marvin.cs), for whole words. */
#ifndef REGISTRY_MARVIN32_H
#define REGISTRY_MARVIN32_H

#include "lib/base/slice.h"

/* The hash of bytes, whose number is a multiple of 4, with the seed of hives. */
uint64_t marvin32(struct slice bytes);

#endif
