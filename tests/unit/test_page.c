/* test_page.c: the tree's wording loads, each way to break it names file and line, and no value reaches a page as
 * HTML. That each page is what Jinja2 makes of its template is tests/page's to show. */
#include <string.h>
#include <sys/stat.h>

#include "asset.h"
#include "files.h"
#include "put.h"
#include "run.h"

enum { ROOM = 1024 * 1024, NAME = 128, LINES = 40 };

/* The first key of either kind: which one it is does not matter. */
static size_t
first_key(bool is_list)
{
	size_t k = 0;

	while (k < wording_keys_n && wording_keys[k].is_list != is_list)
		k++;
	ck_assert_uint_lt(k, wording_keys_n);
	return k;
}

/* A whole wording folder of made-up words, where key number k has this value, or is left out by NULL. Returns its line
 * in its page's file. */
static int
write_wording(size_t k, const char *value)
{
	int line = 0, at = 0;
	FILE *f = NULL;

	mkdir(folder_path("wording"), 0700);
	for (size_t i = 0; i < wording_keys_n; i++) {
		const struct wording_key *key = &wording_keys[i];
		char name[NAME];

		if (i == 0 || strcmp(wording_keys[i - 1].page, key->page) != 0) {
			ck_assert_int_eq(f == NULL ? 0 : fclose(f), 0);
			snprintf(name, sizeof name, "wording/%s.yaml", key->page);
			ck_assert_ptr_nonnull(f = fopen(folder_path(name), "we"));
			line = 0;
		}
		line++;
		if (i == k)
			at = line;
		if (i != k)
			fprintf(f, "%s: %s\n", key->key, key->is_list ? "[One, Two & three]" : "Plain words");
		else if (value != NULL)
			fprintf(f, "%s: %s\n", key->key, value);
	}
	ck_assert_int_eq(fclose(f), 0);
	return at;
}

static struct wording *
load_written(void)
{
	struct wording *w;

	ck_assert_msg(wording_load(folder_path("."), faults_open(), &w) == GW_OK, "%s", faults_text());
	faults_close();
	return w;
}

static const char *
text_of(struct buf *b)
{
	ck_assert_int_eq(buf_add(b, (struct span){ (const uint8_t *)"", 1 }), GW_OK);
	b->n--;
	return (const char *)b->p;
}

START_TEST(the_wording_of_this_tree_loads)
{
	struct wording *w;

	ck_assert_msg(wording_load("policy", faults_open(), &w) == GW_OK, "%s", faults_text());
	ck_assert_str_eq(faults_text(), "");
	faults_close();
	wording_free(w);
	wording_free(NULL);
}
END_TEST

#define TEN "1234567890"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define SIX_HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
#define TEN_LINES "a, a, a, a, a, a, a, a, a, a"
#define ALLOWED "allowed are {come_back} {next_look} {urgent_look} {immediate} {urgent} {reader} " \
	"{school} {max_files} " \
	"{max_size} {files} {chosen}"

/* One key of a good file with another value, and what the fault line must say of it. */
static const struct { bool is_list; const char *value, *fault; } broken[] = {
	{ false, "\"\"", "must be text of 1 to 600 bytes" },
	{ false, SIX_HUNDRED "1", "must be text of 1 to 600 bytes" },
	{ false, "[One]", "must be text of 1 to 600 bytes" },
	{ false, "{a: b}", "must be text of 1 to 600 bytes" },
	{ false, "\"two\\nlines\"", "must be one line" },
	{ false, "\"a\\tb\"", "must be one line" },
	{ false, "a <b>bold</b> word", "must be plain words" },
	{ false, "\"come back {comeback}\"", "{comeback}: is no value; " ALLOWED },
	{ false, "\"{come_back\"", "{come_back: is no value; " ALLOWED },
	{ false, "\"{}\"", "{}: is no value; " ALLOWED },
	{ false, "\"{{school}}\"", "{{school}}: is no value; " ALLOWED },
	{ false, "\"{school}}\"", "}: is no value; " ALLOWED },
	{ false, "\"a } b\"", "} b: is no value; " ALLOWED },
	{ false, "\"{Files}\"", "{Files}: is no value; " ALLOWED },
	{ true, "One", "must be a list of 1 to 40 entries" },
	{ true, "[]", "must be a list of 1 to 40 entries" },
	{ true, "[" TEN_LINES ", " TEN_LINES ", " TEN_LINES ", " TEN_LINES ", a]",
	    "must be a list of 1 to 40 entries" },
	{ true, "[One, \"\"]", "each line must be text of 1 to 600 bytes" },
	{ true, "[One, " SIX_HUNDRED "1]", "each line must be text of 1 to 600 bytes" },
	{ true, "[One, [Two]]", "each line must be text of 1 to 600 bytes" },
	{ true, "[One, \"{when}\"]", "{when}: is no value; " ALLOWED },
	{ false, NULL, "is missing; it is required here" },
	{ true, NULL, "is missing; it is required here" },
	{ false, "One\nsurprise: Two", NULL },
	{ false, "&a One", NULL },
};

