/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/bugcheck/code.h"
#include "lib/crash/clue.h"
#include "lib/crash/instant.h"

#define FOR(kind) (UINT64_C(1) << CLUE_##kind)

static const struct fact_info facts[FACT_COUNT] = {
#define FACT(id, kinds, path, form, tells, inferred) \
	[FACT_##id] = {kinds, path, FORM_##form, tells, inferred},
#include "lib/crash/fact_list.h"
#undef FACT
};

static const struct {
	enum artifact artifact;
	const char *word, *meaning;
} kinds[CLUE_COUNT] = {
#define CLUE(id, artifact, word, meaning) [CLUE_##id] = {ARTIFACT_##artifact, word, meaning},
#include "lib/crash/clue_list.h"
#undef CLUE
};

const struct fact_info *fact_info(enum fact_id id)
{
	return &facts[id];
}

enum artifact clue_artifact(enum clue_kind kind)
{
	return kinds[kind].artifact;
}

const char *clue_word(enum clue_kind kind)
{
	return kinds[kind].word;
}

const char *clue_meaning(enum clue_kind kind)
{
	return kinds[kind].meaning;
}

const char *artifact_word(enum artifact a)
{
	switch (a) {
	case ARTIFACT_DUMPSTACK_LOG:
		return "dumpstack_log";
	case ARTIFACT_DUMP_HEADER:
		return "dump_header";
	case ARTIFACT_EVENT_LOG:
		return "event_log";
	case ARTIFACT_REGISTRY:
		return "registry";
	case ARTIFACT_COUNT:
		break;
	}
	return "";
}

/* --- the kind of a line --- */

static bool is_text(const struct json_node *node, const char *text)
{
	return node && slice_equal(node_text(node), slice_of_string(text));
}

/* Resets and failures of disks, which stand for themselves and have no crash.kind. */
static bool is_storage_error(const struct json_node *root)
{
	enum { RESET = 129, RETRIED = 153, BAD_BLOCK = 7, PAGING = 51, SURPRISE_REMOVED = 157 };
	static const char *const port_drivers[] = {"storahci", "stornvme",  "storport", "vioscsi",
						   "viostor",  "iaStorA",   "iaStorAC", "iaStorVD",
						   "LSI_SAS",  "megasas2i", "pvscsi",   "nvme"};
	uint64_t id;
	const struct json_node *provider = node_member(root, "provider");
	if (!node_count(node_member(root, "event_id"), &id))
		return false;
	if (is_text(provider, "disk") || is_text(provider, "Disk"))
		return id == RETRIED || id == BAD_BLOCK || id == PAGING || id == SURPRISE_REMOVED;
	for (size_t i = 0; id == RESET && i < COUNT_OF(port_drivers); i++)
		if (is_text(provider, port_drivers[i]))
			return true;
	return false;
}

static enum clue_kind kind_of_event(const struct json_node *root)
{
	const struct json_node *word = node_member(node_member(root, "crash"), "kind");
	for (enum clue_kind k = 0; word && k < CLUE_COUNT; k++)
		if (kinds[k].artifact == ARTIFACT_EVENT_LOG && is_text(word, kinds[k].word))
			return k;
	return is_storage_error(root) ? CLUE_STORAGE_ERROR : CLUE_COUNT;
}

/* CLUE_COUNT where the line is no evidence. */
static enum clue_kind kind_of_line(const struct json_node *root)
{
	const struct json_node *type = node_member(root, "type");
	if (is_text(type, "event"))
		return kind_of_event(root);
	for (enum clue_kind k = 0; k < CLUE_COUNT; k++)
		if (kinds[k].artifact != ARTIFACT_EVENT_LOG && is_text(type, kinds[k].word))
			return k;
	return CLUE_COUNT;
}

/* --- the members that all kinds have --- */

static void report(const struct clue_place *place, const char *path)
{
	struct diag d = {.code = DIAG_JSON_LINE_MEMBER, .line = place->line};
	d.offset = place->offset;
	d.text = slice_of_string(path);
	diag_report(place->sink, &d);
}

/* The node at a path like "crash.device"; NULL where one part of it is absent. */
static const struct json_node *at_path(const struct json_node *node, const char *path)
{
	char name[64];
	for (;;) {
		size_t n = strcspn(path, ".");
		assert(n < sizeof(name));
		memcpy(name, path, n);
		name[n] = 0;
		node = node_member(node, name);
		if (!path[n])
			return node;
		path += n + 1;
	}
}

static struct known read_count(const struct json_node *node)
{
	struct known k = {false, 0};
	k.known = node_count(node, &k.value);
	return k;
}

static struct known read_instant(const struct json_node *node)
{
	struct known k = {false, 0};
	k.known = node && instant_from_text(node_text(node), &k.value);
	return k;
}

static struct known read_hex(const struct json_node *node)
{
	struct known k = {false, 0};
	struct slice text = node_text(node);
	k.known = slice_starts_with(text, SLICE("0x")) &&
		  number_from_hex(slice_from(text, 2), &k.value);
	return k;
}

/* A text that may be absent: then p is NULL. */
static struct slice keep_text(const struct json_node *node, struct arena *arena)
{
	if (node_kind(node) != JSON_KIND_STRING)
		return (struct slice){NULL, 0};
	struct slice copy = arena_copy(arena, node_text(node));
	return copy.p ? copy : slice_of("", 0);
}

static void read_bugcheck(struct clue *c, const struct json_node *root)
{
	const struct json_node *object = node_member(root, "bugcheck");
	const struct json_node *parameters = node_member(object, "parameters");
	struct known code = read_hex(node_member(object, "code"));
	if (!code.known || code.value == 0 || code.value > UINT32_MAX)
		return;
	c->has_bugcheck = true;
	c->bugcheck.code = (uint32_t)code.value;
	for (size_t i = 0; i < node_length(parameters) && i < BUGCHECK_PARAMETERS; i++) {
		struct known p = read_hex(node_element(parameters, i));
		c->bugcheck.parameter_known[i] = p.known;
		c->bugcheck.parameters[i] = p.value;
	}
}

struct tag_reader {
	struct arena *arena;
	struct tag *tags;
	size_t count, room;
};

static void read_tag(void *context, struct slice key, const struct json_node *value)
{
	struct tag_reader *r = context;
	if (r->count == r->room || node_kind(value) != JSON_KIND_STRING)
		return;
	struct tag *t = &r->tags[r->count++];
	t->key = arena_copy(r->arena, key);
	t->value = arena_copy(r->arena, node_text(value));
}

static void count_tag(void *context, struct slice key, const struct json_node *value)
{
	size_t *n = context;
	(void)key;
	(void)value;
	++*n;
}

static void read_tags(struct clue *c, const struct json_node *tags, struct arena *arena)
{
	size_t n = 0;
	node_each_member(tags, count_tag, &n);
	if (n == 0)
		return;
	struct tag_reader r = {arena, arena_alloc(arena, n * sizeof(struct tag)), 0, n};
	node_each_member(tags, read_tag, &r);
	c->tags = r.tags;
	c->tag_count = r.count;
}

/* --- facts --- */

/* "a, b": the names of an array of objects with names, or of texts. */
static struct slice keep_names(const struct json_node *list, struct arena *arena)
{
	struct buf names = {0};
	for (size_t i = 0; i < node_length(list); i++) {
		const struct json_node *element = node_element(list, i);
		struct slice name = node_text(node_kind(element) == JSON_KIND_OBJECT
						      ? node_member(element, "name")
						      : element);
		if (!name.n)
			continue;
		if (names.n)
			buf_add(&names, ", ", 2);
		buf_add_slice(&names, name);
	}
	struct slice kept = arena_copy(arena, buf_slice(&names));
	buf_free(&names);
	return kept;
}

/* false where the value is not of the form that the fact has. */
static bool read_value(struct fact *f, const struct json_node *node, enum fact_form form,
		       struct arena *arena)
{
	struct known k = {true, 0};
	bool flag = false;
	switch (form) {
	case FORM_TEXT:
		f->text = keep_text(node, arena);
		return f->text.p != NULL;
	case FORM_NAMES:
		f->text = keep_names(node, arena);
		return f->text.n > 0;
	case FORM_COUNT:
		k = read_count(node);
		break;
	case FORM_HEX32:
		k = read_hex(node);
		break;
	case FORM_TIME:
		k = read_instant(node);
		break;
	case FORM_FLAG:
		k.known = node_bool(node, &flag);
		k.value = flag;
		break;
	}
	f->number = k.value;
	return k.known;
}

static void read_facts(struct clue *c, const struct json_node *root, const struct clue_place *place,
		       struct arena *arena)
{
	struct fact found[FACT_COUNT];
	size_t n = 0;
	for (enum fact_id id = 0; id < FACT_COUNT; id++) {
		if (!(facts[id].kinds >> c->kind & 1))
			continue;
		const struct json_node *node = at_path(root, facts[id].path);
		enum json_kind kind = node_kind(node);
		if (kind == JSON_KIND_ABSENT || kind == JSON_KIND_NULL)
			continue;
		struct fact f = {.id = id};
		if (read_value(&f, node, facts[id].form, arena))
			found[n++] = f;
		else if (facts[id].form != FORM_NAMES)
			report(place, facts[id].path);
	}
	struct fact *kept = arena_alloc(arena, n * sizeof(*kept) + 1);
	memcpy(kept, found, n * sizeof(*kept));
	c->facts = kept;
	c->fact_count = n;
}

/* --- log sessions, which have a reader of their own --- */

static void keep_slice(struct slice *s, struct arena *arena)
{
	if (!s->p)
		return;
	struct slice copy = arena_copy(arena, *s);
	*s = copy.p ? copy : slice_of("", 0);
}

/* A copy that outlives the line. The findings come last in the struct's size: the unused ones are
 * not copied. */
static const struct session *keep_session(const struct session *s, struct arena *arena)
{
	struct session *kept = arena_alloc(arena, sizeof(*kept));
	*kept = *s;
	kept->tags = NULL;
	keep_slice(&kept->bugcheck.name, arena);
	keep_slice(&kept->generation, arena);
	keep_slice(&kept->open_component, arena);
	keep_slice(&kept->open_component_hex, arena);
	keep_slice(&kept->fault_component, arena);
	keep_slice(&kept->fault_component_hex, arena);
	keep_slice(&kept->file, arena);
	struct finding *findings = arena_alloc(arena, s->finding_count * sizeof(*findings) + 1);
	for (size_t i = 0; i < s->finding_count; i++) {
		findings[i] = s->findings[i];
		keep_slice(&findings[i].rule, arena);
		keep_slice(&findings[i].message, arena);
	}
	kept->findings = findings;
	return kept;
}

static void read_session(struct clue *c, const struct json_node *root,
			 const struct clue_place *place, struct arena *arena)
{
	struct finding room[LIMIT_DSLOG_FINDINGS];
	struct session_place where = {place->sink, place->line, place->offset};
	struct session s;
	session_read(root, &where, room, &s);
	c->session = keep_session(&s, arena);
	c->time = s.time;
	c->file = c->session->file;
	c->offset = s.offset;
	c->has_bugcheck = s.bugcheck.code.known;
	c->bugcheck.code = (uint32_t)s.bugcheck.code.value;
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		c->bugcheck.parameter_known[i] = s.bugcheck.parameters[i].known;
		c->bugcheck.parameters[i] = s.bugcheck.parameters[i].value;
	}
}

