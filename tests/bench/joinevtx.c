/* SPDX-License-Identifier: MIT */
/*
 * Joins chunks of given event logs into one long log, for benchmarks.
 *
 *   joinevtx [OPTION]... OUTPUT INPUT...
 *
 * An INPUT is an .evtx file or a folder, whose *.evtx files are taken in the order of their names.
 *
 *   --bytes=N       length of OUTPUT at most (402657280: a file header and 6144 chunks)
 *   --fill=PERCENT  only chunks at least so full (0)
 *   --only=GLOB     only files whose name matches; may be repeated
 *   --seed=N        another order (1)
 *
 * Only chunks whose three checksums and signatures are right take part, each of them once a round;
 * every round has an order of its own. Records get new numbers, in their own headers and in those
 * of the chunks, and the checksums that follow from them; the binary XML keeps every byte.
 * Prints what OUTPUT consists of. The same input gives the same bytes.
 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/base/buf.h"
#include "lib/base/crc32.h"
#include "lib/base/memory.h"
#include "lib/base/reader.h"

#define FILE_HEADER_SIZE   4096
#define CHUNK_SIZE         65536
#define CHUNK_HEADER_SIZE  512
#define RECORD_HEADER_SIZE 24
#define ONLY_MOST          64

struct options {
	uint64_t bytes;
	unsigned fill; /* percent */
	uint64_t seed;
	const char *only[ONLY_MOST];
	size_t only_count;
};

/* A chunk as it was found. */
struct chunk {
	uint8_t *bytes; /* CHUNK_SIZE, owned */
	uint32_t end;   /* of the records */
	uint32_t crc;   /* of the records */
};

struct pool {
	struct chunk *chunk; /* owned */
	size_t count, room;
	size_t files; /* that gave a chunk */
};

static void die(const char *path, const char *why)
{
	fprintf(stderr, "joinevtx: %s: %s\n", path, why);
	exit(2);
}

/* splitmix64 */
static uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static void store_u32le(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

static void store_u64le(uint8_t *p, uint64_t v)
{
	store_u32le(p, (uint32_t)v);
	store_u32le(p + 4, (uint32_t)(v >> 32));
}

/* Over the header without its flags and its checksum. */
static uint32_t header_crc(const uint8_t *chunk)
{
	uint32_t crc = crc32_update(0, slice_of(chunk, 120));
	return crc32_update(crc, slice_of(chunk + 128, CHUNK_HEADER_SIZE - 128));
}

/* Do whole records, and nothing else, lie between the header and end? */
static bool records_whole(const uint8_t *chunk, uint32_t end)
{
	uint32_t at = CHUNK_HEADER_SIZE;
	while (at < end) {
		if (end - at < RECORD_HEADER_SIZE + 4 || memcmp(chunk + at, "\x2a\x2a\0\0", 4) != 0)
			return false;
		uint32_t size = load_u32le(chunk + at + 4);
		if (size < RECORD_HEADER_SIZE + 4 || size > end - at ||
		    load_u32le(chunk + at + size - 4) != size)
			return false;
		at += size;
	}
	return end > CHUNK_HEADER_SIZE;
}

/* Behind the last record; 0 for a chunk that is not whole. */
static uint32_t usable_end(const uint8_t *chunk)
{
	uint32_t end = load_u32le(chunk + 48);
	if (memcmp(chunk, "ElfChnk\0", 8) != 0 || end > CHUNK_SIZE || !records_whole(chunk, end) ||
	    header_crc(chunk) != load_u32le(chunk + 124))
		return 0;
	uint32_t crc =
		crc32_update(0, slice_of(chunk + CHUNK_HEADER_SIZE, end - CHUNK_HEADER_SIZE));
	return crc == load_u32le(chunk + 52) ? end : 0;
}

static bool pool_has(const struct pool *pool, const uint8_t *chunk, uint32_t end)
{
	uint32_t crc = load_u32le(chunk + 52);
	for (size_t i = 0; i < pool->count; i++) {
		const struct chunk *other = &pool->chunk[i];
		if (other->crc == crc && other->end == end &&
		    memcmp(other->bytes + 128, chunk + 128, end - 128) == 0)
			return true;
	}
	return false;
}

static void pool_add(struct pool *pool, const uint8_t *bytes, uint32_t end)
{
	if (pool->count == pool->room) {
		pool->room = pool->room ? 2 * pool->room : 64;
		pool->chunk = memory_resize(pool->chunk, pool->room * sizeof(*pool->chunk));
	}
	struct chunk *chunk = &pool->chunk[pool->count++];
	chunk->bytes = memory_resize(NULL, CHUNK_SIZE);
	memcpy(chunk->bytes, bytes, CHUNK_SIZE);
	chunk->end = end;
	chunk->crc = load_u32le(bytes + 52);
}

static bool wanted(const struct options *options, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	for (size_t i = 0; i < options->only_count; i++) {
		if (fnmatch(options->only[i], name, 0) == 0)
			return true;
	}
	return options->only_count == 0;
}

static void take_file(struct pool *pool, const struct options *options, const char *path)
{
	uint8_t bytes[CHUNK_SIZE];
	size_t before = pool->count;
	if (!wanted(options, path))
		return;
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, FILE_HEADER_SIZE, SEEK_SET) != 0)
		die(path, strerror(errno));
	while (fread(bytes, CHUNK_SIZE, 1, file) == 1) {
		uint32_t end = usable_end(bytes);
		if (end && end * 100ull >= options->fill * (uint64_t)CHUNK_SIZE &&
		    !pool_has(pool, bytes, end))
			pool_add(pool, bytes, end);
	}
	if (ferror(file))
		die(path, strerror(errno));
	fclose(file);
	pool->files += pool->count > before;
}

