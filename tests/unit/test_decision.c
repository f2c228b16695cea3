/* test_decision.c: a decision written for the sealed case reads back; anything else is refused. */
#include <string.h>

#include "json.h"
#include "run.h"
#include "triage.h"

static struct decision
sample(void)
{
	struct decision d = { .band = BAND_URGENT, .category = CATEGORY_WEAPON, .n = 2,
		.categories = UINT32_C(1) << CATEGORY_WEAPON | UINT32_C(1) << CATEGORY_BULLYING };

	d.reason[0] = (struct reason){ "weapon.named", "a knife seen", BAND_URGENT, CATEGORY_WEAPON, 4, 5 };
	d.reason[1] = (struct reason){ "answer.x", "an answer", BAND_PRIORITY, CATEGORY_BULLYING, 0, 0 };
	return d;
}

START_TEST(a_decision_reads_back_as_it_was_written)
{
	struct decision d = sample(), back;
	json_t *v;

	ck_assert_int_eq(decision_json(&d, "7", (struct span){ NULL, 0 }, &v), GW_OK);
	ck_assert_str_eq(json_string_value(json_object_get(v, "policy")), "7");
	ck_assert_int_eq(decision_read(v, &back), GW_OK);
	ck_assert_int_eq(back.band, d.band);
	ck_assert_int_eq(back.category, d.category);
	ck_assert_uint_eq(back.categories, d.categories);
	ck_assert_uint_eq(back.n, d.n);
	for (size_t i = 0; i < d.n; i++) {
		ck_assert_str_eq(back.reason[i].rule, d.reason[i].rule);
		ck_assert_int_eq(back.reason[i].band, d.reason[i].band);
		ck_assert_int_eq(back.reason[i].category, d.reason[i].category);
		ck_assert_uint_eq(back.reason[i].at, d.reason[i].at);
		ck_assert_uint_eq(back.reason[i].len, d.reason[i].len);
	}
	json_decref(v);
}
END_TEST

START_TEST(without_text_no_word_of_it_is_written)
{
	struct decision d = sample();
	json_t *v, *first;

	ck_assert_int_eq(decision_json(&d, "7", (struct span){ NULL, 0 }, &v), GW_OK);
	first = json_array_get(json_object_get(v, "reasons"), 0);
	ck_assert_int_eq(json_integer_value(json_object_get(first, "at")), 4);
	ck_assert_ptr_null(json_object_get(first, "evidence"));
	json_decref(v);
}
END_TEST

START_TEST(with_text_the_evidence_is_quoted)
{
	struct decision d = sample();
	json_t *v, *reasons;

	ck_assert_int_eq(decision_json(&d, "7", span_of("big knife here"), &v), GW_OK);
	reasons = json_object_get(v, "reasons");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(reasons, 0), "evidence")), "knife");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(reasons, 0), "why")), "a knife seen");
	ck_assert_str_eq(json_string_value(json_object_get(json_array_get(reasons, 1), "evidence")), "");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(v, "categories"), 0)), "weapon");
	json_decref(v);
}
END_TEST

#define START "{\"band\":\"urgent\",\"category\":\"weapon\",\"categories\":[],\"reasons\":"
static const char *const wrong[] = {
	"[]", "{}", "{\"band\":\"grave\",\"category\":\"weapon\",\"categories\":[],\"reasons\":[]}",
	"{\"band\":\"urgent\",\"category\":\"\",\"categories\":[],\"reasons\":[]}",
	"{\"band\":\"urgent\",\"category\":\"weapon\",\"categories\":[\"x\"],\"reasons\":[]}",
	"{\"band\":\"urgent\",\"category\":\"weapon\",\"categories\":[1],\"reasons\":[]}",
	START "{}}",
	START "[1]}",
	START "[{\"rule\":\"a\",\"band\":\"urgent\","
	    "\"category\":\"weapon\",\"at\":-1,\"len\":1}]}",
	START "[{\"rule\":\"a\",\"band\":\"urgent\","
	    "\"category\":\"weapon\",\"at\":16000,\"len\":16000}]}",
	START "[{\"rule\":\"\",\"band\":\"urgent\","
	    "\"category\":\"weapon\",\"at\":1,\"len\":1}]}",
};

START_TEST(what_decision_json_did_not_make_is_refused)
{
	char fault[JSON_FAULT];
	struct decision d;
	json_t *v;

	ck_assert_int_eq(json_read(span_of(wrong[_i]), &v, fault), GW_OK);
	ck_assert_int_eq(decision_read(v, &d), GW_EINPUT);
	json_decref(v);
}
END_TEST

START_TEST(more_reasons_than_there_is_room_for_are_refused)
{
	json_t *v = json_pack("{s:s, s:s, s:[], s:[]}", "band", "urgent", "category", "weapon", "categories",
	    "reasons");
	struct decision d;

	for (int i = 0; i <= LIMIT_REASONS; i++)
		json_array_append_new(json_object_get(v, "reasons"), json_pack("{s:s, s:s, s:s, s:i, s:i}",
		    "rule", "a", "band", "urgent", "category", "weapon", "at", 1, "len", 1));
	ck_assert_int_eq(decision_read(v, &d), GW_EINPUT);
	json_decref(v);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("decision");
	TCase *c = tcase_create("decision");

	tcase_add_test(c, a_decision_reads_back_as_it_was_written);
	tcase_add_test(c, without_text_no_word_of_it_is_written);
	tcase_add_test(c, with_text_the_evidence_is_quoted);
	tcase_add_loop_test(c, what_decision_json_did_not_make_is_refused, 0, (int)(sizeof wrong / sizeof wrong[0]));
	tcase_add_test(c, more_reasons_than_there_is_room_for_are_refused);
	suite_add_tcase(s, c);
	return s;
}
