/* strongroom.h: a vault's whole process in a folder of one test's own, and four who ask it over real channels. */
#ifndef STRONGROOM_H
#define STRONGROOM_H

#include <sys/types.h>

#include "cases.h"
#include "wire.h"

enum { ASKERS = 4, NUMBERED = 8 };
extern struct wire *control, *asker[ASKERS];	/* the warden's; even ones are intake's, odd ones the desk's */
extern pid_t vault;
extern struct msg answer;			/* the last one; its descriptor is whoever's test it is */
extern enum gw_err told[NUMBERED];		/* the results of requests that were numbered from 0 */

/* The fixture: a store with cases_begin, and a vault that serves it. */
void strongroom_begin(void);
void strongroom_end(void);
/* A vault on the store that is there, after the one before was killed. */
void strongroom_start(void);
void strongroom_forget(void);			/* the killed one's channels */
/* Runs the loop until so many answers have come. */
void strongroom_await(int n);
/* What it is told, or GW_OK for an answer of another kind. */
enum gw_err strongroom_ask(struct wire *w, struct msg *m);
/* An upload of 4096 bytes; its name is u.spool's. */
struct msg strongroom_upload(struct wire *w);
enum gw_err strongroom_drop(struct wire *w, const struct msg *file);
bool strongroom_has(const char *name);		/* on the disk */
/* The n-th report, of school:a, with this upload. */
void strongroom_report(struct msg *m, unsigned n, const struct msg *file);
/* The chain vouches for every row there is. */
void strongroom_whole(void);
#endif
