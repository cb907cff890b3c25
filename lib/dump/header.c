/* SPDX-License-Identifier: MIT */
#include "lib/base/utf16.h"
#include "lib/dump/context.h"

enum { RUNS_MAX_64 = 43, INFORMATION_MAX = 15 };

/* What differs between the two forms besides the numbers of header_fields.c. */
struct header_form {
	unsigned bits;
	struct slice signature; /* Signature and ValidDump */
	uint16_t VersionUser, Comment, runs, information;
	uint16_t runs_max;
};

enum { VERSION_USER_BYTES = 32, COMMENT_BYTES = 128 };

static const struct header_form forms[] = {
	{32, SLICE("PAGEDUMP"), 0x03c, 0x820, 0x06c, 0x7e4, DUMP_RUNS_MAX},
	{64, SLICE("PAGEDU64"), 0x060, 0xfb0, 0x098, 0xf20, RUNS_MAX_64},
};

static const struct header_form *form_of(struct slice bytes)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (slice_starts_with(bytes, forms[i].signature))
			return &forms[i];
	return NULL;
}

/* Do the n bytes at offset hold what the header was filled with? By place, so that single bytes are
 * told too: the second of four is an 'A'. */
static bool is_fill(struct slice header, size_t offset, size_t n)
{
	for (size_t i = offset; i < offset + n; i++)
		if (header.p[i] != (uint8_t) "PAGE"[i & 3])
			return false;
	return true;
}

/* A number of which one half was never set, as 32-bit programs leave it, is none either. */
static struct known load(struct slice header, size_t offset, size_t n)
{
	size_t half = n == 8 ? 4 : n;
	struct slice s = slice_sub(header, offset, n);
	if (s.n == 0 || is_fill(header, offset, half) || is_fill(header, offset + n - half, half))
		return (struct known){false, 0};
	return known_number(load_any_le(s));
}

static void read_fields(struct dump_header *h, struct slice header, const struct dump_field *fields,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool narrow = h->bits == 32;
		size_t offset = narrow ? fields[i].in32.offset : fields[i].in64.offset;
		size_t n = narrow ? fields[i].in32.bytes : fields[i].in64.bytes;
		struct known *k = (struct known *)((uint8_t *)h + fields[i].at);
		*k = load(header, offset, n);
	}
}

/* Up to the NUL; where none was stored, up to the fill behind it. */
static void read_text(struct dump_text *t, struct slice header, size_t offset, size_t n)
{
	enum { FILL_MIN = 8 }; /* less of it may be a word that ends so */
	struct slice s = slice_sub(header, offset, n);
	size_t end = s.n;
	s.n = slice_find_byte(s, 0);
	while (s.n == n && end > 0 && is_fill(header, offset + end - 1, 1))
		end--;
	if (s.n - end >= FILL_MIN && s.n > end)
		s.n = end;
	if (s.n == 0 || is_fill(header, offset, s.n))
		return;
	memcpy(t->bytes, s.p, s.n);
	t->n = s.n;
}

/* A text of 16-bit characters, as UTF-8. */
static void read_wide_text(struct dump_text *t, struct slice header, size_t offset, size_t n)
{
	struct slice s = slice_sub(header, offset, n);
	bool replaced = false;
	size_t used = 0;
	while (used < s.n && load_u16le(s.p + used))
		used += 2;
	if (used == 0 || is_fill(header, offset, used))
		return;
	assert(utf16_room(used) <= sizeof(t->bytes));
	uint8_t *end = utf16_write(t->bytes, slice_sub(s, 0, used), UTF16_PLAIN, &replaced);
	t->n = (size_t)(end - t->bytes);
}

/* As many runs as there are bytes of: the header may be cut. */
static void read_runs(struct dump_header *h, const struct header_form *form, struct slice header)
{
	size_t half = form->bits / 8;
	h->runs_impossible = h->NumberOfRuns.known && h->NumberOfRuns.value > form->runs_max;
	if (!h->NumberOfRuns.known || h->runs_impossible)
		return;
	for (size_t i = 0; i < h->NumberOfRuns.value; i++) {
		struct slice s = slice_sub(header, form->runs + i * 2 * half, 2 * half);
		if (s.n == 0)
			break;
		h->Run[i].BasePage = load_any_le(slice_sub(s, 0, half));
		h->Run[i].PageCount = load_any_le(slice_sub(s, half, half));
		h->run_count++;
	}
}

static void read_exception(struct dump_header *h, const struct header_form *form,
			   struct slice header)
{
	struct dump_exception *e = &h->exception;
	size_t n = form->bits / 8;
	read_fields(h, header, dump_exception_fields, dump_exception_field_count);
	size_t count = e->NumberParameters.value < INFORMATION_MAX
			       ? (size_t)e->NumberParameters.value
			       : INFORMATION_MAX;
	for (size_t i = 0; i < count; i++) {
		struct slice s = slice_sub(header, form->information + i * n, n);
		if (s.n == 0)
			break;
		e->ExceptionInformation[i] = load_any_le(s);
		e->information_count++;
	}
}

/*
 * What kernels of build 26100 store behind BootId. No document describes it: it was read off nine
 * dumps, all alike, so it is believed only where it looks like theirs.
 */
static void read_extension(struct dump_header *h, struct slice header)
{
	enum { SIZE_AT = 0x1058, SIZE = 0x298, STATUS = 0x11f0, STATUS_BYTES = 256 };
	enum { BUILD = 0x12f0, BUILD_BYTES = 12, UBR = 0x1300, MAJOR = 0x1304, MINOR = 0x1308 };
	struct dump_extension *e = &h->extension;
	if (h->bits != 64 || load(header, SIZE_AT, 4).value != SIZE ||
	    slice_sub(header, STATUS, STATUS_BYTES).n == 0 || is_fill(header, STATUS, 4))
		return;
	e->present = true;
	read_text(&e->status, header, STATUS, STATUS_BYTES);
	read_wide_text(&e->build, header, BUILD, BUILD_BYTES);
	e->ubr = load(header, UBR, 4);
	e->major = load(header, MAJOR, 4);
	e->minor = load(header, MINOR, 4);
}

/* A 32-bit header of a 64-bit machine, or the reverse, has registers that cannot be believed. */
static struct known machine_of_context(const struct dump_header *h)
{
	bool narrow = h->MachineImageType.value == DUMP_MACHINE_X86;
	return narrow == (h->bits == 32) ? h->MachineImageType : (struct known){false, 0};
}

enum status dump_header_read(struct dump_header *h, struct slice bytes)
{
	const struct header_form *form = form_of(bytes);
	*h = (struct dump_header){.bits = form ? form->bits : 0};
	if (!form)
		return STATUS_NOT_THIS_FORMAT;
	bool whole = bytes.n >= dump_header_bytes(h);
	struct slice header = slice_sub(bytes, 0, whole ? (size_t)dump_header_bytes(h) : bytes.n);
	read_fields(h, header, dump_header_fields, dump_header_field_count);
	read_text(&h->VersionUser, header, form->VersionUser, VERSION_USER_BYTES);
	read_text(&h->Comment, header, form->Comment, COMMENT_BYTES);
	read_runs(h, form, header);
	dump_context_read(&h->context, machine_of_context(h), dump_context_bytes(h, header));
	read_exception(h, form, header);
	read_extension(h, header);
	return whole ? STATUS_OK : STATUS_TRUNCATED;
}
