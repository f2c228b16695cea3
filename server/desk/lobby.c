/* lobby.c: redirects, mostly. */
#include "lobby.h"

#include <string.h>

#include "session.h"

void
lobby_home(struct seat *s)
{
	struct console m = { .done = { NULL, 0 } };

	if (s->session.by_code)
		seat_go(s, "/desk/account/second");
	else if (s->roles & SEAT_READER)
		seat_go(s, "/desk/queue");
	else if (s->roles & SEAT_ADMIN)
		seat_go(s, "/desk/people");
	else if (s->roles & SEAT_AUDITOR)
		seat_go(s, "/desk/audit");
	else
		seat_show(s, 200, CONSOLE_WAITING, &m);
}

/* That the session was asked for is what counts as being there. */
void
lobby_stay(struct seat *s)
{
	const struct reply nothing = { .status = 204 };

	if (exchange_request(s->x)->accepts_html)
		seat_go(s, "/");
	else
		exchange_answer(s->x, &nothing);
}

static void
on_signed_out(struct seat *s, enum gw_err e, struct msg *m)
{
	const struct reply reply = { .status = 303, .location = "/desk/sign-in?out=1", .clears = true };

	(void)m;
	if (e == GW_EABSENT || e == GW_EDENIED)
		e = GW_OK;			/* it had ended before */
	if (e == GW_OK)
		e = exchange_cookie(s->x, session_cookie_end());
	if (e == GW_OK)
		exchange_answer(s->x, &reply);
	else
		seat_fail(s, e);
}

void
lobby_sign_out(struct seat *s)
{
	struct msg m = { .type = MSG_SIGN_OUT, .fd = -1 };

	memcpy(m.u.session_id.session, s->session_id, SESSION_ID);
	seat_ask(s, &m, MSG_RESULT, on_signed_out);
}
