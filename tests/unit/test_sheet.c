/* test_sheet.c: the table of sheets, and what is taken as one. */
#include <string.h>

#include "entry.h"
#include "run.h"
#include "sheet.h"

enum { ROOM = 256 * 1024 };

struct filled { struct span field[SHEET_FIELDS]; };

static struct span
value_of(const struct sheet_field *f)
{
	switch (f->takes) {
	case TAKES_CODE:
		return span_of(f->codes[0]);
	case TAKES_MOMENT:
		return span_of("1795000020");
	case TAKES_PART:
		return span_of("2");
	case TAKES_FILE:
		return span_of("1");
	case TAKES_CASE:
		return span_of("ab000000000000000000000000000001");
	default:
		return span_of("words, \"said\" \xc3\xa9");
	}
}

/* Every field filled in, or those alone that are needed. */
static struct filled
filled(enum sheet s, bool needed)
{
	struct filled all = { .field = { { NULL, 0 } } };

	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		const struct sheet_field *f = &sheet_kind(s)->field[i];

		if (f->key != NULL && (f->is_needed || !needed))
			all.field[i] = value_of(f);
	}
	return all;
}

static enum gw_err
check(enum sheet s, const struct filled *f, size_t *bad)
{
	return sheet_check(s, f->field, bad);
}

START_TEST(the_table_is_whole)
{
	const struct sheet_kind *k = sheet_kind((enum sheet)_i);
	bool ended = false;

	ck_assert_ptr_nonnull(k->code);
	ck_assert_int_eq(sheet_of(span_of(k->code)), _i);
	ck_assert_ptr_nonnull(k->field[0].key);
	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		const struct sheet_field *f = &k->field[i];

		ended = ended || f->key == NULL;
		ck_assert(ended == (f->key == NULL) && ended == (f->takes == TAKES_NOTHING));
		ck_assert((f->takes == TAKES_CODE) == (f->codes != NULL));
		if (f->key != NULL)
			ck_assert_uint_eq(sheet_field((enum sheet)_i, f->key), i);
	}
	ck_assert_uint_eq(sheet_field((enum sheet)_i, "nothing"), SHEET_FIELDS);
}
END_TEST

START_TEST(a_sheet_is_taken_with_every_field_and_refused_without_one_it_needs)
{
	const enum sheet s = (enum sheet)_i;
	const struct filled all = filled(s, false);
	size_t bad;

	ck_assert_int_eq(check(s, &all, &bad), GW_OK);
	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		struct filled less = all;

		less.field[i].n = 0;
		if (!sheet_kind(s)->field[i].is_needed)
			continue;
		ck_assert_int_eq(check(s, &less, &bad), GW_EINPUT);
		ck_assert_uint_eq(bad, i);
	}
}
END_TEST

START_TEST(a_field_that_a_sheet_has_not_is_refused)
{
	const enum sheet s = (enum sheet)_i;
	struct filled all = filled(s, false);
	size_t bad, i = 0;

	while (i < SHEET_FIELDS && sheet_kind(s)->field[i].key != NULL)
		i++;
	if (i == SHEET_FIELDS)
		return;
	all.field[i] = span_of("x");
	ck_assert_int_eq(check(s, &all, &bad), GW_EINPUT);
	ck_assert_uint_eq(bad, i);
}
END_TEST

START_TEST(needed_fields_alone_are_enough_but_for_what_the_others_ask)
{
	const enum sheet s = (enum sheet)_i;
	struct filled all = filled(s, true);
	size_t bad;

	if (s == SHEET_REFERRAL)	/* "not_made" comes first, and says why */
		all.field[sheet_field(s, "stage")] = span_of("phoned");
	ck_assert_int_eq(check(s, &all, &bad), GW_OK);
}
END_TEST

