/* test_admin.c: a gateway is made, people are let in, and a thief of its disk gets nothing. */
#include <fcntl.h>
#include <ftw.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "admin.h"
#include "run.h"
#include "second.h"
#include "secret.h"
#include "verbs.h"

/* --- init --- */

START_TEST(the_words_of_init_open_every_team_and_the_signing_seed)
{
	uint8_t sk[KEY_BYTES];
	struct look l;
	int word;

	look_open(&l);
	ck_assert_uint_ge(l.roster.n, 5);
	ck_assert_int_eq(keyring_recovery(&l.ring, span_of(words), &word), GW_OK);
	for (size_t i = 0; i < l.roster.n; i++)
		ck_assert_int_eq(keyring_team(&l.ring, l.roster.team[i].code, sk), GW_OK);
	ck_assert_int_eq(keyring_seed(&l.ring, sk), GW_OK);
	store_close(l.store);
}
END_TEST

START_TEST(what_init_makes_belongs_to_whom_it_should)
{
	const struct stat store = stat_of("store"), pepper = stat_of("keys/pepper");

	ck_assert_uint_eq(store.st_mode & 07777, 0700);
	ck_assert_uint_eq(pepper.st_mode & 07777, 0600);
	ck_assert_int_eq(pepper.st_size, KEY_BYTES);
	ck_assert_uint_eq(stat_of("store/concern.db").st_uid, store.st_uid);
	ck_assert_uint_eq(stat_of("store/spool").st_uid, store.st_uid);
	if (geteuid() == 0)
		ck_assert_uint_ne(store.st_uid, 0);
}
END_TEST

START_TEST(only_the_words_are_on_stdout)
{
	char text[WORDS_TEXT + 2];

	snprintf(text, sizeof text, "%s\n", words);
	ck_assert_str_eq(ran.out, text);
	ck_assert_ptr_null(strstr(ran.err, words));
}
END_TEST

START_TEST(a_second_init_changes_nothing)
{
	const struct stat before = stat_of("keys/pepper"), db = stat_of("store/concern.db");

	ck_assert_int_eq(run_plain(admin_init), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "there is already a gateway in"));
	ck_assert_ptr_nonnull(strstr(ran.err, "nothing was changed"));
	ck_assert_str_eq(ran.out, "");
	ck_assert_int_eq(stat_of("keys/pepper").st_ino, before.st_ino);
	ck_assert_int_eq(stat_of("store/concern.db").st_size, db.st_size);
	ck_assert_int_eq(stat_of("store/concern.db").st_mtime, db.st_mtime);
}
END_TEST

START_TEST(an_init_whose_words_nobody_got_leaves_nothing_behind)
{
	char *argv[] = { verb_name, opt_config, config, NULL };
	int full = open("/dev/full", O_WRONLY);

	place_make();
	run_to(admin_init, "", full, argv);
	close(full);
	ck_assert_int_eq(ran.status, 1);
	ck_assert_int_ne(access(in_dir("store"), F_OK), 0);
	ck_assert_int_ne(access(in_dir("keys"), F_OK), 0);
	ck_assert_int_eq(run_plain(admin_init), 0);
	place_remove();
}
END_TEST

/* --- enrol --- */

START_TEST(a_member_enrolled_with_the_words_can_open_the_team)
{
	uint8_t sk[KEY_BYTES];
	struct look l;

	ck_assert_msg(enrol("amina", "community", NULL, PASS_A, words) == 0, "%s", ran.err);
	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, "amina", span_of(PASS_A)), GW_OK);
	ck_assert_int_eq(keyring_team(&l.ring, "community", sk), GW_OK);
	ck_assert_int_eq(keyring_team(&l.ring, "lado", sk), GW_EABSENT);
	ck_assert_int_eq(keyring_seed(&l.ring, sk), GW_EABSENT);
	ck_assert_int_eq(keyring_colleague(&l.ring, "amina", span_of(PASS_B)), GW_EDENIED);
	store_close(l.store);
	ck_assert_uint_eq(stat_of("store/concern.db").st_uid, stat_of("store").st_uid);
}
END_TEST

