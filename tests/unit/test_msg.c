/* test_msg.c: what one process says, another reads; and nothing else. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "msg.h"
#include "run.h"
#include "secret.h"

enum { LAST = MSG_TYPE_N - 1 };

static const struct span some = { (const uint8_t *)"sealed bytes of a part", 22 };

static void
fill_put(struct msg_part_put *p)
{
	secret_random(p->report, sizeof p->report);
	p->seq = 7;
	p->files = 3;
	p->n_files = 2;
	for (size_t i = 0; i < 2; i++) {
		memset(p->file[i].name, 'a' + (int)i, SPOOL_NAME);
		p->file[i].sealed_bytes = 4096 * (i + 1);
	}
	memset(p->file[0].copy, 'c', SPOOL_NAME);
	p->file[0].copy_bytes = 8192;
	p->file[1].held = HELD_MALWARE;
	p->part = some;
	p->head = some;
}

static void
fill_thread(struct msg_thread *t)
{
	secret_random(t->report, sizeof t->report);
	secret_random(t->grant, sizeof t->grant);
	strcpy(t->team, "school:norlington");
	t->state = CASE_WORKING;
	t->band = BAND_URGENT;
	t->received = -1;
	t->due = INT64_MAX;
	t->total = 9;
	t->head = some;
	t->n = MSG_PARTS;
	for (size_t i = 0; i < MSG_PARTS; i++) {
		t->part[i].kind = PART_FROM_STAFF;
		t->part[i].seq = (uint32_t)i;
		if (i % 2 == 0)
			t->part[i].sealed = some;
	}
}

static void
fill_report(struct msg_report_put *r)
{
	secret_random(r->tag, sizeof r->tag);
	secret_random(r->reporter_grant, sizeof r->reporter_grant);
	r->band = BAND_IMMEDIATE;
	r->due = 1795257000;
	r->n_grants = LIMIT_GRANTS;
	for (size_t i = 0; i < LIMIT_GRANTS; i++)
		strcpy(r->grant[i].team, "community");
	r->n_files = LIMIT_FILES;
	for (size_t i = 0; i < LIMIT_FILES; i++)
		memset(r->file[i].name, '0' + (int)(i % 10), SPOOL_NAME);
	r->body = r->decision = r->head = some;
}

static void
fill_list(struct msg_list *l)
{
	l->open = UINT64_MAX;
	l->urgent = 60000;
	l->is_more = l->goes_on = 1;
	l->n = LIMIT_DESK_PAGE;
	for (size_t i = 0; i < LIMIT_DESK_PAGE; i++) {
		secret_random(l->row[i].grant, sizeof l->row[i].grant);
		memset(l->row[i].assigned, 'n', LIMIT_NAME);
		l->row[i].state = CASE_CLOSED;
		l->row[i].is_lowering = 1;
		l->row[i].decision = some;
	}
}

static void
fill_act(struct msg_case_put *p)
{
	secret_random(p->report, sizeof p->report);
	p->act = ACT_N - 1;
	p->seq = 7;
	p->n = CASE_PARTS;
	for (size_t i = 0; i < CASE_PARTS; i++)
		p->part[i] = (struct msg_new_part){ PART_NOTE, some };
	p->head = some;
	p->band = BAND_IMMEDIATE;
	p->due = -1;
	memset(p->owner, 'o', LIMIT_NAME);
	secret_random(p->tag_sealed, sizeof p->tag_sealed);
}

static void
fill_response(struct msg *m, enum msg_type type)
{
	switch (type) {
	case MSG_PASS_PUT:
		fill_report(&m->u.pass_put.put);
		m->u.pass_put.note = some;
		fill_act(&m->u.pass_put.from);
		break;
	case MSG_SHARE_PUT: fill_act(&m->u.share_put.act); strcpy(m->u.share_put.to.team, "lado"); break;
	case MSG_DOSSIER_PUT:
		m->u.dossier_put.kind = KIND_RELEASE;
		fill_report(&m->u.dossier_put.put);
		m->u.dossier_put.note = some;
		break;
	case MSG_DOSSIERS_GET: m->u.dossiers_get.kind = KIND_MEETING; break;
	case MSG_DOSSIERS: m->u.dossiers.n = LIMIT_DESK_PAGE; m->u.dossiers.row[1].n = UINT64_MAX; break;
	case MSG_ESCALATIONS_GET: m->u.escalations_get.limit = MSG_ESCALATED; break;
	case MSG_ESCALATIONS:
		m->u.escalations.n = MSG_ESCALATED;
		for (size_t i = 0; i < MSG_ESCALATED; i++)
			m->u.escalations.row[i].changed = UINT64_MAX - i;
		break;
	default: break;
	}
}

/* A message of each type with its fields set, lists full. */
static void
fill(struct msg *m, enum msg_type type)
{
	memset(m, 0, sizeof *m);
	m->type = type;
	m->request = 0xfffefdfc;
	m->fd = -1;
	switch (type) {
	case MSG_CHANNEL: m->u.channel.role = CHANNEL_DESK; break;
	case MSG_RESULT: m->u.result.err = GW_ENEWER; break;
	case MSG_ROSTER: m->u.roster.body = some; m->u.roster.signature[63] = 1; break;
	case MSG_SPOOL:
	case MSG_SPOOL_DROP: memset(m->u.spool.name, 'f', SPOOL_NAME); break;
	case MSG_REPORT_PUT: fill_report(&m->u.report_put); break;
	case MSG_THREAD: fill_thread(&m->u.thread); break;
	case MSG_REPLY_PUT: m->u.reply_put.tag[0] = 1; fill_put(&m->u.reply_put.put); break;
	case MSG_MEMBER:
		strcpy(m->u.member.name, "Zo\xc3\xab O'Neill");
		m->u.member.lock.ops = 3;
		m->u.member.lock.mem_kib = 65536;
		break;
	case MSG_MEMBER_GET:
	case MSG_SIGN_IN_FAILED: memset(m->u.name.name, 'n', LIMIT_NAME); break;
	case MSG_SIGN_IN: strcpy(m->u.sign_in.name, "Asha Lead"); m->u.sign_in.sealed[0] = 9; break;
	case MSG_SESSION:
		m->u.session.n = LIMIT_MEMBER_TEAMS;
		for (size_t i = 0; i < LIMIT_MEMBER_TEAMS; i++)
			strcpy(m->u.session.team[i].team, "lado");
		break;
	case MSG_QUEUE_GET: m->u.queue_get.after_due = -5; m->u.queue_get.limit = MSG_ROWS; break;
	case MSG_QUEUE:
		m->u.queue.open = 1000000;
		m->u.queue.n = MSG_ROWS;
		for (size_t i = 0; i < MSG_ROWS; i++)
			m->u.queue.row[i].due = (int64_t)i;
		break;
	case MSG_TEAM_PUT: m->u.team_put.kind = TEAM_SCHOOL; break;
	case MSG_LIST_GET: m->u.list_get.filter = FILTER_CLOSED; m->u.list_get.quiet = 1; break;
	case MSG_LIST: fill_list(&m->u.list); break;
	case MSG_CASE_PUT: fill_act(&m->u.case_put); break;
	case MSG_LOG_PUT: fill_report(&m->u.log_put.put); m->u.log_put.note = some; break;
	case MSG_LOOKS: m->u.looks.n = LIMIT_DESK_PAGE; m->u.looks.look[LIMIT_DESK_PAGE - 1].at = 9; break;
	case MSG_RELATED_GET: m->u.related_get.n = RELATED_TAGS; m->u.related_get.tag[0].found_by[31] = 3; break;
	case MSG_RELATED: m->u.related.n = LIMIT_DESK_PAGE; m->u.related.row[3].band = BAND_IMMEDIATE; break;
	case MSG_FILE_GET: m->u.file_get.file = 4999; m->u.file_get.wanted = FILE_TO_CLEAN; break;
	case MSG_FILE: m->u.file.sealed_bytes = UINT64_MAX; break;
	case MSG_COPY_PUT: m->u.copy_put.file = 7; m->u.copy_put.made.held = HELD_MALWARE; break;
	case MSG_CLEAN: m->u.clean = (struct msg_clean){ LIMIT_COPY_MEGAPIXELS, LIMIT_COPY_PAGES, 1 }; break;
	default: fill_response(m, type); break;
	}
}

