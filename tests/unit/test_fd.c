/* test_fd.c: bytes to a descriptor, and why not. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fd.h"
#include "run.h"

/* MANY: more than a pipe holds. */
enum { MANY = 300 * 1000, PIECE = 777 };

static size_t heard;
static uint8_t said[MANY], got[MANY];

static void *
listen_slowly(void *arg)
{
	const int fd = *(const int *)arg;
	ssize_t n;

	while ((n = read(fd, got + heard, heard + PIECE < sizeof got ? PIECE : sizeof got - heard)) > 0)
		heard += (size_t)n;
	return NULL;
}

START_TEST(all_bytes_arrive_however_few_the_reader_takes_at_once)
{
	pthread_t reader;
	int fd[2];

	for (size_t i = 0; i < sizeof said; i++)
		said[i] = (uint8_t)(i * 31 >> 3);
	ck_assert_int_eq(pipe(fd), 0);
	ck_assert_int_eq(pthread_create(&reader, NULL, listen_slowly, &fd[0]), 0);
	ck_assert_int_eq(fd_write(fd[1], (struct span){ said, sizeof said }), GW_OK);
	close(fd[1]);
	ck_assert_int_eq(pthread_join(reader, NULL), 0);
	ck_assert_uint_eq(heard, sizeof said);
	ck_assert_mem_eq(got, said, sizeof said);
	close(fd[0]);
}
END_TEST

START_TEST(nothing_is_written_of_nothing)
{
	ck_assert_int_eq(fd_write(-1, span_of("")), GW_OK);
}
END_TEST

START_TEST(a_full_disk_is_told_from_a_broken_one)
{
	const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(full, 0);
	ck_assert_int_eq(fd_write(full, span_of("x")), GW_EFULL);
	close(full);
	ck_assert_int_eq(fd_write(full, span_of("x")), GW_EIO);
}
END_TEST

static const struct { int no; enum gw_err e; } faults[] = {
	{ ENOSPC, GW_EFULL }, { EDQUOT, GW_EFULL }, { EMFILE, GW_EBUSY }, { ENFILE, GW_EBUSY }, { EIO, GW_EIO },
	{ EPIPE, GW_EIO },
};

START_TEST(what_will_pass_is_told_from_what_will_not)
{
	errno = faults[_i].no;
	ck_assert_int_eq(fd_fault(), faults[_i].e);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("fd");
	TCase *t = tcase_create("fd");

	tcase_add_test(t, all_bytes_arrive_however_few_the_reader_takes_at_once);
	tcase_add_test(t, nothing_is_written_of_nothing);
	tcase_add_test(t, a_full_disk_is_told_from_a_broken_one);
	tcase_add_loop_test(t, what_will_pass_is_told_from_what_will_not, 0, sizeof faults / sizeof faults[0]);
	suite_add_tcase(s, t);
	return s;
}
