/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/pool_tags.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/number.h"

#include <stdlib.h>

/* The next line of *rest without its end; false behind the last. */
static bool next_line(struct slice *rest, struct slice *line)
{
	if (rest->n == 0)
		return false;
	size_t end = slice_find_byte(*rest, '\n');
	*line = slice_sub(*rest, 0, end);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	*rest = slice_from(*rest, end < rest->n ? end + 1 : end);
	return true;
}

static bool is_comment(struct slice line)
{
	return slice_starts_with(line, SLICE("//")) || slice_starts_with(line, SLICE(";")) ||
	       slice_starts_with(line, SLICE("rem ")) || slice_starts_with(line, SLICE("Rem "));
}

/* "Tag  - binary - description", the tag being one to four characters, some of them blanks. */
static bool read_line(struct slice line, struct pool_tag *tag)
{
	static const struct slice separator = {(const uint8_t *)" - ", 3};
	size_t end = slice_find(line, separator);
	if (end == line.n || is_comment(line))
		return false;
	struct slice name = slice_sub(line, 0, end);
	while (name.n && (name.p[0] == ' ' || name.p[0] == '\t') && name.n > sizeof(tag->tag))
		name = slice_from(name, 1);
	while (name.n && name.p[name.n - 1] == ' ')
		name.n--;
	if (name.n == 0 || name.n > sizeof(tag->tag))
		return false;
	memset(tag->tag, ' ', sizeof(tag->tag));
	memcpy(tag->tag, name.p, name.n);
	tag->owner = slice_trim(slice_from(line, end + separator.n));
	return tag->owner.n > 0;
}

size_t pool_tags_read(struct pool_tags *tags, uint8_t *text, size_t n)
{
	struct slice rest = slice_of(text, n);
	struct slice line;
	struct pool_tag tag;
	size_t room = 0;
	tags->text = text;
	while (next_line(&rest, &line)) {
		if (!read_line(line, &tag))
			continue;
		if (tags->count == room) {
			room = room ? 2 * room : 1024;
			tags->tags = memory_resize(tags->tags, room * sizeof(*tags->tags));
		}
		tags->tags[tags->count++] = tag;
	}
	return tags->count;
}

/* '*' ends the pattern and stands for any rest, '?' for any character. */
static bool matches(const char pattern[static 4], const char tag[static 4], bool *exact)
{
	*exact = true;
	for (size_t i = 0; i < 4; i++) {
		if (pattern[i] == '*') {
			*exact = false;
			return true;
		}
		if (pattern[i] == '?')
			*exact = false;
		else if (pattern[i] != tag[i])
			return false;
	}
	return true;
}

struct slice pool_tags_find(const struct pool_tags *tags, const char tag[static 4])
{
	struct slice found = {NULL, 0};
	for (size_t i = 0; i < tags->count; i++) {
		bool exact;
		if (!matches(tags->tags[i].tag, tag, &exact))
			continue;
		if (exact)
			return tags->tags[i].owner;
		if (!found.n)
			found = tags->tags[i].owner;
	}
	return found;
}

void pool_tags_free(struct pool_tags *tags)
{
	free(tags->tags);
	free(tags->text);
	*tags = (struct pool_tags){0};
}
