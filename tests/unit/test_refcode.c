/* test_refcode.c: promises of refcode.h. */
#include "run.h"

#include "refcode.h"
#include "secret.h"
#include "span.h"

#include <stdio.h>
#include <string.h>

static const char zero_code[] = "0000-0000-0000-0000-0000";

static enum refcode_fault
parse(const char *text, struct refcode *code, int *group)
{
	return refcode_parse(span_of(text), code, group);
}

static bool
is_valid(const struct refcode *code)
{
	struct refcode again;
	char text[REFCODE_TEXT];
	int group;

	refcode_text(code, text);
	return parse(text, &again, &group) == REFCODE_FINE;
}

START_TEST(a_fresh_code_reads_back_from_its_text)
{
	struct refcode code, again;
	char text[REFCODE_TEXT];
	int group = 9;

	for (int i = 0; i < 10000; i++) {
		refcode_make(&code);
		refcode_text(&code, text);
		ck_assert_uint_eq(strlen(text), REFCODE_TEXT - 1);
		ck_assert_int_eq(parse(text, &again, &group), REFCODE_FINE);
		ck_assert_int_eq(group, 0);
		ck_assert_mem_eq(&code, &again, sizeof code);
	}
}
END_TEST

START_TEST(every_symbol_turns_up_at_every_place)
{
	struct refcode code;
	bool seen[REFCODE_SYMBOLS][32] = { { false } };

	for (int i = 0; i < 2000; i++) {
		refcode_make(&code);
		for (int j = 0; j < REFCODE_SYMBOLS; j++)
			seen[j][code.symbol[j]] = true;
	}
	for (int j = 0; j < REFCODE_SYMBOLS; j++)
		for (int v = 0; v < 32; v++)
			ck_assert(seen[j][v]);
}
END_TEST

START_TEST(a_code_from_bytes_is_theirs_and_no_other)
{
	uint8_t bytes[REFCODE_RANDOM], other[REFCODE_RANDOM];
	struct refcode a, b;

	for (int i = 0; i < REFCODE_RANDOM; i++)
		bytes[i] = (uint8_t)(i * 13 + 200);
	refcode_from(bytes, &a);
	ck_assert(is_valid(&a));
	for (int i = 0; i < REFCODE_RANDOM; i++)
		ck_assert_uint_eq(a.symbol[i], bytes[i] % 32);	/* five bits of each count, as they are: 95 */
	for (int i = 0; i < REFCODE_RANDOM; i++)
		for (int bit = 0; bit < 8; bit++) {
			memcpy(other, bytes, sizeof other);
			other[i] ^= (uint8_t)(1 << bit);
			refcode_from(other, &b);
			ck_assert(is_valid(&b));
			ck_assert_int_eq(memcmp(&a, &b, sizeof a) == 0, bit >= 5);
		}
}
END_TEST

/* The check is linear: a code with an error is valid just when the error alone, put on the code of zeros, is. So these
 * two, on zeros, are exhaustive; the next two look at whole codes too. */
START_TEST(every_single_wrong_symbol_is_caught)
{
	for (int i = 0; i < REFCODE_SYMBOLS; i++)
		for (int e = 1; e < 32; e++) {
			struct refcode code = { { 0 } };

			code.symbol[i] = (uint8_t)e;
			ck_assert(!is_valid(&code));
		}
}
END_TEST

/* Unequal symbols u and v that change places add the error u + v at both. */
START_TEST(every_swap_of_two_unequal_symbols_is_caught)
{
	for (int i = 0; i < REFCODE_SYMBOLS; i++)
		for (int j = i + 1; j < REFCODE_SYMBOLS; j++)
			for (int e = 1; e < 32; e++) {
				struct refcode code = { { 0 } };

				code.symbol[i] = code.symbol[j] = (uint8_t)e;
				ck_assert(!is_valid(&code));
			}
}
END_TEST

