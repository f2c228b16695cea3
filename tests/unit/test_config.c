/* test_config.c: a config is whole and right, or each fault is named with its line. */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "files.h"
#include "run.h"

static const char good[] =
    "data: store\n"				/* 1 */
    "policy: /etc/concern/policy\n"		/* 2 */
    "user: concern\n"				/* 3 */
    "public_host: concerns.example.gov.uk:8443\n"
    "listen: { port: 8443, staff_port: 8444 }\n"
    "processes: { intake: 0, desk: 2 }\n"	/* 6 */
    "tls:\n"
    "  certificate: tls/server.pem\n"		/* 8 */
    "  key: tls/server.key\n"
    "  staff_ca: ca.pem\n"
    "keys:\n"
    "  pepper: keys/pepper\n"			/* 12 */
    "  roster_pin: keys/roster.pin\n";

/* good with its first occurrence of was replaced by is. */
static enum gw_err
load_with(const char *was, const char *is, struct config *c)
{
	const char *at = strstr(good, was);
	char text[2048];

	ck_assert_ptr_nonnull(at);
	snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good, is, at + strlen(was));
	folder_write("concern.yaml", text);
	return config_load(folder_path("concern.yaml"), faults_open(), c);
}

START_TEST(a_whole_config_is_read_and_paths_count_from_its_folder)
{
	struct config c;

	folder_make();
	ck_assert_int_eq(load_with("data", "data", &c), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	ck_assert_str_eq(c.data, folder_path("store"));
	ck_assert_str_eq(c.policy, "/etc/concern/policy");
	ck_assert_str_eq(c.user, "concern");
	ck_assert_str_eq(c.public_host, "concerns.example.gov.uk:8443");
	ck_assert_int_eq(c.port, 8443);
	ck_assert_int_eq(c.staff_port, 8444);
	ck_assert_int_eq(c.intakes, 0);
	ck_assert_int_eq(c.desks, 2);
	ck_assert_str_eq(c.certificate, folder_path("tls/server.pem"));
	ck_assert_str_eq(c.key, folder_path("tls/server.key"));
	ck_assert_str_eq(c.staff_ca, folder_path("ca.pem"));
	ck_assert_str_eq(c.pepper, folder_path("keys/pepper"));
	ck_assert_str_eq(c.roster_pin, folder_path("keys/roster.pin"));
	faults_close();
	folder_drop();
}
END_TEST

static const char host_fault[] =
    ":4: public_host: must be a host name in small letters, with an optional :port (1 to 65535)\n";

static const struct { const char *was, *is, *fault; } faulty[] = {
	{ "port: 8443,", "port: 70000,", ":5: port: must be a whole number from 1 to 65535\n" },
	{ "port: 8443,", "port: 0,", ":5: port: must be a whole number from 1 to 65535\n" },
	{ "port: 8443,", "", ":5: port: is missing; it is required here\n" },
	{ "staff_port: 8444", "staff_port: 8443", ":5: staff_port: must be another port than port\n" },
	{ "user: concern\n", "", ":1: user: is missing; it is required here\n" },
	{ "user: concern", "user: \"\"", ":3: user: must be text of 1 to 64 bytes\n" },
	{ "user: concern", "user: concern\nuser: root", ":4: user: is here a second time; each key is allowed once\n" },
	{ "user", "usr", ":3: usr: is not a key here; allowed are data, policy, user, public_host, listen, processes, "
	    "tls, keys, alerts, scanner\n" },
	{ "intake: 0", "intake: 65", ":6: intake: must be a whole number from 0 to 64\n" },
	{ "desk: 2", "desk: 2, cleaner: 17", ":6: cleaner: must be a whole number from 0 to 16\n" },
	{ "desk: 2", "desk: 2, cleaner: -1", ":6: cleaner: must be a whole number from 0 to 16\n" },
	{ "data: store\n", "scanner: { port: 3310 }\ndata: x\n", ":1: port: is not a key here; allowed are socket\n" },
	{ "data: store\n", "scanner: { socket: \"\" }\ndata: x\n", ":1: socket: must be text of 1 to 107 bytes\n" },
	{ "desk: 2", "desk: 0", ":6: desk: must be a whole number from 1 to 16\n" },
	{ "desk: 2", "desk: two", ":6: desk: must be a whole number from 1 to 16\n" },
	{ "  staff_ca: ca.pem\n", "", ":8: staff_ca: is missing; it is required here\n" },
	{ "  pepper", "  peper", ":12: peper: is not a key here; allowed are pepper, roster_pin\n" },
	{ "concerns.example.gov.uk:8443", "Concerns.example", host_fault },
	{ "concerns.example.gov.uk:8443", "a..b", host_fault },
	{ "concerns.example.gov.uk:8443", "a.b/c", host_fault },
	{ "concerns.example.gov.uk:8443", "\"a.b:\"", host_fault },
	{ "concerns.example.gov.uk:8443", "a.b:65536", host_fault },
	{ "concerns.example.gov.uk:8443", "a.b:0", host_fault },
	{ "keys:\n", "keys: none\nx:\n", ":11: keys: must be a mapping of 1 to 10 keys\n" },
};

START_TEST(each_fault_is_named_with_file_line_key_and_what_is_allowed)
{
	char whole[1024];
	struct config c;

	folder_make();
	ck_assert_int_eq(load_with(faulty[_i].was, faulty[_i].is, &c), GW_EINPUT);
	snprintf(whole, sizeof whole, "%s%s", folder_path("concern.yaml"), faulty[_i].fault);
	ck_assert_msg(strstr(faults_text(), whole) != NULL, "want %sgot %s", whole, faults_text());
	faults_close();
	folder_drop();
}
END_TEST

static const char alerts[] =
    "alerts:\n"						/* 1 */
    "  mail_url: smtps://mail.example.gov.uk:465\n"
    "  mail_from: concerns@example.gov.uk\n"		/* 3 */
    "  mail_user: \"\"\n"
    "  mail_password: \"\"\n"			/* 5 */
    "  ca: \"\"\n"
    "  console: https://concerns.example.gov.uk:8444/desk/queue\n";

/* The section alerts, with its first occurrence of was replaced by is, before all the others. */
static enum gw_err
load_alerts(const char *was, const char *is, struct config *c)
{
	const char *at = strstr(alerts, was);
	char text[2048];

	ck_assert_ptr_nonnull(at);
	snprintf(text, sizeof text, "%.*s%s%s%s", (int)(at - alerts), alerts, is, at + strlen(was), good);
	folder_write("concern.yaml", text);
	return config_load(folder_path("concern.yaml"), faults_open(), c);
}

START_TEST(alerts_may_be_left_out_and_then_there_are_none)
{
	struct config c;

	folder_make();
	ck_assert_int_eq(load_with("data", "data", &c), GW_OK);
	ck_assert(!c.has_alerts);
	ck_assert_str_eq(c.mail_url, "");
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(alerts_are_read_and_what_may_be_empty_stays_so)
{
	struct config c;

	folder_make();
	ck_assert_int_eq(load_alerts("alerts", "alerts", &c), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	ck_assert(c.has_alerts);
	ck_assert_str_eq(c.mail_url, "smtps://mail.example.gov.uk:465");
	ck_assert_str_eq(c.mail_from, "concerns@example.gov.uk");
	ck_assert_str_eq(c.mail_user, "");
	ck_assert_str_eq(c.mail_password, "");
	ck_assert_str_eq(c.alerts_ca, "");
	ck_assert_str_eq(c.alerts_console, "https://concerns.example.gov.uk:8444/desk/queue");
	faults_close();
	ck_assert_int_eq(load_alerts("mail_user: \"\"\n  mail_password: \"\"\n  ca: \"\"",
	    "mail_user: amy\n  mail_password: keys/mail\n  ca: mail-ca.pem", &c), GW_OK);
	ck_assert_str_eq(c.mail_user, "amy");
	ck_assert_str_eq(c.mail_password, folder_path("keys/mail"));
	ck_assert_str_eq(c.alerts_ca, folder_path("mail-ca.pem"));
	faults_close();
	folder_drop();
}
END_TEST

static const char url_fault[] = ":2: mail_url: must be smtps://HOST:PORT or smtp://HOST:PORT\n";
static const char from_fault[] = ":3: mail_from: must be one plain address, as name@example.org\n";
static const char console_fault[] = ":7: console: must be an address as https://HOST:PORT/desk/queue\n";

static const struct { const char *was, *is, *fault; } faulty_alerts[] = {
	{ "smtps:", "imaps:", url_fault },
	{ "smtps:", "http:", url_fault },
	{ ":465", "", url_fault },
	{ ":465", ":0", url_fault },
	{ ":465", ":465/path", url_fault },
	{ "mail.example", "amy:secret@mail.example", url_fault },
	{ "concerns@example.gov.uk", "Concerns <concerns@example.gov.uk>", from_fault },
	{ "concerns@example.gov.uk", "\"a@example.org\\r\\nBcc: b@example.org\"", from_fault },
	{ "mail_user: \"\"", "mail_user: amy", ":4: mail_user and mail_password: both, or \"\" for both\n" },
	{ "mail_password: \"\"", "mail_password: x", ":4: mail_user and mail_password: both, or \"\" for both\n" },
	{ "https:", "http:", console_fault },
	{ "/desk/queue", "/desk/\\\"", console_fault },
	{ "  ca: \"\"\n", "", ":2: ca: is missing; it is required here\n" },
	{ "  console", "  consol", ":7: consol: is not a key here; allowed are mail_url, mail_from, mail_user, "
	    "mail_password, ca, console\n" },
};

START_TEST(each_fault_of_alerts_is_named_with_its_line)
{
	char whole[1024];
	struct config c;

	folder_make();
	ck_assert_int_eq(load_alerts(faulty_alerts[_i].was, faulty_alerts[_i].is, &c), GW_EINPUT);
	snprintf(whole, sizeof whole, "%s%s", folder_path("concern.yaml"), faulty_alerts[_i].fault);
	ck_assert_msg(strstr(faults_text(), whole) != NULL, "want %sgot %s", whole, faults_text());
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(cleaners_and_the_scanner_may_be_left_out)
{
	struct config c;

	folder_make();
	ck_assert_int_eq(load_with("data", "data", &c), GW_OK);
	ck_assert_int_eq(c.cleaners, 0);
	ck_assert_str_eq(c.scanner, "");
	faults_close();
	ck_assert_int_eq(load_with("desk: 2 }\n", "desk: 2, cleaner: 3 }\nscanner: { socket: /run/clamd.ctl }\n", &c),
	    GW_OK);
	ck_assert_int_eq(c.cleaners, 3);
	ck_assert_str_eq(c.scanner, "/run/clamd.ctl");
	faults_close();
	ck_assert_int_eq(load_with("keys:\n", "scanner: { socket: run/clamd }\nkeys:\n", &c), GW_OK);
	ck_assert_str_eq(c.scanner, folder_path("run/clamd"));
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(a_socket_whose_path_the_system_has_no_room_for_is_refused)
{
	struct config c;
	char lines[256];

	folder_make();
	snprintf(lines, sizeof lines, "scanner: { socket: %0100d }\nkeys:\n", 0);
	ck_assert_int_eq(load_with("keys:\n", lines, &c), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), ":11: socket: with its folder must be at most 107 bytes"));
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(two_faults_in_two_sections_are_both_reported)
{
	struct config c;

	folder_make();
	ck_assert_int_eq(load_with("processes: { intake: 0, desk: 2 }\ntls:",
	    "processes: { intake: 99, desk: 2 }\ntls:\n  cert: x", &c), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), ":6: intake: "));
	ck_assert_ptr_nonnull(strstr(faults_text(), ":8: cert: is not a key here"));
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(a_path_too_long_with_its_folder_is_refused)
{
	char value[1100];
	struct config c;

	folder_make();
	memset(value, 'x', sizeof value);
	memcpy(value, "data: ", 6);
	value[6 + 1023] = '\0';		/* fits alone, not behind the folder's name */
	ck_assert_int_eq(load_with("data: store", value, &c), GW_EINPUT);
	ck_assert_ptr_nonnull(strstr(faults_text(), ":1: data: with its folder must be at most 1023 bytes"));
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(an_absent_file_is_said_in_a_sentence)
{
	struct config c;

	ck_assert_int_eq(config_load("/nonexistent/concern.yaml", faults_open(), &c), GW_EIO);
	ck_assert_str_eq(faults_text(), "/nonexistent/concern.yaml: cannot be opened; it must exist and be readable\n");
	faults_close();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("config");
	TCase *c = tcase_create("config");

	tcase_add_test(c, a_whole_config_is_read_and_paths_count_from_its_folder);
	tcase_add_loop_test(c, each_fault_is_named_with_file_line_key_and_what_is_allowed, 0,
	    (int)(sizeof faulty / sizeof faulty[0]));
	tcase_add_test(c, alerts_may_be_left_out_and_then_there_are_none);
	tcase_add_test(c, alerts_are_read_and_what_may_be_empty_stays_so);
	tcase_add_loop_test(c, each_fault_of_alerts_is_named_with_its_line, 0,
	    (int)(sizeof faulty_alerts / sizeof faulty_alerts[0]));
	tcase_add_test(c, cleaners_and_the_scanner_may_be_left_out);
	tcase_add_test(c, a_socket_whose_path_the_system_has_no_room_for_is_refused);
	tcase_add_test(c, two_faults_in_two_sections_are_both_reported);
	tcase_add_test(c, a_path_too_long_with_its_folder_is_refused);
	tcase_add_test(c, an_absent_file_is_said_in_a_sentence);
	suite_add_tcase(s, c);
	return s;
}