/* The bytes of a filled message, ending at a page that cannot be read. */
static struct span
bytes_of(enum msg_type type, uint8_t **page)
{
	const size_t size = (size_t)sysconf(_SC_PAGESIZE), room = LIMIT_WIRE;
	struct msg m;
	struct buf b;

	buf_init(&b, LIMIT_WIRE);
	fill(&m, type);
	ck_assert_int_eq(msg_encode(&m, &b), GW_OK);
	*page = mmap(NULL, room + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(*page, MAP_FAILED);
	ck_assert_int_eq(mprotect(*page + room, size, PROT_NONE), 0);
	memcpy(*page + room - b.n, b.p, b.n);
	const struct span s = { *page + room - b.n, b.n };
	buf_free(&b);
	return s;
}

static void
drop(uint8_t *page)
{
	munmap(page, LIMIT_WIRE + (size_t)sysconf(_SC_PAGESIZE));
}

START_TEST(every_message_reads_back_as_it_was_written)	/* _i: its type */
{
	uint8_t *page;
	const struct span s = bytes_of((enum msg_type)_i, &page);
	struct msg m;
	struct buf again;

	ck_assert_int_eq(msg_decode(s, &m), GW_OK);
	ck_assert_int_eq(m.type, _i);
	ck_assert_uint_eq(m.request, 0xfffefdfc);
	ck_assert_int_eq(m.fd, -1);
	buf_init(&again, LIMIT_WIRE);
	ck_assert_int_eq(msg_encode(&m, &again), GW_OK);
	ck_assert(span_equal(buf_span(&again), s));
	buf_free(&again);
	drop(page);
}
END_TEST

START_TEST(a_message_cut_anywhere_or_longer_by_a_byte_is_refused)
{
	uint8_t *page, *longer;
	const struct span s = bytes_of((enum msg_type)_i, &page);
	struct msg m;

	for (size_t n = 0; n < s.n; n++)
		ck_assert_int_eq(msg_decode((struct span){ s.p, n }, &m), GW_EINPUT);
	longer = malloc(s.n + 1);
	ck_assert_ptr_nonnull(longer);
	memcpy(longer, s.p, s.n);
	longer[s.n] = 0;
	ck_assert_int_eq(msg_decode((struct span){ longer, s.n + 1 }, &m), GW_EINPUT);
	free(longer);
	drop(page);
}
END_TEST

START_TEST(what_the_fields_say_arrives)
{
	struct msg sent, got;
	struct buf b;

	buf_init(&b, LIMIT_WIRE);
	fill(&sent, MSG_THREAD);
	ck_assert_int_eq(msg_encode(&sent, &b), GW_OK);
	ck_assert_int_eq(msg_decode(buf_span(&b), &got), GW_OK);
	ck_assert_mem_eq(got.u.thread.report, sent.u.thread.report, ID_BYTES);
	ck_assert_mem_eq(got.u.thread.grant, sent.u.thread.grant, GRANT_BYTES);
	ck_assert_str_eq(got.u.thread.team, "school:norlington");
	ck_assert_int_eq(got.u.thread.state, CASE_WORKING);
	ck_assert_int_eq(got.u.thread.band, BAND_URGENT);
	ck_assert_int_eq(got.u.thread.received, -1);
	ck_assert_int_eq(got.u.thread.due, INT64_MAX);
	ck_assert_uint_eq(got.u.thread.n, MSG_PARTS);
	ck_assert_uint_eq(got.u.thread.part[31].seq, 31);
	ck_assert(span_equal(got.u.thread.part[30].sealed, some));
	ck_assert_uint_eq(got.u.thread.part[31].sealed.n, 0);
	buf_free(&b);
}
END_TEST

START_TEST(attachments_and_their_copies_arrive)
{
	struct msg sent, got;
	struct buf b;

	buf_init(&b, LIMIT_WIRE);
	fill(&sent, MSG_REPLY_PUT);
	ck_assert_int_eq(msg_encode(&sent, &b), GW_OK);
	ck_assert_int_eq(msg_decode(buf_span(&b), &got), GW_OK);
	for (size_t i = 0; i < 2; i++) {
		const struct msg_spooled *s = &sent.u.reply_put.put.file[i], *g = &got.u.reply_put.put.file[i];

		ck_assert_str_eq(g->name, s->name);
		ck_assert_str_eq(g->copy, s->copy);
		ck_assert_uint_eq(g->sealed_bytes, s->sealed_bytes);
		ck_assert_uint_eq(g->copy_bytes, s->copy_bytes);
		ck_assert_uint_eq(g->held, s->held);
	}
	b.n = 0;
	fill(&sent, MSG_COPY_PUT);	/* with a copy, too */
	memset(sent.u.copy_put.made.name, 'c', SPOOL_NAME);
	sent.u.copy_put.made.sealed_bytes = 8192;
	ck_assert_int_eq(msg_encode(&sent, &b), GW_OK);
	ck_assert_int_eq(msg_decode(buf_span(&b), &got), GW_OK);
	ck_assert_str_eq(got.u.copy_put.made.name, sent.u.copy_put.made.name);
	ck_assert_uint_eq(got.u.copy_put.made.sealed_bytes, 8192);
	buf_free(&b);
}
END_TEST

/* A message with one byte changed, at a place that its table checks. */
static const struct { const char *what; enum msg_type type; size_t at; uint8_t value; } odd[] = {
	{ "type 0", MSG_READY, 0, 0 },
	{ "a type past the last", MSG_READY, 0, MSG_TYPE_N },
	{ "role 0", MSG_CHANNEL, 5, 0 },
	{ "a role past the last", MSG_CHANNEL, 5, CHANNEL_CLEANER + 1 },
	{ "an error past the last", MSG_RESULT, 5, GW_ERR_N },
	{ "a spool name that climbs", MSG_SPOOL, 5, '.' },
	{ "a spool name with a slash", MSG_SPOOL, 20, '/' },
	{ "a spool name in upper case", MSG_SPOOL_DROP, 36, 'F' },
	{ "a stream that nobody can want", MSG_FILE_GET, 5 + SESSION_ID + ID_BYTES + 4, FILE_WANTED_N },
	{ "a lock that is a person's", MSG_COPY_PUT, 5 + SESSION_ID + ID_BYTES + 4 + 1 + 8, HELD_INDECENT },
	{ "a copy's name that is cut short", MSG_COPY_PUT, 5 + SESSION_ID + ID_BYTES + 4, SPOOL_NAME },
	{ "a cleaner without end", MSG_CLEAN, 5 + 11, LIMIT_COPY_SECONDS + 1 },
	{ "a cleaner without time", MSG_CLEAN, 5 + 11, 0 },
	{ "a name too long", MSG_MEMBER_GET, 5, LIMIT_NAME + 1 },
	{ "a NUL in a name", MSG_MEMBER_GET, 6, 0 },
	{ "a line end in a name", MSG_MEMBER_GET, 30, '\n' },
	{ "a band past the last", MSG_REPORT_PUT, 5 + ID_BYTES + TAG_BYTES + KEY_BYTES + GRANT_BYTES, BAND_N },
	{ "a grant too many", MSG_REPORT_PUT, 5 + ID_BYTES + TAG_BYTES + KEY_BYTES + GRANT_BYTES + 10,
	    LIMIT_GRANTS + 1 },
	{ "a span past the end", MSG_ROSTER, 5 + SIGNATURE_BYTES, 0xff },
	{ "a row too many", MSG_QUEUE, 5 + 8 + 1, MSG_ROWS + 1 },
};

START_TEST(odd_values_are_refused)
{
	uint8_t *page;
	const struct span s = bytes_of(odd[_i].type, &page);
	struct msg m;

	ck_assert_int_eq(msg_decode(s, &m), GW_OK);
	page[LIMIT_WIRE - s.n + odd[_i].at] = odd[_i].value;
	ck_assert_msg(msg_decode(s, &m) == GW_EINPUT, "%s", odd[_i].what);
	drop(page);
}
END_TEST

START_TEST(too_much_for_one_message_is_refused_and_leaves_nothing)
{
	static uint8_t big[LIMIT_WIRE];
	struct msg m;
	struct buf b;

	buf_init(&b, 2 * LIMIT_WIRE);
	ck_assert_int_eq(buf_add_text(&b, "before"), GW_OK);
	fill(&m, MSG_ROSTER);
	m.u.roster.body = (struct span){ big, sizeof big };
	ck_assert_int_eq(msg_encode(&m, &b), GW_ELIMIT);
	fill(&m, MSG_QUEUE);
	m.u.queue.n = MSG_ROWS + 1;
	ck_assert_int_eq(msg_encode(&m, &b), GW_ELIMIT);
	ck_assert(span_is(buf_span(&b), "before"));
	buf_free(&b);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("msg");
	TCase *t = tcase_create("msg");

	tcase_add_loop_test(t, every_message_reads_back_as_it_was_written, 1, LAST + 1);
	tcase_add_loop_test(t, a_message_cut_anywhere_or_longer_by_a_byte_is_refused, 1, LAST + 1);
	tcase_add_test(t, what_the_fields_say_arrives);
	tcase_add_test(t, attachments_and_their_copies_arrive);
	tcase_add_loop_test(t, odd_values_are_refused, 0, (int)(sizeof odd / sizeof odd[0]));
	tcase_add_test(t, too_much_for_one_message_is_refused_and_leaves_nothing);
	suite_add_tcase(s, t);
	return s;
}
