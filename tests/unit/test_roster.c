/* test_roster.c: promises of roster.h. */
#include "run.h"

#include "roster.h"
#include "secret.h"

#include <sodium.h>

#include <stdio.h>
#include <string.h>

static const uint8_t seed[KEY_BYTES] = { 1 }, other_seed[KEY_BYTES] = { 2 };
static struct roster list;
static struct roster_pin pin;

static void
add_team(const char *code, enum team_kind kind)
{
	struct roster_team *t = &list.team[list.n++];
	struct keypair k;

	keypair_make(&k);
	snprintf(t->code, sizeof t->code, "%s", code);
	t->kind = kind;
	memcpy(t->pk, k.pk, KEY_BYTES);
}

static void
make_list(void)
{
	struct keypair k;

	memset(&list, 0, sizeof list);
	keypair_make(&k);
	list.version = 7;
	memcpy(list.recovery_pk, k.pk, KEY_BYTES);
	add_team("school:norlington", TEAM_SCHOOL);
	add_team("admin", TEAM_ADMIN);
	add_team("lado", TEAM_LADO);
	add_team("community", TEAM_COMMUNITY);
	add_team("school:lea-meadow", TEAM_SCHOOL);
	roster_key(seed, pin.pk);
	pin.version = 7;
}

static void
sign(struct buf *body, uint8_t signature[SIGNATURE_BYTES])
{
	buf_init(body, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(&list, seed, body, signature), GW_OK);
}

/* Signed by the right key, whatever it says. */
static enum gw_err
open_signed(struct span body)
{
	uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], signature[SIGNATURE_BYTES];
	static struct roster r, before;
	enum gw_err e;

	memset(&r, 0x5A, sizeof r);
	before = r;
	ck_assert_int_eq(crypto_sign_seed_keypair(pk, sk, seed), 0);
	ck_assert_int_eq(crypto_sign_detached(signature, NULL, body.p, body.n, sk), 0);
	e = roster_open(&pin, body, signature, &r);
	ck_assert(e == GW_OK || memcmp(&r, &before, sizeof r) == 0);
	return e;
}

START_TEST(a_signed_list_reads_back_in_the_order_of_its_codes)
{
	static const char *const order[] = { "admin", "community", "lado", "school:lea-meadow", "school:norlington" };
	uint8_t signature[SIGNATURE_BYTES];
	static struct roster r;
	struct buf body;

	sign(&body, signature);
	ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_OK);
	ck_assert_uint_eq(r.version, 7);
	ck_assert_mem_eq(r.recovery_pk, list.recovery_pk, KEY_BYTES);
	ck_assert_uint_eq(r.n, list.n);
	for (size_t i = 0; i < r.n; i++) {
		const struct roster_team *was = roster_find(&list, span_of(order[i]));

		ck_assert_str_eq(r.team[i].code, order[i]);
		ck_assert_ptr_nonnull(was);
		ck_assert_int_eq(r.team[i].kind, was->kind);
		ck_assert_mem_eq(r.team[i].pk, was->pk, KEY_BYTES);
		ck_assert_ptr_eq(roster_find(&r, span_of(order[i])), &r.team[i]);
	}
	ck_assert_ptr_null(roster_find(&r, span_of("school:")));
	ck_assert_ptr_null(roster_find(&r, span_of("school:norlington2")));
	buf_free(&body);
}
END_TEST

START_TEST(a_list_signed_by_another_key_is_refused)
{
	uint8_t signature[SIGNATURE_BYTES];
	static struct roster r;
	struct buf body;

	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(&list, other_seed, &body, signature), GW_OK);
	ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_EDENIED);
	buf_free(&body);
}
END_TEST

START_TEST(an_altered_list_or_signature_is_refused)
{
	uint8_t signature[SIGNATURE_BYTES];
	static struct roster r;
	struct buf body;

	sign(&body, signature);
	for (size_t i = 0; i < body.n; i++) {
		body.p[i] ^= 1;
		ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_EDENIED);
		body.p[i] ^= 1;
	}
	for (size_t i = 0; i < SIGNATURE_BYTES; i++) {
		signature[i] ^= 1;
		ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_EDENIED);
		signature[i] ^= 1;
	}
	ck_assert_int_eq(roster_open(&pin, (struct span){ body.p, body.n - 1 }, signature, &r), GW_EDENIED);
	ck_assert_int_eq(roster_open(&pin, (struct span){ NULL, 0 }, signature, &r), GW_EDENIED);
	ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_OK);
	buf_free(&body);
}
END_TEST

