/* pass_page.c: what may go along, as check boxes; what was ticked, as an order. */
#include "pass_page.h"

#include <stdio.h>

#include "handover.h"
#include "moment.h"
#include "team_name.h"
#include "triage.h"
#include "words_of.h"

enum { FIELD_NAME = 16 };

static bool
is_ticked(const struct seat *s, uint32_t part)
{
	char name[FIELD_NAME];

	snprintf(name, sizeof name, "p%u", part);
	return s->route->method == HTTP_POST && form_is(&s->form, name, "1");
}

/* --- the form --- */

static void
fill_parts(struct seat *s)
{
	struct handover *h = s->work;
	struct extract_part part[EXTRACT_PARTS];
	const size_t n = extract_parts(h->c, part);
	struct console_give_part *list = scrap_take(&h->scrap, n, sizeof *list);

	for (size_t i = 0; list != NULL && i < n; i++)
		list[i] = (struct console_give_part){ .number = part[i].part, .what = span_of(part[i].what),
			.by = span_of(part[i].by), .text = part[i].text, .is_chosen = is_ticked(s, part[i].part),
			.at = moment_say(&h->scrap, &s->desk->setup->policy->calendar, "", part[i].at) };
	h->m.give.parts = list;
	h->m.give.parts_n = list == NULL ? 0 : n;
}

/* The report's own band and sooner ones. For community safety it begins at urgent, because what they are to act on
 * today is. */
static void
fill_bands(struct seat *s)
{
	struct handover *h = s->work;
	struct console_option *list = scrap_take(&h->scrap, BAND_N, sizeof *list);
	const bool to_them = pass_put_refuses(h->c, ROSTER_COMMUNITY) == NULL;
	enum band chosen = h->band;
	size_t n = 0;

	if (s->route->method != HTTP_POST)
		chosen = to_them && h->c->band < BAND_URGENT ? BAND_URGENT : (enum band)h->c->band;
	for (int b = BAND_N - 1; list != NULL && b >= (int)h->c->band; b--)
		list[n++] = (struct console_option){ span_of(band_code((enum band)b)),
			span_of(words_band((enum band)b)), (enum band)b == chosen };
	h->m.give.bands = list;
	h->m.give.bands_n = n;
}

static void
show(struct seat *s, int status)
{
	struct handover *h = s->work;
	const struct report *said = &h->c->part[0].words;
	const struct school *school = policy_school(s->desk->setup->policy, span_of(said->school));
	struct console_give *g = &h->m.give;

	handover_fill(s);
	fill_parts(s);
	fill_bands(s);
	g->words = buf_span(&said->text);
	g->place = buf_span(&said->place);
	if (school != NULL)
		g->school = span_of(school->name);
	g->summary = h->choice.summary;
	g->words_chosen = h->choice.words;
	g->place_chosen = h->choice.place;
	if (h->scrap.failed)
		seat_fail(s, GW_ENOMEM);
	else
		seat_show(s, status, CONSOLE_PASS, &h->m);
}

/* --- the order --- */

static void
read(struct seat *s)
{
	struct handover *h = s->work;
	struct extract_part part[EXTRACT_PARTS];
	const size_t n = extract_parts(h->c, part);
	struct extract_choice *choice = &h->choice;

	handover_read_team(s);
	h->band = band_of(form_value(&s->form, "band"));
	if (h->band == BAND_N)
		handover_error(h, "band", "Choose how soon they must act.");
	choice->summary = form_value(&s->form, "text");
	if (text_is_blank(choice->summary))
		handover_error(h, "text", "Say in your own words what they need to know.");
	else if (choice->summary.n > LIMIT_NOTE)
		handover_error(h, "text", "This is too long.");
	handover_read_reason(s);
	choice->words = form_is(&s->form, "words", "1");
	choice->place = form_is(&s->form, "place", "1");
	for (size_t i = 0; i < n; i++)
		if (is_ticked(s, part[i].part))
			choice->part[choice->n++] = part[i].part;
}

static void
make(struct seat *s, struct act_result *r)
{
	struct handover *h = s->work;
	struct pass_order order = { .choice = h->choice, .band = h->band, .reason = h->reason };

	order.choice.to = h->team;
	pass_put_make(&h->put, s->desk->setup, &s->desk->roster, h->c, &order, s->now, r);
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
	h->refuses = pass_put_refuses;
	h->done = "pass";
	handover_run(s);
}

void
pass_page_get(struct seat *s)
{
	run(s);
}

void
pass_page_post(struct seat *s)
{
	run(s);
}
