/* SPDX-License-Identifier: MIT */
/*
 * Expressions into nodes, by recursive descent:
 *
 *	or         = and *("or" and)
 *	and        = comparison *("and" comparison)
 *	comparison = operand [("=" / "!=" / "<" / "<=" / ">" / ">=") operand]
 *	operand    = "(" or ")" / path / literal / number / function
 *	path       = step *("/" step)
 *	step       = "@" (name / "*") / "text()" / (name / "*") *("[" (number / or) "]")
 */
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/evtx/xpath_parser.h"

/* What stands on one side of a comparison. */
struct operand {
	enum { OPERAND_PATH, OPERAND_LITERAL, OPERAND_NUMERIC, OPERAND_CONDITION } kind;
	size_t at;
	uint16_t node; /* PATH: first step; NUMERIC: its node, not yet compared; CONDITION: it */
	enum evtx_system_field field; /* PATH */
	const struct xpath_literal *literal;
};

/* An expression over a path: notes which field of System it needs. */
static uint16_t new_over_path(struct xpath_parser *p, enum xpath_kind kind,
			      const struct operand *path)
{
	uint16_t i = xpath_new_node(p, kind);
	if (!i)
		return 0;
	p->x->nodes[i].first = path->node;
	/* The digits of Keywords are not always clearly decimal or hexadecimal. */
	if (path->field != EVTX_SYSTEM_KEYWORDS && kind != XPATH_EXISTS)
		p->x->nodes[i].field = (uint8_t)path->field;
	if (p->x->nodes[i].field != EVTX_SYSTEM_FIELD_COUNT)
		p->x->fields |= 1u << p->x->nodes[i].field;
	return i;
}

/* --- functions --- */

static bool parse_path_argument(struct xpath_parser *p, struct operand *path)
{
	path->kind = OPERAND_PATH;
	xpath_skip_blanks(p);
	path->at = p->at;
	path->node = xpath_parse_path(p);
	path->field = p->field;
	return path->node != 0;
}

/* A path and a literal, in either order; the literal only where it is needed or there. */
static bool parse_arguments(struct xpath_parser *p, struct operand *path, struct operand *literal,
			    bool literal_needed)
{
	*literal = (struct operand){.kind = OPERAND_LITERAL};
	xpath_skip_blanks(p);
	literal->at = p->at;
	literal->literal = xpath_parse_literal(p);
	bool literal_first = literal->literal != NULL;
	if (p->failed || (literal_first && !xpath_expect(p, ',', "','")) ||
	    !parse_path_argument(p, path))
		return false;
	if (!literal_first && (literal_needed || (xpath_skip_blanks(p), xpath_peek(p, 0) == ','))) {
		if (!xpath_expect(p, ',', "','"))
			return false;
		xpath_skip_blanks(p);
		literal->at = p->at;
		literal->literal = xpath_parse_literal(p);
		if (!literal->literal)
			return xpath_fail_unexpected(p, "a text in quotes or a number");
	}
	return xpath_expect(p, ')', "')'");
}

static uint16_t parse_timediff(struct xpath_parser *p)
{
	struct operand path, other;
	if (!parse_arguments(p, &path, &other, false))
		return 0;
	if (other.literal && !other.literal->is_instant)
		return xpath_fail(p, other.at,
				  "timediff() needs a time such as "
				  "'2024-02-29T08:46:36.000Z' here");
	uint16_t i = new_over_path(p, XPATH_TIMEDIFF, &path);
	if (!i)
		return 0;
	p->x->nodes[i].other = other.literal;
	p->x->nodes[i].other_first = other.literal && other.at < path.at;
	return i;
}

static uint16_t parse_band(struct xpath_parser *p)
{
	struct operand path, mask;
	if (!parse_arguments(p, &path, &mask, true))
		return 0;
	const struct xpath_literal *literal = mask.literal;
	if (!literal->is_number || !literal->number.is_integer || literal->number.negative)
		return xpath_fail(p, mask.at, "band() needs a whole number here");
	uint16_t i = new_over_path(p, XPATH_BAND, &path);
	if (i)
		p->x->nodes[i].literal = literal;
	return i;
}

static uint16_t parse_position(struct xpath_parser *p, size_t start)
{
	if (!xpath_expect(p, ')', "')'"))
		return 0;
	if (p->place.level == XPATH_LEVEL_DOCUMENT)
		return xpath_fail(p, start, "position() stands in [conditions] only");
	p->position_at = start + 1;
	return xpath_new_node(p, XPATH_POSITION);
}

