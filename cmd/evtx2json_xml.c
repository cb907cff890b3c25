/* SPDX-License-Identifier: MIT */
/* Events that come as text. */
#include "cmd/evtx2json.h"
#include "lib/evtx/event_xml.h"

enum { STEP_BYTES = 64 << 10 };

struct text {
	struct cli *cli;
	struct settings *settings;
	struct diag_sink sink; /* notes what --strict stops at */
	bool stopped;
};

static void report(void *context, const struct diag *d)
{
	struct text *t = context;
	if (t->stopped)
		return;
	diag_report(&t->cli->sink, d);
	t->stopped = t->settings->strict && diag_severity(d->code) != SEVERITY_NOTE;
}

static void print_events(struct text *t, struct event_xml_reader *reader, struct evtx_renderer *r)
{
	struct evtx_event event;
	/* Behind a fault the reader goes on to the next event: --strict does not want that one. */
	while (!t->stopped && event_xml_next(reader, &r->arena, &event) && !t->stopped) {
		t->settings->selected +=
			evtx_render_event(r, &event, &t->cli->out.buf) == EVTX_RENDERED;
		output_record(&t->cli->out);
	}
}

void evtx2json_xml(struct cli *cli, struct settings *settings, struct source *source)
{
	static uint8_t bytes[STEP_BYTES];
	struct text t = {.cli = cli, .settings = settings};
	struct event_xml_reader reader;
	struct evtx_renderer r;
	size_t n;
	t.sink = (struct diag_sink){report, &t};
	event_xml_begin(&reader, &t.sink);
	evtx_renderer_begin(&r, &settings->render);
	r.origin = &cli->origin;
	r.sink = &t.sink;
	while (!t.stopped && cli->out.error_number == 0 &&
	       (n = source_read(source, bytes, sizeof(bytes))) > 0) {
		event_xml_feed(&reader, slice_of(bytes, n));
		print_events(&t, &reader, &r);
	}
	event_xml_finish(&reader);
	print_events(&t, &reader, &r);
	evtx_renderer_free(&r);
	event_xml_free(&reader);
}
