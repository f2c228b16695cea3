/* test_tls.c: who may come in, how, and for how long a visit can be resumed. Client and server share one loop. */
#include <check.h>
#include <string.h>
#include <time.h>

#include "run.h"
#include "visit.h"

static int64_t now;

static void
setup(void)
{
	now = time(NULL);
}

START_TEST(a_visitor_gets_tls_1_3_and_http_1_1)
{
	struct tls *t = visit_server();
	struct visit v = visit(t, &visit_tls13, NULL);

	ck_assert(v.up && v.ended_well);
	ck_assert_str_eq(v.version, "TLSv1.3");
	ck_assert_str_eq(v.alpn, "http/1.1");
	ck_assert_str_eq(v.echo, "echo");
	tls_free(t);
}
END_TEST

START_TEST(an_older_visitor_gets_tls_1_2_without_alpn)
{
	struct tls *t = visit_server();
	struct visit v = visit(t, &visit_tls12, NULL);

	ck_assert(v.up && v.ended_well);
	ck_assert_str_eq(v.version, "TLSv1.2");
	ck_assert_str_eq(v.alpn, "");
	tls_free(t);
}
END_TEST

static const struct offer weak[] = {
	{ TLS1_1_VERSION, TLS1_1_VERSION, "ALL:@SECLEVEL=0", NULL },
	{ TLS1_VERSION, TLS1_VERSION, "ALL:@SECLEVEL=0", NULL },
	{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-SHA256", NULL },
	{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES256-SHA", NULL },
	{ TLS1_2_VERSION, TLS1_2_VERSION, "AES128-GCM-SHA256", NULL },
	{ TLS1_2_VERSION, TLS1_2_VERSION, "ECDHE-ECDSA-AES128-CCM", NULL },
	{ TLS1_3_VERSION, TLS1_3_VERSION, "DEFAULT", "\x02h2" },
	{ TLS1_2_VERSION, TLS1_2_VERSION, "DEFAULT", "\x08http/1.0\x02h2" },
};

START_TEST(a_weak_offer_is_refused)
{
	struct tls *t = visit_server();

	ck_assert_msg(!visit(t, &weak[_i], NULL).up, "offer %d was taken", _i);
	tls_free(t);
}
END_TEST

/* --- tickets --- */

START_TEST(a_visit_is_resumed_at_another_process_for_at_least_an_hour_and_less_than_two)
{
	struct tls *first = visit_server(), *second = visit_server();
	const uint8_t seed[KEY_BYTES] = { 1, 2, 3 };
	const uint64_t hour = (uint64_t)now / HOUR;
	const int64_t start = (int64_t)hour * HOUR;

	ck_assert_int_eq(tls_tickets(first, seed, hour), GW_OK);
	ck_assert_int_eq(tls_tickets(second, seed, hour), GW_OK);
	ck_assert(!visit(first, visit_versions[_i], NULL).resumed);
	ck_assert_ptr_nonnull(visit_kept);
	ck_assert(SSL_SESSION_up_ref(visit_kept) == 1);
	SSL_SESSION *ticket = visit_kept;

	ck_assert(visit(first, visit_versions[_i], ticket).resumed);
	ck_assert(visit(second, visit_versions[_i], ticket).resumed);
	tls_ticket_now(second, start + 2 * HOUR - 1);
	ck_assert(visit(second, visit_versions[_i], ticket).resumed);
	tls_ticket_now(second, start);		/* a clock set back brings nothing back */
	ck_assert(visit(second, visit_versions[_i], ticket).resumed);
	tls_ticket_now(second, start + 2 * HOUR);
	ck_assert(visit(second, visit_versions[_i], ticket).up);
	ck_assert(!visit(second, visit_versions[_i], ticket).resumed);
	SSL_SESSION_free(ticket);
	tls_free(first);
	tls_free(second);
}
END_TEST

START_TEST(with_tls_1_3_every_resumed_visit_gets_a_ticket_of_its_own)
{
	struct tls *t = visit_server();
	const uint8_t seed[KEY_BYTES] = { 4, 5, 6 };
	SSL_SESSION *ticket;

	ck_assert_int_eq(tls_tickets(t, seed, (uint64_t)now / HOUR), GW_OK);
	ck_assert(!visit(t, &visit_tls13, NULL).resumed);
	for (int i = 0; i < 3; i++) {
		ck_assert_ptr_nonnull(visit_kept);
		ticket = visit_kept;
		visit_kept = NULL;
		ck_assert(visit(t, &visit_tls13, ticket).resumed);
		SSL_SESSION_free(ticket);
	}
	ck_assert_ptr_nonnull(visit_kept);
	tls_free(t);
}
END_TEST

START_TEST(without_ticket_keys_nothing_is_resumed)
{
	struct tls *t = visit_server();

	SSL_SESSION_free(visit_kept);
	visit_kept = NULL;
	ck_assert(visit(t, visit_versions[_i], NULL).up);
	ck_assert(visit_kept == NULL || !visit(t, visit_versions[_i], visit_kept).resumed);
	tls_free(t);
}
END_TEST

START_TEST(ticket_seeds_move_on_alike_and_never_repeat)
{
	uint8_t a[KEY_BYTES] = { 9 }, b[KEY_BYTES] = { 9 }, before[KEY_BYTES];
	uint64_t at_a = 100, at_b = 100;

	for (uint64_t hour = 101; hour < 140; hour++) {
		memcpy(before, a, sizeof before);
		tls_ticket_step(a, &at_a, hour);
		ck_assert_uint_eq(at_a, hour);
		ck_assert_mem_ne(a, before, sizeof a);
	}
	tls_ticket_step(b, &at_b, 139);
	ck_assert_mem_eq(a, b, sizeof a);
	tls_ticket_step(b, &at_b, 7);
	ck_assert_uint_eq(at_b, 139);
	ck_assert_mem_eq(a, b, sizeof a);
}
END_TEST

/* --- certificates --- */

START_TEST(a_certificate_that_cannot_serve_is_refused_in_a_sentence)
{
	char cert[CERT_PEM], key[CERT_PEM], other[CERT_PEM], locked[CERT_PEM], weak_cert[CERT_PEM], weak_key[CERT_PEM],
	    old[CERT_PEM], old_key[CERT_PEM], young[CERT_PEM], young_key[CERT_PEM];
	const struct { const char *cert, *key, *says; } cases[] = {
		{ old, old_key, "expired" }, { young, young_key, "not valid yet" }, { cert, other, "does not belong" },
		{ cert, "", "private key cannot be read" }, { cert, locked, "without a passphrase" },
		{ "", key, "certificate cannot be read" }, { "", "", "certificate cannot be read" },
		{ "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", key, "certificate cannot be read" },
		{ weak_cert, weak_key, "certificate cannot be read" },
	};

	cert_make(CERT_P256, now - DAY, now + DAY, cert, key);
	cert_make(CERT_P256, 0, 1, NULL, other);
	cert_make(CERT_LOCKED, 0, 1, NULL, locked);
	cert_make(CERT_RSA_1024, now - DAY, now + DAY, weak_cert, weak_key);
	cert_make(CERT_P256, now - DAY, now - 1, old, old_key);
	cert_make(CERT_P256, now + 60, now + DAY, young, young_key);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char pem[2 * CERT_PEM], fault[TLS_FAULT];
		struct tls *t;

		ck_assert_int_eq(tls_new(visit_pem(pem, cases[i].cert, cases[i].key), now, &t, fault), GW_EINPUT);
		ck_assert_ptr_null(t);
		ck_assert_msg(strstr(fault, cases[i].says) != NULL, "case %zu: %s", i, fault);
		ck_assert_ptr_null(strchr(fault, '\n'));
	}
}
END_TEST

START_TEST(the_key_may_stand_before_the_chain)
{
	char cert[CERT_PEM], key[CERT_PEM], ca[CERT_PEM], pem[2 * CERT_PEM], chain[2 * CERT_PEM], fault[TLS_FAULT];
	struct tls *t;

	cert_make(CERT_P256, now - DAY, now + DAY, cert, key);
	cert_make(CERT_P256, now - DAY, now + DAY, ca, NULL);
	visit_pem(chain, cert, ca);
	ck_assert_int_eq(tls_new(visit_pem(pem, key, chain), now, &t, fault), GW_OK);
	ck_assert(visit(t, &visit_tls13, NULL).up);
	tls_free(t);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("tls");
	TCase *t = tcase_create("tls");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_test(t, a_visitor_gets_tls_1_3_and_http_1_1);
	tcase_add_test(t, an_older_visitor_gets_tls_1_2_without_alpn);
	tcase_add_loop_test(t, a_weak_offer_is_refused, 0, sizeof weak / sizeof *weak);
	tcase_add_loop_test(t, a_visit_is_resumed_at_another_process_for_at_least_an_hour_and_less_than_two, 0, 2);
	tcase_add_test(t, with_tls_1_3_every_resumed_visit_gets_a_ticket_of_its_own);
	tcase_add_loop_test(t, without_ticket_keys_nothing_is_resumed, 0, 2);
	tcase_add_test(t, ticket_seeds_move_on_alike_and_never_repeat);
	tcase_add_test(t, a_certificate_that_cannot_serve_is_refused_in_a_sentence);
	tcase_add_test(t, the_key_may_stand_before_the_chain);
	suite_add_tcase(s, t);
	return s;
}
