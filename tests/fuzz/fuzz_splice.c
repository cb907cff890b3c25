/* SPDX-License-Identifier: MIT */
/* A path, a line feed, and a JSON line: where a member is due, it goes in front of a brace behind
 * which there is nothing but blanks, and then the line has it. */
#include "lib/base/buf.h"
#include "lib/bugcheck/splice.h"
#include "tests/fuzz/fuzz_target.h"

static void check_due(struct slice line, const struct splice *found,
		      const struct splice_options *options)
{
	struct buf b = {0};
	PROMISE(found->brace < line.n && line.p[found->brace] == '}');
	for (size_t i = found->brace + 1; i < line.n; i++)
		PROMISE(line.p[i] <= ' ');
	buf_add_slice(&b, slice_sub(line, 0, found->brace));
	buf_add_string(&b, ",\"bugcheck_info\":{}");
	buf_add_slice(&b, slice_from(line, found->brace));
	struct splice again = splice_find(buf_slice(&b), options);
	PROMISE(again.state == SPLICE_PRESENT);
	PROMISE(again.bugcheck.code == found->bugcheck.code && found->bugcheck.code != 0);
	buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {data, size};
	struct splice_options options = {.from = (enum bugcheck_from)(size % 4)};
	size_t newline = slice_find_byte(all, '\n');
	struct slice line = newline < size ? slice_from(all, newline + 1) : all;
	struct slice needle;
	if (newline < size && !splice_path_read(&options.path, slice_sub(all, 0, newline)))
		PROMISE(options.path.count == 0);
	needle = splice_needle(&options);
	PROMISE(needle.n >= 2 && needle.p[0] == '"' && needle.p[needle.n - 1] == '"');
	struct splice found = splice_find(line, &options);
	PROMISE(found.state == SPLICE_NOTHING || slice_find(line, needle) < line.n);
	if (found.state == SPLICE_DUE)
		check_due(line, &found, &options);
	return 0;
}
