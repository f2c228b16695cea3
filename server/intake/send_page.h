/* send_page.h: POST /report/send: the answers page is sent, with its files: the draft becomes a report, and the code is
 * shown. Sent twice, it is one report and the same code again. */
#ifndef SEND_PAGE_H
#define SEND_PAGE_H

#include "draft.h"
#include "submit.h"
#include "thread.h"

struct send_page {
	struct receive rx;
	struct submit submit;
	struct thread thread;		/* of what had been sent before */
	struct draft draft;
	bool is_open;			/* the draft is there: what goes wrong is said on its page */
};

void send_page_begin(struct exchange *x);
size_t send_page_body(struct exchange *x, struct span bytes);
void send_page_end(struct exchange *x);
void send_page_gone(struct exchange *x);
void send_page_tell(struct exchange *x, int status, const char *detail, const char *field);
#endif
