/* house.h: a real server on a loopback port with a small site that does what handlers do, and counts. */
#ifndef HOUSE_H
#define HOUSE_H

#include <event2/event.h>

#include "cert.h"
#include "site.h"

struct house {
	struct event_base *base;
	struct server *server;
	int port;
	unsigned begun, ended, gone, drained, told;
	bool tells;			/* the site tells of problems as a page, too; off at first */
	struct exchange *waiting;	/* the last one that only the test will answer */
};
extern struct house house;

/* Routes: GET /hello /later /big /cut /cookie; GET and DELETE /files/<echo>; GET /fail/<error number>; POST /echo (64
 * bytes at most), /early (refused at once), /slow (reads with pauses, answers the sum of the bytes), /never,
 * /deaf (never reads). With pages for problems: GET /page/later, /page/fail/<error number>, POST /page (64 bytes at
 * most), /page/early; /page/silent/<error number> tells nothing, /page/lost/<error number> fails at it. GET /leave
 * (elsewhere), /astray/<0 to 13> (with a header that is none), /asset, /picture. Below /known/ only for devices: GET
 * hello, POST early (refused at once). */
void house_open(void);
void house_close(void);
void house_device(struct cert *device);		/* one that the house takes */
void house_drain(void);
/* Turns the loop until *what is n; fails the test when it takes too long. */
void house_wait(const unsigned *what, unsigned n);
#endif
