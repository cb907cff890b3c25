/* SPDX-License-Identifier: MIT */
#include "lib/evtx/program.h"

#include <stdlib.h>

#include "lib/base/json.h"
#include "lib/base/memory.h"

/* Literals are copied in steps of this many bytes, beyond their end too. */
enum { LITERAL_STEP = 32 };

static size_t pairs(const struct evtx_program *p)
{
	return ((size_t)p->slot_count + 1) / 2;
}

void evtx_program_begin(struct evtx_program *p, const struct evtx_instance *instance)
{
	*p = (struct evtx_program){.nested_slot = EVTX_NO_SLOT, .slot_count = instance->count};
	p->pattern = memory_zeroed(pairs(p) + 1, sizeof(*p->pattern));
	p->mask = memory_zeroed(pairs(p) + 1, sizeof(*p->mask));
	p->slots = memory_zeroed(p->slot_count + 1, sizeof(*p->slots));
	for (uint32_t i = 0; i < p->slot_count; i++) {
		bool fixed = evtx_type_size(evtx_instance_type(instance, i)) != 0;
		uint64_t descriptor = load_u32le(instance->table + 4 * (size_t)i);
		uint64_t mask = fixed ? 0x00ffffff : 0x00ff0000;
		p->pattern[i / 2] |= descriptor << i % 2 * 32;
		p->mask[i / 2] |= mask << i % 2 * 32;
	}
}

void evtx_program_free(struct evtx_program *p)
{
	buf_free(&p->literals);
	buf_free(&p->texts);
	free(p->ops);
	free(p->pattern);
	free(p->mask);
	free(p->slots);
	free(p->asked);
	*p = (struct evtx_program){0};
}

struct evtx_op *evtx_program_op(struct evtx_program *p, enum evtx_op_kind kind)
{
	if (p->op_count == p->op_cap) {
		p->op_cap = p->op_cap ? 2 * p->op_cap : 32;
		p->ops = memory_resize(p->ops, p->op_cap * sizeof(*p->ops));
	}
	struct evtx_op *op = &p->ops[p->op_count++];
	*op = (struct evtx_op){.kind = kind, .literal = p->literal_from};
	op->literal_size = (uint32_t)p->literals.n - p->literal_from;
	p->literal_from = (uint32_t)p->literals.n;
	return op;
}

static void list_asked(struct evtx_program *p)
{
	p->asked = memory_zeroed(p->slot_count + 1, sizeof(*p->asked));
	for (uint32_t i = 0; i < p->slot_count; i++)
		if (p->slots[i].emptiness != EVTX_ANY)
			p->asked[p->asked_count++] = (uint16_t)i;
}

void evtx_program_end(struct evtx_program *p)
{
	/* Only its signature is of use. */
	if (p->general) {
		buf_free(&p->literals);
		p->literal_from = 0;
	}
	evtx_program_op(p, EVTX_OP_END);
	p->fixed_room = p->literals.n + LITERAL_STEP + p->op_count * evtx_value_room(0);
	uint16_t most = 1;
	for (uint32_t i = 0; i < p->slot_count; i++)
		most = p->slots[i].uses > most ? p->slots[i].uses : most;
	p->value_room = 6 * (size_t)most;
	list_asked(p);
	buf_add_repeated(&p->literals, 0, LITERAL_STEP);
}

static bool emptiness_fits(const struct evtx_run *run)
{
	const struct evtx_program *p = run->program;
	for (uint32_t i = 0; i < p->asked_count; i++) {
		uint32_t slot = p->asked[i];
		struct slice v = slice_of(run->instance.values.p + run->offsets[slot],
					  run->offsets[slot + 1] - run->offsets[slot]);
		bool empty = evtx_value_is_empty(evtx_instance_type(&run->instance, slot), v);
		if (empty != (p->slots[slot].emptiness == EVTX_MUST_BE_EMPTY))
			return false;
	}
	return true;
}

