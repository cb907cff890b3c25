/* SPDX-License-Identifier: MIT */
/* What the parts of mention.h share: a place in a line, the forms, and what may follow a code.
 * Nobody else needs it. */
#ifndef BUGCHECK_MENTION_FORM_H
#define BUGCHECK_MENTION_FORM_H

#include "lib/bugcheck/mention.h"

/*
 * How far a look ahead goes, from a keyword to its code and from there to each parameter. So each
 * place of a line is looked at a bounded number of times, whatever the line holds: without it, a
 * line of keywords alone would take time by the square of its length. What is written in between is
 * blanks (some align values), quotes and a few words: far less.
 */
enum { MENTION_LOOK_AHEAD = 256 };

/* --- a place in a line: mention_text.c --- */

struct cursor {
	struct slice line;
	size_t at;
	size_t end; /* where looking ahead ends, at most line.n */
	enum mention_digits digits;
};

/* A number as it is written. */
struct number_text {
	struct slice text;
	size_t start;
	bool prefixed;  /* 0x or 0n */
	bool has_digit; /* a decimal one */
	bool only_digits;
};

/* Looks from here on again as far as is allowed. */
void cursor_renew(struct cursor *c);

/* The next byte, 0 where there is none to be looked at. */
static inline uint8_t cursor_peek(const struct cursor *c)
{
	return c->at < c->end ? c->line.p[c->at] : 0;
}

/* Passes this byte, if it is next. */
bool cursor_pass(struct cursor *c, uint8_t byte);

/* Passes blanks, line ends, and what JSON makes of them. */
void cursor_skip_blanks(struct cursor *c);

/* Passes blanks and bytes of set. Returns whether one of ":=#>" was among them: after these stands
 * a value. */
bool cursor_skip(struct cursor *c, const char *set);

/*
 * Passes a word in any case, that is a token of its own. '?' in word: nothing, or one blank, hyphen
 * or underscore; '*': decimal digit, whose value goes to *digit. word is in small letters.
 */
bool cursor_word(struct cursor *c, const char *word, unsigned *digit);

/* The token that stands here, empty where there is none, or none that ends in sight; not passed. */
struct slice cursor_token(const struct cursor *c);

/* Passes a number: hexadecimal digits with or without 0x, with WinDbg's backtick or without; 0n and
 * digits. The whole token has to be one. */
bool cursor_number(struct cursor *c, struct number_text *n) MUST_CHECK;

/* Parameters in a row. */
struct parameters {
	uint64_t values[BUGCHECK_PARAMETERS];
	size_t n;
	bool prefixed; /* with 0x, all of them */
};

/* Passes "(1, 2)" or "{1 2}", and blanks and a comma in front of it; hexadecimal. */
bool cursor_list(struct cursor *c, struct parameters *list) MUST_CHECK;

/* Passes "Arguments 00000000 0000001c 00000002 804f0000", as debuggers write it. */
bool cursor_arguments(struct cursor *c, struct parameters *list) MUST_CHECK;

/* --- the forms: mention.c has the table, mention_forms.c reads them --- */

/* When digits without 0x are a code. What has no decimal digit may be a word: "added", "dead". */
enum bare_digits {
	BARE_KEY,   /* always, for the keyword is the key of a value */
	BARE_SAFE,  /* with parameters; or known, and announced or three digits long */
	BARE_LIVE,  /* known, and announced or three digits long */
	BARE_EIGHT, /* eight digits: with parameters, an NTSTATUS, or known and announced */
};

/* Parameters that stand behind the code under keys of their own. */
struct numbered {
	const char *key; /* as for cursor_word(); NULL: there are none */
	unsigned first;  /* the number of the first one */
};

enum { NUMBERED_KEYS = 2 };

struct form {
	const char *keyword;      /* as for cursor_word() */
	const char *connectors;   /* bytes that may stand between keyword and code */
	const char *const *words; /* so may these words, and announce a code; the last one NULL */
	enum bare_digits bare;
	enum bugcheck_from from; /* what digits of code and numbered parameters are */
	bool announces;          /* does the keyword by itself announce a code? */
	bool spaced_names;       /* may a name with blanks stand for the code? */
	const char *code_key;    /* what else the code may stand under, further on; or NULL */
	struct numbered numbered[NUMBERED_KEYS];
};

/* Reads what follows the keyword of a form; c is behind it. On failure *m is undefined. */
bool form_read(const struct form *f, struct cursor *c, struct mention *m) MUST_CHECK;

/* Reads a name, and the code and parameters behind it. On failure *m is undefined. */
bool form_read_name(struct cursor *c, struct mention *m) MUST_CHECK;

/* Reads 0x, eight digits, blanks and a list of parameters with 0x. On failure *m is undefined. */
bool form_read_bare(struct cursor *c, struct mention *m) MUST_CHECK;

/* The mention whose form begins at exactly this place, which lies in the line; *m is unchanged
 * where there is none. */
bool mention_at(struct slice line, size_t at, enum mention_digits digits,
		struct mention *m) MUST_CHECK;

#endif
