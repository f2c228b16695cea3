/* handover.h: what the two pages have in common that give a case to another team (pass_page.h, share_page.h): the case
 * is opened, the teams that it may go to are offered, what is put is made anew when somebody else was faster. */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "pass_put.h"
#include "scrap.h"
#include "seat.h"

enum { HANDOVER_ERRORS = 8 };

/* A page's work: one a request. */
struct handover {
	struct scrap scrap;
	uint8_t report[ID_BYTES];
	const struct opened *c;		/* once it is open; s->opening's */
	int tries;
	struct pass_put put;
	struct console m;
	struct console_error error[HANDOVER_ERRORS];
	/* The page's own. */
	void (*read)(struct seat *s);	/* POST: the form's fields; adds errors */
	void (*make)(struct seat *s, struct act_result *r);	/* POST without errors: fills put */
	void (*show)(struct seat *s, int status);
	const char *(*refuses)(const struct opened *c, const char *to);	/* a team that it cannot go to */
	const char *done;		/* which of seat_done says that it is done, when the giver keeps the case */
	char team[LIMIT_TEAM + 1];	/* chosen */
	struct span reason;
	enum band band;
	struct extract_choice choice;
	bool gives_away;
};

/* Begins it: h's own members but report are zero; run once they are filled in. NULL: it has replied. */
struct handover *handover_start(struct seat *s);
void handover_run(struct seat *s);
/* Something is wrong with this field; both texts static. */
void handover_error(struct handover *h, const char *field, const char *said);
/* Read the fields that both have, in the order of the page: team; then reason and, where the reporter named somebody
 * not to tell, sure. */
void handover_read_team(struct seat *s);
void handover_read_reason(struct seat *s);
/* Fills what both pages show: the case's line, whom not to tell, teams, what was typed. */
void handover_fill(struct seat *s);
#endif
