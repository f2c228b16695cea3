/* seat.h: one request of somebody at the console, from the cookie to the answer. A route states what it demands; its
 * handler runs only after session, role, and for POST also origin and form token, have passed. Who is not signed in is
 * sent to the sign-in page; who may not, gets 403 and a line in the audit chain. */
#ifndef SEAT_H
#define SEAT_H

#include "console.h"
#include "form.h"
#include "office.h"
#include "opening.h"

/* What a signed-in person is, by the vault's word. A bit set. */
enum seat_role {
	SEAT_READER = 1,	/* in a team that reads: a school's, community safety, LADO */
	SEAT_ADMIN = 2,		/* in ROSTER_ADMIN: people and schools, no report */
	SEAT_AUDITOR = 4,
	SEAT_ANYONE = SEAT_READER | SEAT_ADMIN | SEAT_AUDITOR,
	SEAT_NEWCOMER = 8,	/* signed in, but let in nowhere yet; only with SEAT_WAITING */
	SEAT_COMMUNITY = 32	/* a reader in ROSTER_COMMUNITY: meeting, incidents, panel, map, figures, briefs */
};
enum { SEAT_WAITING = 16 };	/* in a row's who: also for newcomers, and before a second factor was renewed */

struct seat;
typedef void seat_fn(struct seat *s);
typedef void seat_answer_fn(struct seat *s, enum gw_err e, struct msg *m);

/* One row a page; under /desk/. A path that ends in "*" matches by prefix, as in site.h. */
struct seat_route {
	enum http_method method;	/* GET or POST */
	const char *path;		/* the whole one: "/desk/queue" */
	unsigned who;			/* enum seat_role, SEAT_WAITING; 0: before signing in, without a session */
	seat_fn *run;
};

struct seat {
	struct exchange *x;
	struct desk *desk;
	const struct seat_route *route;
	struct span rest;		/* of the path, behind the row's */
	unsigned roles;
	bool is_quiet;			/* a look by itself: "quiet=1" in the query */
	int64_t now;
	uint8_t token[SESSION_TOKEN];
	uint8_t session_id[SESSION_ID];
	struct msg_session session;
	bool is_in;			/* session is there */
	struct form form;		/* POST's fields; GET's query */
	/* --- seat.c's --- */
	uint32_t ticket;
	seat_answer_fn *answer;
	struct opening *opening;
	/* --- rewrap.c's --- */
	struct { int team; unsigned cases; void (*done)(struct seat *s); } rewrap;
	/* --- dossier.c's --- */
	struct {
		uint8_t report[ID_BYTES];
		void (*done)(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES]);
	} dossier;
	/* --- the handler's --- */
	void *work;			/* secret_malloc'ed by seat_work; wiped and freed with the seat */
	void (*work_end)(void *work);	/* before that: what it holds elsewhere; may be NULL */
};

/* All rows of the console; the longest path that fits a request is its row. */
extern const struct seat_route seat_routes[];
extern const size_t seat_routes_n;
/* What a page behind "?done=WORD" says was just done; in seat_routes.c too. */
struct seat_done { const char *word, *said; };
extern const struct seat_done seat_done[];
extern const size_t seat_done_n;
/* For site.h's struct route: GET of "/", GET and POST of all below /desk/. */
enum { SEAT_STATE = 64 };		/* room in the exchange; the seat itself is allocated */
void seat_begin(struct exchange *x);
void seat_end(struct exchange *x);
void seat_gone(struct exchange *x);
void seat_tell(struct exchange *x, int status, const char *detail, const char *field);	/* problems, as pages */

/* --- for handlers --- */
struct seat *seat_of(struct exchange *x);	/* for what is called with the exchange alone */
/* Zeroed memory for the handler, once. NULL: it has replied 503. */
void *seat_work(struct seat *s, size_t bytes, void (*end)(void *work));
/* Asks the vault, one question at a time; the handler has put s->session_id into m where it belongs. answer is called
 * once, unless the exchange goes first. GW_EABSENT and GW_EDENIED arrive like other errors. When nothing can be asked
 * the person has been told so, and answer is not called. */
void seat_ask(struct seat *s, struct msg *m, enum msg_type want, seat_answer_fn *answer);
/* MSG_PEOPLE: some of the people, in the order of names, behind this one; what can be no name: the first ones. */
void seat_ask_people(struct seat *s, struct span after, seat_answer_fn *answer);
/* The member's own key pair, from cookie and session; the caller wipes it. GW_EDENIED: the session does not fit. */
GW_CHECKED enum gw_err seat_member(const struct seat *s, struct keypair *member);
/* A team's key pair, its present one or an older one that the member still holds, by its id (NULL: the present one);
 * the caller wipes it. GW_EDENIED: not held, or not the signed list's. GW_EBUSY: there is no signed list now. */
GW_CHECKED enum gw_err seat_team(const struct seat *s, const char *team, const uint8_t key[KEY_ID],
    struct keypair *out);
/* The seed that signs the list of teams, as an administrator holds it; the caller wipes it. GW_EDENIED: none, or not
 * the pin's; seed is then zeros. */
GW_CHECKED enum gw_err seat_seed(const struct seat *s, uint8_t seed[KEY_BYTES]);
bool seat_is_in(const struct seat *s, const char *team);

/* The page; fills in what every page has (name, roles, form token, clock) and what the query's "done" says. */
void seat_show(struct seat *s, int status, enum console_id id, struct console *m);
/* 303; to is static or the handler's own text, below /desk/. */
void seat_go(struct seat *s, const char *to);
/* The session has ended: the browser forgets its cookie and all it keeps of these pages, and goes to sign in. */
void seat_out(struct seat *s);
/* The page for what went wrong (CONSOLE_PROBLEM; errors[0], of field "", says it): GW_EABSENT 404, GW_EDENIED 403, else
 * as exchange_fail. */
void seat_fail(struct seat *s, enum gw_err e);
/* The same with a sentence for the person, static text. */
void seat_refuse(struct seat *s, int status, const char *said);
#endif