static int is_evtx(const struct dirent *entry)
{
	return fnmatch("*.evtx", entry->d_name, 0) == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void take_input(struct pool *pool, const struct options *options, const char *path)
{
	struct stat status;
	struct dirent **entries;
	char name[4096];
	if (stat(path, &status) != 0)
		die(path, strerror(errno));
	if (!S_ISDIR(status.st_mode)) {
		take_file(pool, options, path);
		return;
	}
	int count = scandir(path, &entries, is_evtx, by_bytes);
	if (count < 0)
		die(path, strerror(errno));
	for (int i = 0; i < count; i++) {
		if (snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name) >=
		    (int)sizeof(name))
			die(path, strerror(ENAMETOOLONG));
		take_file(pool, options, name);
		free(entries[i]);
	}
	free(entries);
}

static void shuffle(struct pool *pool, uint64_t *state)
{
	for (size_t i = pool->count; i > 1; i--) {
		size_t k = (size_t)(random_next(state) % i);
		struct chunk other = pool->chunk[k];
		pool->chunk[k] = pool->chunk[i - 1];
		pool->chunk[i - 1] = other;
	}
}

/* Gives the records of a chunk numbers from next on, and the chunk what follows from them. Returns
 * the number behind its last one. */
static uint64_t renumber(uint8_t *bytes, uint32_t end, uint64_t next)
{
	uint64_t first = next;
	uint32_t last_offset = CHUNK_HEADER_SIZE;
	for (uint32_t at = CHUNK_HEADER_SIZE; at < end; at += load_u32le(bytes + at + 4)) {
		store_u64le(bytes + at + 8, next++);
		last_offset = at;
	}
	store_u64le(bytes + 8, first);
	store_u64le(bytes + 16, next - 1);
	store_u64le(bytes + 24, first);
	store_u64le(bytes + 32, next - 1);
	store_u32le(bytes + 44, last_offset);
	store_u32le(bytes + 52,
		    crc32_update(0, slice_of(bytes + CHUNK_HEADER_SIZE, end - CHUNK_HEADER_SIZE)));
	store_u32le(bytes + 124, header_crc(bytes));
	return next;
}

