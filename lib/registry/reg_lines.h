/* SPDX-License-Identifier: MIT */
/*
 * Lines of a registry text, whatever encoding Windows, an editor or a shell saved it in: UTF-16 of
 * both orders, UTF-8, or single bytes of a code page. They come as UTF-8, with their place in the
 * original bytes.
 */
#ifndef REGISTRY_REG_LINES_H
#define REGISTRY_REG_LINES_H

#include "lib/registry/tree.h"

enum reg_encoding {
	REG_ENCODING_UTF8,
	REG_ENCODING_ANSI, /* not valid UTF-8: code page 1252 is assumed */
	REG_ENCODING_UTF16LE,
	REG_ENCODING_UTF16BE,
};

struct reg_lines {
	struct slice bytes; /* borrowed */
	enum reg_encoding encoding;
	size_t next;       /* where the next line begins, bytes */
	struct slice text; /* the current line, UTF-8, without its end, and without a byte order
			    * mark in front; valid until the next one */
	struct slice end;  /* what ended it: "\r\n", "\n", "\r", or nothing; static */
	bool cut; /* the line has more than LIMIT_REGISTRY_LINE_BYTES; text is its beginning */
	struct registry_place place; /* of the current line; line 0: before the first */
	/* The first line with a byte that code page 1252 was assumed for; line 0: none. */
	struct registry_place assumed;
	struct buf decoded; /* owned */
};

/* By byte order mark, else by zeros where ASCII text in UTF-16 has them, else by validity. */
void reg_lines_begin(struct reg_lines *l, struct slice bytes);

/* Moves to the next line; false at the end. */
bool reg_lines_next(struct reg_lines *l);

/* For those who may read too far: behind the current line. */
struct reg_mark {
	size_t next;
	struct registry_place place;
};

struct reg_mark reg_lines_mark(const struct reg_lines *l);

/* Back to the mark: the next line is the one that followed it. l->text is empty until then. */
void reg_lines_return(struct reg_lines *l, struct reg_mark mark);

/* Frees what lines needed. */
void reg_lines_end(struct reg_lines *l);

#endif
