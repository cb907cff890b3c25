/* SPDX-License-Identifier: MIT */
/* The form of a line: "PagingFiles" of the Windows Embedded documentation on Microsoft Learn. */
#include "lib/base/number.h"
#include "lib/registry/page_file.h"

enum { MEBIBYTE_BITS = 20 };

/* --- a line in words --- */

static bool has_separator(struct slice word)
{
	return slice_find_byte(word, '\\') < word.n || slice_find_byte(word, '/') < word.n;
}

/* "pagefile.sys", not "1.5" or "..". */
static bool has_extension(struct slice word)
{
	struct slice name = slice_base_name(word);
	size_t dot = slice_find_byte(name, '.');
	if (!range_within(name.n, dot, 2))
		return false;
	uint8_t letter = ascii_lower(name.p[dot + 1]);
	return letter >= 'a' && letter <= 'z';
}

/* Meant as a size, be it one or not. */
static bool is_like_size(struct slice word)
{
	return ascii_is_digit(word.p[0]) || word.p[0] == '-' || word.p[0] == '+';
}

static size_t end_of(struct slice line, struct slice word)
{
	return (size_t)(word.p - line.p) + word.n;
}

/*
 * Where the path of a line ends. Paths may have blanks, so that the last word that can only be part
 * of a path ends it. Where that has no extension, words that are not meant as sizes belong to it.
 */
static size_t path_end(struct slice line)
{
	struct slice rest = line, word, last = slice_take_word(&rest), behind = rest;
	while ((word = slice_take_word(&rest)).n) {
		if (has_separator(word) || has_extension(word)) {
			last = word;
			behind = rest;
		}
	}
	while (!has_extension(last) && (word = slice_take_word(&behind)).n && !is_like_size(word))
		last = word;
	return end_of(line, last);
}

/* --- sizes --- */

/* Bytes of a number of MiB, which has 32 bits. */
static bool read_size(struct slice word, struct known *bytes)
{
	uint64_t mebibytes;
	if (!number_from_decimal(word, &mebibytes) || mebibytes > UINT32_MAX)
		return false;
	*bytes = known_number(mebibytes << MEBIBYTE_BITS);
	return true;
}

static enum page_file_fault read_sizes(struct page_file *f, struct slice text)
{
	struct slice first = slice_take_word(&text), second = slice_take_word(&text);
	struct known initial, maximum;
	f->has_sizes = first.n;
	f->managed = !f->has_sizes;
	if (!first.n)
		return PAGE_FILE_FINE;
	if (!read_size(first, &initial) || slice_take_word(&text).n)
		return PAGE_FILE_BAD_NUMBER;
	if (!second.n)
		return PAGE_FILE_ONE_NUMBER;
	if (!read_size(second, &maximum))
		return PAGE_FILE_BAD_NUMBER;
	if (initial.value > maximum.value)
		return PAGE_FILE_MIN_ABOVE_MAX;
	f->managed = maximum.value == 0;
	if (!f->managed) {
		f->initial = initial;
		f->maximum = maximum;
	}
	return PAGE_FILE_FINE;
}

/* --- lines --- */

/* Nobody expands variables of PagingFiles: such a line has no drive either. */
static bool names_drive(const struct winpath *path)
{
	return (path->kind == WINPATH_FULL && !path->had_variable) ||
	       path->kind == WINPATH_ANY_DRIVE;
}

static bool is_listed(const struct page_files *p, const struct winpath *path)
{
	for (size_t i = 0; i < p->count; i++)
		if (winpath_equal(&p->list[i].path, path))
			return true;
	return false;
}

static struct page_file read_line(const struct page_files *before, struct slice line,
				  struct arena *arena)
{
	struct page_file f = {.text = line};
	size_t end = path_end(line);
	f.path = winpath_read(slice_sub(line, 0, end), arena);
	f.fault = read_sizes(&f, slice_from(line, end));
	if (!names_drive(&f.path))
		f.fault = PAGE_FILE_NO_DRIVE;
	else if (f.fault == PAGE_FILE_FINE && is_listed(before, &f.path))
		f.fault = PAGE_FILE_DUPLICATE;
	else if (f.fault == PAGE_FILE_FINE && before->count >= PAGE_FILES_USED)
		f.fault = PAGE_FILE_TOO_MANY;
	if (f.fault != PAGE_FILE_FINE)
		f.initial = f.maximum = (struct known){false, 0};
	return f;
}

void page_files_read(struct page_files *p, struct slice text, struct arena *arena)
{
	p->count = p->line_count = 0;
	while (text.n) {
		size_t n = slice_find_byte(text, 0);
		struct slice line = slice_trim(slice_sub(text, 0, n));
		text = slice_from(text, n + 1);
		if (!line.n)
			continue;
		p->line_count++;
		if (p->count == PAGE_FILES_MAX)
			continue;
		p->list[p->count] = read_line(p, line, arena);
		p->count++;
	}
}

/* --- names --- */

const char *page_file_fault_name(enum page_file_fault fault)
{
	static const char *const names[] = {
		[PAGE_FILE_FINE] = NULL,
		[PAGE_FILE_NO_DRIVE] = "no_drive",
		[PAGE_FILE_BAD_NUMBER] = "bad_number",
		[PAGE_FILE_ONE_NUMBER] = "one_number",
		[PAGE_FILE_MIN_ABOVE_MAX] = "min_above_max",
		[PAGE_FILE_DUPLICATE] = "duplicate",
		[PAGE_FILE_TOO_MANY] = "too_many",
	};
	return names[fault];
}

const char *page_file_fault_text(enum page_file_fault fault)
{
	static const char *const texts[] = {
		[PAGE_FILE_FINE] = "is fine",
		[PAGE_FILE_NO_DRIVE] = "does not begin with a drive and a backslash",
		[PAGE_FILE_BAD_NUMBER] = "has a size that is no number of megabytes",
		[PAGE_FILE_ONE_NUMBER] = "has one size where two are due",
		[PAGE_FILE_MIN_ABOVE_MAX] = "has an initial size above the maximum",
		[PAGE_FILE_DUPLICATE] = "names a file that a line before has",
		[PAGE_FILE_TOO_MANY] = "stands behind the 16th, the last that Windows takes",
	};
	return texts[fault];
}
