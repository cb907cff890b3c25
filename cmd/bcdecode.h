/* SPDX-License-Identifier: MIT */
/* What the parts of bcdecode share. */
#ifndef CMD_BCDECODE_H
#define CMD_BCDECODE_H

#include "cmd/cli.h"
#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/spelling.h"
#include "lib/bugcheck/splice.h"

/* What the tool does, from its options and operands. */
enum bcdecode_task {
	BCDECODE_FILTER,   /* JSON lines in, one more member out */
	BCDECODE_CODE,     /* CODE P1 P2 P3 P4 */
	BCDECODE_LINE,     /* --line */
	BCDECODE_ANNOTATE, /* --annotate */
	BCDECODE_LIST,     /* --list */
	BCDECODE_SEARCH,   /* --search */
	BCDECODE_EXPLAIN,  /* --explain */
};

struct bcdecode {
	enum bcdecode_task task;
	const char *argument; /* of --line, --search or --explain */
	const char *asked_by; /* the option that set the task, for messages; NULL: none did */
	struct splice_options splice; /* --from and --path */
	const char *pool_tags_name;   /* --pooltag */
	struct pool_tags pool_tags;   /* its content */
	struct bugcheck_decoding decoding;
	struct bugcheck_reading reading; /* of the first operand */
	struct bugcheck bugcheck;        /* of all operands */
	bool reported; /* a report was printed: the next one follows a blank line */
};

/* Prints a line about b, or with --text a report. reading: NULL where there is no doubt. */
void bcdecode_print(struct cli *cli, const struct bugcheck *b,
		    const struct bugcheck_reading *reading);

/* Copies the inputs, with bugcheck_info added to JSON lines that tell of a bug check. */
void bcdecode_filter(struct cli *cli);

/* Copies the inputs, with an explanation behind each line that mentions bug checks. */
void bcdecode_annotate(struct cli *cli);

/* Prints what text mentions; false where it mentions no bug check. */
bool bcdecode_line(struct cli *cli, struct slice text) MUST_CHECK;

/* Print the whole base; the codes that --search finds; the page that --explain asks for. */
void bcdecode_list(struct cli *cli);
void bcdecode_search(struct cli *cli);
void bcdecode_explain(struct cli *cli);

#endif
