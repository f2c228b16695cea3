/* test_console.c: each page of the console, with nothing to show and with everything; and no value reaches one as HTML.
 * That each page is what Jinja2 makes of its template is tests/page's to show. */
#include <string.h>

#include "asset.h"
#include "console.h"
#include "run.h"

enum { ROOM = 1024 * 1024, EVERYTHING = 3 };

/* What would be markup, an attribute, or the end of one. */
static const char HOSTILE[] = "\"><script>alert(1)</script><p onclick='x";
#define BAD { (const uint8_t *)HOSTILE, sizeof HOSTILE - 1 }
#define LIST(member, list) .member = list, .member##_n = sizeof (list) / sizeof (list)[0]
#define DRAWING { { (const uint8_t *)"<svg></svg>", 11 } }

static const char *const titles[CONSOLE_N] = {
	[CONSOLE_SIGN_IN] = "Sign in", [CONSOLE_ENROL] = "Your invitation", [CONSOLE_SECOND] = "Set up your phone",
	[CONSOLE_CODES] = "Your recovery codes", [CONSOLE_WAITING] = "Wait to be let in", [CONSOLE_QUEUE] = "Queue",
	[CONSOLE_CASE] = "Report ", [CONSOLE_LOG] = "Log a concern", [CONSOLE_ACCOUNT] = "Your account",
	[CONSOLE_PEOPLE] = "People", [CONSOLE_INVITED] = "Invitation", [CONSOLE_LEAVE] = " leaves",
	[CONSOLE_TEAMS] = "Schools and teams", [CONSOLE_HEALTH] = "Health", [CONSOLE_AUDIT] = "Audit",
	[CONSOLE_PROBLEM] = "That did not work",
};

static const struct console_error errors[] = { { "name", BAD }, { "message-text", BAD }, { "", BAD }, { NULL, BAD } };
static const struct console_option options[] = { { BAD, BAD, true }, { BAD, BAD, false } };
static const struct console_place places[] = { { BAD, BAD, BAD, true } };
static const struct console_tab tabs[] = { { BAD, BAD, 3, true, true } };
#define ROW { BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, true, true, true, true, true, true, false }
static const struct console_row rows[] = { ROW };
static const struct console_run runs[] = { { BAD, true }, { BAD, false } };
static const struct console_reason reasons[] = { { BAD, BAD, BAD, BAD } };
static const struct console_file files[] = { { BAD, BAD, BAD, 1 } };
static const struct console_message messages[] = {
	{ true, BAD, BAD, BAD, files, 1 }, { false, BAD, BAD, BAD, NULL, 0 }
};
static const struct console_entry entries[] = { { BAD, BAD, BAD, BAD, BAD, 2, true } };
static const struct console_task tasks[] = { { BAD, BAD, BAD, 3, true, true } };
static const struct console_tag tags[] = { { BAD, BAD } };
static const struct console_link links[] = { { BAD, BAD, BAD } };
static const struct console_related related[] = { { BAD, BAD, BAD, BAD, BAD, BAD } };
static const struct console_hit hits[] = { { BAD, BAD } };
static const struct console_code codes[] = { { BAD } };
static const struct console_person persons[] = { { BAD, BAD, BAD, BAD, places, 1, true, false, false } };
static const struct console_invite invites[] = { { BAD, BAD, BAD, BAD, places, 1, true } };
static const struct console_admit admits[] = { { BAD, BAD, BAD, BAD, BAD } };
static const struct console_team teams[] = { { BAD, BAD, BAD, 1, 1, true, true, true, false } };
static const struct console_area areas[] = { { BAD, BAD, BAD } };
static const struct console_figure figures[] = { { BAD, BAD, true } };
static const struct console_audit_row audit_rows[] = { { BAD, BAD, BAD, BAD, BAD, BAD } };

