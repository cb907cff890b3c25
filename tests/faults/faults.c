/* SPDX-License-Identifier: MIT */
/*
 * Faults on demand, for tests/scripts/faults.sh: preloaded into a tool, this library lets chosen
 * calls fail as the system may let them fail. Switched by the environment:
 *
 * FAULT_ALLOC=N       the Nth malloc, calloc or realloc returns NULL
 * FAULT_ALLOC=N+      so do all that follow
 * FAULT_READ=KIND     read(2) misbehaves from the FAULT_READ_AT th call on (default 1):
 *                     short: one to three bytes at a time; EINTR: every other call is interrupted;
 *                     EIO: every call fails
 * FAULT_WRITE=KIND    the same for write(2) on all descriptors but standard error, with
 *                     FAULT_WRITE_AT; ENOSPC as well
 * FAULT_SHRINK=N      somebody cuts the Nth file that is mapped down to a page, once it is mapped
 * FAULT_MARK=FILE     FILE is made when the first fault has happened
 *
 * Calls that the C library makes by itself are not seen. Needs glibc; useless under sanitizers,
 * which bring an allocator of their own.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);
ssize_t __read_chk(int fd, void *p, size_t n, size_t room);

enum kind { KIND_NONE, KIND_SHORT, KIND_EINTR, KIND_FAIL };

struct faulty_call {
	enum kind kind;
	int error_number;    /* of KIND_FAIL */
	unsigned long start; /* first call that is touched, from 1 */
	unsigned long calls;
};

static bool armed;
static unsigned long fail_allocation; /* 0: none */
static bool fail_following;
static unsigned long allocations;
static struct faulty_call reads, writes;
static unsigned long shrinking_map; /* 0: none */
static unsigned long maps;
static const char *mark_file;

static unsigned long number_of(const char *variable, unsigned long otherwise)
{
	const char *value = getenv(variable);
	return value ? strtoul(value, NULL, 10) : otherwise;
}

static void set_up(struct faulty_call *call, const char *variable, const char *start)
{
	const char *kind = getenv(variable);
	call->start = number_of(start, 1);
	if (!kind)
		return;
	if (strcmp(kind, "short") == 0)
		call->kind = KIND_SHORT;
	else if (strcmp(kind, "EINTR") == 0)
		call->kind = KIND_EINTR;
	else
		call->kind = KIND_FAIL;
	call->error_number = strcmp(kind, "ENOSPC") == 0 ? ENOSPC : EIO;
}

/* Runs before main(), so that the loader's own work is left alone. */
__attribute__((constructor)) static void arm(void)
{
	const char *allocation = getenv("FAULT_ALLOC");
	fail_allocation = number_of("FAULT_ALLOC", 0);
	fail_following = allocation && strchr(allocation, '+');
	set_up(&reads, "FAULT_READ", "FAULT_READ_AT");
	set_up(&writes, "FAULT_WRITE", "FAULT_WRITE_AT");
	shrinking_map = number_of("FAULT_SHRINK", 0);
	mark_file = getenv("FAULT_MARK");
	armed = true;
}

static void leave_mark(void)
{
	int saved = errno;
	int fd = mark_file ? open(mark_file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666) : -1;
	if (fd >= 0)
		close(fd);
	mark_file = NULL;
	errno = saved;
}

static bool allocation_fails(void)
{
	if (!armed || fail_allocation == 0 || ++allocations < fail_allocation)
		return false;
	if (allocations > fail_allocation && !fail_following)
		return false;
	leave_mark();
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return allocation_fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return allocation_fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return allocation_fails() ? NULL : __libc_realloc(p, size);
}

/* Is this call to fail (errno is set then)? Otherwise *n may become smaller. */
static bool call_fails(struct faulty_call *call, size_t *n)
{
	call->calls++;
	if (!armed || call->kind == KIND_NONE || call->calls < call->start)
		return false;
	leave_mark();
	if (call->kind == KIND_SHORT && *n > 1 + call->calls % 3)
		*n = 1 + call->calls % 3;
	if (call->kind == KIND_SHORT || (call->kind == KIND_EINTR && call->calls % 2 == 0))
		return false;
	errno = call->kind == KIND_EINTR ? EINTR : call->error_number;
	return true;
}

ssize_t read(int fd, void *p, size_t n)
{
	return call_fails(&reads, &n) ? -1 : syscall(SYS_read, fd, p, n);
}

/* What read() becomes under _FORTIFY_SOURCE where the compiler knows the size of the target. */
ssize_t __read_chk(int fd, void *p, size_t n, size_t room)
{
	if (n > room)
		abort();
	return read(fd, p, n);
}

ssize_t write(int fd, const void *p, size_t n)
{
	if (fd != STDERR_FILENO && call_fails(&writes, &n))
		return -1;
	return syscall(SYS_write, fd, p, n);
}

/* Anonymous files have no link that anybody could cut them by. */
static bool is_to_shrink(int fd)
{
	struct stat status;
	return armed && shrinking_map && fd >= 0 && fstat(fd, &status) == 0 &&
	       S_ISREG(status.st_mode) && status.st_nlink && ++maps == shrinking_map;
}

void *mmap(void *address, size_t n, int protection, int flags, int fd, off_t offset)
{
	enum { PAGE = 4096 };
	char name[64];
	long p = syscall(SYS_mmap, address, n, protection, flags, fd, offset);
	if (p != -1 && is_to_shrink(fd)) {
		(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
		if (truncate(name, PAGE) == 0)
			leave_mark();
	}
	return (void *)p;
}
