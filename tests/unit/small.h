/* small.h: a triage policy of one file made up by a test, with weights for its second reader. */
#ifndef SMALL_H
#define SMALL_H

#include "rules.h"

/* As rules_load; weights may be NULL. Faults name them "policy" and "weights". */
enum gw_err small_load(const char *policy, const char *weights, FILE *err, struct triage **t);
#endif