bool evtx_program_fits(struct evtx_run *run)
{
	const struct evtx_program *p = run->program;
	const uint8_t *table = run->instance.table;
	const uint64_t *pattern = p->pattern, *mask = p->mask;
	uint32_t *offsets = run->offsets;
	uint64_t differ = 0;
	uint32_t at = 0;
	if (run->instance.count != p->slot_count)
		return false;
	/* An odd last descriptor is read with the 4 bytes behind it, which the mask takes away. */
	for (size_t i = 0, n = pairs(p); i < n; i++) {
		uint64_t two = load_u64le(table + 8 * i);
		differ |= (two ^ pattern[i]) & mask[i];
		offsets[2 * i] = at;
		at += (uint16_t)two;
		offsets[2 * i + 1] = at;
		at += (uint16_t)(two >> 32);
	}
	/* What the pad of an odd count added does not count. */
	uint32_t last = p->slot_count;
	offsets[last] =
		last ? offsets[last - 1] + (uint32_t)evtx_instance_size(&run->instance, last - 1)
		     : 0;
	return differ == 0 && offsets[last] <= run->instance.values.n &&
	       (p->asked_count == 0 || emptiness_fits(run));
}

static size_t own_room(const struct evtx_run *run)
{
	const struct evtx_program *p = run->program;
	size_t bytes = run->offsets[p->slot_count];
	return p->fixed_room + p->value_room * bytes + p->repeat_room * (bytes + 1);
}

size_t evtx_program_room(const struct evtx_run *run)
{
	return own_room(run) + (run->nested ? own_room(run->nested) : 0) + run->nested_bytes.n;
}

/* Most literals are short: one or two steps, no call. */
static inline uint8_t *copy_literal(uint8_t *out, const uint8_t *literal, size_t n)
{
	memcpy(out, literal, LITERAL_STEP);
	for (size_t i = LITERAL_STEP; UNLIKELY(i < n); i += LITERAL_STEP)
		memcpy(out + i, literal + i, LITERAL_STEP);
	return out + n;
}

static inline struct slice value_at(const struct evtx_run *run, uint16_t slot)
{
	return slice_of(run->instance.values.p + run->offsets[slot],
			run->offsets[slot + 1] - run->offsets[slot]);
}

static uint8_t *write_log_record_id(const struct evtx_run *run, const struct evtx_op *op,
				    uint8_t *out, struct evtx_scratch *scratch)
{
	if (load_any_le(value_at(run, op->slot)) == run->log_record_id)
		return out;
	static const char key[] = ",\"log_record_id\":";
	scratch->large |= run->log_record_id > JSON_SAFE_INTEGER;
	memcpy(out, key, sizeof(key) - 1);
	return quick_decimal_u64(out + sizeof(key) - 1, run->log_record_id);
}

static uint8_t *write_repeated(const struct evtx_run *run, const struct evtx_op *op, uint8_t *out,
			       struct evtx_scratch *scratch)
{
	const uint8_t *before = run->program->literals.p + op->other;
	const uint8_t *behind = before + op->other_size, *empty = behind + op->behind_size;
	struct slice rest = value_at(run, op->slot), item = {NULL, 0};
	uint16_t type = op->type & (uint16_t)~EVTX_TYPE_ARRAY;
	bool more = evtx_array_next(op->type, &rest, &item);
	do {
		if (evtx_value_is_empty(type, item)) {
			out = copy_literal(out, empty, op->empty_size);
			continue;
		}
		out = copy_literal(out, before, op->other_size);
		out = op->write(out, item, scratch);
		out = copy_literal(out, behind, op->behind_size);
	} while (more && evtx_array_next(op->type, &rest, &item));
	return out;
}

