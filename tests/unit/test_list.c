/* test_list.c: the console's lists: in order, each report once, counted right, and only one's own. */
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "caseload.h"

enum { NOW = CASES_NOON + 800 };

static struct store *s;

static void
begin(void)
{
	s = caseload_begin();
}

static enum gw_err
ask(uint8_t session, enum filter filter, const struct msg_list_row *after, struct msg_list *out)
{
	struct msg_list_get q = { .filter = (uint8_t)filter };

	memset(q.session, session, SESSION_ID);
	if (after != NULL) {
		q.line = after->band < BAND_URGENT;
		q.after_due = after->due;
		memcpy(q.after, after->report, ID_BYTES);
	}
	return CASES_DO(s, store_list_get(s, &q, NOW, out));
}

static struct msg_list
page(uint8_t session, enum filter filter, const struct msg_list_row *after)
{
	static struct msg_list out;

	ck_assert_int_eq(ask(session, filter, after, &out), GW_OK);
	return out;
}

static unsigned
number_of(const struct msg_list_row *row)
{
	unsigned n;

	memcpy(&n, row->report + 8, sizeof n);
	return n;
}

static void
put(unsigned n, const char *const *teams)
{
	struct msg_report_put r;

	cases_report(&r, n, teams);
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
}

/* 30 of school:a, 30 of both it and community, 20 of community alone, 10 of school:b. */
static void
fill(void)
{
	for (unsigned n = 0; n < 90; n++)
		put(n, n < 30 ? CASES_TEAMS("school:a") : n < 60 ? CASES_TEAMS("school:a", "community") :
		    n < 80 ? CASES_TEAMS("community") : CASES_TEAMS("school:b"));
}

static bool
is_before(const struct msg_list_row *a, const struct msg_list_row *b)
{
	const int line_a = a->band < BAND_URGENT, line_b = b->band < BAND_URGENT;

	if (line_a != line_b || a->due != b->due)
		return line_a != line_b ? line_a < line_b : a->due < b->due;
	return memcmp(a->report, b->report, ID_BYTES) < 0;
}

START_TEST(pages_show_every_open_case_of_ones_teams_once_and_in_order)
{
	static const struct { uint8_t session; unsigned n; } whose[] = { { ASHA, 60 }, { BEN, 10 }, { CORA, 80 } };
	struct msg_list_row last;
	struct msg_list l;
	unsigned seen = 0;

	fill();
	do {
		l = page(whose[_i].session, FILTER_ALL, seen == 0 ? NULL : &last);
		ck_assert_uint_eq(l.open, whose[_i].n);
		for (size_t i = 0; i < l.n; i++, seen++) {
			if (seen > 0)
				ck_assert(is_before(&last, &l.row[i]));
			last = l.row[i];
		}
		ck_assert_int_eq(l.goes_on, seen < whose[_i].n);
	} while (l.goes_on);
	ck_assert_uint_eq(seen, whose[_i].n);
}
END_TEST

START_TEST(a_row_has_all_that_its_line_needs)
{
	struct msg_report_put r;
	struct msg_list l;

	cases_report(&r, 5, CASES_TEAMS("community", "school:b"));
	ck_assert_int_eq(cases_put(s, &r, CASES_NOON + 61), GW_OK);
	l = page(CORA, FILTER_ALL, NULL);
	ck_assert_uint_eq(l.n, 1);
	ck_assert_mem_eq(l.row[0].report, r.report, ID_BYTES);
	ck_assert_mem_eq(l.row[0].grant, r.grant[0].sealed, GRANT_BYTES);
	ck_assert_str_eq(l.row[0].team, "community");
	ck_assert_str_eq(l.row[0].school, "school:b");
	ck_assert_str_eq(l.row[0].assigned, "");
	ck_assert_uint_eq(l.row[0].band, BAND_PRIORITY);
	ck_assert_int_eq(l.row[0].received, CASES_NOON + 60);
	ck_assert_int_eq(l.row[0].due, r.due);
	ck_assert_uint_eq(l.row[0].decision.n, r.decision.n);
	ck_assert_mem_eq(l.row[0].decision.p, r.decision.p, r.decision.n);
	ck_assert(l.row[0].is_new && !l.row[0].is_met && !l.row[0].has_reply && !l.row[0].is_lowering);
	put(7, CASES_TEAMS("lado"));
	l = page(CORA, FILTER_ALL, NULL);
	ck_assert_uint_eq(l.n, 1);
}
END_TEST

