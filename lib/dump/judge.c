/* SPDX-License-Identifier: MIT */
/*
 * Is a dump whole, and where does it end? The signs are asked strongest first: sizes by arithmetic,
 * marks that stand where writing ended, what Windows says of itself, and last what the writer left
 * in RequiredDumpSpace, which only Windows keeps true: the debugger's engine leaves the size of the
 * dump there that it cut a smaller one out of, LiveKD forgets the header.
 */
#include "lib/base/limits.h"
#include "lib/dump/dump.h"

enum {
	BUILD_WITH_STATUS_TEXT = 26100,
	/* Since Windows 10 every dump that was seen has secondary data. */
	BUILD_WITH_SECONDARY_DATA = 10240,
	/* Copies are rounded up to a page; page files go on for longer. */
	SLACK_BYTES = 4096,
	PIECE_BYTES = 64 << 10,
};

static bool is_triage(const struct dump *d)
{
	return d->layout.kind == DUMP_LAYOUT_TRIAGE;
}

static bool is_cut_before(const struct dump *d, struct known end)
{
	return end.known && end.value > d->file_size && !d->file_size_is_least;
}

/* RequiredDumpSpace, where it can be believed. */
static struct known space_of(const struct dump *d)
{
	const struct known *space = &d->header.RequiredDumpSpace;
	bool kernel = d->writer == DUMP_WRITER_KERNEL && space->value <= INT64_MAX;
	return kernel ? *space : (struct known){false, 0};
}

static bool status_says_complete(const struct dump_extension *e)
{
	return slice_equal(slice_of(e->status.bytes, e->status.n),
			   SLICE("Dump completed successfully."));
}

/* Something surely is missing: a sentence, or NULL. */
static const char *sign_of_loss(const struct dump *d)
{
	const struct dump_header *h = &d->header;
	const struct dump_layout *l = &d->layout;
	if (d->header_status == STATUS_TRUNCATED)
		return "the file ends inside the dump's header";
	if (l->fault == DUMP_FAULT_TRUNCATED)
		return "the file ends inside the structures that tell what it holds";
	if (is_cut_before(d, l->expected_size))
		return is_triage(d) ? "the file ends before the small dump does"
				    : "the file ends before the last page of memory";
	if (l->fault == DUMP_FAULT_SIGNATURE && !is_triage(d))
		return "what follows the header is not what its type asks for: never written, "
		       "or overwritten";
	if (is_triage(d) && !d->triage.valid && !d->file_size_is_least)
		return "the mark at the end of the small dump (TRGD) is missing";
	if (l->fault == DUMP_FAULT_BITMAP_COUNT)
		return "the bitmap does not have as many pages as its header says";
	if (h->extension.present && !status_says_complete(&h->extension))
		return "the status text in the header does not say that the dump was completed";
	if (h->Attributes.value & DUMP_ATTRIBUTE_INSUFFICIENT_DUMPFILE_SIZE)
		return "the header says that the dump file was too small";
	if (d->blobs.cut)
		return "the file ends inside the secondary data of drivers";
	if (d->shorter_than_space)
		return "the file is shorter than the space that Windows took for the dump (RequiredDumpSpace)";
	return NULL;
}

/* Faults that leave all pages where they should be. */
static bool is_harmless(enum dump_layout_fault fault)
{
	return fault == DUMP_FAULT_NONE || fault == DUMP_FAULT_RUN_ORDER ||
	       fault == DUMP_FAULT_METADATA || fault == DUMP_FAULT_LIMIT ||
	       fault == DUMP_FAULT_UNREADABLE;
}

/* Does the dump lack the secondary data that Windows says it wrote? */
static bool lacks_secondary_data(const struct dump *d)
{
	const struct dump_header *h = &d->header;
	bool live = h->Attributes.value & DUMP_ATTRIBUTE_LIVE_DUMP_GENERATED_DUMP;
	return d->writer == DUMP_WRITER_KERNEL && !live &&
	       h->MinorVersion.value >= BUILD_WITH_SECONDARY_DATA && h->SecondaryDataState.known &&
	       h->SecondaryDataState.value == 0 && d->layout.kind != DUMP_LAYOUT_NONE &&
	       !d->blobs.present;
}

/* Does the file have room for the dump and more, so that its size proves nothing, and is there no
 * mark that the writer set when the memory was written? */
static bool lacks_any_mark(const struct dump *d)
{
	bool roomy = d->container == DUMP_CONTAINER_LARGER || d->container == DUMP_CONTAINER_DEVICE;
	return roomy && !is_triage(d) && d->layout.kind != DUMP_LAYOUT_NONE && !d->blobs.present &&
	       !status_says_complete(&d->header.extension);
}

