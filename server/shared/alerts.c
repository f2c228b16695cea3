/* alerts.c: people, ladders, rungs and shifts. */
#include "alerts.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "roster.h"
#include "rota.h"

enum { MINUTE = 60, DAY_MINUTES = 24 * 60, RUNG_TURNS = 32 };

struct turn {
	struct shift shift;
	size_t n;
	const struct alert_person *who[ALERT_ON_DUTY];
};
struct rung { size_t n; struct turn turn[RUNG_TURNS]; };
struct ladder {
	char team[LIMIT_TEAM + 1];
	size_t line;			/* of the file */
	size_t n;
	struct rung rung[ALERT_RUNGS];
};
struct alerts {
	size_t n_people, n_ladders;
	struct alert_person person[ALERT_PEOPLE];
	struct ladder ladder[ALERT_LADDERS];
	int64_t every[BAND_N];		/* 0: does not page */
	int64_t page_gap, digest_gap;
};

static const char code_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static bool
is_code(const char *text)
{
	return text[0] != '\0' && text[strspn(text, code_letters)] == '\0';
}

/* --- reading --- */

static enum gw_err
read_person(struct yaml_doc *doc, yaml_node_t *item, struct alerts *a)
{
	static const struct yaml_key keys[] = {
		{ "id", YAML_TEXT, true, 1, ALERT_CODE },
		{ "mail", YAML_TEXT, false, 3, ALERT_ADDRESS },
		{ "webhook", YAML_TEXT, false, 9, ALERT_URL },
	};
	struct alert_person *who = &a->person[a->n_people];
	yaml_node_t *v[3];
	enum gw_err e = yaml_doc_map(doc, item, keys, 3, v);

	if (e != GW_OK)
		return e;
	if (!is_code(yaml_doc_text(v[0])))
		return yaml_doc_fault(doc, v[0], "id: must be small letters, digits and hyphens");
	if (alerts_person(a, yaml_doc_text(v[0])) != NULL)
		return yaml_doc_fault(doc, v[0], "id: is somebody else's already");
	if ((v[1] == NULL) == (v[2] == NULL))
		return yaml_doc_fault(doc, item, "must have mail or webhook, one of the two");
	if (v[1] != NULL && !address_is_mailbox(yaml_doc_text(v[1])))
		return yaml_doc_fault(doc, v[1], "mail: must be one plain address, as name@example.org");
	if (v[2] != NULL && !address_is_https(yaml_doc_text(v[2]), 2))
		return yaml_doc_fault(doc, v[2], "webhook: must be an address as https://example.org/path, without a "
		    "user or a fragment");
	snprintf(who->code, sizeof who->code, "%s", yaml_doc_text(v[0]));
	snprintf(who->mail, sizeof who->mail, "%s", v[1] != NULL ? yaml_doc_text(v[1]) : "");
	snprintf(who->webhook, sizeof who->webhook, "%s", v[2] != NULL ? yaml_doc_text(v[2]) : "");
	a->n_people++;
	return GW_OK;
}

/* The i-th entry of the list that this person has in who, or n. */
static size_t
place_of(const struct alert_person *const *who, size_t n, const struct alert_person *person)
{
	size_t i = 0;

	while (i < n && who[i] != person)
		i++;
	return i;
}

static enum gw_err
read_who(struct yaml_doc *doc, yaml_node_t *list, const struct alerts *a, struct turn *t)
{
	yaml_node_t *item;

	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++) {
		const struct alert_person *who = item->type != YAML_SCALAR_NODE ? NULL :
		    alerts_person(a, yaml_doc_text(item));

		if (who == NULL)
			return yaml_doc_fault(doc, item, "people: must be ids of the list people above");
		if (place_of(t->who, t->n, who) < t->n)
			return yaml_doc_fault(doc, item, "people: has somebody twice");
		t->who[t->n++] = who;
	}
	return GW_OK;
}

static enum gw_err
read_turn(struct yaml_doc *doc, yaml_node_t *item, const struct alerts *a, struct turn *t)
{
	static const struct yaml_key keys[] = { ROTA_KEYS, { "people", YAML_LIST, true, 1, ALERT_ON_DUTY } };
	yaml_node_t *v[ROTA_KEYS_N + 1];
	enum gw_err e = yaml_doc_map(doc, item, keys, ROTA_KEYS_N + 1, v);

	if (e != GW_OK || (e = rota_shift_read(doc, v, &t->shift)) != GW_OK)
		return e;
	return read_who(doc, v[ROTA_KEYS_N], a, t);
}

