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
	[CONSOLE_TEAMS] = "Schools and teams", [CONSOLE_HEALTH] = "Health", [CONSOLE_ALERTS] = "Alerts",
	[CONSOLE_AUDIT] = "Audit",
	[CONSOLE_PROBLEM] = "That did not work", [CONSOLE_SHEET] = "Report ",
	[CONSOLE_FILE] = "Attachment ",
	[CONSOLE_PAPER_MASH] = "MASH referral sheet", [CONSOLE_PAPER_IMPACT] = "Community Impact Assessment",
	[CONSOLE_PAPER_CHRONOLOGY] = "Chronology", [CONSOLE_PASS] = "Pass it on",
	[CONSOLE_SHARE] = "Share the whole report",
	[CONSOLE_INCIDENTS] = "Critical incidents", [CONSOLE_DRM_BOARD] = "Daily Risk Management meeting",
	[CONSOLE_DRM_PACK] = "Pack of the meeting", [CONSOLE_DRM_MEETINGS] = "Earlier meetings",
	[CONSOLE_FIGURES] = "Figures",
	[CONSOLE_MAP] = "Peer map", [CONSOLE_PANEL] = "Exploitation and Risk Panel",
	[CONSOLE_BRIEF_PVA] = "Violence assessment brief", [CONSOLE_BRIEF_TTCG] = "Monthly product for tasking",
	[CONSOLE_AUDITS] = "Audits", [CONSOLE_AUDITED] = "Audit of closed cases",
};

static const struct console_error errors[] = { { "name", BAD }, { "message-text", BAD }, { "", BAD }, { NULL, BAD } };
static const struct console_option options[] = { { BAD, BAD, true }, { BAD, BAD, false } };
static const struct console_place places[] = { { BAD, BAD, BAD, true } };
static const struct console_tab tabs[] = { { BAD, BAD, 3, true, true } };
#define ROW { BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, true, true, true, true, true, true, false, \
	BAD, true, true }
static const struct console_row rows[] = { ROW };
static const struct console_run runs[] = { { BAD, true }, { BAD, false } };
static const struct console_reason reasons[] = { { BAD, BAD, BAD, BAD } };
static const struct console_file files[] = { { BAD, BAD, BAD, BAD, 1, 2 } };
static const struct console_asked asked[] = { { BAD, BAD, BAD, 9 } };
static const struct console_message messages[] = {
	{ true, BAD, BAD, BAD, files, 1 }, { false, BAD, BAD, BAD, NULL, 0 }
};
static const struct console_fact facts[] = { { BAD, BAD } };
static const struct console_entry entries[] = { { BAD, BAD, BAD, BAD, BAD, 2, true, facts, 1, BAD, BAD } };
static const struct console_task tasks[] = { { BAD, BAD, BAD, 3, true, true } };
static const struct console_tag tags[] = { { BAD, BAD } };
static const struct console_link links[] = { { BAD, BAD, BAD } };
static const struct console_related related[] = { { BAD, BAD, BAD, BAD, BAD, BAD } };
static const struct console_give_part give_parts[] = { { 7, BAD, BAD, BAD, BAD, true } };
static const struct console_incident incidents[] = { { ROW, BAD, BAD, 5 } };
static const struct console_hit hits[] = { { BAD, BAD } };
static const struct console_limit limits[] = { { BAD, BAD, BAD, BAD, false, true, true } };
static const struct console_noted noted[] = { { BAD, BAD, BAD, true, 7 } };
static const struct console_sheet_link sheet_links[] = { { BAD, BAD } };
static const struct console_sheet_group groups[] = { { BAD, sheet_links, 1 } };
#define CONTACT { BAD, BAD, BAD, BAD }
#define FIELD(what) { .id = BAD, .label = BAD, .hint = BAD, .takes = { (const uint8_t *)what, sizeof what - 1 }, \
	.value = BAD, .day = BAD, .time = BAD, .other = BAD, .is_twice = true, LIST(options, options) }
static const struct console_field fields[] = { FIELD("words"), FIELD("line"), FIELD("code"), FIELD("part"),
	FIELD("moment"), FIELD("place"), FIELD("case") };
static const struct console_blank blanks[] = { { BAD, BAD, BAD } };
static const struct console_version versions[] = { { BAD, BAD, BAD } };
static const struct console_drm_row drm_rows[] = { { BAD, BAD, BAD, BAD, BAD, BAD, true, true },
	{ BAD, BAD, BAD, BAD, BAD, BAD, false, false } };
