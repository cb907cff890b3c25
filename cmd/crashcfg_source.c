/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/crashcfg_hive.h"
#include "lib/base/content.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/io/decoder.h"
#include "lib/registry/reg_query.h"
#include "lib/registry/reg_text.h"
#include "lib/registry/replay.h"

/* What tells the kinds of input apart: the base block of a hive, its first bin, and more than the
 * sector of a log; some lines of text. */
enum { LOOK_BYTES = 16 << 10 };

static_assert((int)LOOK_BYTES >= (int)REPLAY_FIRST_BYTES, "a plan looks at the first bytes");

/* A disk or /dev/zero has no end, /dev/null has nothing. People may type into a terminal. */
static bool is_device(const struct input *in)
{
	struct stat status;
	return fstat(in->fd, &status) == 0 &&
	       (S_ISBLK(status.st_mode) || (S_ISCHR(status.st_mode) && !isatty(in->fd)));
}

/* The first bytes, at most LOOK_BYTES of them. */
static void look(struct input *in, struct buf *first)
{
	size_t n = 1;
	(void)buf_reserve(first, LOOK_BYTES + DECODER_MAGIC_MAX);
	while (n && first->n + DECODER_MAGIC_MAX <= LOOK_BYTES) {
		n = input_read(in, first->p + first->n, LOOK_BYTES - first->n);
		first->n += n;
	}
}

/* --- text --- */

static void tell_foreign(struct cli *cli, struct slice first)
{
	struct diag d = {.code = first.n ? DIAG_REGISTRY_INPUT_FOREIGN : DIAG_REGISTRY_INPUT_EMPTY};
	d.text = slice_of_string(content_description(content_kind(first)));
	diag_report(&cli->sink, &d);
}

static void read_rest(struct cli *cli, struct buf *text)
{
	bool more;
	/* What fails is told when the input is closed; what came before is read. */
	(void)!input_read_all(&cli->in, text, LIMIT_REGISTRY_INPUT_BYTES - text->n, &more);
	if (more) {
		struct diag d = {.code = DIAG_REGISTRY_INPUT_TOO_LARGE,
				 .limit = LIMIT_REGISTRY_INPUT_BYTES};
		diag_report(&cli->sink, &d);
	}
}

static bool read_text(struct cli *cli, struct buf *text, struct arena *arena,
		      struct crashcfg_source *out)
{
	struct slice first = buf_slice(text);
	bool query = reg_query_recognise(first);
	enum status status;
	if (!query && !reg_text_recognise(first)) {
		tell_foreign(cli, first);
		return false;
	}
	read_rest(cli, text);
	if (query)
		status = reg_query_read(&out->registry, buf_slice(text), arena, &cli->sink);
	else
		status = reg_text_read(&out->registry, buf_slice(text), arena, &cli->sink);
	return status != STATUS_NOT_THIS_FORMAT;
}

/* --- any input --- */

bool crashcfg_source_read(struct cli *cli, struct arena *arena, bool replay,
			  struct crashcfg_source *out)
{
	struct buf first = {0};
	bool any = false;
	*out = (struct crashcfg_source){.is_hive = false};
	if (is_device(&cli->in)) {
		cli_failure(cli, "%s: is a device", input_display_name(cli->in.name));
		return false;
	}
	look(&cli->in, &first);
	if (regf_recognise(buf_slice(&first)))
		any = crashcfg_hive_read(cli, buf_slice(&first), arena, replay, out);
	else if (cli->in.failure == INPUT_FINE)
		any = read_text(cli, &first, arena, out);
	buf_free(&first);
	return any;
}
