/* SPDX-License-Identifier: MIT */
/* The "dump" line of bsodutils-json(5). */
#ifndef DUMP_DUMP_JSON_H
#define DUMP_DUMP_JSON_H

#include "lib/base/json.h"
#include "lib/dump/dump.h"
#include "lib/dump/story.h"

/* What is told besides the line's usual members. */
struct dump_detail {
	bool epoch;    /* time_unix_ms beside time */
	bool drivers;  /* each driver; of a small dump */
	bool unloaded; /* each driver that had been unloaded before */
	bool stack;    /* each address on the saved stack that lies in a driver */
	bool blobs;    /* each record of the secondary data */
	bool runs;     /* each run of pages */
	bool raw;      /* each field of the header, the registers, the exception */
};

/* What dump_read() has to read for this line, whatever the detail. */
extern const struct dump_wish dump_usual_wish;

/* Writes the object's members up to those of the origin: "type" first. The line is not ended. */
void dump_write_json(struct json_writer *w, const struct dump *d, struct random_input *in,
		     const struct dump_detail *detail);

/* How far the dump got on its way: a conclusion from the name of its file and from what it holds.
 */
void dump_tell_story(struct dump_story *story, const struct dump *d, const char *name);

/* The parts of it that live in files of their own: the lists, and the header as it stands. */
void dump_write_lists(struct json_writer *w, const struct dump *d, struct random_input *in,
		      const struct dump_detail *detail);
/* A name; null where none is known. */
void dump_write_name(struct json_writer *w, const char *key, struct slice name);
void dump_write_raw(struct json_writer *w, const struct dump *d, struct random_input *in);

#endif
