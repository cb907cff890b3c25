/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/size.h"

/* Units are binary, however they are spelt: Windows writes "GB" for what is a GiB. */
static bool unit_from_text(struct slice text, unsigned *shift)
{
	static const char letters[] = "KMGT";
	if (text.n == 0) {
		*shift = 0;
		return true;
	}
	const char *letter = memchr(letters, ascii_upper(text.p[0]), sizeof(letters) - 1);
	struct slice rest = slice_from(text, 1);
	*shift = letter ? 10 * (unsigned)(letter - letters + 1) : 0;
	return letter && (rest.n == 0 || slice_equal_ignoring_case(rest, SLICE("B")) ||
			  slice_equal_ignoring_case(rest, SLICE("iB")));
}

bool size_from_text(struct slice text, uint64_t *bytes)
{
	size_t digits = 0;
	unsigned shift;
	uint64_t number;
	text = slice_trim(text);
	while (digits < text.n && ascii_is_digit(text.p[digits]))
		digits++;
	if (!number_from_decimal(slice_sub(text, 0, digits), &number) ||
	    !unit_from_text(slice_trim(slice_from(text, digits)), &shift) || number == 0 ||
	    number > UINT64_MAX >> shift)
		return false;
	*bytes = number << shift;
	return true;
}

void size_append(struct buf *b, uint64_t bytes)
{
	static const char *const units[] = {" bytes", " KiB", " MiB", " GiB"};
	size_t unit = 0;
	char digits[DECIMAL_MAX];
	while (bytes && bytes % 1024 == 0 && unit + 1 < COUNT_OF(units)) {
		bytes /= 1024;
		unit++;
	}
	buf_add(b, digits, decimal_write(digits, bytes));
	buf_add_string(b, bytes == 1 && unit == 0 ? " byte" : units[unit]);
}
