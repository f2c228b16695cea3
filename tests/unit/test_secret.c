/* test_secret.c: promises of secret.h. */
#include "run.h"

#include "secret.h"

#include <jansson.h>

#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The address sanitizer ends a program that asks for too much, unless told that NULL is an answer. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

START_TEST(no_core_can_be_dumped)
{
	struct rlimit core;

	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &core), 0);
	ck_assert_uint_eq(core.rlim_max, 0);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
}
END_TEST

START_TEST(jansson_frees_through_us)
{
	json_malloc_t m;
	json_free_t f;

	json_get_alloc_funcs(&m, &f);
	ck_assert(m == secret_malloc);
	ck_assert(f == secret_free);
}
END_TEST

START_TEST(memory_that_grows_or_shrinks_keeps_its_beginning)
{
	char *p = secret_realloc(NULL, 16);

	ck_assert_ptr_nonnull(p);
	memcpy(p, "0123456789abcde", 16);
	ck_assert_ptr_nonnull(p = secret_realloc(p, 100000));
	ck_assert_str_eq(p, "0123456789abcde");
	memset(p + 16, 'x', 100000 - 16);
	ck_assert_ptr_nonnull(p = secret_realloc(p, 4));
	ck_assert_mem_eq(p, "0123", 4);
	ck_assert_ptr_null(secret_realloc(p, 0));
	secret_free(NULL);
}
END_TEST

START_TEST(memory_that_cannot_grow_stays_as_it_was)
{
	char *p = secret_malloc(5);

	ck_assert_ptr_nonnull(p);
	memcpy(p, "kept", 5);
	ck_assert_ptr_null(secret_realloc(p, SIZE_MAX / 4));
	ck_assert_str_eq(p, "kept");
	secret_free(p);
}
END_TEST

START_TEST(wiped_memory_is_zeros)
{
	uint8_t b[64];
	static const uint8_t zeros[64];

	memset(b, 0xAA, sizeof b);
	secret_wipe(b, sizeof b);
	ck_assert_mem_eq(b, zeros, sizeof b);
}
END_TEST

START_TEST(equal_means_every_byte)
{
	uint8_t a[32], b[32];

	secret_random(a, sizeof a);
	memcpy(b, a, sizeof b);
	ck_assert(secret_equal(a, b, sizeof a));
	for (size_t i = 0; i < sizeof b; i++) {
		b[i] ^= 1;
		ck_assert(!secret_equal(a, b, sizeof a));
		b[i] ^= 1;
	}
}
END_TEST

START_TEST(random_bytes_differ_from_time_to_time)
{
	uint8_t a[32], b[32];

	secret_random(a, sizeof a);
	secret_random(b, sizeof b);
	ck_assert_mem_ne(a, b, sizeof a);
}
END_TEST

START_TEST(a_locked_page_survives_a_fork)
{
	uint8_t *p = secret_page(32);
	pid_t child;
	int status;

	ck_assert_ptr_nonnull(p);
	memset(p, 7, 32);
	if ((child = fork()) == 0)
		_exit(secret_relock(p, 32) == GW_OK && p[31] == 7 ? 0 : 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	secret_page_free(p);
	secret_page_free(NULL);
}
END_TEST

/* Root may lock without limit: the child gives that up first. The address sanitizer only pretends to lock: then the
 * system refuses nothing, and neither do we. */
START_TEST(a_page_is_refused_just_when_the_system_refuses_to_lock)
{
	const struct rlimit none = { 0, 0 };
	static uint8_t any[32];
	pid_t child;
	int status;

	if ((child = fork()) == 0) {
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(2);
		if (setrlimit(RLIMIT_MEMLOCK, &none) != 0)
			_exit(3);
		_exit((secret_page(32) == NULL) == (mlock(any, sizeof any) != 0) ? 0 : 1);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
}
END_TEST

START_TEST(a_read_past_a_locked_page_ends_the_process)
{
	volatile uint8_t *p = secret_page(32);

	ck_assert_ptr_nonnull((void *)(uintptr_t)p);
	signal(SIGSEGV, SIG_DFL);	/* the sanitizer would make a report of it */
	(void)p[32];
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("secret");
	TCase *t = tcase_create("secret");

	tcase_add_test(t, no_core_can_be_dumped);
	tcase_add_test(t, jansson_frees_through_us);
	tcase_add_test(t, memory_that_grows_or_shrinks_keeps_its_beginning);
	tcase_add_test(t, memory_that_cannot_grow_stays_as_it_was);
	tcase_add_test(t, wiped_memory_is_zeros);
	tcase_add_test(t, equal_means_every_byte);
	tcase_add_test(t, random_bytes_differ_from_time_to_time);
	tcase_add_test(t, a_locked_page_survives_a_fork);
	tcase_add_test(t, a_page_is_refused_just_when_the_system_refuses_to_lock);
	tcase_add_test_raise_signal(t, a_read_past_a_locked_page_ends_the_process, SIGSEGV);
	suite_add_tcase(s, t);
	return s;
}