START_TEST(a_list_older_than_the_pin_is_refused)
{
	uint8_t signature[SIGNATURE_BYTES];
	static struct roster r;
	struct buf body;

	sign(&body, signature);
	pin.version = 8;
	ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_EDENIED);
	pin.version = 6;
	ck_assert_int_eq(roster_open(&pin, buf_span(&body), signature, &r), GW_OK);
	buf_free(&body);
}
END_TEST

START_TEST(a_list_may_have_no_team_and_as_many_as_the_limit)
{
	uint8_t signature[SIGNATURE_BYTES];
	struct buf body;
	char code[LIMIT_TEAM + 1];

	list.n = 0;
	list.version = UINT64_MAX;
	sign(&body, signature);
	ck_assert_int_eq(open_signed(buf_span(&body)), GW_OK);
	buf_free(&body);
	for (int i = 0; i < LIMIT_TEAMS; i++) {
		snprintf(code, sizeof code, "school:%041d", i);
		add_team(code, TEAM_SCHOOL);
	}
	sign(&body, signature);
	ck_assert_int_eq(open_signed(buf_span(&body)), GW_OK);
	ck_assert_int_eq(buf_add(&body, (struct span){ body.p + body.n - 120, 120 }), GW_OK);
	ck_assert_int_eq(open_signed(buf_span(&body)), GW_EINPUT);
	buf_free(&body);
	list.n = LIMIT_TEAMS + 1;
	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(&list, seed, &body, signature), GW_ELIMIT);
	ck_assert_uint_eq(body.n, 0);
	buf_free(&body);
}
END_TEST

static const struct { const char *code; enum team_kind kind; } bad_teams[] = {
	{ "", TEAM_SCHOOL }, { "school:", TEAM_SCHOOL }, { "school", TEAM_SCHOOL }, { "school:A", TEAM_SCHOOL },
	{ "school:a b", TEAM_SCHOOL }, { "school:a\nteam", TEAM_SCHOOL }, { "school:\xC3\xA9", TEAM_SCHOOL },
	{ "admins", TEAM_ADMIN }, { "admin", TEAM_LADO }, { "school:x", TEAM_ADMIN }, { "police", TEAM_COMMUNITY },
	{ "admin", TEAM_ADMIN },	/* a second one */
};

START_TEST(a_team_that_cannot_be_written_is_not_signed)
{
	uint8_t signature[SIGNATURE_BYTES];
	struct buf body;

	add_team(bad_teams[_i].code, bad_teams[_i].kind);
	buf_init(&body, LIMIT_WIRE);
	ck_assert_int_eq(roster_sign(&list, seed, &body, signature), GW_EINPUT);
	ck_assert_uint_eq(body.n, 0);
	buf_free(&body);
}
END_TEST

START_TEST(a_key_of_small_order_or_a_code_without_end_is_not_signed)
{
	uint8_t signature[SIGNATURE_BYTES];
	struct buf body;

	buf_init(&body, LIMIT_WIRE);
	memset(list.team[1].pk, 0, KEY_BYTES);
	ck_assert_int_eq(roster_sign(&list, seed, &body, signature), GW_EINPUT);
	make_list();
	memset(list.recovery_pk, 0, KEY_BYTES);
	ck_assert_int_eq(roster_sign(&list, seed, &body, signature), GW_EINPUT);
	make_list();
	memset(list.team[0].code + 7, 'x', sizeof list.team[0].code - 7);
	ck_assert_int_eq(roster_sign(&list, seed, &body, signature), GW_EINPUT);
	buf_free(&body);
}
END_TEST

#define KEY "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
#define NONE "0000000000000000000000000000000000000000000000000000000000000000"
#define TOP "concern roster 1\nversion 7\nrecovery " KEY "\n"

