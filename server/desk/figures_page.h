/* figures_page.h: GET /desk/figures?from=YYYY-MM-DD&to=YYYY-MM-DD: what community safety is measured by, counted anew
 * from its cases each time (figures.h). */
#ifndef FIGURES_PAGE_H
#define FIGURES_PAGE_H

#include "seat.h"

seat_fn figures_page;
#endif