uint8_t *evtx_program_run(const struct evtx_run *run, uint8_t *out, struct evtx_scratch *scratch)
{
	const struct evtx_program *p = run->program;
	const uint8_t *literals = p->literals.p;
	for (const struct evtx_op *op = p->ops;; op++) {
		out = copy_literal(out, literals + op->literal, op->literal_size);
		switch (op->kind) {
		case EVTX_OP_VALUE:
			out = op->write(out, value_at(run, op->slot), scratch);
			break;
		case EVTX_OP_BRANCH:
			if (evtx_value_is_empty(op->type, value_at(run, op->slot))) {
				out = copy_literal(out, literals + op->other, op->other_size);
				op = p->ops + op->target - 1;
			}
			break;
		case EVTX_OP_REPEAT:
			out = write_repeated(run, op, out, scratch);
			break;
		case EVTX_OP_NESTED:
			if (run->nested)
				out = evtx_program_run(run->nested, out, scratch);
			if (run->nested_bytes.n)
				memcpy(out, run->nested_bytes.p, run->nested_bytes.n);
			out += run->nested_bytes.n;
			break;
		case EVTX_OP_LOG_RECORD_ID:
			out = write_log_record_id(run, op, out, scratch);
			break;
		case EVTX_OP_JOIN:
			break;
		case EVTX_OP_END:
			return out;
		}
	}
}

/* What the fields borrow lies in a chunk that will go away. */
static void own_texts(struct evtx_program *p)
{
	struct slice *text = p->literal_fields.text;
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++)
		buf_add_slice(&p->texts, text[i]);
	size_t at = 0;
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; at += text[i].n, i++)
		text[i] = slice_sub(buf_slice(&p->texts), at, text[i].n);
}

void evtx_program_fields(struct evtx_program *p, const struct evtx_node *root, struct arena *arena)
{
	const struct evtx_node *contents[EVTX_SYSTEM_FIELD_COUNT];
	evtx_system_contents(root, contents);
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++) {
		const struct evtx_node *content = contents[i];
		if (!content)
			continue;
		/* Text and values side by side are for the general path. */
		if (content->next)
			p->general = true;
		if (content->slot == EVTX_NO_SLOT) {
			evtx_system_read_field(&p->literal_fields, arena, i, content);
			p->fields[i].kind = EVTX_FIELD_LITERAL;
		} else {
			p->fields[i] = (struct evtx_program_field){
				EVTX_FIELD_SLOT, (uint16_t)content->slot, content->type};
		}
	}
	own_texts(p);
}

size_t evtx_program_memory(const struct evtx_program *p)
{
	return sizeof(*p) + p->literals.cap + p->texts.cap + p->op_cap * sizeof(*p->ops) +
	       2 * pairs(p) * sizeof(*p->pattern) +
	       p->slot_count * (sizeof(*p->slots) + sizeof(*p->asked));
}

void evtx_program_system(const struct evtx_run *run, uint32_t wanted, struct evtx_system *system,
			 struct arena *arena)
{
	const struct evtx_program *p = run->program;
	system->present = p->literal_fields.present;
	system->invalid = p->literal_fields.invalid;
	for (unsigned i = 0; wanted >> i; i++) {
		if (!(wanted >> i & 1) || p->fields[i].kind == EVTX_FIELD_ABSENT)
			continue;
		if (p->fields[i].kind == EVTX_FIELD_LITERAL) {
			system->number[i] = p->literal_fields.number[i];
			system->text[i] = p->literal_fields.text[i];
			continue;
		}
		if (p->fields[i].type == EVTX_TYPE_UINT16 && evtx_system_is_number(i)) {
			struct slice v = value_at(run, p->fields[i].slot);
			system->number[i] = v.n == 2 ? load_u16le(v.p) : 0;
			system->present |= (uint32_t)(v.n == 2) << i;
			continue;
		}
		struct evtx_node node = {.kind = EVTX_NODE_VALUE,
					 .type = p->fields[i].type,
					 .substituted = true,
					 .slot = EVTX_NO_SLOT,
					 .bytes = value_at(run, p->fields[i].slot)};
		evtx_system_read_field(system, arena, i, &node);
	}
}