/* Different people of a rung, whenever they are there. */
static size_t
rung_people(const struct rung *r)
{
	const struct alert_person *all[RUNG_TURNS * ALERT_ON_DUTY];
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->turn[i].n; k++)
			if (place_of(all, n, r->turn[i].who[k]) == n)
				all[n++] = r->turn[i].who[k];
	return n;
}

static enum gw_err
read_rung(struct yaml_doc *doc, yaml_node_t *list, const struct alerts *a, struct rung *r)
{
	const long n = list->type != YAML_SEQUENCE_NODE ? 0 :
	    (long)(list->data.sequence.items.top - list->data.sequence.items.start);
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	if (n < 1 || n > RUNG_TURNS)
		return yaml_doc_fault(doc, list, "rungs: each must be a list of 1 to %d shifts with people",
		    RUNG_TURNS);
	for (; (item = yaml_doc_item(doc, list, r->n)) != NULL; r->n++)
		if (read_turn(doc, item, a, &r->turn[r->n]) != GW_OK)
			e = GW_EINPUT;
	if (e == GW_OK && rung_people(r) > ALERT_ON_DUTY)
		return yaml_doc_fault(doc, list, "rungs: one has more than %d people", ALERT_ON_DUTY);
	return e;
}

static const struct ladder *
ladder_of(const struct alerts *a, const char *team)
{
	for (size_t i = 0; i < a->n_ladders; i++)
		if (strcmp(a->ladder[i].team, team) == 0)
			return &a->ladder[i];
	return NULL;
}

/* Teams that have cases in a queue. */
static bool
is_team(const char *team)
{
	const size_t n = sizeof ROSTER_SCHOOL - 1;

	return strcmp(team, ROSTER_COMMUNITY) == 0 || strcmp(team, ROSTER_LADO) == 0 ||
	    (strncmp(team, ROSTER_SCHOOL, n) == 0 && is_code(team + n));
}

static enum gw_err
read_ladder(struct yaml_doc *doc, yaml_node_t *item, struct alerts *a)
{
	static const struct yaml_key keys[] = {
		{ "team", YAML_TEXT, true, 1, LIMIT_TEAM },
		{ "rungs", YAML_LIST, true, 1, ALERT_RUNGS },
	};
	struct ladder *l = &a->ladder[a->n_ladders];
	yaml_node_t *v[2], *rung;
	enum gw_err e = yaml_doc_map(doc, item, keys, 2, v);

	if (e != GW_OK)
		return e;
	if (!is_team(yaml_doc_text(v[0])))
		return yaml_doc_fault(doc, v[0], "team: must be " ROSTER_COMMUNITY ", " ROSTER_LADO " or " ROSTER_SCHOOL
		    "CODE, as in schools.yaml");
	if (ladder_of(a, yaml_doc_text(v[0])) != NULL)
		return yaml_doc_fault(doc, v[0], "team: has a ladder already");
	l->line = v[0]->start_mark.line + 1;
	for (; (rung = yaml_doc_item(doc, v[1], l->n)) != NULL; l->n++)
		if (read_rung(doc, rung, a, &l->rung[l->n]) != GW_OK)
			e = GW_EINPUT;
	if (e == GW_OK) {
		snprintf(l->team, sizeof l->team, "%s", yaml_doc_text(v[0]));
		a->n_ladders++;
	} else {
		*l = (struct ladder){ .n = 0 };
	}
	return e;
}

static enum gw_err
read_times(struct yaml_doc *doc, yaml_node_t *pages, yaml_node_t *gaps, struct alerts *a)
{
	static const enum band paging[] = { BAND_IMMEDIATE, BAND_URGENT };
	static const struct yaml_key bands[] = {
		{ "immediate", YAML_MAP, true, 1, 1 },
		{ "urgent", YAML_MAP, true, 1, 1 },
	};
	static const struct yaml_key every[] = { { "every_minutes", YAML_NUMBER, true, 1, DAY_MINUTES } };
	static const struct yaml_key both[] = {
		{ "page_minutes", YAML_NUMBER, true, 1, 60 },
		{ "digest_minutes", YAML_NUMBER, true, 60, DAY_MINUTES },
	};
	yaml_node_t *v[2], *minutes;
	enum gw_err e, worst = yaml_doc_map(doc, pages, bands, 2, v);

	for (size_t i = 0; i < 2 && worst == GW_OK; i++)
		if ((e = yaml_doc_map(doc, v[i], every, 1, &minutes)) == GW_OK)
			a->every[paging[i]] = (int64_t)yaml_doc_number(minutes) * MINUTE;
		else
			worst = e;
	if ((e = yaml_doc_map(doc, gaps, both, 2, v)) != GW_OK)
		return e;
	a->page_gap = (int64_t)yaml_doc_number(v[0]) * MINUTE;
	a->digest_gap = (int64_t)yaml_doc_number(v[1]) * MINUTE;
	return worst;
}

