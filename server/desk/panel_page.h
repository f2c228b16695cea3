/* panel_page.h: GET /desk/panel: whom and what staff have nominated for the Exploitation and Risk Panel: people of any
 * age, groups, places; on what, what the plan is, and what the panel said last. The answer is recorded on the case
 * (SHEET_PANEL). Rumours are no source. */
#ifndef PANEL_PAGE_H
#define PANEL_PAGE_H

#include "seat.h"

seat_fn panel_page_get;
#endif
