/* fuzz_weights.c: any bytes as the second reader's file of weights: refused, or a reader that decides within bounds,
 * never below the rules, and never lower for an answer. */
#include <stdint.h>
#include <stdlib.h>

#include "rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char policy[] =
    "version: fuzz\n"
    "concepts: { blade: [knife], mood: [lonely] }\n"
    "same: { he: [he, she] }\n"
    "unread: { names: [ahmed] }\n"
    "rules:\n"
    "  - { id: blade.seen, band: urgent, category: weapon, why: a knife, all_of: [blade] }\n"
    "  - { id: low.mood, band: priority, category: mental_health, why: low mood, all_of: [mood] }\n"
    "second_reader:\n"
    "  priority: { at_least: 1, why: reads as priority }\n"
    "  urgent: { at_least: 10, why: reads as urgent }\n"
    "  immediate: { at_least: 100, why: reads as immediate }\n";

static void
check(const struct triage *t, struct span text)
{
	struct answers a = { .danger_now = DANGER_NOT_SURE };
	struct decision rules, both, now;

	triage_decide_by(t, READER_RULES, text, &a, &rules);
	triage_decide(t, text, &a, &both);
	a.when = WHEN_NOW;
	triage_decide(t, text, &a, &now);
	if (both.n > LIMIT_REASONS || both.category >= CATEGORY_N || both.category == CATEGORY_NONE)
		abort();
	if (both.band < rules.band || now.band < both.band)
		abort();
	if (both.band != BAND_ROUTINE && (both.n == 0 || both.reason[0].band != both.band))
		abort();
	for (size_t i = 0; i < both.n; i++)
		if (both.reason[i].at > text.n || both.reason[i].len > text.n - both.reason[i].at)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct weights_file weights = { { data, n }, "weights", NULL };
	static struct yaml_doc *d;
	static FILE *err;
	struct triage *t;

	if (err == NULL && ((err = fopen("/dev/null", "we")) == NULL ||
	    yaml_doc_read(span_of(policy), "policy", err, &d) != GW_OK))
		abort();
	weights.err = err;
	if (rules_load(&d, 1, &weights, &t) != GW_OK)
		return 0;
	check(t, span_of("She had a knife. Not lonely: he had a knife, and ahmed a lamp on the stairs\nknives"));
	check(t, (struct span){ data, n > LIMIT_TEXT ? LIMIT_TEXT : n });	/* what it knows is in it */
	triage_free(t);
	return 0;
}
