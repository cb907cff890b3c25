/* SPDX-License-Identifier: MIT */
/*
 * What looks like a record, judged by its bytes alone: for finding the way again behind damage, and
 * records where no header leads to. Used by walk.c.
 */
#ifndef EVTX_RECOVER_H
#define EVTX_RECOVER_H

#include "lib/evtx/walk.h"

/* How much speaks for a record at some place. */
enum evtx_trust {
	EVTX_TRUST_NONE,
	EVTX_TRUST_WEAK,   /* magic and a plausible beginning of binary XML, but no agreed size */
	EVTX_TRUST_STRONG, /* magic, and both sizes agree */
};

/* May this be the beginning of a record's binary XML: a fragment header or a token that can stand
 * first, and numbers behind it that are possible? An empty document is not plausible. */
bool evtx_binxml_is_plausible(struct slice binxml);

/* Does a record magic stand at offset of bytes? */
bool evtx_record_has_magic(struct slice bytes, uint32_t offset);

/* The size before a record at offset and the one behind it, if they agree and all of it lies within
 * bytes; else 0. Its magic does not matter. */
uint32_t evtx_record_agreed_size(struct slice bytes, uint32_t offset);

/* What a record at offset would have between its header and the trailing size if it had that size,
 * which must lie within bytes and be at least EVTX_RECORD_SIZE_MIN. */
struct slice evtx_record_content(struct slice bytes, uint32_t offset, uint32_t size);

/* Does a record begin at offset of bytes? */
enum evtx_trust evtx_record_trust(struct slice bytes, uint32_t offset);

/* The first place at or behind from, and before end, where evtx_record_trust() is at least trust;
 * end where there is none. */
uint32_t evtx_record_find(struct slice bytes, uint32_t from, uint32_t end, enum evtx_trust trust);

/*
 * Records whose magic is damaged end where another begins: follows trailing sizes backwards from
 * next, not beyond from, and returns where the first of them begins; next where there is none.
 */
uint32_t evtx_record_chain_back(struct slice bytes, uint32_t from, uint32_t next);

/* Has a record with the same number, time and bytes been delivered by this walk? */
bool evtx_record_is_duplicate(const struct evtx_walk *w, const struct evtx_record *r);

#endif
