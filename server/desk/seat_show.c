/* seat_show.c: how console pages leave: what every page shows of who is signed in, and what was just done. */
#include "seat.h"

#include <stdio.h>
#include <string.h>

#include "check_words.h"
#include "clock.h"
#include "log.h"
#include "secret.h"
#include "team_name.h"
#include "words_of.h"

static const char PAGE_TYPE[] = "text/html; charset=utf-8";
/* When not even a page could be made. */
static const char UNABLE[] = "This did not work just now. Please go back and try again. "
    "If someone is in danger now, call 999.\n";

/* What console_who's spans point into, while a page is made. */
struct who_words {
	char teams[LIMIT_MEMBER_TEAMS * (LIMIT_NAME + 2) + 1];
	char form[FORM_TOKEN + 1];
	char idle_ends[16];		/* "23:59" */
	char away[WORDS_AWAY];
	char check[CHECK_WORDS_TEXT];
};

static void
teams_say(const struct seat *s, struct who_words *w)
{
	size_t n = 0;

	for (size_t i = 0; i < s->session.n; i++) {
		const struct span name = team_name(s->desk->setup->policy, s->session.team[i].team);

		n += (size_t)snprintf(w->teams + n, sizeof w->teams - n, "%s%.*s", i > 0 ? ", " : "",
		    (int)(name.n < LIMIT_NAME ? name.n : LIMIT_NAME), (const char *)name.p);
	}
	if (s->session.is_auditor)
		snprintf(w->teams + n, sizeof w->teams - n, "%sAuditor", n > 0 ? ", " : "");
}

static void
idle_say(const struct seat *s, struct who_words *w)
{
	const struct wall wall = clock_wall(&s->desk->setup->policy->calendar, s->session.idle_ends);

	snprintf(w->idle_ends, sizeof w->idle_ends, "%02d:%02d", (int)(wall.second / 3600 % 24),
	    (int)(wall.second / 60 % 60));
}

static size_t
seconds_till(int64_t at, int64_t now)
{
	return at > now ? (size_t)(at - now) : 0;
}

static void
who_say(const struct seat *s, struct who_words *w, struct console_who *who)
{
	const struct msg_session *session = &s->session;

	teams_say(s, w);
	if (session->away_until > s->now)
		words_away(&s->desk->setup->policy->calendar, session->away_until, session->cover, w->away);
	if (clock_is_known(session->idle_ends))
		idle_say(s, w);
	form_token(s->token, w->form);
	who->name = span_of(session->name);
	who->teams = span_of(w->teams);
	who->is_reader = s->roles & SEAT_READER;
	who->is_admin = s->roles & SEAT_ADMIN;
	who->is_auditor = s->roles & SEAT_AUDITOR;
	who->is_community = s->roles & SEAT_COMMUNITY;
	who->is_in = true;
	who->form = span_of(w->form);
	who->idle_ends = span_of(w->idle_ends);
	who->idle_seconds = seconds_till(session->idle_ends, s->now);
	who->end_seconds = seconds_till(session->ends, s->now);
	who->away = span_of(w->away);
	for (size_t i = 0; i < session->n; i++)
		who->newcomers += session->team[i].newcomers;
}

static struct span
done_say(const struct seat *s)
{
	const struct span word = form_value(&s->form, "done");

	for (size_t i = 0; i < seat_done_n; i++)
		if (span_is(word, seat_done[i].word))
			return span_of(seat_done[i].said);
	return (struct span){ NULL, 0 };
}

static void
page_send(struct exchange *x, int status, enum console_id id, const struct console *m)
{
	struct buf html;
	enum gw_err e;

	buf_init(&html, LIMIT_JSON_ANSWER);
	e = console_render(id, m, &html);
	if (e == GW_OK) {
		exchange_reply(x, status, PAGE_TYPE, buf_span(&html));
	} else {
		log_fault(LOG_REQUEST, e);
		exchange_reply(x, 503, "text/plain; charset=utf-8", span_of(UNABLE));
	}
	buf_free(&html);
}

void
seat_show(struct seat *s, int status, enum console_id id, struct console *m)
{
	struct who_words w = { .teams = "" };

	if (s->is_in)
		who_say(s, &w, &m->who);
	if (s->is_in && id == CONSOLE_WAITING) {	/* what a newcomer reads out to a colleague */
		check_words(s->session.pk, w.check);
		m->account.check_words = span_of(w.check);
	}
	if (s->route != NULL && s->route->method == HTTP_GET && m->done.n == 0)
		m->done = done_say(s);
	page_send(s->x, status, id, m);
	secret_wipe(&w, sizeof w);
}

void
seat_tell(struct exchange *x, int status, const char *detail, const char *field)
{
	struct seat **s = exchange_state(x);
	const struct console_error said = { field != NULL ? field : "", span_of(detail) };
	struct console m = { .errors = &said, .errors_n = 1 };

	if (*s != NULL)
		seat_show(*s, status, CONSOLE_PROBLEM, &m);
	else
		page_send(x, status, CONSOLE_PROBLEM, &m);
}