static bool parse_function(struct xpath_parser *p, struct slice name, struct operand *operand)
{
	size_t start = p->at;
	p->at += name.n;
	(void)xpath_take(p, '(');
	operand->kind = OPERAND_NUMERIC;
	if (slice_equal(name, SLICE("timediff"))) {
		operand->node = parse_timediff(p);
	} else if (slice_equal(name, SLICE("position"))) {
		operand->node = parse_position(p, start);
	} else if (slice_equal(name, SLICE("band"))) {
		operand->kind = OPERAND_CONDITION;
		operand->node = parse_band(p);
	} else {
		xpath_fail(p, start,
			   "%.*s() is not supported; there are timediff(), band(), position() "
			   "and text()",
			   (int)(name.n < 40 ? name.n : 40), name.p);
	}
	return !p->failed;
}

/* --- operands and comparisons --- */

static bool parse_parentheses(struct xpath_parser *p, struct operand *operand)
{
	operand->kind = OPERAND_CONDITION;
	if (!xpath_open(p))
		return false;
	operand->node = xpath_parse_or(p);
	if (operand->node && !xpath_take(p, ')'))
		return xpath_fail_unexpected(p, "')', 'and', 'or' or a comparison");
	p->depth--;
	return operand->node != 0;
}

static bool parse_operand(struct xpath_parser *p, struct operand *operand)
{
	*operand = (struct operand){.kind = OPERAND_LITERAL};
	xpath_skip_blanks(p);
	operand->at = p->at;
	operand->literal = xpath_parse_literal(p);
	if (operand->literal || p->failed)
		return !p->failed;
	if (xpath_take(p, '('))
		return parse_parentheses(p, operand);
	struct slice name = xpath_name_here(p);
	if (xpath_is_call(p, name) && !slice_equal(name, SLICE("text")))
		return parse_function(p, name, operand);
	uint8_t c = xpath_peek(p, 0);
	if (name.n == 0 && (c == 0 || !strchr("*@/.$+-", c)))
		return xpath_fail_unexpected(p, "a path, a text in quotes or a number");
	return parse_path_argument(p, operand);
}

static enum xpath_relation take_relation(struct xpath_parser *p)
{
	static const struct {
		char spelling[3];
		enum xpath_relation relation;
	} relations[] = {
		{"!=", XPATH_NOT_EQUAL},
		{"<=", XPATH_LESS_OR_EQUAL},
		{">=", XPATH_GREATER_OR_EQUAL},
		{"=", XPATH_EQUAL},
		{"<", XPATH_LESS},
		{">", XPATH_GREATER},
	};
	xpath_skip_blanks(p);
	for (size_t i = 0; i < COUNT_OF(relations); i++) {
		struct slice spelling = slice_of_string(relations[i].spelling);
		if (slice_starts_with(slice_from(p->all, p->at), spelling)) {
			p->at += spelling.n;
			return relations[i].relation;
		}
	}
	return XPATH_NO_RELATION;
}

/* The same comparison with its sides exchanged. */
static enum xpath_relation exchanged(enum xpath_relation relation)
{
	switch (relation) {
	case XPATH_LESS:
		return XPATH_GREATER;
	case XPATH_LESS_OR_EQUAL:
		return XPATH_GREATER_OR_EQUAL;
	case XPATH_GREATER:
		return XPATH_LESS;
	case XPATH_GREATER_OR_EQUAL:
		return XPATH_LESS_OR_EQUAL;
	default:
		return relation;
	}
}

/* Operators of XPath that do not exist here. */
static bool refuse_foreign_operator(struct xpath_parser *p)
{
	static const char *const words[] = {"div", "mod", "AND", "OR"};
	xpath_skip_blanks(p);
	struct slice name = xpath_name_here(p);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_equal(name, slice_of_string(words[i])))
			xpath_fail(p, p->at,
				   "'%s' is not supported; there are and, or, = != < <= > >=",
				   words[i]);
	uint8_t c = xpath_peek(p, 0);
	if (c == '|')
		xpath_fail(p, p->at, "'|' is not supported; write 'or'");
	else if (c == '&')
		xpath_fail(p, p->at, "'&' is not supported; write 'and', and < and > as they are");
	else if (c == '+' || c == '-' || c == '*')
		xpath_fail(p, p->at, "arithmetic ('%c') is not supported", c);
	return p->failed;
}

