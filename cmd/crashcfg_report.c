/* SPDX-License-Identifier: MIT */
/* One input of crashcfg: from its bytes to its lines, its page, or its .reg file. */
#include "cmd/crashcfg.h"
#include "cmd/crashcfg_source.h"
#include "lib/registry/config_form.h"
#include "lib/registry/fix.h"
#include "lib/registry/hive_kind.h"

static struct lint_input input_of(const struct crashcfg_source *s)
{
	return (struct lint_input){
		.is_hive = s->is_hive,
		.dirty = s->hive.dirty,
		.checksum_bad = s->hive.checksum_bad,
		.replayed = s->hive.replayed,
		.primary_sequence = s->hive.primary_sequence,
		.secondary_sequence = s->hive.secondary_sequence,
		.unreadable = s->unreadable,
		.kind = s->hive.kind ? hive_kind_description(s->hive.kind) : NULL,
	};
}

static bool is_shown(const struct crashcfg *settings, const struct lint_finding *f)
{
	return f->severity >= settings->least && !settings->ignored[f->rule - lint_rules];
}

static void note_errors(struct crashcfg *settings, const struct lint *l)
{
	for (size_t i = 0; i < l->count; i++)
		settings->wrong |= l->list[i].severity == LINT_ERROR &&
				   !settings->ignored[l->list[i].rule - lint_rules];
}

static void write_lines(struct cli *cli, const struct crashcfg *settings,
			const struct config_report *r)
{
	struct json_writer w = json_writer_on(&cli->out.buf);
	config_write_json(&w, r);
	origin_end_record(&cli->origin, &w, 0);
	output_record(&cli->out);
	for (size_t i = 0; i < r->lint->count; i++) {
		if (!is_shown(settings, &r->lint->list[i]))
			continue;
		finding_write_json(&w, &r->lint->list[i]);
		origin_end_record(&cli->origin, &w, 0);
		output_record(&cli->out);
	}
}

static void write_page(struct cli *cli, struct crashcfg *settings, const struct config_report *r)
{
	const struct lint *l = r->lint;
	const struct lint_finding **shown =
		arena_alloc(&settings->arena, l->count * sizeof(*shown));
	size_t count = 0;
	for (size_t i = 0; i < l->count; i++)
		if (is_shown(settings, &l->list[i]))
			shown[count++] = &l->list[i];
	config_write_text(&cli->out.buf, r, shown, count, input_display_name(cli->in.name),
			  cli->colour);
	output_record(&cli->out);
}

static void write_fix(struct cli *cli, struct crashcfg *settings, const struct lint *l)
{
	size_t changed = 0;
	enum fix_status status =
		fix_write(&settings->fixed, settings->config, l, settings->goal, &changed);
	if (status != FIX_WRITTEN)
		cli_failure(cli, "%s: --fix=%s: %s", input_display_name(cli->in.name),
			    configured_dump_name(settings->goal), fix_status_text(status));
	else if (changed == 0)
		cli_note(cli, "%s: there is nothing to change", input_display_name(cli->in.name));
}

static void tell(struct cli *cli, struct crashcfg *settings, const struct crashcfg_source *source)
{
	const struct lint_input input = input_of(source);
	struct lint lint;
	crash_config_read(settings->config, &source->registry, &settings->given, &settings->arena);
	lint_run(&lint, settings->config, &input);
	verdict_reach(settings->verdict, settings->config, &lint);
	note_errors(settings, &lint);
	const struct config_report report = {
		.config = settings->config,
		.hive = source->is_hive ? &source->hive : NULL,
		.lint = &lint,
		.verdict = settings->verdict,
		.epoch = cli->epoch,
	};
	if (settings->fix)
		write_fix(cli, settings, &lint);
	else if (cli->text)
		write_page(cli, settings, &report);
	else
		write_lines(cli, settings, &report);
}

void crashcfg_report(struct cli *cli, struct crashcfg *settings)
{
	struct crashcfg_source source;
	arena_reset(&settings->arena);
	if (crashcfg_source_read(cli, &settings->arena, settings->replay, &source)) {
		settings->registries++;
		tell(cli, settings, &source);
	}
}
