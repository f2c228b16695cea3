/* test_spool.c: an attachment is an open upload's, the database's, or gone. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "run.h"
#include "secret.h"
#include "spool.h"

static struct spool *sp;
static char known[SPOOL_NAME + 1];		/* the one name the database has */
static const int alice, bob;			/* two owners: their addresses are who they are */

static enum gw_err
is_known(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, known) == 0 ? GW_OK : GW_EABSENT;
}

static void
begin(void)
{
	known[0] = '\0';
	ck_assert_int_eq(chdir(folder_make()), 0);
	ck_assert_int_eq(spool_new("spool", is_known, NULL, &sp), GW_OK);
}

static void
end(void)
{
	spool_free(sp);
	ck_assert_int_eq(chdir("/"), 0);
	folder_drop();
}

static bool
is_there(const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "spool/%.2s/%s", name, name);
	return access(path, F_OK) == 0;
}

/* An upload of n bytes by owner. */
static struct msg_spooled
upload(const void *owner, size_t n)
{
	struct msg_spooled file = { .sealed_bytes = n };
	int fd;

	ck_assert_int_eq(spool_open(sp, owner, file.name, &fd), GW_OK);
	ck_assert_int_eq(ftruncate(fd, (off_t)n), 0);
	close(fd);
	return file;
}

static size_t
sweep(void)
{
	size_t removed = 0;

	for (unsigned i = 0; i < SPOOL_FOLDERS; i++)
		ck_assert_int_eq(spool_sweep(sp, i, &removed), GW_OK);
	return removed;
}

START_TEST(an_upload_is_a_private_file_with_a_random_name)
{
	char name[SPOOL_NAME + 1], other[SPOOL_NAME + 1], path[64];
	struct stat st;
	int fd;

	ck_assert_int_eq(spool_open(sp, &alice, name, &fd), GW_OK);
	close(fd);
	ck_assert_int_eq(spool_open(sp, &alice, other, &fd), GW_OK);
	close(fd);
	ck_assert_str_ne(name, other);
	ck_assert_uint_eq(strspn(name, "0123456789abcdef"), SPOOL_NAME);
	snprintf(path, sizeof path, "spool/%.2s/%s", name, name);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_claim_is_refused_unless_it_is_the_owners_of_that_size_and_the_first)
{
	struct msg_spooled file = upload(&alice, 8192), wrong = file;
	struct msg_spooled unknown = { .name = "00000000000000000000000000000000", .sealed_bytes = 1 };

	wrong.sealed_bytes = 4096;
	ck_assert_int_eq(spool_claim(sp, &bob, &file), GW_EBUSY);
	ck_assert_int_eq(spool_claim(sp, &alice, &wrong), GW_EINPUT);
	ck_assert_int_eq(spool_claim(sp, &alice, &unknown), GW_EBUSY);
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_OK);
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_ECONFLICT);
	spool_unclaim(sp, &file);
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_OK);
	ck_assert_int_eq(spool_sync(sp), GW_OK);
	spool_settle(sp, true);
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_EBUSY);
}
END_TEST

START_TEST(a_file_is_claimed_with_its_copy_or_not_at_all)
{
	struct msg_spooled file = upload(&alice, 8192), copy = upload(&alice, 4096), others = upload(&bob, 4096),
	    odd = upload(&alice, 4095), plain = file;

	strcpy(file.copy, others.name);
	file.copy_bytes = 4096;
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_EBUSY);
	strcpy(file.copy, "../../../../../../../etc/passwd");
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_EBUSY);
	strcpy(file.copy, file.name);
	file.copy_bytes = 8192;
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_ECONFLICT);
	strcpy(file.copy, odd.name);
	file.copy_bytes = 4095;
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_EINPUT);
	strcpy(file.copy, copy.name);
	file.copy_bytes = 8192;
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_EINPUT);
	ck_assert_int_eq(spool_claim(sp, &alice, &plain), GW_OK);	/* nothing of it was left claimed */
	spool_unclaim(sp, &plain);
	file.copy_bytes = 4096;
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_OK);
	ck_assert_int_eq(spool_claim(sp, &alice, &copy), GW_ECONFLICT);
	ck_assert_int_eq(spool_drop(sp, &alice, copy.name), GW_EABSENT);
	spool_settle(sp, false);
	ck_assert_int_eq(spool_claim_all(sp, &alice, (struct msg_spooled[]){ file, odd }, 2), GW_EINPUT);
	ck_assert_int_eq(spool_claim(sp, &alice, &copy), GW_OK);
	ck_assert_int_eq(spool_claim_end(sp, &copy, 1, GW_ECONFLICT), GW_ECONFLICT);
	ck_assert_int_eq(spool_drop(sp, &alice, copy.name), GW_OK);
	ck_assert(!is_there(copy.name));
}
END_TEST

START_TEST(whoever_looks_from_outside_sees_only_what_is_there_and_whole)
{
	const struct msg_spooled file = upload(&alice, 4096), link = upload(&alice, 4096);
	char path[64];

	ck_assert_int_eq(spool_look("spool", file.name, 4096), GW_OK);
	ck_assert_int_eq(spool_look("spool", file.name, 8192), GW_EIO);
	ck_assert_int_eq(spool_look("elsewhere", file.name, 4096), GW_EIO);
	ck_assert_int_eq(spool_look("spool", "00000000000000000000000000000000", 4096), GW_EIO);
	ck_assert_int_eq(spool_look("spool", "../../../../../../../etc/passwd", 4096), GW_EIO);
	snprintf(path, sizeof path, "spool/%.2s/%s", link.name, link.name);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink(file.name, path), 0);
	ck_assert_int_eq(spool_look("spool", link.name, 4096), GW_EIO);
}
END_TEST

