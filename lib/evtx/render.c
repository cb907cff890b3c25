/* SPDX-License-Identifier: MIT */
#include "lib/evtx/render.h"

#include "lib/base/limits.h"

void evtx_renderer_begin(struct evtx_renderer *r, const struct evtx_render_options *options)
{
	*r = (struct evtx_renderer){.options = *options};
	r->templates.shape = options->shape;
	r->templates.epoch = options->epoch;
	const struct evtx_crash_filter *crash = &options->crash;
	r->looks_for_crashes = options->shape->carries_members ||
			       options->shape == &evtx_shape_text || crash->evidence ||
			       crash->kinds;
	if (options->selection)
		r->wanted = evtx_selection_fields(options->selection);
	if (r->looks_for_crashes)
		r->wanted |= 1u << EVTX_SYSTEM_EVENT_ID;
	r->wanted_is_id = r->wanted == 1u << EVTX_SYSTEM_EVENT_ID && !options->selection &&
			  !crash->evidence && !crash->kinds;
}

void evtx_renderer_free(struct evtx_renderer *r)
{
	evtx_names_free(&r->names);
	evtx_templates_free(&r->templates);
	arena_free(&r->arena);
	buf_free(&r->nested);
}

void evtx_renderer_chunk(struct evtx_renderer *r, const struct evtx_chunk *chunk,
			 const struct record_origin *origin, const struct diag_sink *sink)
{
	r->chunk = chunk;
	r->origin = origin;
	r->sink = sink;
	evtx_names_begin(&r->names, chunk->bytes);
	evtx_templates_begin(&r->templates, chunk->bytes, &r->names);
}

/* What ends a line: the same for both paths. */
static void end_line(struct evtx_renderer *r, bool recovered, uint64_t offset, struct buf *out)
{
	if (!r->options.shape->carries_members) {
		if (recovered && r->options.shape == &evtx_shape_text)
			buf_add_slice(out, SLICE("\n    salvaged from damage or slack"));
		buf_add_byte(out, '\n');
		return;
	}
	if (recovered)
		buf_add_slice(out, SLICE(",\"recovered\":true"));
	struct json_writer w = {out, true};
	origin_end_record(r->origin, &w, offset);
}

static enum evtx_rendered render(struct evtx_renderer *r, const struct evtx_event *event,
				 const struct evtx_system *system, const struct crash_event *crash,
				 struct buf *out)
{
	struct evtx_emit e = {.out = out,
			      .start = out->n,
			      .arena = &r->arena,
			      .scratch = &r->scratch,
			      .epoch = r->options.epoch,
			      .event = event,
			      .system = system};
	r->scratch.large = r->scratch.replaced = false;
	r->options.shape->event(&e, event->root);
	if (r->scratch.replaced && r->options.shape->carries_members && !e.too_large) {
		out->n = e.start;
		e.careful = true;
		r->options.shape->event(&e, event->root);
	}
	if (e.too_large || arena_taken(&r->arena) > LIMIT_EVTX_EVENT_BYTES) {
		out->n = e.start;
		diag_report(r->sink, &(struct diag){.code = DIAG_EVTX_BINXML_TOO_LARGE,
						    .offset = event->offset,
						    .limit = LIMIT_EVTX_RECORD_OUTPUT});
		return EVTX_NOT_READABLE;
	}
	struct json_writer w = {out, true};
	if (crash && r->options.shape->carries_members)
		crash_write(&w, crash, event, &r->arena);
	else if (crash && r->options.shape == &evtx_shape_text)
		crash_report(out, crash, event, &r->arena);
	end_line(r, event->recovered, event->offset, out);
	/* Not before: where diagnostics go to the output, too, a line has to be whole. */
	if (r->scratch.large)
		diag_report(r->sink,
			    &(struct diag){.code = DIAG_EVTX_NUMBER, .offset = event->offset});
	return EVTX_RENDERED;
}

/* --- what is wanted --- */