static const struct { enum sheet s; const char *key, *value; enum gw_err e; } values[] = {
	{ SHEET_TOLD, "agency", "MASH", GW_EINPUT }, { SHEET_TOLD, "agency", "ed", GW_EINPUT },
	{ SHEET_TOLD, "at", "1795000021", GW_EINPUT }, { SHEET_TOLD, "at", "-60", GW_EINPUT },
	{ SHEET_TOLD, "at", "01795000020", GW_EINPUT }, { SHEET_TOLD, "at", "946684740", GW_EINPUT },
	{ SHEET_TOLD, "at", "946684800", GW_OK }, { SHEET_TOLD, "at", "4133980740", GW_OK },
	{ SHEET_TOLD, "at", "4133980800", GW_EINPUT }, { SHEET_TOLD, "at", "9999999999999999999999", GW_EINPUT },
	{ SHEET_TOLD, "at", "1795000020 ", GW_EINPUT }, { SHEET_TOLD, "who", "  ", GW_EINPUT },
	{ SHEET_TOLD, "who", "a\nb", GW_EINPUT }, { SHEET_TOLD, "who", "a\tb", GW_EINPUT },
	{ SHEET_TOLD, "who", "a\x7f", GW_EINPUT }, { SHEET_TOLD, "who", "\xff", GW_EINPUT },
	{ SHEET_TOLD, "text", "a\n\tb", GW_OK }, { SHEET_TOLD, "text", "a\x1b", GW_EINPUT },
	{ SHEET_ASK_DONE, "of", "1", GW_EINPUT }, { SHEET_ASK_DONE, "of", "499", GW_OK },
	{ SHEET_ASK_DONE, "of", "500", GW_EINPUT }, { SHEET_ASK_DONE, "of", "+2", GW_EINPUT },
	{ SHEET_HOLD, "file", "0", GW_EINPUT }, { SHEET_HOLD, "file", "1", GW_OK },
	{ SHEET_HOLD, "file", "5000", GW_OK }, { SHEET_HOLD, "file", "5001", GW_EINPUT },
	{ SHEET_HOLD, "file", "02", GW_EINPUT }, { SHEET_HOLD, "why", "rude", GW_EINPUT },
	{ SHEET_ASK, "meeting", "AB000000000000000000000000000001", GW_EINPUT },
	{ SHEET_ASK, "meeting", "ab0000000000000000000000000001", GW_EINPUT },
	{ SHEET_ASK, "meeting", "", GW_OK }, { SHEET_NOMINATE, "age", "19", GW_OK },
};

START_TEST(a_field_takes_what_the_table_says)
{
	struct filled all = filled(values[_i].s, false);
	const size_t at = sheet_field(values[_i].s, values[_i].key);
	size_t bad;

	all.field[at] = span_of(values[_i].value);
	ck_assert_int_eq(check(values[_i].s, &all, &bad), values[_i].e);
	if (values[_i].e != GW_OK)
		ck_assert_uint_eq(bad, at);
}
END_TEST

START_TEST(words_and_lines_end_at_their_limits)
{
	static char words[LIMIT_LIST + 1];
	static const struct { enum sheet s; const char *key; size_t most; } fields[] = {
		{ SHEET_TOLD, "who", LIMIT_LINE }, { SHEET_TOLD, "text", LIMIT_NOTE },
		{ SHEET_AGENDA, "list", LIMIT_LIST },
	};

	memset(words, 'a', sizeof words);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		struct filled all = filled(fields[i].s, false);
		const size_t at = sheet_field(fields[i].s, fields[i].key);
		size_t bad;

		all.field[at] = (struct span){ (const uint8_t *)words, fields[i].most };
		ck_assert_int_eq(check(fields[i].s, &all, &bad), GW_OK);
		all.field[at].n++;
		ck_assert_int_eq(check(fields[i].s, &all, &bad), GW_ELIMIT);
		ck_assert_uint_eq(bad, at);
	}
}
END_TEST

static const struct { enum sheet s; const char *key, *code, *also; bool asks; } together[] = {
	{ SHEET_CONTACT, "result", "no_answer", "who", false },
	{ SHEET_CONTACT, "result", "young_person", "who", true },
	{ SHEET_CONTACT, "result", "professional", "who", true }, { SHEET_CONTACT, "result", "refused", "who", true },
	{ SHEET_CONSENT, "state", "given", "text", false }, { SHEET_CONSENT, "state", "refused", "text", true },
	{ SHEET_CONSENT, "state", "not_asked", "text", true }, { SHEET_CONSENT, "state", "withdrawn", "text", false },
	{ SHEET_REFERRAL, "stage", "not_made", "text", true }, { SHEET_REFERRAL, "stage", "declined", "text", false },
	{ SHEET_FINDING, "tool_kit", "no", "owner", true }, { SHEET_FINDING, "tool_kit", "no", "due", true },
	{ SHEET_FINDING, "tool_kit", "no", "actions", false }, { SHEET_FINDING, "tool_kit", "yes", "actions", true },
	{ SHEET_FINDING, "tool_kit", "yes", "owner", true }, { SHEET_FINDING, "tool_kit", "yes", "due", true },
};

START_TEST(some_answers_ask_for_another_field)
{
	struct filled all = filled(together[_i].s, false);
	const size_t also = sheet_field(together[_i].s, together[_i].also);
	size_t bad;

	all.field[sheet_field(together[_i].s, together[_i].key)] = span_of(together[_i].code);
	ck_assert_int_eq(check(together[_i].s, &all, &bad), GW_OK);
	all.field[also].n = 0;
	ck_assert_int_eq(check(together[_i].s, &all, &bad), together[_i].asks ? GW_EINPUT : GW_OK);
	if (together[_i].asks)
		ck_assert_uint_eq(bad, also);
}
END_TEST

