/* explain.h: one decision in sentences: band, reasons, and the answers that counted. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "labelled.h"
#include "triage.h"

/* Decides and says. An answer counted when without it the report would have another band or other reasons. */
void explain_report(const struct triage *t, enum readers who, const struct labelled *l);
#endif
