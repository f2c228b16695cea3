/* test_report.c: what a reporter may say, which field is named when it is wrong, and the sealed body there and back. */
#include <string.h>

#include "report.h"
#include "run.h"

#define BYTES(s) { (const uint8_t *)(s), sizeof(s) - 1 }

static const struct { const char *json, *field; } refused[] = {
	{ "[]", "report" },
	{ "{\"txt\":\"a\"}", "report" },
	{ "{\"text\":\"a\",\"files\":[]}", "report" },
	{ "{\"text\":7}", "text" },
	{ "{\"text\":null}", "text" },
	{ "{\"place\":[]}", "place" },
	{ "{\"keep_from\":{}}", "keep_from" },
	{ "{\"keep_from\":null}", "keep_from" },
	{ "{\"school\":1}", "school" },
	{ "{\"school\":\"Norlington\"}", "school" },
	{ "{\"school\":\"../norlington\"}", "school" },
	{ "{\"school\":\"a-school-code-of-thirty-three-signs\"}", "school" },
	{ "{\"answers\":[]}", "answers" },
	{ "{\"answers\":{\"danger\":\"yes\"}}", "answers" },
	{ "{\"answers\":{\"danger_now\":\"maybe\"}}", "answers.danger_now" },
	{ "{\"answers\":{\"danger_now\":true}}", "answers.danger_now" },
	{ "{\"answers\":{\"danger_now\":\"\"}}", "answers.danger_now" },
	{ "{\"answers\":{\"when\":\"later\"}}", "answers.when" },
	{ "{\"answers\":{\"weapon\":\"YES\"}}", "answers.weapon" },
	{ "{\"answers\":{\"about\":\"you\"}}", "answers.about" },
	{ "{\"answers\":{\"category\":\"knives\"}}", "answers.category" },
	{ "{\"answers\":{\"category\":null}}", "answers.category" },
};

static json_t *
parsed(const char *json)
{
	char why[JSON_FAULT];
	json_t *v = NULL;

	ck_assert_int_eq(json_read(span_of(json), &v, why), GW_OK);
	return v;
}

START_TEST(a_wrong_field_is_named)
{
	json_t *v = parsed(refused[_i].json);
	struct field_fault fault = { NULL, NULL };
	struct report r;

	report_init(&r);
	ck_assert_int_eq(report_read(v, &r, &fault), GW_EINPUT);
	ck_assert_str_eq(fault.field, refused[_i].field);
	ck_assert_uint_gt(strlen(fault.detail), 20);
	report_free(&r);
	json_decref(v);
}
END_TEST

START_TEST(a_full_report_is_read_whole)
{
	json_t *v = parsed("{\"text\":\"he has a shank\",\"place\":\"by the bins\",\"keep_from\":\"my dad\","
	    "\"school\":\"norlington\","
	    "\"answers\":{\"danger_now\":\"yes\",\"when\":\"today\",\"weapon\":\"no\","
	    "\"about\":\"me\",\"category\":\"hate\"}}");
	struct field_fault fault = { NULL, NULL };
	struct report r;

	report_init(&r);
	ck_assert_int_eq(report_read(v, &r, &fault), GW_OK);
	ck_assert(span_is(buf_span(&r.text), "he has a shank"));
	ck_assert(span_is(buf_span(&r.place), "by the bins"));
	ck_assert(span_is(buf_span(&r.keep_from), "my dad"));
	ck_assert_str_eq(r.school, "norlington");
	ck_assert_int_eq(r.answers.danger_now, DANGER_YES);
	ck_assert_int_eq(r.answers.when, WHEN_TODAY);
	ck_assert_int_eq(r.answers.weapon, WEAPON_NO);
	ck_assert_int_eq(r.answers.about, ABOUT_ME);
	ck_assert_int_eq(r.answers.category, CATEGORY_HATE);
	report_free(&r);
	json_decref(v);
}
END_TEST

