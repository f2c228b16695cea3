/* test_rewrap.c: what was sealed to a team's older key is sealed to its present one; nothing is lost or invented. */
#include <string.h>

#include "rewrap.h"
#include "run.h"
#include "secret.h"
#include "tag_box.h"

enum { OLDER = 2 };

/* A member's keys: two older ones and the present; and one that somebody else has. */
static struct keypair older[OLDER], present, foreign;
static unsigned asked;

static void
keys_make(void)
{
	for (size_t i = 0; i < OLDER; i++)
		keypair_make(&older[i]);
	keypair_make(&present);
	keypair_make(&foreign);
	asked = 0;
}

static enum gw_err
key_of(void *arg, const uint8_t key[KEY_ID], struct keypair *out)
{
	(void)arg;
	asked++;
	for (size_t i = 0; i < OLDER; i++)
		if (memcmp(older[i].pk, key, KEY_ID) == 0) {
			*out = older[i];
			return GW_OK;
		}
	memset(out, 0, sizeof *out);
	return GW_EDENIED;
}

/* What the n-th case's key is. */
static void
case_key(uint8_t n, uint8_t key[KEY_BYTES])
{
	memset(key, n + 1, KEY_BYTES);
}

static void
case_add(struct msg_rewrap *r, const struct keypair *to)
{
	struct msg_rewrap_case *c = &r->row[r->n];
	struct grant_subject what = { .kind = GRANT_CASE };
	uint8_t key[KEY_BYTES];

	memset(c->report, r->n, ID_BYTES);
	memcpy(what.id, c->report, ID_BYTES);
	memcpy(c->key, to->pk, KEY_ID);
	case_key(r->n, key);
	grant_seal(to->pk, &what, key, c->sealed);
	r->n++;
}

static void
tag_add(struct msg_rewrap *r, const struct keypair *to, const char *text)
{
	struct msg_rewrap_tag *t = &r->tag[r->n_tags++];

	memset(t->report, r->n_tags, ID_BYTES);
	memcpy(t->key, to->pk, KEY_ID);
	case_tag_of(to->sk, span_of(text), t->was);
	tag_seal(to->pk, span_of(text), t->sealed);
}

static enum gw_err
case_opens(const struct msg_rewrap_case *c, const struct keypair *with, uint8_t key[KEY_BYTES])
{
	struct grant_subject what = { .kind = GRANT_CASE };

	memcpy(what.id, c->report, ID_BYTES);
	return grant_open(with, &what, c->sealed, key);
}

START_TEST(every_case_opens_with_the_present_key_and_no_longer_with_the_older)
{
	struct msg_rewrap r = { .n = 0 };
	uint8_t key[KEY_BYTES], was[KEY_BYTES];

	keys_make();
	for (size_t i = 0; i < REWRAP_CASES; i++)
		case_add(&r, &older[i < REWRAP_CASES / 2 ? 0 : 1]);
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), REWRAP_CASES);
	for (uint8_t i = 0; i < REWRAP_CASES; i++) {
		case_key(i, was);
		ck_assert_int_eq(case_opens(&r.row[i], &present, key), GW_OK);
		ck_assert_mem_eq(key, was, KEY_BYTES);
		ck_assert_int_eq(case_opens(&r.row[i], &older[0], key), GW_EDENIED);
		ck_assert_int_eq(case_opens(&r.row[i], &older[1], key), GW_EDENIED);
		/* Still says which key it was sealed to: the vault takes it only for that one. */
		ck_assert_mem_eq(r.row[i].key, older[i < REWRAP_CASES / 2 ? 0 : 1].pk, KEY_ID);
	}
	ck_assert_uint_eq(asked, OLDER);	/* not once a row */
}
END_TEST

START_TEST(a_tag_is_found_by_the_present_key_and_says_the_same)
{
	static const char *const text[] = { "person: sam", "place: the p\xc3\xa0rk \xd1\x80", "" };
	struct msg_rewrap r = { .n = 0 };
	uint8_t plain[TAG_PLAIN], found_by[TAG_BYTES], was[TAG_BYTES];
	size_t n;

	keys_make();
	for (size_t i = 0; i < 3; i++)
		tag_add(&r, &older[0], text[i]);
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), 3);
	for (size_t i = 0; i < 3; i++) {
		case_tag_of(present.sk, span_of(text[i]), found_by);
		case_tag_of(older[0].sk, span_of(text[i]), was);
		ck_assert_mem_eq(r.tag[i].tag, found_by, TAG_BYTES);
		ck_assert_mem_eq(r.tag[i].was, was, TAG_BYTES);
		ck_assert_int_eq(tag_open(&older[0], r.tag[i].sealed, plain, &n), GW_EDENIED);
		ck_assert_int_eq(tag_open(&present, r.tag[i].sealed, plain, &n), GW_OK);
		ck_assert_uint_eq(n, strlen(text[i]));
		ck_assert_mem_eq(plain, text[i], n);
	}
}
END_TEST

START_TEST(what_no_key_of_the_member_opens_is_left_for_somebody_else)
{
	struct msg_rewrap r = { .n = 0 };
	uint8_t key[KEY_BYTES], was[KEY_BYTES];

	keys_make();
	case_add(&r, &older[0]);
	case_add(&r, &foreign);
	case_add(&r, &older[1]);
	tag_add(&r, &foreign, "person: sam");
	tag_add(&r, &older[1], "person: alex");
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), 3);
	ck_assert_uint_eq(r.n, 2);
	ck_assert_uint_eq(r.n_tags, 1);
	case_key(2, was);
	ck_assert_int_eq(case_opens(&r.row[1], &present, key), GW_OK);
	ck_assert_mem_eq(key, was, KEY_BYTES);
	ck_assert_uint_eq(r.tag[0].report[0], 2);
}
END_TEST

START_TEST(a_key_that_belongs_to_another_report_is_not_passed_on)
{
	struct msg_rewrap r = { .n = 0 };

	keys_make();
	case_add(&r, &older[0]);
	r.row[0].report[3] ^= 1;	/* the vault, or whoever writes there, moved it to another row */
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), 0);
	case_add(&r, &older[0]);
	r.row[0].sealed[40] ^= 1;
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), 0);
}
END_TEST

START_TEST(an_empty_answer_is_the_end)
{
	struct msg_rewrap r = { .n = 0 };

	keys_make();
	ck_assert_uint_eq(rewrap_rows(&r, &present, key_of, NULL), 0);
	ck_assert_uint_eq(asked, 0);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("rewrap");
	TCase *c = tcase_create("rewrap");

	tcase_add_test(c, every_case_opens_with_the_present_key_and_no_longer_with_the_older);
	tcase_add_test(c, a_tag_is_found_by_the_present_key_and_says_the_same);
	tcase_add_test(c, what_no_key_of_the_member_opens_is_left_for_somebody_else);
	tcase_add_test(c, a_key_that_belongs_to_another_report_is_not_passed_on);
	tcase_add_test(c, an_empty_answer_is_the_end);
	suite_add_tcase(s, c);
	return s;
}
