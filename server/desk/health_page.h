/* health_page.h: GET /desk/health: whether the gateway is well, in figures; for administrators. */
#ifndef HEALTH_PAGE_H
#define HEALTH_PAGE_H

#include "seat.h"

void health_page(struct seat *s);
#endif
