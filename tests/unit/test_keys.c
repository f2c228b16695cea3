/* test_keys.c: promises of keys.h. */
#include "run.h"

#include "keys.h"
#include "limit.h"
#include "secret.h"

#include <string.h>

static const uint8_t zeros[KEY_BYTES];
static const uint8_t pepper[KEY_BYTES] = { 1, 2, 3 };
static const struct refcode code = { { 7, 23, 3, 19, 0, 31 } };

#define NAME span_of("s.khan")
#define PASSPHRASE span_of("correct horse battery")

START_TEST(an_origin_follows_from_its_draft_and_its_words_alone)
{
	const uint8_t once[KEY_BYTES] = { 1 }, other[KEY_BYTES] = { 2 };
	const struct span words = span_of("he has a knife"), more = span_of("he has a knife.");
	struct origin a, b;

	origin_derive(once, words, &a);
	origin_derive(once, words, &b);
	ck_assert_mem_eq(&a, &b, sizeof a);
	for (int i = 0; i < 3; i++) {
		if (i == 2)
			origin_random(&b);
		else
			origin_derive(i == 0 ? other : once, i == 0 ? words : more, &b);
		ck_assert_mem_ne(a.report, b.report, sizeof a.report);
		ck_assert_mem_ne(a.case_key, b.case_key, sizeof a.case_key);
		ck_assert_mem_ne(a.code.symbol, b.code.symbol, sizeof a.code.symbol);
	}
	/* None of the three tells another. */
	ck_assert_mem_ne(a.report, a.case_key, sizeof a.report);
}
END_TEST

/* All 95 bits of derived codes turn up as random ones do. */
START_TEST(every_symbol_of_a_derived_code_can_be_any)
{
	bool seen[REFCODE_RANDOM][32] = { { false } };

	for (uint32_t i = 0; i < 2000; i++) {
		uint8_t once[KEY_BYTES] = { 0 };
		struct origin o;

		memcpy(once, &i, sizeof i);
		origin_derive(once, span_of("x"), &o);
		for (int j = 0; j < REFCODE_RANDOM; j++)
			seen[j][o.code.symbol[j]] = true;
	}
	for (int j = 0; j < REFCODE_RANDOM; j++)
		for (int v = 0; v < 32; v++)
			ck_assert(seen[j][v]);
}
END_TEST

START_TEST(a_key_pair_follows_from_its_private_half)
{
	struct keypair a, b;

	keypair_make(&a);
	keypair_from_secret(&b, a.sk);
	ck_assert_mem_eq(&a, &b, sizeof a);
	ck_assert(key_is_sound(a.pk));
	keypair_make(&b);
	ck_assert_mem_ne(a.sk, b.sk, KEY_BYTES);
	keypair_wipe(&a);
	ck_assert_mem_eq(a.sk, zeros, KEY_BYTES);
}
END_TEST

/* RFC 7748, 6.1: Bob's key pair. */
START_TEST(x25519_is_that_of_rfc_7748)
{
	static const uint8_t sk[KEY_BYTES] = {
		0x5d, 0xab, 0x08, 0x7e, 0x62, 0x4a, 0x8a, 0x4b, 0x79, 0xe1, 0x7f, 0x8b, 0x83, 0x80, 0x0e, 0xe6,
		0x6f, 0x3b, 0xb1, 0x29, 0x26, 0x18, 0xb6, 0xfd, 0x1c, 0x2f, 0x8b, 0x27, 0xff, 0x88, 0xe0, 0xeb };
	static const uint8_t pk[KEY_BYTES] = {
		0xde, 0x9e, 0xdb, 0x7d, 0x7b, 0x7d, 0xc1, 0xb4, 0xd3, 0x5b, 0x61, 0xc2, 0xec, 0xe4, 0x35, 0x37,
		0x3f, 0x83, 0x43, 0xc8, 0x5b, 0x78, 0x67, 0x4d, 0xad, 0xfc, 0x7e, 0x14, 0x6f, 0x88, 0x2b, 0x4f };
	struct keypair k;

	keypair_from_secret(&k, sk);
	ck_assert_mem_eq(k.pk, pk, KEY_BYTES);
}
END_TEST

START_TEST(points_of_small_order_are_not_sound)
{
	static const uint8_t small[][KEY_BYTES] = {
		{ 0 }, { 1 },
		{ 0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
		  0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00 },
	};

	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
		ck_assert(!key_is_sound(small[i]));
}
END_TEST

