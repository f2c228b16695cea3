/* test_survey.c: many cases opened one after the other, with a vault that the test plays: its pages, its changes
 * between them, and its lies. */
#include <stdlib.h>
#include <string.h>

#include "grant.h"
#include "run.h"
#include "secret.h"
#include "survey.h"
#include "wire.h"

enum { CASES = 5, PARTS = 4, PAGE = 2, NOON = 1795858140 / 60 * 60 };

struct kept { uint8_t key[KEY_BYTES]; struct buf part[PARTS], head; };
static struct {
	struct event_base *base;
	struct wire *vault;
	struct desk desk;
	struct seat seat;
	struct keypair member, team;
	struct kept kept[CASES];
	struct msg_escalation row[LIMIT_SURVEY + CASES];
	size_t n;
	uint64_t last;
	unsigned pages, begun, looks;
	unsigned broken;			/* this case's last part has one bit changed; CASES: none */
	bool overtakes;				/* the first case changes behind the first page */
} t;
static struct {
	unsigned visits, ends, unread_rows;
	uint8_t seen[CASES];
	size_t entries[CASES], unread, left_out;
	uint64_t last;
	enum gw_err e;
	enum band only;				/* wants: BAND_N for all */
} found;
static struct surveyor *survey;

/* --- cases --- */

static struct span
plain_of(size_t part, struct buf *plain)
{
	struct entry e = { .act = ACT_NOTE, .at = NOON, .by = "Cara", .text = span_of("a note") };
	struct report r;

	report_init(&r);
	if (part == 0)
		ck_assert(buf_add_text(&r.text, "words") == GW_OK && report_encode(&r, NOON, plain) == GW_OK);
	else if (part == 1)
		ck_assert_int_eq(buf_add_text(plain, "{\"band\":\"urgent\",\"categories\":[],\"reasons\":[]}"), GW_OK);
	else
		ck_assert_int_eq(entry_encode(&e, plain), GW_OK);
	report_free(&r);
	return buf_span(plain);
}

static void
case_make(size_t i)
{
	static const enum part_kind kinds[PARTS] = { PART_BODY, PART_DECISION, PART_NOTE, PART_NOTE };
	const uint8_t id[ID_BYTES] = { (uint8_t)(i + 1) };
	struct kept *k = &t.kept[i];
	uint8_t report_key[KEY_BYTES], casework[KEY_BYTES];
	struct chain chain;
	struct buf plain;

	case_key_make(k->key);
	report_key_of(k->key, report_key);
	casework_key_of(k->key, casework);
	chain_start(&chain, id);
	for (size_t p = 0; p < PARTS; p++) {
		buf_init(&k->part[p], LIMIT_WIRE);
		buf_init(&plain, LIMIT_WIRE);
		ck_assert_int_eq(chain_append(&chain, p == 0 ? report_key : casework,
		    (struct part_place){ id, kinds[p], (uint32_t)p }, plain_of(p, &plain), &k->part[p]), GW_OK);
		buf_free(&plain);
	}
	buf_init(&k->head, LIMIT_WIRE);
	ck_assert_int_eq(chain_seal(&chain, report_key, id, &k->head), GW_OK);
	memcpy(t.row[i].report, id, ID_BYTES);
	t.row[i].band = BAND_URGENT;
	t.row[i].parts = PARTS;
	t.row[i].changed = t.row[i].listed = ++t.last;
}

/* --- the vault --- */

static void
give_rows(const struct msg_escalations_get *q, struct msg *m)
{
	struct msg_escalations *a = &m->u.escalations;
	const uint64_t after = q->after;

	t.pages++;
	t.begun += q->survey != SURVEY_GOES_ON;
	ck_assert_int_eq(q->survey == SURVEY_GOES_ON, t.pages > 1);
	m->type = MSG_ESCALATIONS;
	for (size_t i = 0; i < t.n && !a->goes_on; i++) {
		if (t.row[i].changed <= after)
			continue;
		a->goes_on = a->n == (q->limit < PAGE || t.n > CASES ? q->limit : PAGE);
		if (!a->goes_on)
			a->row[a->n++] = t.row[i];
	}
	a->last = t.last;
	if (t.overtakes && t.pages == 1) {	/* it now stands behind all others */
		const struct msg_escalation first = t.row[0];

		memmove(&t.row[0], &t.row[1], (t.n - 1) * sizeof first);
		t.row[t.n - 1] = first;
		t.row[t.n - 1].changed = t.row[t.n - 1].listed = ++t.last;
	}
}

