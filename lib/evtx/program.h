/* SPDX-License-Identifier: MIT */
/*
 * A template compiled for a shape: literal bytes with operations between them, run once a record.
 * It holds for the instances that have its signature: as many values, of the same types and, where
 * the type has a fixed size, of the same sizes, and empty or not where the shape asked.
 */
#ifndef EVTX_PROGRAM_H
#define EVTX_PROGRAM_H

#include "lib/evtx/emit.h"
#include "lib/evtx/instance.h"
#include "lib/evtx/system.h"

/* Templates with more values are not compiled. Real ones have 60 at most. */
enum { EVTX_PROGRAM_SLOTS = 256 };

enum evtx_op_kind {
	EVTX_OP_END,
	EVTX_OP_JOIN,          /* nothing but its literal: where branches meet */
	EVTX_OP_VALUE,         /* the value by its writer */
	EVTX_OP_BRANCH,        /* empty: another literal, and on at target */
	EVTX_OP_REPEAT,        /* each item of an array between two literals */
	EVTX_OP_NESTED,        /* the program of the nested instance */
	EVTX_OP_LOG_RECORD_ID, /* the number of the record header, where it is another one */
};

struct evtx_op {
	evtx_writer *write;    /* VALUE */
	uint32_t literal;      /* what comes first: position in literals */
	uint32_t literal_size; /* bytes */
	uint32_t other;        /* BRANCH: the literal instead; REPEAT: the one in front of items, */
	uint32_t other_size;   /* behind which lie those behind an item and for an empty one */
	uint32_t behind_size, empty_size;
	uint16_t slot; /* which value */
	uint16_t type; /* its type */
	uint32_t target;
	enum evtx_op_kind kind;
};

/* Where a field of System comes from. */
struct evtx_program_field {
	enum { EVTX_FIELD_ABSENT, EVTX_FIELD_LITERAL, EVTX_FIELD_SLOT } kind;
	uint16_t slot;
	uint16_t type;
};

enum evtx_program_emptiness { EVTX_ANY, EVTX_MUST_BE_EMPTY, EVTX_MUST_NOT_BE_EMPTY };

struct evtx_program {
	bool general; /* cannot be compiled: the record takes the general path */
	struct buf literals;
	struct evtx_op *ops; /* owned */
	size_t op_count, op_cap;
	uint32_t slot_count;
	/* The signature, owned: descriptors under the mask, as they must be, two in each number. */
	uint64_t *pattern, *mask;
	struct evtx_slot {
		uint16_t uses;     /* operations that write the value */
		uint8_t emptiness; /* enum evtx_program_emptiness */
	} * slots;                 /* owned */
	uint16_t *asked;           /* owned: the values whose emptiness matters */
	uint32_t asked_count;
	int32_t nested_slot;           /* EVTX_NO_SLOT for none */
	enum evtx_known nested_inside; /* see emit_nested() */
	size_t fixed_room;             /* output of everything but the values, bytes */
	size_t repeat_room;            /* output bytes for each item of an array, and one more */
	size_t value_room;             /* output bytes for each byte of the values */
	/* For selection: fields that every record of the program shares are read already. */
	struct evtx_program_field fields[EVTX_SYSTEM_FIELD_COUNT];
	struct evtx_system literal_fields;
	struct buf texts; /* theirs */
	/* while compiling */
	uint32_t literal_from;
	uint32_t branch; /* 1 + position of the open branch's operation; 0 for none */
};

/* A program with the values it is to run on. */
struct evtx_run {
	const struct evtx_program *program;
	struct evtx_instance instance;
	uint32_t offsets[EVTX_PROGRAM_SLOTS + 2]; /* of each value in instance.values */
	/* What is nested: a program to run, or bytes that are there already, or neither. */
	const struct evtx_run *nested;
	struct slice nested_bytes;
	uint64_t log_record_id;
};

/* Starts a program for instances like this one; emit.h fills it, evtx_program_end() completes it.
 */
void evtx_program_begin(struct evtx_program *p, const struct evtx_instance *instance);
void evtx_program_end(struct evtx_program *p);
void evtx_program_free(struct evtx_program *p);

/* Appends an operation; the literal bytes since the last one become its literal. */
struct evtx_op *evtx_program_op(struct evtx_program *p, enum evtx_op_kind kind);

/* Has run->instance the signature of run->program, and all bytes of its values? Fills
 * run->offsets. */
bool evtx_program_fits(struct evtx_run *run) MUST_CHECK;

/* Bytes of output that a run may need at most. */
size_t evtx_program_room(const struct evtx_run *run);

/* Runs; out has that room. Returns the end of the output. */
uint8_t *evtx_program_run(const struct evtx_run *run, uint8_t *out, struct evtx_scratch *scratch);

/* Reads the wanted fields (bits) of System; texts live in the arena or the program. */
void evtx_program_system(const struct evtx_run *run, uint32_t wanted, struct evtx_system *system,
			 struct arena *arena);

/* Notes where the fields come from, for evtx_program_system(): root of the symbolic tree. The arena
 * is for the moment only. */
void evtx_program_fields(struct evtx_program *p, const struct evtx_node *root, struct arena *arena);

/* Bytes of memory that the program holds. */
size_t evtx_program_memory(const struct evtx_program *p);

#endif
