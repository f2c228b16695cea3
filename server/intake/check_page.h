/* check_page.h: GET /check asks for a code, POST /check shows what it opens. */
#ifndef CHECK_PAGE_H
#define CHECK_PAGE_H

#include "site.h"
#include "thread.h"

struct check_page {
	struct exchange *x;
	struct refcode code;
	struct thread thread;
};

void check_page_get_end(struct exchange *x);
void check_page_post_end(struct exchange *x);
void check_page_gone(struct exchange *x);
#endif
