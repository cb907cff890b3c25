/* SPDX-License-Identifier: MIT */
/*
 * peak REPORT SECONDS COMMAND...	runs a command and writes to the file REPORT, in one line,
 * its exit status (128 + the number of a signal that ended it, 124 where it took longer than
 * SECONDS), the milliseconds it took, and the most memory that was resident, in KiB.
 *
 * A program of its own because a child's peak counts from before it ran its command: that of a
 * shell or of Python would be Python's.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t expired;
static pid_t child;

static void expire(int number)
{
	(void)number;
	expired = 1;
	kill(child, SIGKILL);
}

static long milliseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int status_of(int wait_status)
{
	if (expired)
		return 124;
	return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int wait_status;
	if (argc < 4) {
		fputs("usage: peak REPORT SECONDS COMMAND...\n", stderr);
		return 2;
	}
	long begin = milliseconds();
	child = fork();
	if (child == 0) {
		execvp(argv[3], argv + 3);
		perror(argv[3]);
		_exit(127);
	}
	struct sigaction action = {.sa_handler = expire};
	sigaction(SIGALRM, &action, NULL);
	alarm((unsigned)atoi(argv[2]));
	while (child > 0 && wait4(child, &wait_status, 0, &usage) < 0)
		if (errno != EINTR)
			return 2;
	FILE *report = fopen(argv[1], "w");
	if (child < 0 || !report) {
		perror("peak");
		return 2;
	}
	fprintf(report, "%d %ld %ld\n", status_of(wait_status), milliseconds() - begin,
		usage.ru_maxrss);
	return fclose(report) ? 2 : 0;
}
