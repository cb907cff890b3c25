/* SPDX-License-Identifier: MIT */
#include "cmd/crashcfg_rules.h"
#include "lib/registry/lint_form.h"

static void print_line(struct cli *cli, const struct lint_rule *rule)
{
	struct json_writer w = json_writer_on(&cli->out.buf);
	lint_rule_write_json(&w, rule);
	if (cli->tags.n)
		json_raw(&w, "tags", buf_slice(&cli->tags));
	json_line_end(&w);
}

void crashcfg_list_rules(struct cli *cli)
{
	for (size_t i = 0; i < lint_rule_count && cli->out.error_number == 0; i++) {
		if (cli->text)
			lint_rule_write_row(&cli->out.buf, &lint_rules[i]);
		else
			print_line(cli, &lint_rules[i]);
		output_record(&cli->out);
	}
}

bool crashcfg_explain(struct cli *cli, struct slice id_or_name)
{
	const struct lint_rule *rule = lint_rule_find(id_or_name);
	if (!rule) {
		cli_note(cli, "%.*s: there is no such rule; --list-rules lists them",
			 (int)id_or_name.n, (const char *)id_or_name.p);
		return false;
	}
	if (cli->text)
		lint_rule_write_page(&cli->out.buf, rule, cli->colour);
	else
		print_line(cli, rule);
	output_record(&cli->out);
	return true;
}