/* Why nothing in the dump tells whether it is whole: a sentence, or NULL. */
static const char *sign_of_doubt(const struct dump *d)
{
	const struct dump_header *h = &d->header;
	const struct dump_layout *l = &d->layout;
	if (l->fault == DUMP_FAULT_ENCRYPTED)
		return "the dump is encrypted, so its layout cannot be read";
	if (d->file_size_is_least &&
	    (!l->expected_size.known || l->expected_size.value > d->file_size))
		return "the input is a stream, of which only the beginning was looked at";
	if (!is_harmless(l->fault) || !l->expected_size.known)
		return l->fault == DUMP_FAULT_TYPE
			       ? "the header names no type whose layout is known"
			       : "the header contradicts itself about what the dump holds";
	if (d->writer == DUMP_WRITER_KERNEL && h->MinorVersion.value >= BUILD_WITH_STATUS_TEXT &&
	    !h->extension.present)
		return "all that the layout asks for is there, but not the status text that this "
		       "version of Windows ends with";
	if (lacks_secondary_data(d))
		return "all that the layout asks for is there, but not the secondary data that the "
		       "header says were written";
	if (lacks_any_mark(d))
		return "the file goes on behind the dump, and no mark in it tells that all of the "
		       "memory was written";
	return NULL;
}

/* By the layout, and by the chain of secondary data where that was read to its end. */
static struct known expected_size_of(const struct dump *d)
{
	struct known end = d->layout.expected_size;
	if (end.known && d->blobs.present && !d->blobs.cut && d->blobs.end > end.value)
		end.value = d->blobs.end;
	return end;
}

struct known dump_end(const struct dump *d)
{
	struct known end = d->expected_size, space = space_of(d);
	return space.known && (!end.known || space.value > end.value) ? space : end;
}

uint64_t dump_tail_bytes(const struct dump *d)
{
	uint64_t end = dump_end(d).value;
	if (end > d->file_size)
		end = d->file_size;
	return d->used_end.known && end > d->used_end.value ? end - d->used_end.value : 0;
}

static enum dump_container container_of_dump(const struct dump *d, const struct random_input *in)
{
	struct known end = dump_end(d);
	if (in->block_device)
		return DUMP_CONTAINER_DEVICE;
	if (!end.known || (d->file_size_is_least && end.value >= d->file_size))
		return DUMP_CONTAINER_UNKNOWN;
	bool larger = d->file_size > end.value && d->file_size - end.value > SLACK_BYTES;
	return larger ? DUMP_CONTAINER_LARGER : DUMP_CONTAINER_FILE;
}

/* Is a byte from offset up to end not zero? */
static bool has_content(struct random_input *in, uint64_t offset, uint64_t end)
{
	uint8_t piece[PIECE_BYTES];
	while (offset < end) {
		size_t want = end - offset < sizeof(piece) ? (size_t)(end - offset) : sizeof(piece);
		size_t n = random_read(in, offset, piece, want);
		if (n == 0)
			return false;
		if (!slice_is_all(slice_of(piece, n), 0))
			return true;
		offset += n;
	}
	return false;
}

/*
 * Windows takes space for a small dump, writes less, and keeps the rest of the file as it finds it
 * on the disk: that is what the page file held before.
 */
static bool has_stale_tail(const struct dump *d, struct random_input *in)
{
	uint64_t n = dump_tail_bytes(d);
	if (d->writer != DUMP_WRITER_KERNEL || !is_triage(d) || !d->blobs.present ||
	    d->blobs.capped)
		return false;
	if (n > LIMIT_DUMP_TAIL_BYTES)
		n = LIMIT_DUMP_TAIL_BYTES;
	return has_content(in, d->used_end.value, d->used_end.value + n);
}

/* Nothing is written behind the end of a file that ends too early. */
static struct known used_end_of(const struct dump *d)
{
	bool cut = d->header_status == STATUS_TRUNCATED || d->blobs.cut ||
		   d->layout.fault == DUMP_FAULT_TRUNCATED || d->expected_size.value > d->file_size;
	if (!cut)
		return d->expected_size;
	/* Of a stream, more may follow. */
	return d->file_size_is_least ? (struct known){false, 0} : known_number(d->file_size);
}

/* The debugger's engine ends the file with the last record; zeros may have been added. */
static bool has_bytes_behind_chain(const struct dump *d, struct random_input *in)
{
	return d->writer == DUMP_WRITER_DBGENG && is_triage(d) && d->blobs.present &&
	       !d->blobs.cut && !d->blobs.capped && d->container == DUMP_CONTAINER_FILE &&
	       has_content(in, d->blobs.end, d->file_size);
}

void dump_judge(struct dump *d, struct random_input *in)
{
	d->expected_size = expected_size_of(d);
	d->used_end = used_end_of(d);
	d->container = container_of_dump(d, in);
	d->stale_tail = has_stale_tail(d, in);
	d->chain_broken = has_bytes_behind_chain(d, in);
	d->shorter_than_space = is_cut_before(d, space_of(d));
	d->completeness = DUMP_UNKNOWN_COMPLETE;
	d->reason = "the file could not be read";
	if (in->failure != INPUT_FINE)
		return;
	d->completeness = DUMP_INCOMPLETE;
	if ((d->reason = sign_of_loss(d)))
		return;
	d->completeness = DUMP_UNKNOWN_COMPLETE;
	if ((d->reason = sign_of_doubt(d)))
		return;
	d->completeness = DUMP_COMPLETE;
}

const char *dump_container_name(enum dump_container container)
{
	static const char *const names[] = {
		[DUMP_CONTAINER_FILE] = "dump_file",
		[DUMP_CONTAINER_LARGER] = "larger_file",
		[DUMP_CONTAINER_DEVICE] = "device",
	};
	return names[container];
}
