/* SPDX-License-Identifier: MIT */
/*
 * libhivex maps files. A hive that is sound is read where it stands. One that comes through a pipe
 * or compressed, is damaged, or has logs to be applied goes into a sealed file in memory, where it
 * is mended; and so does one that is cut by somebody while it is read.
 */
#include <errno.h>

#include "cmd/crashcfg_guard.h"
#include "cmd/crashcfg_hive.h"
#include "cmd/crashcfg_logs.h"
#include "lib/base/limits.h"
#include "lib/io/mapping.h"
#include "lib/io/memory_file.h"
#include "lib/registry/hive.h"
#include "lib/registry/hive_kind.h"
#include "lib/registry/mend.h"
#include "lib/registry/replay.h"

/* What is known of a hive while it is read. */
struct reading {
	struct cli *cli;
	struct arena *arena;
	struct slice first;      /* bytes of the input that were read already */
	struct regf_base base;   /* of the hive as it was given */
	struct replay replay;    /* of its logs; nothing, unless it is dirty */
	struct mapping mapping;  /* of the input itself */
	struct memory_file file; /* the copy */
	uint64_t size;           /* bytes of the copy that are not made up */
	uint64_t end;            /* where the hive ends in it, as far as it is there */
	struct crashcfg_source *out;
	bool done;
};

static void tell(struct reading *r, enum diag_code code, uint64_t got, uint64_t limit,
		 struct slice text)
{
	struct diag d = {.code = code, .got = got, .limit = limit, .text = text};
	diag_report(&r->cli->sink, &d);
}

static const struct slice no_text = {NULL, 0};

/* Reads the keys out of the file of a descriptor. Returns 0, or as hive_read() why not. */
static int walk(struct reading *r, int fd, struct slice bytes)
{
	char name[DESCRIPTOR_NAME_BYTES];
	struct crashcfg_source *out = r->out;
	const struct hive_file file = {name, bytes};
	descriptor_name(fd, name);
	int error = hive_read(&out->registry, &file, r->arena, &r->cli->sink, &out->unreadable);
	out->hive.kind = error ? NULL : hive_kind(&out->registry);
	if (out->hive.kind)
		tell(r, DIAG_REGISTRY_HIVE_OTHER, 0, 0,
		     slice_of_string(hive_kind_description(out->hive.kind)));
	return error;
}

/* --- the input itself --- */

/* A hive that is sound is not refused, unless it was changed since. */
static void read_in_place(void *context)
{
	struct reading *r = context;
	r->done = mend_is_needless(r->mapping.bytes, &r->base) &&
		  walk(r, r->cli->in.fd, r->mapping.bytes) == 0;
}

/* false where a copy is needed. */
static bool read_input(struct reading *r)
{
	if (r->replay.run_count || !mapping_open(&r->mapping, &r->cli->in))
		return false;
	bool done = guard_run(read_in_place, r) && r->done;
	mapping_close(&r->mapping);
	return done;
}

/* --- a copy --- */

static bool fill(struct reading *r)
{
	struct memory_file *file = &r->file;
	bool more = false;
	bool fine =
		memory_file_open(file) && memory_file_append(file, r->first) &&
		memory_file_fill(file, &r->cli->in, LIMIT_REGISTRY_INPUT_BYTES - r->first.n, &more);
	if (more)
		tell(r, DIAG_REGISTRY_INPUT_TOO_LARGE, 0, LIMIT_REGISTRY_INPUT_BYTES, no_text);
	r->size = file->size;
	return fine;
}

static uint64_t claimed_end(const struct regf_base *base)
{
	return (uint64_t)REGF_BASE_BYTES + base->bins_size;
}

/* The size by the base block, unless that is damaged and says what cannot be. */
static uint64_t end_of(const struct regf_base *base, uint64_t size)
{
	uint64_t end = claimed_end(base);
	bool is_possible = base->bins_size && base->bins_size % REGF_PAGE_BYTES == 0;
	if (!is_possible || (regf_checksum_is_bad(base) && end > size))
		return size;
	return end;
}

/* Maps the file with zeros behind it, as far as anybody may look or write: up to reach, the end of
 * the last bin's last page, and the slack. */
static bool map(struct reading *r, uint64_t reach)
{
	uint64_t size = r->size > reach ? r->size : reach;
	size = (size + REGF_PAGE_BYTES - 1) / REGF_PAGE_BYTES * REGF_PAGE_BYTES;
	if (size < REGF_BASE_BYTES)
		size = REGF_BASE_BYTES;
	return memory_file_map(&r->file, size + HIVE_SLACK_BYTES);
}

/* The rest of the base block may have been lost, and is there now. */
static void note_base(struct reading *r)
{
	struct hive_state *state = &r->out->hive;
	struct regf_base base;
	struct hive_state now;
	if (regf_base_read(&base, slice_of(r->file.map, REGF_BASE_BYTES)) != STATUS_OK)
		return;
	regf_state(&now, &base, r->arena);
	state->name = now.name;
	state->written = now.written;
	state->major = now.major;
	state->minor = now.minor;
}