START_TEST(broken_wording_names_file_line_and_key)
{
	const size_t k = first_key(broken[_i].is_list);
	char want[1024];
	struct wording *w;
	int line;

	folder_make();
	line = write_wording(k, broken[_i].value);
	ck_assert_int_eq(wording_load(folder_path("."), faults_open(), &w), GW_EINPUT);
	ck_assert_ptr_null(w);
	if (broken[_i].fault != NULL)
		snprintf(want, sizeof want, "wording/%s.yaml:%d: %s: %s", wording_keys[k].page,
		    broken[_i].value == NULL ? 1 : line, wording_keys[k].key, broken[_i].fault);
	else
		snprintf(want, sizeof want, "wording/%s.yaml:%d: ", wording_keys[k].page,
		    strstr(broken[_i].value, "surprise") != NULL ? line + 1 : line);
	ck_assert_msg(strstr(faults_text(), want) != NULL, "want %s\ngot %s", want, faults_text());
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(wording_may_be_as_long_as_is_allowed)
{
	struct wording *w;

	folder_make();
	write_wording(first_key(false), SIX_HUNDRED);
	wording_free(load_written());
	write_wording(first_key(true), "[" TEN_LINES ", " TEN_LINES ", " TEN_LINES ", " TEN_LINES "]");
	w = load_written();
	ck_assert_uint_eq(wording_lines(w, (unsigned)first_key(true)), LINES);
	wording_free(w);
	folder_drop();
}
END_TEST

START_TEST(every_fault_of_every_file_is_told_and_a_file_that_is_not_there)
{
	char name[NAME], gone[NAME];
	struct wording *w;

	folder_make();
	write_wording(first_key(false), "\"{a}\"");
	snprintf(gone, sizeof gone, "wording/%s.yaml", wording_keys[wording_keys_n - 1].page);
	ck_assert_int_eq(remove(folder_path(gone)), 0);
	ck_assert_int_ne(wording_load(folder_path("."), faults_open(), &w), GW_OK);
	ck_assert_ptr_null(w);
	snprintf(name, sizeof name, "wording/%s.yaml:", wording_keys[first_key(false)].page);
	ck_assert_ptr_nonnull(strstr(faults_text(), name));
	ck_assert_ptr_nonnull(strstr(faults_text(), gone));
	faults_close();
	folder_drop();
}
END_TEST

static const char *const value_names[VALUE_N] = {
	"come_back", "next_look", "urgent_look", "immediate", "urgent", "reader", "school", "max_files", "max_size",
	"files", "chosen",
};

START_TEST(each_value_stands_where_its_name_was_and_is_escaped)
{
	struct page_values values = { .value = { { NULL, 0 } } };
	const unsigned k = (unsigned)first_key(false);
	char text[NAME], want[NAME];
	struct wording *w;
	struct buf b;

	folder_make();
	snprintf(text, sizeof text, "\"{%s}: 'a' & {%s}{%s}.\"", value_names[_i], value_names[_i], value_names[_i]);
	write_wording(k, text);
	w = load_written();
	values.value[_i] = span_of("<\"4'&{school}>");
	buf_init(&b, ROOM);
	ck_assert_int_eq(wording_put(w, k, 0, &values, &b), GW_OK);
#define VALUE "&lt;&#34;4&#39;&amp;{school}&gt;"
	snprintf(want, sizeof want, VALUE ": &#39;a&#39; &amp; " VALUE VALUE ".");
	ck_assert_str_eq(text_of(&b), want);
	values.value[_i] = (struct span){ NULL, 0 };
	buf_clear(&b);
	ck_assert_int_eq(wording_put(w, k, 0, &values, &b), GW_OK);
	ck_assert_str_eq(text_of(&b), ": &#39;a&#39; &amp; .");
	buf_free(&b);
	wording_free(w);
	folder_drop();
}
END_TEST

START_TEST(what_html_reads_is_escaped_and_nothing_else)
{
	uint8_t all[256];
	struct buf b;

	for (int i = 0; i < 256; i++)
		all[i] = (uint8_t)i;
	buf_init(&b, ROOM);
	ck_assert_int_eq(put_escaped(&b, (struct span){ all, sizeof all }), GW_OK);
	ck_assert_uint_eq(b.n, sizeof all + 4 + 4 + 4 + 3 + 3);
	ck_assert_mem_eq(b.p, all, '"');
	ck_assert_mem_eq(&b.p['"'], "&#34;#$%&amp;&#39;(", 18);
	buf_clear(&b);
	ck_assert_int_eq(put_escaped(&b, (struct span){ NULL, 0 }), GW_OK);
	ck_assert_int_eq(put_escaped(&b, span_of("<>")), GW_OK);
	ck_assert_str_eq(text_of(&b), "&lt;&gt;");
	buf_free(&b);
}
END_TEST

START_TEST(a_page_over_the_ceiling_leaves_what_was_there)
{
	const struct page m = { .w = load_written() };
	struct buf whole, cut;

	buf_init(&whole, ROOM);
	ck_assert_int_eq(page_render((enum page_id)_i, &m, &whole), GW_OK);
	ck_assert_uint_gt(whole.n, 0);
	for (size_t max = 0; max < whole.n + 3; max += max < whole.n - 200 ? 997 : 1) {
		buf_init(&cut, max + 3);
		ck_assert_int_eq(buf_add_text(&cut, "abc"), GW_OK);
		ck_assert_int_eq(page_render((enum page_id)_i, &m, &cut), max < whole.n ? GW_ELIMIT : GW_OK);
		ck_assert_uint_eq(cut.n, max < whole.n ? 3 : whole.n + 3);
		ck_assert_mem_eq(cut.p, "abc", 3);
		buf_free(&cut);
	}
	buf_free(&whole);
	wording_free((struct wording *)(uintptr_t)m.w);
}
END_TEST

static void
set_up(void)
{
	folder_make();
	write_wording(wording_keys_n, NULL);
}

/* Every address below /assets/ that a page names is one that asset_find knows. */
START_TEST(pages_name_only_assets_that_are_there)
{
	static const char before[] = "\"/assets/";
	const struct page m = { .w = load_written() };
	struct buf b;
	int named = 0;

	buf_init(&b, ROOM);
	ck_assert_int_eq(page_render(PAGE_HOME, &m, &b), GW_OK);
	for (const char *at = text_of(&b); (at = strstr(at, before)) != NULL; named++) {
		const size_t n = strcspn(++at, "\"");
		const struct span path = { (const uint8_t *)at, n };
		const struct asset *a = asset_find(path);

		ck_assert_msg(a != NULL, "%.*s", (int)path.n, at);
		ck_assert_mem_eq(a->gzip.p, "\x1f\x8b\x08\x00\x00\x00\x00\x00", 8);	/* no name, no time */
		ck_assert_uint_gt(a->plain.n, 0);
		ck_assert(span_is(path, a->path));
	}
	ck_assert_int_eq(named, 2);
	ck_assert_ptr_null(asset_find(span_of("/assets/")));
	ck_assert_ptr_null(asset_find(span_of("")));
	buf_free(&b);
	wording_free((struct wording *)(uintptr_t)m.w);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("page");
	TCase *wording = tcase_create("wording"), *pages = tcase_create("pages");

	tcase_add_test(wording, the_wording_of_this_tree_loads);
	tcase_add_loop_test(wording, broken_wording_names_file_line_and_key, 0,
	    (int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(wording, wording_may_be_as_long_as_is_allowed);
	tcase_add_test(wording, every_fault_of_every_file_is_told_and_a_file_that_is_not_there);
	tcase_add_loop_test(wording, each_value_stands_where_its_name_was_and_is_escaped, 0, VALUE_N);
	suite_add_tcase(s, wording);
	tcase_add_checked_fixture(pages, set_up, folder_drop);
	tcase_add_test(pages, what_html_reads_is_escaped_and_nothing_else);
	tcase_add_loop_test(pages, a_page_over_the_ceiling_leaves_what_was_there, 0, PAGE_N);
	tcase_add_test(pages, pages_name_only_assets_that_are_there);
	suite_add_tcase(s, pages);
	return s;
}
