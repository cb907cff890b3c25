/* SPDX-License-Identifier: MIT */
/* evtx2json: event logs and event XML to JSON lines. */
#include <stdlib.h>
#include <time.h>

#include "cmd/evtx2json.h"
#include "cmd/twins.h"
#include "lib/base/content.h"
#include "lib/base/moment.h"
#include "lib/base/number.h"
#include "lib/base/wintime.h"
#include "lib/evtx/event_xml.h"

enum option_at {
	OPTION_SHAPE,
	OPTION_CRASH,
	OPTION_KIND,
	OPTION_EVENT_ID,
	OPTION_PROVIDER,
	OPTION_CHANNEL,
	OPTION_LEVEL,
	OPTION_COMPUTER,
	OPTION_RECORD_ID,
	OPTION_SINCE,
	OPTION_UNTIL,
	OPTION_NOW,
	OPTION_DATA,
	OPTION_XPATH,
	OPTION_RECOVER,
	OPTION_NO_CHECKSUMS,
	OPTION_VALIDATE,
	OPTION_CHECK,
	OPTION_STRICT,
	OPTION_JOBS,
	OPTION_COUNT
};

static const struct cli_option options[OPTION_COUNT] = {
	[OPTION_SHAPE] = {"shape", 0, true, "SHAPE", "default|evtx_dump|xml",
			  "what a line looks like: the suite's own JSON (default), the JSON\n"
			  "of evtx_dump 0.12.2 -o jsonl, or event XML"},
	[OPTION_CRASH] = {"crash", 0, true, "[=context]", "context",
			  "only crash evidence; with =context also boots, sleep and changes\n"
			  "of the clock"},
	[OPTION_KIND] = {"kind", 0, false, "KIND[,KIND]...", NULL,
			 "only events whose crash.kind is one of these"},
	[OPTION_EVENT_ID] = {"event-id", 0, true, "LIST", NULL,
			     "only these numbers: 41,1001,6005-6013,!6011"},
	[OPTION_PROVIDER] = {"provider", 0, true, "NAME", NULL,
			     "only this provider, with or without its Microsoft-Windows-;\n"
			     "* and ? match; repeatable"},
	[OPTION_CHANNEL] = {"channel", 0, false, "NAME", NULL,
			    "only this channel; * and ? match; repeatable"},
	[OPTION_LEVEL] = {"level", 0, false, "LIST", NULL,
			  "only these levels: numbers, critical, error, warning,\n"
			  "information, verbose"},
	[OPTION_COMPUTER] = {"computer", 0, false, "NAME", NULL,
			     "only this computer; * and ? match; repeatable"},
	[OPTION_RECORD_ID] = {"record-id", 0, false, "LIST", NULL, "only these record numbers"},
	[OPTION_SINCE] = {"since", 0, true, "TIME", NULL,
			  "only events at or after TIME: 2024-02-01T08:00:00Z, 2024-02-01,\n"
			  "or a time back from now: 90s, 15m, 2h, 7d, 4w"},
	[OPTION_UNTIL] = {"until", 0, true, "TIME", NULL, "only events before TIME"},
	[OPTION_NOW] = {"now", 0, false, "TIME", NULL,
			"what times back from now count from (default: the clock)"},
	[OPTION_DATA] = {"data", 0, false, "NAME=VALUE", NULL,
			 "only events with this value in their data; * and ? match;\n"
			 "repeatable: all of them"},
	[OPTION_XPATH] = {"xpath", 0, false, "QUERY", NULL,
			  "only events that a query of Event Viewer or wevtutil selects;\n"
			  "repeatable: any of them"},
	[OPTION_RECOVER] = {"recover", 0, false, "[=WHAT]", "auto|all|off",
			    "salvage records of damaged chunks (auto, the default), also from\n"
			    "slack and free space of every chunk (all), or none (off)"},
	[OPTION_NO_CHECKSUMS] = {"no-checksums", 0, false, NULL, NULL,
				 "do not verify checksums, which saves some time"},
	[OPTION_VALIDATE] = {"validate", 0, true, NULL, NULL,
			     "print one judgement on each log instead of its events, and exit\n"
			     "with 1 if something is wrong"},
	[OPTION_CHECK] = {"check", 0, false, NULL, NULL, "the same as --validate"},
	[OPTION_STRICT] = {"strict", 0, false, NULL, NULL, "stop an input at its first fault"},
	[OPTION_JOBS] = {"jobs", 'j', true, "N", NULL,
			 "use N threads (default: one for each processor)"},
};

