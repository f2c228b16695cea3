/* wallchart.h: rotas, holidays and two schools as a policy of the test's own, and who is there by them as the test
 * reads them itself, on libc's clock. */
#ifndef WALLCHART_H
#define WALLCHART_H

#include "policy.h"

/* Who is there, in London: nobody; the council Monday to Friday 9 to 5; that and duty always; that and duty in the
 * nights between working days; everybody's day cut at 01:30; odd minutes. */
enum chart { CHART_NOBODY, CHART_OFFICE, CHART_ALWAYS, CHART_NIGHTS, CHART_SPLIT, CHART_ODD, CHART_N };

/* The policy that is hung up; school "plain", and "inset", which is closed on Monday 23 November 2026 too. */
extern struct policy *chart_policy;

void chart_set_up(void);	/* into a folder of its own (files.h), with CHART_OFFICE hung up */
void chart_tear_down(void);
void chart_hang(enum chart chart);
const struct school *chart_school(const char *code);	/* NULL for NULL */
bool chart_covers(const struct school *school, enum band band, int64_t at);
#endif
