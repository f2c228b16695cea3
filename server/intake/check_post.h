/* check_post.h: POST /api/v1/reports/check: what has become of a report, for whoever holds its code. */
#ifndef CHECK_POST_H
#define CHECK_POST_H

#include "site.h"
#include "thread.h"

struct check_post {
	struct exchange *x;
	struct thread thread;
};

void check_post_begin(struct exchange *x);
void check_post_end(struct exchange *x);
void check_post_gone(struct exchange *x);
#endif
