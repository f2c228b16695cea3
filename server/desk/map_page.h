/* map_page.h: the peer map: GET /desk/map draws the ties that people noted, with a table of the same; an export of it
 * is asked for by one person (POST /desk/map/ask) and agreed to by another (POST /desk/map/agree). For a day after that
 * the two may take it: GET /desk/map/<release>/entities.csv and links.csv, each time with a note on the release. */
#ifndef MAP_PAGE_H
#define MAP_PAGE_H

#include "act.h"
#include "scrap.h"
#include "seat.h"
#include "survey.h"
#include "tiemap.h"

enum { MAP_ERRORS = 4, MAP_RELEASES = 24, MAP_RELEASE_SECONDS = 24 * 3600 };

/* What a handler of these pages holds: one a request. */
struct map_work {
	struct scrap scrap;
	int status;
	struct surveyor *survey;	/* of all cases; then of the releases */
	size_t dossiers_n;
	struct msg_escalation dossier[MAP_RELEASES];
	struct opening *opening;
	struct act *act;
	struct act_order order;
	uint8_t report[ID_BYTES];	/* the release */
	bool is_links;			/* which table is taken */
	struct tiemap map;
	struct console_release release[MAP_RELEASES];
	struct console_option pending[MAP_RELEASES];
	struct console m;
	struct console_error error[MAP_ERRORS];
};

/* The work of a request. NULL: no memory; it has replied. */
struct map_work *map_work_start(struct seat *s);
/* Surveys and shows the page, with the work's status, errors and what was typed. */
void map_page_show(struct seat *s);
/* field and said: static. */
void map_error(struct map_work *w, const char *field, const char *said);
/* Puts the ties of one case on the map; arg: the seat. */
survey_visit_fn map_visit;
/* Without opening it: open cases, and closed ones that came in within a year. */
survey_wants_fn map_wants;

seat_fn map_page_get;
seat_fn map_release_ask, map_release_agree, map_release_take;	/* map_release.c */
#endif
