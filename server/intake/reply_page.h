/* reply_page.h: POST /check/reply: the reporter writes again, with files if need be, and sees the thread with it. Sent
 * twice, it is one message. */
#ifndef REPLY_PAGE_H
#define REPLY_PAGE_H

#include "append.h"
#include "thread_page.h"

struct reply_page {
	struct receive rx;
	struct follow follow;
	struct thread thread;
	struct append append;
	json_t *sent;			/* receipt_files of the message taken */
	bool is_open;			/* the thread is there: what goes wrong is said on its page */
};

void reply_page_begin(struct exchange *x);
size_t reply_page_body(struct exchange *x, struct span bytes);
void reply_page_end(struct exchange *x);
void reply_page_gone(struct exchange *x);
void reply_page_tell(struct exchange *x, int status, const char *detail, const char *field);
#endif
