/* SPDX-License-Identifier: MIT */
/*
 * Where shapes write to. For a concrete tree the bytes go straight into a buffer. For a symbolic
 * tree (of a template) the same calls make a program: literal bytes and, between them, operations
 * on the values that each record brings. One walker thus serves both, and both give the same bytes.
 *
 * A symbolic tree is compiled with an instance at hand. What a walker asks about a value here (its
 * type; whether it is empty) becomes part of the program's signature: the program is used only for
 * instances of which the same is true.
 */
#ifndef EVTX_EMIT_H
#define EVTX_EMIT_H

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/evtx/value.h"

struct evtx_program;
struct evtx_system;
struct evtx_instance;

struct evtx_emit {
	struct buf *out; /* concrete: the record is appended; symbolic: the program's literals */
	size_t start;    /* where in out the record begins */
	struct evtx_program *program;         /* NULL for a concrete tree */
	const struct evtx_instance *instance; /* symbolic: the instance at hand */
	struct arena *arena;                  /* for the walker's own needs; reset per record */
	struct evtx_scratch *scratch;
	bool epoch; /* the shape writes time_unix_ms beside time, if it has such members */
	const struct evtx_event *event;   /* concrete: the record's header; else NULL */
	const struct evtx_system *system; /* concrete: its System, if that was read already */
	/* Text that was no valid text is kept raw beside what became of it. Off in the first of two
	 * passes, which nearly always finds all text valid and is the last. */
	bool careful;
	bool impossible; /* symbolic: cannot be compiled; the record takes the general path */
	bool too_large;  /* output passed LIMIT_EVTX_RECORD_OUTPUT; the rest is dropped */
};

static inline bool emit_is_symbolic(const struct evtx_emit *e)
{
	return e->program != NULL;
}

/* Gives up on compiling: for what depends on values in ways a program cannot express. */
static inline void emit_impossible(struct evtx_emit *e)
{
	e->impossible = true;
}

/* The rest of emit_bytes(): the buffer has to grow, or the event is too large. */
void emit_bytes_slow(struct evtx_emit *e, const void *p, size_t n);

/* Inline, because a literal's length is then known to the compiler. */
static inline void emit_bytes(struct evtx_emit *e, const void *p, size_t n)
{
	struct buf *b = e->out;
	if (UNLIKELY(n > b->cap - b->n || b->n - e->start + n > LIMIT_EVTX_RECORD_OUTPUT)) {
		emit_bytes_slow(e, p, n);
		return;
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
}

static inline void emit_slice(struct evtx_emit *e, struct slice s)
{
	emit_bytes(e, s.p, s.n);
}

/* A NUL-terminated literal. */
static inline void emit_string(struct evtx_emit *e, const char *s)
{
	emit_bytes(e, s, strlen(s));
}

/* UTF-8 text of the tree (names, and whatever is known when compiling), escaped. */
void emit_text(struct evtx_emit *e, struct slice utf8, enum utf16_escape escape);

/* The bytes of a VALUE node, by this writer. The node may wait for its value. */
void emit_value(struct evtx_emit *e, const struct evtx_node *node, evtx_writer *writer);

/* The same by the writer that Windows' spelling needs (evtx_value_writer()). */
void emit_value_as_windows(struct evtx_emit *e, const struct evtx_node *node,
			   enum utf16_escape escape);

/* Size in bytes of a VALUE node's value: in a symbolic tree that of the instance at hand, and only
 * types of fixed size may be asked (their size is part of the signature). */
size_t emit_value_size(const struct evtx_emit *e, const struct evtx_node *node);

/* Is this VALUE node empty? Asking makes emptiness part of the signature; prefer
 * emit_unless_empty() where both cases are common. */
bool emit_is_empty(struct evtx_emit *e, const struct evtx_node *node);

/*
 * Two ways to go on, by whether a VALUE node is empty: writes if_empty where it is. Returns true
 * where the caller has to emit what is due otherwise and then to call emit_join(). Does not nest.
 */
bool emit_unless_empty(struct evtx_emit *e, const struct evtx_node *node,
		       struct slice if_empty) MUST_CHECK;
void emit_join(struct evtx_emit *e);

/* What stands around each item of an array. */
struct evtx_repeat {
	struct slice before, behind; /* an item that is not empty */
	struct slice empty;          /* instead of one that is */
};

/* The items of a text array value, each with what repeats; no item is one empty item. */
void emit_repeat(struct evtx_emit *e, const struct evtx_node *array, enum utf16_escape escape,
		 const struct evtx_repeat *repeat);

/*
 * A BinXML value of a symbolic tree (in concrete ones it has become elements): the shape's child()
 * is called for the element it will be, if it is exactly one. inside: child() gets it as the only
 * child of an element of that name (UserData, EventData); EVTX_NAME_OTHER: as it is. Once a
 * program.
 */
void emit_nested(struct evtx_emit *e, const struct evtx_node *node, enum evtx_known inside);

/* `,"log_record_id":N` where the number in the record header differs from the value of node, a
 * number of fixed size. For symbolic trees. */
void emit_log_record_id(struct evtx_emit *e, const struct evtx_node *node);

#endif