START_TEST(the_sum_of_two_codes_is_a_code)
{
	struct refcode a, b;

	for (int i = 0; i < 1000; i++) {
		refcode_make(&a);
		refcode_make(&b);
		for (int j = 0; j < REFCODE_SYMBOLS; j++)
			a.symbol[j] ^= b.symbol[j];
		ck_assert(is_valid(&a));
	}
}
END_TEST

START_TEST(whole_codes_with_one_error_or_swap_are_refused_and_wiped)
{
	struct refcode code, wrong;
	char text[REFCODE_TEXT];
	static const struct refcode zeros;
	int group;

	refcode_make(&code);
	for (int i = 0; i < REFCODE_SYMBOLS; i++)
		for (int j = 0; j < REFCODE_SYMBOLS; j++) {
			wrong = code;
			wrong.symbol[i] = code.symbol[j];
			wrong.symbol[j] = code.symbol[i];
			if (memcmp(&wrong, &code, sizeof code) == 0)
				wrong.symbol[i] ^= 1;
			refcode_text(&wrong, text);
			ck_assert_int_eq(parse(text, &wrong, &group), REFCODE_CHECK);
			ck_assert_int_eq(group, 0);
			ck_assert_mem_eq(&wrong, &zeros, sizeof zeros);
		}
}
END_TEST

static const char *const ways[] = {
	"7Q3K-0000-0000-0000-000", "7q3k 0000 0000 0000 000", "  7q3k00000000-0000-000", "7Q3KOOOOoooo0000ooo",
	"7\tQ\r\n3 K-----0000 0000 0000 000", "7Q3K\xE2\x80\x91" "0000\xE2\x80\x93" "0000\xC2\xA0" "0000 000",
	"7 Q 3 K 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
};

/* Every way of writing is given its check symbol by trial, which also shows that just one symbol fits. */
START_TEST(case_spaces_hyphens_and_lookalikes_do_not_matter)
{
	static const uint8_t begin[] = { 7, 23, 3, 19, 0 };
	struct refcode code;
	char text[128];
	int group, fits = 0;

	for (const char *c = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *c != '\0'; c++) {
		snprintf(text, sizeof text, "%s%c", ways[_i], *c);
		if (parse(text, &code, &group) != REFCODE_FINE)
			continue;
		fits++;
		ck_assert_mem_eq(code.symbol, begin, sizeof begin);
	}
	ck_assert_int_eq(fits, 1);
}
END_TEST

START_TEST(i_and_l_read_as_1)
{
	struct refcode a, b, c;
	char text[REFCODE_TEXT];
	int group;

	do {
		refcode_make(&a);
		refcode_text(&a, text);
	} while (strchr(text, '1') == NULL);
	*strchr(text, '1') = 'I';
	ck_assert_int_eq(parse(text, &b, &group), REFCODE_FINE);
	*strchr(text, 'I') = 'l';
	ck_assert_int_eq(parse(text, &c, &group), REFCODE_FINE);
	ck_assert_mem_eq(&a, &b, sizeof a);
	ck_assert_mem_eq(&a, &c, sizeof a);
}
END_TEST

static const struct { const char *typed; enum refcode_fault fault; int group; } faults[] = {
	{ "", REFCODE_SHORT, 1 },
	{ " - - ", REFCODE_SHORT, 1 },
	{ "000", REFCODE_SHORT, 1 },
	{ "0000", REFCODE_SHORT, 2 },
	{ "0000000000000000", REFCODE_SHORT, 5 },
	{ "0000000000000000000", REFCODE_SHORT, 5 },
	{ "0000-000-0000-0000-0000", REFCODE_SHORT, 2 },
	{ "0000-0000-0000-0000-000", REFCODE_SHORT, 5 },
	{ "0000-0000-0000-0000", REFCODE_SHORT, 5 },
	{ "00 0000-0000-0000-0000", REFCODE_SHORT, 1 },
	{ "00000-0000-0000-0000", REFCODE_SHORT, 5 },
	{ "0 0 0 0 0 0 0", REFCODE_SHORT, 2 },
	{ "0000-0000-00000-0000-0000", REFCODE_LONG, 3 },
	{ "000000000000000000000", REFCODE_LONG, 0 },
	{ "0000-0000-0000-0000-0000-0", REFCODE_LONG, 0 },
	{ "0000-0000-0U00-0000-0000", REFCODE_SYMBOL, 3 },
	{ "U000-0000-0000-0000-0000", REFCODE_SYMBOL, 1 },
	{ "0000-0000-0000-0000-000!", REFCODE_SYMBOL, 5 },
	{ "000-0!00-0000-0000-0000", REFCODE_SYMBOL, 2 },
	{ "0000000000000000\xC3\xA9" "000", REFCODE_SYMBOL, 5 },
	{ "0000-0000-0000-0000-0001", REFCODE_CHECK, 0 },
};