static const struct console_drm_ask drm_asks[] = { { BAD, BAD, BAD, BAD, BAD, BAD, BAD, true } };
static const struct console_drm_agency agencies[] = { { BAD, drm_asks, 1 } };
static const struct console_drm_person drm_people[] = { { BAD, BAD } };
static const struct console_present present[] = { { BAD, BAD } };
static const struct console_drm_case drm_cases[] = { { .id = BAD, .ref = BAD, .band = BAD, .received = BAD, .number = 1,
	.is_new = true, .is_closed = true, .source = BAD, .words = BAD, .place = BAD, .school = BAD,
	LIST(reasons, reasons), .confirmed = BAD, .why = BAD, .where = BAD, .where_more = BAD, .since = BAD,
	.is_away = true, .host = BAD, .reachable = BAD, .is_response = true, .is_unidentified = true,
	LIST(limits, limits), LIST(asks, drm_asks), LIST(people, drm_people), LIST(adults, drm_people),
	LIST(links, links), .plan = BAD, .plan_review = BAD }, { .id = BAD, .ref = BAD, .is_unread = true } };
static const struct console_share shares[] = { { BAD, BAD, BAD, BAD, true } };
static const struct console_miss misses[] = { { BAD, BAD, BAD, BAD, BAD, true } };
static const struct console_speed speeds[] = { { BAD, BAD, BAD, BAD, 1, 1 } };
static const struct console_month months[] = { { BAD, 1 } };
static const struct console_funnel funnels[] = { { BAD, 6, 1, 2, 1, 2, 1 } };
static const struct console_band_count band_counts[] = { { BAD, 1 } };
static const struct console_map_node nodes[] = { { 100, 100, 86, 86, 132, BAD, BAD } };
static const struct console_map_line ties[] = { { 1, 1, 9, 9, 5, 5, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD,
	true } };
static const struct console_release releases[] = { { BAD, BAD, BAD, BAD, BAD, BAD, BAD, false, false, true },
	{ BAD, BAD, BAD, BAD, BAD, BAD, BAD, false, true, false } };
static const struct console_source sources[] = { { BAD, BAD, BAD } };
static const struct console_nominee nominees[] = { { BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD,
	LIST(sources, sources), false, true, true } };
static const struct console_scene scenes[] = { { BAD, BAD, BAD, BAD, true, true } };
static const struct console_ask_count ask_counts[] = { { BAD, BAD, 2, 1 } };
static const struct console_spot spots[] = { { BAD, BAD, BAD, BAD } };
static const struct console_cell cells[] = { { BAD, BAD } };
static const struct console_grid_row grid[] = { { BAD, cells, 1 } };
static const struct console_counted counted[] = { { BAD, BAD } };
static const struct console_code codes[] = { { BAD } };
static const struct console_person persons[] = { { BAD, BAD, BAD, BAD, places, 1, true, false, false, false } };
static const struct console_invite invites[] = { { BAD, BAD, BAD, BAD, places, 1, true } };
static const struct console_admit admits[] = { { BAD, BAD, BAD, BAD, BAD, true } };
static const struct console_team teams[] = { { BAD, BAD, BAD, 1, 1, true, true, true, false } };
static const struct console_area areas[] = { { BAD, BAD, BAD } };
static const struct console_figure figures[] = { { BAD, BAD, true } };
static const struct console_rung rungs[] = { { 1, BAD }, { 2, { NULL, 0 } } };
static const struct console_ladder ladders[] = { { BAD, BAD, rungs, 2 }, { BAD, BAD, NULL, 0 } };
static const struct console_told told[] = { { BAD, BAD, BAD, BAD, 3 }, { BAD, BAD, { NULL, 0 }, { NULL, 0 }, 0 } };
static const struct console_audit_row audit_rows[] = { { BAD, BAD, BAD, BAD, BAD, BAD } };

static const struct console_finding findings[] = { { BAD, BAD, LIST(facts, facts) } };
static const struct console_audited audited[] = { { BAD, BAD, BAD, BAD, BAD, false, LIST(findings, findings) },
	{ .id = BAD, .ref = BAD, .is_unread = true } };
