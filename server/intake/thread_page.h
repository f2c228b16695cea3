/* thread_page.h: what a code opens: status in neutral words, both sides' messages, and the form for a reply. */
#ifndef THREAD_PAGE_H
#define THREAD_PAGE_H

#include "draft.h"
#include "show.h"
#include "thread.h"

/* What travels in the reply's form: the code, and how many parts the thread had when it was shown. */
struct follow { struct refcode code; uint32_t seen; };
/* GW_EDENIED: not ours or too old. */
GW_CHECKED enum gw_err follow_open(const struct reception *r, struct span state, struct follow *v);

/* What a page says beside the thread itself. */
struct thread_note {
	const struct page_error *error;	/* NULL: nothing is wrong */
	struct span typed;		/* a reply that is not sent yet */
	const json_t *sent;		/* files of the reply just taken; NULL: none was */
	int chosen;			/* of how many */
};
void thread_page_show(struct exchange *x, int status, const struct thread *t, const struct refcode *code,
    const struct thread_note *note);
/* The page that asks for a code; error may be NULL. */
void thread_page_ask(struct exchange *x, int status, const struct page_error *error);
/* Why a code opened nothing: unknown, as the page that asks for it; or as problem_thread. */
void thread_page_fail(struct exchange *x, enum gw_err e);
#endif