START_TEST(what_was_not_asked_is_not_sure)
{
	const char *const little[] = { "{}", "{\"answers\":{}}", "{\"answers\":{\"category\":\"\"}}" };
	json_t *v = parsed(little[_i]);
	struct field_fault fault = { NULL, NULL };
	struct report r;

	report_init(&r);
	ck_assert_int_eq(report_read(v, &r, &fault), GW_OK);
	ck_assert_uint_eq(r.text.n, 0);
	ck_assert_uint_eq(r.keep_from.n, 0);
	ck_assert_str_eq(r.school, "");
	ck_assert_int_eq(r.answers.danger_now, DANGER_NOT_SURE);
	ck_assert_int_eq(r.answers.when, WHEN_NOT_SURE);
	ck_assert_int_eq(r.answers.weapon, WEAPON_NOT_SURE);
	ck_assert_int_eq(r.answers.about, ABOUT_SOMEONE_ELSE);
	ck_assert_int_eq(r.answers.category, CATEGORY_NONE);
	report_free(&r);
	json_decref(v);
}
END_TEST

START_TEST(each_text_ends_at_its_limit)
{
	const struct { const char *key; size_t n; enum gw_err e; } cases[] = {
		{ "text", LIMIT_TEXT, GW_OK }, { "text", LIMIT_TEXT + 1, GW_EINPUT },
		{ "place", LIMIT_PLACE, GW_OK }, { "place", LIMIT_PLACE + 1, GW_EINPUT },
		{ "keep_from", LIMIT_KEEP_FROM, GW_OK }, { "keep_from", LIMIT_KEEP_FROM + 1, GW_EINPUT },
	};
	static char text[LIMIT_TEXT + 1];
	struct field_fault fault = { NULL, NULL };
	struct report r;
	json_t *v;

	memset(text, 'a', sizeof text);
	v = json_pack("{s:s#}", cases[_i].key, text, (int)cases[_i].n);
	report_init(&r);
	ck_assert_int_eq(report_read(v, &r, &fault), cases[_i].e);
	if (cases[_i].e != GW_OK)
		ck_assert_str_eq(fault.field, cases[_i].key);
	report_free(&r);
	json_decref(v);
}
END_TEST

START_TEST(controls_become_spaces_and_lines_stay)
{
	json_t *v = parsed("{\"text\":\"a\\u001b[31m\\u0007b\\tc\\r\\nd\\u007f\\u009be\xc3\xa9\xc2\xa0" "f\"}");
	struct field_fault fault = { NULL, NULL };
	struct report r;

	report_init(&r);
	ck_assert_int_eq(report_read(v, &r, &fault), GW_OK);
	ck_assert(span_is(buf_span(&r.text), "a [31m b\tc\r\nd   e\xc3\xa9\xc2\xa0" "f"));
	report_free(&r);
	json_decref(v);
}
END_TEST

START_TEST(every_category_has_one_code)
{
	const char *code = category_code((enum category)_i);

	ck_assert_int_eq(category_of(span_of(code)), _i);
	ck_assert(_i == CATEGORY_NONE ? code[0] == '\0' : code[0] != '\0');
}
END_TEST

START_TEST(what_is_no_category_has_no_number)
{
	ck_assert_int_eq(category_of(span_of("Weapon")), CATEGORY_N);
	ck_assert_int_eq(category_of(span_of("weapons")), CATEGORY_N);
	ck_assert_str_eq(category_code(CATEGORY_N), "");
}
END_TEST

static void
fill(struct report *r)
{
	static uint8_t worst[LIMIT_TEXT];

	report_init(r);
	memset(worst, '"', sizeof worst);
	ck_assert_int_eq(buf_add(&r->text, (struct span){ worst, sizeof worst }), GW_OK);
	ck_assert_int_eq(buf_add(&r->place, (struct span){ worst, LIMIT_PLACE }), GW_OK);
	ck_assert_int_eq(buf_add(&r->keep_from, (struct span){ worst, LIMIT_KEEP_FROM }), GW_OK);
	strcpy(r->school, "norlington");
	r->answers = (struct answers){ DANGER_NO, WHEN_NOW, WEAPON_YES, ABOUT_PLACE_OR_GROUP, CATEGORY_OTHER };
	r->n_files = LIMIT_FILES;
	for (size_t i = 0; i < LIMIT_FILES; i++) {
		memset(r->file[i].sha256, (int)(0xf0 + i), sizeof r->file[i].sha256);
		r->file[i].size = LIMIT_FILE_BYTES - i;
		memset(r->file[i].name, '\\', LIMIT_FILE_NAME);
	}
}

