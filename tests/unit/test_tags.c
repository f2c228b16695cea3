/* test_tags.c: what cases have in common, who has looked at one, and concerns that staff bring. */
#include <string.h>

#include "run.h"
#include "caseload.h"

static struct store *s;

static void
begin(void)
{
	s = caseload_begin();
}

static enum gw_err
tag(uint8_t session, unsigned n, enum case_act act, const char *team, uint8_t which)
{
	struct msg_case_put p;

	caseload_fill(&p, session, n, act);
	strcpy(p.tag_team, team);
	memset(p.tag, which, TAG_BYTES);
	return caseload_act(&p);
}

static enum gw_err
related(uint8_t session, unsigned n, const char *team, uint8_t which, struct msg_related *out)
{
	struct msg_related_get q = { .n = 2 };
	struct msg_report_put r;

	cases_report(&r, n, CASES_TEAMS("lado"));
	memset(q.session, session, SESSION_ID);
	memcpy(q.report, r.report, ID_BYTES);
	strcpy(q.team, team);
	memset(q.tag[0].found_by, 200, TAG_BYTES);
	memset(q.tag[1].found_by, which, TAG_BYTES);
	return CASES_DO(s, store_related_get(s, &q, CASES_NOON, out));
}

START_TEST(cases_with_the_same_tag_of_the_same_team_are_related)
{
	struct msg_related out;
	struct msg_report_put r;

	for (unsigned n = 1; n < 5; n++)
		caseload_put(n, BAND_PRIORITY);
	ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "school:a", 7), GW_OK);
	ck_assert_int_eq(tag(CORA, 2, ACT_TAG, "school:a", 7), GW_OK);
	ck_assert_int_eq(tag(ASHA, 3, ACT_TAG, "school:a", 8), GW_OK);
	ck_assert_int_eq(tag(CORA, 4, ACT_TAG, "community", 7), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM tag g JOIN team t ON t.code = g.team AND g.key = "
	    "substr(t.pk, 1, 8)"), 4);
	ck_assert_int_eq(related(ASHA, 1, "school:a", 7, &out), GW_OK);
	cases_report(&r, 2, CASES_TEAMS("lado"));
	ck_assert_uint_eq(out.n, 1);
	ck_assert_mem_eq(out.row[0].report, r.report, ID_BYTES);
	ck_assert_uint_eq(out.row[0].tag[0], 7);
	ck_assert_uint_eq(out.row[0].band, BAND_PRIORITY);
	ck_assert_int_eq(out.row[0].received, CASES_NOON);
	ck_assert_int_eq(related(CORA, 1, "community", 7, &out), GW_OK);
	ck_assert_uint_eq(out.n, 1);
	ck_assert_int_eq(tag(ASHA, 2, ACT_UNTAG, "school:a", 7), GW_OK);
	ck_assert(caseload_last_is("tag removed", CASES_ASHA, ""));
	ck_assert_int_eq(related(ASHA, 1, "school:a", 7, &out), GW_OK);
	ck_assert_uint_eq(out.n, 0);
	caseload_whole();
}
END_TEST

START_TEST(nobody_asks_or_tags_for_another_team)
{
	struct msg_related out;

	caseload_put(1, BAND_PRIORITY);
	caseload_put(2, BAND_PRIORITY);
	ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "community", 7), GW_EABSENT);
	ck_assert(caseload_last_is("refused", CASES_ASHA, "not a case of theirs"));
	ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "school:b", 7), GW_EABSENT);
	ck_assert_int_eq(tag(BEN, 1, ACT_TAG, "school:b", 7), GW_EABSENT);
	ck_assert_int_eq(tag(CORA, 1, ACT_TAG, "community", 7), GW_OK);
	ck_assert_int_eq(tag(ASHA, 1, ACT_UNTAG, "community", 7), GW_EABSENT);
	ck_assert_int_eq(tag(CORA, 2, ACT_TAG, "community", 7), GW_OK);
	ck_assert_int_eq(related(ASHA, 1, "community", 7, &out), GW_EABSENT);
	ck_assert_uint_eq(out.n, 0);
	ck_assert(caseload_last_is("refused", CASES_ASHA, "not a case of theirs"));
	ck_assert_int_eq(related(BEN, 1, "school:b", 7, &out), GW_EABSENT);
	ck_assert_int_eq(related(BEN, 3, "school:b", 7, &out), GW_EABSENT);
}
END_TEST

START_TEST(a_case_has_each_tag_once_and_sixteen_at_most)
{
	caseload_put(1, BAND_PRIORITY);
	for (uint8_t i = 0; i < RELATED_TAGS; i++)
		ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "school:a", i), GW_OK);
	ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "school:a", 99), GW_ELIMIT);
	ck_assert_int_eq(tag(CORA, 1, ACT_TAG, "community", 99), GW_OK);
	ck_assert_int_eq(tag(ASHA, 1, ACT_UNTAG, "school:a", 99), GW_EINPUT);
	ck_assert_int_eq(tag(ASHA, 1, ACT_UNTAG, "school:a", 3), GW_OK);
	ck_assert_int_eq(tag(ASHA, 1, ACT_TAG, "school:a", 4), GW_OK);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM tag"), RELATED_TAGS);
	ck_assert_uint_eq(caseload_parts(1), 2 + RELATED_TAGS + 3);
	caseload_whole();
}
END_TEST

