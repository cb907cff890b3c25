/* SPDX-License-Identifier: MIT */
/*
 * A compiled expression (internal to xpath_*.c): a flat array of nodes that refer to each other by
 * index. Index 0 is no node. A node is in at most one list: the operands of an and/or, the steps of
 * a path, or the predicates of a step, in the order in which they are written.
 */
#ifndef EVTX_XPATH_NODE_H
#define EVTX_XPATH_NODE_H

#include "lib/base/limits.h"
#include "lib/evtx/xpath.h"

/* More predicates than any real step has; each needs a counter for position(). */
enum { XPATH_PREDICATES_MAX = 8 };

enum xpath_kind {
	XPATH_STEP,
	XPATH_OR,       /* first: operands */
	XPATH_AND,      /* first: operands */
	XPATH_EXISTS,   /* first: steps. There is such a thing */
	XPATH_COMPARE,  /* first: steps. There is one that compares so with the literal */
	XPATH_TIMEDIFF, /* first: steps. Its distance to other (or now) compares so */
	XPATH_BAND,     /* first: steps. It has a bit in common with the literal */
	XPATH_POSITION, /* the position compares so with the literal */
};

enum xpath_relation {
	XPATH_EQUAL,
	XPATH_NOT_EQUAL,
	XPATH_LESS,
	XPATH_LESS_OR_EQUAL,
	XPATH_GREATER,
	XPATH_GREATER_OR_EQUAL,
	XPATH_NO_RELATION,
};

enum xpath_axis { XPATH_CHILD, XPATH_ATTRIBUTE, XPATH_TEXT };

/* A number: a 64-bit integer with its sign aside, or what a double holds. */
struct xpath_number {
	bool is_integer, negative; /* negative: integers below zero only */
	uint64_t magnitude;        /* integers: without the sign */
	double real;               /* the number, integer or not */
};

struct xpath_literal {
	bool is_text;        /* in quotes; else a number */
	bool is_number;      /* number is what it says */
	bool is_hexadecimal; /* 0x in front */
	bool is_instant;     /* instant is what it says */
	bool is_guid;        /* guid is what it says */
	bool only_literally; /* equal to itself and nothing else */
	struct slice text;
	struct slice utf16; /* the same as UTF-16LE; empty where values cannot be compared by it */
	struct xpath_number number;
	uint64_t instant; /* FILETIME */
	uint8_t guid[16];
};

struct xpath_node {
	uint8_t kind;     /* enum xpath_kind */
	uint8_t relation; /* enum xpath_relation: TIMEDIFF, POSITION, COMPARE */
	uint8_t axis;     /* STEP: enum xpath_axis */
	uint8_t known;    /* STEP: enum evtx_known of its name */
	uint8_t field; /* expressions over a path: enum evtx_system_field it is, or their count */
	bool any;      /* STEP: "*" */
	bool other_first;                    /* TIMEDIFF: the literal stands in front of the path */
	uint16_t next;                       /* in its list */
	uint16_t first;                      /* expressions: operands or steps; STEP: predicates */
	struct slice name;                   /* STEP */
	const struct xpath_literal *literal; /* expressions; lives in the arena */
	const struct xpath_literal *other;   /* TIMEDIFF: the second time, or NULL for now */
};

struct evtx_xpath {
	struct xpath_node nodes[LIMIT_XPATH_NODES + 1];
	uint16_t count; /* nodes in use, with the empty one */
	uint16_t root;
	uint32_t fields;    /* of System, that nodes name */
	struct arena arena; /* names and literals */
};

/* Fills *literal from a text in quotes. Borrows text; utf16 lives in the arena. */
void xpath_literal_of_text(struct xpath_literal *literal, struct slice text, struct arena *arena);

/* The number that all of a text says: decimal, maybe with a sign and a fraction; or hexadecimal
 * behind 0x. false where it says none. */
bool xpath_number_of_text(struct slice text, struct xpath_number *number) MUST_CHECK;

struct xpath_number xpath_number_of_integer(uint64_t magnitude, bool negative);

/* Less than, equal to or greater than 0, as a is compared with b. */
int xpath_number_order(const struct xpath_number *a, const struct xpath_number *b);

/* Does order (as above) say that the comparison holds? */
bool xpath_order_holds(enum xpath_relation relation, int order);

/* Does a value that has this text compare so with the literal? instant, if not NULL: the one that
 * the value is. */
bool xpath_text_compares(const struct xpath_literal *literal, enum xpath_relation relation,
			 struct slice text, const uint64_t *instant);

/* Does a value that is this number, or none where number is NULL, compare so with the literal,
 * which is a number? */
bool xpath_number_compares(const struct xpath_literal *literal, enum xpath_relation relation,
			   const struct xpath_number *number);

/* Does the distance from one instant to the other or, without it, to now compare so? */
bool xpath_timediff_holds(const struct xpath_node *node, uint64_t instant, uint64_t now);

#endif
