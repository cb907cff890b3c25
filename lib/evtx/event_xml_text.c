/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/base/text.h"
#include "lib/evtx/event_xml_text.h"

/* --- encodings --- */

enum event_xml_encoding event_xml_encoding_of(struct slice first, size_t *mark)
{
	static const struct {
		struct slice mark;
		enum event_xml_encoding encoding;
	} marks[] = {
		{{(const uint8_t *)"\xef\xbb\xbf", 3}, EVENT_XML_UTF8},
		{{(const uint8_t *)"\xff\xfe", 2}, EVENT_XML_UTF16LE},
		{{(const uint8_t *)"\xfe\xff", 2}, EVENT_XML_UTF16BE},
	};
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (slice_starts_with(first, marks[i].mark)) {
			*mark = marks[i].mark.n;
			return marks[i].encoding;
		}
	*mark = 0;
	size_t zeros[2] = {0, 0};
	for (size_t i = 0; i < first.n; i++)
		zeros[i & 1] += first.p[i] == 0;
	size_t most = first.n / 4; /* half of every other byte */
	if (zeros[0] <= most && zeros[1] > most)
		return EVENT_XML_UTF16LE;
	if (zeros[1] <= most && zeros[0] > most)
		return EVENT_XML_UTF16BE;
	return EVENT_XML_UTF8;
}

static uint32_t unit_at(const struct event_xml_decoder *d, const uint8_t *p)
{
	uint32_t unit = load_u16le(p);
	return d->encoding == EVENT_XML_UTF16BE ? (unit >> 8 | unit << 8) & 0xffff : unit;
}

/* Appends the character at the start of rest; returns the bytes it takes, 0 where it is not all
 * there. */
static size_t decode_character(const struct event_xml_decoder *d, struct slice rest,
			       struct buf *out)
{
	if (rest.n < 2)
		return 0;
	uint32_t c = unit_at(d, rest.p);
	if ((c & 0xfc00) != 0xd800) {
		utf8_append(out, c);
		return 2;
	}
	if (rest.n < 4)
		return 0;
	uint32_t low = unit_at(d, rest.p + 2);
	bool pair = (low & 0xfc00) == 0xdc00;
	utf8_append(out, pair ? 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff) : c);
	return pair ? 4 : 2;
}

/* Completes the character of which the last call kept a part. Returns what it takes of bytes. */
static size_t complete(struct event_xml_decoder *d, struct slice bytes, struct buf *out)
{
	size_t taken = 0;
	while (d->kept_length) {
		size_t n = decode_character(d, slice_of(d->kept, d->kept_length), out);
		d->kept_length -= n;
		memmove(d->kept, d->kept + n, d->kept_length);
		if (n)
			continue;
		if (taken == bytes.n)
			break;
		d->kept[d->kept_length++] = bytes.p[taken++];
	}
	return taken;
}

void event_xml_decode(struct event_xml_decoder *d, struct slice bytes, struct buf *out)
{
	bytes = slice_from(bytes, complete(d, bytes, out));
	size_t n;
	while ((n = decode_character(d, bytes, out)) > 0)
		bytes = slice_from(bytes, n);
	if (bytes.n)
		memcpy(d->kept + d->kept_length, bytes.p, bytes.n);
	d->kept_length += bytes.n;
}

void event_xml_decode_end(struct event_xml_decoder *d, struct buf *out)
{
	if (d->kept_length >= 2)
		utf8_append(out, unit_at(d, d->kept));
	if (d->kept_length & 1)
		utf8_append(out, 0xfffd);
	d->kept_length = 0;
}