START_TEST(the_largest_body_comes_back_as_it_was_and_fits_a_message)
{
	struct report r, again;
	struct buf body;
	int64_t at = 0;

	fill(&r);
	report_init(&again);
	buf_init(&body, LIMIT_WIRE / 2);
	ck_assert_int_eq(report_encode(&r, 1795858140, &body), GW_OK);
	ck_assert_int_eq(report_decode(buf_span(&body), &again, &at), GW_OK);
	ck_assert_int_eq(at, 1795858140);
	ck_assert(span_equal(buf_span(&r.text), buf_span(&again.text)));
	ck_assert(span_equal(buf_span(&r.place), buf_span(&again.place)));
	ck_assert(span_equal(buf_span(&r.keep_from), buf_span(&again.keep_from)));
	ck_assert_str_eq(again.school, r.school);
	ck_assert_mem_eq(&again.answers, &r.answers, sizeof r.answers);
	ck_assert_uint_eq(again.n_files, LIMIT_FILES);
	for (size_t i = 0; i < LIMIT_FILES; i++) {
		ck_assert_mem_eq(again.file[i].sha256, r.file[i].sha256, sizeof r.file[i].sha256);
		ck_assert_uint_eq(again.file[i].size, r.file[i].size);
		ck_assert_str_eq(again.file[i].name, r.file[i].name);
	}
	report_free(&r);
	report_free(&again);
	buf_free(&body);
}
END_TEST

#define SHA "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f"
#define HEAD "{\"text\":\"t\",\"place\":\"\",\"school\":\"\",\"answers\":{}"
static const char *const not_bodies[] = {
	"", "[]", "{}",
	HEAD ",\"files\":[],\"v\":1}",
	HEAD ",\"files\":[],\"v\":2,\"at\":60}",
	HEAD ",\"files\":[],\"v\":1,\"at\":\"60\"}",
	HEAD ",\"files\":[],\"v\":1,\"at\":60,\"more\":1}",
	HEAD ",\"files\":[],\"v\":1,\"keep_from\":\"x\"}",
	HEAD ",\"files\":[],\"v\":1,\"at\":60,\"keep_from\":7}",
	HEAD ",\"files\":[],\"v\":1,\"at\":60,\"keep_from\":\"x\",\"more\":1}",
	HEAD ",\"files\":{},\"v\":1,\"at\":60}",
	HEAD ",\"files\":[{}],\"v\":1,\"at\":60}",
	HEAD ",\"files\":[1,2,3],\"v\":1,\"at\":60}",
	HEAD ",\"files\":[{\"name\":\"a\",\"sha256\":\"00\",\"size\":1}],\"v\":1,\"at\":60}",
	HEAD ",\"files\":[{\"name\":\"a\",\"sha256\":\"" SHA "\",\"size\":-1}],\"v\":1,\"at\":60}",
	HEAD ",\"files\":[{\"name\":7,\"sha256\":\"" SHA "\",\"size\":1}],\"v\":1,\"at\":60}",
};

START_TEST(a_body_from_before_there_was_a_wish_is_a_body)
{
	const char *const bodies[] = { HEAD ",\"files\":[],\"v\":1,\"at\":60}",
	    HEAD ",\"files\":[],\"v\":1,\"at\":60,\"keep_from\":\"my dad\"}" };
	struct report r;
	struct buf body;
	int64_t at = 0;

	report_init(&r);
	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(report_decode(span_of(bodies[_i]), &r, &at), GW_OK);
	ck_assert(span_is(buf_span(&r.keep_from), _i == 0 ? "" : "my dad"));
	ck_assert_int_eq(report_encode(&r, at, &body), GW_OK);	/* who said nothing has nothing written */
	ck_assert_int_eq(memmem(body.p, body.n, "keep_from", 9) != NULL, _i);
	report_free(&r);
	buf_free(&body);
}
END_TEST

