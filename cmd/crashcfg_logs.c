/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "cmd/crashcfg_logs.h"
#include "lib/base/limits.h"
#include "lib/base/number.h"

enum letters { LETTERS_KEPT, LETTERS_LOWER, LETTERS_UPPER, LETTERS_KINDS };

/* In the order in which Windows tries them. */
static const char *const endings[REPLAY_LOGS_MAX] = {".LOG1", ".LOG2", ".LOG"};

static const char *const suffixes[] = {".gz", ".xz", ".zst", ".bz2"};

/* What the name of a compressed file ends in; empty for another. */
static struct slice suffix_of(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(suffixes); i++)
		if (slice_ends_with(name, slice_of_string(suffixes[i])))
			return slice_from(name, name.n - strlen(suffixes[i]));
	return (struct slice){NULL, 0};
}

static void append_in(struct buf *b, struct slice s, enum letters letters)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (letters != LETTERS_KEPT)
			c = letters == LETTERS_LOWER ? ascii_lower(c) : ascii_upper(c);
		buf_add_byte(b, c);
	}
}

/* Neither a directory nor a FIFO, which would be waited for. */
static bool is_file(const char *name)
{
	struct stat status;
	return stat(name, &status) == 0 && S_ISREG(status.st_mode);
}

static void note_damage(void *context, const struct diag *d)
{
	bool *damaged = context;
	*damaged |= diag_severity(d->code) != SEVERITY_NOTE;
}

static void read_log(struct crashcfg_logs *logs, struct cli *cli, const char *name)
{
	bool damaged = false, more = false;
	struct input in;
	struct diag_sink sink = {note_damage, &damaged};
	struct buf *bytes = &logs->bytes[logs->count];
	if (!input_open(&in, name, &cli->input_options, &sink) ||
	    !input_read_all(&in, bytes, LIMIT_REGISTRY_INPUT_BYTES, &more))
		cli_input_failure(cli, &in);
	input_close(&in);
	if (damaged || more) {
		struct diag d = {.code = DIAG_REGISTRY_HIVE_LOG_DAMAGED};
		d.text = slice_of_string(name);
		diag_report(&cli->sink, &d);
	}
	logs->list[logs->count++] = (struct replay_log){name, buf_slice(bytes)};
}

/* A name that the log may have; false where no such file is there. Explorer and unpackers change
 * the letters of names, of all of a name or of a part. */
static bool try_name(struct buf *b, struct slice hive, const char *ending, enum letters of_hive,
		     enum letters of_ending, bool compressed)
{
	struct slice suffix = suffix_of(hive);
	struct slice plain = slice_sub(hive, 0, hive.n - suffix.n);
	struct slice base = slice_base_name(plain);
	b->n = 0;
	buf_add(b, plain.p, plain.n - base.n);
	append_in(b, base, of_hive);
	append_in(b, slice_of_string(ending), of_ending);
	if (compressed)
		buf_add_slice(b, suffix);
	buf_add_byte(b, 0);
	return is_file((const char *)b->p);
}

/* The first of the names that there is, in the arena; NULL for none. */
static const char *find_log(struct slice hive, const char *ending, struct arena *arena)
{
	struct buf b = {0};
	const char *found = NULL;
	for (unsigned i = 0; i < LETTERS_KINDS * 2 * 2 && !found; i++)
		if (try_name(&b, hive, ending, (enum letters)(i / 4),
			     i & 2 ? LETTERS_LOWER : LETTERS_KEPT, !(i & 1)))
			found = (const char *)arena_copy(arena, buf_slice(&b)).p;
	buf_free(&b);
	return found;
}

void crashcfg_logs_read(struct crashcfg_logs *logs, struct cli *cli, struct arena *arena)
{
	*logs = (struct crashcfg_logs){.count = 0};
	if (strcmp(cli->in.name, "-") == 0)
		return;
	for (size_t i = 0; i < REPLAY_LOGS_MAX; i++) {
		const char *name = find_log(slice_of_string(cli->in.name), endings[i], arena);
		if (name)
			read_log(logs, cli, name);
	}
}

void crashcfg_logs_free(struct crashcfg_logs *logs)
{
	for (size_t i = 0; i < REPLAY_LOGS_MAX; i++)
		buf_free(&logs->bytes[i]);
}