static void
give_case(const struct msg_case_get *q, struct msg *m)
{
	const size_t i = (size_t)q->report[0] - 1;
	struct grant_subject what = { .kind = GRANT_CASE };
	struct msg_thread *a = &m->u.thread;

	ck_assert_uint_eq(q->surveys, 1);
	t.looks += q->from == 0;
	m->type = MSG_THREAD;
	memcpy(a->report, q->report, ID_BYTES);
	memcpy(what.id, q->report, ID_BYTES);
	strcpy(a->team, ROSTER_COMMUNITY);
	grant_seal(t.team.pk, &what, t.kept[i].key, a->grant);
	a->total = PARTS;
	a->head = buf_span(&t.kept[i].head);
	for (size_t p = q->from; p < PARTS && a->n < 3; p++) {
		struct msg_part *part = &a->part[a->n++];

		part->kind = p == 0 ? PART_BODY : p == 1 ? PART_DECISION : PART_NOTE;
		part->seq = (uint32_t)p;
		part->sealed = buf_span(&t.kept[i].part[p]);
		if (t.broken == i && p == PARTS - 1)
			t.kept[i].part[p].p[100] ^= 1;
		part_digest(part->sealed, part->digest);
	}
}

static void
vault_heard(void *arg, struct msg *q)
{
	struct msg *m = calloc(1, sizeof *m);

	(void)arg;
	m->fd = -1;
	m->request = q->request;
	if (q->type == MSG_ESCALATIONS_GET)
		give_rows(&q->u.escalations_get, m);
	else if (q->type == MSG_CASE_GET)
		give_case(&q->u.case_get, m);
	else
		ck_abort_msg("asked for something else: %d", q->type);
	ck_assert_int_eq(wire_send(t.vault, m), GW_OK);
	free(m);
}

static void
vault_lost(void *arg)
{
	(void)arg;
}

static void
set_up(void)
{
	struct msg_session *s = &t.seat.session;
	struct grant_subject what;
	int fd[2];

	memset(&t, 0, sizeof t);
	memset(&found, 0, sizeof found);
	found.only = BAND_N;
	t.broken = CASES;
	t.base = event_base_new();
	t.n = CASES;
	ck_assert(link_new(t.base, &t.desk.link) == GW_OK && wire_pair(fd) == GW_OK);
	ck_assert_int_eq(wire_new(t.base, fd[1], vault_heard, vault_lost, NULL, &t.vault), GW_OK);
	ck_assert_int_eq(link_adopt(t.desk.link, fd[0]), GW_OK);
	keypair_make(&t.member);
	keypair_make(&t.team);
	t.desk.roster_good = true;
	t.desk.roster.n = 1;
	strcpy(t.desk.roster.team[0].code, ROSTER_COMMUNITY);
	memcpy(t.desk.roster.team[0].pk, t.team.pk, KEY_BYTES);
	t.seat.desk = &t.desk;
	strcpy(s->name, "Cara");
	memcpy(s->pk, t.member.pk, KEY_BYTES);
	session_seal(t.seat.token, span_of(s->name), t.member.sk, s->sealed);
	s->n = 1;
	strcpy(s->team[0].team, ROSTER_COMMUNITY);
	team_subject(span_of(ROSTER_COMMUNITY), &what);
	grant_seal(t.member.pk, &what, t.team.sk, s->team[0].sealed);
	for (size_t i = 0; i < CASES; i++)
		case_make(i);
}

static void
tear_down(void)
{
	survey_free(survey);
	survey = NULL;
	link_free(t.desk.link);
	wire_free(t.vault);
	event_base_free(t.base);
	for (size_t i = 0; i < CASES; i++) {
		for (size_t p = 0; p < PARTS; p++)
			buf_free(&t.kept[i].part[p]);
		buf_free(&t.kept[i].head);
	}
}

