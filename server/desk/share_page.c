/* share_page.c: one team, a reason, and whether the giver keeps it. */
#include "share_page.h"

#include "handover.h"

static void
show(struct seat *s, int status)
{
	struct handover *h = s->work;

	handover_fill(s);
	h->m.give.gives_away = h->gives_away;
	h->m.give.is_lost = s->route->method == HTTP_POST && form_is(&s->form, "lost", "1");
	if (h->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, status, CONSOLE_SHARE, &h->m);
}

static void
read(struct seat *s)
{
	struct handover *h = s->work;

	handover_read_team(s);
	handover_read_reason(s);
	h->gives_away = form_is(&s->form, "gives_away", "1");
	if (h->gives_away && !form_is(&s->form, "lost", "1"))
		handover_error(h, "lost", "Say that you know: nobody in your team can open it after this.");
}

static void
make(struct seat *s, struct act_result *r)
{
	struct handover *h = s->work;
	const struct share_order order = { .to = h->team, .reason = h->reason, .gives_away = h->gives_away };

	pass_put_share(&h->put, s->desk->setup, &s->desk->roster, h->c, &order, s->now, r);
}

static void
run(struct seat *s)
{
	struct handover *h = handover_start(s);

	if (h == NULL)
		return;
	h->read = read;
	h->make = make;
	h->show = show;
	h->done = "share";
	handover_run(s);
}

void
share_page_get(struct seat *s)
{
	run(s);
}

void
share_page_post(struct seat *s)
{
	run(s);
}
