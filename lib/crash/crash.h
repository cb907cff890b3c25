/* SPDX-License-Identifier: MIT */
/*
 * One crash: the evidence that tells of it, and what follows from it. Whatever is said of a crash
 * rests on a clue that is named with it; what is concluded is marked so; nothing is called a cause.
 */
#ifndef CRASH_CRASH_H
#define CRASH_CRASH_H

#include "lib/crash/clue.h"

/* Where the time of a crash comes from. */
enum time_basis {
	TIME_BASIS_BOUNDED, /* only bounds are known */
	TIME_BASIS_DUMP_HEADER,
	TIME_BASIS_DUMPSTACK_LOG,
};

/* Two pieces of evidence that do not go together. */
struct contradiction {
	struct slice rule;    /* "boot_id_differs" */
	struct slice message; /* a sentence without full stop; in the arena, or static */
};

enum { CONTRADICTIONS_MAX = 40 };

struct crash {
	const struct clue **clues; /* logs, dumps, then events, each by time; in the arena */
	size_t clue_count, clue_room;
	struct slice host;  /* empty: none is named */
	bool host_inferred; /* the evidence does not name it, but all other evidence does */
	struct known time; /* FILETIME, UTC: of the crash; not known where the basis is "bounded" */
	enum time_basis time_basis;
	struct known not_before, not_after; /* bounds, where the time is not known */
	bool has_bugcheck;
	struct slice bugcheck_name; /* of a code that the table lacks */
	struct bugcheck bugcheck;   /* as the strongest clue has it, completed by the others */
	enum crash_verdict verdict;
	bool verdict_inferred;
	const char *verdict_tells; /* why, a sentence without full stop; static */
	struct known restart; /* FILETIME: Windows was started again; of a live dump: its report */
	size_t boot; /* number of the start that followed, from 1; 0: not known. Of who groups */
	bool live;   /* the system went on: no crash */
	size_t contradiction_count;
	struct contradiction *contradictions; /* room for CONTRADICTIONS_MAX, or NULL */
	struct crash *next;                   /* of who keeps them */
};

/* The first clue of this kind, or NULL. */
const struct clue *crash_clue(const struct crash *c, enum clue_kind kind);

/* The log session that tells of it, or NULL. */
const struct session *crash_session(const struct crash *c);

/* Does any clue come from this artifact? */
bool crash_has_artifact(const struct crash *c, enum artifact a);

/* Sets verdict, verdict_inferred, verdict_tells from the clues. */
void crash_judge(struct crash *c);

struct crash_context {
	bool epoch;                 /* time_unix_ms beside each time */
	bool colour;                /* of the paragraph */
	const struct tag *own_tags; /* of this run: they win over those of the evidence */
	size_t own_tag_count;
};

/* Opens the object and writes all members but "file" and "offset", which the caller adds. */
void crash_write_json(struct json_writer *w, const struct crash *c,
		      const struct crash_context *context);

/* Appends a paragraph, ended by an empty line. */
void crash_write_text(struct buf *b, const struct crash *c, const struct crash_context *context);

#endif