/* What leaves on stdout is what the store can check: a phone with that secret, and each code. */
START_TEST(a_new_member_takes_a_second_factor_and_recovery_codes_away)
{
	uint8_t secret[SECOND_SECRET], kept[SECOND_SECRET], sk[KEY_BYTES];
	struct msg_member member;
	const char *line;
	struct look l;
	int codes = 0, group;

	ck_assert_msg(enrol("amina", "community", NULL, PASS_A, words) == 0, "%s", ran.err);
	ck_assert_int_eq(strncmp(ran.out, "totp ", 5), 0);
	ck_assert_int_eq(second_read((struct span){ (const uint8_t *)ran.out + 5, SECOND_TEXT - 1 }, secret), GW_OK);
	for (line = strchr(ran.out, '\n'); line != NULL && line[1] != '\0'; line = strchr(line + 1, '\n'), codes++) {
		struct refcode code;

		ck_assert_int_eq(strncmp(line + 1, "code ", 5), 0);
		ck_assert_int_eq(refcode_parse((struct span){ (const uint8_t *)line + 6, REFCODE_TEXT - 1 }, &code,
		    &group), REFCODE_FINE);
	}
	ck_assert_int_eq(codes, LIMIT_RECOVERY_CODES);
	look_open(&l);
	ck_assert_int_eq(store_member_get(l.store, "amina", &member), GW_OK);
	ck_assert_int_eq(member_unlock(span_of("amina"), span_of(PASS_A), &member.lock, sk), GW_OK);
	ck_assert_int_eq(second_open(sk, span_of("amina"), member.second, kept), GW_OK);
	ck_assert_mem_eq(kept, secret, sizeof secret);
	store_close(l.store);
}
END_TEST

START_TEST(nobody_is_enrolled_whose_codes_nobody_saw)
{
	char name[] = "amina", team[] = "lado", input[512];
	char *argv[] = { verb_name, opt_config, config, opt_name, name, opt_team, team, opt_recovery, NULL };
	const int full = open("/dev/full", O_WRONLY);

	snprintf(input, sizeof input, "%s\n%s\n", PASS_A, words);
	ck_assert_int_eq(run_to(admin_enrol, input, full, argv), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "nobody was enrolled"));
	ck_assert(!is_member("amina"));
	close(full);
}
END_TEST

static const struct { const char *team, *title; int status; } titles[] = {
	{ "community", "coordinator", 0 }, { "community", "member", 0 }, { "community", "lead", 2 },
	{ "lado", "coordinator", 2 }, { "lado", "boss", 2 }, { "lado", "", 2 },
};

START_TEST(a_title_fits_its_team_and_stands_behind_it)
{
	char name[] = "amina", opt_title[] = "--title", team[32], title[32], input[512];
	char *argv[] = { verb_name, opt_config, config, opt_name, name, opt_team, team, opt_title, title, opt_recovery,
		NULL };
	char *early[] = { verb_name, opt_config, config, opt_name, name, opt_title, title, opt_team, team, opt_recovery,
		NULL };

	snprintf(team, sizeof team, "%s", titles[_i].team);
	snprintf(title, sizeof title, "%s", titles[_i].title);
	snprintf(input, sizeof input, "%s\n%s\n", PASS_A, words);
	ck_assert_int_eq(run(admin_enrol, input, early), 2);
	ck_assert_msg(run(admin_enrol, input, argv) == titles[_i].status, "%s", ran.err);
	ck_assert_int_eq(is_member("amina"), titles[_i].status == 0);
}
END_TEST

START_TEST(an_auditor_needs_no_team)
{
	char name[] = "amina", opt_auditor[] = "--auditor", input[512];
	char *argv[] = { verb_name, opt_config, config, opt_name, name, opt_auditor, opt_recovery, NULL };

	snprintf(input, sizeof input, "%s\n%s\n", PASS_A, words);
	ck_assert_msg(run(admin_enrol, input, argv) == 0, "%s", ran.err);
	ck_assert(is_member("amina"));
}
END_TEST

