/* test_bundle.c: what reporters wrote stands in the table and on the page, and does nothing there. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "run.h"

static const int64_t NOW = 1795858140;		/* 2026-11-28T09:29Z */

static json_t *
row_of(const char *id, const char *text)
{
	return json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "id", id, "ref", "3F9A-22C1", "band", "urgent", "state", "read",
	    "due", "2026-11-28T12:00Z", "text", text);
}

static json_t *
one(const char *text)
{
	return json_pack("[o]", row_of("a1", text));
}

/* With NUL; takes rows. */
static char *
made(enum gw_err (*make)(const json_t *rows, struct buf *out), json_t *rows)
{
	static char text[64 * 1024];
	struct buf out;

	buf_init(&out, sizeof text - 1);
	ck_assert_int_eq(make(rows, &out), GW_OK);
	memcpy(text, out.p, out.n);
	text[out.n] = '\0';
	buf_free(&out);
	json_decref(rows);
	return text;
}

static enum gw_err
html(const json_t *rows, struct buf *out)
{
	return bundle_html(rows, NOW, out);
}

START_TEST(a_cell_holds_whatever_was_written_and_is_no_formula)
{
	static const struct { const char *text, *cell; } rows[] = {
		{ "plain", "\"plain\"\r\n" },
		{ "a, b; c", "\"a, b; c\"\r\n" },
		{ "she said \"no\"", "\"she said \"\"no\"\"\"\r\n" },
		{ "two\nlines", "\"two\nlines\"\r\n" },
		{ "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"\r\n" },
		{ "+44", "\"'+44\"\r\n" }, { "-1", "\"'-1\"\r\n" }, { "@SUM(A1)", "\"'@SUM(A1)\"\r\n" },
		{ "\t=1", "\"'\t=1\"\r\n" }, { "\r=1", "\"' =1\"\r\n" }, { "\n=1", "\"'\n=1\"\r\n" },
		{ "bell\x07", "\"bell \"\r\n" },
		{ "\uff1d1+1", "\"'\uff1d1+1\"\r\n" }, { "\uff0b44", "\"'\uff0b44\"\r\n" },
		{ "\uff0dx", "\"'\uff0dx\"\r\n" }, { "\uff20SUM", "\"'\uff20SUM\"\r\n" },
		{ "  =1", "\"'  =1\"\r\n" }, { "\u202e=1", "\"' =1\"\r\n" },
		{ "ab\u202ecd\u2066e\u2069", "\"ab cd e \"\r\n" }, { "x\xc2\x85y\x7f", "\"x y \"\r\n" },
		{ "caf\u00e9 \uff21", "\"caf\u00e9 \uff21\"\r\n" },
		{ "", "\"\"\r\n" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *table = made(bundle_csv, one(rows[i].text));
		const size_t n = strlen(table), want = strlen(rows[i].cell);

		ck_assert_uint_gt(n, want);
		ck_assert_str_eq(table + n - want, rows[i].cell);
	}
}
END_TEST

START_TEST(every_line_of_the_table_has_as_many_cells)
{
	char *table = made(bundle_csv, json_pack("[o,o]", row_of("a1", "x"), row_of("a2", "y")));
	size_t cells[3] = { 0, 0, 0 }, line = 0;

	for (const char *at = table; *at != '\0'; at++) {
		ck_assert_uint_lt(line, 3);
		cells[line] += at[0] == '"' && (at[1] == ',' || at[1] == '\r');
		line += *at == '\n';
	}
	ck_assert_uint_eq(line, 3);
	ck_assert_uint_gt(cells[0], 20);
	ck_assert_uint_eq(cells[0], cells[1]);
	ck_assert_uint_eq(cells[0], cells[2]);
}
END_TEST

START_TEST(the_page_shows_words_and_never_obeys_them)
{
	const char *page = made(html, one("<script>alert('1')</script> & \"<b>\" \x1b[2J"));

	ck_assert_ptr_nonnull(strstr(page, "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; "
	    "&quot;&lt;b&gt;&quot;  [2J"));
	ck_assert_ptr_null(strstr(page, "<script"));
	ck_assert_ptr_nonnull(strstr(page, "default-src 'none'"));
	ck_assert_ptr_nonnull(strstr(page, "Reported, not confirmed"));
}
END_TEST

START_TEST(words_of_one_direction_turn_nothing_round_that_stands_beside_them)
{
	json_t *row = row_of("a1", "x\u202eevil\u2069");
	const char *page;

	json_object_set_new(row, "where", json_pack("{s:s}", "place", "\u05d0\u202e"));
	json_object_set_new(row, "reasons", json_pack("[s]", "\u05d1"));
	page = made(html, json_pack("[o]", row));
	ck_assert_ptr_nonnull(strstr(page, "<dd><bdi>\u05d0 </bdi>"));
	ck_assert_ptr_nonnull(strstr(page, "<p>Why: <bdi>\u05d1</bdi>"));
	ck_assert_ptr_nonnull(strstr(page, "<bdi>x evil </bdi>"));
}
END_TEST

START_TEST(every_member_of_a_row_is_escaped)
{
	static const char *const members[] = { "ref", "band", "state", "decided", "category", "school", "place",
	    "keep_from" };
	json_t *row = row_of("a1", "x"), *sub;

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		json_object_set_new(row, members[i], json_string("<i>"));
	sub = json_pack("{s:s,s:s,s:s}", "place", "<i>", "name", "<i>", "text", "<i>");
	json_object_set_new(row, "where", sub);
	json_object_set_new(row, "reasons", json_pack("[s]", "<i>"));
	json_object_set_new(row, "messages", json_pack("[{s:s,s:s}]", "from", "<i>", "text", "<i>"));
	json_object_set_new(row, "files", json_pack("[{s:s}]", "path", "\"><i>"));
	json_object_set_new(row, "asks", json_pack("[{s:s,s:s,s:s}]", "agency", "<i>", "owner", "<i>", "text", "<i>"));
	json_object_set_new(row, "decisions", json_pack("[{s:s,s:s,s:s,s:s}]", "by", "<i>", "outcome", "<i>", "text",
	    "<i>", "why", "<i>"));
	ck_assert_ptr_null(strstr(made(html, json_pack("[o]", row)), "<i>"));
}
END_TEST

/* Each attachment, and what stands for it in the table and on the page. */
static const struct { const char *file, *words; bool is_link; } attachments[] = {
	{ "{\"copy\":\"clean\",\"locked\":null,\"path\":\"files/a1/attachment-1.jpg\"}", "files/a1/attachment-1.jpg",
	    true },
	{ "{\"copy\":\"clean\",\"locked\":null}", "did not come: it is missing or damaged at the gateway", false },
	{ "{\"copy\":\"strange\",\"locked\":null}", "not cleaned: of a kind that cannot be; look at it in the "
	    "console", false },
	{ "{\"copy\":\"later\",\"locked\":null}", "not cleaned yet; look at it in the console, and it comes with the "
	    "next pull", false },
	{ "{\"copy\":\"unscanned\",\"locked\":null}", "not checked for malware yet; look at it in the console, and it "
	    "comes with the next pull", false },
	{ "{\"copy\":\"clean\",\"locked\":\"indecent\",\"path\":\"files/a1/attachment-6.jpg\"}",
	    "locked: suspected indecent image of a child", false },
	{ "{\"copy\":\"infected\",\"locked\":\"malware\"}", "locked: malware", false },
	{ "{\"copy\":\"clean\",\"locked\":\"held\",\"left\":\"files/a1/attachment-8.png\"}",
	    "locked. A copy that was pulled before is files/a1/attachment-8.png: do not open, copy, send or delete it",
	    false },
	{ "{\"copy\":\"of a newer program\"}", "did not come: it is missing or damaged at the gateway", false },
};
enum { ATTACHMENTS = sizeof attachments / sizeof attachments[0] };

static json_t *
attached(void)
{
	json_t *row = row_of("a1", "x"), *list = json_array();

	for (size_t i = 0; i < ATTACHMENTS; i++)
		json_array_append_new(list, json_loads(attachments[i].file, 0, NULL));
	json_object_set_new(row, "files", list);
	return json_pack("[o]", row);
}

START_TEST(the_page_says_of_each_attachment_where_it_is_or_why_it_is_not)
{
	const char *page = made(html, attached());
	char line[512];

	for (size_t i = 0; i < ATTACHMENTS; i++) {
		const char *words = attachments[i].words;

		snprintf(line, sizeof line, "<li>Attachment %zu: %s%s%s<bdi>%s</bdi>", i + 1,
		    attachments[i].is_link ? "<a href=\"" : "", attachments[i].is_link ? words : "",
		    attachments[i].is_link ? "\">" : "", words);
		ck_assert_msg(strstr(page, line) != NULL, "%s", line);
	}
}
END_TEST

START_TEST(the_table_says_the_same_in_one_cell)
{
	const char *table = made(bundle_csv, attached());
	char line[512];

	ck_assert_ptr_nonnull(strstr(table, "\"files\",\"attachments\""));
	for (size_t i = 0; i < ATTACHMENTS; i++) {
		snprintf(line, sizeof line, "%s%zu: %s", i == 0 ? ",\"9\",\"" : "; ", i + 1, attachments[i].words);
		ck_assert_msg(strstr(table, line) != NULL, "%s", line);
	}
}
END_TEST

START_TEST(a_limit_is_missed_one_minute_after_it_and_stays_so)
{
	static const struct { const char *due, *met; bool is_missed; } rows[] = {
		{ "2026-11-28T09:29Z", NULL, false },		/* now */
		{ "2026-11-28T09:28Z", NULL, true },
		{ "2026-11-28T09:28Z", "2026-11-28T09:28Z", false },
		{ "2026-11-28T09:20Z", "2026-11-28T09:21Z", true },
		{ "2026-11-28T10:00Z", "2026-11-28T09:00Z", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		json_t *row = row_of("a1", "x");

		json_object_set_new(row, "clocks", json_pack("[{s:s,s:s,s:s?}]", "what", "told", "due", rows[i].due,
		    "met",
		    rows[i].met));
		ck_assert_int_eq(strstr(made(html, json_pack("[o]", row)), ">Missed<") != NULL, rows[i].is_missed);
	}
}
END_TEST

START_TEST(the_gravest_come_first_and_closed_ones_last)
{
	json_t *rows = json_array();
	const char *page, *at[4];
	static const struct { const char *id, *ref, *band, *state, *due; } all[] = {
		{ "1", "REF1", "immediate", "closed", "2026-11-28T01:00Z" },
		{ "2", "REF2", "routine", "read", "2026-11-28T01:00Z" },
		{ "3", "REF3", "urgent", "read", "2026-11-28T02:00Z" },
		{ "4", "REF4", "urgent", "read", "2026-11-28T01:00Z" },
	};

	for (size_t i = 0; i < 4; i++)
		json_array_append_new(rows, json_pack("{s:s,s:s,s:s,s:s,s:s}", "id", all[i].id, "ref", all[i].ref,
		    "band",
		    all[i].band, "state", all[i].state, "due", all[i].due));
	page = made(html, rows);
	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_nonnull(at[i] = strstr(page, all[i].ref));
	ck_assert(at[3] < at[2]);
	ck_assert(at[2] < at[1]);
	ck_assert(at[1] < at[0]);
}
END_TEST

START_TEST(a_case_that_comes_again_takes_its_own_place)
{
	json_t *rows = json_array();

	ck_assert_int_eq(bundle_put_take(rows, row_of("a1", "first")), GW_OK);
	ck_assert_int_eq(bundle_put_take(rows, row_of("a2", "other")), GW_OK);
	ck_assert_int_eq(bundle_put_take(rows, row_of("a1", "second")), GW_OK);
	ck_assert_int_eq(bundle_put_take(rows, NULL), GW_ENOMEM);
	ck_assert_uint_eq(json_array_size(rows), 2);
	ck_assert_str_eq(json_string_value(json_object_get(bundle_row(rows, "a1"), "text")), "second");
	ck_assert_ptr_null(bundle_row(rows, "a3"));
	json_decref(rows);
}
END_TEST

START_TEST(no_case_is_a_page_too)
{
	ck_assert_ptr_nonnull(strstr(made(html, json_array()), "<p>None.</p>"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("bundle");
	TCase *t = tcase_create("bundle");

	setenv("TZ", "UTC", 1);
	tcase_add_test(t, a_cell_holds_whatever_was_written_and_is_no_formula);
	tcase_add_test(t, every_line_of_the_table_has_as_many_cells);
	tcase_add_test(t, the_page_shows_words_and_never_obeys_them);
	tcase_add_test(t, words_of_one_direction_turn_nothing_round_that_stands_beside_them);
	tcase_add_test(t, every_member_of_a_row_is_escaped);
	tcase_add_test(t, the_page_says_of_each_attachment_where_it_is_or_why_it_is_not);
	tcase_add_test(t, the_table_says_the_same_in_one_cell);
	tcase_add_test(t, a_limit_is_missed_one_minute_after_it_and_stays_so);
	tcase_add_test(t, the_gravest_come_first_and_closed_ones_last);
	tcase_add_test(t, a_case_that_comes_again_takes_its_own_place);
	tcase_add_test(t, no_case_is_a_page_too);
	suite_add_tcase(s, t);
	return s;
}
