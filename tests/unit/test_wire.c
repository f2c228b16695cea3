/* test_wire.c: messages and descriptors between two ends of one socket pair, friendly and hostile. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run.h"
#include "secret.h"
#include "wire.h"

static struct event_base *base;
static int end[2];		/* end[0] is w's; end[1] is the neighbour's, a bare socket or another wire */
static struct wire *w, *other;
static unsigned came, last_request, lost;
static size_t came_bytes;
static int kept = -1;
static bool keep_fd;

static void
on_message(void *arg, struct msg *m)
{
	(void)arg;
	ck_assert_uint_eq(m->request, came++);		/* in order, none twice */
	last_request = m->request;
	if (m->type == MSG_ROSTER)
		came_bytes += m->u.roster.body.n;
	if (m->fd >= 0 && keep_fd) {
		kept = m->fd;
		m->fd = -1;
	}
}

static void
on_lost(void *arg)
{
	(void)arg;
	lost++;
}

static void
set_up(void)
{
	base = event_base_new();
	ck_assert_ptr_nonnull(base);
	ck_assert_int_eq(wire_pair(end), GW_OK);
	ck_assert_int_eq(wire_new(base, end[0], on_message, on_lost, NULL, &w), GW_OK);
	other = NULL;
}

static void
tear_down(void)
{
	wire_free(w);
	wire_free(other);
	if (other == NULL && end[1] >= 0)
		close(end[1]);
	if (kept >= 0)
		close(kept);
	event_base_free(base);
}

/* Everything that can happen now has happened. */
static void
settle(void)
{
	for (int i = 0; i < 1000; i++)
		ck_assert_int_ge(event_base_loop(base, EVLOOP_NONBLOCK), 0);
}

/* One packet from the bare end, with so many descriptors. */
static void
raw_send(struct span bytes, const int *fd, size_t fds)
{
	union { struct cmsghdr head; uint8_t room[CMSG_SPACE(8 * sizeof(int))]; } control;
	struct iovec iov = { .iov_len = bytes.n };
	struct msghdr h = { .msg_iov = &iov, .msg_iovlen = 1 };

	memcpy(&iov.iov_base, &bytes.p, sizeof iov.iov_base);
	memset(&control, 0, sizeof control);
	if (fds > 0) {
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(fds * sizeof *fd);
		memcpy(CMSG_DATA(&control.head), fd, fds * sizeof *fd);
		h.msg_control = &control;
		h.msg_controllen = CMSG_SPACE(fds * sizeof *fd);
	}
	ck_assert_int_eq(sendmsg(end[1], &h, 0), (ssize_t)bytes.n);
}

static void
encode(enum msg_type type, struct buf *b)
{
	struct msg m = { .type = type, .fd = -1 };

	if (type == MSG_CHANNEL)
		m.u.channel.role = CHANNEL_INTAKE;
	buf_init(b, LIMIT_WIRE);
	ck_assert_int_eq(msg_encode(&m, b), GW_OK);
}

static int
open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) != -1;
	return n;
}

START_TEST(a_flood_beyond_the_socket_arrives_whole_and_in_order)
{
	static uint8_t big[LIMIT_WIRE / 2];
	struct msg m = { .type = MSG_ROSTER, .fd = -1 };
	unsigned sent = 0;

	ck_assert_int_eq(wire_new(base, end[1], on_message, on_lost, NULL, &other), GW_OK);
	m.u.roster.body = (struct span){ big, sizeof big };
	while (wire_send(other, &m) == GW_OK)
		m.request = ++sent;
	ck_assert_uint_gt(sent * sizeof big, WIRE_WAITING - 2 * sizeof big);
	ck_assert_int_eq(wire_send(other, &m), GW_EBUSY);
	settle();
	ck_assert_uint_eq(came, sent);
	ck_assert_uint_eq(came_bytes, sent * sizeof big);
	ck_assert_int_eq(wire_send(other, &m), GW_OK);	/* and there is room again */
	ck_assert_uint_eq(lost, 0);
}
END_TEST

START_TEST(a_descriptor_travels_even_when_its_message_has_to_wait)	/* _i: messages before it */
{
	static uint8_t big[LIMIT_WIRE / 2];
	struct msg m = { .type = MSG_ROSTER, .fd = -1 };
	struct msg channel = { .type = MSG_CHANNEL, .u.channel = { CHANNEL_DESK }, .request = (uint32_t)_i };
	int pair[2];
	char c;

	ck_assert_int_eq(wire_new(base, end[1], on_message, on_lost, NULL, &other), GW_OK);
	ck_assert_int_eq(wire_pair(pair), GW_OK);
	m.u.roster.body = (struct span){ big, sizeof big };
	for (int i = 0; i < _i; i++) {
		m.request = (uint32_t)i;
		ck_assert_int_eq(wire_send(other, &m), GW_OK);
	}
	channel.fd = pair[0];
	ck_assert_int_eq(wire_send(other, &channel), GW_OK);
	close(pair[0]);
	keep_fd = true;
	settle();
	ck_assert_uint_eq(came, (unsigned)_i + 1);
	ck_assert_int_ge(kept, 0);
	ck_assert_int_eq(send(kept, "x", 1, 0), 1);
	ck_assert_int_eq(recv(pair[1], &c, 1, 0), 1);
	ck_assert_int_eq(fcntl(kept, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	close(pair[1]);
}
END_TEST

START_TEST(a_descriptor_that_nobody_takes_is_closed)
{
	struct buf b;
	int before;

	encode(MSG_CHANNEL, &b);
	before = open_descriptors();
	raw_send(buf_span(&b), &end[1], 1);
	settle();
	ck_assert_uint_eq(came, 1);
	ck_assert_int_eq(open_descriptors(), before);
	buf_free(&b);
}
END_TEST

START_TEST(a_descriptor_that_there_is_no_room_for_is_all_that_is_lost)
{
	struct rlimit normal, none;
	struct buf b;

	encode(MSG_CHANNEL, &b);
	raw_send(buf_span(&b), &end[1], 1);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &normal), 0);
	none = (struct rlimit){ 0, normal.rlim_max };
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	keep_fd = true;
	settle();
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &normal), 0);
	ck_assert_uint_eq(came, 1);
	ck_assert_int_eq(kept, -1);
	buf_free(&b);
	encode(MSG_CHANNEL, &b);
	b.p[1 + 3] = 1;		/* the next one's number */
	raw_send(buf_span(&b), &end[1], 1);
	settle();
	ck_assert_uint_eq(came, 2);
	ck_assert_int_ge(kept, 0);
	ck_assert_uint_eq(lost, 0);
	buf_free(&b);
}
END_TEST

