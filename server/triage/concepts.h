/* concepts.h: the words of policy/triage/. A concept is a list of phrases that mean one thing; "=other" in a list takes
 * in another concept's phrases. A context is a concept that makes a rule look away when near (a game, a denial). */
#ifndef CONCEPTS_H
#define CONCEPTS_H

#include "joined.h"
#include "match.h"
#include "policy.h"
#include "spelling.h"
#include "vocab.h"
#include "yaml_doc.h"

enum { CONCEPTS_MAX = MATCH_CONCEPTS, CONTEXTS_MAX = 32, REACH_MAX = 40, REASONS_MAX = 16 };

enum side { SIDE_BOTH, SIDE_BEFORE, SIDE_AFTER };	/* of the context: "not" stands before what it denies */

struct concept {
	char name[LIMIT_NAME + 1];
	bool is_context;
	uint8_t bit;		/* contexts: which */
	uint8_t reach;		/* contexts: words away, within one sentence, or one clause */
	enum side side;
	bool clause;
};

struct concepts {
	const struct folder *folder;
	struct vocab *vocab;
	struct spelling *spelling;	/* words of rules, for those that are hidden or misspelt */
	struct joined joined;
	struct match *match;
	size_t n, n_contexts;
	struct concept concept[CONCEPTS_MAX];
	size_t n_reasons;
	char reason[REASONS_MAX][LIMIT_NAME + 1];	/* why words are unread */
};

GW_CHECKED enum gw_err concepts_new(struct concepts **c);
void concepts_free(struct concepts *c);
/* Takes the names in the mappings concepts and contexts of one file, either may be NULL. Call for every file before
 * concepts_fill of any, so that order of files does not matter. */
GW_CHECKED enum gw_err concepts_name(struct concepts *c, struct yaml_doc *d, yaml_node_t *lists, yaml_node_t *contexts);
GW_CHECKED enum gw_err concepts_fill(struct concepts *c, struct yaml_doc *d, yaml_node_t *lists, yaml_node_t *contexts);
/* A word that rules know, and its number: misspelt or hidden, it is found again. GW_ELIMIT: too many. */
GW_CHECKED enum gw_err concepts_may_be_meant(struct concepts *c, const struct folded *w, uint16_t id);
/* After the last concepts_fill, and the last vocab_add. GW_ENOMEM. */
GW_CHECKED enum gw_err concepts_close(struct concepts *c);
/* Its number; c->n when there is none. */
size_t concepts_find(const struct concepts *c, const char *name);
#endif
