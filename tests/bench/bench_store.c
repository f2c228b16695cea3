/* bench_store.c: reports a second, in commits of 64, and a page of the queue beside few and many reports.
 * With "closed" all but the first thousand are closed as they come, and the console's lists are timed.
 * Usage: bench_store FOLDER [REPORTS [closed]]; FOLDER must not exist and stays behind, to be looked at and removed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "secret.h"
#include "store.h"

enum { BATCH = 64, FEW = 1000, SCHOOLS = 20, PAGES = 2000, LISTS = 200, NOON = 1790000000 };

static uint8_t body[4096], decision[4096], head[4096];

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(enum gw_err e, const char *what)
{
	if (e == GW_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, gw_err_text(e));
	exit(EXIT_FAILURE);
}

static void
team_add(struct store *s, const char *code)
{
	struct roster_team t = { .kind = TEAM_SCHOOL };
	uint8_t grant[GRANT_BYTES] = { 0 };

	snprintf(t.code, sizeof t.code, "%s", code);
	must(store_team_put(s, &t, code, grant), "team");
}

static void
people_fill(void)
{
	struct msg_member m = { .name = "Lead", .lock = { .ops = 1, .mem_kib = 8 } };
	uint8_t grant[GRANT_BYTES] = { 0 };
	char code[LIMIT_TEAM + 1];
	struct store *s;

	must(store_open("concern.db", STORE_CREATE, stderr, &s), "create");
	must(store_begin(s), "begin");
	for (int i = 0; i < SCHOOLS; i++) {
		snprintf(code, sizeof code, "school:s%d", i);
		team_add(s, code);
	}
	team_add(s, "community");
	team_add(s, "lado");
	must(store_member_put(s, &m, NOON), "member");
	must(store_membership_put(s, "Lead", "school:s0", TITLE_MEMBER, grant, NOON), "membership");
	must(store_membership_put(s, "Lead", "community", TITLE_MEMBER, grant, NOON), "membership");
	must(store_commit(s), "commit");
	store_close(s);
}

static void
report_make(struct msg_report_put *r, unsigned n)
{
	memset(r, 0, sizeof *r);
	secret_random(r->report, ID_BYTES);
	secret_random(r->tag, TAG_BYTES);
	r->due = NOON + 3600 + (int64_t)(n % 100000) * 60;
	r->band = (uint8_t)(n % BAND_N);
	r->n_grants = 3;
	snprintf(r->grant[0].team, sizeof r->grant[0].team, "school:s%u", n % SCHOOLS);
	snprintf(r->grant[1].team, sizeof r->grant[1].team, "community");
	snprintf(r->grant[2].team, sizeof r->grant[2].team, "lado");
	r->body = (struct span){ body, sizeof body };
	r->decision = (struct span){ decision, sizeof decision };
	r->head = (struct span){ head, sizeof head };
}

static void
report_close(struct store *s, const struct msg_report_put *r)
{
	struct msg_case_put p = { .session = { 1 }, .act = ACT_CLOSE, .seq = 2, .n = 1,
		.part = { { PART_NOTE, { body, sizeof body } } }, .head = r->head, .band = r->band,
		.state = CASE_CLOSED };

	memcpy(p.report, r->report, ID_BYTES);
	must(store_case_put(s, &p, NOON), "close");
}

static double
reports_fill(struct store *s, unsigned from, unsigned to, unsigned batch, bool closed)
{
	const double start = seconds();
	struct msg_report_put r;

	for (unsigned n = from; n < to;) {
		must(store_begin(s), "begin");
		for (unsigned i = 0; i < batch && n < to; i++, n++) {
			report_make(&r, n);
			must(store_mark(s), "mark");
			if (closed)
				r.band = (uint8_t)(n % BAND_IMMEDIATE);
			must(store_report_put(s, &r, NOON), "report");
			if (closed)
				report_close(s, &r);
			store_keep(s);
		}
		must(store_commit(s), "commit");
		must(store_tend(s), "tend");
	}
	return (double)(to - from) / (seconds() - start);
}

/* Microseconds a page, the first one and one after a cursor in turns. */
static double
pages_time(struct store *s)
{
	struct msg_queue_get q = { .session = { 1 }, .limit = 50 };
	struct msg_queue page;
	double start;

	start = seconds();
	for (int i = 0; i < PAGES; i++) {
		q.after_due = i % 2 == 0 ? 0 : page.row[page.n - 1].due;
		q.line = i % 2 == 1 && page.row[page.n - 1].band < BAND_URGENT;
		if (i % 2 == 1)
			memcpy(q.after, page.row[page.n - 1].report, ID_BYTES);
		must(store_queue_get(s, &q, NOON, &page), "queue");
	}
	return (seconds() - start) / PAGES * 1e6;
}

/* Milliseconds a list: the first page of all, of one's own (there are none), and of what is closed. */
static void
lists_time(struct store *s, const char *beside)
{
	static const enum filter filters[] = { FILTER_ALL, FILTER_MINE, FILTER_CLOSED };
	static struct msg_list list;
	double ms[3];

	for (size_t f = 0; f < 3; f++) {
		const struct msg_list_get q = { .session = { 1 }, .filter = (uint8_t)filters[f] };
		const double start = seconds();

		for (int i = 0; i < LISTS; i++)
			must(store_list_get(s, &q, NOON, &list), "list");
		ms[f] = (seconds() - start) / LISTS * 1e3;
	}
	printf("lists of %llu open ones beside %s closed: all %.1f ms, mine %.1f ms, closed %.1f ms\n",
	    (unsigned long long)list.open, beside, ms[0], ms[1], ms[2]);
}

int
main(int argc, char **argv)
{
	const unsigned many = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1000000;
	struct msg_sign_in in = { .name = "Lead", .session = { 1 }, .step = NOON / 30 };
	const bool closed = argc > 3 && strcmp(argv[3], "closed") == 0;
	double few_us, many_us;
	struct store *s;

	if (argc < 2 || many <= 20 * FEW || mkdir(argv[1], 0700) != 0 || chdir(argv[1]) != 0) {
		fprintf(stderr, "usage: bench_store FOLDER [REPORTS, more than %d [closed]]\n", 20 * FEW);
		return EXIT_FAILURE;
	}
	must(secret_init(), "secrets");
	people_fill();
	must(store_open("concern.db", STORE_SERVE, stderr, &s), "open");
	must(store_begin(s), "begin");
	must(store_session_put(s, &in, NOON), "session");
	must(store_commit(s), "commit");
	printf("reports, a commit each: %.0f/s\n", reports_fill(s, 0, FEW, 1, false));
	few_us = pages_time(s);
	lists_time(s, "no");
	printf("reports, %d a commit, while few: %.0f/s\n", BATCH, reports_fill(s, FEW, 20 * FEW, BATCH,
	    closed));
	printf("reports, %d a commit, to %u: %.0f/s\n", BATCH, many, reports_fill(s, 20 * FEW, many, BATCH,
	    closed));
	many_us = pages_time(s);
	lists_time(s, argc > 2 && closed ? argv[2] : "no");
	printf("a page of 50 beside %d: %.0f us, beside %u: %.0f us, ratio %.2f\n", FEW, few_us, many, many_us,
	    many_us / few_us);
	store_close(s);
	return EXIT_SUCCESS;
}
