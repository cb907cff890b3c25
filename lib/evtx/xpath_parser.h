/* SPDX-License-Identifier: MIT */
/* The parser of expressions (internal to xpath_*.c): xpath_lex.c, xpath_path.c, xpath_parse.c. */
#ifndef EVTX_XPATH_PARSER_H
#define EVTX_XPATH_PARSER_H

#include "lib/evtx/xpath_node.h"

/* Where in an event a path has got to, as far as System is concerned. */
enum xpath_level {
	XPATH_LEVEL_DOCUMENT, /* in front of Event */
	XPATH_LEVEL_EVENT,
	XPATH_LEVEL_SYSTEM,
	XPATH_LEVEL_FIELD, /* at a child of System, whose name is known */
	XPATH_LEVEL_OTHER,
};

struct xpath_place {
	enum xpath_level level;
	enum evtx_known element; /* XPATH_LEVEL_FIELD */
};

struct xpath_parser {
	struct evtx_xpath *x;
	struct slice all;
	size_t at; /* bytes consumed */
	struct buf *error;
	bool failed;
	unsigned depth;           /* parentheses and predicates that are open */
	struct xpath_place place; /* where paths begin here */
	size_t position_at; /* 1 + where the predicates of this step ask for the position, or 0 */
	size_t step_position_at;      /* the same of the step that was parsed last */
	enum evtx_system_field field; /* that the path parsed last was, or their count */
};

/*
 * Stops parsing: the message, with the column of byte at in front, is the error unless there was
 * one before. Returns 0, which is no node.
 */
uint16_t xpath_fail(struct xpath_parser *p, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for what stands here instead of what is wanted. */
uint16_t xpath_fail_unexpected(struct xpath_parser *p, const char *wanted);

void xpath_skip_blanks(struct xpath_parser *p);

/* The byte some bytes ahead, or 0. */
uint8_t xpath_peek(const struct xpath_parser *p, size_t ahead);

/* Moves over blanks and then over this byte; false where another one stands there. */
bool xpath_take(struct xpath_parser *p, uint8_t c);

/* The same, and a failure where it does not stand there. */
bool xpath_expect(struct xpath_parser *p, uint8_t c, const char *wanted);

/* May a name or number go on with this byte? */
bool xpath_is_name_byte(uint8_t c);

/* The name that begins right here; empty where none does. Nothing is consumed. */
struct slice xpath_name_here(const struct xpath_parser *p);

/* Moves over blanks and this name; false where another one stands there. */
bool xpath_take_word(struct xpath_parser *p, const char *word);

/* Does a parenthesis open behind this name, which stands here? */
bool xpath_is_call(const struct xpath_parser *p, struct slice name);

/* Index of a new node, 0 where there are too many. */
uint16_t xpath_new_node(struct xpath_parser *p, enum xpath_kind kind);

/* One more parenthesis or bracket is open; false where these are too many. */
bool xpath_open(struct xpath_parser *p);

/* A text in quotes or a number; NULL where neither begins here, or after a failure. */
const struct xpath_literal *xpath_parse_literal(struct xpath_parser *p);
const struct xpath_literal *xpath_parse_number(struct xpath_parser *p);

/* The first step of a path, or 0 after a failure; p->field is set. */
uint16_t xpath_parse_path(struct xpath_parser *p);

/* An expression as it stands in parentheses or brackets; 0 after a failure. */
uint16_t xpath_parse_or(struct xpath_parser *p);

#endif
