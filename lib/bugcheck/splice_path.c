/* SPDX-License-Identifier: MIT */
/* Paths to the code in a JSON line. */
#include "lib/base/number.h"
#include "lib/bugcheck/scan.h"
#include "lib/bugcheck/splice.h"

/* Can the byte stand in a key without quotes? All of UTF-8 behind ASCII can. */
static bool is_plain(uint8_t c)
{
	return c > ' ' && c != 0x7f && c != '.' && c != '[' && c != ']' && c != '"' && c != '\\';
}

/* Consumes a key; what it returns has p NULL where there is none. */
static struct slice read_key(struct scan *s)
{
	size_t start = s->at;
	if (start < s->text.n && s->text.p[start] == '"')
		return scan_string(s);
	while (s->at < s->text.n && is_plain(s->text.p[s->at]))
		s->at++;
	return s->at == start ? (struct slice){NULL, 0} : slice_sub(s->text, start, s->at - start);
}

/* Consumes digits and a bracket. */
static bool read_index(struct scan *s, size_t *index)
{
	uint64_t v;
	struct slice rest = slice_from(s->text, s->at);
	struct slice digits = slice_sub(rest, 0, slice_find_byte(rest, ']'));
	if (digits.n == rest.n || !number_from_decimal(digits, &v) || v > SIZE_MAX)
		return false;
	*index = (size_t)v;
	s->at += digits.n + 1;
	return true;
}

/* Consumes a step; the dot in front of the first one may be missing. */
static bool read_step(struct scan *s, bool first, struct splice_step *step)
{
	uint8_t c = s->text.p[s->at];
	*step = (struct splice_step){.index = 0};
	if (!first && c == '[') {
		s->at++;
		return read_index(s, &step->index);
	}
	if (c == '.')
		s->at++;
	else if (!first)
		return false;
	step->key = read_key(s);
	return step->key.p && step->key.n <= LIMIT_PATH_KEY_BYTES;
}

static void set_needle(struct splice_path *p)
{
	const struct splice_step *last = &p->steps[p->count - 1];
	while (!last->key.p)
		last--;
	p->needle[0] = '"';
	memcpy(p->needle + 1, last->key.p, last->key.n);
	p->needle[last->key.n + 1] = '"';
	p->needle_n = last->key.n + 2;
}

bool splice_path_read(struct splice_path *p, struct slice text)
{
	struct splice_path read = {.text = text};
	struct scan s = scan_of(text);
	while (s.at < text.n) {
		if (read.count == LIMIT_PATH_STEPS ||
		    !read_step(&s, read.count == 0, &read.steps[read.count]))
			return false;
		read.count++;
	}
	if (read.count == 0)
		return false;
	set_needle(&read);
	*p = read;
	return true;
}

struct slice splice_needle(const struct splice_options *options)
{
	const struct splice_path *p = &options->path;
	return p->count ? slice_of(p->needle, p->needle_n) : SLICE("\"bugcheck\"");
}