static void write_bytes(FILE *file, const char *path, const void *bytes, size_t size)
{
	if (fwrite(bytes, size, 1, file) != 1)
		die(path, strerror(errno));
}

static void write_file_header(FILE *file, const char *path, uint64_t chunks, uint64_t next)
{
	uint8_t header[FILE_HEADER_SIZE] = "ElfFile";
	store_u64le(header + 16, chunks - 1);
	store_u64le(header + 24, next);
	store_u32le(header + 32, 128);
	store_u32le(header + 36, 3 << 16 | 1);
	store_u32le(header + 40, (uint32_t)(chunks << 16) | FILE_HEADER_SIZE);
	store_u32le(header + 124, crc32_update(0, slice_of(header, 120)));
	if (fseek(file, 0, SEEK_SET) != 0)
		die(path, strerror(errno));
	write_bytes(file, path, header, sizeof(header));
}

static void write_log(struct pool *pool, const struct options *options, const char *path)
{
	uint64_t chunks = (options->bytes - FILE_HEADER_SIZE) / CHUNK_SIZE;
	uint64_t next = 1, state = options->seed;
	FILE *file = fopen(path, "wb");
	if (!file)
		die(path, strerror(errno));
	write_file_header(file, path, chunks, next);
	for (uint64_t i = 0; i < chunks; i++) {
		if (i % pool->count == 0)
			shuffle(pool, &state);
		struct chunk *chunk = &pool->chunk[i % pool->count];
		next = renumber(chunk->bytes, chunk->end, next);
		write_bytes(file, path, chunk->bytes, CHUNK_SIZE);
	}
	write_file_header(file, path, chunks, next);
	if (fclose(file) != 0)
		die(path, strerror(errno));
	printf("%s: %llu chunks, %llu records, from %zu distinct chunks of %zu files\n", path,
	       (unsigned long long)chunks, (unsigned long long)next - 1, pool->count, pool->files);
}

static uint64_t number(const char *text, uint64_t least, uint64_t most)
{
	char *end;
	errno = 0;
	unsigned long long value = strtoull(text, &end, 10);
	if (errno || *end || end == text || text[0] == '-' || value < least || value > most)
		die(text, "not a number, or out of range");
	return value;
}

/* The value if argument is "--name=value", else NULL. */
static const char *option(const char *argument, const char *name)
{
	size_t n = strlen(name);
	return strncmp(argument, name, n) == 0 ? argument + n : NULL;
}

static void take_option(struct options *options, const char *argument)
{
	const char *value;
	if ((value = option(argument, "--bytes=")))
		options->bytes = number(value, FILE_HEADER_SIZE + CHUNK_SIZE, UINT64_C(1) << 48);
	else if ((value = option(argument, "--fill=")))
		options->fill = (unsigned)number(value, 0, 100);
	else if ((value = option(argument, "--seed=")))
		options->seed = number(value, 0, UINT64_MAX);
	else if ((value = option(argument, "--only=")) && options->only_count < ONLY_MOST)
		options->only[options->only_count++] = value;
	else
		die(argument, "no such option");
}

int main(int argc, char **argv)
{
	struct options options = {.bytes = 402657280, .seed = 1};
	struct pool pool = {0};
	int at = 1;
	for (; at < argc && argv[at][0] == '-'; at++)
		take_option(&options, argv[at]);
	if (argc - at < 2) {
		fputs("usage: joinevtx [--bytes=N] [--fill=PERCENT] [--only=GLOB]... [--seed=N] "
		      "OUTPUT INPUT...\n",
		      stderr);
		return 2;
	}
	for (int i = at + 1; i < argc; i++)
		take_input(&pool, &options, argv[i]);
	if (pool.count == 0)
		die(argv[at], "no input has a chunk to take");
	write_log(&pool, &options, argv[at]);
	for (size_t i = 0; i < pool.count; i++)
		free(pool.chunk[i].bytes);
	free(pool.chunk);
	return 0;
}
