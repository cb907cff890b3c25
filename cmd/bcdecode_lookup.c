/* SPDX-License-Identifier: MIT */
/* bcdecode's answers without evidence: the whole base, a search in it, a page about one code. */
#include "cmd/bcdecode.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/listing.h"
#include "lib/bugcheck/report.h"
#include "lib/bugcheck/search.h"

static void print_row(struct cli *cli, uint32_t code)
{
	bugcheck_report_row(&cli->out.buf, code);
	output_record(&cli->out);
}

/* All that is known of a code, in one line. */
static void print_rules(struct cli *cli, uint32_t code)
{
	struct bcdecode *settings = cli->tool->settings;
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(code);
	struct bugcheck b = {.code = code};
	struct json_writer w = json_writer_on(&cli->out.buf);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "bugcheck");
	bugcheck_write_object(&w, "bugcheck", &b);
	bugcheck_write_info(&w, &b, NULL, &settings->decoding);
	if (k)
		bugcheck_write_rules(&w, k);
	if (cli->tags.n)
		json_raw(&w, "tags", buf_slice(&cli->tags));
	json_line_end(&w);
	output_record(&cli->out);
}

void bcdecode_list(struct cli *cli)
{
	for (size_t i = 0; i < bugcheck_code_count && cli->out.error_number == 0; i++) {
		if (cli->text)
			print_row(cli, bugcheck_codes[i].code);
		else
			print_rules(cli, bugcheck_codes[i].code);
	}
}

void bcdecode_search(struct cli *cli)
{
	const struct bcdecode *settings = cli->tool->settings;
	struct slice word = slice_trim(slice_of_string(settings->argument));
	size_t found = 0;
	for (size_t i = 0; i < bugcheck_code_count; i++) {
		struct bugcheck b = {.code = bugcheck_codes[i].code};
		if (!bugcheck_search(&bugcheck_codes[i], word))
			continue;
		found++;
		if (cli->text)
			print_row(cli, b.code);
		else
			bcdecode_print(cli, &b, NULL);
	}
	if (found)
		return;
	cli_note(cli, "no name, title, meaning or cause has '%s' in it", settings->argument);
	cli_answer_no(cli);
}

void bcdecode_explain(struct cli *cli)
{
	const struct bcdecode *settings = cli->tool->settings;
	if (!bugcheck_code_find(settings->reading.code)) {
		cli_note(cli, "%s: unknown bug check code", settings->argument);
		cli_answer_no(cli);
	}
	bugcheck_explain(&cli->out.buf, settings->reading.code, cli->colour);
	output_record(&cli->out);
}
