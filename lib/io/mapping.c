/* SPDX-License-Identifier: MIT */
#include <sys/mman.h>
#include <sys/stat.h>

#include "lib/base/number.h"
#include "lib/io/mapping.h"

bool mapping_open(struct mapping *m, const struct input *in)
{
	struct stat status;
	*m = (struct mapping){.start = NULL};
	if (in->kind || in->failure != INPUT_FINE || fstat(in->fd, &status) != 0 ||
	    !S_ISREG(status.st_mode) || status.st_size <= 0)
		return false;
	size_t n = (size_t)status.st_size;
	void *p = mmap(NULL, n, PROT_READ, MAP_SHARED, in->fd, 0);
	if (p == MAP_FAILED)
		return false;
	m->start = p;
	m->bytes = slice_of(p, n);
	return true;
}

void mapping_close(struct mapping *m)
{
	if (m->start)
		munmap(m->start, m->bytes.n);
	*m = (struct mapping){.start = NULL};
}

void descriptor_name(int fd, char name[static DESCRIPTOR_NAME_BYTES])
{
	static const char begin[] = "/proc/self/fd/";
	size_t n = sizeof(begin) - 1;
	memcpy(name, begin, n);
	n += decimal_write(name + n, (uint64_t)fd);
	name[n] = 0;
}