/* All that is made from these, side by side: no two may be equal, and each is the same every time. */
START_TEST(every_derivation_is_repeatable_and_unlike_the_others)
{
	enum { N = 9 };
	uint8_t k[2][N][KEY_BYTES];
	struct keypair reporter;

	for (int i = 0; i < 2; i++) {
		reporter_tag(pepper, &code, k[i][0]);
		reporter_keypair(pepper, &code, &reporter);
		memcpy(k[i][1], reporter.sk, KEY_BYTES);
		memcpy(k[i][2], reporter.pk, KEY_BYTES);
		report_key_of(pepper, k[i][3]);
		casework_key_of(pepper, k[i][4]);
		file_key_of(pepper, 0, k[i][5]);
		file_key_of(pepper, 1, k[i][6]);
		file_key_of(pepper, UINT32_MAX, k[i][7]);
		session_id(pepper, k[i][8]);
	}
	ck_assert_mem_eq(k[0], k[1], sizeof k[0]);
	for (int i = 0; i < N; i++)
		for (int j = 0; j < i; j++)
			ck_assert_mem_ne(k[0][i], k[0][j], KEY_BYTES);
}
END_TEST

/* What is on disk is found and opened by these: they must never change. Reckoned with another
 * BLAKE2b (Python's hashlib), from the labels. */
START_TEST(derivations_are_those_of_the_first_version)
{
	static const uint8_t tag_begins[16] = {
		0x2f, 0xdb, 0xc6, 0x1f, 0xb6, 0x6b, 0xf1, 0x7a, 0xe0, 0x4d, 0xf9, 0xd5, 0x1c, 0xad, 0x02, 0x89 };
	static const uint8_t report_begins[16] = {
		0xf3, 0x45, 0x1f, 0xfb, 0x88, 0x27, 0xf0, 0x13, 0x65, 0xa1, 0xb6, 0x28, 0x37, 0xf9, 0x0f, 0x4a };
	uint8_t k[KEY_BYTES];

	reporter_tag(pepper, &code, k);
	ck_assert_mem_eq(k, tag_begins, sizeof tag_begins);
	report_key_of(pepper, k);
	ck_assert_mem_eq(k, report_begins, sizeof report_begins);
}
END_TEST

START_TEST(another_pepper_or_code_gives_another_tag_and_key)
{
	uint8_t tag[TAG_BYTES], other[TAG_BYTES], salt[KEY_BYTES];
	struct refcode changed = code;
	struct keypair a, b;

	reporter_tag(pepper, &code, tag);
	reporter_keypair(pepper, &code, &a);
	for (int i = 0; i < KEY_BYTES * 8; i++) {
		memcpy(salt, pepper, sizeof salt);
		salt[i / 8] ^= (uint8_t)(1 << i % 8);
		reporter_tag(salt, &code, other);
		ck_assert_mem_ne(tag, other, TAG_BYTES);
	}
	for (int i = 0; i < REFCODE_SYMBOLS; i++) {
		changed.symbol[i] ^= 1;
		reporter_tag(pepper, &changed, other);
		ck_assert_mem_ne(tag, other, TAG_BYTES);
		reporter_keypair(pepper, &changed, &b);
		ck_assert_mem_ne(a.pk, b.pk, KEY_BYTES);
		changed.symbol[i] ^= 1;
	}
}
END_TEST

START_TEST(a_lock_opens_for_its_member_and_passphrase_only)
{
	struct member_lock lock;
	struct keypair k;
	uint8_t sk[KEY_BYTES];

	keypair_make(&k);
	ck_assert_int_eq(member_lock(NAME, PASSPHRASE, k.sk, &lock), GW_OK);
	ck_assert_int_eq(member_unlock(NAME, PASSPHRASE, &lock, sk), GW_OK);
	ck_assert_mem_eq(sk, k.sk, KEY_BYTES);
	ck_assert_int_eq(member_unlock(NAME, span_of("correct horse batterz"), &lock, sk), GW_EDENIED);
	ck_assert_mem_eq(sk, zeros, KEY_BYTES);
	ck_assert_int_eq(member_unlock(span_of("t.khan"), PASSPHRASE, &lock, sk), GW_EDENIED);
	lock.salt[0] ^= 1;
	ck_assert_int_eq(member_unlock(NAME, PASSPHRASE, &lock, sk), GW_EDENIED);
	lock.salt[0] ^= 1;
	for (size_t i = 0; i < sizeof lock.sealed; i += 23) {
		lock.sealed[i] ^= 0x80;
		ck_assert_int_eq(member_unlock(NAME, PASSPHRASE, &lock, sk), GW_EDENIED);
		lock.sealed[i] ^= 0x80;
	}
	ck_assert_int_eq(member_unlock(NAME, PASSPHRASE, &lock, sk), GW_OK);
}
END_TEST

START_TEST(a_lock_costs_three_passes_over_64_mib)
{
	struct member_lock lock;

	ck_assert_int_eq(member_lock(NAME, PASSPHRASE, pepper, &lock), GW_OK);
	ck_assert_uint_eq(lock.ops, 3);
	ck_assert_uint_eq(lock.mem_kib, 65536);
}
END_TEST

