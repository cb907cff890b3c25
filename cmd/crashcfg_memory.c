/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>

#include "cmd/crashcfg_memory.h"
#include "lib/base/limits.h"
#include "lib/dslog/encoding.h"
#include "lib/dslog/parse.h"
#include "lib/dump/header.h"
#include "lib/io/random.h"

enum {
	PAGE_BYTES = 4096,
	PAGE_BYTES_IA64 = 8192,
	/* From start to start the firmware keeps other amounts for itself: sizes of one machine are
	 * taken for the same up to a part in 64. */
	TOLERANCE = 64,
	/* No Windows with crash dumps of these forms runs in less: a number below is none. */
	LEAST_MEMORY = 64 << 20,
};

/* --- a dump --- */

static bool is_dump(struct slice first)
{
	return slice_starts_with(first, SLICE("PAGEDUMP")) ||
	       slice_starts_with(first, SLICE("PAGEDU64"));
}

static struct known times_page(uint64_t pages, uint64_t page_bytes)
{
	if (pages < LEAST_MEMORY / page_bytes || pages > UINT64_MAX / page_bytes)
		return (struct known){false, 0};
	return known_number(pages * page_bytes);
}

/* By PhysicalMemoryBlock, which not all writers of dumps set. */
static struct known memory_of_dump(struct random_input *in)
{
	uint8_t room[DUMP_HEADER64_BYTES];
	struct dump_header h;
	size_t n = random_read(in, 0, room, sizeof(room));
	if (dump_header_read(&h, slice_of(room, n)) == STATUS_NOT_THIS_FORMAT ||
	    !h.NumberOfPages.known || h.runs_impossible)
		return (struct known){false, 0};
	bool is_ia64 = h.MachineImageType.known && h.MachineImageType.value == DUMP_MACHINE_IA64;
	return times_page(h.NumberOfPages.value, is_ia64 ? PAGE_BYTES_IA64 : PAGE_BYTES);
}

/* --- a log --- */

static bool is_log(struct slice first)
{
	struct buf scratch = {0};
	bool begins = dslog_container_begins(dslog_decode(first, &scratch).bytes);
	buf_free(&scratch);
	return begins;
}

/* Only of complete dumps the pages are all of memory. */
static void take_session(void *context, const struct dslog_session *s)
{
	struct known *memory = context;
	bool complete = s->dump_type.known && (s->dump_type.v == DUMP_TYPE_FULL ||
					       s->dump_type.v == DUMP_TYPE_BITMAP_FULL ||
					       s->dump_type.v == DUMP_TYPE_RDMP_FULL);
	if (complete && s->total_pages.known)
		*memory = times_page(s->total_pages.v, PAGE_BYTES);
}

static struct known memory_of_log(struct random_input *in)
{
	struct known memory = {false, 0};
	struct buf bytes = {0};
	struct dslog_parser parser = {.context = &memory, .session_concluded = take_session};
	bytes.n = random_read(in, 0, buf_reserve(&bytes, LIMIT_DSLOG_BYTES), LIMIT_DSLOG_BYTES);
	parser.grammar = dslog_grammar_new();
	dslog_parse(&parser, buf_slice(&bytes), false, in->size > bytes.n);
	dslog_grammar_free(parser.grammar);
	dslog_parser_free(&parser);
	buf_free(&bytes);
	return memory;
}

/* --- the operands --- */

bool crashcfg_is_memory_evidence(struct slice first)
{
	return is_dump(first) || is_log(first);
}

static struct known memory_of(struct cli *cli, struct random_input *in)
{
	uint8_t room[MEMORY_EVIDENCE_BYTES];
	struct slice first = slice_of(room, random_read(in, 0, room, sizeof(room)));
	struct known memory = {false, 0};
	if (!crashcfg_is_memory_evidence(first))
		return memory;
	memory = is_dump(first) ? memory_of_dump(in) : memory_of_log(in);
	if (!memory.known)
		cli_note(cli, "%s: does not tell the size of memory", in->name);
	return memory;
}

/* Of what is no file, a look would take away bytes that nobody else gets. */
static bool is_file(const char *name)
{
	struct stat st;
	return strcmp(name, "-") != 0 && stat(name, &st) == 0 && S_ISREG(st.st_mode);
}

static bool are_the_same(uint64_t a, uint64_t b)
{
	return a > b ? a - b <= a / TOLERANCE : b - a <= b / TOLERANCE;
}

/* What its compression is damaged by is told when it is read as an input. */
static struct known memory_of_file(struct cli *cli, const char *name)
{
	struct random_input in;
	struct known memory = {false, 0};
	if (random_open(&in, name, &cli->input_options, NULL))
		memory = memory_of(cli, &in);
	random_close(&in);
	return memory;
}

void crashcfg_memory_scan(struct cli *cli, struct given *given)
{
	struct known ram = {false, 0};
	const char *from = NULL;
	if (given->ram.known)
		return;
	for (int i = 0; i < cli->operand_count; i++) {
		if (!is_file(cli->operands[i]))
			continue;
		struct known memory = memory_of_file(cli, cli->operands[i]);
		if (!memory.known)
			continue;
		if (ram.known && !are_the_same(memory.value, ram.value)) {
			cli_failure(cli,
				    "%s and %s tell of different sizes of memory; say which counts "
				    "by --ram",
				    from, cli->operands[i]);
			return;
		}
		if (!ram.known || memory.value > ram.value) {
			ram = memory;
			from = cli->operands[i];
		}
	}
	given->ram = ram;
	given->ram_from = from;
}
