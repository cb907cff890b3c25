/* SPDX-License-Identifier: MIT */
/*
 * Keys and values of a registry, whatever they were read from: a hive, a .reg file, or what
 * "reg query" printed. Names of keys and values are compared without regard to case, as Windows
 * does. Everything lives in the arena of the registry.
 */
#ifndef REGISTRY_TREE_H
#define REGISTRY_TREE_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/known.h"

/* Types of values ([MS-RRP] 3.1.1.5). */
enum registry_type {
	REGISTRY_NONE = 0,
	REGISTRY_SZ = 1,
	REGISTRY_EXPAND_SZ = 2,
	REGISTRY_BINARY = 3,
	REGISTRY_DWORD = 4,
	REGISTRY_DWORD_BIG_ENDIAN = 5,
	REGISTRY_LINK = 6,
	REGISTRY_MULTI_SZ = 7,
	REGISTRY_RESOURCE_LIST = 8,
	REGISTRY_QWORD = 11,
};

/* Every key and value is in one of three states: what a damaged hive does not give is not absent.
 */
enum registry_state {
	REGISTRY_ABSENT, /* surely not there */
	REGISTRY_PRESENT,
	REGISTRY_UNREADABLE, /* the place where it would be, or is, could not be read */
};

/* Where in the input something stands. */
struct registry_place {
	uint64_t offset; /* bytes from its start; of a hive: 0 where that is not known */
	uint64_t line;   /* from 1 in text inputs; 0 in hives */
};

struct registry_value {
	struct registry_value *next; /* in the order of the input */
	struct slice name;           /* UTF-8; empty: the default value */
	uint32_t type;               /* enum registry_type, or any other number */
	struct slice data; /* as a hive holds it: strings are UTF-16LE, numbers little endian */
	bool unreadable;   /* data could not be read; it is empty */
	bool deleted;      /* a .reg file says that it is to be deleted */
	struct registry_place place;
};

struct registry_key {
	const struct registry_key *parent; /* NULL: the root */
	struct registry_key *next;         /* sibling, in the order of the input */
	struct registry_key *children, *last_child;
	struct registry_value *values, *last_value;
	struct slice name;      /* UTF-8 */
	unsigned depth;         /* 0: the root */
	uint64_t rows;          /* why it is kept: wanted.h */
	struct known time;      /* last written, FILETIME; .reg files have none */
	bool values_unreadable; /* not all values could be listed: none is known to be absent */
	bool children_unreadable;
	bool deleted; /* a .reg file says that it is to be deleted, and did not make it again */
	/* In text, line 0 where only keys below it stand there: it has not said which values the
	 * key itself has. */
	struct registry_place place;
};

enum registry_source {
	REGISTRY_FROM_HIVE,
	REGISTRY_FROM_REG,   /* .reg file */
	REGISTRY_FROM_QUERY, /* what "reg query /s" printed */
};

struct registry {
	struct arena *arena; /* borrowed */
	enum registry_source source;
	struct registry_key
		*root; /* of the hive SYSTEM: Select, ControlSet001 … are its children */
	/* Text may hold only a part of the registry: what it does not have is not known to be
	 * absent from the machine. */
	bool fragment;
	size_t key_count, value_count; /* at most LIMIT_REGISTRY_KEYS, LIMIT_REGISTRY_VALUES */
	bool full; /* one of these was reached; whatever came then was left out */
};

/* An empty registry with a root that has no name. */
void registry_begin(struct registry *r, enum registry_source source, struct arena *arena);

/*
 * The child of this name, made if there is none; NULL where the key does not matter (wanted.h), or
 * where the registry is full (r->full tells). name is copied. Asking again for a deleted key brings
 * it back, empty.
 */
struct registry_key *registry_add_key(struct registry *r, struct registry_key *parent,
				      struct slice name);

/* The value of this name, made if there is none, so that later ones win; its data are to be set.
 * NULL where the registry is full. name is copied, data are not. */
struct registry_value *registry_add_value(struct registry *r, struct registry_key *key,
					  struct slice name);

/* Marks a key as deleted and forgets what it had. */
void registry_delete_key(struct registry_key *key);

/*
 * The key at path below key ("Control\\CrashControl"; "" is key itself). *state tells whether it is
 * there; the result is NULL unless it is. Deleted keys are absent.
 */
struct registry_key *registry_find_key(struct registry_key *key, const char *path,
				       enum registry_state *state) MUST_CHECK;

/*
 * The value of this name in key (NULL key: absent). NULL where it is absent, or where key could not
 * be read (UNREADABLE). A value whose data could not be read is returned, and UNREADABLE.
 */
struct registry_value *registry_find_value(const struct registry_key *key, struct slice name,
					   enum registry_state *state) MUST_CHECK;

/* Appends the path of key from the root on, without a backslash in front. */
void registry_append_path(struct buf *b, const struct registry_key *key);

/* "REG_DWORD"; NULL for numbers that have no name. Static. */
const char *registry_type_name(uint32_t type);

/* "hive", "reg", "reg_query". Static. */
const char *registry_source_name(enum registry_source source);

#endif
