/* SPDX-License-Identifier: MIT */
/*
 * What the tools have in common: the option table that help, getopt, completions and the check of
 * the man pages are made from, the inputs, messages, the exit ladder and the checked last write.
 *
 * A tool's main is: cli_begin(); for each cli_next_input(): work; return cli_end().
 */
#ifndef CMD_CLI_H
#define CMD_CLI_H

#include "lib/base/diag.h"
#include "lib/base/origin.h"
#include "lib/io/input.h"
#include "lib/io/names.h"
#include "lib/io/output.h"
#include "cmd/progress.h"

/* The exit ladder: the one named earlier here wins over the later ones. */
enum exit_status {
	EXIT_STATUS_FAILED = 2,   /* wrong usage, or the environment failed */
	EXIT_STATUS_DAMAGED = 3,  /* output valid, some input damaged or cut */
	EXIT_STATUS_NO = 1,       /* ran well, and the answer is "no" */
	EXIT_STATUS_COMPLETE = 0, /* all read, all written */
};

struct cli_option {
	const char *name; /* long name, without dashes */
	char letter;      /* short name, or 0 */
	bool brief;       /* shown by -h too */
	/* "FILE"; NULL for a flag. "[=FILE]": may be left out, value is NULL then. */
	const char *argument;
	const char *choices; /* "auto|always|never" where the argument is one of a few; else NULL */
	const char *help;    /* lines of at most 70 characters, separated by '\n' */
};

static inline bool cli_option_may_stand_alone(const struct cli_option *o)
{
	return !o->argument || o->argument[0] == '[';
}

struct cli;

struct cli_tool {
	const char *name;
	const char *summary;  /* one sentence, no full stop */
	const char *synopsis; /* operands: "[OPTION]... [FILE]..." */
	const char *more;     /* paragraphs of --help below the options: exit status, examples */
	const struct cli_option *options; /* the tool's own */
	size_t option_count;
	bool operands_are_files; /* and standard input is read without any */
	/* Looks at operands and settings when all options were read, tells what is wrong with them
	 * by cli_usage_error(), and may change cli->reads_inputs. NULL for nothing to do. */
	void (*check)(struct cli *cli);
	/* Takes one of the tool's own options. false: value is wrong, after cli_usage_error(). */
	bool (*take)(struct cli *cli, const struct cli_option *option, const char *value);
	void *settings; /* the tool's own, for take */
};

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct cli {
	const struct cli_tool *tool;
	/* settings of the common options */
	bool quiet;            /* -q: no notes */
	bool verbose;          /* -v */
	bool silent;           /* -s: nothing on stdout */
	bool text;             /* --text: a report for people */
	bool colour;           /* --color, NO_COLOR, CLICOLOR_FORCE and the terminal, decided */
	bool epoch;            /* --epoch: time_unix_ms beside time */
	bool damage_ok;        /* --damage-ok */
	bool diagnostics_json; /* --diagnostics=json */
	bool unbuffered;       /* --unbuffered */
	enum when color_when;
	struct input_options input_options;
	struct buf tags;         /* rendered JSON object of --tag; empty for none */
	struct buf tag_members;  /* its inside, while options are read */
	const char *files0_from; /* NULL, or the list's name */
	/* what remains of the command line */
	char **operands;
	int operand_count;
	bool reads_inputs; /* inputs are read, standard input where none is named; starts as the
			    * tool's operands_are_files */
	/* the run */
	struct output out;
	struct diag_sink sink; /* counts, prints or renders what readers report */
	struct record_origin origin;
	bool any_failed, any_damaged, answer_no;
	/* the current input */
	int next_operand;
	struct name_list names;
	bool names_open;
	struct input in;
	unsigned seen[DIAG_COUNT]; /* diagnostics of the current input */
	struct buf message;        /* scratch */
	struct progress progress;
	const char *usage_problem;  /* first problem of the command line, rendered; owned */
	const char *nearest_option; /* what an unknown option may have meant; NULL for nothing */
};

/*
 * Reads the command line. Returns -1 to go on, else the status to exit with (help, version,
 * completions and wrong usage are dealt with here). cli is all zero before.
 */
int cli_begin(struct cli *cli, const struct cli_tool *tool, int argc, char **argv) MUST_CHECK;

/* Says that memory ran out and exits with 2. cli_begin() sets it; a main that allocates before that
 * hands it to memory_set_exhausted() itself. */
void cli_out_of_memory(void) NO_RETURN;

/* Notes a problem of the command line, printf-like, to be told when all options were read. */
void cli_usage_error(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/*
 * Opens the next input and sets cli->in and cli->origin; what cannot be opened is told and skipped.
 * false after the last. The previous input must be closed.
 */
bool cli_next_input(struct cli *cli) MUST_CHECK;

/* Closes cli->in: tells of a failure to read it and of grouped messages, counts progress. */
void cli_close_input(struct cli *cli);

/* The answer to the question of the command line is "no": exit status 1. */
void cli_answer_no(struct cli *cli);

/* Tells of a failure of the environment, printf-like, with the tool's name: exit status 2. */
void cli_failure(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/* Tells why an input could not be opened or read: exit status 2. */
void cli_input_failure(struct cli *cli, const struct input *in);

/* Tells a note (-q silences it), printf-like; the exit status stays. */
void cli_note(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/* Flushes and closes standard output, frees, and returns the exit status. */
int cli_end(struct cli *cli) MUST_CHECK;

/* --- parts of the above that live in files of their own --- */

/* The options all tools share, in the order of the help. */
extern const struct cli_option cli_common_options[];
extern const size_t cli_common_option_count;

/* -h: at most 24 lines; --help: all options and the tool's paragraphs. */
void cli_help(const struct cli_tool *tool, bool brief, struct buf *b);

/* A completion script for bash, zsh or fish; false for another shell. */
bool cli_completion(const struct cli_tool *tool, const char *shell, struct buf *b);

/* The long option nearest to an unknown one, or NULL where none is near. */
const char *cli_nearest_option(const struct cli_tool *tool, const char *name);

/* Sets cli->sink. */
void cli_report_begin(struct cli *cli);

/* Tells how many messages of each kind were held back for the current input. */
void cli_report_grouped(struct cli *cli);

/* Calls visit for the tool's own options, then the common ones. */
void cli_each_option(const struct cli_tool *tool,
		     void (*visit)(const struct cli_option *o, void *context), void *context);

#endif
