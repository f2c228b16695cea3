/* append.h: a reporter's next message put behind an opened thread, by compare-and-set: if somebody wrote meanwhile, the
 * thread is looked at again and the message sealed behind theirs. For the API and for pages. */
#ifndef APPEND_H
#define APPEND_H

#include "receive.h"
#include "thread.h"

/* GW_OK: it stands in the thread. GW_ELIMIT: the conversation is full. GW_ECONFLICT: others kept writing, or another
 * message with files came first and took their numbers: it has to be sent again. Else thread_done_fn's or the vault's;
 * has been logged. */
typedef void append_done_fn(void *arg, enum gw_err e);

struct append {		/* zeroed before append_start */
	bool was_said;			/* after GW_OK: this message had been sent before; nothing was added */

	/* append.c's. */
	struct receive *r;
	struct thread *thread;
	uint32_t since;
	append_done_fn *done;
	void *arg;
	unsigned tries;
	uint32_t ticket;
};

/* Attachments that r is still to get are this thread's next; after it receive_resume. */
void append_place(struct receive *r, const struct thread *t);
/* r is whole, its files sealed to the thread's numbers; both borrowed until append_gone. When the thread collects its
 * messages, one in a part from number since on that says just the same is this one, sent twice. done may be called
 * before it returns. */
void append_start(struct append *a, struct receive *r, struct thread *t, uint32_t since, append_done_fn *done,
    void *arg);
/* Before receive_gone and thread_end: forgets an open question. Zeroed is fine. */
void append_gone(struct append *a);
#endif
