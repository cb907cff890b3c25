/* SPDX-License-Identifier: MIT */
/* lib/io/input.h on plain bytes: files, pipes, standard input and what is none of them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "lib/io/input.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

static const struct input_options plain = {true, 1100};

/* All bytes of an input, by reads of at most room; the input is left open. */
static struct buf read_by(struct input *in, size_t room)
{
	struct buf b = {0};
	size_t n;
	do {
		n = input_read(in, buf_reserve(&b, room), room);
		cr_assert_leq(n, room);
		b.n += n;
	} while (n);
	cr_assert_eq(input_read(in, buf_reserve(&b, room), room), 0, "the end stays the end");
	return b;
}

static void check_source(struct source source, struct slice expected, size_t room)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	struct input in;
	cr_assert(input_open(&in, source.name, &plain, &sink));
	struct buf b = read_by(&in, room);
	cr_expect(slice_equal(buf_slice(&b), expected), "%zu of %zu bytes", b.n, expected.n);
	cr_expect_eq(in.failure, INPUT_FINE);
	cr_expect_eq(in.bytes_out, expected.n);
	cr_expect_eq(reports.count, 0);
	input_close(&in);
	buf_free(&b);
	source_close(&source);
}

Test(input, files_and_pipes_of_all_small_sizes)
{
	uint8_t bytes[40];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 41 + 3);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		for (size_t room = DECODER_MAGIC_MAX; room < 12; room++)
			check_source(source_file(slice_of(bytes, n)), slice_of(bytes, n), room);
		check_source(source_dribble(slice_of(bytes, n)), slice_of(bytes, n), 8);
	}
}

Test(input, larger_than_every_buffer)
{
	static uint8_t bytes[700001];
	static const size_t sizes[] = {1, 4096, 3, 1000, 5};
	uint64_t seed = 9;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)random_next(&seed);
	struct slice all = slice_of(bytes, sizeof(bytes));
	check_source(source_file(all), all, 65536);
	check_source(source_pipe(all, sizes, COUNT_OF(sizes)), all, 65536);
}

Test(input, standard_input)
{
	struct source source = source_dribble(SLICE("from stdin"));
	struct input in;
	dup2(source.fd, STDIN_FILENO);
	cr_assert(input_open(&in, "-", &plain, NULL));
	struct buf b = read_by(&in, 16);
	cr_expect(slice_equal(buf_slice(&b), SLICE("from stdin")));
	input_close(&in);
	char byte;
	cr_expect_eq(read(STDIN_FILENO, &byte, 1), 0, "standard input stays open");
	cr_expect_str_eq(input_display_name("-"), "(standard input)");
	cr_expect_str_eq(input_display_name("--"), "--");
	cr_expect_str_eq(input_display_name("./-"), "./-");
	buf_free(&b);
	source_close(&source);
}

Test(input, what_cannot_be_opened)
{
	struct input in;
	cr_expect_not(input_open(&in, "/proc/self/no such file", &plain, NULL));
	cr_expect_eq(in.failure, INPUT_CANNOT_OPEN);
	cr_expect_eq(in.error_number, ENOENT);
	uint8_t byte[8];
	cr_expect_eq(input_read(&in, byte, sizeof(byte)), 0, "reading it does no harm");
	cr_expect_eq(in.error_number, ENOENT);
	input_close(&in);
	cr_expect_not(input_open(&in, "", &plain, NULL));
	cr_expect_eq(in.error_number, ENOENT);
	input_close(&in);
}

Test(input, directory)
{
	struct input in;
	struct buf b = {0};
	bool more;
	cr_assert(input_open(&in, "/", &plain, NULL));
	cr_expect_not(input_read_all(&in, &b, 100, &more));
	cr_expect_not(more);
	cr_expect_eq(in.failure, INPUT_IS_DIRECTORY);
	cr_expect_eq(in.error_number, EISDIR);
	cr_expect_eq(b.n, 0);
	input_close(&in);
	buf_free(&b);
}

/* The memory of a process has nothing at address 0: read(2) says EIO. */
Test(input, what_cannot_be_read)
{
	struct input in;
	struct buf b = {0};
	bool more;
	cr_assert(input_open(&in, "/proc/self/mem", &plain, NULL));
	cr_expect_not(input_read_all(&in, &b, 100, &more));
	cr_expect_eq(in.failure, INPUT_CANNOT_READ);
	cr_expect_eq(in.error_number, EIO);
	input_close(&in);
	input_close(&in);
	buf_free(&b);
}

