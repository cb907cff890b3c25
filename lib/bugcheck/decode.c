/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/rules.h"
#include "lib/bugcheck/value.h"

/* Rules come in order; what the last one says of a parameter counts, cases and fields add up. */
struct collector {
	struct bugcheck_decoding *decoding;
	const struct bugcheck *bugcheck;
	const struct bugcheck_rule *meanings[BUGCHECK_PARAMETERS];
	bool listed[BUGCHECK_PARAMETERS]; /* values of it are documented, and it has another one */
};

static void separate(struct buf *b)
{
	if (b->n)
		buf_add_string(b, "; ");
}

/* "source file id 0x12": a field always shows its value, in digits where nothing else is said. */
static void add_field(struct collector *c, struct buf *out, const struct bugcheck_rule *rule)
{
	uint64_t value = bugcheck_rule_field(rule, c->bugcheck);
	separate(out);
	buf_add_string(out, bugcheck_text(rule->text));
	buf_add_byte(out, ' ');
	size_t before = out->n;
	bugcheck_value_add(out, rule->decoder, value, c->decoding->pool_tags);
	if (out->n == before)
		buf_printf(out, "0x%llx", (unsigned long long)value);
}

/* A list of values, in which this one is missing. Flags and fields are no such list. */
static bool is_list(const struct bugcheck_rule *rule)
{
	enum { WHOLE = 64 };
	return rule->kind == RULE_CASE && rule->width == WHOLE &&
	       bugcheck_tests[rule->test].kind == TEST_IN;
}

static void collect(void *context, const struct bugcheck_rule *rule, bool holds)
{
	struct collector *c = context;
	struct buf *decoded = &c->decoding->parameters[rule->parameter].decoded;
	if (!holds) {
		c->listed[rule->parameter] |= is_list(rule);
		return;
	}
	switch ((enum bugcheck_rule_kind)rule->kind) {
	case RULE_MEANING:
		c->meanings[rule->parameter] = rule;
		break;
	case RULE_FIELD:
		add_field(c, decoded, rule);
		break;
	case RULE_CASE:
	case RULE_OTHERWISE:
		separate(decoded);
		buf_add_string(decoded, bugcheck_text(rule->text));
		break;
	case RULE_FORM:
	case RULE_ELSE:
		break;
	}
}

/* What a decoder says stands in front of what the cases say: "FAST_FAIL_...; a list is ...". */
static void decode_value(struct collector *c, unsigned parameter)
{
	const struct bugcheck_rule *rule = c->meanings[parameter];
	struct buf *decoded = &c->decoding->parameters[parameter].decoded;
	struct buf value = {0};
	if (!rule || rule->decoder == DECODER_NONE || !c->bugcheck->parameter_known[parameter])
		return;
	bugcheck_value_add_parameter(&value, rule->decoder, c->bugcheck, parameter,
				     c->decoding->pool_tags);
	if (value.n && decoded->n)
		buf_add_string(&value, "; ");
	buf_add_slice(&value, buf_slice(decoded));
	decoded->n = 0;
	buf_add_slice(decoded, buf_slice(&value));
	buf_free(&value);
}

/* Did the decoder say nothing, or tell no more than another spelling of the number? */
static bool only_counts(uint8_t decoder, const struct buf *decoded)
{
	return decoded->n == 0 ||
	       (decoder >= DECODER_DECIMAL && decoder <= DECODER_HUNDRED_NANOSECONDS);
}

static void add_undocumented(struct buf *decoded)
{
	separate(decoded);
	buf_add_string(decoded, "value not documented");
}

void bugcheck_decode(struct bugcheck_decoding *d, const struct bugcheck_knowledge *knowledge,
		     const struct bugcheck *b)
{
	struct collector c = {.decoding = d, .bugcheck = b};
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++) {
		d->parameters[i].meaning = NULL;
		d->parameters[i].decoded.n = 0;
	}
	if (!knowledge)
		return;
	bugcheck_walk(knowledge, b, collect, &c);
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++) {
		if (!c.meanings[i])
			continue;
		d->parameters[i].meaning = bugcheck_text(c.meanings[i]->text);
		bool listed = c.listed[i] && d->parameters[i].decoded.n == 0;
		decode_value(&c, i);
		if (listed && only_counts(c.meanings[i]->decoder, &d->parameters[i].decoded))
			add_undocumented(&d->parameters[i].decoded);
	}
}

void bugcheck_decoding_free(struct bugcheck_decoding *d)
{
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		buf_free(&d->parameters[i].decoded);
}
