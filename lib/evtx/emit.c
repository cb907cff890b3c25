/* SPDX-License-Identifier: MIT */
#include "lib/evtx/emit.h"

#include "lib/evtx/program.h"

/* Is there room for n more bytes of this record? */
static bool has_room(struct evtx_emit *e, size_t n)
{
	if (e->out->n - e->start + n <= LIMIT_EVTX_RECORD_OUTPUT)
		return true;
	e->too_large = true;
	return false;
}

void emit_bytes_slow(struct evtx_emit *e, const void *p, size_t n)
{
	if (has_room(e, n))
		buf_add(e->out, p, n);
}

void emit_text(struct evtx_emit *e, struct slice utf8, enum utf16_escape escape)
{
	if (!has_room(e, utf8_room(utf8.n)))
		return;
	uint8_t *out = buf_reserve(e->out, utf8_room(utf8.n));
	e->out->n += (size_t)(utf8_write(out, utf8, escape, &e->scratch->replaced) - out);
}

static bool waits(const struct evtx_emit *e, const struct evtx_node *node)
{
	return e->program && node->slot != EVTX_NO_SLOT;
}

static struct evtx_op *add_op(struct evtx_emit *e, const struct evtx_node *node,
			      enum evtx_op_kind kind)
{
	struct evtx_op *op = evtx_program_op(e->program, kind);
	op->slot = (uint16_t)node->slot;
	op->type = node->type;
	return op;
}

void emit_value(struct evtx_emit *e, const struct evtx_node *node, evtx_writer *writer)
{
	if (waits(e, node)) {
		if (evtx_type_size(node->type) && emit_value_size(e, node) == 0)
			return;
		add_op(e, node, EVTX_OP_VALUE)->write = writer;
		e->program->slots[node->slot].uses++;
		return;
	}
	size_t room = evtx_value_room(node->bytes.n);
	if (!has_room(e, room))
		return;
	uint8_t *out = buf_reserve(e->out, room);
	e->out->n += (size_t)(writer(out, node->bytes, e->scratch) - out);
}

void emit_value_as_windows(struct evtx_emit *e, const struct evtx_node *node,
			   enum utf16_escape escape)
{
	size_t size = emit_value_size(e, node);
	/* Values of types without a fixed size may have any: the writer takes what comes. */
	if (waits(e, node) && evtx_type_size(node->type) == 0)
		size = 1;
	emit_value(e, node, evtx_value_writer(node->type, size, escape));
}

size_t emit_value_size(const struct evtx_emit *e, const struct evtx_node *node)
{
	if (!waits(e, node))
		return node->bytes.n;
	return evtx_instance_size(e->instance, (uint32_t)node->slot);
}

/* The value of the instance at hand. */
static struct slice value_at_hand(const struct evtx_emit *e, const struct evtx_node *node)
{
	size_t at = 0;
	for (uint32_t i = 0; i < (uint32_t)node->slot; i++)
		at += evtx_instance_size(e->instance, i);
	return slice_sub(e->instance->values, at,
			 evtx_instance_size(e->instance, (uint32_t)node->slot));
}

bool emit_is_empty(struct evtx_emit *e, const struct evtx_node *node)
{
	if (!waits(e, node))
		return evtx_value_is_empty(node->type, node->bytes);
	bool empty = evtx_value_is_empty(node->type, value_at_hand(e, node));
	if (evtx_type_size(node->type) == 0 && node->type != EVTX_TYPE_NULL) {
		e->program->slots[node->slot].emptiness =
			empty ? EVTX_MUST_BE_EMPTY : EVTX_MUST_NOT_BE_EMPTY;
	}
	return empty;
}

bool emit_unless_empty(struct evtx_emit *e, const struct evtx_node *node, struct slice if_empty)
{
	bool any_size = evtx_type_size(node->type) == 0 && node->type != EVTX_TYPE_NULL;
	if (!waits(e, node) || !any_size) {
		if (!emit_is_empty(e, node))
			return true;
		emit_slice(e, if_empty);
		return false;
	}
	struct evtx_program *p = e->program;
	struct evtx_op *op = add_op(e, node, EVTX_OP_BRANCH);
	op->other = (uint32_t)p->literals.n;
	op->other_size = (uint32_t)if_empty.n;
	buf_add_slice(&p->literals, if_empty);
	p->literal_from = (uint32_t)p->literals.n;
	p->branch = (uint32_t)p->op_count;
	return true;
}

void emit_join(struct evtx_emit *e)
{
	if (!e->program || e->program->branch == 0)
		return;
	if (e->program->literals.n > e->program->literal_from)
		evtx_program_op(e->program, EVTX_OP_JOIN);
	e->program->ops[e->program->branch - 1].target = (uint32_t)e->program->op_count;
	e->program->branch = 0;
}

static void add_repeat(struct evtx_emit *e, const struct evtx_node *array, evtx_writer *writer,
		       const struct evtx_repeat *repeat)
{
	struct evtx_program *p = e->program;
	struct evtx_op *op = add_op(e, array, EVTX_OP_REPEAT);
	op->write = writer;
	op->other = (uint32_t)p->literals.n;
	op->other_size = (uint32_t)repeat->before.n;
	op->behind_size = (uint32_t)repeat->behind.n;
	op->empty_size = (uint32_t)repeat->empty.n;
	buf_add_slice(&p->literals, repeat->before);
	buf_add_slice(&p->literals, repeat->behind);
	buf_add_slice(&p->literals, repeat->empty);
	p->literal_from = (uint32_t)p->literals.n;
	p->slots[array->slot].uses++;
	p->repeat_room += repeat->before.n + repeat->behind.n + repeat->empty.n;
}

void emit_repeat(struct evtx_emit *e, const struct evtx_node *array, enum utf16_escape escape,
		 const struct evtx_repeat *repeat)
{
	struct evtx_node item = *array;
	struct slice rest = array->bytes;
	item.type = array->type & (uint16_t)~EVTX_TYPE_ARRAY;
	evtx_writer *writer = evtx_value_writer(item.type, 1, escape);
	if (waits(e, array)) {
		add_repeat(e, array, writer, repeat);
		return;
	}
	item.bytes = (struct slice){NULL, 0};
	bool more = evtx_array_next(array->type, &rest, &item.bytes);
	do {
		bool empty = evtx_value_is_empty(item.type, item.bytes);
		emit_slice(e, empty ? repeat->empty : repeat->before);
		if (!empty) {
			emit_value(e, &item, writer);
			emit_slice(e, repeat->behind);
		}
	} while (more && evtx_array_next(array->type, &rest, &item.bytes));
}

void emit_nested(struct evtx_emit *e, const struct evtx_node *node, enum evtx_known inside)
{
	if (!waits(e, node) || e->program->nested_slot != EVTX_NO_SLOT) {
		emit_impossible(e);
		return;
	}
	add_op(e, node, EVTX_OP_NESTED);
	e->program->nested_slot = node->slot;
	e->program->nested_inside = inside;
}

void emit_log_record_id(struct evtx_emit *e, const struct evtx_node *node)
{
	if (waits(e, node) && evtx_type_size(node->type) == emit_value_size(e, node) &&
	    evtx_type_size(node->type) > 0 && evtx_type_size(node->type) <= 8)
		add_op(e, node, EVTX_OP_LOG_RECORD_ID);
	else
		emit_impossible(e);
}