static void read_common(struct clue *c, const struct json_node *root,
			const struct clue_place *place, struct arena *arena)
{
	c->time = read_instant(node_member(root, "time"));
	c->file = keep_text(node_member(root, "file"), arena);
	c->offset = read_count(node_member(root, "offset"));
	read_bugcheck(c, root);
	read_facts(c, root, place, arena);
	if (clue_artifact(c->kind) != ARTIFACT_EVENT_LOG)
		return;
	c->event_id = read_count(node_member(root, "event_id"));
	c->record_id = read_count(node_member(root, "record_id"));
	c->provider = keep_text(node_member(root, "provider"), arena);
}

struct clue *clue_read(const struct json_node *root, const struct clue_place *place,
		       struct arena *arena, struct slice *host)
{
	const struct json_node *tags = node_member(root, "tags");
	enum clue_kind kind = kind_of_line(root);
	if (kind == CLUE_COUNT)
		return NULL;
	struct clue *c = arena_alloc(arena, sizeof(*c));
	memset(c, 0, sizeof(*c));
	c->kind = kind;
	c->input = place->input;
	c->input_offset = place->offset;
	if (kind == CLUE_LOG_SESSION)
		read_session(c, root, place, arena);
	else
		read_common(c, root, place, arena);
	if (c->has_bugcheck && !bugcheck_code_find(c->bugcheck.code))
		c->bugcheck_name = keep_text(at_path(root, "bugcheck.name"), arena);
	c->has_tags = node_kind(tags) == JSON_KIND_OBJECT;
	if (c->has_tags)
		read_tags(c, tags, arena);
	*host = tags_host(tags);
	if (!host->n)
		*host = node_text(node_member(root, "computer"));
	return c;
}

/* --- what the others ask --- */

const struct fact *clue_fact(const struct clue *c, enum fact_id id)
{
	for (size_t i = 0; i < c->fact_count; i++)
		if (c->facts[i].id == id)
			return &c->facts[i];
	return NULL;
}

struct known clue_number(const struct clue *c, enum fact_id id)
{
	const struct fact *f = clue_fact(c, id);
	return f ? known_number(f->number) : (struct known){false, 0};
}

struct slice clue_text(const struct clue *c, enum fact_id id)
{
	const struct fact *f = clue_fact(c, id);
	return f ? f->text : (struct slice){NULL, 0};
}

bool clue_flag(const struct clue *c, enum fact_id id)
{
	return clue_number(c, id).value != 0;
}
