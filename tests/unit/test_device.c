/* test_device.c: whose certificate makes a visitor a staff device, and whose ends the visit. */
#include <check.h>
#include <string.h>
#include <time.h>

#include "run.h"
#include "visit.h"

static int64_t now;
static struct cert authority;

static void
setup(void)
{
	now = time(NULL);
	visit_shown = NULL;
	cert_sign(NULL, CERT_AUTHORITY, now - DAY, now + DAY, &authority);
}

static struct tls *
staff_server(void)
{
	struct tls *t = visit_server();
	char fault[TLS_FAULT];

	ck_assert_int_eq(tls_devices(t, span_of(authority.pem), fault), GW_OK);
	return t;
}

START_TEST(a_visitor_without_a_certificate_is_served_and_is_no_device)
{
	struct tls *t = staff_server();
	struct visit v = visit(t, visit_versions[_i], NULL);

	ck_assert(v.up && v.ended_well && !v.has_device);
	tls_free(t);
}
END_TEST

START_TEST(a_device_is_known_while_its_certificate_holds)
{
	struct tls *t = staff_server();
	struct cert device;
	struct visit v;

	cert_sign(&authority, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	visit_shown = &device;
	v = visit(t, visit_versions[_i], NULL);
	ck_assert(v.up && v.ended_well && v.has_device && !v.has_device_tomorrow);
	tls_free(t);
}
END_TEST

/* by: 0 the staff authority, 1 another of the same name, 2 itself, 3 a device of the staff authority, 4 an authority
 * below the staff authority. */
static const struct { int by; enum cert_use use; int from, to; } impostors[] = {
	{ 0, CERT_CLIENT, -DAY, -60 }, { 0, CERT_CLIENT, 60, DAY }, { 0, CERT_SERVER, -DAY, DAY },
	{ 0, CERT_ANY, -DAY, DAY }, { 1, CERT_CLIENT, -DAY, DAY }, { 2, CERT_CLIENT, -DAY, DAY },
	{ 2, CERT_AUTHORITY, -DAY, DAY }, { 3, CERT_CLIENT, -DAY, DAY }, { 4, CERT_CLIENT, -DAY, DAY },
};

static void
append(char pem[CERT_PEM], const char *more)
{
	const size_t n = strlen(pem), m = strlen(more);

	ck_assert_uint_lt(n + m, CERT_PEM);
	memcpy(pem + n, more, m + 1);
}

START_TEST(a_certificate_that_is_no_devices_ends_the_handshake)
{
	static struct cert issuers[5], device;
	struct tls *t = staff_server();
	const int by = impostors[_i / 2].by;

	issuers[0] = authority;
	cert_sign(NULL, CERT_AUTHORITY, now - DAY, now + DAY, &issuers[1]);
	cert_sign(&authority, CERT_CLIENT, now - DAY, now + DAY, &issuers[3]);
	cert_sign(&authority, CERT_AUTHORITY, now - DAY, now + DAY, &issuers[4]);
	cert_sign(by == 2 ? NULL : &issuers[by], impostors[_i / 2].use, now + impostors[_i / 2].from,
	    now + impostors[_i / 2].to, &device);
	if (by == 4)
		append(device.pem, issuers[4].pem);
	visit_shown = &device;
	ck_assert(!visit(t, visit_versions[_i % 2], NULL).up);
	visit_shown = NULL;
	ck_assert(visit(t, visit_versions[_i % 2], NULL).up);		/* others come in as before */
	tls_free(t);
}
END_TEST

START_TEST(an_authority_that_is_itself_signed_stands_alone)
{
	struct cert below, device;
	struct tls *t = visit_server();
	char fault[TLS_FAULT];

	cert_sign(&authority, CERT_AUTHORITY, now - DAY, now + DAY, &below);
	cert_sign(&below, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	ck_assert_int_eq(tls_devices(t, span_of(below.pem), fault), GW_OK);
	visit_shown = &device;
	ck_assert(visit(t, visit_versions[_i], NULL).has_device);
	tls_free(t);
}
END_TEST

START_TEST(a_device_is_asked_for_its_certificate_each_time)
{
	struct tls *t = staff_server();
	struct cert device;
	struct visit v;

	cert_sign(&authority, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	SSL_SESSION_free(visit_kept);
	visit_kept = NULL;
	visit_shown = &device;
	ck_assert(visit(t, visit_versions[_i], NULL).has_device);
	if (visit_kept != NULL) {	/* what a client of TLS 1.2 keeps by itself */
		SSL_SESSION *first = visit_kept;

		visit_kept = NULL;
		visit_shown = NULL;
		v = visit(t, visit_versions[_i], first);
		ck_assert(v.up && !v.resumed && !v.has_device);
		SSL_SESSION_free(first);
	}
	tls_free(t);
}
END_TEST

/* Both ports' tickets could come from one seed, were it handed to both. */
START_TEST(a_ticket_makes_nobody_a_device)
{
	struct tls *reporters = visit_server(), *staff = staff_server();
	const uint8_t seed[KEY_BYTES] = { 7 };
	struct cert device;
	struct visit v;
	char fault[TLS_FAULT];

	ck_assert_int_eq(tls_tickets(reporters, seed, (uint64_t)now / HOUR), GW_OK);
	ck_assert_int_eq(tls_devices(reporters, span_of(authority.pem), fault), GW_EBUG);
	cert_sign(&authority, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	visit_shown = &device;
	ck_assert(!visit(reporters, visit_versions[_i], NULL).has_device);
	ck_assert_ptr_nonnull(visit_kept);
	visit_shown = NULL;
	v = visit(staff, visit_versions[_i], visit_kept);
	ck_assert(v.up && !v.resumed && !v.has_device);
	tls_free(reporters);
	tls_free(staff);
}
END_TEST

START_TEST(authorities_that_are_none_are_refused_in_a_sentence)
{
	struct cert device;
	const struct { const char *pem, *says; } cases[] = {
		{ "", "no certificate" }, { authority.key, "no certificate" }, { device.pem, "not an authority's" },
		{ "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "cannot be read" },
	};
	struct tls *t = visit_server();
	char fault[TLS_FAULT], both[2 * CERT_PEM];

	cert_sign(&authority, CERT_CLIENT, now - HOUR, now + HOUR, &device);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_int_eq(tls_devices_check(span_of(cases[i].pem), fault), GW_EINPUT);
		ck_assert_msg(strstr(fault, cases[i].says) != NULL, "case %zu: %s", i, fault);
		ck_assert_int_eq(tls_devices(t, span_of(cases[i].pem), fault), GW_EINPUT);
	}
	ck_assert_int_eq(tls_devices_check(visit_pem(both, authority.pem, device.pem), fault), GW_EINPUT);
	ck_assert_int_eq(tls_devices_check(visit_pem(both, authority.pem, authority.pem), fault), GW_OK);
	tls_free(t);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("device");
	TCase *t = tcase_create("device");

	tcase_set_timeout(t, 30);
	tcase_add_checked_fixture(t, setup, NULL);
	tcase_add_loop_test(t, a_visitor_without_a_certificate_is_served_and_is_no_device, 0, 2);
	tcase_add_loop_test(t, a_device_is_known_while_its_certificate_holds, 0, 2);
	tcase_add_loop_test(t, a_certificate_that_is_no_devices_ends_the_handshake, 0,
	    2 * sizeof impostors / sizeof *impostors);
	tcase_add_loop_test(t, an_authority_that_is_itself_signed_stands_alone, 0, 2);
	tcase_add_loop_test(t, a_device_is_asked_for_its_certificate_each_time, 0, 2);
	tcase_add_loop_test(t, a_ticket_makes_nobody_a_device, 0, 2);
	tcase_add_test(t, authorities_that_are_none_are_refused_in_a_sentence);
	suite_add_tcase(s, t);
	return s;
}
