/* SPDX-License-Identifier: MIT */
/* crashcfg: will the next crash of Windows leave a dump? */
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "cmd/crashcfg.h"
#include "cmd/crashcfg_memory.h"
#include "cmd/crashcfg_rules.h"
#include "lib/base/memory.h"
#include "lib/base/moment.h"
#include "lib/base/wintime.h"
#include "lib/io/random.h"

enum option_at {
	OPTION_RAM,
	OPTION_WINVER,
	OPTION_BITLOCKER,
	OPTION_NOW,
	OPTION_NO_REPLAY,
	OPTION_CHECK,
	OPTION_IGNORE,
	OPTION_SEVERITY,
	OPTION_FIX,
	OPTION_EXPLAIN,
	OPTION_LIST_RULES,
	OPTION_COUNT
};

static const struct cli_option options[OPTION_COUNT] = {
	[OPTION_RAM] = {"ram", 0, true, "SIZE", NULL,
			"how much memory the machine has: 32G, 16384M; dumps and\n"
			"DumpStack.log files among the inputs tell it, too"},
	[OPTION_WINVER] = {"winver", 0, true, "VERSION", NULL,
			   "its version of Windows: 10.0.19041, 6.1, 2019, 11, 22H2"},
	[OPTION_BITLOCKER] = {"bitlocker", 0, true, "[=yes|no]", "yes|no",
			      "its system volume is encrypted, or is not"},
	[OPTION_NOW] = {"now", 0, false, "TIME", NULL,
			"what is the present: 2024-02-01T08:00:00Z, 2024-02-01\n"
			"(default: the clock)"},
	[OPTION_NO_REPLAY] = {"no-replay", 0, true, NULL, NULL,
			      "take a dirty hive as it is, without its transaction logs"},
	[OPTION_CHECK] = {"check", 0, true, NULL, NULL,
			  "exit with 1 if there is a finding of level error"},
	[OPTION_IGNORE] = {"ignore", 0, true, "ID[,ID]...", NULL,
			   "pass over findings of these rules; repeatable"},
	[OPTION_SEVERITY] = {"severity", 0, true, "LEVEL", "error|warning|note",
			     "print findings of this level and above (default note)"},
	[OPTION_FIX] = {"fix", 0, true, "GOAL", "automatic|kernel|complete|active|small",
			"print a .reg file that brings the configuration to this kind of\n"
			"dump; nothing is ever written to the input"},
	[OPTION_EXPLAIN] = {"explain", 0, true, "ID", NULL,
			    "tell of a rule: CD22, too-small-complete"},
	[OPTION_LIST_RULES] = {"list-rules", 0, true, NULL, NULL, "print all rules"},
};

static const char more[] =
	"Without FILE, or where FILE is -, standard input is read. Hives (SYSTEM), .reg files\n"
	"and what \"reg query HKLM\\SYSTEM\\... /s\" printed are told apart by their content.\n"
	"The transaction logs of a dirty hive (SYSTEM.LOG1, SYSTEM.LOG2) are looked for beside it.\n"
	"Prints a \"crashcfg\" line for each, and a \"finding\" line for each thing that is wrong.\n"
	"\n"
	"Exit status: 0 all was read; 1 --check, and there is a finding of level error; 2 wrong\n"
	"usage, or a file could not be read or the output not written; 3 some input was damaged,\n"
	"dirty without logs, or something else; what could be read was printed.\n"
	"\n"
	"Examples:\n"
	"  crashcfg --text --ram=32G SYSTEM\n"
	"  crashcfg SYSTEM MEMORY.DMP | jq -r 'select(.type == \"finding\") | .message'\n"
	"  crashcfg --check --ignore=CD53 --winver=2019 *.reg\n"
	"  crashcfg --fix=kernel SYSTEM >kernel.reg\n";

/* --- options --- */

/* Wrong usage, in one line. */
static bool wrong(struct cli *cli, enum option_at at, const char *problem, const char *value)
{
	cli_usage_error(cli, "--%s: %s: '%s'", options[at].name, problem, value);
	return false;
}

static bool take_ram(struct cli *cli, struct crashcfg *s, const char *value)
{
	uint64_t bytes;
	if (!size_from_text(slice_of_string(value), &bytes))
		return wrong(cli, OPTION_RAM, "not a size such as 32G", value);
	s->given.ram = known_number(bytes);
	s->given.ram_from = "--ram";
	return true;
}

static bool take_winver(struct cli *cli, struct crashcfg *s, const char *value)
{
	return winver_from_text(slice_of_string(value), &s->given.winver) ||
	       wrong(cli, OPTION_WINVER, "not a version of Windows", value);
}

static bool take_now(struct cli *cli, struct crashcfg *s, const char *value)
{
	return moment_from_argument(slice_of_string(value), s->given.now.value,
				    &s->given.now.value) ||
	       wrong(cli, OPTION_NOW, "not a time", value);
}

static bool take_ignore(struct cli *cli, struct crashcfg *s, const char *value)
{
	struct slice rest = slice_of_string(value);
	for (;;) {
		size_t n = slice_find_byte(rest, ',');
		const struct lint_rule *rule = lint_rule_find(slice_sub(rest, 0, n));
		if (!rule)
			return wrong(cli, OPTION_IGNORE, "not a list of rules", value);
		s->ignored[rule - lint_rules] = true;
		if (n == rest.n)
			return true;
		rest = slice_from(rest, n + 1);
	}
}

static enum lint_severity severity_named(const char *name)
{
	for (enum lint_severity s = LINT_NOTE; s < LINT_ERROR; s++)
		if (strcmp(name, lint_severity_name(s)) == 0)
			return s;
	return LINT_ERROR;
}

