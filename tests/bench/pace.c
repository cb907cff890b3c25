/* SPDX-License-Identifier: MIT */
/*
 * Times two commands against each other: A B A B ..., so that whatever else the machine does meets
 * both, and keeps the best run of each, the one that was disturbed least.
 *
 *   pace RUNS [-i FILE] COMMAND [ARG]... [--vs [-i FILE] COMMAND [ARG]...]
 *
 * The commands read FILE (or nothing) and write to nowhere. One more run of each goes before, so
 * that all later ones find their files in memory. Prints for each command: wall-clock time and
 * processor time in microseconds, peak memory in KiB.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct command {
	const char *input; /* for standard input */
	char **argv;
	uint64_t wall_us, processor_us; /* of the best runs */
	long peak_kib;                  /* of all */
};

static void die(const char *what)
{
	fprintf(stderr, "pace: %s: %s\n", what, strerror(errno));
	exit(2);
}

static uint64_t microseconds(struct timeval t)
{
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

static uint64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void redirect(const char *file, int flags, int to)
{
	int fd = open(file, flags);
	if (fd < 0 || dup2(fd, to) < 0)
		die(file);
	close(fd);
}

static void start(const struct command *c)
{
	redirect(c->input, O_RDONLY, STDIN_FILENO);
	redirect("/dev/null", O_WRONLY, STDOUT_FILENO);
	execvp(c->argv[0], c->argv);
	die(c->argv[0]);
}

/* One run. A command that fails would be measured at something else: that ends it all. */
static void run(struct command *c)
{
	struct rusage used;
	int status;
	uint64_t begin = now_us();
	pid_t pid = fork();
	if (pid < 0)
		die("fork");
	if (pid == 0)
		start(c);
	if (wait4(pid, &status, 0, &used) != pid)
		die("wait4");
	uint64_t wall = now_us() - begin;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "pace: %s failed with status %d\n", c->argv[0],
			WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
		exit(2);
	}
	uint64_t processor = microseconds(used.ru_utime) + microseconds(used.ru_stime);
	if (wall < c->wall_us)
		c->wall_us = wall;
	if (processor < c->processor_us)
		c->processor_us = processor;
	if (used.ru_maxrss > c->peak_kib)
		c->peak_kib = used.ru_maxrss;
}

/* The command that begins at argv; ends at --vs, which becomes the NULL behind its arguments.
 * Returns what follows. */
static char **take(char **argv, struct command *c)
{
	*c = (struct command){.input = "/dev/null", .wall_us = UINT64_MAX};
	c->processor_us = UINT64_MAX;
	if (argv[0] && argv[1] && strcmp(argv[0], "-i") == 0) {
		c->input = argv[1];
		argv += 2;
	}
	c->argv = argv;
	while (*argv && strcmp(*argv, "--vs") != 0)
		argv++;
	if (!*argv)
		return argv;
	*argv = NULL;
	return argv + 1;
}

int main(int argc, char **argv)
{
	struct command commands[2];
	int count = 0;
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	for (char **rest = argv + 2; runs > 0 && *rest && count < 2; count++)
		rest = take(rest, &commands[count]);
	if (count == 0 || !commands[0].argv[0] || !commands[count - 1].argv[0]) {
		fputs("usage: pace RUNS [-i FILE] COMMAND [ARG]... [--vs ...]\n", stderr);
		return 2;
	}
	for (long i = -1; i < runs; i++) {
		for (int k = 0; k < count; k++) {
			run(&commands[k]);
			if (i < 0) /* the one that goes before */
				commands[k].wall_us = commands[k].processor_us = UINT64_MAX;
		}
	}
	for (int k = 0; k < count; k++)
		printf("%llu %llu %ld\n", (unsigned long long)commands[k].wall_us,
		       (unsigned long long)commands[k].processor_us, commands[k].peak_kib);
	return 0;
}
