/* SPDX-License-Identifier: MIT */
/* Completion scripts made from the option table: bash, zsh, fish. */
#include "cmd/cli.h"

/* First line of the help, with what a quoted shell word cannot hold taken out. */
static void append_description(struct buf *b, const char *help)
{
	for (; *help && *help != '\n'; help++) {
		if (*help == '\'' || *help == '"')
			continue;
		if (strchr("[]:", *help))
			buf_add_byte(b, '\\');
		buf_add_byte(b, (uint8_t)*help);
	}
}

/* "a|b" as "a b". */
static void append_choices(struct buf *b, const char *choices)
{
	for (; *choices; choices++)
		buf_add_byte(b, *choices == '|' ? ' ' : (uint8_t)*choices);
}

static void bash_name(const struct cli_option *o, void *context)
{
	struct buf *b = context;
	if (o->letter)
		buf_printf(b, "-%c ", o->letter);
	buf_printf(b, cli_option_may_stand_alone(o) ? "--%s " : "--%s= ", o->name);
}

static void bash_choices(const struct cli_option *o, void *context)
{
	struct buf *b = context;
	if (!o->choices)
		return;
	buf_printf(b, "\t--%s) COMPREPLY=($(compgen -W '", o->name);
	append_choices(b, o->choices);
	buf_add_string(b, "' -- \"$word\")); return ;;\n");
}

static void bash(const struct cli_tool *tool, struct buf *b)
{
	buf_printf(b,
		   "# bash completion for %s\n"
		   "_bsodutils_%s() {\n"
		   "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
		   "\tif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
		   "\tif [[ $word == = ]]; then word=; fi\n"
		   "\tcase $before in\n",
		   tool->name, tool->name);
	cli_each_option(tool, bash_choices, b);
	buf_add_string(b, "\tesac\n\tif [[ $word == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W '");
	cli_each_option(tool, bash_name, b);
	buf_printf(b,
		   "' -- \"$word\"))\n"
		   "\t\tif [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi\n"
		   "\t\treturn\n\tfi\n"
		   "\tcompopt -o default\n}\n"
		   "complete -F _bsodutils_%s %s\n",
		   tool->name, tool->name);
}

static void zsh_option(const struct cli_option *o, void *context)
{
	struct buf *b = context;
	buf_add_string(b, " \\\n\t'");
	if (o->letter)
		buf_printf(b, "(-%c --%s)'{-%c,--%s}'", o->letter, o->name, o->letter, o->name);
	else
		buf_printf(b, "*--%s", o->name);
	bool alone = cli_option_may_stand_alone(o);
	if (o->argument)
		buf_add_string(b, alone ? "=-" : "=");
	buf_add_byte(b, '[');
	append_description(b, o->help);
	buf_add_byte(b, ']');
	if (o->choices) {
		buf_printf(b, alone ? "::%s:(" : ":%s:(", alone ? o->name : o->argument);
		append_choices(b, o->choices);
		buf_add_byte(b, ')');
	} else if (o->argument) {
		buf_printf(b, ":%s:_files", o->argument);
	}
	buf_add_byte(b, '\'');
}

static void zsh(const struct cli_tool *tool, struct buf *b)
{
	buf_printf(b, "#compdef %s\n_arguments -s", tool->name);
	cli_each_option(tool, zsh_option, b);
	buf_add_string(b, tool->operands_are_files ? " \\\n\t'*:file:_files'\n" : "\n");
}

struct fish {
	const struct cli_tool *tool;
	struct buf *b;
};

static void fish_option(const struct cli_option *o, void *context)
{
	const struct fish *fish = context;
	struct buf *b = fish->b;
	buf_printf(b, "complete -c %s -l %s", fish->tool->name, o->name);
	if (o->letter)
		buf_printf(b, " -s %c", o->letter);
	if (o->choices) {
		buf_add_string(b, cli_option_may_stand_alone(o) ? " -f -a '" : " -x -a '");
		append_choices(b, o->choices);
		buf_add_byte(b, '\'');
	} else if (o->argument) {
		buf_add_string(b, " -r");
	}
	buf_add_string(b, " -d '");
	append_description(b, o->help);
	buf_add_string(b, "'\n");
}

bool cli_completion(const struct cli_tool *tool, const char *shell, struct buf *b)
{
	if (strcmp(shell, "bash") == 0) {
		bash(tool, b);
	} else if (strcmp(shell, "zsh") == 0) {
		zsh(tool, b);
	} else if (strcmp(shell, "fish") == 0) {
		struct fish fish = {tool, b};
		buf_printf(b, "# fish completion for %s\n", tool->name);
		cli_each_option(tool, fish_option, &fish);
	} else {
		return false;
	}
	return true;
}