/* --- what is heard of it --- */

static bool
wants(void *arg, const struct msg_escalation *row)
{
	(void)arg;
	return found.only == BAND_N || row->band == found.only;
}

static void
visit(void *arg, const struct msg_escalation *row, const struct opened *c)
{
	const size_t i = (size_t)row->report[0] - 1;

	(void)arg;
	ck_assert_mem_eq(row->report, c->report, ID_BYTES);
	found.visits++;
	found.seen[i]++;
	found.entries[i] = c->entries.n;
}

static void
unread(void *arg, const struct msg_escalation *row)
{
	(void)arg;
	(void)row;
	found.unread_rows++;
}

static void
end(void *arg, enum gw_err e, uint64_t last, size_t n)
{
	(void)arg;
	found.ends++;
	found.e = e;
	found.last = last;
	found.unread = n;
	found.left_out = survey_left_out(survey);
	survey_free(survey);
	survey = NULL;
}

static const struct survey_calls calls = { wants, visit, end, NULL, unread };

static void
settle(void)
{
	for (int i = 0; i < 100 * LIMIT_SURVEY && found.ends == 0; i++)
		ck_assert_int_ge(event_base_loop(t.base, EVLOOP_NONBLOCK), 0);
}

static void
look(struct survey_order order)
{
	order.what = SURVEY_BOARD;
	ck_assert_int_eq(survey_new(&t.seat, &order, &calls, &survey), GW_OK);
	settle();
	ck_assert_uint_eq(found.ends, 1);
}

/* --- promises --- */

START_TEST(every_case_of_every_page_is_opened_once_and_the_survey_begins_once)
{
	look((struct survey_order){ .order = ORDER_CHANGED });
	ck_assert_int_eq(found.e, GW_OK);
	ck_assert_uint_eq(t.pages, 3);
	ck_assert_uint_eq(t.begun, 1);
	for (size_t i = 0; i < CASES; i++)
		ck_assert_uint_eq(found.seen[i], 1);
	ck_assert_uint_eq(found.entries[0], 2);
	ck_assert_uint_eq(found.unread, 0);
	ck_assert_uint_eq(found.last, CASES);
}
END_TEST

START_TEST(a_case_that_changes_between_two_pages_comes_once)
{
	t.overtakes = true;
	look((struct survey_order){ .order = ORDER_LISTED });
	for (size_t i = 0; i < CASES; i++)
		ck_assert_uint_eq(found.seen[i], 1);
	ck_assert_uint_eq(found.last, CASES + 1);	/* and nothing of it is left for the next one */
}
END_TEST

START_TEST(what_is_not_wanted_or_closed_is_not_opened)
{
	found.only = BAND_IMMEDIATE;
	t.row[1].band = t.row[2].band = BAND_IMMEDIATE;
	t.row[2].state = CASE_CLOSED;
	look((struct survey_order){ .open_only = true });
	ck_assert_uint_eq(found.visits, 1);
	ck_assert_uint_eq(found.seen[1], 1);
	ck_assert_uint_eq(t.looks, 1);
}
END_TEST

START_TEST(a_case_that_does_not_fit_its_seal_is_unread_and_the_others_are_there)
{
	t.broken = 2;
	look((struct survey_order){ .after = 0 });
	ck_assert_int_eq(found.e, GW_OK);
	ck_assert_uint_eq(found.visits, CASES - 1);
	ck_assert_uint_eq(found.seen[2], 0);
	ck_assert_uint_eq(found.unread, 1);
	ck_assert_uint_eq(found.unread_rows, 1);
}
END_TEST

