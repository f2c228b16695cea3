/* test_vault_copies.c: a file, its copy and its lock over real channels. */
#include <string.h>
#include <unistd.h>

#include "run.h"
#include "strongroom.h"

static void
sign_in_asha(void)
{
	struct msg m = { .type = MSG_SIGN_IN, .u.sign_in = { .session = { 1 }, .sealed = { 1 }, .step = 1 } };

	strcpy(m.u.sign_in.name, CASES_ASHA);
	ck_assert_int_eq(strongroom_ask(asker[1], &m), GW_OK);
}

static enum gw_err
file_get(enum file_wanted wanted)
{
	struct msg m = { .type = MSG_FILE_GET, .u.file_get = { .session = { 1 }, .wanted = (uint8_t)wanted } };
	struct msg_report_put r;
	enum gw_err e;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	memcpy(m.u.file_get.report, r.report, ID_BYTES);
	e = strongroom_ask(asker[1], &m);
	ck_assert_int_eq(answer.type, e == GW_OK ? MSG_FILE : MSG_RESULT);
	if (answer.fd >= 0)
		close(answer.fd);
	return e;
}

/* Its copy, by this channel; NULL: the scanner found something. */
static enum gw_err
copy_put(struct wire *w, const struct msg *copy)
{
	struct msg m = { .type = MSG_COPY_PUT, .u.copy_put = { .session = { 1 } } };
	struct msg_report_put r;

	cases_report(&r, 1, CASES_TEAMS("school:a"));
	memcpy(m.u.copy_put.report, r.report, ID_BYTES);
	m.u.copy_put.made.held = copy == NULL ? HELD_MALWARE : HELD_NOT;
	if (copy != NULL) {
		memcpy(m.u.copy_put.made.name, copy->u.spool.name, SPOOL_NAME + 1);
		m.u.copy_put.made.sealed_bytes = 4096;
	}
	return strongroom_ask(w, &m);
}

START_TEST(a_copy_is_kept_with_its_file_and_neither_without_the_other)
{
	const struct msg file = strongroom_upload(asker[0]), copy = strongroom_upload(asker[0]),
	    others = strongroom_upload(asker[2]);
	struct msg m;

	strongroom_report(&m, 1, &file);
	memcpy(m.u.report_put.file[0].copy, others.u.spool.name, SPOOL_NAME + 1);
	m.u.report_put.file[0].copy_bytes = 4096;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EBUSY);
	memcpy(m.u.report_put.file[0].copy, copy.u.spool.name, SPOOL_NAME + 1);
	m.u.report_put.file[0].copy_bytes = 8192;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EINPUT);
	m.u.report_put.file[0].copy_bytes = 4096;
	m.u.report_put.file[0].held = HELD_MALWARE;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_EINPUT);
	m.u.report_put.file[0].held = HELD_NOT;
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	ck_assert_int_eq(strongroom_drop(asker[0], &copy), GW_EABSENT);	/* the report's now */
	ck_assert(strongroom_has(copy.u.spool.name) && strongroom_has(file.u.spool.name));
	sign_in_asha();
	ck_assert_int_eq(file_get(FILE_COPY), GW_OK);
	ck_assert_uint_eq(answer.u.file.sealed_bytes, 4096);
	ck_assert_int_eq(file_get(FILE_TO_CLEAN), GW_ECONFLICT);
	ck_assert_int_eq(file_get(FILE_ORIGINAL), GW_EDENIED);
	strongroom_whole();
}
END_TEST

START_TEST(of_two_copies_the_first_is_kept_and_the_other_is_still_its_makers)
{
	const struct msg file = strongroom_upload(asker[0]), first = strongroom_upload(asker[1]),
	    second = strongroom_upload(asker[3]);
	struct msg m;

	strongroom_report(&m, 1, &file);
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	sign_in_asha();
	ck_assert_int_eq(file_get(FILE_TO_CLEAN), GW_OK);
	ck_assert_int_eq(copy_put(asker[3], &first), GW_EBUSY);	/* not this channel's */
	ck_assert_int_eq(copy_put(asker[1], &first), GW_OK);
	ck_assert_int_eq(copy_put(asker[3], &second), GW_ECONFLICT);
	ck_assert_int_eq(strongroom_drop(asker[1], &first), GW_EABSENT);
	ck_assert(strongroom_has(first.u.spool.name));
	ck_assert_int_eq(strongroom_drop(asker[3], &second), GW_OK);
	ck_assert(!strongroom_has(second.u.spool.name));
	ck_assert_int_eq(file_get(FILE_COPY), GW_OK);
	strongroom_whole();
}
END_TEST

/* What was refused is answered, so that its entry stays. */
START_TEST(what_is_held_comes_to_nobody_and_who_tried_is_in_the_chain)
{
	const struct msg file = strongroom_upload(asker[0]), late = strongroom_upload(asker[1]);
	struct msg m;

	strongroom_report(&m, 1, &file);
	ck_assert_int_eq(strongroom_ask(asker[0], &m), GW_OK);
	sign_in_asha();
	ck_assert_int_eq(copy_put(asker[1], NULL), GW_OK);
	for (int wanted = 0; wanted < FILE_WANTED_N; wanted++)
		ck_assert_int_eq(file_get((enum file_wanted)wanted), GW_EINPUT);
	ck_assert_int_eq(cases_sql("SELECT count(*) FROM audit WHERE what = 'refused' AND why = 'attachment 1, held'"),
	    FILE_WANTED_N);
	ck_assert_int_eq(copy_put(asker[1], &late), GW_EINPUT);
	ck_assert_int_eq(strongroom_drop(asker[1], &late), GW_OK);
	ck_assert(strongroom_has(file.u.spool.name));
	strongroom_whole();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("vault_copies");
	TCase *t = tcase_create("vault_copies");

	tcase_add_checked_fixture(t, strongroom_begin, strongroom_end);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, a_copy_is_kept_with_its_file_and_neither_without_the_other);
	tcase_add_test(t, of_two_copies_the_first_is_kept_and_the_other_is_still_its_makers);
	tcase_add_test(t, what_is_held_comes_to_nobody_and_who_tried_is_in_the_chain);
	suite_add_tcase(s, t);
	return s;
}
