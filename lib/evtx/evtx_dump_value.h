/* SPDX-License-Identifier: MIT */
/* Values into text as evtx_dump spells them, for the inside of a JSON string or as bare numbers. */
#ifndef EVTX_EVTX_DUMP_VALUE_H
#define EVTX_EVTX_DUMP_VALUE_H

#include "lib/evtx/value.h"

/* Is a value of this type and size in bytes written without quotes: an integer or a boolean? */
bool evtx_dump_is_bare(uint16_t type, size_t size);

/*
 * The writer of a type for a value of size bytes (of types without a fixed size any but 0 means the
 * same). As evtx_value_writer() for JSON, but: GUIDs in upper case without braces, instants with
 * six digits of the fraction, reals as the Rust library zmij prints them. Never NULL.
 */
evtx_writer *evtx_dump_writer(uint16_t type, size_t size);

/* Writes the items of an array of UTF-16 text, quotes and all: one item as a string, more of them
 * (or none) as a JSON array of strings. */
uint8_t *evtx_dump_write_strings(uint8_t *out, struct slice value, struct evtx_scratch *scratch);

#endif