static const char more[] =
	"Without FILE, or where FILE is -, standard input is read. Event logs (EVTX), bare\n"
	"chunks of them, and event XML are told apart by their content.\n"
	"\n"
	"Exit status: 0 all was read; 1 --validate found something wrong, or no event was\n"
	"selected; 2 wrong usage, or a file could not be read or the output not written;\n"
	"3 some input was damaged, and what could be read was printed.\n"
	"\n"
	"Examples:\n"
	"  evtx2json --crash System.evtx | bcdecode\n"
	"  evtx2json --event-id=41,6008 --since=30d System.evtx\n"
	"  evtx2json --xpath=\"*[System[Level=1 or Level=2]]\" Application.evtx\n"
	"  evtx2json --validate *.evtx\n";

static bool take_kinds(struct cli *cli, struct settings *s, const char *value)
{
	struct slice rest = slice_of_string(value);
	for (;;) {
		enum crash_kind kind;
		size_t n = slice_find_byte(rest, ',');
		struct slice word = slice_sub(rest, 0, n);
		if (!crash_kind_from_name(word, &kind)) {
			cli_usage_error(cli, "--kind: unknown kind '%.*s'", (int)word.n,
					(const char *)word.p);
			return false;
		}
		s->render.crash.kinds |= 1u << kind;
		if (n == rest.n)
			return true;
		rest = slice_from(rest, n + 1);
	}
}

static bool take_jobs(struct cli *cli, struct settings *s, const char *value)
{
	if (number_from_decimal(slice_of_string(value), &s->jobs) && s->jobs > 0)
		return true;
	cli_usage_error(cli, "--jobs takes a whole number from 1, not '%s'", value);
	return false;
}

static bool take_now(struct cli *cli, struct settings *s, const char *value)
{
	if (moment_from_argument(slice_of_string(value), s->selection.now, &s->selection.now))
		return true;
	cli_usage_error(cli, "--now: not a time: '%s'", value);
	return false;
}

/* The options that select, and what reads their arguments. */
static bool take_selection(struct cli *cli, struct settings *s, enum option_at at,
			   const char *value)
{
	static bool (*const readers[OPTION_COUNT])(struct evtx_selection *, const char *,
						   struct buf *) = {
		[OPTION_EVENT_ID] = evtx_selection_event_id,
		[OPTION_PROVIDER] = evtx_selection_provider,
		[OPTION_CHANNEL] = evtx_selection_channel,
		[OPTION_LEVEL] = evtx_selection_level,
		[OPTION_COMPUTER] = evtx_selection_computer,
		[OPTION_RECORD_ID] = evtx_selection_record_id,
		[OPTION_SINCE] = evtx_selection_since,
		[OPTION_UNTIL] = evtx_selection_until,
		[OPTION_DATA] = evtx_selection_data,
		[OPTION_XPATH] = evtx_selection_xpath,
	};
	s->selects = true;
	s->error.n = 0;
	if (readers[at](&s->selection, value, &s->error))
		return true;
	cli_usage_error(cli, "--%s: %.*s", options[at].name, (int)s->error.n,
			(const char *)s->error.p);
	return false;
}

static bool take(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct settings *s = cli->tool->settings;
	enum option_at at = (enum option_at)(option - options);
	switch (at) {
	case OPTION_SHAPE:
		s->render.shape = evtx_shape_named(value);
		return true;
	case OPTION_CRASH:
		s->selects = s->render.crash.evidence = true;
		s->render.crash.context |= value != NULL;
		return true;
	case OPTION_KIND:
		s->selects = true;
		return take_kinds(cli, s, value);
	case OPTION_SINCE:
		s->since = value;
		return true;
	case OPTION_UNTIL:
		s->until = value;
		return true;
	case OPTION_NOW:
		return take_now(cli, s, value);
	case OPTION_RECOVER:
		s->recovery = !value || value[1] == 'u' ? EVTX_RECOVER_AUTO
			      : value[0] == 'a'         ? EVTX_RECOVER_ALL
							: EVTX_RECOVER_OFF;
		return true;
	case OPTION_NO_CHECKSUMS:
		return s->no_checksums = true;
	case OPTION_VALIDATE:
	case OPTION_CHECK:
		return s->validate = true;
	case OPTION_STRICT:
		return s->strict = true;
	case OPTION_JOBS:
		return take_jobs(cli, s, value);
	default:
		return take_selection(cli, s, at, value);
	}
}

