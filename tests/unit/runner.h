/* runner.h: the made-up store of staff.h, and who asks it what is due, sends it, and says so. The team community has a
 * ladder of amy, ben and duty, all of them there always. */
#ifndef RUNNER_H
#define RUNNER_H

#include "staff.h"

enum { RUNNER_EVERY = 600, RUNNER_PAGE_GAP = 300, RUNNER_DIGEST_GAP = 3600, RUNNER_SENT = 256 };
struct runner {
	bool is_down;			/* the mail server */
	struct { char person[PERSON_CODE + 1]; uint8_t kind; int64_t at; } sent[RUNNER_SENT];
	size_t sent_n;
};
extern struct runner runner;

void runner_begin(void);
void runner_end(void);
/* What happens to the n-th report, of community: it comes at noon, its reporter writes, somebody opens it, or acts. */
void runner_put(unsigned n, enum band band);
void runner_reply(unsigned n, int64_t now);
/* Opens it: to read it, or not. */
void runner_read(uint8_t who, unsigned n, enum case_reading reading);
void runner_look(uint8_t who, unsigned n);
void runner_act(uint8_t who, unsigned n, enum case_act what, enum band band, int64_t now);
uint32_t runner_parts(unsigned n);
/* One alert goes up a rung; all that are due; and then all that is due is sent. */
void runner_raise(const struct msg_alert *row, int64_t now);
void runner_raise_all(int64_t now);
void runner_tick(int64_t now);
void runner_done(const struct msg_outbox_row *row, bool is_sent, int64_t again, int64_t now);
/* Whether n went out so far, and the last of them was this one. */
bool runner_went(size_t n, const char *person, enum alert_kind kind);
#endif
