/* small.c: rules_load on texts. */
#include "small.h"

#include <check.h>

enum gw_err
small_load(const char *policy, const char *weights, FILE *err, struct triage **t)
{
	const struct weights_file file = { span_of(weights != NULL ? weights : ""), "weights", err };
	struct yaml_doc *d;
	enum gw_err e;

	ck_assert_int_eq(yaml_doc_read(span_of(policy), "policy", err, &d), GW_OK);
	e = rules_load(&d, 1, weights != NULL ? &file : NULL, t);
	yaml_doc_free(d);
	return e;
}