START_TEST(related_cases_are_one_page_at_most)
{
	struct msg_related out;

	for (unsigned n = 1; n < LIMIT_DESK_PAGE + 5; n++) {
		caseload_put(n, BAND_PRIORITY);
		ck_assert_int_eq(tag(ASHA, n, ACT_TAG, "school:a", 7), GW_OK);
	}
	ck_assert_int_eq(related(ASHA, 1, "school:a", 7, &out), GW_OK);
	ck_assert_uint_eq(out.n, LIMIT_DESK_PAGE);
}
END_TEST

/* --- looks --- */

START_TEST(who_has_looked_is_told_to_those_who_may_look)
{
	struct msg_looks_get q;
	struct msg_report_put r;
	struct msg_looks out;

	caseload_put(1, BAND_PRIORITY);
	cases_report(&r, 1, CASES_TEAMS("lado"));
	memcpy(q.report, r.report, ID_BYTES);
	caseload_look(CORA, 1);
	caseload_look(ASHA, 1);
	cases_tamper("UPDATE look SET at = at + 5 WHERE member = 'Asha Lead'");
	memset(q.session, ASHA, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_looks_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_uint_eq(out.n, 2);
	ck_assert_str_eq(out.look[0].who, CASES_CORA);
	ck_assert_str_eq(out.look[1].who, CASES_ASHA);
	ck_assert_int_eq(out.look[0].at, CASES_NOON);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM look WHERE parts = 2"), 2);
	memset(q.session, BEN, SESSION_ID);
	ck_assert_int_eq(CASES_DO(s, store_looks_get(s, &q, CASES_NOON, &out)), GW_EABSENT);
	ck_assert_uint_eq(out.n, 0);
	ck_assert(caseload_last_is("refused", CASES_BEN, "not a case of theirs"));
}
END_TEST

START_TEST(only_the_last_looks_are_told_the_newest_last)
{
	struct msg_looks_get q;
	struct msg_report_put r;
	struct msg_looks out;

	caseload_put(1, BAND_PRIORITY);
	cases_report(&r, 1, CASES_TEAMS("lado"));
	memcpy(q.report, r.report, ID_BYTES);
	memset(q.session, ASHA, SESSION_ID);
	cases_tamper("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29) "
	    "INSERT INTO look SELECT id, printf('Member %d', i), 1000 + i * 7 % 30, 2 FROM n, report");
	ck_assert_int_eq(CASES_DO(s, store_looks_get(s, &q, CASES_NOON, &out)), GW_OK);
	ck_assert_uint_eq(out.n, LIMIT_DESK_PAGE);
	for (int i = 0; i < out.n; i++)
		ck_assert_int_eq(out.look[i].at, 1010 + i);
}
END_TEST

/* --- concerns that staff bring --- */

static void
log_make(struct msg_log_put *l, uint8_t session, unsigned n, const char *const *teams)
{
	struct msg_case_put p;

	cases_act(&p, session, n, 2, ACT_NOTE);
	memset(l, 0, sizeof *l);
	cases_report(&l->put, n, teams);
	memset(l->session, session, SESSION_ID);
	l->note = p.part[0].sealed;
}

START_TEST(a_concern_that_staff_bring_is_a_case_with_its_author)
{
	struct msg_log_put l;

	log_make(&l, BEN, 1, CASES_TEAMS("school:b", "community"));
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_OK);
	ck_assert(caseload_last_is("logged", CASES_BEN, ""));
	ck_assert_int_eq(cases_sql("SELECT kind FROM part WHERE seq = 2"), PART_NOTE);
	ck_assert_int_eq(cases_sql("SELECT parts = 3 AND state = 0 FROM report"), 1);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM queue"), 2);
	ck_assert_int_eq(cases_sql("SELECT n FROM open_count WHERE teams = ',community,school:b,'"), 1);
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_ECONFLICT);
	caseload_whole();
	caseload_look(BEN, 1);
}
END_TEST

START_TEST(a_concern_may_be_for_another_school_but_has_an_author_and_a_reader)
{
	struct msg_log_put l;

	log_make(&l, ASHA, 1, CASES_TEAMS("school:b"));
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_OK);
	log_make(&l, ASHA, 2, CASES_TEAMS("school:a"));
	l.note.n = 0;
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_EINPUT);
	log_make(&l, ASHA, 2, CASES_TEAMS("school:a"));
	l.put.n_grants = 0;
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_EINPUT);
	cases_tamper("UPDATE membership SET team = 'admin' WHERE member = 'Ben Lead'");
	log_make(&l, BEN, 3, CASES_TEAMS("school:a"));
	ck_assert_int_eq(CASES_DO(s, store_log_put(s, &l, CASES_NOON)), GW_EDENIED);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM report"), 1);
	ck_assert(caseload_last_is("refused", CASES_BEN, "asked to log a concern without reading cases"));
}
END_TEST

Suite *
suite(void)
{
	Suite *all = suite_create("tags");
	TCase *t = tcase_create("tags");

	tcase_add_checked_fixture(t, begin, caseload_end);
	tcase_add_test(t, cases_with_the_same_tag_of_the_same_team_are_related);
	tcase_add_test(t, nobody_asks_or_tags_for_another_team);
	tcase_add_test(t, a_case_has_each_tag_once_and_sixteen_at_most);
	tcase_add_test(t, related_cases_are_one_page_at_most);
	tcase_add_test(t, who_has_looked_is_told_to_those_who_may_look);
	tcase_add_test(t, only_the_last_looks_are_told_the_newest_last);
	tcase_add_test(t, a_concern_that_staff_bring_is_a_case_with_its_author);
	tcase_add_test(t, a_concern_may_be_for_another_school_but_has_an_author_and_a_reader);
	suite_add_tcase(all, t);
	return all;
}
