/* test_grant.c: promises of grant.h. */
#include "run.h"

#include "grant.h"
#include "secret.h"

#include <string.h>

static const uint8_t zeros[KEY_BYTES];
static const struct grant_subject subject = { GRANT_CASE, { 1, 2, 3 } };
static struct keypair to;
static uint8_t key[KEY_BYTES], sealed[GRANT_BYTES];

static void
make_grant(void)
{
	keypair_make(&to);
	secret_random(key, sizeof key);
	grant_seal(to.pk, &subject, key, sealed);
}

static void
refused(const struct keypair *by, const struct grant_subject *what)
{
	uint8_t out[KEY_BYTES];

	memset(out, 0xAA, sizeof out);
	ck_assert_int_eq(grant_open(by, what, sealed, out), GW_EDENIED);
	ck_assert_mem_eq(out, zeros, KEY_BYTES);
}

START_TEST(a_grant_opens_for_its_key_pair)
{
	uint8_t out[KEY_BYTES];

	ck_assert_int_eq(grant_open(&to, &subject, sealed, out), GW_OK);
	ck_assert_mem_eq(out, key, KEY_BYTES);
}
END_TEST

START_TEST(grants_with_one_fresh_key_pair_open_for_their_own_recipients_only)
{
	struct keypair once, by[3];
	uint8_t kept[3][GRANT_BYTES], keys[3][KEY_BYTES], out[KEY_BYTES];

	keypair_make(&once);
	for (int i = 0; i < 3; i++) {
		keypair_make(&by[i]);
		secret_random(keys[i], KEY_BYTES);
		grant_seal_with(&once, by[i].pk, &subject, keys[i], kept[i]);
	}
	for (int i = 0; i < 3; i++) {
		for (int j = 0; j < 3; j++)
			ck_assert_int_eq(grant_open(&by[j], &subject, kept[i], out), i == j ? GW_OK : GW_EDENIED);
		ck_assert_int_eq(grant_open(&by[i], &subject, kept[i], out), GW_OK);
		ck_assert_mem_eq(out, keys[i], KEY_BYTES);
	}
}
END_TEST

START_TEST(a_grant_opens_for_no_other_key_pair)
{
	struct keypair other;

	keypair_make(&other);
	refused(&other, &subject);
}
END_TEST

START_TEST(a_grant_moved_to_another_kind_or_row_opens_nothing)
{
	struct grant_subject moved = subject;

	for (int kind = GRANT_CASE; kind <= GRANT_ROSTER; kind++) {
		moved.kind = (enum grant_kind)kind;
		if (moved.kind != subject.kind)
			refused(&to, &moved);
	}
	moved = subject;
	for (int i = 0; i < ID_BYTES * 8; i++) {
		moved.id[i / 8] ^= (uint8_t)(1 << i % 8);
		refused(&to, &moved);
		moved.id[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}
END_TEST

START_TEST(an_altered_grant_opens_nothing)
{
	for (int i = 0; i < GRANT_BYTES; i++) {
		sealed[i] ^= (uint8_t)(1 << i % 7);	/* the top bit of an X25519 key is not read: RFC 7748, 5 */
		refused(&to, &subject);
		sealed[i] ^= (uint8_t)(1 << i % 7);
	}
}
END_TEST

START_TEST(two_grants_of_one_key_look_unlike)
{
	uint8_t again[GRANT_BYTES];

	grant_seal(to.pk, &subject, key, again);
	ck_assert_mem_ne(sealed, again, GRANT_BYTES);
}
END_TEST

START_TEST(a_team_is_named_by_its_code)
{
	struct grant_subject a, b;

	team_subject(span_of("school:norlington"), &a);
	team_subject(span_of("school:norlington"), &b);
	ck_assert_int_eq(a.kind, GRANT_TEAM);
	ck_assert_mem_eq(a.id, b.id, ID_BYTES);
	team_subject(span_of("school:norlingtom"), &b);
	ck_assert_mem_ne(a.id, b.id, ID_BYTES);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("grant");
	TCase *t = tcase_create("grant");

	tcase_add_checked_fixture(t, make_grant, NULL);
	tcase_add_test(t, a_grant_opens_for_its_key_pair);
	tcase_add_test(t, grants_with_one_fresh_key_pair_open_for_their_own_recipients_only);
	tcase_add_test(t, a_grant_opens_for_no_other_key_pair);
	tcase_add_test(t, a_grant_moved_to_another_kind_or_row_opens_nothing);
	tcase_add_test(t, an_altered_grant_opens_nothing);
	tcase_add_test(t, two_grants_of_one_key_look_unlike);
	tcase_add_test(t, a_team_is_named_by_its_code);
	suite_add_tcase(s, t);
	return s;
}