static const struct { uint32_t ops, mem_kib; enum gw_err e; } costs[] = {
	{ 0, 0, GW_ELIMIT }, { 2, 65536, GW_ELIMIT }, { 3, 65535, GW_ELIMIT }, { 11, 65536, GW_ELIMIT },
	{ 3, 1024 * 1024 + 1, GW_ELIMIT }, { UINT32_MAX, UINT32_MAX, GW_ELIMIT },
	{ 4, 65536, GW_EDENIED }, { 3, 65537, GW_EDENIED },	/* allowed, but another key comes out */
};

START_TEST(a_lock_that_asks_for_less_or_far_more_is_refused)
{
	struct member_lock lock;
	uint8_t sk[KEY_BYTES] = { 9 };

	ck_assert_int_eq(member_lock(NAME, PASSPHRASE, pepper, &lock), GW_OK);
	lock.ops = costs[_i].ops;
	lock.mem_kib = costs[_i].mem_kib;
	ck_assert_int_eq(member_unlock(NAME, PASSPHRASE, &lock, sk), costs[_i].e);
	ck_assert_mem_eq(sk, zeros, KEY_BYTES);
}
END_TEST

START_TEST(passphrases_and_names_have_limits)
{
	uint8_t many[LIMIT_PASSPHRASE + 1], sk[KEY_BYTES];
	const struct span longest = { many, LIMIT_PASSPHRASE }, too_long = { many, LIMIT_PASSPHRASE + 1 };
	struct member_lock lock;

	memset(many, 'x', sizeof many);
	ck_assert_int_eq(member_lock(NAME, span_of("eleven char"), pepper, &lock), GW_EINPUT);
	ck_assert_int_eq(member_lock(NAME, span_of(""), pepper, &lock), GW_EINPUT);
	ck_assert_int_eq(member_lock(NAME, too_long, pepper, &lock), GW_ELIMIT);
	ck_assert_int_eq(member_lock(span_of(""), PASSPHRASE, pepper, &lock), GW_EINPUT);
	ck_assert_int_eq(member_lock((struct span){ many, LIMIT_NAME + 1 }, PASSPHRASE, pepper, &lock), GW_ELIMIT);
	ck_assert_int_eq(member_lock((struct span){ many, LIMIT_NAME }, longest, pepper, &lock), GW_OK);
	ck_assert_int_eq(member_unlock((struct span){ many, LIMIT_NAME }, longest, &lock, sk), GW_OK);
	ck_assert_int_eq(member_unlock((struct span){ many, LIMIT_NAME }, too_long, &lock, sk), GW_EDENIED);
}
END_TEST

START_TEST(a_session_opens_for_its_token_and_member_only)
{
	uint8_t token[SESSION_TOKEN], sealed[SESSION_SEALED], sk[KEY_BYTES];
	struct keypair k;

	keypair_make(&k);
	secret_random(token, sizeof token);
	session_seal(token, NAME, k.sk, sealed);
	ck_assert_int_eq(session_open(token, NAME, sealed, sk), GW_OK);
	ck_assert_mem_eq(sk, k.sk, KEY_BYTES);
	ck_assert_int_eq(session_open(token, span_of("t.khan"), sealed, sk), GW_EDENIED);
	ck_assert_mem_eq(sk, zeros, KEY_BYTES);
	for (int i = 0; i < SESSION_SEALED * 8; i++) {
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
		ck_assert_int_eq(session_open(token, NAME, sealed, sk), GW_EDENIED);
		sealed[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	for (int i = 0; i < SESSION_TOKEN * 8; i++) {
		token[i / 8] ^= (uint8_t)(1 << i % 8);
		ck_assert_int_eq(session_open(token, NAME, sealed, sk), GW_EDENIED);
		token[i / 8] ^= (uint8_t)(1 << i % 8);
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("keys");
	TCase *t = tcase_create("keys");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, an_origin_follows_from_its_draft_and_its_words_alone);
	tcase_add_test(t, every_symbol_of_a_derived_code_can_be_any);
	tcase_add_test(t, a_key_pair_follows_from_its_private_half);
	tcase_add_test(t, x25519_is_that_of_rfc_7748);
	tcase_add_test(t, points_of_small_order_are_not_sound);
	tcase_add_test(t, every_derivation_is_repeatable_and_unlike_the_others);
	tcase_add_test(t, derivations_are_those_of_the_first_version);
	tcase_add_test(t, another_pepper_or_code_gives_another_tag_and_key);
	tcase_add_test(t, a_lock_opens_for_its_member_and_passphrase_only);
	tcase_add_test(t, a_lock_costs_three_passes_over_64_mib);
	tcase_add_loop_test(t, a_lock_that_asks_for_less_or_far_more_is_refused, 0,
	    (int)(sizeof costs / sizeof costs[0]));
	tcase_add_test(t, passphrases_and_names_have_limits);
	tcase_add_test(t, a_session_opens_for_its_token_and_member_only);
	suite_add_tcase(s, t);
	return s;
}