START_TEST(what_was_committed_stays_when_its_owner_is_lost)
{
	const struct msg_spooled kept = upload(&alice, 4096), open = upload(&alice, 4096), other = upload(&bob, 4096);

	ck_assert_int_eq(spool_claim(sp, &alice, &kept), GW_OK);
	spool_settle(sp, true);
	strcpy(known, kept.name);
	spool_lost(sp, &alice);
	ck_assert(is_there(kept.name));
	ck_assert(!is_there(open.name));
	ck_assert(is_there(other.name));
}
END_TEST

START_TEST(a_failed_commit_gives_an_upload_back)
{
	const struct msg_spooled file = upload(&alice, 4096);

	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_OK);
	ck_assert_int_eq(spool_drop(sp, &alice, file.name), GW_EABSENT);
	spool_settle(sp, false);
	ck_assert_int_eq(spool_claim(sp, &alice, &file), GW_OK);
	spool_settle(sp, false);
	ck_assert_int_eq(spool_drop(sp, &alice, file.name), GW_OK);
	ck_assert(!is_there(file.name));
}
END_TEST

START_TEST(nobody_drops_what_is_not_his_or_what_has_a_row)
{
	const struct msg_spooled file = upload(&alice, 4096);

	ck_assert_int_eq(spool_drop(sp, &bob, file.name), GW_EABSENT);
	ck_assert(is_there(file.name));
	strcpy(known, file.name);
	ck_assert_int_eq(spool_drop(sp, &alice, file.name), GW_OK);
	ck_assert(is_there(file.name));
}
END_TEST

START_TEST(a_sweep_removes_orphans_and_nothing_else)
{
	const struct msg_spooled open = upload(&alice, 4096), row = upload(&bob, 4096), orphan = upload(&bob, 4096);

	strcpy(known, row.name);
	folder_write("spool/00/not one of ours", "x");
	ck_assert_uint_eq(sweep(), 0);
	spool_free(sp);		/* the process died: nobody remembers its uploads */
	ck_assert_int_eq(spool_new("spool", is_known, NULL, &sp), GW_OK);
	ck_assert_uint_eq(sweep(), 2);
	ck_assert(is_there(row.name));
	ck_assert(!is_there(open.name));
	ck_assert(!is_there(orphan.name));
	ck_assert_int_eq(access("spool/00/not one of ours", F_OK), 0);
}
END_TEST

START_TEST(what_is_read_is_the_file_of_that_size_and_never_a_link)
{
	const struct msg_spooled file = upload(&alice, 4096), link = upload(&alice, 4096);
	char path[64];
	int fd;

	ck_assert_int_eq(spool_read(sp, file.name, 4096, &fd), GW_OK);
	ck_assert_int_eq(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	close(fd);
	ck_assert_int_eq(spool_read(sp, file.name, 8192, &fd), GW_EIO);
	ck_assert_int_eq(fd, -1);
	ck_assert_int_eq(spool_read(sp, "../../../../../../../etc/passwd", 4096, &fd), GW_EIO);
	snprintf(path, sizeof path, "spool/%.2s/%s", link.name, link.name);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	ck_assert_int_eq(spool_read(sp, link.name, 4096, &fd), GW_EIO);
	ck_assert_int_eq(spool_claim(sp, &alice, &link), GW_EINPUT);
}
END_TEST

START_TEST(uploads_have_an_end)
{
	char name[SPOOL_NAME + 1];
	enum gw_err e = GW_OK;
	size_t n = 0;
	int fd;

	while (n <= SPOOL_UPLOADS && (e = spool_open(sp, &alice, name, &fd)) == GW_OK) {
		close(fd);
		n++;
	}
	ck_assert_int_eq(e, GW_EBUSY);
	ck_assert_uint_eq(n, SPOOL_UPLOADS_EACH);
	upload(&bob, 1);
	spool_lost(sp, &alice);
	ck_assert_int_eq(spool_open(sp, &alice, name, &fd), GW_OK);
	close(fd);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("spool");
	TCase *t = tcase_create("spool");

	tcase_add_checked_fixture(t, begin, end);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, an_upload_is_a_private_file_with_a_random_name);
	tcase_add_test(t, a_claim_is_refused_unless_it_is_the_owners_of_that_size_and_the_first);
	tcase_add_test(t, a_file_is_claimed_with_its_copy_or_not_at_all);
	tcase_add_test(t, whoever_looks_from_outside_sees_only_what_is_there_and_whole);
	tcase_add_test(t, what_was_committed_stays_when_its_owner_is_lost);
	tcase_add_test(t, a_failed_commit_gives_an_upload_back);
	tcase_add_test(t, nobody_drops_what_is_not_his_or_what_has_a_row);
	tcase_add_test(t, a_sweep_removes_orphans_and_nothing_else);
	tcase_add_test(t, what_is_read_is_the_file_of_that_size_and_never_a_link);
	tcase_add_test(t, uploads_have_an_end);
	suite_add_tcase(s, t);
	return s;
}
