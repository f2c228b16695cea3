/* survey.h: many of community safety's cases, opened one after the other with the keys of the person who asks, for a
 * page that counts, lists or draws them. What a case says is lent to the visitor and wiped before the next one is
 * opened. The audit chain has one entry for all of it, and no case becomes "read" by it. */
#ifndef SURVEY_H
#define SURVEY_H

#include "casebook.h"
#include "seat.h"

struct survey_order {
	enum survey what;		/* not SURVEY_GOES_ON */
	enum escalation_order order;
	uint64_t after;
	bool open_only;			/* leaves out those that are closed, without opening them */
};
/* One row that is not left out. false: it need not be opened. NULL: all are. */
typedef bool survey_wants_fn(void *arg, const struct msg_escalation *row);
/* One case. c is lent until this returns. */
typedef void survey_visit_fn(void *arg, const struct msg_escalation *row, const struct opened *c);
/* Once, at the end. last: the newest number of all there are. GW_EDENIED: not a member of community safety. unread:
 * how many did not open (sealed to an older key, or broken). Of more than LIMIT_SURVEY some are left out: see below. */
typedef void survey_end_fn(void *arg, enum gw_err e, uint64_t last, size_t unread);

/* One that did not open; for whoever must not leave it out. NULL: nothing is done with it. */
typedef void survey_unread_fn(void *arg, const struct msg_escalation *row);

struct surveyor;	/* one that runs; enum survey (msg_response.h) says what for */
struct survey_calls {
	survey_wants_fn *wants;
	survey_visit_fn *visit;
	survey_end_fn *end;		/* never from inside survey_new; may call survey_free */
	void *arg;
	survey_unread_fn *unread;
};
/* Gives *v. For these cases alone, each up to its part count (0: all of it): survey_new_list, at most LIMIT_AGENDA. */
GW_CHECKED enum gw_err survey_new(struct seat *s, const struct survey_order *o, const struct survey_calls *calls,
    struct surveyor **v);
GW_CHECKED enum gw_err survey_new_list(struct seat *s, enum survey what, const struct msg_escalation *row, size_t n,
    const struct survey_calls *calls, struct surveyor **v);
/* At once after survey_new_list: visits each that opened once more, behind its cut, with all that it has by now. */
void survey_visit_whole(struct surveyor *v, survey_visit_fn *whole);
/* At its end, before survey_free: how many it did not open because there are more than LIMIT_SURVEY. Kept are open
 * immediate ones, then open urgent ones, then those that changed last; the page has to say how many are missing. */
size_t survey_left_out(const struct surveyor *v);
void survey_free(struct surveyor *v);	/* forgets open questions, wipes; NULL is fine */
#endif
