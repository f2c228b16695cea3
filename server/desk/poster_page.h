/* poster_page.h: GET /poster/SCHOOL: a school's poster, to be printed. Nothing on it is secret: no sign-in. */
#ifndef POSTER_PAGE_H
#define POSTER_PAGE_H

#include "site.h"

void poster_page_end(struct exchange *x);
#endif
