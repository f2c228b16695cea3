/* fuzz_rules.c: any bytes as a triage file, with and without weights for a second reader beside it: refused, or a
 * policy that decides. */
#include <stdint.h>
#include <stdlib.h>

#include "rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
load_and_decide(struct yaml_doc *d, const struct weights_file *weights)
{
	static const char text[] = "He has a knife. Not a knife, it was only a toy. Stab him after school.";
	const struct answers a = { DANGER_YES, WHEN_NOW, WEAPON_YES, ABOUT_ME, CATEGORY_OTHER };
	struct decision decision;
	struct triage *t;

	if (rules_load(&d, 1, weights, &t) != GW_OK)
		return;
	triage_decide(t, span_of(text), &a, &decision);
	if (decision.n > LIMIT_REASONS || decision.band >= BAND_N || (t->reader.weights != NULL) != (weights != NULL))
		abort();
	triage_free(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char learned[] = "second reader 1\n*\t1\t2\t3\tweapon=4\nknife\t90\t90\t90\n"
	    "after school\t5\t-5\t30000\n@now\t1\t1\t1\n";
	struct weights_file weights = { span_of(learned), "weights", NULL };
	struct yaml_doc *d;
	static FILE *err;

	if (err == NULL && (err = fopen("/dev/null", "we")) == NULL)
		abort();
	weights.err = err;
	if (yaml_doc_read((struct span){ data, n }, "fuzz", err, &d) != GW_OK)
		return 0;
	load_and_decide(d, NULL);
	load_and_decide(d, &weights);
	yaml_doc_free(d);
	return 0;
}