/* Everything that there is to show, and each text of it hostile. */
static const struct console full = {
	.who = { .name = BAD, .teams = BAD, .is_reader = true, .is_admin = true, .is_auditor = true, .is_in = true,
	    .form = BAD, .idle_ends = BAD, .idle_seconds = 900, .end_seconds = 28800, .newcomers = 2, .away = BAD },
	.done = BAD,
	LIST(errors, errors),
	.sign_in = { BAD, true, true },
	.enrol = { .code = BAD, .name = BAD, .second = { DRAWING, BAD, BAD }, LIST(places, places),
	    .is_auditor = true },
	.second = { DRAWING, BAD, BAD },
	.codes = { LIST(codes, codes), .check_words = BAD, .is_enrolment = true },
	.queue = { LIST(tabs, tabs), .filter = BAD, .urgent = { BAD, rows, 1 }, .other = { BAD, rows, 1 },
	    .has_urgent = true, .has_other = true, .next = BAD, .again = BAD, .total = 2, .fresh = 1, .at = BAD },
	.file = { .row = ROW, .received = BAD, .words = BAD, .place = BAD, .about = BAD, .when = BAD, .danger = BAD,
	    .weapon = BAD, .chosen = BAD, .keep_from = BAD, .is_logged = true, .logged_by = BAD, .told_by = BAD,
	    .suggested = BAD, .categories = BAD, .version = BAD, LIST(reasons, reasons), LIST(runs, runs),
	    LIST(files, files), LIST(messages, messages), LIST(entries, entries), LIST(tasks, tasks), LIST(tags, tags),
	    LIST(links, links), LIST(related, related), .is_confirmed = true, .can_write = true, .has_asked = true,
	    .may_agree = true, .asked_by = BAD, .asked_to = BAD, .asked_why = BAD, LIST(bands, options),
	    LIST(colleagues, options), LIST(templates, options), LIST(outcomes, options), LIST(hits, hits),
	    .typed = { .act = { (const uint8_t *)"message", 7 }, .text = BAD, .reason = BAD }, .seq = BAD },
	.log = { BAD, BAD, BAD, LIST(schools, options) },
	.account = { .codes_left = 3, .check_words = BAD, .cover = BAD, .until = BAD, LIST(colleagues, options) },
	.people = { LIST(persons, persons), .next = BAD, LIST(invites, invites), LIST(admits, admits),
	    LIST(teams, options), LIST(titles, options), .typed_name = BAD, .code = BAD, .link = BAD, .name = BAD,
	    .ends = BAD },
	.teams = { LIST(teams, teams), .next = BAD, LIST(areas, areas), .version = BAD },
	.health = { LIST(figures, figures) },
	.audit = { LIST(rows, audit_rows), .next = BAD, .head = BAD, .hash = BAD },
};

