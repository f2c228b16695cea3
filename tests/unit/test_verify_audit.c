/* test_verify_audit.c: what the verb says of a gateway that is whole, and of one that is not. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "admin.h"
#include "run.h"
#include "verbs.h"

#define THERE "abababababababababababababababab"
#define GONE "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"

START_TEST(the_audit_chain_of_a_new_gateway_holds)
{
	ck_assert_int_eq(enrol("amina", "community", NULL, PASS_A, words), 0);
	ck_assert_msg(run_plain(admin_verify_audit) == 0, "%s", ran.err);
	ck_assert_ptr_nonnull(strstr(ran.out, "the chain holds\n"));
	ck_assert_ptr_nonnull(strstr(ran.out, "head "));
	ck_assert_ptr_nonnull(strstr(ran.out, "attachments and copies 0, all there\n"));
}
END_TEST

static void
slip_in(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(in_dir("store/concern.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* They have no report, either: the chain does not hold. */
START_TEST(an_attachment_that_is_not_there_is_noticed)
{
	int fd;

	slip_in("PRAGMA foreign_keys = OFF; INSERT INTO file VALUES (zeroblob(16), 0, '" THERE "', 4096, 0); "
	    "INSERT INTO copy VALUES (zeroblob(16), 0, '" GONE "', 4096)");
	(void)mkdir(in_dir("store/spool/ab"), 0700);
	fd = open(in_dir("store/spool/ab/" THERE), O_WRONLY | O_CREAT, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, 4096), 0);
	close(fd);
	ck_assert_int_eq(chmod(in_dir("store/spool/ab"), 0755), 0);	/* whoever serves can look */
	ck_assert_int_eq(run_plain(admin_verify_audit), 1);
	ck_assert_ptr_nonnull(strstr(ran.out, "attachments and copies 2, not there or not whole 1, the first " GONE
	    "\n"));
	ck_assert_ptr_nonnull(strstr(ran.out, "the chain breaks"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("verify_audit");
	TCase *t = tcase_create("verify_audit");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, gateway_make, place_remove);
	tcase_add_test(t, the_audit_chain_of_a_new_gateway_holds);
	tcase_add_test(t, an_attachment_that_is_not_there_is_noticed);
	suite_add_tcase(s, t);
	return s;
}
