/* SPDX-License-Identifier: MIT */
/* lib/io/output.h: blocks, short writes and the failures that must not pass unnoticed. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/io/output.h"

enum { TOTAL = 1 << 20 };

static off_t size_of(int fd)
{
	struct stat st;
	cr_assert_eq(fstat(fd, &st), 0);
	return st.st_size;
}

static int memory_file(void)
{
	int fd = memfd_create("output", MFD_CLOEXEC);
	cr_assert_geq(fd, 0);
	return fd;
}

Test(output, gathers_records_in_blocks)
{
	int file = memory_file();
	struct output out = {.fd = dup(file)};
	size_t writes = 0;
	off_t before = 0;
	for (int i = 0; i < 20000; i++) {
		buf_add_string(&out.buf, "{\"type\":\"record\"}\n");
		output_record(&out);
		writes += size_of(file) != before;
		before = size_of(file);
	}
	cr_expect_leq(writes, 3);
	cr_expect_geq(writes, 2);
	cr_expect(output_close(&out));
	cr_expect_eq(size_of(file), 20000 * 18);
	close(file);
}

Test(output, each_line_at_once)
{
	int file = memory_file();
	struct output out = {.fd = dup(file), .each_line = true};
	for (int i = 1; i <= 5; i++) {
		buf_add_string(&out.buf, "line\n");
		output_record(&out);
		cr_expect_eq(size_of(file), 5 * i);
	}
	cr_expect(output_close(&out));
	close(file);
}

Test(output, nothing_of_what_is_discarded)
{
	int file = memory_file();
	struct output out = {.fd = dup(file), .discard = true};
	for (int i = 0; i < 20000; i++) {
		buf_add_string(&out.buf, "{\"type\":\"record\"}\n");
		output_record(&out);
		cr_assert_leq(out.buf.n, 200000, "memory stays bounded");
	}
	cr_expect(output_flush(&out));
	cr_expect(output_close(&out));
	cr_expect_eq(size_of(file), 0);
	close(file);
}

Test(output, nothing_at_all)
{
	int file = memory_file();
	struct output out = {.fd = dup(file)};
	output_record(&out);
	cr_expect(output_flush(&out));
	cr_expect(output_close(&out));
	cr_expect_eq(size_of(file), 0);
	close(file);
}

/* In the child: reads odd lengths and checks each byte; exit status 0 if all came. */
static void read_slowly(int fd)
{
	size_t total = 0;
	uint8_t bytes[777];
	ssize_t n;
	while ((n = read(fd, bytes, 1 + total % sizeof(bytes))) > 0) {
		for (ssize_t i = 0; i < n; i++, total++)
			if (bytes[i] != (uint8_t)(total % 253))
				_exit(1);
		if (total % 97 == 0)
			usleep(200);
	}
	_exit(total == TOTAL ? 0 : 2);
}

static volatile sig_atomic_t alarms;

/* Stops after a while, so that the slowest machine gets on. */
static void on_alarm(int number)
{
	(void)number;
	if (++alarms == 50)
		setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
}

static void write_through_small_pipe(void)
{
	int fds[2];
	int status;
	cr_assert_eq(pipe2(fds, O_CLOEXEC), 0);
	cr_assert_gt(fcntl(fds[1], F_SETPIPE_SZ, 4096), 0);
	struct output out = {.fd = fds[1]};
	for (size_t i = 0; i < TOTAL; i++)
		buf_add_byte(&out.buf, (uint8_t)(i % 253));
	pid_t reader = fork();
	if (reader == 0) {
		close(fds[1]);
		read_slowly(fds[0]);
	}
	close(fds[0]);
	output_record(&out);
	cr_expect(output_close(&out));
	pid_t ended;
	do
		ended = waitpid(reader, &status, 0);
	while (ended < 0 && errno == EINTR);
	cr_assert_eq(ended, reader);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %d", status);
}

Test(output, short_writes_go_on)
{
	write_through_small_pipe();
}

Test(output, interrupted_writes_go_on)
{
	struct sigaction action = {.sa_handler = on_alarm}; /* without SA_RESTART */
	struct itimerval often = {{0, 500}, {0, 500}};
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	write_through_small_pipe();
	setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
	cr_expect_gt(alarms, 0);
}

Test(output, full_disk)
{
	struct output out = {.fd = open("/dev/full", O_WRONLY)};
	cr_assert_geq(out.fd, 0);
	buf_add_string(&out.buf, "lost\n");
	output_record(&out);
	cr_expect_eq(out.error_number, 0, "nothing was written yet");
	cr_expect_not(output_flush(&out));
	cr_expect_eq(out.error_number, ENOSPC);
	cr_expect_eq(out.buf.n, 0, "what failed is not tried again");
	buf_add_string(&out.buf, "more\n");
	cr_expect_not(output_flush(&out));
	cr_expect_not(output_close(&out));
	cr_expect_eq(out.error_number, ENOSPC);
}

Test(output, full_disk_found_at_the_end)
{
	struct output out = {.fd = open("/dev/full", O_WRONLY)};
	buf_add_string(&out.buf, "lost\n");
	output_record(&out);
	cr_expect_not(output_close(&out));
	cr_expect_eq(out.error_number, ENOSPC);
}

Test(output, closed_descriptor)
{
	int fd = memory_file();
	close(fd);
	struct output out = {.fd = fd};
	buf_add_string(&out.buf, "lost\n");
	cr_expect_not(output_close(&out));
	cr_expect_eq(out.error_number, EBADF);
}

Test(output, read_only_descriptor)
{
	struct output out = {.fd = open("/dev/null", O_RDONLY)};
	buf_add_string(&out.buf, "lost\n");
	cr_expect_not(output_close(&out));
	cr_expect_eq(out.error_number, EBADF);
}

Test(output, closed_pipe_ends_the_program, .signal = SIGPIPE)
{
	int fds[2];
	signal(SIGPIPE, SIG_DFL);
	cr_assert_eq(pipe(fds), 0);
	close(fds[0]);
	struct output out = {.fd = fds[1]};
	buf_add_string(&out.buf, "nobody reads this\n");
	output_flush(&out);
}

Test(output, closed_pipe_where_the_signal_is_ignored)
{
	int fds[2];
	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(fds), 0);
	close(fds[0]);
	struct output out = {.fd = fds[1]};
	buf_add_string(&out.buf, "nobody reads this\n");
	cr_expect_not(output_close(&out));
	cr_expect_eq(out.error_number, EPIPE);
}