START_TEST(filters_and_counts_agree)
{
	const enum filter filter = (enum filter)_i;
	struct msg_case_put p;
	struct msg_list l;
	unsigned rows = 0;
	static struct msg_list_row last;

	fill();
	for (unsigned n = 0; n < 12; n++)
		caseload_look(ASHA, n);
	for (unsigned n = 3; n < 6; n++)
		caseload_reply(n);
	for (unsigned n = 8; n < 30; n++) {
		caseload_fill(&p, CORA, n, ACT_ASSIGN);
		strcpy(p.assigned, n % 2 == 0 ? CASES_ASHA : CASES_CORA);
		ck_assert_int_eq(caseload_act(&p), GW_OK);
	}
	caseload_fill(&p, CORA, 40, ACT_TASK);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	cases_tamper("UPDATE report SET due = due - 53 * 60; UPDATE queue SET due = due - 53 * 60");
	do {
		l = page(ASHA, filter, rows == 0 ? NULL : &last);
		rows += l.n;
		if (l.n > 0)
			last = l.row[l.n - 1];
		for (size_t i = 0; i < l.n; i++) {
			const struct msg_list_row *r = &l.row[i];
			const unsigned n = number_of(r);

			ck_assert(filter != FILTER_OVERDUE || r->due < NOW);
			ck_assert(filter != FILTER_REPLY || (r->has_reply && n >= 3 && n < 6));
			ck_assert(filter != FILTER_FREE || r->assigned[0] == '\0');
			ck_assert(filter != FILTER_MINE || n == 40 || strcmp(r->assigned, CASES_ASHA) == 0);
			ck_assert(filter != FILTER_NEW || (r->is_new && (n >= 12 || (n >= 3 && n < 6) || n >= 8)));
			ck_assert_int_eq(r->is_new, n >= 8 || (n >= 3 && n < 6));
		}
	} while (l.goes_on);
	ck_assert_uint_eq(l.open, 60);
	ck_assert_uint_eq(l.urgent, 30);
	ck_assert_uint_eq(l.overdue, 7);	/* due from the 7th minute on, one a minute; it is the 14th */
	ck_assert_uint_eq(l.replies, 3);
	ck_assert_uint_eq(l.unassigned, 60 - 22);
	ck_assert_uint_eq(l.mine, 11 + 1);
	ck_assert_uint_eq(l.fresh, 60 - 12 + 3 + 4);
	ck_assert(!l.is_more);
	ck_assert_uint_eq(rows, filter == FILTER_ALL ? l.open : filter == FILTER_OVERDUE ? l.overdue :
	    filter == FILTER_REPLY ? l.replies : filter == FILTER_FREE ? l.unassigned :
	    filter == FILTER_MINE ? l.mine : l.fresh);
}
END_TEST

START_TEST(what_somebody_has_who_is_away_is_also_theirs_who_cover)
{
	struct msg_case_put p;

	caseload_put(1, BAND_PRIORITY);
	caseload_put(2, BAND_PRIORITY);
	caseload_fill(&p, ASHA, 1, ACT_ASSIGN);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	caseload_fill(&p, CORA, 2, ACT_TASK);
	strcpy(p.owner, CASES_CORA);
	ck_assert_int_eq(caseload_act(&p), GW_OK);
	ck_assert_uint_eq(page(ASHA, FILTER_MINE, NULL).n, 0);
	ck_assert_uint_eq(page(CORA, FILTER_MINE, NULL).n, 2);
	cases_tamper("UPDATE member SET cover = 'Asha Lead', away_until = 4000000000 WHERE name = 'Cora Both'");
	ck_assert_uint_eq(page(ASHA, FILTER_MINE, NULL).n, 2);
	ck_assert_uint_eq(page(CORA, FILTER_MINE, NULL).n, 2);
	cases_tamper("UPDATE member SET away_until = 1 WHERE name = 'Cora Both'");
	ck_assert_uint_eq(page(ASHA, FILTER_MINE, NULL).n, 0);
}
END_TEST

START_TEST(ones_own_entry_is_no_news_to_oneself)
{
	caseload_put(1, BAND_PRIORITY);
	caseload_look(ASHA, 1);
	ck_assert_int_eq(page(ASHA, FILTER_ALL, NULL).row[0].is_new, 0);
	ck_assert_int_eq(page(CORA, FILTER_ALL, NULL).row[0].is_new, 1);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_NOTE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(page(ASHA, FILTER_ALL, NULL).row[0].is_new, 0);
	caseload_look(CORA, 1);
	ck_assert_int_eq(caseload_plain(CORA, 1, ACT_NOTE, BAND_PRIORITY), GW_OK);
	ck_assert_int_eq(page(ASHA, FILTER_ALL, NULL).row[0].is_new, 1);
}
END_TEST

