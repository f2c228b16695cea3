/* incidents_page.h: GET and POST /desk/incidents: critical incidents, each one case of community safety's own that many
 * reports are linked to. Domain (a) U2. */
#ifndef INCIDENTS_PAGE_H
#define INCIDENTS_PAGE_H

#include "seat.h"

seat_fn incidents_page_get, incidents_page_post;
#endif