static const struct console_action actions[] = { { BAD, BAD, BAD, BAD, BAD, BAD, BAD, BAD, 4, false, true },
	{ BAD, BAD, BAD, BAD, BAD, BAD, { NULL, 0 }, { NULL, 0 }, 5, true, false } };

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
	    .is_extract = true, .come_by = BAD, .come_team = BAD, .wants_community = true, LIST(linked, related),
	    .counts = BAD, .noun = BAD, .suggested = BAD, .categories = BAD, .version = BAD, LIST(reasons, reasons),
	    LIST(runs, runs),
	    LIST(files, files), LIST(messages, messages), LIST(entries, entries), LIST(tasks, tasks), LIST(tags, tags),
	    LIST(links, links), LIST(related, related), .is_confirmed = true, .can_write = true, .has_asked = true,
	    .may_agree = true, .asked_by = BAD, .asked_to = BAD, .asked_why = BAD, LIST(bands, options),
	    LIST(colleagues, options), LIST(templates, options), LIST(outcomes, options), LIST(hits, hits),
	    .typed = { .act = { (const uint8_t *)"message", 7 }, .text = BAD, .reason = BAD }, .seq = BAD,
	    .response = { .applies = true, .is_unidentified = true, LIST(limits, limits), .wants_told = true,
		.told_due = BAD, .ring = CONTACT, .ring_else = CONTACT, .where = BAD, .where_more = BAD, .until = BAD,
		.is_reachable = true, .is_missing = true, .place = CONTACT, .consent = BAD, .consent_more = BAD,
		.plan = BAD, .plan_review = BAD, .wants_plan = true, .plan_is_over = true, LIST(asks, noted),
		LIST(referrals, noted), LIST(police, noted), LIST(decisions, noted), LIST(people, noted),
		LIST(ties, noted), LIST(nominations, noted), LIST(facts, noted), .has_people = true,
		.has_agreed = true, LIST(groups, groups), .kind = BAD, LIST(others, links) } },
	.attachment = { .number = 1, .shown = 2, .kind = BAD, .size = BAD, .sha256 = BAD, .from = BAD, .at = BAD,
	    .state = BAD, .is_clean = true, .is_text = true, .may_come = true, .locked_by = BAD, .locked_at = BAD,
	    .page = 2, .pages = 3, .before = 1, .after = 3, .text = BAD, .is_cut = true, .may_ask = true,
	    .may_lock = true, .refused_by = BAD, .refused_why = BAD, LIST(asks, asked) },
	.sheet = { BAD, BAD, BAD, BAD, true, LIST(fields, fields) },
	.paper = { .made = BAD, .level = BAD, .colour = BAD, LIST(blanks, blanks), LIST(happened, blanks),
	    .referrer = BAD, .told = BAD, LIST(impact, facts), LIST(versions, versions) },
	.give = { LIST(teams, options), LIST(bands, options), .summary = BAD, .reason = BAD, .words = BAD, .place = BAD,
	    .school = BAD, .words_chosen = true, .place_chosen = true, .has_files = true, LIST(parts, give_parts),
	    .is_sure = true, .gives_away = true, .is_lost = true },
	.incidents = { LIST(list, incidents), .total = BAD, .unread = 1, .title = BAD, .text = BAD,
	    LIST(colleagues, options) },
	.drm = { .id = BAD, .at = BAD, .by = BAD, .ends = BAD, .seen = BAD, .unread = 1, LIST(fresh, drm_rows),
	    LIST(limits, drm_rows), LIST(unplanned, drm_rows), LIST(unreviewed, drm_rows), LIST(meetings, drm_rows),
	    LIST(agencies, agencies), LIST(cases, drm_cases), LIST(present, present),
	    .next = BAD },
	.figures = { .from = BAD, .to = BAD, .from_said = BAD, .to_said = BAD, .cutoff = BAD, .version = BAD,
	    .responses = 2, .unidentified = 1, .no_incident = 1, .unread = 1, LIST(bands, band_counts),
	    LIST(shares, shares), LIST(told, shares), LIST(misses, misses), LIST(speeds, speeds),
	    LIST(months, months), LIST(funnels, funnels) },
	.map = { .width = 200, .height = 200, .left_out = 1, .unread = 1, LIST(nodes, nodes), LIST(ties, ties),
	    LIST(releases, releases), LIST(pending, options), .typed = BAD, .is_agree = true },
	.panel = { LIST(rows, nominees), .left_out = 1, .unread = 1 },
	.brief = { .from = BAD, .to = BAD, .cutoff = BAD, .month = BAD, .earlier = BAD, .later = BAD, .unread = 1,
	    .is_full = true, LIST(scenes, scenes), LIST(asks, ask_counts), .total = BAD, .unknown_time = BAD,
	    .unknown_place = BAD, .unknown_area = BAD, LIST(hotspots, spots), LIST(repeats, spots), LIST(grid, grid),
	    LIST(weeks, counted), LIST(areas, counted) },
	.log = { BAD, BAD, BAD, LIST(schools, options) },
	.account = { .codes_left = 3, .check_words = BAD, .cover = BAD, .until = BAD, LIST(colleagues, options) },
	.people = { LIST(persons, persons), .next = BAD, LIST(invites, invites), LIST(admits, admits),
	    LIST(teams, options), LIST(titles, options), .typed_name = BAD, .code = BAD, .link = BAD, .name = BAD,
	    .ends = BAD },
	.teams = { LIST(teams, teams), .next = BAD, LIST(areas, areas), .version = BAD },
	.health = { LIST(figures, figures) },
	.alerts = { .is_on = false, LIST(ladders, ladders), LIST(people, told), .every_immediate = 10,
	    .every_urgent = 60 },
	.audit = { LIST(rows, audit_rows), .next = BAD, .head = BAD, .hash = BAD },
	.audits = { LIST(list, drm_rows), .next = BAD, .from = BAD, .to = BAD, .size = BAD, .seed = BAD, .id = BAD,
	    .ref = BAD, .by = BAD, .at = BAD, .total = BAD, .unread = 1, LIST(cases, audited),
	    LIST(actions, actions) },
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
	for (enum console_id id = CONSOLE_PASS; id <= CONSOLE_SHARE; id++) {
		const char *text = rendered(id, &m, &b);

		ck_assert_uint_eq(count(text, asks), 1);
		ck_assert_ptr_nonnull(strstr(text, "name=\"sure\""));
		buf_free(&b);
	}
	m.file.keep_from.n = 0;
	ck_assert_ptr_null(strstr(rendered(CONSOLE_PASS, &m, &b), "name=\"sure\""));
	buf_free(&b);
	ck_assert_uint_eq(count(rendered(CONSOLE_CASE, &m, &b), asks), 0);
	buf_free(&b);
}
END_TEST

