/* SPDX-License-Identifier: MIT */
/*
 * The lines of an input that hold something, and all between them as it is: for filters that change
 * few lines and pass the others on. What holds nothing is searched block by block and handed over
 * in stretches of whole lines, not line by line. Constant memory; on a live pipe a whole line is
 * handed over as soon as it is there.
 */
#ifndef IO_SIEVE_H
#define IO_SIEVE_H

#include "lib/io/input.h"

/*
 * Position of the first candidate that begins at from or behind it; block.n for none. The block
 * holds whole lines, and a candidate lies within one of them; nothing behind block.n may be read.
 */
typedef size_t sieve_finder(struct slice block, size_t from);

enum sieve_kind {
	SIEVE_LINES, /* whole lines, one or more, none of which has a candidate */
	SIEVE_LINE,  /* a whole line that has one */
	SIEVE_LONG,  /* the beginning of a line longer than the cap; it was not searched */
	SIEVE_MORE,  /* what follows of that line */
};

struct sieve_part {
	struct slice bytes; /* with every '\n'; never empty; valid until the next call */
	enum sieve_kind kind;
	uint64_t offset; /* in the uncompressed input */
};

struct sieve {
	sieve_finder *find;  /* NULL: needle is looked for */
	struct slice needle; /* borrowed */
	size_t cap;          /* longest line that is delivered whole, bytes with its '\n' */
	size_t step;         /* bytes that are asked for at a time; tests make it small */
	struct input *in;    /* borrowed */
	uint8_t *room;       /* owned; lead + step bytes from a page boundary */
	size_t lead;         /* reading begins behind it; in front the begun line is kept */
	size_t capacity;     /* bytes of room */
	size_t at;           /* start of what was not yet delivered */
	size_t searchable;   /* whole lines of at most cap bytes end here, at the earliest at at */
	size_t whole;        /* whole lines end here */
	size_t end;          /* of what was read */
	size_t begun;        /* where at was when bytes were last read */
	size_t hit;          /* first candidate from at on, or searchable; if searched */
	bool searched;
	bool inside; /* at lies within a line longer than the cap */
	uint64_t offset;
};

/* Sieves for candidates that find tells of, and for those that are these bytes (one or more, no
 * line end among them). cap is at least 1. */
struct sieve sieve_on(size_t cap, sieve_finder *find);
struct sieve sieve_for(size_t cap, struct slice needle);

/* Turns to an input that nothing was read of. A sieve serves any number of them in turn. */
void sieve_start(struct sieve *s, struct input *in);

/*
 * The next part; all of them together are the input. false at its end, or where reading failed
 * (in->failure tells).
 */
bool sieve_next(struct sieve *s, struct sieve_part *part) MUST_CHECK;

void sieve_free(struct sieve *s);

#endif