START_TEST(a_fault_names_its_group)
{
	struct refcode code;
	int group = 9;

	ck_assert_int_eq(parse(faults[_i].typed, &code, &group), faults[_i].fault);
	ck_assert_int_eq(group, faults[_i].group);
}
END_TEST

START_TEST(a_nul_is_no_symbol)
{
	struct refcode code;
	uint8_t typed[20];
	int group;

	memset(typed, '0', sizeof typed);
	typed[9] = '\0';
	ck_assert_int_eq(refcode_parse((struct span){ typed, sizeof typed }, &code, &group), REFCODE_SYMBOL);
	ck_assert_int_eq(group, 3);
}
END_TEST

START_TEST(more_than_128_bytes_are_too_long_whatever_they_are)
{
	struct refcode code;
	uint8_t typed[129];
	int group = 9;

	memset(typed, ' ', sizeof typed);
	memcpy(typed, zero_code, strlen(zero_code));
	ck_assert_int_eq(refcode_parse((struct span){ typed, 128 }, &code, &group), REFCODE_FINE);
	ck_assert_int_eq(refcode_parse((struct span){ typed, 129 }, &code, &group), REFCODE_LONG);
	ck_assert_int_eq(group, 0);
}
END_TEST

START_TEST(a_sentence_names_the_group_and_never_a_symbol)
{
	ck_assert_str_eq(refcode_fault_text(REFCODE_SHORT, 2),
	    "The second group of the code has too few letters or numbers.");
	ck_assert_str_eq(refcode_fault_text(REFCODE_LONG, 0),
	    "One group of the code has too many letters or numbers.");
	ck_assert_str_eq(refcode_fault_text(REFCODE_SYMBOL, 5),
	    "The fifth group of the code has a character that no code has.");
	for (int fault = -1; fault <= REFCODE_CHECK + 1; fault++)
		for (int group = -1; group <= REFCODE_GROUPS + 1; group++)
			ck_assert_ptr_nonnull(refcode_fault_text((enum refcode_fault)fault, group));
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("refcode");
	TCase *t = tcase_create("refcode");

	tcase_add_test(t, a_fresh_code_reads_back_from_its_text);
	tcase_add_test(t, every_symbol_turns_up_at_every_place);
	tcase_add_test(t, a_code_from_bytes_is_theirs_and_no_other);
	tcase_add_test(t, every_single_wrong_symbol_is_caught);
	tcase_add_test(t, every_swap_of_two_unequal_symbols_is_caught);
	tcase_add_test(t, the_sum_of_two_codes_is_a_code);
	tcase_add_test(t, whole_codes_with_one_error_or_swap_are_refused_and_wiped);
	tcase_add_loop_test(t, case_spaces_hyphens_and_lookalikes_do_not_matter, 0,
	    (int)(sizeof ways / sizeof ways[0]));
	tcase_add_test(t, i_and_l_read_as_1);
	tcase_add_loop_test(t, a_fault_names_its_group, 0, (int)(sizeof faults / sizeof faults[0]));
	tcase_add_test(t, a_nul_is_no_symbol);
	tcase_add_test(t, more_than_128_bytes_are_too_long_whatever_they_are);
	tcase_add_test(t, a_sentence_names_the_group_and_never_a_symbol);
	suite_add_tcase(s, t);
	return s;
}