START_TEST(a_lowering_that_waits_shows_in_its_row)
{
	caseload_put(1, BAND_IMMEDIATE);
	ck_assert_int_eq(caseload_plain(ASHA, 1, ACT_ASK_LOWER, BAND_URGENT), GW_OK);
	ck_assert_int_eq(page(CORA, FILTER_ALL, NULL).row[0].is_lowering, 1);
}
END_TEST

/* --- closed ones --- */

static enum gw_err
close_on(unsigned n, int day)
{
	struct msg_case_put p;

	cases_act(&p, CORA, n, caseload_parts(n), ACT_CLOSE);
	p.band = (uint8_t)(n % BAND_N);
	cases_sign_in(s, CASES_CORA, (uint8_t)(100 + n), CASES_NOON + day * 86400);
	memset(p.session, (int)(100 + n), SESSION_ID);
	return CASES_DO(s, store_case_put(s, &p, CASES_NOON + day * 86400));
}

START_TEST(closed_ones_are_shown_the_last_day_first)
{
	struct msg_list_row last;
	struct msg_list l;
	unsigned seen = 0;

	for (unsigned n = 0; n < 60; n++)
		put(n, n < 30 ? CASES_TEAMS("school:a") : CASES_TEAMS("school:a", "community"));
	for (unsigned n = 0; n < 60; n++)
		if (n % BAND_N != BAND_IMMEDIATE)
			ck_assert_int_eq(close_on(n, (int)(n % 7)), GW_OK);
	cases_sign_in(s, CASES_CORA, CORA, NOW);
	cases_sign_in(s, CASES_BEN, BEN, NOW);
	do {
		l = page(CORA, FILTER_CLOSED, seen == 0 ? NULL : &last);
		ck_assert_uint_eq(l.open, 15);
		ck_assert_uint_eq(l.urgent, 15);
		for (size_t i = 0; i < l.n; i++, seen++) {
			ck_assert_uint_eq(l.row[i].state, CASE_CLOSED);
			if (seen > 0)
				ck_assert_int_le(l.row[i].due, last.due);
			last = l.row[i];
		}
	} while (l.goes_on);
	ck_assert_uint_eq(seen, 45);
	ck_assert_uint_eq(page(BEN, FILTER_CLOSED, NULL).n, 0);
}
END_TEST

START_TEST(a_closed_one_whose_reporter_wrote_again_is_among_the_open_ones_to_be_seen)
{
	struct msg_list l;

	caseload_put(2, BAND_URGENT);
	ck_assert_int_eq(caseload_plain(ASHA, 2, ACT_CLOSE, BAND_URGENT), GW_OK);
	ck_assert_uint_eq(page(ASHA, FILTER_ALL, NULL).n, 0);
	caseload_reply(2);
	for (int f = FILTER_ALL; f <= FILTER_CLOSED; f++) {
		l = page(ASHA, (enum filter)f, NULL);
		ck_assert_uint_eq(l.n, f == FILTER_ALL || f == FILTER_REPLY || f == FILTER_NEW || f == FILTER_CLOSED);
		ck_assert(l.n == 0 || (l.row[0].state == CASE_CLOSED && l.row[0].has_reply));
	}
	ck_assert_uint_eq(l.open, 0);
	ck_assert_uint_eq(l.overdue, 0);
	ck_assert_uint_eq(l.urgent, 0);
	ck_assert_uint_eq(l.replies, 1);
}
END_TEST

/* --- limits --- */

START_TEST(a_page_ends_where_the_message_does)
{
	static uint8_t large[122880];
	static struct msg m = { .type = MSG_LIST, .fd = -1 };
	struct msg_report_put r;
	struct msg_list_row *last = NULL;
	struct buf out;
	unsigned seen = 0;

	for (unsigned n = 0; n < 3; n++) {
		cases_report(&r, n, CASES_TEAMS("school:a"));
		r.decision = (struct span){ large, n == 1 ? 4096 : sizeof large };
		ck_assert_int_eq(cases_put(s, &r, CASES_NOON), GW_OK);
	}
	buf_init(&out, LIMIT_WIRE);
	do {
		ck_assert_int_eq(ask(ASHA, FILTER_ALL, last, &m.u.list), GW_OK);
		ck_assert_uint_ge(m.u.list.n, 1);
		buf_clear(&out);
		ck_assert_int_eq(msg_encode(&m, &out), GW_OK);
		seen += m.u.list.n;
		last = &m.u.list.row[m.u.list.n - 1];
	} while (m.u.list.goes_on);
	buf_free(&out);
	ck_assert_uint_eq(seen, 3);
}
END_TEST