static void apply_logs(struct reading *r)
{
	const struct replay *replay = &r->replay;
	replay_apply(replay, r->file.map, r->file.mapped);
	r->end = replay->size;
	r->size = replay->reach > r->size ? replay->reach : r->size;
	if (replay->base_from)
		note_base(r);
}

/* Tells where the hive is cut or damaged, mends the copy, and seals it. */
static bool mend(struct reading *r)
{
	struct mend m;
	if (r->end > r->size) {
		tell(r, DIAG_REGISTRY_HIVE_TRUNCATED, r->size, r->end, no_text);
		r->end = r->size;
	}
	if (r->end < REGF_BASE_BYTES)
		r->end = REGF_BASE_BYTES;
	mend_hive(&m, r->file.map, (size_t)r->end);
	if (m.places) {
		struct diag d = {
			.code = DIAG_REGISTRY_HIVE_BINS, .offset = m.first, .got = m.places};
		diag_report(&r->cli->sink, &d);
	}
	return memory_file_seal(&r->file);
}

/* Makes the copy as good as it can be made. */
static bool prepare(struct reading *r)
{
	if (!fill(r) || !map(r, r->replay.reach))
		return false;
	r->end = end_of(&r->base, r->size);
	if (r->replay.run_count)
		apply_logs(r);
	return mend(r);
}

static bool read_copy(struct reading *r)
{
	int error = 0;
	bool fine = prepare(r);
	if (fine)
		error = walk(r, r->file.fd, slice_of(r->file.map, (size_t)r->end));
	if (error == ENOTSUP || error == EINVAL)
		tell(r, DIAG_REGISTRY_HIVE_REFUSED, 0, 0, no_text);
	else if (!fine || error)
		cli_failure(r->cli, "%s: cannot hold the hive in memory: %s",
			    input_display_name(r->cli->in.name),
			    strerror(fine ? error : r->file.error_number));
	memory_file_close(&r->file);
	return fine && (!error || error == ENOTSUP || error == EINVAL);
}

/* --- logs --- */

/* "SYSTEM.LOG2 and SYSTEM.LOG1", in the order in which they are applied; in the arena. */
static struct slice names_of(struct reading *r)
{
	struct buf b = {0};
	for (size_t i = 0; i < r->replay.run_count; i++) {
		if (i)
			buf_add_string(&b, " and ");
		const char *name = r->replay.runs[i].log->name;
		buf_add_slice(&b, slice_base_name(slice_of_string(name)));
		r->out->hive.logs[i] = name;
	}
	struct slice names = arena_copy(r->arena, buf_slice(&b));
	buf_free(&b);
	return names;
}

/* Plans what is to be applied of the logs of a dirty hive, and says what becomes of it. */
static void plan(struct reading *r, const struct crashcfg_logs *logs, bool replay)
{
	struct hive_state *state = &r->out->hive;
	const char *problem = "--no-replay was given";
	replay_plan(&r->replay, &r->base, r->first, logs->list, logs->count);
	state->logs_found = logs->count > 0;
	if (replay)
		problem = logs->count ? r->replay.problem : "no transaction log stands beside it";
	if (r->replay.run_count) {
		state->replayed = true;
		state->log_entries = replay_entries(&r->replay);
		state->pages = replay_pages(&r->replay);
		tell(r, DIAG_REGISTRY_HIVE_REPLAYED, state->pages, 0, names_of(r));
	} else {
		state->problem = slice_of_string(problem);
		tell(r, DIAG_REGISTRY_HIVE_DIRTY, state->primary_sequence,
		     state->secondary_sequence, state->problem);
	}
}

/* --- a hive --- */

/* false for a log, which is told. */
static bool look_at_base(struct reading *r)
{
	struct hive_state *state = &r->out->hive;
	/* What is cut within the base block has no checksum that could be wrong. */
	bool whole = regf_base_read(&r->base, r->first) == STATUS_OK;
	regf_state(state, &r->base, r->arena);
	state->checksum_bad &= whole;
	if (regf_is_log(&r->base, r->first)) {
		tell(r, DIAG_REGISTRY_HIVE_TRANSACTION_LOG, 0, 0, SLICE(".LOG, .LOG1 or .LOG2"));
		return false;
	}
	if (state->checksum_bad)
		tell(r, DIAG_REGISTRY_HIVE_CHECKSUM, r->base.checksum, r->base.checksum_right,
		     no_text);
	return true;
}

bool crashcfg_hive_read(struct cli *cli, struct slice first, struct arena *arena, bool replay,
			struct crashcfg_source *out)
{
	struct reading r = {.cli = cli, .arena = arena, .first = first, .out = out};
	struct crashcfg_logs logs = {.count = 0};
	out->is_hive = true;
	if (!look_at_base(&r))
		return false;
	if (out->hive.dirty) {
		if (replay)
			crashcfg_logs_read(&logs, cli, arena);
		plan(&r, &logs, replay);
	}
	bool done = read_input(&r) || read_copy(&r);
	crashcfg_logs_free(&logs);
	return done;
}
