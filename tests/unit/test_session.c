/* test_session.c: a cookie opens its own session and its own teams, and nothing else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grant.h"
#include "run.h"
#include "secret.h"
#include "session.h"

struct scene {
	uint8_t token[SESSION_TOKEN];
	struct keypair member, team;
	struct msg_session kept;
	struct roster roster;
};

static void
scene_make(struct scene *s)
{
	struct grant_subject what;

	memset(s, 0, sizeof *s);
	secret_random(s->token, sizeof s->token);
	keypair_make(&s->member);
	keypair_make(&s->team);
	strcpy(s->kept.name, "amina");
	memcpy(s->kept.pk, s->member.pk, KEY_BYTES);
	session_seal(s->token, span_of("amina"), s->member.sk, s->kept.sealed);
	s->kept.n = 1;
	strcpy(s->kept.team[0].team, "lado");
	memcpy(s->kept.team[0].pk, s->team.pk, KEY_BYTES);
	team_subject(span_of("lado"), &what);
	grant_seal(s->member.pk, &what, s->team.sk, s->kept.team[0].sealed);
	s->roster.n = 1;
	strcpy(s->roster.team[0].code, "lado");
	s->roster.team[0].kind = TEAM_LADO;
	memcpy(s->roster.team[0].pk, s->team.pk, KEY_BYTES);
}

START_TEST(a_cookie_that_was_set_is_read_back_among_others)
{
	uint8_t token[SESSION_TOKEN], back[SESSION_TOKEN];
	char set[SESSION_COOKIE], sent[2 * SESSION_COOKIE + 8];

	secret_random(token, sizeof token);
	session_cookie(token, set);
	ck_assert_ptr_nonnull(strstr(set, "; Secure; HttpOnly; SameSite=Strict; Path=/"));
	*strchr(set, ';') = '\0';
	snprintf(sent, sizeof sent, "a=b; %s; c=d", set);
	ck_assert_int_eq(session_cookie_read(span_of(sent), back), GW_OK);
	ck_assert_mem_eq(back, token, SESSION_TOKEN);
}
END_TEST

START_TEST(no_cookie_a_short_one_or_two_are_refused)
{
	static const uint8_t zeros[SESSION_TOKEN];
	uint8_t token[SESSION_TOKEN] = { 0 }, back[SESSION_TOKEN];
	char set[SESSION_COOKIE], sent[2 * SESSION_COOKIE + 8];

	session_cookie(token, set);
	*strchr(set, ';') = '\0';
	ck_assert_int_eq(session_cookie_read(span_of(""), back), GW_EABSENT);
	ck_assert_int_eq(session_cookie_read(span_of("session=1; x"), back), GW_EABSENT);
	ck_assert_int_eq(session_cookie_read(span_of("__Host-session="), back), GW_EINPUT);
	snprintf(sent, sizeof sent, "%s; %s", set, set);
	ck_assert_int_eq(session_cookie_read(span_of(sent), back), GW_EINPUT);
	for (size_t n = strlen("__Host-session="); n < strlen(set); n++) {
		ck_assert_int_eq(session_cookie_read((struct span){ (const uint8_t *)set, n }, back), GW_EINPUT);
		ck_assert_mem_eq(back, zeros, sizeof zeros);
	}
}
END_TEST

START_TEST(the_token_opens_member_and_team)
{
	struct keypair member, team;
	struct scene s;

	scene_make(&s);
	ck_assert_int_eq(session_member(&s.kept, s.token, &member), GW_OK);
	ck_assert_mem_eq(member.sk, s.member.sk, KEY_BYTES);
	ck_assert_int_eq(session_team(&s.kept, &member, &s.roster, "lado", &team), GW_OK);
	ck_assert_mem_eq(team.sk, s.team.sk, KEY_BYTES);
}
END_TEST

START_TEST(another_token_name_or_public_key_opens_nothing)
{
	static const uint8_t zeros[KEY_BYTES];
	struct keypair member;
	struct scene s;

	scene_make(&s);
	if (_i == 0)
		s.token[31] ^= 1;
	else if (_i == 1)
		strcpy(s.kept.name, "bola");
	else
		s.kept.pk[0] ^= 1;
	ck_assert_int_eq(session_member(&s.kept, s.token, &member), GW_EDENIED);
	ck_assert_mem_eq(member.sk, zeros, KEY_BYTES);
}
END_TEST

START_TEST(a_team_key_that_the_signed_list_does_not_name_is_refused)
{
	struct keypair team;
	struct scene s;

	scene_make(&s);
	if (_i == 0)
		s.roster.team[0].pk[5] ^= 1;
	else if (_i == 1)
		s.roster.n = 0;
	else if (_i == 2)
		s.kept.n = 0;
	else
		s.kept.team[0].sealed[40] ^= 1;
	ck_assert_int_eq(session_team(&s.kept, &s.member, &s.roster, "lado", &team), GW_EDENIED);
	ck_assert_int_eq(session_team(&s.kept, &s.member, &s.roster, "community", &team), GW_EDENIED);
}
END_TEST

/* An older key is in no list any more: its holder still opens with it what was sealed to it. */
START_TEST(a_team_opens_by_the_key_that_is_asked_for)
{
	struct keypair old, team;
	struct grant_subject what;
	uint8_t unknown[KEY_ID];
	struct scene s;

	scene_make(&s);
	keypair_make(&old);
	s.kept.n_old = 1;
	strcpy(s.kept.old[0].team, "lado");
	memcpy(s.kept.old[0].pk, old.pk, KEY_BYTES);
	team_subject(span_of("lado"), &what);
	grant_seal(s.member.pk, &what, old.sk, s.kept.old[0].sealed);
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "lado", s.team.pk, &team), GW_OK);
	ck_assert_mem_eq(team.sk, s.team.sk, KEY_BYTES);
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "lado", old.pk, &team), GW_OK);
	ck_assert_mem_eq(team.sk, old.sk, KEY_BYTES);
	memcpy(unknown, old.pk, KEY_ID);
	unknown[KEY_ID - 1] ^= 1;
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "lado", unknown, &team), GW_EDENIED);
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "community", old.pk, &team), GW_EDENIED);
	s.kept.old[0].sealed[40] ^= 1;
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "lado", old.pk, &team), GW_EDENIED);
	s.kept.old[0].sealed[40] ^= 1;
	s.kept.old[0].pk[KEY_BYTES - 1] ^= 1;
	ck_assert_int_eq(session_team_key(&s.kept, &s.member, &s.roster, "lado", old.pk, &team), GW_EDENIED);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("session");
	TCase *c = tcase_create("session");

	tcase_add_test(c, a_cookie_that_was_set_is_read_back_among_others);
	tcase_add_test(c, no_cookie_a_short_one_or_two_are_refused);
	tcase_add_test(c, the_token_opens_member_and_team);
	tcase_add_loop_test(c, another_token_name_or_public_key_opens_nothing, 0, 3);
	tcase_add_loop_test(c, a_team_key_that_the_signed_list_does_not_name_is_refused, 0, 4);
	tcase_add_test(c, a_team_opens_by_the_key_that_is_asked_for);
	suite_add_tcase(s, c);
	return s;
}