static enum gw_err
read_all(struct yaml_doc *doc, struct alerts *a)
{
	static const struct yaml_key keys[] = {
		{ "people", YAML_LIST, true, 0, ALERT_PEOPLE },
		{ "ladders", YAML_LIST, true, 0, ALERT_LADDERS },
		{ "pages", YAML_MAP, true, 2, 2 },
		{ "gaps", YAML_MAP, true, 2, 2 },
	};
	yaml_node_t *v[4], *item;
	enum gw_err e = yaml_doc_map(doc, yaml_doc_root(doc), keys, 4, v);

	if (e != GW_OK)
		return e;
	for (size_t i = 0; (item = yaml_doc_item(doc, v[0], i)) != NULL; i++)
		if (read_person(doc, item, a) != GW_OK)
			e = GW_EINPUT;
	for (size_t i = 0; (item = yaml_doc_item(doc, v[1], i)) != NULL; i++)
		if (read_ladder(doc, item, a) != GW_OK)
			e = GW_EINPUT;
	return read_times(doc, v[2], v[3], a) != GW_OK ? GW_EINPUT : e;
}

enum gw_err
alerts_load(const char *dir, FILE *err, struct alerts **a)
{
	struct alerts *fresh = calloc(1, sizeof *fresh);
	struct yaml_doc *doc = NULL;
	enum gw_err e;

	*a = NULL;
	if (fresh == NULL)
		return GW_ENOMEM;
	if ((e = yaml_doc_load_in(dir, "alerts.yaml", err, &doc)) == GW_OK)
		e = read_all(doc, fresh);
	yaml_doc_free(doc);
	if (e == GW_OK)
		*a = fresh;
	else
		alerts_free(fresh);
	return e;
}

void
alerts_free(struct alerts *a)
{
	free(a);
}

enum gw_err
alerts_check(const struct alerts *a, const struct policy *p, const char *dir, FILE *err)
{
	const size_t n = sizeof ROSTER_SCHOOL - 1;
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < a->n_ladders; i++) {
		const struct ladder *l = &a->ladder[i];

		if (strncmp(l->team, ROSTER_SCHOOL, n) != 0 || policy_school(p, span_of(l->team + n)) != NULL)
			continue;
		fprintf(err, "%s/alerts.yaml:%zu: team: there is no such school in schools.yaml\n", dir, l->line);
		e = GW_EINPUT;
	}
	return e;
}

/* --- asking --- */

const struct alert_person *
alerts_person(const struct alerts *a, const char *code)
{
	for (size_t i = 0; i < a->n_people; i++)
		if (strcmp(a->person[i].code, code) == 0)
			return &a->person[i];
	return NULL;
}

const struct alert_person *
alerts_people(const struct alerts *a, size_t *n)
{
	*n = a->n_people;
	return a->person;
}

const char *
alerts_team(const struct alerts *a, size_t i, unsigned *rungs)
{
	if (i >= a->n_ladders)
		return NULL;
	*rungs = (unsigned)a->ladder[i].n;
	return a->ladder[i].team;
}

static size_t
rung_on_duty(const struct rung *r, const struct wall *w, bool is_working_day,
    const struct alert_person *who[ALERT_ON_DUTY])
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct turn *t = &r->turn[i];

		for (size_t k = 0; rota_is_on(&t->shift, w, is_working_day) && k < t->n; k++)
			if (n < ALERT_ON_DUTY && place_of(who, n, t->who[k]) == n)
				who[n++] = t->who[k];
	}
	return n;
}

size_t
alerts_on_duty(const struct alerts *a, const struct policy *p, const char *team, unsigned rung, int64_t now,
    const struct alert_person *who[ALERT_ON_DUTY])
{
	const struct ladder *l = ladder_of(a, team);
	struct wall w;
	bool is_working_day;
	size_t first, n = 0;

	if (l == NULL || !clock_is_known(now))
		return 0;
	w = clock_wall(&p->calendar, now);
	is_working_day = !clock_is_bank_holiday(&p->calendar, w.day);
	first = rung < l->n ? rung : l->n - 1;
	for (size_t i = first; i < l->n && n == 0; i++)
		n = rung_on_duty(&l->rung[i], &w, is_working_day, who);
	for (size_t i = first; i > 0 && n == 0; i--)
		n = rung_on_duty(&l->rung[i - 1], &w, is_working_day, who);
	return n;
}

int64_t
alerts_every(const struct alerts *a, enum band band)
{
	return a->every[band];
}

int64_t
alerts_page_gap(const struct alerts *a)
{
	return a->page_gap;
}

int64_t
alerts_digest_gap(const struct alerts *a)
{
	return a->digest_gap;
}
