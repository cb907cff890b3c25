/* SPDX-License-Identifier: MIT */
/* Versions of Windows, and what is known of one: a range. */
#ifndef REGISTRY_WINVER_H
#define REGISTRY_WINVER_H

#include "lib/base/slice.h"

/* A version as one number, so that versions compare: major, minor (16 bits each), build (32). */
#define WINVER(major, minor, build) \
	(((uint64_t)(major) << 48) | ((uint64_t)(minor) << 32) | (uint64_t)(build))

#define WINVER_XP      WINVER(5, 1, 0)
#define WINVER_VISTA   WINVER(6, 0, 0)
#define WINVER_7       WINVER(6, 1, 0)
#define WINVER_8       WINVER(6, 2, 0)
#define WINVER_8_1     WINVER(6, 3, 0)
#define WINVER_10      WINVER(10, 0, 0)
#define WINVER_10_1809 WINVER(10, 0, 17763)
#define WINVER_10_20H1 WINVER(10, 0, 19041)
#define WINVER_11      WINVER(10, 0, 22000)

/* The last of a version: all of its builds. */
#define WINVER_LAST_OF(major, minor) WINVER(major, minor, UINT32_MAX)

/* The version lies between both, ends included. All versions: 0 and UINT64_MAX. */
struct winver_range {
	uint64_t least, most;
};

#define WINVER_ANY ((struct winver_range){0, UINT64_MAX})

static inline bool winver_is_below(struct winver_range r, uint64_t version)
{
	return r.most < version;
}

static inline bool winver_is_at_least(struct winver_range r, uint64_t version)
{
	return r.least >= version;
}

static inline bool winver_is_known(struct winver_range r)
{
	return r.least != 0 || r.most != UINT64_MAX;
}

/* Both at once; a where they contradict each other. */
struct winver_range winver_both(struct winver_range a, struct winver_range b);

/*
 * Reads "10.0.19041", "6.1", "19041" (a build), "7", "8.1", "10", "11", "XP", "Vista", "2008 R2",
 * "2016", "22H2", "Windows 10 1809" …; false, and *out unchanged, for anything else.
 */
bool winver_from_text(struct slice text, struct winver_range *out) MUST_CHECK;

/* What people call it: "Windows 10 or later"; static. */
const char *winver_name(struct winver_range r);

#endif