static bool crash_is_wanted(const struct evtx_renderer *r, const struct crash_event *row)
{
	const struct evtx_crash_filter *f = &r->options.crash;
	if (f->kinds)
		return row && f->kinds >> crash_event_kind(row) & 1;
	return row || !f->evidence;
}

/* Boots and sleep are told of only where somebody asked for them. */
static bool shows(const struct evtx_renderer *r, const struct crash_event *row)
{
	const struct evtx_crash_filter *f = &r->options.crash;
	return f->context || f->kinds || !crash_event_is_context(row);
}

/* The row of the table of crash events; NULL for none. */
static const struct crash_event *find_crash(const struct evtx_renderer *r,
					    const struct evtx_system *system)
{
	if (!r->looks_for_crashes || !evtx_system_has(system, EVTX_SYSTEM_EVENT_ID) ||
	    !evtx_system_has(system, EVTX_SYSTEM_PROVIDER) ||
	    !crash_event_id_possible(system->number[EVTX_SYSTEM_EVENT_ID]))
		return NULL;
	struct slice channel = {NULL, 0};
	if (evtx_system_has(system, EVTX_SYSTEM_CHANNEL))
		channel = system->text[EVTX_SYSTEM_CHANNEL];
	const struct crash_event *row = crash_event_find(
		system->text[EVTX_SYSTEM_PROVIDER], system->number[EVTX_SYSTEM_EVENT_ID], channel);
	return row && shows(r, row) ? row : NULL;
}

enum evtx_rendered evtx_render_event(struct evtx_renderer *r, const struct evtx_event *event,
				     struct buf *out)
{
	const struct evtx_selection *selection = r->options.selection;
	struct evtx_system system;
	evtx_system_read(&system, &r->arena, event->root);
	if (selection && (!evtx_selection_system(selection, &system, event) ||
			  (evtx_selection_needs_tree(selection) &&
			   !evtx_selection_tree(selection, event, &r->arena))))
		return EVTX_NOT_SELECTED;
	const struct crash_event *crash = find_crash(r, &system);
	if (crash)
		crash = crash_event_resolve(crash, event, &r->arena);
	if (!crash_is_wanted(r, crash))
		return EVTX_NOT_SELECTED;
	return render(r, event, &system, crash, out);
}

static uint64_t offset_of(const struct evtx_renderer *r, const struct evtx_record *record)
{
	return r->chunk->offset + record->offset;
}

/* What is wrong with a record that was read nevertheless. */
static void report_oddities(const struct evtx_renderer *r, const struct evtx_binxml *b,
			    uint64_t offset)
{
	if (b->cut)
		diag_report(r->sink,
			    &(struct diag){.code = DIAG_EVTX_BINXML_VALUES_CUT, .offset = offset});
	if (b->moved)
		diag_report(r->sink, &(struct diag){.code = DIAG_EVTX_BINXML_TEMPLATE_MOVED,
						    .offset = offset});
	if (b->nameless)
		diag_report(r->sink, &(struct diag){.code = DIAG_EVTX_BINXML_NAME_MISSING,
						    .offset = offset});
	if (b->missing)
		diag_report(r->sink, &(struct diag){.code = DIAG_EVTX_BINXML_TEMPLATE_MISSING,
						    .offset = offset});
}

/* The general path: a tree of the record. */
static enum evtx_rendered render_tree(struct evtx_renderer *r, const struct evtx_record *record,
				      struct buf *out)
{
	struct evtx_binxml b;
	uint32_t start = (uint32_t)(record->binxml.p - r->chunk->bytes.p), stopped;
	arena_reset(&r->arena);
	evtx_binxml_begin(&b, r->chunk->bytes, &r->arena, &r->names, r->live);
	struct evtx_event event = {.offset = offset_of(r, record),
				   .has_record_header = true,
				   .log_record_id = record->record_id,
				   .written = record->written,
				   .recovered = record->recovered};
	event.root = evtx_binxml_event(&b, start, start + (uint32_t)record->binxml.n, &stopped);
	if (!event.root) {
		diag_report(r->sink, &(struct diag){.code = b.fault,
						    .offset = r->chunk->offset + b.fault_at,
						    .got = b.fault_got});
		return EVTX_NOT_READABLE;
	}
	report_oddities(r, &b, event.offset);
	event.recovered |= b.missing || b.nameless;
	return evtx_render_event(r, &event, out);
}