/* Five true cases, and over them so many newer rows that name none there is: those do not open, and are not visited. */
START_TEST(of_too_many_the_gravest_and_the_newest_are_opened_and_the_others_are_counted)
{
	for (size_t i = CASES; i < LIMIT_SURVEY + CASES; i++) {
		t.row[i] = (struct msg_escalation){ .band = BAND_ROUTINE, .parts = PARTS + 1, .changed = i + 1 };
		t.row[i].report[0] = 1;
		memcpy(&t.row[i].report[4], &i, sizeof i);
	}
	t.row[0].band = BAND_PRIORITY;		/* the oldest of the light ones */
	t.row[1].band = BAND_IMMEDIATE;
	t.row[2].band = BAND_IMMEDIATE;
	t.row[2].state = CASE_CLOSED;
	t.row[CASES].band = BAND_PRIORITY;
	t.n = LIMIT_SURVEY + CASES;
	look((struct survey_order){ .order = ORDER_CHANGED });
	ck_assert_int_eq(found.e, GW_OK);
	ck_assert_uint_eq(t.looks, LIMIT_SURVEY);
	ck_assert_uint_eq(found.left_out, CASES);
	ck_assert_uint_eq(found.visits, 3);
	ck_assert_uint_eq(found.seen[1], 1);	/* open and immediate; [3] and [4] are open and urgent */
	ck_assert_uint_eq(found.seen[3] + found.seen[4], 2);
	ck_assert_uint_eq(found.unread, LIMIT_SURVEY - 3);
}
END_TEST

START_TEST(a_list_shows_each_case_as_it_was_at_that_part)
{
	struct msg_escalation list[2] = { t.row[3], t.row[0] };

	list[0].parts = 3;
	ck_assert_int_eq(survey_new_list(&t.seat, SURVEY_MEETING, list, 2, &calls, &survey), GW_OK);
	settle();
	ck_assert_int_eq(found.e, GW_OK);
	ck_assert_uint_eq(found.entries[3], 1);
	ck_assert_uint_eq(found.entries[0], 2);
	ck_assert_uint_eq(t.begun, 1);
	ck_assert_uint_eq(found.visits, 2);
}
END_TEST

START_TEST(a_case_with_fewer_parts_than_the_list_says_was_cut_and_is_unread)
{
	struct msg_escalation row = t.row[0];

	row.parts = PARTS + 1;
	ck_assert_int_eq(survey_new_list(&t.seat, SURVEY_MEETING, &row, 1, &calls, &survey), GW_OK);
	settle();
	ck_assert_uint_eq(found.visits, 0);
	ck_assert_uint_eq(found.unread, 1);
}
END_TEST

START_TEST(a_lost_vault_ends_it_and_a_freed_one_is_never_called)
{
	const struct survey_order order = { .what = SURVEY_BOARD };

	ck_assert_int_eq(survey_new(&t.seat, &order, &calls, &survey), GW_OK);
	survey_free(survey);
	survey = NULL;
	for (int i = 0; i < 50; i++)
		ck_assert_int_ge(event_base_loop(t.base, EVLOOP_NONBLOCK), 0);
	ck_assert_uint_eq(found.ends, 0);
	ck_assert_int_eq(survey_new(&t.seat, &order, &calls, &survey), GW_OK);
	wire_free(t.vault);
	t.vault = NULL;
	settle();
	ck_assert_int_eq(found.e, GW_EBUSY);
	ck_assert_int_eq(survey_new(&t.seat, &order, &calls, &survey), GW_EBUSY);
	ck_assert_ptr_null(survey);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("survey");
	TCase *c = tcase_create("survey");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_test(c, every_case_of_every_page_is_opened_once_and_the_survey_begins_once);
	tcase_add_test(c, a_case_that_changes_between_two_pages_comes_once);
	tcase_add_test(c, what_is_not_wanted_or_closed_is_not_opened);
	tcase_add_test(c, a_case_that_does_not_fit_its_seal_is_unread_and_the_others_are_there);
	tcase_add_test(c, of_too_many_the_gravest_and_the_newest_are_opened_and_the_others_are_counted);
	tcase_add_test(c, a_list_shows_each_case_as_it_was_at_that_part);
	tcase_add_test(c, a_case_with_fewer_parts_than_the_list_says_was_cut_and_is_unread);
	tcase_add_test(c, a_lost_vault_ends_it_and_a_freed_one_is_never_called);
	suite_add_tcase(s, c);
	return s;
}
