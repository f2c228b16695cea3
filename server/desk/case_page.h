/* case_page.h: the page of one case, for a person whose keys open it: GET /desk/case/<id>, and the same page again for
 * what a form of it could not take. */
#ifndef CASE_PAGE_H
#define CASE_PAGE_H

#include "act.h"
#include "casefile.h"
#include "scrap.h"
#include "seat.h"
#include "situation.h"

/* A case that is looked for by its short name among all that this person may open. */
struct case_search {
	uint8_t id[ID_BYTES];		/* its first n bytes, then all */
	size_t n;
	uint8_t found[ID_BYTES];
	unsigned hits, pages;
};

enum { CASE_ERRORS = 12, CASE_NAMES = 2 * LIMIT_TEAM_MEMBERS };

/* What a handler of a case's pages holds: one a request. */
struct case_work {
	uint8_t report[ID_BYTES];
	struct span below;		/* of the path, behind the id: "", "/note" */
	struct scrap scrap;
	/* --- what is shown --- */
	int status;
	const struct opened *c;		/* s->opening's */
	struct casefile file;
	struct situation situation;
	struct console m;
	struct console_error error[CASE_ERRORS];
	struct msg_look look[LIMIT_DESK_PAGE];
	size_t looks_n, names_n;
	char name[CASE_NAMES][LIMIT_NAME + 1];	/* colleagues of the team that opened it */
	uint8_t tag[RELATED_TAGS][TAG_BYTES];	/* what file.tag are found by */
	struct console_related linked[CASEFILE_LINKS];	/* case_linked.c */
	seat_fn *linked_then;
	/* --- what is done: case_acts.c, case_link.c --- */
	struct act *act;
	struct act_order order;
	void (*acted)(struct seat *s, const struct act_result *r);
	const char *form, *field;	/* which form; its field for what is wrong with the whole */
	struct case_search search;
};

/* The work of a request below /desk/case/. NULL: there is no such page, or no memory; it has replied. */
struct case_work *case_work_start(struct seat *s);
/* Something is wrong with this field of the form; said is static or in scrap. field: static. */
void case_error(struct case_work *w, const char *field, const char *said);
/* Opens the case and shows it, with what the work has: status, errors, what was typed, hits. */
void case_page_show(struct seat *s);
/* Who opened it: asks; then takes what then was given. */
void case_looks_ask(struct seat *s, seat_answer_fn *then);
void case_looks_take(struct case_work *w, const struct msg_looks *looks);

seat_fn case_page_get;
#endif
