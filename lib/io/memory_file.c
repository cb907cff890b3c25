/* SPDX-License-Identifier: MIT */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create */
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/memory.h"
#include "lib/io/memory_file.h"

/* What goes from an input to the file at once: it stays in the second-level cache on its way. */
enum { STEP_BYTES = 256 << 10 };

static bool fail(struct memory_file *m)
{
	if (!m->error_number)
		m->error_number = errno;
	return false;
}

bool memory_file_open(struct memory_file *m)
{
	*m = (struct memory_file){.fd = -1};
	m->fd = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	return m->fd >= 0 || fail(m);
}

bool memory_file_append(struct memory_file *m, struct slice bytes)
{
	while (bytes.n) {
		ssize_t n = write(m->fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(m);
		bytes = slice_from(bytes, (size_t)n);
		m->size += (uint64_t)n;
	}
	return true;
}

/* Bytes are copied through a buffer: pages that write(2) fills whole are not zeroed before, and
 * cost no fault, unlike those of a mapping. */
bool memory_file_fill(struct memory_file *m, struct input *in, uint64_t cap, bool *more)
{
	uint8_t *bytes = memory_pages(STEP_BYTES);
	bool fine = true;
	size_t n;
	*more = false;
	while (fine && !*more && (n = input_read(in, bytes, STEP_BYTES)) > 0) {
		*more = n > cap;
		if (*more)
			n = (size_t)cap;
		cap -= n;
		fine = memory_file_append(m, slice_of(bytes, n));
	}
	free(bytes);
	return fine;
}

static bool map(struct memory_file *m, int protection, int flags)
{
	void *p = mmap(NULL, (size_t)m->size, protection, flags, m->fd, 0);
	if (p == MAP_FAILED)
		return fail(m);
	m->map = p;
	m->mapped = (size_t)m->size;
	return true;
}

bool memory_file_map(struct memory_file *m, uint64_t size)
{
	if (size > m->size) {
		if (ftruncate(m->fd, (off_t)size) != 0)
			return fail(m);
		m->size = size;
	}
	return map(m, PROT_READ | PROT_WRITE, MAP_SHARED);
}

static void unmap(struct memory_file *m)
{
	if (m->map)
		munmap(m->map, m->mapped);
	m->map = NULL;
	m->mapped = 0;
}

/* What is mapped again is private: kernels before 6.7 do not share a sealed file through a
 * descriptor that could write. */
bool memory_file_seal(struct memory_file *m)
{
	unmap(m);
	if (fcntl(m->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) !=
	    0)
		return fail(m);
	return map(m, PROT_READ, MAP_PRIVATE);
}

void memory_file_close(struct memory_file *m)
{
	unmap(m);
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
}