static enum configured_dump dump_named(const char *name)
{
	for (enum configured_dump d = CONFIGURED_NONE; d < CONFIGURED_AUTOMATIC; d++)
		if (strcmp(name, configured_dump_name(d)) == 0)
			return d;
	return CONFIGURED_AUTOMATIC;
}

static bool take(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct crashcfg *s = cli->tool->settings;
	switch ((enum option_at)(option - options)) {
	case OPTION_RAM:
		return take_ram(cli, s, value);
	case OPTION_WINVER:
		return take_winver(cli, s, value);
	case OPTION_BITLOCKER:
		s->given.bitlocker = known_number(!value || *value == 'y');
		return true;
	case OPTION_NOW:
		return take_now(cli, s, value);
	case OPTION_NO_REPLAY:
		s->replay = false;
		return true;
	case OPTION_CHECK:
		return s->check = true;
	case OPTION_IGNORE:
		return take_ignore(cli, s, value);
	case OPTION_SEVERITY:
		s->least = severity_named(value);
		return true;
	case OPTION_FIX:
		s->goal = dump_named(value);
		return s->fix = true;
	case OPTION_EXPLAIN:
		s->explain = value;
		return true;
	case OPTION_LIST_RULES:
		return s->list_rules = true;
	case OPTION_COUNT:
		break;
	}
	return true;
}

static void check(struct cli *cli)
{
	const struct crashcfg *s = cli->tool->settings;
	const char *look_up = s->list_rules ? "list-rules" : s->explain ? "explain" : NULL;
	if (s->list_rules && s->explain)
		cli_usage_error(cli, "--list-rules cannot be combined with --explain");
	if (look_up)
		cli->reads_inputs = false;
	if (look_up && (cli->operand_count || cli->files0_from))
		cli_usage_error(cli, "--%s reads no input", look_up);
	if (s->fix && (look_up || s->check || cli->text || cli->diagnostics_json))
		cli_usage_error(cli,
				"--fix prints a .reg file and nothing else; it cannot be "
				"combined with --%s",
				look_up     ? look_up
				: s->check  ? "check"
				: cli->text ? "text"
					    : "diagnostics=json");
}

/* --- inputs --- */

/* Was this operand read already, for the size of memory that it tells? Alone, nobody meant it for
 * that; it is then told what it is. */
static bool is_memory_evidence(struct cli *cli)
{
	struct random_input again;
	struct stat st;
	uint8_t first[MEMORY_EVIDENCE_BYTES];
	size_t n = 0;
	if (cli->operand_count < 2 || strcmp(cli->in.name, "-") == 0 ||
	    fstat(cli->in.fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	if (random_open(&again, cli->in.name, &cli->input_options, NULL))
		n = random_read(&again, 0, first, sizeof(first));
	random_close(&again);
	return crashcfg_is_memory_evidence(slice_of(first, n));
}

static void read_inputs(struct cli *cli, struct crashcfg *s)
{
	crashcfg_memory_scan(cli, &s->given);
	while (cli_next_input(cli)) {
		if (is_memory_evidence(cli))
			s->passed_over = true;
		else
			crashcfg_report(cli, s);
		cli_close_input(cli);
	}
	if (s->passed_over && s->registries == 0)
		cli_failure(cli,
			    "no registry is among the inputs, only what tells the size of memory");
	if (s->fix && s->registries > 1)
		cli_failure(cli, "--fix takes one registry, not %zu; nothing is printed",
			    s->registries);
	else
		buf_add_slice(&cli->out.buf, buf_slice(&s->fixed));
	if (s->check && s->wrong)
		cli_answer_no(cli);
}

/* --- the run --- */

static void look_up(struct cli *cli, const struct crashcfg *s)
{
	if (s->list_rules)
		crashcfg_list_rules(cli);
	else if (!crashcfg_explain(cli, slice_of_string(s->explain)))
		cli_answer_no(cli);
}

static void begin(struct crashcfg *s)
{
	memory_set_exhausted(cli_out_of_memory);
	uint64_t seconds = (uint64_t)time(NULL) + FILETIME_UNIX_EPOCH_SECONDS;
	s->given.now = known_number(seconds * FILETIME_PER_SECOND);
	s->given.winver = WINVER_ANY;
	s->replay = true;
	s->least = LINT_NOTE;
	s->ignored = memory_zeroed(lint_rule_count, sizeof(*s->ignored));
	s->config = memory_zeroed(1, sizeof(*s->config));
	s->verdict = memory_zeroed(1, sizeof(*s->verdict));
}

static void end(struct crashcfg *s)
{
	free(s->ignored);
	free(s->config);
	free(s->verdict);
	arena_free(&s->arena);
	buf_free(&s->fixed);
}

int main(int argc, char **argv)
{
	struct crashcfg settings = {0};
	const struct cli_tool tool = {
		.name = "crashcfg",
		.summary =
			"Tells whether the next crash of Windows will leave a dump, and what is wrong",
		.synopsis = "[OPTION]... [FILE]...",
		.more = more,
		.options = options,
		.option_count = COUNT_OF(options),
		.operands_are_files = true,
		.check = check,
		.take = take,
		.settings = &settings,
	};
	struct cli cli = {0};
	begin(&settings);
	int status = cli_begin(&cli, &tool, argc, argv);
	if (status < 0) {
		if (cli.reads_inputs)
			read_inputs(&cli, &settings);
		else
			look_up(&cli, &settings);
		status = cli_end(&cli);
	}
	end(&settings);
	return status;
}
