/* test_log.c: words before and after serving, and only enums and rounded counters in between. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "run.h"

static char said[8192];

/* Runs it in a process of its own; what it says is in said afterwards. Returns its wait status. */
static int
listen_to(void (*run)(void))
{
	int fd[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	ck_assert_int_eq(pipe(fd), 0);
	if ((pid = fork()) == 0) {
		dup2(fd[1], STDERR_FILENO);
		run();
		_exit(0);
	}
	close(fd[1]);
	while ((got = read(fd[0], said + n, sizeof said - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(fd[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

static size_t
lines(void)
{
	size_t n = 0;

	for (const char *c = said; *c != '\0'; c++)
		n += *c == '\n';
	return n;
}

static void
say_word(void)
{
	log_name("vault");
	log_boot("the word is %s", "canary");
}

static void
say_word_while_serving(void)
{
	log_serving();
	say_word();
}

static void
say_word_after(void)
{
	log_serving();
	log_stopped();
	say_word();
}

START_TEST(words_are_for_before_and_after)
{
	int status;

	ck_assert_int_eq(listen_to(say_word), 0);
	ck_assert_str_eq(said, "concernd[vault]: the word is canary\n");
	ck_assert_int_eq(listen_to(say_word_after), 0);
	ck_assert_str_eq(said, "concernd[vault]: the word is canary\n");
	status = listen_to(say_word_while_serving);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	ck_assert_ptr_null(strstr(said, "canary"));
}
END_TEST

static void
fail_often(void)
{
	log_serving();
	for (int i = 0; i < 100000; i++) {
		log_fault(LOG_SPOOL, GW_EFULL);
		log_fault(LOG_WIRE, GW_EIO);
	}
}

START_TEST(a_fault_that_repeats_does_not_fill_the_log)
{
	ck_assert_int_eq(listen_to(fail_often), 0);
	ck_assert_uint_ge(lines(), 2);
	ck_assert_uint_le(lines(), 2 * 20);	/* a line a second for each of two pairs */
	ck_assert_ptr_nonnull(strstr(said, gw_err_text(GW_EFULL)));
	ck_assert_ptr_nonnull(strstr(said, gw_err_text(GW_EIO)));
}
END_TEST

static unsigned reports;

static void
count_reports(void)
{
	log_serving();
	for (unsigned i = 0; i < reports; i++)
		log_count(LOG_REPORT);
	log_counters();
}

/* How many there were, and what the log says. */
static const struct { unsigned n; const char *says; } counters[] = {
	{ 0, "" },
	{ 1, "concernd[concernd]: counters: report 8\n" },
	{ 8, "concernd[concernd]: counters: report 8\n" },
	{ 9, "concernd[concernd]: counters: report 16\n" },
	{ 100, "concernd[concernd]: counters: report 104\n" },
};

START_TEST(a_counter_never_tells_one_reporter_from_eight)
{
	reports = counters[_i].n;
	ck_assert_int_eq(listen_to(count_reports), 0);
	ck_assert_str_eq(said, counters[_i].says);
}
END_TEST

static void
lose_children(void)
{
	log_serving();
	log_child("vault", SIGKILL);
	log_child("desk", 3 << 8);
}

START_TEST(a_child_that_went_is_named_by_kind)
{
	ck_assert_int_eq(listen_to(lose_children), 0);
	ck_assert_str_eq(said, "concernd[concernd]: vault ended by signal 9 and was replaced\n"
	    "concernd[concernd]: desk ended with status 3 and was replaced\n");
}
END_TEST

static void
tell_head(void)
{
	uint8_t hash[32] = { 0xab };

	hash[31] = 0x01;
	log_serving();
	log_audit_head(12, hash);
}

START_TEST(the_audit_chains_head_is_told_while_serving)
{
	ck_assert_int_eq(listen_to(tell_head), 0);
	ck_assert_str_eq(said, "concernd[concernd]: audit chain: entry 12, hash "
	    "ab00000000000000000000000000000000000000000000000000000000000001\n");
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("log");
	TCase *t = tcase_create("log");

	tcase_add_test(t, words_are_for_before_and_after);
	tcase_add_test(t, a_fault_that_repeats_does_not_fill_the_log);
	tcase_add_loop_test(t, a_counter_never_tells_one_reporter_from_eight, 0,
	    (int)(sizeof counters / sizeof counters[0]));
	tcase_add_test(t, a_child_that_went_is_named_by_kind);
	tcase_add_test(t, the_audit_chains_head_is_told_while_serving);
	suite_add_tcase(s, t);
	return s;
}
