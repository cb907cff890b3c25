/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over stored inputs in ordinary builds, each from a heap buffer of exactly its
 * size, so that valgrind and AddressSanitizer see every byte read beyond it.
 *
 * replay [--cut] [--flip] [--write=DIR] FILE|DIRECTORY...
 *   --cut       also each input cut at each of its bytes
 *   --flip      also each input with each of its bytes changed, one at a time
 *   --write=DIR write the inputs into DIR instead, as files for libFuzzer
 * Names that end in .hex are text: pairs of hexadecimal digits, "text between quotes", and # up to
 * the end of the line as a comment. All other files are taken as they are.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "tests/fuzz/fuzz_target.h"

struct replay {
	bool cut, flip;
	const char *write_to; /* NULL: run */
	size_t inputs, runs;
};

static void stop(const char *name, const char *why)
{
	fprintf(stderr, "replay: %s: %s\n", name, why);
	exit(2);
}

static struct buf read_file(const char *name)
{
	struct buf b = {0};
	size_t n;
	FILE *f = fopen(name, "rb");
	if (!f)
		stop(name, strerror(errno));
	while ((n = fread(buf_reserve(&b, 65536), 1, 65536, f)) > 0)
		b.n += n;
	if (ferror(f))
		stop(name, "cannot read");
	fclose(f);
	return b;
}

static void write_file(const char *directory, const char *name, struct slice s)
{
	char path[4096];
	const char *base = strrchr(name, '/');
	snprintf(path, sizeof(path), "%s/%s", directory, base ? base + 1 : name);
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0)
		stop(path, "cannot write");
}

/* Takes one element of .hex text from s; returns its length, 0 where it is none. */
static size_t take_element(struct slice s, struct buf *out)
{
	if (strchr(" \t\r\n", s.p[0]))
		return 1;
	if (s.p[0] == '#')
		return slice_find_byte(s, '\n');
	if (s.p[0] == '"') {
		size_t n = slice_find_byte(slice_from(s, 1), '"');
		buf_add_slice(out, slice_sub(s, 1, n));
		return n + 2;
	}
	uint64_t byte;
	if (!number_from_hex(slice_sub(s, 0, 2), &byte))
		return 0;
	buf_add_byte(out, (uint8_t)byte);
	return 2;
}

static struct buf decode_hex(const char *name, struct slice s)
{
	struct buf out = {0};
	while (s.n) {
		size_t n = s.p[0] ? take_element(s, &out) : 0;
		if (n == 0 || n > s.n)
			stop(name,
			     "neither pairs of hexadecimal digits nor \"text\" nor # comment");
		s = slice_from(s, n);
	}
	return out;
}

/* The target sees a copy without a byte to spare; the byte at flip is changed by mask. */
static void run(struct replay *r, struct slice s, size_t flip, uint8_t mask)
{
	uint8_t *copy = malloc(s.n);
	if (s.n)
		memcpy(copy, s.p, s.n);
	if (flip < s.n)
		copy[flip] ^= mask;
	LLVMFuzzerTestOneInput(copy, s.n);
	free(copy);
	r->runs++;
}

static void run_all(struct replay *r, struct slice s)
{
	static const uint8_t masks[] = {0x01, 0x20, 0x80, 0xff};
	run(r, s, s.n, 0);
	for (size_t n = 0; r->cut && n < s.n; n++)
		run(r, slice_sub(s, 0, n), n, 0);
	for (size_t i = 0; r->flip && i < s.n * sizeof(masks); i++)
		run(r, s, i / sizeof(masks), masks[i % sizeof(masks)]);
}

static void replay_file(struct replay *r, const char *name)
{
	struct buf b = read_file(name);
	if (slice_ends_with(slice_of_string(name), SLICE(".hex"))) {
		struct buf decoded = decode_hex(name, buf_slice(&b));
		buf_free(&b);
		b = decoded;
	}
	if (r->write_to)
		write_file(r->write_to, name, buf_slice(&b));
	else
		run_all(r, buf_slice(&b));
	r->inputs++;
	buf_free(&b);
}

static void replay_path(struct replay *r, const char *path)
{
	DIR *directory = opendir(path);
	if (!directory) {
		replay_file(r, path);
		return;
	}
	for (struct dirent *entry; (entry = readdir(directory));) {
		char name[4096];
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			replay_path(r, name);
	}
	closedir(directory);
}

int main(int argc, char **argv)
{
	struct replay r = {0};
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--cut") == 0)
			r.cut = true;
		else if (strcmp(argv[i], "--flip") == 0)
			r.flip = true;
		else if (strncmp(argv[i], "--write=", 8) == 0)
			r.write_to = argv[i] + 8;
		else
			replay_path(&r, argv[i]);
	}
	if (r.inputs == 0)
		stop("no input", "give files or directories");
	printf("%zu inputs, %zu runs\n", r.inputs, r.runs);
	return 0;
}
