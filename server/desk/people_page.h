/* people_page.h: /desk/people: for an administrator everybody, the open invitations and the form that invites; for
 * others their own teams. Whoever waits for a team of the reader can be let in from here. Public keys are shown as
 * check words; nothing else of a key ever is. */
#ifndef PEOPLE_PAGE_H
#define PEOPLE_PAGE_H

#include "check_words.h"
#include "scrap.h"
#include "seat.h"

enum { PEOPLE_WAITING = 16 };

struct people_waiting {
	char name[LIMIT_NAME + 1], team[LIMIT_TEAM + 1];
	uint8_t title, is_device, pk[KEY_BYTES];
};
/* Stands first in the work of every handler that may show the page. */
struct people_page {
	struct scrap scrap;		/* first: scrap_work_end */
	struct msg_people people;
	struct msg_invites invites;
	bool has_people;
	size_t waiting_n;
	struct people_waiting waiting[PEOPLE_WAITING];
	struct console_error error;	/* field NULL: none */
};

void people_page(struct seat *s);			/* GET */
/* The page again, 422, with what was typed; field and said are static. s->work begins with a struct people_page. */
void people_page_fault(struct seat *s, const char *field, const char *said);

void people_invite(struct seat *s);			/* POST /desk/people/invite */
void people_drop(struct seat *s);			/* POST /desk/people/drop */
void people_admit(struct seat *s);			/* POST /desk/people/admit */
void people_leave_ask(struct seat *s);			/* GET /desk/people/leave */
void people_leave(struct seat *s);			/* POST /desk/people/leave */
#endif
