/* report_post.h: POST /api/v1/reports: a report is read, triaged, sealed, handed to the vault; then, and only when the
 * vault has committed it, the reporter gets the code. */
#ifndef REPORT_POST_H
#define REPORT_POST_H

#include "submit.h"

struct report_post {
	struct receive rx;
	struct submit submit;
};

void report_post_begin(struct exchange *x);
size_t report_post_body(struct exchange *x, struct span bytes);
void report_post_end(struct exchange *x);
void report_post_gone(struct exchange *x);
#endif
