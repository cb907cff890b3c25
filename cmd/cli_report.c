/* SPDX-License-Identifier: MIT */
/* Messages: what readers report and what the commands themselves have to say. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "cmd/cli.h"
#include "lib/base/limits.h"
#include "lib/base/text.h"

/* Writes the gathered message in one call. Data that came before it is written first where both go
 * to a terminal, so that they are read in order. */
static void tell(struct cli *cli)
{
	progress_clear(&cli->progress);
	if (cli->out.each_line)
		output_flush(&cli->out);
	buf_add_byte(&cli->message, '\n');
	fwrite(cli->message.p, 1, cli->message.n, stderr);
	fflush(stderr);
}

/* Starts a message with "tool: ". */
static struct buf *begin_message(struct cli *cli)
{
	cli->message.n = 0;
	buf_printf(&cli->message, "%s: ", cli->tool->name);
	return &cli->message;
}

PRINTF_LIKE(2, 0)
static void tell_formatted(struct cli *cli, const char *format, va_list args)
{
	char text[1024];
	vsnprintf(text, sizeof(text), format, args);
	text_append_display(begin_message(cli), slice_of_string(text));
	tell(cli);
}

void cli_failure(struct cli *cli, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	tell_formatted(cli, format, args);
	va_end(args);
	cli->any_failed = true;
}

void cli_note(struct cli *cli, const char *format, ...)
{
	if (cli->quiet)
		return;
	va_list args;
	va_start(args, format);
	tell_formatted(cli, format, args);
	va_end(args);
}

static void append_input_name(struct cli *cli, struct buf *b)
{
	text_append_display(b, slice_of_string(input_display_name(cli->in.name)));
}

static void tell_as_text(struct cli *cli, const struct diag *d)
{
	struct buf *b = begin_message(cli);
	append_input_name(cli, b);
	if (d->line)
		buf_printf(b, ":%" PRIu64 ": ", d->line);
	else
		buf_printf(b, ":0x%" PRIx64 ": ", d->offset);
	diag_append_message(b, d);
	tell(cli);
}

static void tell_as_json(struct cli *cli, const struct diag *d)
{
	struct json_writer w = json_writer_on(&cli->out.buf);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "diagnostic");
	json_literal(&w, "severity", severity_name(diag_severity(d->code)));
	json_literal(&w, "code", diag_code_name(d->code));
	cli->message.n = 0;
	diag_append_message(&cli->message, d);
	json_text(&w, "message", buf_slice(&cli->message));
	if (d->line)
		json_number(&w, "line", d->line);
	if (d->length)
		json_number(&w, "length", d->length);
	origin_end_record(&cli->origin, &w, d->offset);
	output_record(&cli->out);
}

static void report(void *context, const struct diag *d)
{
	struct cli *cli = context;
	bool note = diag_severity(d->code) == SEVERITY_NOTE;
	cli->any_damaged |= !note;
	if (note && cli->quiet)
		return;
	if (cli->diagnostics_json)
		tell_as_json(cli, d);
	else if (cli->seen[d->code]++ < LIMIT_MESSAGES_OF_A_KIND)
		tell_as_text(cli, d);
}

void cli_report_begin(struct cli *cli)
{
	cli->sink = (struct diag_sink){report, cli};
}

void cli_report_grouped(struct cli *cli)
{
	for (size_t code = 0; code < DIAG_COUNT; code++) {
		if (cli->seen[code] <= LIMIT_MESSAGES_OF_A_KIND)
			continue;
		struct buf *b = begin_message(cli);
		append_input_name(cli, b);
		buf_printf(b, ": %u more messages of this kind (%s)",
			   cli->seen[code] - LIMIT_MESSAGES_OF_A_KIND,
			   diag_code_name((enum diag_code)code));
		tell(cli);
	}
}
