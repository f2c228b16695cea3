/* test_second.c: codes as RFC 6238 has them, each within its minute and a half, and secrets there and back. */
#include <stdio.h>
#include <string.h>

#include "run.h"
#include "second.h"
#include "secret.h"

/* RFC 6238, appendix B: "12345678901234567890"; the last six of its eight digits. */
static const uint8_t secret[SECOND_SECRET] = "12345678901234567890";
static const struct { int64_t now; const char *code; uint64_t step; } vectors[] = {
	{ 59, "287082", 1 },
	{ 1111111109, "081804", 0x23523ec },
	{ 1111111111, "050471", 0x23523ed },
	{ 1234567890, "005924", 0x273ef07 },
	{ 2000000000, "279037", 0x3f940aa },
	{ 20000000000, "353130", 0x27bc86aa },
};

START_TEST(the_codes_of_rfc_6238_are_taken_at_their_own_step)
{
	uint64_t step = 0;

	if (vectors[_i].now < 60)
		return;			/* there is no step before it */
	ck_assert_int_eq(second_check(secret, span_of(vectors[_i].code), vectors[_i].now, &step), GW_OK);
	ck_assert_uint_eq(step, vectors[_i].step);
}
END_TEST

START_TEST(a_code_counts_one_step_early_and_one_late_and_says_which_it_was)
{
	const int64_t begin = (int64_t)vectors[3].step * SECOND_SECONDS;
	uint64_t step;

	for (int64_t now = begin - 90; now < begin + 120; now++) {
		const bool within = now >= begin - 30 && now < begin + 60;

		ck_assert_int_eq(second_check(secret, span_of(vectors[3].code), now, &step),
		    within ? GW_OK : GW_EDENIED);
		ck_assert_uint_eq(step, within ? vectors[3].step : 0);
	}
}
END_TEST

START_TEST(another_code_secret_or_shape_is_refused)
{
	static const char *const shapes[] = { "", "00592", "0059244", "00592a", "-05924", "005924\n", "five" };
	uint8_t other[SECOND_SECRET];
	uint64_t step = 9;

	memcpy(other, secret, sizeof other);
	other[0] ^= 1;
	ck_assert_int_eq(second_check(secret, span_of("005925"), vectors[3].now, &step), GW_EDENIED);
	ck_assert_int_eq(second_check(other, span_of(vectors[3].code), vectors[3].now, &step), GW_EDENIED);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		ck_assert_int_eq(second_check(secret, span_of(shapes[i]), vectors[3].now, &step), GW_EINPUT);
		ck_assert(!second_is_code(span_of(shapes[i])));
	}
	ck_assert_uint_eq(step, 0);
	ck_assert_int_eq(second_check(secret, span_of(vectors[3].code), -1, &step), GW_EDENIED);
}
END_TEST

START_TEST(a_code_may_be_typed_as_the_phone_shows_it)
{
	uint64_t step;

	ck_assert_int_eq(second_check(secret, span_of("005 924"), vectors[3].now, &step), GW_OK);
	ck_assert_int_eq(second_check(secret, span_of(" 005924 "), vectors[3].now, &step), GW_OK);
}
END_TEST

/* "12345678901234567890" by RFC 4648. */
START_TEST(a_secret_goes_to_base32_and_back)
{
	char text[SECOND_TEXT], spaced[SECOND_SPACED];
	uint8_t back[SECOND_SECRET];

	ck_assert_int_eq(second_text(secret, text), GW_OK);
	ck_assert_str_eq(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	ck_assert_int_eq(second_read(span_of(text), back), GW_OK);
	ck_assert_mem_eq(back, secret, sizeof back);
	second_spaced(text, spaced);
	ck_assert_str_eq(spaced, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	for (int i = 0; i < 1000; i++) {
		uint8_t any[SECOND_SECRET];

		secret_random(any, sizeof any);
		ck_assert_int_eq(second_text(any, text), GW_OK);
		ck_assert_int_eq(second_read(span_of(text), back), GW_OK);
		ck_assert_mem_eq(back, any, sizeof any);
	}
}
END_TEST

START_TEST(what_is_no_secret_is_refused)
{
	static const char *const texts[] = {
		"", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG",
		"gezdgnbvgy3tqojqgezdgnbvgy3tqojq", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ=",
		"GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJ",
		"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1",
	};
	static const uint8_t zeros[SECOND_SECRET];
	uint8_t back[SECOND_SECRET] = { 1 };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		ck_assert_int_eq(second_read(span_of(texts[i]), back), GW_EINPUT);
		ck_assert_mem_eq(back, zeros, sizeof back);
	}
}
END_TEST

START_TEST(an_apps_address_names_the_person_and_fits_a_picture)
{
	char text[SECOND_TEXT], uri[SECOND_URI], long_name[LIMIT_NAME + 1];

	ck_assert_int_eq(second_text(secret, text), GW_OK);
	second_uri(span_of("Zo\xc3\xab O'Brien"), text, uri);
	ck_assert_str_eq(uri, "otpauth://totp/Concern:Zo%C3%AB%20O%27Brien?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	    "&issuer=Concern");
	memset(long_name, '?', LIMIT_NAME);
	long_name[LIMIT_NAME] = '\0';
	second_uri(span_of(long_name), text, uri);
	ck_assert_ptr_nonnull(strstr(uri, "&issuer=Concern"));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("second");
	TCase *c = tcase_create("second");

	tcase_add_loop_test(c, the_codes_of_rfc_6238_are_taken_at_their_own_step, 0, sizeof vectors / sizeof *vectors);
	tcase_add_test(c, a_code_counts_one_step_early_and_one_late_and_says_which_it_was);
	tcase_add_test(c, another_code_secret_or_shape_is_refused);
	tcase_add_test(c, a_code_may_be_typed_as_the_phone_shows_it);
	tcase_add_test(c, a_secret_goes_to_base32_and_back);
	tcase_add_test(c, what_is_no_secret_is_refused);
	tcase_add_test(c, an_apps_address_names_the_person_and_fits_a_picture);
	suite_add_tcase(s, c);
	return s;
}