Test(input, read_all_up_to_a_cap)
{
	static uint8_t bytes[70000];
	static const size_t lengths[] = {0,     1,     2,     5,     6,     7,    100,
					 16383, 16384, 16385, 32768, 65536, 70000};
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i % 251);
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		size_t n = lengths[i];
		const size_t caps[] = {n ? n - 1 : n, n, n + 1, 0, 1, 3, 5, 8, 16384, SIZE_MAX};
		for (size_t k = 0; k < COUNT_OF(caps); k++) {
			struct source source = source_file(slice_of(bytes, n));
			struct input in;
			struct buf b = {0};
			bool more;
			buf_add_string(&b, "before");
			cr_assert(input_open(&in, source.name, &plain, NULL));
			cr_expect(input_read_all(&in, &b, caps[k], &more));
			size_t expected = caps[k] < n ? caps[k] : n;
			cr_expect_eq(b.n, 6 + expected, "%zu bytes, cap %zu", n, caps[k]);
			cr_expect_eq(more, caps[k] < n, "%zu bytes, cap %zu", n, caps[k]);
			cr_expect(slice_equal(slice_sub(buf_slice(&b), 0, 6), SLICE("before")));
			cr_expect(slice_equal(slice_from(buf_slice(&b), 6),
					      slice_of(bytes, expected)));
			input_close(&in);
			buf_free(&b);
			source_close(&source);
		}
	}
}

Test(input, read_all_of_a_dribble)
{
	struct slice s = SLICE("0123456789");
	for (size_t cap = 0; cap <= s.n + 1; cap++) {
		struct source source = source_dribble(s);
		struct input in;
		struct buf b = {0};
		bool more;
		cr_assert(input_open(&in, source.name, &plain, NULL));
		cr_expect(input_read_all(&in, &b, cap, &more));
		cr_expect(slice_equal(buf_slice(&b), slice_sub(s, 0, cap < s.n ? cap : s.n)));
		cr_expect_eq(more, cap < s.n, "cap %zu", cap);
		input_close(&in);
		buf_free(&b);
		source_close(&source);
	}
}

static volatile sig_atomic_t alarms;

/* Stops after a while, so that the slowest machine gets on. */
static void on_alarm(int number)
{
	(void)number;
	if (++alarms == 50)
		setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
}

/* The child takes its time, and a timer interrupts nearly each wait of the reader. */
Test(input, interrupted_reads_go_on)
{
	struct sigaction action = {.sa_handler = on_alarm}; /* without SA_RESTART */
	struct itimerval often = {{0, 1000}, {0, 1000}};
	int fds[2];
	cr_assert_eq(pipe(fds), 0);
	pid_t writer = fork();
	if (writer == 0) {
		for (int i = 0; i < 20; i++) {
			usleep(3000);
			if (write(fds[1], "0123456789", 10) != 10)
				_exit(1);
		}
		_exit(0);
	}
	close(fds[1]);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	struct input in;
	struct buf b = {0};
	bool more;
	dup2(fds[0], STDIN_FILENO);
	cr_assert(input_open(&in, "-", &plain, NULL));
	cr_expect(input_read_all(&in, &b, 1000, &more));
	setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, NULL);
	cr_expect_eq(b.n, 200);
	cr_expect_gt(alarms, 0);
	input_close(&in);
	buf_free(&b);
}

Test(input, closing_one_that_was_never_read)
{
	struct source source = source_file(SLICE("unread"));
	struct input in;
	cr_assert(input_open(&in, source.name, &plain, NULL));
	int fd = in.fd;
	input_close(&in);
	char byte;
	cr_expect(read(fd, &byte, 1) == -1 && errno == EBADF, "the descriptor is closed");
	source_close(&source);
}

/* A program started without standard input gets its first file as descriptor 0. */
Test(input, many_files_without_standard_input)
{
	struct source source = source_file(SLICE("bytes"));
	close(STDIN_FILENO);
	for (int i = 0; i < 3; i++) {
		struct input in;
		cr_assert(input_open(&in, source.name, &plain, NULL));
		int fd = in.fd;
		struct buf b = read_by(&in, 16);
		cr_expect(slice_equal(buf_slice(&b), SLICE("bytes")));
		input_close(&in);
		char byte;
		cr_expect(read(fd, &byte, 1) == -1 && errno == EBADF, "descriptor %d leaks", fd);
		buf_free(&b);
	}
	source_close(&source);
}