/* --since and --until, when --now is known. */
static void read_span(struct cli *cli, struct settings *s)
{
	if (s->since)
		(void)take_selection(cli, s, OPTION_SINCE, s->since);
	if (s->until)
		(void)take_selection(cli, s, OPTION_UNTIL, s->until);
}

/* Options that would contradict each other are refused, not guessed at. */
static void check(struct cli *cli)
{
	struct settings *s = cli->tool->settings;
	read_span(cli, s);
	if (s->validate && s->selects)
		cli_usage_error(cli, "--validate judges whole logs; it does not go with options "
				     "that select events");
	if (s->render.shape != &evtx_shape_default && (cli->epoch || cli->tag_members.n))
		cli_usage_error(cli, "--%s adds to lines of the default shape, not of --shape=%s",
				cli->epoch ? "epoch" : "tag", s->render.shape->name);
	if (cli->text && !s->validate && s->render.shape != &evtx_shape_default)
		cli_usage_error(cli, "--text and --shape=%s are two shapes; choose one",
				s->render.shape->name);
	if (cli->text && !s->validate)
		s->render.shape = &evtx_shape_text;
}

/* Tests make both twins of a path run through these; they change no output. */
static void choose_twins(struct settings *s)
{
	const char *path = getenv("BSODUTILS_EVTX_PATH");
	twins_choose(utf16_choose);
	s->render.trees_only = path && strcmp(path, "tree") == 0;
}

/* Neither a log nor text: says what it looks like instead. */
static void refuse(struct cli *cli, struct slice first)
{
	struct diag d = {.code = first.n ? DIAG_EVTX_NOT_A_LOG : DIAG_EVTX_EMPTY};
	if (first.n == 0 && cli->in.failure != INPUT_FINE)
		return; /* not empty, but not readable: that is told when it is closed */
	d.text = slice_of_string(content_description(content_kind(first)));
	diag_report(&cli->sink, &d);
}

static void read_other(struct cli *cli, struct settings *settings, struct source *source)
{
	struct slice first = buf_slice(&source->first);
	enum event_xml_kind kind = event_xml_sniff(first);
	if (kind == EVENT_XML_EVENTS && settings->validate)
		diag_report(&cli->sink, &(struct diag){.code = DIAG_EVTX_NOT_JUDGED, .line = 1});
	else if (kind == EVENT_XML_NOT_TEXT || settings->validate)
		refuse(cli, first);
	else
		evtx2json_xml(cli, settings, source);
}

static void read_input(struct cli *cli, struct settings *settings)
{
	struct source source = {.in = &cli->in};
	source_look(&source, SOURCE_FIRST_BYTES);
	enum evtx_content content = evtx_sniff(buf_slice(&source.first));
	if (content == EVTX_CONTENT_OTHER &&
	    event_xml_sniff(buf_slice(&source.first)) == EVENT_XML_NOT_TEXT) {
		source_look(&source, SOURCE_MORE_BYTES);
		content = evtx_sniff(buf_slice(&source.first));
	}
	if (content == EVTX_CONTENT_OTHER)
		read_other(cli, settings, &source);
	else if (settings->validate)
		evtx2json_validate(cli, settings, &source, content);
	else
		evtx2json_log(cli, settings, &source, content);
	source_end(&source);
}

int main(int argc, char **argv)
{
	static struct settings settings;
	settings.render.shape = &evtx_shape_default;
	settings.recovery = EVTX_RECOVER_AUTO;
	settings.selection.now =
		((uint64_t)time(NULL) + FILETIME_UNIX_EPOCH_SECONDS) * FILETIME_PER_SECOND;
	const struct cli_tool tool = {
		.name = "evtx2json",
		.summary = "Reads Windows event logs and event XML, and prints JSON lines",
		.synopsis = "[OPTION]... [FILE]...",
		.more = more,
		.options = options,
		.option_count = COUNT_OF(options),
		.operands_are_files = true,
		.check = check,
		.take = take,
		.settings = &settings,
	};
	static struct cli cli;
	int status = cli_begin(&cli, &tool, argc, argv);
	if (status >= 0)
		return status;
	choose_twins(&settings);
	settings.render.epoch = cli.epoch;
	if (settings.selects)
		settings.render.selection = &settings.selection;
	while (cli_next_input(&cli)) {
		read_input(&cli, &settings);
		cli_close_input(&cli);
	}
	if (settings.selects && settings.selected == 0)
		cli_answer_no(&cli);
	evtx_selection_free(&settings.selection);
	buf_free(&settings.error);
	return cli_end(&cli);
}
