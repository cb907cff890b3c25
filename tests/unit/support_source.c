/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/support_source.h"

static void must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	abort();
}

static struct source source_on(int fd, pid_t writer)
{
	struct source source = {.fd = fd, .writer = writer};
	snprintf(source.name, sizeof(source.name), "/proc/self/fd/%d", fd);
	return source;
}

struct source source_file(struct slice s)
{
	int fd = memfd_create("source", MFD_CLOEXEC);
	must(fd >= 0, "memfd_create");
	for (size_t done = 0; done < s.n;) {
		ssize_t n = write(fd, s.p + done, s.n - done);
		must(n > 0, "write");
		done += (size_t)n;
	}
	return source_on(fd, 0);
}

/* The child: never returns. A reader that has seen enough closes the pipe, which is no failure. */
static void feed(int fd, struct slice s, const size_t *sizes, size_t count)
{
	signal(SIGPIPE, SIG_DFL);
	size_t done = 0;
	for (size_t i = 0; done < s.n; i++) {
		size_t n = sizes[i % count] < s.n - done ? sizes[i % count] : s.n - done;
		ssize_t written = write(fd, s.p + done, n);
		if (written < 0 && errno != EINTR)
			_exit(1);
		done += written > 0 ? (size_t)written : 0;
	}
	_exit(0);
}

struct source source_pipe(struct slice s, const size_t *sizes, size_t count)
{
	int fds[2];
	must(pipe2(fds, O_CLOEXEC | O_DIRECT) == 0, "pipe2");
	pid_t writer = fork();
	must(writer >= 0, "fork");
	if (writer == 0) {
		close(fds[0]);
		feed(fds[1], s, sizes, count);
	}
	close(fds[1]);
	return source_on(fds[0], writer);
}

struct source source_dribble(struct slice s)
{
	static const size_t one = 1;
	return source_pipe(s, &one, 1);
}

void source_close(struct source *source)
{
	close(source->fd);
	if (source->writer)
		waitpid(source->writer, NULL, 0);
}

static void count_report(void *context, const struct diag *d)
{
	struct reports *r = context;
	r->count++;
	r->of[d->code]++;
	r->last = *d;
	r->last.text = (struct slice){NULL, 0};
}

struct diag_sink reports_sink(struct reports *r)
{
	return (struct diag_sink){count_report, r};
}
