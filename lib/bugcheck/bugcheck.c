/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/code.h"

static void write_parameters(struct json_writer *w, const struct bugcheck *b)
{
	json_array_begin(w, "parameters");
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		if (b->parameter_known[i])
			json_hex64(w, NULL, b->parameters[i]);
		else
			json_null(w, NULL);
	}
	json_array_end(w);
}

void bugcheck_write_named(struct json_writer *w, const char *key, const struct bugcheck *b,
			  struct slice name)
{
	const struct bugcheck_code *known = bugcheck_code_find(b->code);
	uint32_t base = bugcheck_base_code(b->code);
	json_object_begin(w, key);
	json_hex32(w, "code", b->code);
	json_number(w, "code_decimal", b->code);
	if (base != b->code)
		json_hex32(w, "base_code", base);
	if (known)
		json_literal(w, "name", bugcheck_string(known->name));
	else if (name.n)
		json_text(w, "name", name);
	write_parameters(w, b);
	json_object_end(w);
}

void bugcheck_write_object(struct json_writer *w, const char *key, const struct bugcheck *b)
{
	bugcheck_write_named(w, key, b, (struct slice){NULL, 0});
}

void bugcheck_write_json(struct json_writer *w, const char *key, const struct bugcheck *b)
{
	if (b->code == 0)
		json_null(w, key);
	else
		bugcheck_write_object(w, key, b);
}