START_TEST(a_passphrase_that_is_guessed_soon_is_refused)
{
	ck_assert_int_eq(enrol("amina", "lado", NULL, "walthamforest1", words), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "guessed too soon"));
	ck_assert(!is_member("amina"));
}
END_TEST

START_TEST(a_colleague_lets_in_a_second_member_and_an_administrator_another)
{
	uint8_t sk[KEY_BYTES];
	struct look l;

	ck_assert_int_eq(enrol("amina", "admin", NULL, PASS_A, words), 0);
	ck_assert_msg(enrol("bola", "admin", "amina", PASS_B, PASS_A) == 0, "%s", ran.err);
	look_open(&l);
	ck_assert_int_eq(keyring_colleague(&l.ring, "bola", span_of(PASS_B)), GW_OK);
	ck_assert_int_eq(keyring_team(&l.ring, "admin", sk), GW_OK);
	ck_assert_int_eq(keyring_seed(&l.ring, sk), GW_OK);
	store_close(l.store);
}
END_TEST

START_TEST(a_wrong_word_is_named_by_its_number)
{
	char wrong[WORDS_TEXT];

	memcpy(wrong, words, sizeof wrong);
	memcpy(wrong + 6 * 4, "zzzzz", 5);
	ck_assert_int_eq(enrol("amina", "lado", NULL, PASS_A, wrong), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "word 5 "));
	ck_assert_ptr_null(strstr(ran.err, "zzzzz"));
	ck_assert(!is_member("amina"));
}
END_TEST

START_TEST(the_words_of_another_gateway_open_nothing)
{
	uint8_t other[KEY_BYTES];
	char text[WORDS_TEXT];

	secret_random(other, sizeof other);
	words_from_key(other, text);
	ck_assert_int_eq(enrol("amina", "lado", NULL, PASS_A, text), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "another gateway"));
	ck_assert(!is_member("amina"));
}
END_TEST

static const struct { const char *name, *team, *by, *line1, *line2; int status; } refused[] = {
	{ "carla", "lado", NULL, "too short", "words", 1 },
	{ "carla", "school:nowhere", NULL, PASS_B, "words", 1 },
	{ "amina", "lado", NULL, PASS_B, "words", 1 },
	{ "carla", "lado", "amina", PASS_B, PASS_A, 1 },		/* amina is not in that team */
	{ "carla", "community", "amina", PASS_B, PASS_B, 1 },
	{ "carla", "community", "nobody here", PASS_B, PASS_A, 1 },
	{ "recovery", "community", NULL, PASS_B, "words", 2 },
	{ "car\nla", "community", NULL, PASS_B, "words", 2 },
	{ " carla", "community", NULL, PASS_B, "words", 2 },
	{ "", "community", NULL, PASS_B, "words", 2 },
};

START_TEST(nobody_is_let_in_who_should_not_be)
{
	const char *line2 = refused[_i].line2;

	ck_assert_int_eq(enrol("amina", "community", NULL, PASS_A, words), 0);
	if (strcmp(line2, "words") == 0)
		line2 = words;
	ck_assert_int_eq(enrol(refused[_i].name, refused[_i].team, refused[_i].by, refused[_i].line1, line2),
	    refused[_i].status);
	ck_assert_str_ne(ran.err, "");
	ck_assert(!is_member("carla"));
	ck_assert(!is_member("recovery"));
}
END_TEST

START_TEST(wrong_usage_is_told_so)
{
	char junk[] = "junk", unknown[] = "--unknown", name[] = "amina", team[] = "lado", by[] = "bola";
	char *bad[][12] = {
		{ verb_name, NULL }, { verb_name, opt_config, NULL }, { verb_name, opt_config, config, junk, NULL },
		{ verb_name, opt_config, config, opt_config, config, NULL }, { verb_name, unknown, NULL },
		{ verb_name, opt_config, config, opt_name, name, opt_team, team, NULL },
		{ verb_name, opt_config, config, opt_name, name, opt_recovery, NULL },
		{ verb_name, opt_config, config, opt_name, name, opt_team, team, opt_recovery, opt_by, by, NULL },
		{ verb_name, opt_config, config, opt_name, name, opt_team, team, opt_team, team, opt_recovery, NULL },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_int_eq(run(admin_enrol, "", bad[i]), 2);
		ck_assert_int_eq(run(admin_init, "", bad[i]), 2);
		ck_assert_int_eq(run(admin_verify_audit, "", bad[i]), 2);
	}
}
END_TEST

