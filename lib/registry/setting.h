/* SPDX-License-Identifier: MIT */
/* One value that matters for crash dumps, with its state and what it says. */
#ifndef REGISTRY_SETTING_H
#define REGISTRY_SETTING_H

#include "lib/base/json.h"
#include "lib/registry/tree.h"
#include "lib/registry/winver.h"

enum setting_key {
#define KEY(id, path) SETTING_KEY_##id,
#include "lib/registry/setting_list.h"
	SETTING_KEY_COUNT
};

enum setting_id {
#define SETTING(id, key, name, type, form) SETTING_##id,
#include "lib/registry/setting_list.h"
	SETTING_COUNT
};

/* How a value is said in words. */
enum setting_form {
	SETTING_FORM_NUMBER,
	SETTING_FORM_FLAG, /* 0 off, anything else on */
	SETTING_FORM_HEX,
	SETTING_FORM_MEBIBYTES, /* 0: sized by the system */
	SETTING_FORM_HOURS,
	SETTING_FORM_TEXT,
	SETTING_FORM_PATH,
	SETTING_FORM_LIST,
	SETTING_FORM_DUMP_TYPE,
	SETTING_FORM_FILETIME,
	SETTING_FORM_KEY_BLOB,     /* BCRYPT_RSAKEY_BLOB */
	SETTING_FORM_LIVE_DUMP,    /* bits of PowerButtonLiveDump */
	SETTING_FORM_MODIFIERS,    /* Dump1Keys */
	SETTING_FORM_KEY_INDEX,    /* Dump2Key */
	SETTING_FORM_SERVICE_PACK, /* CSDVersion: the high byte is the service pack */
	SETTING_FORM_START,        /* of a driver: 4 is disabled */
};

/* A row of the table of settings. */
struct setting_row {
	enum setting_key key;
	const char *name;
	uint32_t type; /* enum registry_type that Windows takes */
	enum setting_form form;
};

extern const struct setting_row setting_rows[SETTING_COUNT];
extern const char *const setting_key_paths[SETTING_KEY_COUNT]; /* below a control set */

struct setting {
	enum registry_state state; /* PRESENT: a value of this name is there, of whatever type */
	const struct registry_key *key;     /* NULL where it is not there */
	const struct registry_value *value; /* NULL where it is not there */
	bool usable;       /* present, of the right type and length; number or text is set */
	uint64_t number;   /* of DWORD, QWORD, and binary FILETIMEs; else 0 */
	struct slice text; /* UTF-8: strings without their NUL; MULTI_SZ: each with a NUL behind */
};

/*
 * Reads the setting out of a control set. A value of the type that is not expected is usable only
 * where Windows reads it the same way (SZ and EXPAND_SZ stand for each other; a binary value of 8
 * bytes, or a DWORD pair, stands for a QWORD).
 */
struct setting setting_read(enum setting_id id, struct registry_key *control_set,
			    struct arena *arena);

/* The number of a usable setting, else otherwise. */
static inline uint64_t setting_number(const struct setting *s, uint64_t otherwise)
{
	return s->usable ? s->number : otherwise;
}

/* Is a usable flag or number of this setting other than 0? */
static inline bool setting_is_on(const struct setting *s)
{
	return s->usable && s->number != 0;
}

/* Strings of a MULTI_SZ: the next one of *rest, which is moved on; false behind the last. */
bool setting_next_string(struct slice *rest, struct slice *string);

/* What a value of any type says as UTF-8 text, for messages: "7", "0x10000000", the string, the
 * strings with ", " between, hexadecimal bytes (at most 32 of them). */
void setting_append_value(struct buf *b, const struct registry_value *v);

/* The value as a JSON member: number, string, array of strings, or hexadecimal text of bytes; null
 * where it is absent or unreadable. */
void setting_write_value(struct json_writer *w, const char *member, const struct setting *s);

/* Appends what the value means in words ("automatic", "off", "64 MiB"); nothing where there is
 * nothing to say beyond the value itself. s is usable. */
void setting_append_meaning(struct buf *b, enum setting_id id, const struct setting *s);

/*
 * What Windows does, or sets at installation, where nobody changes it: a decimal number or a
 * string, static. *absent is set where the value is absent by default; what is returned then is
 * what its absence amounts to, or NULL where that is no value. NULL and not absent: not known, or
 * it depends on a version that is not known.
 */
const char *setting_default(enum setting_id id, struct winver_range version, bool *absent);

/* 1 where the setting is at its default (a value that says what its absence would say, too), 0
 * where it is not; not known where its default is not, or where it could not be read. */
struct known setting_is_default(enum setting_id id, const struct setting *s,
				struct winver_range version);

/* Why nobody should rely on this value any more: a sentence, or NULL. Static. */
const char *setting_deprecated(enum setting_id id, struct winver_range version);

#endif