START_TEST(a_full_page_of_the_longest_names_fits_a_message)
{
	static struct msg m = { .type = MSG_LIST, .fd = -1 };
	struct msg_report_put r;
	struct buf out;

	for (unsigned n = 0; n < LIMIT_DESK_PAGE + 5; n++)
		put(n, CASES_TEAMS("school:a"));
	ck_assert_int_eq(ask(ASHA, FILTER_ALL, NULL, &m.u.list), GW_OK);
	ck_assert_uint_eq(m.u.list.n, LIMIT_DESK_PAGE);
	ck_assert(m.u.list.goes_on);
	cases_report(&r, 0, CASES_TEAMS("school:a"));
	for (size_t i = 0; i < m.u.list.n; i++) {
		memset(m.u.list.row[i].team, 'a', LIMIT_TEAM);
		memset(m.u.list.row[i].school, 'a', LIMIT_TEAM);
		memset(m.u.list.row[i].assigned, 'a', LIMIT_NAME);
	}
	buf_init(&out, LIMIT_WIRE);
	ck_assert_int_eq(msg_encode(&m, &out), GW_OK);
	buf_free(&out);
}
END_TEST

/* What is beyond the rows that are counted is still found. */
START_TEST(beyond_what_is_counted_the_list_goes_on)
{
	const unsigned n = LIST_COUNTED + 50;
	char sql[512];
	struct msg_list l;

	put(1, CASES_TEAMS("school:a"));
	snprintf(sql, sizeof sql, "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
	    "INSERT INTO report SELECT CAST(printf('%%016d', i) AS BLOB), CAST(printf('%%032d', i) AS BLOB), "
	    "reporter_pk, reporter_grant, band, state, received, due + i * 60, parts, files, recorded, head, "
	    "iif(i = %u, 'Asha Lead', 'x'), 0, 0, '', 0, 0, 0 FROM n, report", n, n);
	cases_tamper(sql);
	cases_tamper("INSERT INTO grants SELECT id, 'school:a', zeroblob(97), zeroblob(8), 1 FROM report "
	    "WHERE assigned <> ''; "
	    "INSERT INTO part SELECT r.id, p.seq, p.kind, p.digest, p.bytes FROM report r, part p "
	    "WHERE r.assigned <> '' AND p.seq < 2; "
	    "INSERT INTO queue SELECT 'school:a', 1, due, id FROM report WHERE assigned <> ''");
	l = page(ASHA, FILTER_MINE, NULL);
	ck_assert(l.is_more);
	ck_assert_uint_eq(l.unassigned, 1);
	ck_assert_uint_eq(l.fresh, LIST_COUNTED);
	ck_assert_uint_eq(l.mine, 0);
	ck_assert_uint_eq(l.n, 1);
	ck_assert_str_eq(l.row[0].assigned, CASES_ASHA);
	ck_assert(!l.goes_on);
}
END_TEST

START_TEST(a_look_that_nobody_made_keeps_no_session_alive)
{
	struct msg_list_get q = { .quiet = 1 };
	struct msg_list out;

	memset(q.session, ASHA, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_list_get(s, &q, CASES_NOON + 800, &out)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT max(seen) FROM session"), CASES_NOON);
	q.quiet = 0;
	ck_assert_int_eq(CASES_DO(s, store_list_get(s, &q, CASES_NOON + 800, &out)), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT max(seen) FROM session"), CASES_NOON + 800);
	q.filter = FILTER_N;
	ck_assert_int_eq(CASES_DO(s, store_list_get(s, &q, CASES_NOON + 800, &out)), GW_EINPUT);
	q.filter = FILTER_ALL;
	q.session[0]++;
	ck_assert_int_eq(CASES_DO(s, store_list_get(s, &q, CASES_NOON + 800, &out)), GW_EABSENT);
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("list");
	TCase *t = tcase_create("list");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, pages_show_every_open_case_of_ones_teams_once_and_in_order, 0, 3);
	tcase_add_test(t, a_row_has_all_that_its_line_needs);
	tcase_add_loop_test(t, filters_and_counts_agree, FILTER_ALL, FILTER_OPEN_N);
	tcase_add_test(t, what_somebody_has_who_is_away_is_also_theirs_who_cover);
	tcase_add_test(t, ones_own_entry_is_no_news_to_oneself);
	tcase_add_test(t, a_lowering_that_waits_shows_in_its_row);
	tcase_add_test(t, closed_ones_are_shown_the_last_day_first);
	tcase_add_test(t, a_closed_one_whose_reporter_wrote_again_is_among_the_open_ones_to_be_seen);
	tcase_add_test(t, a_page_ends_where_the_message_does);
	tcase_add_test(t, a_full_page_of_the_longest_names_fits_a_message);
	tcase_add_test(t, beyond_what_is_counted_the_list_goes_on);
	tcase_add_test(t, a_look_that_nobody_made_keeps_no_session_alive);
	suite_add_tcase(all, t);
	return all;
}
