/* lobby.c: redirects, mostly. */
#include "lobby.h"

#include <string.h>


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
	(void)m;
	if (e == GW_OK || e == GW_EABSENT || e == GW_EDENIED)	/* the last two: it had ended before */
		seat_out(s);
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