/* And where it is malware, the lock for what is worse. */
START_TEST(of_a_locked_attachment_there_are_only_steps)
{
	static const char *const never[] = { "/files/1/", "<img", "value=\"original\"", "<pre" };
	struct console m = full;
	struct buf b;

	m.attachment.is_locked = true;
	for (int harms = 0; harms < 2; harms++) {
		const char *text;

		m.attachment.is_malware = harms != 0;
		text = rendered(CONSOLE_FILE, &m, &b);
		for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
			ck_assert_msg(strstr(text, never[i]) == NULL, "%s", never[i]);
		ck_assert_int_eq(strstr(text, "report.iwf.org.uk") != NULL, !harms);
		ck_assert_int_eq(strstr(text, "call 999") != NULL, !harms);
		ck_assert_int_eq(strstr(text, "name=\"sheet\"") != NULL, harms);
		ck_assert_int_eq(strstr(text, "id=\"lock-title\"") != NULL, harms);
		buf_free(&b);
	}
}
END_TEST

START_TEST(what_staff_made_themselves_has_no_form_for_a_reporter)
{
	struct console m = full;
	struct buf b;
	const char *text;

	m.file.is_own = true;
	m.file.can_write = false;
	text = rendered(CONSOLE_CASE, &m, &b);
	ck_assert_ptr_null(strstr(text, "id=\"do-message\""));
	ck_assert_ptr_null(strstr(text, "id=\"close-text\""));
	ck_assert_ptr_null(strstr(text, "The reporter sees"));
	ck_assert_ptr_nonnull(strstr(text, "id=\"do-close\""));
	ck_assert_ptr_nonnull(strstr(text, "id=\"reports-title\""));
	buf_free(&b);
}
END_TEST

START_TEST(who_gave_an_extract_looks_on)
{
	struct console m = full;
	struct buf b;
	const char *text;

	m.file.is_givers = true;
	m.file.can_write = false;
	text = rendered(CONSOLE_CASE, &m, &b);
	ck_assert_ptr_null(strstr(text, "id=\"do-band\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-assign\""));
	ck_assert_ptr_null(strstr(text, "id=\"do-close\""));
	ck_assert_ptr_nonnull(strstr(text, "id=\"do-note\""));
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
	tcase_add_test(pages, of_a_locked_attachment_there_are_only_steps);
	tcase_add_test(pages, what_staff_made_themselves_has_no_form_for_a_reporter);
	tcase_add_test(pages, who_gave_an_extract_looks_on);
	tcase_add_loop_test(pages, a_page_over_the_ceiling_leaves_what_was_there, 0, CONSOLE_N);
	tcase_add_test(pages, pages_name_only_assets_that_are_there);
	suite_add_tcase(s, pages);
	return s;
}
