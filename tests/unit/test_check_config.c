/* test_check_config.c: whatever would stop the gateway from starting is told before it is started. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cert.h"
#include "check_config.h"
#include "run.h"
#include "verbs.h"

enum { DAY = 86400 };

static void
write_file(const char *name, const char *text, mode_t mode)
{
	FILE *f = fopen(in_dir(name), "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(chmod(in_dir(name), mode), 0);
}

static void
certify(int64_t from, int64_t to)
{
	char cert[CERT_PEM], key[CERT_PEM];

	cert_make(CERT_P256, time(NULL) + from, time(NULL) + to, cert, key);
	write_file("tls/server.pem", cert, 0644);
	write_file("tls/server.key", key, 0600);
}

static void
trust(enum cert_use use)
{
	struct cert c;

	cert_sign(NULL, use, time(NULL) - DAY, time(NULL) + DAY, &c);
	write_file("ca.pem", c.pem, 0644);
}

static void
set_up(void)
{
	gateway_make();
	ck_assert_int_eq(mkdir(in_dir("tls"), 0700), 0);
	certify(-DAY, DAY);
	trust(CERT_AUTHORITY);
}

/* --- what can be wrong --- */

static void
add_key(void)
{
	FILE *f = fopen(config, "a");

	ck_assert_ptr_nonnull(f);
	fputs("surprise: 1\n", f);
	fclose(f);
}

static void
empty_the_certificate(void)
{
	write_file("tls/server.pem", "", 0644);
}

static void
let_it_expire(void)
{
	certify(-2 * DAY, -DAY);
}

static void
begin_too_early(void)
{
	certify(DAY, 2 * DAY);
}

static void
mix_pairs(void)
{
	char key[CERT_PEM];

	cert_make(CERT_P256, 0, DAY, NULL, key);
	write_file("tls/server.key", key, 0600);
}

static void
show_the_key(void)
{
	ck_assert_int_eq(chmod(in_dir("tls/server.key"), 0640), 0);
}

static void
show_the_pepper(void)
{
	ck_assert_int_eq(chmod(in_dir("keys/pepper"), 0644), 0);
}

static void
cut_the_pepper(void)
{
	write_file("keys/pepper", "too short", 0600);
}

static void
lose_the_pepper(void)
{
	ck_assert_int_eq(remove(in_dir("keys/pepper")), 0);
}

