/* alerts_page.h: GET /desk/alerts: who is told now that something came, and whether it reaches them; POST
 * /desk/alerts/test (person): a test to one of them. For administrators. */
#ifndef ALERTS_PAGE_H
#define ALERTS_PAGE_H

#include "seat.h"

void alerts_page(struct seat *s);
void alerts_page_test(struct seat *s);
#endif
