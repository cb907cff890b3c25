/* SPDX-License-Identifier: MIT */
/* The input of evtx2json: its first bytes are looked at before it is known how to read it. */
#include "cmd/evtx2json.h"
#include "lib/io/decoder.h"

void source_look(struct source *s, size_t n)
{
	size_t got = 1;
	(void)buf_reserve(&s->first, n + DECODER_MAGIC_MAX - s->first.n);
	while (s->first.n < n && got > 0) {
		size_t room = n + DECODER_MAGIC_MAX - s->first.n;
		got = input_read(s->in, s->first.p + s->first.n, room);
		s->first.n += got;
	}
}

size_t source_read(struct source *s, uint8_t *p, size_t room)
{
	size_t known = s->first.n - s->at;
	size_t done = known < room ? known : room;
	memcpy(p, s->first.p + s->at, done);
	s->at += done;
	size_t n = 1;
	while (done < room && n > 0) {
		n = input_read(s->in, p + done, room - done);
		done += n;
	}
	return done;
}

void source_skip(struct source *s, size_t n)
{
	uint8_t bytes[512];
	while (n > 0) {
		size_t step = source_read(s, bytes, n < sizeof(bytes) ? n : sizeof(bytes));
		if (step == 0)
			break;
		n -= step;
	}
}

void source_end(struct source *s)
{
	buf_free(&s->first);
}
