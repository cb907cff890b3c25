/* SPDX-License-Identifier: MIT */
/* Binary XML for tests, token by token, at places of a chunk. */
#ifndef TESTS_SUPPORT_EVTX_BINXML_H
#define TESTS_SUPPORT_EVTX_BINXML_H

#include "tests/unit/support_evtx_chunk.h"

/* A chunk being written: bytes, and where the next one goes. */
struct maker {
	uint8_t bytes[EVTX_CHUNK_SIZE + EVTX_CHUNK_PADDING];
	uint32_t at;
};

/* One value of an instance. */
struct made_value {
	uint8_t type;
	struct slice bytes;
};

/* All zero; writing begins at the first record's place. */
void maker_begin(struct maker *m);

/* All of the chunk. */
struct slice maker_bytes(const struct maker *m);

void maker_add(struct maker *m, const void *p, size_t n);
void maker_u8(struct maker *m, uint8_t v);
void maker_u16(struct maker *m, uint16_t v);
void maker_u32(struct maker *m, uint32_t v);

/* Offset field and, behind it, the name itself (ASCII). */
void maker_name(struct maker *m, const char *name);

/* The start of an element in a definition, to the name. Returns where its size is. */
uint32_t maker_open(struct maker *m, const char *name, bool attributes);
/* "/>"; or the end tag. */
void maker_close_empty(struct maker *m, uint32_t open);
void maker_close(struct maker *m, uint32_t open);

/* A text value, ASCII; an attribute with one; a substitution. */
void maker_text(struct maker *m, const char *text);
void maker_attribute(struct maker *m, const char *name, const char *text);
void maker_slot(struct maker *m, uint16_t index, uint8_t type, bool optional);

/* <name>slot 0</name>, as much as most tests need. */
void maker_element_of_slot(struct maker *m, const char *name, uint16_t index, uint8_t type);

/* Begins a definition with that identifier; its body follows. Returns its offset. */
uint32_t maker_define(struct maker *m, uint32_t id);
void maker_define_end(struct maker *m, uint32_t definition);

/* An instance of a definition that lies elsewhere. Returns the offset of its token. */
uint32_t maker_instance(struct maker *m, uint32_t definition, const struct made_value *values,
			uint32_t count);

/* A record around an instance, with number; returns it. */
struct evtx_record maker_record(struct maker *m, uint64_t number, uint32_t definition,
				const struct made_value *values, uint32_t count);

#endif
