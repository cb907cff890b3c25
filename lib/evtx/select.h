/* SPDX-License-Identifier: MIT */
/*
 * Which events are wanted. Most of it needs System only, so that a record that is not wanted costs
 * neither a tree nor a line:
 *
 *	if (!evtx_selection_system(&selection, &system, &event))
 *		... not wanted
 *	if (evtx_selection_needs_tree(&selection)) {
 *		... event.root is made
 *		if (!evtx_selection_tree(&selection, &event, &arena))
 *			... not wanted
 *	}
 *
 * Conditions of different options must all be true; several values of one option mean any of them,
 * but for --data. What an event does not have, or has damaged, matches no condition but a list that
 * only leaves numbers out.
 */
#ifndef EVTX_SELECT_H
#define EVTX_SELECT_H

#include "lib/evtx/number_set.h"
#include "lib/evtx/xpath.h"

/* Patterns of pattern.h. */
struct evtx_patterns {
	struct buf *p; /* owned */
	size_t n;
};

struct evtx_data_condition {
	struct buf name; /* empty: any value without a name */
	struct buf pattern;
};

/* All zero selects every event. */
struct evtx_selection {
	uint64_t now; /* FILETIME; set it before any other option is parsed */
	struct number_set event_ids, levels, record_ids;
	struct evtx_patterns providers, channels, computers;
	bool has_since, has_until;
	uint64_t since, until;            /* FILETIME; since belongs to the span, until does not */
	struct evtx_data_condition *data; /* owned */
	size_t data_count;
	struct evtx_xpath **xpaths; /* owned */
	size_t xpath_count;
};

void evtx_selection_free(struct evtx_selection *s);

/*
 * One for each option: each adds what its argument (of the command line, UTF-8) says. false, with a
 * message in *error that names what is wrong but not the option, where it says nothing of the kind.
 */
/* Numbers, ranges and exclusions: "41,1001,6005-6013,!6011"; see number_set_add(). */
bool evtx_selection_event_id(struct evtx_selection *s, const char *list,
			     struct buf *error) MUST_CHECK;
bool evtx_selection_record_id(struct evtx_selection *s, const char *list,
			      struct buf *error) MUST_CHECK;
/* The same, and critical (1), error (2), warning (3), information (0 and 4, as in Event Viewer),
 * verbose (5). */
bool evtx_selection_level(struct evtx_selection *s, const char *list, struct buf *error) MUST_CHECK;
/* The provider's name, with or without its "Microsoft-Windows-"; a pattern. */
bool evtx_selection_provider(struct evtx_selection *s, const char *pattern,
			     struct buf *error) MUST_CHECK;
bool evtx_selection_channel(struct evtx_selection *s, const char *pattern,
			    struct buf *error) MUST_CHECK;
bool evtx_selection_computer(struct evtx_selection *s, const char *pattern,
			     struct buf *error) MUST_CHECK;
/* Times as moment_from_argument() takes them; a repeated one replaces the one before. */
bool evtx_selection_since(struct evtx_selection *s, const char *moment,
			  struct buf *error) MUST_CHECK;
bool evtx_selection_until(struct evtx_selection *s, const char *moment,
			  struct buf *error) MUST_CHECK;
/*
 * NAME=VALUE: a Data or ComplexData of that name, or another element of that name that has no
 * child elements, anywhere in EventData or UserData; its text as Windows shows it matches the
 * pattern VALUE. NAME is compared letter by letter. =VALUE: a Data without a name.
 */
bool evtx_selection_data(struct evtx_selection *s, const char *condition,
			 struct buf *error) MUST_CHECK;
/* An expression of xpath.h. */
bool evtx_selection_xpath(struct evtx_selection *s, const char *expression,
			  struct buf *error) MUST_CHECK;

/* Does it select every event? */
bool evtx_selection_is_all(const struct evtx_selection *s);

/* The fields of System, bits 1 << enum evtx_system_field, that evtx_selection_system() looks at. */
uint32_t evtx_selection_fields(const struct evtx_selection *s);

/*
 * Can the event match, as far as System tells? Where TimeCreated is not readable, the time in the
 * record header counts. event->root may be NULL. Allocates nothing.
 */
bool evtx_selection_system(const struct evtx_selection *s, const struct evtx_system *system,
			   const struct evtx_event *event);

/* Is there a condition that System alone does not answer? */
bool evtx_selection_needs_tree(const struct evtx_selection *s);

/* Does the event match what needs its tree? To be asked where System has passed. Nothing remains in
 * the arena. */
bool evtx_selection_tree(const struct evtx_selection *s, const struct evtx_event *event,
			 struct arena *arena);

#endif
