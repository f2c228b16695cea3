/* test_passphrase.c: what many would try first is refused; what somebody made up from words passes. */
#include <string.h>

#include "limit.h"
#include "passphrase.h"
#include "run.h"

START_TEST(what_is_guessed_soon_is_refused)
{
	static const char *const weak[] = {
		"password1234", "Password1234!!!", "walthamforestschool", "waltham forest safeguarding",
		"123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaaaaaa", "letmein letmein", "asha lead asha lead",
		"Asha Lead 2026!",
	};

	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
		ck_assert_msg(passphrase_fault(span_of(weak[i]), span_of("Asha Lead")) != NULL, "%s", weak[i]);
}
END_TEST

START_TEST(words_that_nobody_else_puts_together_pass)
{
	static const char *const strong[] = {
		"violet kettle mends nine ladders", "red kite over seven hills", "1a2b-3c4d-5e6f-7081-92a3",
		"zwei gr\xc3\xbcne B\xc3\xa4rte tanzen", "correct horse battery one",
	};

	for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
		ck_assert_msg(passphrase_fault(span_of(strong[i]), span_of("Asha Lead")) == NULL, "%s", strong[i]);
}
END_TEST

/* The same words weigh nothing for the one whose name they are. */
START_TEST(ones_own_name_is_the_first_guess)
{
	static const char text[] = "Thandiwe Oyelaran Mbeki";

	ck_assert_ptr_nonnull(passphrase_fault(span_of(text), span_of("Thandiwe Oyelaran Mbeki")));
	ck_assert_ptr_null(passphrase_fault(span_of(text), span_of("Asha Lead")));
}
END_TEST

START_TEST(too_short_too_long_and_no_text_are_said_as_such)
{
	char longest[LIMIT_PASSPHRASE + 2];

	for (size_t i = 0; i < sizeof longest; i++)
		longest[i] = (char)('!' + i * 37 % 90);
	longest[LIMIT_PASSPHRASE + 1] = '\0';
	ck_assert_ptr_nonnull(strstr(passphrase_fault(span_of("vk9 ladders"), span_of("a")), "too short"));
	ck_assert_ptr_nonnull(strstr(passphrase_fault(span_of(longest), span_of("a")), "too long"));
	longest[LIMIT_PASSPHRASE] = '\0';
	ck_assert_ptr_null(passphrase_fault(span_of(longest), span_of("a")));
	ck_assert_ptr_nonnull(passphrase_fault(span_of("violet kettle mends \xff ladders"), span_of("a")));
	ck_assert_ptr_nonnull(passphrase_fault((struct span){ NULL, 0 }, (struct span){ NULL, 0 }));
}
END_TEST

START_TEST(a_name_of_any_shape_is_taken)
{
	char name[LIMIT_NAME + 1];

	for (size_t i = 0; i < LIMIT_NAME; i++)
		name[i] = i % 2 == 0 ? 'a' : ' ';
	name[LIMIT_NAME] = '\0';
	ck_assert_ptr_null(passphrase_fault(span_of("violet kettle mends nine ladders"), span_of(name)));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("passphrase");
	TCase *c = tcase_create("passphrase");

	tcase_add_test(c, what_is_guessed_soon_is_refused);
	tcase_add_test(c, words_that_nobody_else_puts_together_pass);
	tcase_add_test(c, ones_own_name_is_the_first_guess);
	tcase_add_test(c, too_short_too_long_and_no_text_are_said_as_such);
	tcase_add_test(c, a_name_of_any_shape_is_taken);
	suite_add_tcase(s, c);
	return s;
}
