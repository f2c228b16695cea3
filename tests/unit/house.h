/* house.h: a real server on a loopback port with a small site that does what handlers do, and counts. */
#ifndef HOUSE_H
#define HOUSE_H

#include <event2/event.h>

#include "site.h"

struct house {
	struct event_base *base;
	struct server *server;
	int port;
	unsigned begun, ended, gone, drained;
	struct exchange *waiting;	/* of GET /later, which replies when the test does */
};
extern struct house house;

/* Routes: GET /hello /later /big /cut /cookie; GET and DELETE /files/<echo>; GET /fail/<error number>; POST /echo (64
 * bytes at most), /early (refused at once), /slow (reads with pauses, answers the sum of the bytes), /never,
 * /deaf (never reads). */
void house_open(void);
void house_close(void);
void house_drain(void);
/* Turns the loop until *what is n; fails the test when it takes too long. */
void house_wait(const unsigned *what, unsigned n);
#endif