static const struct { const char *body; enum gw_err e; } bodies[] = {
	{ TOP, GW_OK },
	{ TOP "team admin " KEY "\nteam lado " KEY "\n", GW_OK },
	{ "", GW_EINPUT },
	{ "concern roster 2\nversion 7\nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion 07\nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion \nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion -7\nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion 18446744073709551615\nrecovery " KEY "\n", GW_OK },
	{ "concern roster 1\nversion 18446744073709551616\nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion 99999999999999999999999\nrecovery " KEY "\n", GW_EINPUT },
	{ "concern roster 1\nversion 6\nrecovery " KEY "\n", GW_EDENIED },
	{ "concern roster 1\nversion 7\nrecovery " NONE "\n", GW_EINPUT },
	{ "concern roster 1\r\nversion 7\r\nrecovery " KEY "\r\n", GW_EINPUT },
	{ TOP "team admin " NONE "\n", GW_EINPUT },
	{ TOP "team admin " KEY, GW_EINPUT },
	{ TOP "team admin  " KEY "\n", GW_EINPUT },
	{ TOP "team  " KEY "\n", GW_EINPUT },
	{ TOP "team admin", GW_EINPUT },
	{ TOP "team admin 8520F0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a\n", GW_EINPUT },
	{ TOP "team lado " KEY "\nteam admin " KEY "\n", GW_EINPUT },
	{ TOP "team admin " KEY "\nteam admin " KEY "\n", GW_EINPUT },
	{ TOP "team school:0123456789012345678901234567890123456789x " KEY "\n", GW_OK },
	{ TOP "team school:0123456789012345678901234567890123456789xy " KEY "\n", GW_EINPUT },
	{ TOP "\n", GW_EINPUT },
};

START_TEST(a_signed_text_that_is_no_list_fills_nothing)
{
	ck_assert_int_eq(open_signed(span_of(bodies[_i].body)), bodies[_i].e);
}
END_TEST

START_TEST(a_pin_reads_back_from_its_line)
{
	static const uint64_t versions[] = { 0, 1, 10, UINT64_MAX };
	struct roster_pin again;
	struct buf text;

	for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
		pin.version = versions[i];
		buf_init(&text, 100);
		ck_assert_int_eq(roster_pin_text(&pin, &text), GW_OK);
		ck_assert_uint_eq(text.p[text.n - 1], '\n');
		ck_assert_int_eq(roster_pin_parse(buf_span(&text), &again), GW_OK);
		ck_assert_uint_eq(again.version, pin.version);
		ck_assert_mem_eq(again.pk, pin.pk, KEY_BYTES);
		text.n--;
		ck_assert_int_eq(roster_pin_parse(buf_span(&text), &again), GW_OK);
		buf_free(&text);
	}
	buf_init(&text, 40);
	ck_assert_int_eq(roster_pin_text(&pin, &text), GW_ELIMIT);
	ck_assert_uint_eq(text.n, 0);
	buf_free(&text);
}
END_TEST

static const char *const bad_pins[] = {
	"", "1", "1 ", "1 \n", KEY "\n", " 1 " KEY "\n", "1 " KEY "\n\n", "1 " KEY "x", "01 " KEY "\n", "x " KEY "\n",
	"1 8520F0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a\n", "1  " KEY "\n",
	"18446744073709551616 " KEY "\n",
};

START_TEST(a_broken_pin_is_refused)
{
	ck_assert_int_eq(roster_pin_parse(span_of(bad_pins[_i]), &pin), GW_EINPUT);
	ck_assert_uint_eq(pin.version, 7);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("roster");
	TCase *t = tcase_create("roster");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, make_list, NULL);
	tcase_add_test(t, a_signed_list_reads_back_in_the_order_of_its_codes);
	tcase_add_test(t, a_list_signed_by_another_key_is_refused);
	tcase_add_test(t, an_altered_list_or_signature_is_refused);
	tcase_add_test(t, a_list_older_than_the_pin_is_refused);
	tcase_add_test(t, a_list_may_have_no_team_and_as_many_as_the_limit);
	tcase_add_loop_test(t, a_team_that_cannot_be_written_is_not_signed, 0,
	    (int)(sizeof bad_teams / sizeof bad_teams[0]));
	tcase_add_test(t, a_key_of_small_order_or_a_code_without_end_is_not_signed);
	tcase_add_loop_test(t, a_signed_text_that_is_no_list_fills_nothing, 0,
	    (int)(sizeof bodies / sizeof bodies[0]));
	tcase_add_test(t, a_pin_reads_back_from_its_line);
	tcase_add_loop_test(t, a_broken_pin_is_refused, 0, (int)(sizeof bad_pins / sizeof bad_pins[0]));
	suite_add_tcase(s, t);
	return s;
}