START_TEST(what_passed_is_read_and_what_was_not_said_is_nothing)
{
	struct filled all = filled(SHEET_TOLD, false);

	ck_assert_int_eq(sheet_moment(SHEET_TOLD, all.field, "at"), 1795000020);
	ck_assert(sheet_is(SHEET_TOLD, all.field, "agency", "mash"));
	ck_assert(!sheet_is(SHEET_TOLD, all.field, "agency", "edt"));
	ck_assert(sheet_text(SHEET_TOLD, all.field, "who").n > 0);
	ck_assert_uint_eq(sheet_text(SHEET_TOLD, all.field, "nothing").n, 0);
	all = filled(SHEET_WHERE, true);
	ck_assert_int_eq(sheet_moment(SHEET_WHERE, all.field, "until"), 0);
	all = filled(SHEET_UNTIE, false);
	ck_assert_uint_eq(sheet_part(SHEET_UNTIE, all.field, "of"), 2);
	ck_assert_int_eq(sheet_of(span_of("")), SHEET_N);
	ck_assert_int_eq(sheet_of(span_of("Told")), SHEET_N);
}
END_TEST

START_TEST(every_sheet_comes_back_field_by_field)
{
	struct entry e = { .act = ACT_RECORD, .at = 1795000020, .by = "A", .sheet = (enum sheet)_i }, back;
	struct buf out;
	json_t *holder;

	for (size_t i = 0; i < SHEET_FIELDS; i++)
		if (sheet_kind(e.sheet)->field[i].key != NULL)
			e.field[i] = value_of(&sheet_kind(e.sheet)->field[i]);
	buf_init(&out, ROOM);
	ck_assert_int_eq(entry_encode(&e, &out), GW_OK);
	ck_assert_int_eq(entry_decode(buf_span(&out), &back, &holder), GW_OK);
	ck_assert_int_eq(back.sheet, e.sheet);
	for (size_t i = 0; i < SHEET_FIELDS; i++)
		ck_assert(span_equal(back.field[i], e.field[i]));
	json_decref(holder);
	buf_free(&out);
}
END_TEST

START_TEST(the_longest_sheet_still_fits_one_part)
{
	static char words[LIMIT_LIST];
	struct entry e = { .act = ACT_RECORD, .at = 1795000020, .by = "A" }, back;
	struct buf out;
	json_t *holder;

	memset(words, '\n', sizeof words);
	words[0] = 'a';
	e.sheet = (enum sheet)_i;
	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		const struct sheet_field *f = &sheet_kind(e.sheet)->field[i];

		e.field[i] = f->key == NULL ? (struct span){ NULL, 0 } : value_of(f);
		if (f->takes == TAKES_WORDS || f->takes == TAKES_LIST)
			e.field[i] = (struct span){ (const uint8_t *)words,
				f->takes == TAKES_LIST ? LIMIT_LIST : LIMIT_NOTE };
	}
	buf_init(&out, ROOM);
	ck_assert_int_eq(entry_encode(&e, &out), GW_OK);
	ck_assert_uint_lt(out.n, 122880 - 4096);	/* one part of a thread (vault/schema.c) */
	ck_assert_int_eq(entry_decode(buf_span(&out), &back, &holder), GW_OK);
	json_decref(holder);
	buf_free(&out);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("sheet");
	TCase *c = tcase_create("sheet");

	tcase_add_loop_test(c, the_table_is_whole, 0, SHEET_N);
	tcase_add_loop_test(c, a_sheet_is_taken_with_every_field_and_refused_without_one_it_needs, 0, SHEET_N);
	tcase_add_loop_test(c, a_field_that_a_sheet_has_not_is_refused, 0, SHEET_N);
	tcase_add_loop_test(c, needed_fields_alone_are_enough_but_for_what_the_others_ask, 0, SHEET_N);
	tcase_add_loop_test(c, a_field_takes_what_the_table_says, 0, (int)(sizeof values / sizeof values[0]));
	tcase_add_test(c, words_and_lines_end_at_their_limits);
	tcase_add_loop_test(c, some_answers_ask_for_another_field, 0, (int)(sizeof together / sizeof together[0]));
	tcase_add_loop_test(c, every_sheet_comes_back_field_by_field, 0, SHEET_N);
	tcase_add_loop_test(c, the_longest_sheet_still_fits_one_part, 0, SHEET_N);
	tcase_add_test(c, what_passed_is_read_and_what_was_not_said_is_nothing);
	suite_add_tcase(s, c);
	return s;
}
