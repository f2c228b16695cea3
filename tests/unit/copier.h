/* copier.h: a process where copies are made (copying.h), and the cleaner and the vault that the test plays for it; all
 * on one loop. */
#ifndef COPIER_H
#define COPIER_H

#include "copying.h"
#include "wire.h"

enum { COPIER_MOST = 300000 };		/* bytes of a copy */
#define COPIER_SPOOLED "0123456789abcdef0123456789abcdef"

struct copier {
	struct event_base *base;
	struct copy_room room;
	struct wire *vault, *cleaner;

	/* how the two behave */
	bool vault_is_silent, vault_is_full, vault_has_full_disk;
	enum gw_err cleaner_says;	/* not GW_OK: instead of a pipe */
	bool cleaner_is_silent;

	/* what they saw */
	int spool, pipe_in, file;	/* -1: none */
	unsigned opened, dropped;
	struct msg_clean asked;
	struct msg spool_question;

	/* what the asker was told */
	unsigned told;
	struct copied made;
	bool is_inside;			/* when nobody may be told anything */
};
extern struct copier copier;
extern const uint8_t copier_key[KEY_BYTES];
extern const struct part_place copier_place;

void copier_set_up(void);
void copier_tear_down(void);
void copier_settle(void);		/* until nothing happens any more */
void copier_give_spool(void);		/* the answer to the last question for a spool file */

copying_done_fn copier_told;		/* arg: the loop, which it ends, or NULL */
struct copying *copier_begin(struct span bytes);
void copier_end(struct copying *c);
struct copying *copier_under_way(void);	/* one whose file is with the cleaner, and its pipe here */
/* A verdict, a head and n bytes behind it. */
struct span copier_copy(uint8_t verdict, const struct copy_head *h, size_t n);
/* Writes all of it, in pieces, as the reader takes them; a reader that had enough is fine. */
void copier_pour(struct span bytes, size_t piece);
void copier_pipe_ends(void);

/* Just this is sealed there. */
void copier_spool_holds(struct span plain);
/* It ended so, without a copy, and nothing is left in the spool or counted as held. */
void copier_ended_as(enum copy_state state);
#endif