/* --- the compiled path --- */

/* Is this BinXML one template instance and nothing else? Reads it. Values may lack the header of
 * the fragment (Windows 10). */
static bool open_instance(const struct evtx_renderer *r, struct slice binxml,
			  struct evtx_instance *in)
{
	static const uint8_t header[4] = {0x0f, 1, 1, 0};
	uint32_t start = (uint32_t)(binxml.p - r->chunk->bytes.p);
	uint32_t end = start + (uint32_t)binxml.n;
	if (binxml.n > sizeof(header) && memcmp(binxml.p, header, sizeof(header)) == 0)
		start += sizeof(header);
	if (start == end || r->chunk->bytes.p[start] != EVTX_TOKEN_TEMPLATE_INSTANCE ||
	    !evtx_instance_open(in, r->chunk->bytes, start, end, r->live))
		return false;
	return true;
}

/* Do the values of a run end with their container, or with an end token? Else something follows. */
static bool ends_well(const struct evtx_run *run)
{
	struct slice values = run->instance.values;
	uint32_t total = run->offsets[run->program->slot_count];
	return total == values.n || (total < values.n && values.p[total] == 0);
}

/* Renders a nested element that is no template instance into r->nested. */
static bool render_nested(struct evtx_renderer *r, const struct evtx_program *outer,
			  struct slice binxml)
{
	struct evtx_binxml b;
	struct evtx_emit e = {.out = &r->nested,
			      .arena = &r->arena,
			      .scratch = &r->scratch,
			      .epoch = r->options.epoch};
	evtx_binxml_begin(&b, r->chunk->bytes, &r->arena, &r->names, r->live);
	const struct evtx_node *element = evtx_binxml_value(&b, binxml);
	if (!element || b.cut || b.moved || b.missing || b.nameless)
		return false;
	r->nested.n = 0;
	r->scratch.replaced = false;
	r->options.shape->child(&e, evtx_nested_element(outer, element, &r->arena));
	return !e.too_large && !r->scratch.replaced;
}

static bool find_nested(struct evtx_renderer *r, struct evtx_run *run, struct evtx_run *nested)
{
	int32_t slot = run->program->nested_slot;
	struct slice binxml = slice_of(run->instance.values.p + run->offsets[slot],
				       run->offsets[slot + 1] - run->offsets[slot]);
	if (binxml.n == 0)
		return true;
	if (!open_instance(r, binxml, &nested->instance)) {
		if (!render_nested(r, run->program, binxml))
			return false;
		run->nested_bytes = buf_slice(&r->nested);
		return true;
	}
	nested->nested = NULL;
	nested->nested_bytes = (struct slice){NULL, 0};
	if (!evtx_templates_find(&r->templates, nested, run->program) || !ends_well(nested) ||
	    nested->program->nested_slot != EVTX_NO_SLOT)
		return false;
	run->nested = nested;
	return true;
}

/* The program of the record; false: the general path is due. */
static bool find_program(struct evtx_renderer *r, const struct evtx_record *record,
			 struct evtx_run *run)
{
	run->nested = NULL;
	run->nested_bytes = (struct slice){NULL, 0};
	run->log_record_id = record->record_id;
	return open_instance(r, record->binxml, &run->instance) &&
	       evtx_templates_find(&r->templates, run, NULL) && ends_well(run);
}

