/* fuzz_rules.c: any bytes as a triage file: refused, or a policy that decides. */
#include <stdint.h>
#include <stdlib.h>

#include "rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char text[] = "He has a knife. Not a knife, it was only a toy. Stab him after school.";
	const struct answers a = { DANGER_YES, WHEN_NOW, WEAPON_YES, ABOUT_ME, CATEGORY_OTHER };
	struct yaml_doc *d;
	struct decision decision;
	struct triage *t;
	static FILE *err;

	if (err == NULL && (err = fopen("/dev/null", "we")) == NULL)
		abort();
	if (yaml_doc_read((struct span){ data, n }, "fuzz", err, &d) != GW_OK)
		return 0;
	if (rules_load(&d, 1, NULL, &t) == GW_OK) {
		triage_decide(t, span_of(text), &a, &decision);
		if (decision.n > LIMIT_REASONS || decision.band >= BAND_N)
			abort();
		triage_free(t);
	}
	yaml_doc_free(d);
	return 0;
}