START_TEST(what_is_no_body_is_refused)
{
	struct report r;
	int64_t at;

	report_init(&r);
	ck_assert_int_eq(report_decode(span_of(not_bodies[_i]), &r, &at), GW_EINPUT);
	report_free(&r);
}
END_TEST

START_TEST(more_files_than_the_limit_are_refused)
{
	json_t *files = json_array(), *v;
	struct buf body;
	struct report r;
	int64_t at;

	for (int i = 0; i <= LIMIT_FILES; i++)
		json_array_append_new(files, json_pack("{s:s,s:s,s:i}", "name", "a", "sha256", SHA, "size", 1));
	v = json_pack("{s:s,s:s,s:s,s:{},s:o,s:i,s:i}", "text", "", "place", "", "school", "", "answers", "files",
	    files, "v", 1, "at", 60);
	report_init(&r);
	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(json_write(v, &body), GW_OK);
	ck_assert_int_eq(report_decode(buf_span(&body), &r, &at), GW_EINPUT);
	report_free(&r);
	buf_free(&body);
	json_decref(v);
}
END_TEST

static const struct { struct span text; bool fine; } utf8[] = {
	{ BYTES(""), true }, { BYTES("plain"), true }, { BYTES("\xc2\x80"), true }, { BYTES("\xdf\xbf"), true },
	{ BYTES("\xe0\xa0\x80"), true }, { BYTES("\xed\x9f\xbf"), true }, { BYTES("\xee\x80\x80"), true },
	{ BYTES("\xf0\x90\x80\x80"), true }, { BYTES("\xf4\x8f\xbf\xbf"), true },
	{ BYTES("a\0b"), false }, { BYTES("\x80"), false }, { BYTES("\xbf"), false }, { BYTES("\xc0\x80"), false },
	{ BYTES("\xc1\xbf"), false }, { BYTES("\xc2"), false }, { BYTES("\xc2\x41"), false },
	{ BYTES("\xe0\x9f\xbf"), false }, { BYTES("\xed\xa0\x80"), false }, { BYTES("\xe2\x82"), false },
	{ BYTES("\xe2\x82\xc0"), false }, { BYTES("\xf0\x8f\xbf\xbf"), false }, { BYTES("\xf4\x90\x80\x80"), false },
	{ BYTES("\xf0\x9f\x98"), false }, { BYTES("\xf5\x80\x80\x80"), false }, { BYTES("\xff"), false },
};

START_TEST(only_well_formed_utf8_is_text)
{
	ck_assert_int_eq(text_is_utf8(utf8[_i].text), utf8[_i].fine);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("report");
	TCase *t = tcase_create("report");

	tcase_add_loop_test(t, a_wrong_field_is_named, 0, (int)(sizeof refused / sizeof refused[0]));
	tcase_add_test(t, a_full_report_is_read_whole);
	tcase_add_loop_test(t, what_was_not_asked_is_not_sure, 0, 3);
	tcase_add_loop_test(t, each_text_ends_at_its_limit, 0, 6);
	tcase_add_test(t, controls_become_spaces_and_lines_stay);
	tcase_add_loop_test(t, every_category_has_one_code, 0, CATEGORY_N);
	tcase_add_test(t, what_is_no_category_has_no_number);
	tcase_add_test(t, the_largest_body_comes_back_as_it_was_and_fits_a_message);
	tcase_add_loop_test(t, a_body_from_before_there_was_a_wish_is_a_body, 0, 2);
	tcase_add_loop_test(t, what_is_no_body_is_refused, 0, (int)(sizeof not_bodies / sizeof not_bodies[0]));
	tcase_add_test(t, more_files_than_the_limit_are_refused);
	tcase_add_loop_test(t, only_well_formed_utf8_is_text, 0, (int)(sizeof utf8 / sizeof utf8[0]));
	suite_add_tcase(s, t);
	return s;
}
