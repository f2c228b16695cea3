/* rules.h: the rules of policy/triage/, as triage_decide reads them: gravest band first, then in the files' order. */
#ifndef RULES_H
#define RULES_H

#include "concepts.h"
#include "reader.h"
#include "triage.h"

enum { RULES_MAX = 512, RULE_CONCEPTS = 4, RULE_CONTEXTS = 16, RULE_WITHIN = 80, RULE_WHY = 200 };

/* Bit sets of the answers a rule wants; 0: does not ask. */
struct wanted { uint32_t danger_now, when, weapon, about, category; };

struct rule {
	char id[LIMIT_NAME + 1];
	char why[RULE_WHY + 1];
	enum band band;
	enum category category;
	size_t n;			/* concepts that must all be there; 0: answers alone */
	uint16_t concept[RULE_CONCEPTS];
	uint32_t without;		/* contexts, by bit, that must not be near */
	size_t within;			/* words that all concepts must lie in; 0: anywhere */
	bool has_answers;
	struct wanted wanted;
	size_t order;			/* as read */
};

/* Where a concept is used: rule and place in it. */
struct use { uint16_t rule, place; };

struct triage {
	char version[LIMIT_NAME + 1];
	struct concepts *concepts;
	struct reader reader;		/* no weights: there is no second reader */
	size_t n;
	struct rule rule[RULES_MAX];
	size_t first_use[CONCEPTS_MAX + 1];	/* uses of concept c: first_use[c] up to first_use[c + 1] */
	struct use use[RULES_MAX * RULE_CONCEPTS];
};

/* Adds one file's version and rules (either may be NULL); concepts are all named already. */
GW_CHECKED enum gw_err rules_read(struct triage *t, struct yaml_doc *d, yaml_node_t *version, yaml_node_t *rules);
/* After the last file: sorts, and lists the uses. */
void rules_close(struct triage *t);
/* What the second reader has learned, and what to call it in faults, which go to err. */
struct weights_file { struct span bytes; const char *name; FILE *err; };
/* The whole policy from files in memory, named for faults. What triage_load does after it has found its files. weights
 * may be NULL when no file asks for a second reader. */
GW_CHECKED enum gw_err rules_load(struct yaml_doc **files, size_t n, const struct weights_file *weights,
    struct triage **t);
#endif