/* An operand that stands alone. */
static uint16_t condition_of(struct xpath_parser *p, const struct operand *operand)
{
	switch (operand->kind) {
	case OPERAND_CONDITION:
		return operand->node;
	case OPERAND_PATH:
		return new_over_path(p, XPATH_EXISTS, operand);
	case OPERAND_NUMERIC:
		return xpath_fail(p, operand->at, "this function has to be compared with a number");
	default:
		return xpath_fail(p, operand->at, "a text or number alone is no condition");
	}
}

/* left is not the literal. */
static uint16_t compare(struct xpath_parser *p, const struct operand *left,
			enum xpath_relation relation, const struct operand *right)
{
	uint16_t i = left->node;
	if (left->kind == OPERAND_CONDITION)
		return xpath_fail(p, left->at, "a condition cannot be compared");
	if (right->kind != OPERAND_LITERAL)
		return xpath_fail(p, right->at,
				  "one side of a comparison has to be a text or a number");
	if (left->kind == OPERAND_NUMERIC && !right->literal->is_number)
		return xpath_fail(p, right->at, "this has to be a number");
	if (left->kind == OPERAND_PATH)
		i = new_over_path(p, XPATH_COMPARE, left);
	p->x->nodes[i].relation = relation;
	p->x->nodes[i].literal = right->literal;
	return i;
}

static uint16_t parse_comparison(struct xpath_parser *p)
{
	struct operand left, right;
	if (!parse_operand(p, &left) || refuse_foreign_operator(p))
		return 0;
	enum xpath_relation relation = take_relation(p);
	if (relation == XPATH_NO_RELATION)
		return condition_of(p, &left);
	if (xpath_peek(p, 0) == '=')
		return xpath_fail(p, p->at, "there is no such operator; = is written once");
	if (!parse_operand(p, &right) || refuse_foreign_operator(p))
		return 0;
	size_t end = p->at;
	if (take_relation(p) != XPATH_NO_RELATION)
		return xpath_fail(p, end,
				  "comparisons do not follow one another; join them with 'and'");
	if (left.kind == OPERAND_LITERAL && right.kind == OPERAND_LITERAL)
		return xpath_fail(p, left.at, "one side of a comparison has to be a path");
	if (left.kind == OPERAND_LITERAL)
		return compare(p, &right, exchanged(relation), &left);
	return compare(p, &left, relation, &right);
}

/* Operands joined by a word; a single one stands for itself. */
static uint16_t parse_joined(struct xpath_parser *p, const char *word, enum xpath_kind kind,
			     uint16_t (*parse)(struct xpath_parser *))
{
	uint16_t first = parse(p), *last = NULL, i = first;
	while (i && xpath_take_word(p, word)) {
		if (!last) {
			uint16_t list = xpath_new_node(p, kind);
			if (!list)
				return 0;
			p->x->nodes[list].first = first;
			last = &p->x->nodes[first].next;
			first = list;
		}
		i = parse(p);
		*last = i;
		last = &p->x->nodes[i].next;
	}
	return i ? first : 0;
}

static uint16_t parse_and(struct xpath_parser *p)
{
	return parse_joined(p, "and", XPATH_AND, parse_comparison);
}

uint16_t xpath_parse_or(struct xpath_parser *p)
{
	return parse_joined(p, "or", XPATH_OR, parse_and);
}

struct evtx_xpath *evtx_xpath_compile(struct slice expression, struct buf *error)
{
	struct evtx_xpath *x = memory_zeroed(1, sizeof(*x));
	x->count = 1;
	struct xpath_parser p = {
		.x = x, .all = expression, .error = error, .field = EVTX_SYSTEM_FIELD_COUNT};
	x->root = xpath_parse_or(&p);
	xpath_skip_blanks(&p);
	if (!p.failed && p.at < expression.n)
		xpath_fail_unexpected(&p, "'and', 'or' or a comparison");
	if (p.failed) {
		evtx_xpath_free(x);
		return NULL;
	}
	return x;
}

void evtx_xpath_free(struct evtx_xpath *x)
{
	if (x)
		arena_free(&x->arena);
	free(x);
}

uint32_t evtx_xpath_fields(const struct evtx_xpath *x)
{
	return x->fields;
}