/* --- a terminal --- */

static pid_t
enrol_on_terminal(int *terminal)
{
	char name[] = "amina", team[] = "lado";
	char *argv[] = { verb_name, opt_config, config, opt_name, name, opt_team, team, opt_recovery, NULL };
	const pid_t child = forkpty(terminal, NULL, NULL, NULL);

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		signal(SIGINT, SIG_DFL);	/* not the test runner's */
		_exit(admin_enrol(8, argv));
	}
	return child;
}

/* Reads what the terminal shows until it shows this. */
static void
await(int terminal, const char *text, char *seen, size_t room)
{
	size_t n = strlen(seen);

	while (strstr(seen, text) == NULL) {
		const ssize_t got = read(terminal, seen + n, room - n - 1);

		ck_assert_msg(got > 0, "the terminal ended after: %s", seen);
		n += (size_t)got;
		seen[n] = '\0';
	}
}

START_TEST(a_terminal_shows_no_secret)
{
	char seen[4096] = "";
	int terminal, status;
	pid_t child = enrol_on_terminal(&terminal);

	await(terminal, "Passphrase of the new member", seen, sizeof seen);
	dprintf(terminal, "%s\n", PASS_A);
	await(terminal, "once more", seen, sizeof seen);
	dprintf(terminal, "%s\n", PASS_A);
	await(terminal, "Recovery words", seen, sizeof seen);
	dprintf(terminal, "%s\n", words);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	while (read(terminal, seen + strlen(seen), 1) > 0 && strlen(seen) < sizeof seen - 2)
		continue;
	close(terminal);
	ck_assert_ptr_null(strstr(seen, PASS_A));
	ck_assert_ptr_null(strstr(seen, words));
	ck_assert(is_member("amina"));
}
END_TEST

START_TEST(an_interrupt_brings_the_echo_back)
{
	char seen[4096] = "";
	struct termios t;
	int terminal, status;
	pid_t child = enrol_on_terminal(&terminal);

	await(terminal, "Passphrase of the new member", seen, sizeof seen);
	ck_assert_int_eq(tcgetattr(terminal, &t), 0);
	ck_assert(!(t.c_lflag & ECHO));
	ck_assert_int_eq(kill(child, SIGINT), 0);
	await(terminal, "\n", seen, sizeof seen);
	ck_assert_int_eq(tcgetattr(terminal, &t), 0);
	ck_assert(t.c_lflag & ECHO);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
	close(terminal);
}
END_TEST

/* --- the stolen disk --- */

struct haul { uint8_t *p; size_t n; };
static struct haul haul;

static int
steal_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	FILE *f;

	(void)at;
	if (type != FTW_F)
		return 0;
	haul.p = realloc(haul.p, haul.n + (size_t)st->st_size);
	f = fopen(path, "r");
	ck_assert(haul.p != NULL && f != NULL);
	ck_assert_uint_eq(fread(haul.p + haul.n, 1, (size_t)st->st_size, f), (size_t)st->st_size);
	haul.n += (size_t)st->st_size;
	fclose(f);
	return 0;
}

static bool
haul_holds(const void *bytes, size_t n)
{
	return memmem(haul.p, haul.n, bytes, n) != NULL;
}

static void
nothing_opens(struct look *l, const uint8_t sk[KEY_BYTES])
{
	uint8_t out[KEY_BYTES];

	keypair_from_secret(&l->ring.key, sk);
	strcpy(l->ring.holder, KEYRING_RECOVERY);
	for (size_t i = 0; i < l->roster.n; i++)
		ck_assert_int_ne(keyring_team(&l->ring, l->roster.team[i].code, out), GW_OK);
	ck_assert_int_ne(keyring_seed(&l->ring, out), GW_OK);
	strcpy(l->ring.holder, "amina");
	ck_assert_int_ne(keyring_team(&l->ring, "lado", out), GW_OK);
}

