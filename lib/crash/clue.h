/* SPDX-License-Identifier: MIT */
/*
 * One piece of evidence: what a JSON line says of a crash, small enough to be kept until all lines
 * were read. Its texts and lists live in an arena.
 */
#ifndef CRASH_CLUE_H
#define CRASH_CLUE_H

#include "lib/base/arena.h"
#include "lib/base/known.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/crash/session.h"

/* Where evidence comes from. */
enum artifact {
	ARTIFACT_DUMPSTACK_LOG,
	ARTIFACT_DUMP_HEADER,
	ARTIFACT_EVENT_LOG,
	ARTIFACT_REGISTRY,
	ARTIFACT_COUNT,
};

enum clue_kind {
#define CLUE(id, artifact, word, meaning) CLUE_##id,
#include "lib/crash/clue_list.h"
#undef CLUE
	CLUE_COUNT,
};

/* How a value is written. */
enum fact_form { FORM_TEXT, FORM_COUNT, FORM_HEX32, FORM_TIME, FORM_FLAG, FORM_NAMES };

enum fact_id {
#define FACT(id, kinds, path, form, tells, inferred) FACT_##id,
#include "lib/crash/fact_list.h"
#undef FACT
	FACT_COUNT,
};

struct fact_info {
	uint64_t kinds;   /* a bit for each enum clue_kind */
	const char *path; /* of the member in the JSON line */
	enum fact_form form;
	const char *tells; /* NULL: not cited */
	bool inferred;
};

struct fact {
	enum fact_id id;
	uint64_t number;   /* FORM_TIME: a FILETIME; FORM_FLAG: 0 or 1 */
	struct slice text; /* FORM_TEXT, FORM_NAMES (separated by ", ") */
};

struct tag {
	struct slice key, value;
};

struct clue {
	enum clue_kind kind;
	uint32_t sequence;  /* of its line among all, for a stable order */
	uint32_t host;      /* number of the host it names; 0: none */
	bool host_inferred; /* it names none itself */
	struct known time;  /* the instant of the line: of the crash for logs and dumps, else of
			     * the event */
	struct known stated_time; /* the line's own, where time was corrected: a clock was wrong */
	struct known event_id, record_id, offset;
	struct slice file; /* p is NULL where none is given */
	struct slice provider;
	struct slice input;            /* where the line itself stands: what dumpstat was given */
	uint64_t input_offset;         /* bytes */
	bool has_bugcheck;             /* code is not 0 */
	struct slice bugcheck_name;    /* of a code that the table lacks: a later version's */
	struct bugcheck bugcheck;      /* as the line has it */
	const struct session *session; /* of CLUE_LOG_SESSION */
	const struct tag *tags;
	size_t tag_count;
	bool has_tags; /* an object of tags stands there, maybe an empty one */
	const struct fact *facts;
	size_t fact_count;
};

/* Where a line stands, and who hears of members that cannot be used. */
struct clue_place {
	const struct diag_sink *sink;
	struct slice input; /* its name; kept by whoever keeps the clue */
	uint64_t line;      /* from 1 */
	uint64_t offset;    /* bytes */
};

/*
 * Reads a line into the arena. NULL where it tells nothing of a crash. The clue's host is 0, the
 * name it gives is set in *host (borrowed from the line; empty where there is none).
 */
struct clue *clue_read(const struct json_node *root, const struct clue_place *place,
		       struct arena *arena, struct slice *host);

/* The fact, or NULL where the clue lacks it. */
const struct fact *clue_fact(const struct clue *c, enum fact_id id);

/* Its number, not known where the clue lacks it. */
struct known clue_number(const struct clue *c, enum fact_id id);

/* Its text, p is NULL where the clue lacks it. */
struct slice clue_text(const struct clue *c, enum fact_id id);

/* Is it there, and true? */
bool clue_flag(const struct clue *c, enum fact_id id);

const struct fact_info *fact_info(enum fact_id id);

/* "event_log"; static. */
const char *artifact_word(enum artifact a);
enum artifact clue_artifact(enum clue_kind kind);

/* "dirty_restart"; static. */
const char *clue_word(enum clue_kind kind);

/* What happened at its time, a sentence without full stop; static. */
const char *clue_meaning(enum clue_kind kind);

#endif