static void
add_alerts(const char *password, const char *ca)
{
	FILE *f = fopen(config, "a");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_gt(fprintf(f, "alerts: { mail_url: \"smtps://mail.example.org:465\", mail_from: a@example.org, "
	    "mail_user: amy, mail_password: %s, ca: %s, console: \"https://c.example.org/\" }\n", password, ca), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static void
show_the_mail_password(void)
{
	write_file("keys/mail", "a password\n", 0644);
	add_alerts("keys/mail", "ca.pem");
}

static void
lose_the_mail_password(void)
{
	add_alerts("keys/mail", "ca.pem");
}

static void
write_two_mail_passwords(void)
{
	write_file("keys/mail", "a password\nanother\n", 0600);
	add_alerts("keys/mail", "ca.pem");
}

static void
believe_nobody_about_mail(void)
{
	write_file("keys/mail", "a password\n", 0600);
	write_file("tls/none.pem", "", 0644);
	add_alerts("keys/mail", "tls/none.pem");
}

static void
scribble_on_the_pin(void)
{
	write_file("keys/roster.pin", "1 not-a-key\n", 0644);
}

static void
lose_the_authority(void)
{
	ck_assert_int_eq(remove(in_dir("ca.pem")), 0);
}

static void
empty_the_authority(void)
{
	write_file("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", 0644);
}

static void
trust_a_device(void)
{
	trust(CERT_CLIENT);
}

/* What stood there before becomes a comment. */
static void
point_to(const char *name)
{
	char text[4096] = "", *line;
	FILE *f = fopen(config, "r");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_gt(fread(text, 1, sizeof text - 1, f), 0);
	fclose(f);
	ck_assert_ptr_nonnull(line = strstr(text, "policy: "));
	memcpy(line + strlen("policy: "), name, strlen(name));
	memcpy(line + strlen("policy: ") + strlen(name), " #", 2);
	write_file("concern.yaml", text, 0644);
}

static void
point_to_a_folder_without_policy(void)
{
	point_to("tls");
}

static void
give_it_bad_replies(void)
{
	ck_assert_int_eq(mkdir(in_dir("more"), 0700), 0);
	write_file("more/replies.yaml", "templates: [{id: aa, title: Hello, text: Hello}]\nnegations: [not]\n", 0644);
	point_to("more");
}

static void
give_it_bad_areas(void)
{
	ck_assert_int_eq(mkdir(in_dir("more"), 0700), 0);
	write_file("more/areas.yaml", "areas: []\n", 0644);
	point_to("more");
}

static void
give_it_bad_alerts(void)
{
	ck_assert_int_eq(mkdir(in_dir("more"), 0700), 0);
	write_file("more/alerts.yaml", "people: [{id: amy}]\nladders: []\ngaps: {page_minutes: 5, digest_minutes: 60}\n"
	    "pages: {immediate: {every_minutes: 10}, urgent: {every_minutes: 60}}\n", 0644);
	point_to("more");
}

static const struct {
	void (*happen)(void);
	const char *told;
} mishaps[] = {
	{ add_key, "surprise" },
	{ empty_the_certificate, "certificate cannot be read" },
	{ let_it_expire, "has expired" },
	{ begin_too_early, "not valid yet" },
	{ mix_pairs, "does not belong to the certificate" },
	{ show_the_key, "server.key: others can read it" },
	{ show_the_pepper, "pepper: others can read it" },
	{ cut_the_pepper, "pepper: is not 32 bytes long" },
	{ lose_the_pepper, "keys/pepper: No such file" },
	{ show_the_mail_password, "keys/mail: others can read it" },
	{ lose_the_mail_password, "keys/mail: No such file" },
	{ write_two_mail_passwords, "keys/mail: is not one line of 1 to 512 bytes" },
	{ believe_nobody_about_mail, "tls/none.pem: holds no certificate in PEM" },
	{ scribble_on_the_pin, "roster.pin: is not one line made by concernd init" },
	{ lose_the_authority, "staff authority" },
	{ empty_the_authority, "ca.pem: holds no certificate in PEM, or one that cannot be read" },
	{ trust_a_device, "ca.pem: holds a certificate that is not an authority's" },
	{ point_to_a_folder_without_policy, "tls/schools.yaml" },
	{ point_to_a_folder_without_policy, "tls/triage" },
	{ point_to_a_folder_without_policy, "tls/wording/home.yaml" },
	{ point_to_a_folder_without_policy, "tls/replies.yaml" },
	{ point_to_a_folder_without_policy, "tls/areas.yaml" },
	{ point_to_a_folder_without_policy, "tls/alerts.yaml" },
	{ point_to_a_folder_without_policy, "tls/agencies.yaml" },
	{ give_it_bad_replies, "more/replies.yaml:1: hints: is missing" },
	{ give_it_bad_areas, "more/areas.yaml:1: areas: must be a list" },
	{ give_it_bad_alerts, "more/alerts.yaml:1: must have mail or webhook" },
};
enum { MISHAPS = sizeof mishaps / sizeof mishaps[0] };

#define UNSCANNED "nothing will be scanned for malware: the config has no section scanner\n"
/* What the shipped agencies.yaml leaves to the borough. */
#define UNKNOWN "agencies.yaml: no number to ring is given for: lado, early-help, yar, erp, nrm, marac, prevent, " \
	"st-giles\n"

/* The shipped policy with one file written anew. */
static void
policy_with(const char *file, const char *text)
{
	char command[512], name[64];

	snprintf(command, sizeof command, "cp -r policy '%s'", in_dir("more"));
	ck_assert_int_eq(system(command), 0);
	snprintf(name, sizeof name, "more/%s", file);
	write_file(name, text, 0644);
	point_to("more");
}

/* Alerts for community safety, whose only rung has these days and hours. */
static void
alert_community(const char *shift)
{
	char text[1024];

	snprintf(text, sizeof text, "people: [{ id: amy, mail: \"amy@example.org\" }]\nladders:\n"
	    "  - team: community\n    rungs:\n      - - { people: [amy], %s, bank_holidays: true }\n"
	    "pages: { immediate: { every_minutes: 10 }, urgent: { every_minutes: 60 } }\n"
	    "gaps: { page_minutes: 5, digest_minutes: 60 }\n", shift);
	policy_with("alerts.yaml", text);
	write_file("keys/mail", "a password\n", 0600);
	add_alerts("keys/mail", "ca.pem");
}

static bool
says(const char *told)
{
	ck_assert_msg(run_plain(check_config_run) == 0, "%s", ran.err);
	ck_assert_str_eq(ran.err, "");
	ck_assert_ptr_nonnull(strstr(ran.out, "ok\n"));
	return strstr(ran.out, told) != NULL;
}

START_TEST(teams_without_a_ladder_are_named)
{
	alert_community("days: [mon-sun], from: \"00:00\", to: \"24:00\"");
	ck_assert_msg(says("which have no ladder: lado, school:"), "%s", ran.out);
	ck_assert_ptr_null(strstr(ran.out, "community"));
}
END_TEST

START_TEST(a_ladder_that_reaches_nobody_at_some_hour_is_named)
{
	alert_community("days: [mon-sun], from: \"00:00\", to: \"23:58\"");
	ck_assert_msg(says("the ladder of community has hours with nobody on any rung, the next at 11:58pm on "),
	    "%s", ran.out);
}
END_TEST

START_TEST(a_mash_without_a_number_or_anybody_instead_is_named)
{
	policy_with("agencies.yaml", "agencies:\n  - id: mash\n    name: MASH\n    kind: agency\n    hours:\n"
	    "      - { days: [mon-fri], from: \"09:00\", to: \"17:00\", bank_holidays: false }\n");
	ck_assert_msg(says("no number to ring is given for: mash\n"), "%s", ran.out);
	ck_assert_ptr_nonnull(strstr(ran.out, "mash has hours, and no instead"));
}
END_TEST

START_TEST(a_gateway_that_would_start_is_ok)
{
	ck_assert_msg(run_plain(check_config_run) == 0, "%s", ran.err);
	ck_assert_str_eq(ran.out, "nobody will be told when something comes: the config has no section alerts\n"
	    UNSCANNED UNKNOWN "ok\n");
	ck_assert_str_eq(ran.err, "");
}
END_TEST

START_TEST(a_gateway_with_alerts_would_start_and_says_when_they_reach_nobody)
{
	write_file("keys/mail", "a password\n", 0600);
	add_alerts("keys/mail", "ca.pem");
	ck_assert_msg(run_plain(check_config_run) == 0, "%s", ran.err);
	ck_assert_str_eq(ran.out,
	    "nobody will be told when something comes: the policy's alerts.yaml names nobody\n" UNSCANNED UNKNOWN
	    "ok\n");
	ck_assert_str_eq(ran.err, "");
}
END_TEST

START_TEST(a_scanner_is_named)
{
	FILE *f = fopen(config, "a");

	ck_assert_ptr_nonnull(f);
	fputs("scanner: { socket: /run/clamav/clamd.ctl }\n", f);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_msg(says("\nattachments will be scanned for malware over /run/clamav/clamd.ctl\n"), "%s", ran.out);
	ck_assert_ptr_null(strstr(ran.out, "nothing will be scanned"));
}
END_TEST

START_TEST(each_thing_that_stops_a_start_is_named)
{
	mishaps[_i].happen();
	ck_assert_int_eq(run_plain(check_config_run), 1);
	ck_assert_msg(strstr(ran.err, mishaps[_i].told) != NULL, "\"%s\" lacks \"%s\"", ran.err, mishaps[_i].told);
	ck_assert_str_eq(ran.out, "");
}
END_TEST

START_TEST(one_run_names_every_fault)
{
	let_it_expire();
	cut_the_pepper();
	scribble_on_the_pin();
	ck_assert_int_eq(run_plain(check_config_run), 1);
	ck_assert_ptr_nonnull(strstr(ran.err, "has expired"));
	ck_assert_ptr_nonnull(strstr(ran.err, "is not 32 bytes long"));
	ck_assert_ptr_nonnull(strstr(ran.err, "is not one line"));
}
END_TEST

START_TEST(wrong_usage_is_told_so)
{
	char junk[] = "junk";
	char *bad[][5] = {
		{ verb_name, NULL }, { verb_name, opt_config, NULL }, { verb_name, opt_config, config, junk, NULL },
		{ verb_name, opt_name, junk, NULL },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_int_eq(run(check_config_run, "", bad[i]), 2);
		ck_assert_ptr_nonnull(strstr(ran.err, "usage: "));
	}
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("check-config");
	TCase *made = tcase_create("on a gateway");

	tcase_add_checked_fixture(made, set_up, place_remove);
	tcase_set_timeout(made, 60);
	tcase_add_test(made, a_gateway_that_would_start_is_ok);
	tcase_add_test(made, a_gateway_with_alerts_would_start_and_says_when_they_reach_nobody);
	tcase_add_test(made, a_scanner_is_named);
	tcase_add_test(made, teams_without_a_ladder_are_named);
	tcase_add_test(made, a_ladder_that_reaches_nobody_at_some_hour_is_named);
	tcase_add_test(made, a_mash_without_a_number_or_anybody_instead_is_named);
	tcase_add_loop_test(made, each_thing_that_stops_a_start_is_named, 0, MISHAPS);
	tcase_add_test(made, one_run_names_every_fault);
	tcase_add_test(made, wrong_usage_is_told_so);
	suite_add_tcase(s, made);
	return s;
}
