/* SPDX-License-Identifier: MIT */
/* The inputs of a run, one after another: operands, a --files0-from list, or standard input. */
#include "cmd/cli.h"

void cli_input_failure(struct cli *cli, const struct input *in)
{
	const char *name = input_display_name(in->name);
	if (in->failure == INPUT_IS_DIRECTORY)
		cli_failure(cli, "%s: is a directory", name);
	else
		cli_failure(cli, "%s: cannot %s: %s", name,
			    in->failure == INPUT_CANNOT_OPEN ? "open" : "read",
			    strerror(in->error_number));
}

/* The next name of the list; NULL at its end. */
static const char *next_listed(struct cli *cli)
{
	if (!cli->names_open) {
		if (cli->next_operand++)
			return NULL; /* the list has been read to its end */
		cli->names_open =
			name_list_open(&cli->names, cli->files0_from, &cli->input_options);
		if (!cli->names_open)
			cli_input_failure(cli, &cli->names.in);
	}
	const char *name = cli->names_open ? name_list_next(&cli->names) : NULL;
	if (name)
		return name;
	if (cli->names.too_long)
		cli_failure(cli, "%s: a name is too long; are the names separated by NUL bytes?",
			    input_display_name(cli->files0_from));
	else if (cli->names.damaged)
		cli_failure(cli, "%s: the compressed list is cut or damaged; names are missing",
			    input_display_name(cli->files0_from));
	else if (cli->names_open && cli->names.in.failure != INPUT_FINE)
		cli_input_failure(cli, &cli->names.in);
	name_list_close(&cli->names);
	cli->names_open = false;
	return NULL;
}

static const char *next_name(struct cli *cli)
{
	if (cli->files0_from)
		return next_listed(cli);
	if (cli->operand_count == 0)
		return cli->next_operand++ == 0 ? "-" : NULL;
	return cli->next_operand < cli->operand_count ? cli->operands[cli->next_operand++] : NULL;
}

/* A list read from standard input cannot name standard input, and no name is empty. */
static bool is_usable(struct cli *cli, const char *name)
{
	if (!cli->files0_from)
		return true;
	if (*name == 0)
		cli_failure(cli, "%s: an empty name in the list",
			    input_display_name(cli->files0_from));
	else if (strcmp(name, "-") == 0 && strcmp(cli->files0_from, "-") == 0)
		cli_failure(cli, "the list comes from standard input, so it cannot name '-'");
	else
		return true;
	return false;
}

bool cli_next_input(struct cli *cli)
{
	const char *name;
	while (cli->out.error_number == 0 && (name = next_name(cli))) {
		if (!is_usable(cli, name))
			continue;
		memset(cli->seen, 0, sizeof(cli->seen));
		if (input_open(&cli->in, name, &cli->input_options, &cli->sink)) {
			origin_set(&cli->origin, buf_slice(&cli->tags), name);
			return true;
		}
		cli_input_failure(cli, &cli->in);
		input_close(&cli->in);
	}
	if (cli->names_open)
		name_list_close(&cli->names);
	cli->names_open = false;
	return false;
}

void cli_close_input(struct cli *cli)
{
	cli_report_grouped(cli);
	if (cli->in.failure != INPUT_FINE)
		cli_input_failure(cli, &cli->in);
	progress_count(&cli->progress, cli->in.bytes_out);
	input_close(&cli->in);
}
