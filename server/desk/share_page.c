/* share_page.c: one team, a reason, and whether the giver keeps it. */
#include "share_page.h"

#include "casefile.h"
#include "handover.h"
#include "moment.h"
#include "secret.h"
#include "team_name.h"
#include "words_of.h"

/* What giving it away does not take from the giver. */
static void
fill_given(struct seat *s, const struct casefile *file)
{
	struct handover *h = s->work;
	const struct policy *p = s->desk->setup->policy;
	struct console_given *list = scrap_take(&h->scrap, file->n_passed, sizeof *list);
	char ref[WORDS_REF];

	h->m.give.given_n = 0;
	for (size_t i = 0; list != NULL && i < file->n_passed; i++) {
		const struct entry *e = file->passed[i];

		if (e->act != ACT_PASS)
			continue;
		words_ref(e->other, ref);
		list[h->m.give.given_n++] = (struct console_given){ scrap_print(&h->scrap, "%s", ref),
			scrap_copy(&h->scrap, team_name(p, e->team)), moment_say(&h->scrap, &p->calendar, "", e->at) };
	}
	h->m.give.given = list;
}

static void
show(struct seat *s, int status)
{
	struct handover *h = s->work;

	struct casefile file;

	handover_fill(s);
	casefile_read(h->c->entries.entry, h->c->entries.part, h->c->entries.n, &file);
	fill_given(s, &file);
	secret_wipe(&file, sizeof file);
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
	h->refuses = pass_put_share_refuses;
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
