/* triage.h: from words and answers to a band, with reasons. Pure: no clock, no I/O; cannot fail at run time, because a
 * policy that could is refused when it is loaded. Implements triage/standard.md: every rule is read, the gravest band
 * holds, answers raise and never lower. School, area and who someone is are never an input. */
#ifndef TRIAGE_H
#define TRIAGE_H

#include <stdio.h>

#include "policy.h"
#include "report.h"

struct triage;

struct reason {
	char rule[LIMIT_NAME + 1];
	const char *why;		/* the standard's line; lent by the policy */
	enum band band;
	enum category category;
	uint32_t at, len;		/* bytes of the report's text that fired it; len 0: an answer did */
};
struct decision {
	enum band band;
	enum category category;		/* the gravest that applies; CATEGORY_OTHER when none does */
	uint32_t categories;		/* bit set of 1 << enum category */
	size_t n;
	struct reason reason[LIMIT_REASONS];	/* gravest first */
};

/* Reads every file of dir/triage/, where dir is the policy folder as for policy_load; faults as there. Gives *t. */
GW_CHECKED enum gw_err triage_load(const char *dir, FILE *err, struct triage **t);
/* The same with these weights in place of the folder's second-reader.tsv: for learning and for measuring. */
GW_CHECKED enum gw_err triage_load_weighed(const char *dir, struct span weights, FILE *err, struct triage **t);
void triage_free(struct triage *t);
/* The version that the files state, and the first bytes of a hash over all of them: "2-51c9e80a". */
const char *triage_version(const struct triage *t);
/* Who reads: the rules, the second reader (which has learned from labelled reports; silent where a policy has none), or
 * both, as the gateway does. */
enum readers { READER_RULES = 1, READER_SECOND = 2, READER_BOTH = 3 };
void triage_decide_by(const struct triage *t, enum readers who, struct span text, const struct answers *a,
    struct decision *d);
/* By both. text is checked UTF-8 of LIMIT_TEXT bytes at most. */
void triage_decide(const struct triage *t, struct span text, const struct answers *a, struct decision *d);
/* The decision as sealed with the case and as printed by "concern triage": {"band","category","categories","reasons":
 * [{"rule","why","band","category","evidence"|"at","len"}],"policy"}. With text, evidence is quoted from it ("" when
 * an answer fired the rule); without, only positions. */
GW_CHECKED enum gw_err decision_json(const struct decision *d, const char *policy_version, struct span text,
    json_t **v);
/* The decision that decision_json (without text) made; why and policy are lost. GW_EINPUT. */
GW_CHECKED enum gw_err decision_read(const json_t *v, struct decision *d);

/* Which teams a report is sealed to, by the standard's routing table; codes as in roster.h. Pure. */
struct routing { size_t n; char team[LIMIT_GRANTS][LIMIT_TEAM + 1]; };
void route_decide(const struct decision *d, const char *school, struct routing *out);
#endif