/* The secrets themselves, and the private keys behind them, are nowhere; and no 32 bytes that were stolen are a key
 * to any grant (every window of the key files, and of the database at each step a key could begin). */
START_TEST(with_the_whole_disk_and_no_secret_nothing_opens)
{
	uint8_t sk[KEY_BYTES];
	char hex[2 * KEY_BYTES + 1];
	struct look l;
	int word;

	ck_assert_int_eq(enrol("amina", "lado", NULL, PASS_A, words), 0);
	look_open(&l);
	ck_assert_int_eq(nftw(dir, steal_one, 16, FTW_PHYS), 0);
	ck_assert_uint_gt(haul.n, 4096);
	ck_assert(haul_holds(l.pin.pk, KEY_BYTES) || haul_holds("roster", 6));
	ck_assert_int_eq(words_to_key(span_of(words), sk, &word), GW_OK);
	sodium_bin2hex(hex, sizeof hex, sk, sizeof sk);
	ck_assert(!haul_holds(sk, sizeof sk));
	ck_assert(!haul_holds(hex, strlen(hex)));
	ck_assert(!haul_holds(words, strlen(words)));
	ck_assert(!haul_holds(PASS_A, strlen(PASS_A)));
	ck_assert_int_eq(keyring_recovery(&l.ring, span_of(words), &word), GW_OK);
	for (size_t i = 0; i < l.roster.n; i++) {
		ck_assert_int_eq(keyring_team(&l.ring, l.roster.team[i].code, sk), GW_OK);
		ck_assert(!haul_holds(sk, sizeof sk));
	}
	ck_assert_int_eq(keyring_colleague(&l.ring, "amina", span_of("another passphrase")), GW_EDENIED);
	secret_wipe(&l.ring, sizeof l.ring);
	l.ring = (struct keyring){ .store = l.store, .roster = &l.roster, .pin = &l.pin };
	for (size_t at = 0; at + KEY_BYTES <= haul.n; at += haul.n / 64)
		nothing_opens(&l, haul.p + at);
	nothing_opens(&l, l.pin.pk);
	nothing_opens(&l, l.roster.recovery_pk);
	store_close(l.store);
	free(haul.p);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("admin");
	TCase *made = tcase_create("on a new gateway"), *bare = tcase_create("before there is one");

	tcase_set_timeout(made, 60);
	tcase_add_checked_fixture(made, gateway_make, place_remove);
	tcase_add_test(made, the_words_of_init_open_every_team_and_the_signing_seed);
	tcase_add_test(made, what_init_makes_belongs_to_whom_it_should);
	tcase_add_test(made, only_the_words_are_on_stdout);
	tcase_add_test(made, a_second_init_changes_nothing);
	tcase_add_test(made, a_member_enrolled_with_the_words_can_open_the_team);
	tcase_add_test(made, a_new_member_takes_a_second_factor_and_recovery_codes_away);
	tcase_add_test(made, nobody_is_enrolled_whose_codes_nobody_saw);
	tcase_add_loop_test(made, a_title_fits_its_team_and_stands_behind_it, 0, sizeof titles / sizeof *titles);
	tcase_add_test(made, an_auditor_needs_no_team);
	tcase_add_test(made, a_passphrase_that_is_guessed_soon_is_refused);
	tcase_add_test(made, a_colleague_lets_in_a_second_member_and_an_administrator_another);
	tcase_add_test(made, a_wrong_word_is_named_by_its_number);
	tcase_add_test(made, the_words_of_another_gateway_open_nothing);
	tcase_add_loop_test(made, nobody_is_let_in_who_should_not_be, 0, sizeof refused / sizeof refused[0]);
	tcase_add_test(made, a_terminal_shows_no_secret);
	tcase_add_test(made, an_interrupt_brings_the_echo_back);
	tcase_add_test(made, wrong_usage_is_told_so);
	tcase_add_test(made, with_the_whole_disk_and_no_secret_nothing_opens);
	suite_add_tcase(s, made);
	tcase_add_test(bare, an_init_whose_words_nobody_got_leaves_nothing_behind);
	suite_add_tcase(s, bare);
	return s;
}