static const char *
rendered(enum console_id id, const struct console *m, struct buf *b)
{
	buf_init(b, ROOM);
	ck_assert_int_eq(console_render(id, m, b), GW_OK);
	ck_assert_int_eq(buf_add(b, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	return (const char *)b->p;
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

START_TEST(a_page_with_nothing_to_show_is_whole_and_offers_nothing_to_who_is_not_signed_in)
{
	static const struct console none;
	struct buf b;
	const char *text = rendered((enum console_id)_i, &none, &b);

	ck_assert_int_eq(strncmp(text, "<!DOCTYPE html>", 15), 0);
	ck_assert_str_eq(text + strlen(text) - 7, "</html>");
	ck_assert_ptr_nonnull(strstr(text, titles[_i]));
	ck_assert_uint_eq(count(text, "<h1 "), 1);
	ck_assert_ptr_null(strstr(text, "/desk/sign-out"));
	ck_assert_ptr_null(strstr(text, "<nav class=\"nav\""));
	buf_free(&b);
}
END_TEST

START_TEST(a_page_with_everything_lets_no_value_be_html)
{
	struct buf b;
	const char *text = rendered((enum console_id)_i, &full, &b);

	ck_assert_str_eq(text + strlen(text) - 7, "</html>");
	ck_assert_uint_ge(count(text, "&lt;script&gt;alert(1)&lt;/script&gt;"), EVERYTHING);
	ck_assert_ptr_null(strstr(text, "<script>"));
	ck_assert_ptr_null(strstr(text, "onclick='x"));
	buf_free(&b);
}
END_TEST

static bool
has(const char *text, size_t n, const char *what)
{
	return memmem(text, n, what, strlen(what)) != NULL;
}

/* But for those that somebody sends who is not signed in yet. */
START_TEST(each_form_that_is_posted_brings_the_token_back)
{
	struct buf b;
	const char *at = rendered((enum console_id)_i, &full, &b);

	for (; (at = strstr(at, "<form ")) != NULL; at++) {
		const size_t tag = strcspn(at, ">"), all = (size_t)(strstr(at, "</form>") - at);
		const bool at_door = has(at, tag, "\"/desk/sign-in\"") || has(at, tag, "\"/desk/enrol\"");

		if (has(at, tag, "method=\"post\"") && !at_door)
			ck_assert_msg(has(at, all, "name=\"form\""), "%.*s", (int)tag, at);
	}
	buf_free(&b);
}
END_TEST

START_TEST(roles_decide_what_the_header_offers)
{
	static const struct { bool is_reader, is_admin, is_auditor; const char *has, *lacks; } offers[] = {
		{ true, false, false, "href=\"/desk/queue\"", "href=\"/desk/teams\"" },
		{ true, false, false, "href=\"/desk/people\"", "href=\"/desk/audit\"" },
		{ false, true, false, "href=\"/desk/teams\"", "href=\"/desk/queue\"" },
		{ false, true, false, "href=\"/desk/health\"", "href=\"/desk/log\"" },
		{ false, false, true, "href=\"/desk/audit\"", "href=\"/desk/people\"" },
		{ false, false, false, "/desk/sign-out", "href=\"/desk/account\"" },
	};

	for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++) {
		const struct console m = { .who = { .is_in = true, .is_reader = offers[i].is_reader,
		    .is_admin = offers[i].is_admin, .is_auditor = offers[i].is_auditor } };
		struct buf b;
		const char *text = rendered(CONSOLE_PROBLEM, &m, &b);

		ck_assert_msg(strstr(text, offers[i].has) != NULL, "%s", offers[i].has);
		ck_assert_msg(strstr(text, offers[i].lacks) == NULL, "%s", offers[i].lacks);
		buf_free(&b);
	}
}
END_TEST

START_TEST(whom_not_to_tell_is_shown_wherever_somebody_might_be_told)
{
	static const char asks[] = "The reporter asks you not to tell:";
	struct console m = full;
	struct buf b;

	ck_assert_uint_eq(count(rendered(CONSOLE_CASE, &m, &b), asks), 6);	/* on top, and in five forms */
	buf_free(&b);
	m.file.keep_from.n = 0;
	ck_assert_uint_eq(count(rendered(CONSOLE_CASE, &m, &b), asks), 0);
	buf_free(&b);
}
END_TEST

START_TEST(a_closed_case_can_only_be_reopened_noted_and_tagged)
{
	struct console m = full;
	struct buf b;
	const char *text;

	m.file.is_closed = true;
	m.file.has_asked = false;
	text = rendered(CONSOLE_CASE, &m, &b);
	ck_assert_ptr_nonnull(strstr(text, "id=\"do-reopen\""));
	ck_assert_ptr_nonnull(strstr(text, "id=\"do-note\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-message\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-band\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-close\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-lower\""));
	buf_free(&b);
}
END_TEST

START_TEST(a_page_over_the_ceiling_leaves_what_was_there)
{
	struct buf whole, cut;

	buf_init(&whole, ROOM);
	ck_assert_int_eq(console_render((enum console_id)_i, &full, &whole), GW_OK);
	for (size_t max = 0; max < whole.n + 3; max += max + 997 < whole.n ? 997 : 1) {
		buf_init(&cut, max + 3);
		ck_assert_int_eq(buf_add_text(&cut, "abc"), GW_OK);
		ck_assert_int_eq(console_render((enum console_id)_i, &full, &cut), max < whole.n ? GW_ELIMIT : GW_OK);
		ck_assert_uint_eq(cut.n, max < whole.n ? 3 : whole.n + 3);
		buf_free(&cut);
	}
	buf_free(&whole);
}
END_TEST

START_TEST(pages_name_only_assets_that_are_there)
{
	struct buf b;
	int named = 0;

	for (const char *at = rendered(CONSOLE_QUEUE, &full, &b); (at = strstr(at, "\"/assets/")) != NULL; named++) {
		const size_t n = strcspn(++at, "\"");

		ck_assert_msg(asset_find((struct span){ (const uint8_t *)at, n }) != NULL, "%.*s", (int)n, at);
	}
	ck_assert_int_eq(named, 2);
	buf_free(&b);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("console");
	TCase *pages = tcase_create("pages");

	tcase_set_timeout(pages, 60);
	tcase_add_loop_test(pages, a_page_with_nothing_to_show_is_whole_and_offers_nothing_to_who_is_not_signed_in, 0,
	    CONSOLE_N);
	tcase_add_loop_test(pages, a_page_with_everything_lets_no_value_be_html, 0, CONSOLE_N);
	tcase_add_loop_test(pages, each_form_that_is_posted_brings_the_token_back, 0, CONSOLE_N);
	tcase_add_test(pages, roles_decide_what_the_header_offers);
	tcase_add_test(pages, whom_not_to_tell_is_shown_wherever_somebody_might_be_told);
	tcase_add_test(pages, a_closed_case_can_only_be_reopened_noted_and_tagged);
	tcase_add_loop_test(pages, a_page_over_the_ceiling_leaves_what_was_there, 0, CONSOLE_N);
	tcase_add_test(pages, pages_name_only_assets_that_are_there);
	suite_add_tcase(s, pages);
	return s;
}