/* false: nothing was written, the general path is due. */
static bool render_compiled(struct evtx_renderer *r, const struct evtx_record *record,
			    const struct evtx_run *run, struct buf *out)
{
	size_t room = evtx_program_room(run);
	if (room > LIMIT_EVTX_RECORD_OUTPUT)
		return false;
	r->scratch.replaced = r->scratch.large = false;
	uint8_t *start = buf_reserve(out, room);
	uint8_t *end = evtx_program_run(run, start, &r->scratch);
	/* Raw bytes are kept beside text that is not valid, and what is odd is told: the tree does
	 * that. */
	if ((r->scratch.replaced || r->scratch.large) && r->options.shape->carries_members)
		return false;
	out->n += (size_t)(end - start);
	end_line(r, record->recovered, offset_of(r, record), out);
	return true;
}

/* What can be said of a record without its tree. */
enum verdict { VERDICT_RENDER, VERDICT_REFUSE, VERDICT_NEEDS_TREE };

/* Nearly every record: nothing is selected by, and its number is none of crash evidence. */
static bool id_is_of_no_interest(const struct evtx_run *run)
{
	const struct evtx_program_field *f = &run->program->fields[EVTX_SYSTEM_EVENT_ID];
	if (f->kind != EVTX_FIELD_SLOT || f->type != EVTX_TYPE_UINT16)
		return false;
	return !crash_event_id_possible(load_u16le(run->instance.values.p + run->offsets[f->slot]));
}

static enum verdict look(struct evtx_renderer *r, const struct evtx_record *record,
			 const struct evtx_run *run)
{
	const struct evtx_selection *selection = r->options.selection;
	struct evtx_system *system = &r->system;
	struct evtx_event event = {.has_record_header = true, .written = record->written};
	if (!r->wanted || (r->wanted_is_id && id_is_of_no_interest(run)))
		return VERDICT_RENDER;
	evtx_program_system(run, r->wanted, system, &r->arena);
	if (selection && !evtx_selection_system(selection, system, &event))
		return VERDICT_REFUSE;
	if (r->looks_for_crashes && evtx_system_has(system, EVTX_SYSTEM_EVENT_ID) &&
	    crash_event_id_possible(system->number[EVTX_SYSTEM_EVENT_ID])) {
		evtx_program_system(
			run, r->wanted | 1u << EVTX_SYSTEM_PROVIDER | 1u << EVTX_SYSTEM_CHANNEL,
			system, &r->arena);
		const struct crash_event *crash = find_crash(r, system);
		if (crash)
			return VERDICT_NEEDS_TREE;
	}
	if (!crash_is_wanted(r, NULL))
		return VERDICT_REFUSE;
	return selection && evtx_selection_needs_tree(selection) ? VERDICT_NEEDS_TREE
								 : VERDICT_RENDER;
}

/* Does the number of the event alone, looked up first, say that the record is not wanted? */
static bool id_refuses(struct evtx_renderer *r, const struct evtx_record *record)
{
	const struct evtx_selection *selection = r->options.selection;
	uint64_t id;
	return selection && !number_set_is_all(&selection->event_ids) &&
	       open_instance(r, record->binxml, &r->run.instance) &&
	       evtx_templates_event_id(&r->templates, &r->run.instance, &id) &&
	       !number_set_has(&selection->event_ids, true, id);
}

enum evtx_rendered evtx_render_record(struct evtx_renderer *r, const struct evtx_record *record,
				      struct buf *out)
{
	struct evtx_run *run = &r->run;
	r->live = !record->recovered;
	arena_reset(&r->arena);
	if (r->options.trees_only)
		return render_tree(r, record, out);
	if (id_refuses(r, record))
		return EVTX_NOT_SELECTED;
	if (!find_program(r, record, run))
		return render_tree(r, record, out);
	/* Most of what is not wanted goes here: nothing was rendered, nor what is nested looked at.
	 */
	enum verdict verdict = look(r, record, run);
	if (verdict == VERDICT_REFUSE)
		return EVTX_NOT_SELECTED;
	bool compiled = verdict == VERDICT_RENDER &&
			(run->program->nested_slot == EVTX_NO_SLOT ||
			 find_nested(r, run, &r->nested_run)) &&
			render_compiled(r, record, run, out);
	return compiled ? EVTX_RENDERED : render_tree(r, record, out);
}
