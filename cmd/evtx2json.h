/* SPDX-License-Identifier: MIT */
/* What the parts of evtx2json share: the settings, and the input with its first bytes. */
#ifndef CMD_EVTX2JSON_H
#define CMD_EVTX2JSON_H

#include "cmd/cli.h"
#include "lib/evtx/file.h"
#include "lib/evtx/render.h"

/* How much of an input's beginning tells what it is; and how much, where that tells nothing because
 * the beginning of a log is lost: its header and three chunks. */
enum { SOURCE_FIRST_BYTES = 8192, SOURCE_MORE_BYTES = 4096 + 3 * 65536 };

struct settings {
	struct evtx_render_options render;
	struct evtx_selection selection;
	struct buf error; /* of an option's argument */
	const char *since,
		*until; /* their arguments, which count from --now wherever that stands */
	enum evtx_recovery recovery;
	uint64_t jobs; /* threads; 0: as many as there are processors */
	bool no_checksums;
	bool validate;
	bool strict;
	bool selects;      /* an option that selects events was given */
	uint64_t selected; /* events printed */
};

/* An input whose first bytes were looked at, and are read again first. */
struct source {
	struct input *in;
	struct buf first; /* owned */
	size_t at;        /* bytes of first that were read again */
};

/* Looks at the first n bytes, before any were read again; they lie in source->first. Called again,
 * it looks further. */
void source_look(struct source *s, size_t n);

/* The next bytes, exactly room of them unless the input ends. */
size_t source_read(struct source *s, uint8_t *p, size_t room);

/* Reads n bytes and drops them. */
void source_skip(struct source *s, size_t n);

void source_end(struct source *s);

/* The three kinds of work on an input. */
void evtx2json_log(struct cli *cli, struct settings *settings, struct source *source,
		   enum evtx_content content);
void evtx2json_xml(struct cli *cli, struct settings *settings, struct source *source);
void evtx2json_validate(struct cli *cli, struct settings *settings, struct source *source,
			enum evtx_content content);

#endif