START_TEST(one_that_answers_first_hears_nothing_until_its_answers_are_taken)	/* _i: the asker goes instead */
{
	static uint8_t big[LIMIT_WIRE / 2], got[LIMIT_WIRE];
	struct msg m = { .type = MSG_ROSTER, .fd = -1 };
	unsigned sent = 0;
	struct buf b;

	wire_answer_first(w);
	m.u.roster.body = (struct span){ big, sizeof big };
	while (wire_send(w, &m) == GW_OK)
		sent++;
	encode(MSG_READY, &b);
	raw_send(buf_span(&b), NULL, 0);
	settle();
	ck_assert_uint_eq(came, 0);
	for (; _i == 0 && sent > 0; sent--) {
		ck_assert_int_gt(recv(end[1], got, sizeof got, MSG_DONTWAIT), (ssize_t)sizeof big);
		ck_assert_int_ge(event_base_loop(base, EVLOOP_NONBLOCK), 0);
	}
	if (_i == 1) {
		close(end[1]);
		end[1] = -1;
	}
	settle();
	ck_assert_uint_eq(came, 1);
	ck_assert_uint_eq(lost, (unsigned)_i);
	buf_free(&b);
}
END_TEST

/* What a hostile neighbour sends, with how many descriptors. */
static const struct { enum msg_type type; size_t cut; size_t fds; } hostile[] = {
	{ MSG_READY, 1, 0 },		/* no message */
	{ MSG_READY, 0, 1 },		/* a descriptor where none belongs */
	{ MSG_CHANNEL, 0, 0 },		/* none where one belongs */
	{ MSG_CHANNEL, 0, 2 },		/* too many */
	{ MSG_CHANNEL, 0, 8 },
	{ MSG_CHANNEL, 1, 1 },
};

START_TEST(a_hostile_packet_ends_the_wire_and_leaves_no_descriptor)
{
	const int fds[8] = { 0, 0, 0, 0, 0, 0, 0, 0 };
	struct buf b;
	int before;

	encode(hostile[_i].type, &b);
	before = open_descriptors();
	raw_send((struct span){ b.p, b.n - hostile[_i].cut }, fds, hostile[_i].fds);
	buf_free(&b);
	encode(MSG_READY, &b);
	raw_send(buf_span(&b), NULL, 0);	/* is not heard any more */
	settle();
	ck_assert_uint_eq(came, 0);
	ck_assert_uint_eq(lost, 1);
	ck_assert_int_eq(open_descriptors(), before);
	ck_assert_int_eq(wire_send(w, &(struct msg){ .type = MSG_READY, .fd = -1 }), GW_EBUSY);
	buf_free(&b);
}
END_TEST

START_TEST(a_packet_larger_than_any_message_ends_the_wire)
{
	static uint8_t big[LIMIT_WIRE + 1];

	big[0] = MSG_READY;
	raw_send((struct span){ big, sizeof big }, NULL, 0);
	settle();
	ck_assert_uint_eq(came, 0);
	ck_assert_uint_eq(lost, 1);
}
END_TEST

START_TEST(the_last_words_of_one_who_leaves_are_heard_before_the_loss)
{
	struct buf b;

	encode(MSG_READY, &b);
	/* stays unread there, which makes the end a reset */
	ck_assert_int_eq(wire_send(w, &(struct msg){ .type = MSG_READY, .fd = -1 }), GW_OK);
	raw_send(buf_span(&b), NULL, 0);
	close(end[1]);
	end[1] = -1;
	ck_assert_int_eq(wire_send(w, &(struct msg){ .type = MSG_READY, .fd = -1 }), GW_EBUSY);
	settle();
	ck_assert_uint_eq(came, 1);
	ck_assert_uint_eq(lost, 1);
	buf_free(&b);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("wire");
	TCase *t = tcase_create("wire");

	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, a_flood_beyond_the_socket_arrives_whole_and_in_order);
	tcase_add_loop_test(t, a_descriptor_travels_even_when_its_message_has_to_wait, 0, 90);
	tcase_add_test(t, a_descriptor_that_nobody_takes_is_closed);
	tcase_add_test(t, a_descriptor_that_there_is_no_room_for_is_all_that_is_lost);
	tcase_add_loop_test(t, one_that_answers_first_hears_nothing_until_its_answers_are_taken, 0, 2);
	tcase_add_loop_test(t, a_hostile_packet_ends_the_wire_and_leaves_no_descriptor, 0,
	    (int)(sizeof hostile / sizeof hostile[0]));
	tcase_add_test(t, a_packet_larger_than_any_message_ends_the_wire);
	tcase_add_test(t, the_last_words_of_one_who_leaves_are_heard_before_the_loss);
	suite_add_tcase(s, t);
	return s;
}
