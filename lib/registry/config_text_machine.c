/* SPDX-License-Identifier: MIT */
/* The page for people: which machine, and where its configuration was read. */
#include <inttypes.h>

#include "lib/registry/config_text.h"

static void append_part(struct buf *b, const char **between, struct slice text)
{
	if (text.n == 0)
		return;
	buf_add_string(b, *between);
	buf_add_slice(b, text);
	*between = ", ";
}

static void append_version(struct buf *b, const struct machine *m, const char **between)
{
	if (!winver_is_known(m->version))
		return;
	append_part(b, between, slice_of_string(winver_name(m->version)));
	if (m->build.known)
		buf_printf(b, ", build %" PRIu64, m->build.value);
	if (m->version_from)
		buf_printf(b, " (by %s)", m->version_from);
}

static void put_machine(struct config_page *p, const struct crash_config *c)
{
	static const char *const products[] = {
		[PRODUCT_UNKNOWN] = "",
		[PRODUCT_CLIENT] = "client",
		[PRODUCT_SERVER] = "server",
		[PRODUCT_DOMAIN_CONTROLLER] = "domain controller",
	};
	const struct machine *m = &c->machine;
	const char *between = "";
	append_part(&p->row, &between, m->computer_name);
	append_part(&p->row, &between, slice_of_string(products[m->product]));
	append_version(&p->row, m, &between);
	append_part(&p->row, &between, m->architecture);
	if (m->domain.n) {
		buf_printf(&p->row, "%sdomain ", between);
		buf_add_slice(&p->row, m->domain);
	}
	if (p->row.n)
		page_end_row(p, "machine");
}

static void put_memory(struct config_page *p, const struct given *g)
{
	if (!g->ram.known)
		return;
	size_append(&p->row, g->ram.value);
	if (g->ram_from)
		buf_printf(&p->row, " (%s)", g->ram_from);
	page_end_row(p, "memory");
}

static void append_hive(struct buf *b, const struct hive_state *h)
{
	if (h->written.known) {
		buf_add_string(b, ", last written ");
		page_append_time(b, h->written.value);
	}
	if (h->replayed)
		buf_printf(b, "; its last changes were taken from %u log entries", h->log_entries);
	else if (h->dirty)
		buf_add_string(b, "; dirty: its last changes may be missing");
}

static void put_source(struct config_page *p, const struct config_report *r)
{
	static const char *const sources[] = {
		[REGISTRY_FROM_HIVE] = "a hive",
		[REGISTRY_FROM_REG] = "a .reg file",
		[REGISTRY_FROM_QUERY] = "the output of reg query",
	};
	const struct crash_config *c = r->config;
	buf_add_string(&p->row, sources[c->registry->source]);
	if (c->sets.name.n) {
		buf_add_string(&p->row, ", ");
		buf_add_slice(&p->row, c->sets.name);
	}
	if (r->hive)
		append_hive(&p->row, r->hive);
	else if (c->registry->fragment)
		buf_add_string(&p->row, "; only a part of the registry");
	page_end_row(p, "read from");
}

void config_text_machine(struct config_page *p, const struct config_report *r)
{
	put_machine(p, r->config);
	put_memory(p, r->config->given);
	put_source(p, r);
}
