/* test_entry.c: entries of the chronology: there and back, strictly. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "run.h"
#include "secret.h"

enum { ROOM = 256 * 1024 };
#define AT 1795000020
#define SPAN(text) { (const uint8_t *)(text), sizeof(text) - 1 }
#define HEAD(act) "{\"v\":1,\"act\":\"" act "\",\"at\":1795000020,\"by\":\"Asha Lead\""

/* One of each act, as it is and as it is kept; text_needed: it may not go without words. */
static const struct { struct entry e; bool text_needed; const char *json; } kept[] = {
	{ { .act = ACT_MESSAGE }, false, HEAD("message") "}" },
	{ { .act = ACT_MESSAGE, .text = SPAN("it says what we do"), .due = 1795003620 }, false,
	    HEAD("message") ",\"text\":\"it says what we do\",\"due\":1795003620}" },
	{ { .act = ACT_NOTE, .text = SPAN("two\n\"lines\"\t\xc3\xa9") }, true,
	    HEAD("note") ",\"text\":\"two\\n\\\"lines\\\"\\t\xc3\xa9\"}" },
	{ { .act = ACT_CONFIRM, .from = BAND_URGENT, .to = BAND_URGENT, .due = 1795003620 }, false,
	    HEAD("confirm") ",\"from\":\"urgent\",\"to\":\"urgent\",\"due\":1795003620}" },
	{ { .act = ACT_RAISE, .text = SPAN("a knife"), .from = BAND_ROUTINE, .to = BAND_IMMEDIATE }, false,
	    HEAD("raise") ",\"text\":\"a knife\",\"from\":\"routine\",\"to\":\"immediate\"}" },
	{ { .act = ACT_LOWER, .text = SPAN("a game"), .from = BAND_URGENT, .to = BAND_ROUTINE }, true,
	    HEAD("lower") ",\"text\":\"a game\",\"from\":\"urgent\",\"to\":\"routine\"}" },
	{ { .act = ACT_ASK_LOWER, .text = SPAN("a game"), .from = BAND_IMMEDIATE, .to = BAND_PRIORITY }, true,
	    HEAD("ask-lower") ",\"text\":\"a game\",\"from\":\"immediate\",\"to\":\"priority\"}" },
	{ { .act = ACT_AGREE_LOWER, .from = BAND_IMMEDIATE, .to = BAND_PRIORITY }, false,
	    HEAD("agree-lower") ",\"from\":\"immediate\",\"to\":\"priority\"}" },
	{ { .act = ACT_REFUSE_LOWER, .text = SPAN("no game"), .from = BAND_IMMEDIATE, .to = BAND_IMMEDIATE }, true,
	    HEAD("refuse-lower") ",\"text\":\"no game\",\"from\":\"immediate\",\"to\":\"immediate\"}" },
	{ { .act = ACT_ASSIGN, .whom = "Ben" }, false, HEAD("assign") ",\"whom\":\"Ben\"}" },
	{ { .act = ACT_ASSIGN, .text = SPAN("away") }, false, HEAD("assign") ",\"text\":\"away\",\"whom\":\"\"}" },
	{ { .act = ACT_TASK, .text = SPAN("ring MASH"), .whom = "Ben", .task_due = 1795100000 }, true,
	    HEAD("task") ",\"text\":\"ring MASH\",\"whom\":\"Ben\",\"task_due\":1795100000}" },
	{ { .act = ACT_TASK_DONE, .of = 2 }, false, HEAD("task-done") ",\"of\":2}" },
	{ { .act = ACT_TAG, .text = SPAN("Leyton Park"), .tag = TAG_PLACE }, true,
	    HEAD("tag") ",\"text\":\"Leyton Park\",\"tag\":\"place\"}" },
	{ { .act = ACT_UNTAG, .text = SPAN("J"), .tag = TAG_PERSON }, true,
	    HEAD("untag") ",\"text\":\"J\",\"tag\":\"person\"}" },
	{ { .act = ACT_LINK, .text = SPAN("same fight"), .other = { 0xab, [15] = 1 }, .how = LINK_INCIDENT }, true,
	    HEAD("link") ",\"text\":\"same fight\",\"other\":\"ab000000000000000000000000000001\","
	    "\"how\":\"incident\"}" },
	{ { .act = ACT_REVIEW, .text = SPAN("stays") }, false, HEAD("review") ",\"text\":\"stays\"}" },
	{ { .act = ACT_CORRECT, .text = SPAN("year 9"), .of = 0 }, true,
	    HEAD("correct") ",\"text\":\"year 9\",\"of\":0}" },
	{ { .act = ACT_LOG, .text = SPAN("a form tutor") }, false, HEAD("log") ",\"text\":\"a form tutor\"}" },
	{ { .act = ACT_CLOSE, .text = SPAN("safe"), .concern = SPAN("a fight"), .follow_up = SPAN("talked"),
	    .decision = SPAN("support"), .outcome = OUTCOME_SCHOOL_SUPPORT }, true,
	    HEAD("close") ",\"text\":\"safe\",\"concern\":\"a fight\",\"follow_up\":\"talked\","
	    "\"decision\":\"support\",\"outcome\":\"school_support\"}" },
	{ { .act = ACT_CLOSE, .text = SPAN("safe"), .concern = SPAN("a fight"), .follow_up = SPAN("talked"),
	    .decision = SPAN("support"), .outcome = OUTCOME_MASH, .seen = 1795000020 }, true,
	    HEAD("close") ",\"text\":\"safe\",\"concern\":\"a fight\",\"follow_up\":\"talked\","
	    "\"decision\":\"support\",\"outcome\":\"mash\",\"seen\":1795000020}" },
	{ { .act = ACT_REOPEN, .text = SPAN("again") }, true, HEAD("reopen") ",\"text\":\"again\"}" },
	{ { .act = ACT_RECORD, .sheet = SHEET_TOLD, .field = { SPAN("mash"), SPAN("Pat"), SPAN("phone"),
	    SPAN("1795000020") }, .due = 1795003620 }, false,
	    HEAD("record") ",\"due\":1795003620,\"sheet\":\"told\",\"fields\":{\"agency\":\"mash\",\"who\":\"Pat\","
	    "\"how\":\"phone\",\"at\":\"1795000020\"}}" },
	{ { .act = ACT_RECORD, .sheet = SHEET_CONTACT, .field = { [0] = SPAN("no_answer"), [3] = SPAN("1795000020"),
	    [4] = SPAN("rang\ntwice") } }, false,
	    HEAD("record") ",\"sheet\":\"contact\",\"fields\":{\"result\":\"no_answer\",\"at\":\"1795000020\","
	    "\"text\":\"rang\\ntwice\"}}" },
	{ { .act = ACT_PASS, .text = SPAN("they must know"), .other = { 0xab, [15] = 1 }, .team = "school:a" }, true,
	    HEAD("pass") ",\"text\":\"they must know\",\"other\":\"ab000000000000000000000000000001\","
	    "\"team\":\"school:a\"}" },
	{ { .act = ACT_SHARE, .text = SPAN("theirs"), .team = "lado", .gives_away = true }, true,
	    HEAD("share") ",\"text\":\"theirs\",\"team\":\"lado\",\"gives_away\":true}" },
	{ { .act = ACT_SHARE, .text = SPAN("ours"), .team = "community" }, true,
	    HEAD("share") ",\"text\":\"ours\",\"team\":\"community\"}" },
	{ { .act = ACT_COME, .other = { 0xab, [15] = 1 }, .team = "school:a" }, false,
	    HEAD("come") ",\"other\":\"ab000000000000000000000000000001\",\"team\":\"school:a\"}" },
	{ { .act = ACT_COME, .text = SPAN("see there"), .other = { 0xab, [15] = 1 }, .team = "school:a" }, false,
	    HEAD("come") ",\"text\":\"see there\",\"other\":\"ab000000000000000000000000000001\","
	    "\"team\":\"school:a\"}" },
};
enum { KEPT = sizeof kept / sizeof kept[0] };

static struct entry
made(int i)
{
	struct entry e = kept[i].e;

	e.at = AT;
	snprintf(e.by, sizeof e.by, "Asha Lead");
	return e;
}

/* The first of this act. */
static struct entry
made_of(enum case_act act)
{
	int i = 0;

	while (kept[i].e.act != act)
		i++;
	return made(i);
}

static enum gw_err
encode(const struct entry *e)
{
	struct buf out;
	enum gw_err err;

	buf_init(&out, ROOM);
	err = entry_encode(e, &out);
	ck_assert(err == GW_OK || out.n == 0);
	buf_free(&out);
	return err;
}

static enum gw_err
decode(const char *json)
{
	struct entry e;
	json_t *holder;
	const enum gw_err err = entry_decode(span_of(json), &e, &holder);

	ck_assert((err == GW_OK) == (holder != NULL));
	json_decref(holder);
	return err;
}

START_TEST(every_act_comes_back_as_it_was_and_has_one_text)
{
	const struct entry e = made(_i);
	struct entry back;
	struct buf out, again;
	json_t *holder;

	buf_init(&out, ROOM);
	buf_init(&again, ROOM);
	ck_assert_int_eq(entry_encode(&e, &out), GW_OK);
	ck_assert_msg(span_is(buf_span(&out), kept[_i].json), "%.*s", (int)out.n, (const char *)out.p);
	ck_assert_int_eq(entry_decode(buf_span(&out), &back, &holder), GW_OK);
	ck_assert_int_eq(back.act, e.act);
	ck_assert_int_eq(back.at, e.at);
	ck_assert_str_eq(back.by, e.by);
	ck_assert(span_equal(back.text, e.text));
	ck_assert(back.from == e.from && back.to == e.to && back.due == e.due);
	ck_assert_str_eq(back.whom, e.whom);
	ck_assert(back.task_due == e.task_due && back.of == e.of && back.tag == e.tag && back.how == e.how);
	ck_assert_mem_eq(back.other, e.other, sizeof e.other);
	ck_assert(span_equal(back.concern, e.concern) && span_equal(back.follow_up, e.follow_up));
	ck_assert(span_equal(back.decision, e.decision) && back.outcome == e.outcome && back.seen == e.seen);
	ck_assert(back.sheet == e.sheet && back.gives_away == e.gives_away);
	ck_assert_str_eq(back.team, e.team);
	for (int i = 0; i < SHEET_FIELDS; i++)
		ck_assert(span_equal(back.field[i], e.field[i]));
	ck_assert_int_eq(entry_encode(&back, &again), GW_OK);
	ck_assert(span_equal(buf_span(&again), buf_span(&out)));
	json_decref(holder);
	buf_free(&out);
	buf_free(&again);
}
END_TEST

START_TEST(every_act_is_there)
{
	bool seen[ACT_N] = { false };

	for (int i = 0; i < KEPT; i++)
		seen[kept[i].e.act] = true;
	for (int a = 0; a < ACT_N; a++) {
		ck_assert_msg(seen[a], "%s is not in the table", case_act_word((enum case_act)a));
		ck_assert_uint_gt(strlen(case_act_word((enum case_act)a)), 0);
	}
	ck_assert_str_eq(case_act_word(ACT_N), "");
}
END_TEST

START_TEST(an_entry_without_a_field_that_its_act_needs_is_refused)
{
	const char *key;
	json_t *v = json_loads(kept[_i].json, 0, NULL), *value, *copy;
	void *next;

	ck_assert_ptr_nonnull(v);
	json_object_foreach_safe(v, next, key, value) {
		const bool optional = strcmp(key, "due") == 0 || strcmp(key, "seen") == 0 ||
		    strcmp(key, "gives_away") == 0 || (strcmp(key, "text") == 0 && !kept[_i].text_needed);
		char *text;

		copy = json_copy(v);
		json_object_del(copy, key);
		text = json_dumps(copy, JSON_COMPACT);
		ck_assert_msg(decode(text) == (optional ? GW_OK : GW_EINPUT), "without %s: %s", key, text);
		json_decref(copy);
		secret_free(text);
	}
	json_decref(v);
}
END_TEST

/* One field more than e has; false when its act takes that field itself. */
static bool
add_field(struct entry *e, int which)
{
	const bool has_bands = e->act >= ACT_CONFIRM && e->act <= ACT_REFUSE_LOWER;
	const struct span words = SPAN("words");

	switch (which) {
	case 0:
		e->text = words;
		return e->act == ACT_TASK_DONE || e->act == ACT_RECORD;
	case 1:
		e->from = BAND_URGENT;
		return !has_bands;
	case 2:
		e->to = BAND_URGENT;
		return !has_bands;
	case 3:
		snprintf(e->whom, sizeof e->whom, "Ben");
		return e->act != ACT_ASSIGN && e->act != ACT_TASK;
	case 4:
		e->task_due = AT;
		return e->act != ACT_TASK;
	case 5:
		e->of = 3;
		return e->act != ACT_TASK_DONE && e->act != ACT_CORRECT;
	case 6:
		e->tag = TAG_PLACE;
		return e->act != ACT_TAG && e->act != ACT_UNTAG;
	case 7:
		e->other[7] = 1;
		return e->act != ACT_LINK && e->act != ACT_PASS && e->act != ACT_COME;
	case 8:
		e->how = LINK_INCIDENT;
		return e->act != ACT_LINK;
	case 9:
		e->concern = words;
		return e->act != ACT_CLOSE;
	case 10:
		e->follow_up = words;
		return e->act != ACT_CLOSE;
	case 11:
		e->decision = words;
		return e->act != ACT_CLOSE;
	case 12:
		e->seen = AT;
		return e->act != ACT_CLOSE;
	case 13:
		e->sheet = SHEET_DECISION;
		return true;			/* fields of another sheet, if any */
	case 14:
		e->field[9] = words;
		return true;			/* nothing takes that many */
	case 15:
		snprintf(e->team, sizeof e->team, "lado");
		return e->act != ACT_PASS && e->act != ACT_SHARE && e->act != ACT_COME;
	case 16:
		e->gives_away = true;
		return e->act != ACT_SHARE;
	default:
		e->outcome = OUTCOME_POLICE;
		return e->act != ACT_CLOSE;
	}
}
enum { FIELDS = 18 };

START_TEST(an_entry_with_a_field_that_its_act_does_not_take_is_refused)
{
	for (int which = 0; which < FIELDS; which++) {
		struct entry e = made(_i);

		if (add_field(&e, which))
			ck_assert_msg(encode(&e) == GW_EINPUT, "%s takes field %d", case_act_word(e.act), which);
	}
}
END_TEST

/* What is wrong with each: no such act goes there. */
static const struct { enum case_act act; enum band from, to; } odd_bands[] = {
	{ ACT_CONFIRM, BAND_ROUTINE, BAND_PRIORITY }, { ACT_RAISE, BAND_URGENT, BAND_URGENT },
	{ ACT_RAISE, BAND_URGENT, BAND_ROUTINE }, { ACT_LOWER, BAND_URGENT, BAND_URGENT },
	{ ACT_LOWER, BAND_ROUTINE, BAND_URGENT }, { ACT_LOWER, BAND_IMMEDIATE, BAND_URGENT },
	{ ACT_ASK_LOWER, BAND_URGENT, BAND_ROUTINE }, { ACT_ASK_LOWER, BAND_IMMEDIATE, BAND_IMMEDIATE },
	{ ACT_AGREE_LOWER, BAND_URGENT, BAND_ROUTINE }, { ACT_AGREE_LOWER, BAND_IMMEDIATE, BAND_IMMEDIATE },
	{ ACT_REFUSE_LOWER, BAND_URGENT, BAND_ROUTINE }, { ACT_CONFIRM, BAND_N, BAND_N },
	{ ACT_RAISE, BAND_ROUTINE, BAND_N },
};

START_TEST(bands_that_no_such_act_moves_between_are_refused)
{
	struct entry e = { .act = odd_bands[_i].act, .at = AT, .by = "A", .text = SPAN("why"),
		.from = odd_bands[_i].from, .to = odd_bands[_i].to };

	ck_assert_int_eq(encode(&e), GW_EINPUT);
}
END_TEST

static void
refuse(struct entry e, enum gw_err err)
{
	ck_assert_int_eq(encode(&e), err);
}

START_TEST(values_that_nothing_has_are_refused)
{
	const struct entry note = { .act = ACT_NOTE, .at = AT, .by = "A", .text = SPAN("x") };
	const struct entry task = { .act = ACT_TASK, .at = AT, .by = "A", .text = SPAN("x"), .whom = "B",
		.task_due = 1 };
	const struct entry done = { .act = ACT_TASK_DONE, .at = AT, .by = "A", .of = 2 };
	struct entry e;

	ck_assert_int_eq(encode(&note), GW_OK);
	ck_assert_int_eq(encode(&task), GW_OK);
	ck_assert_int_eq(encode(&done), GW_OK);
	refuse((e = note, e.act = ACT_N, e), GW_EINPUT);
	refuse((e = note, e.at = 0, e), GW_EINPUT);
	refuse((e = note, e.at = -60, e), GW_EINPUT);
	refuse((e = note, e.at = AT + 1, e), GW_EINPUT);
	refuse((e = note, e.due = -1, e), GW_EINPUT);
	refuse((e = note, e.by[0] = '\0', e), GW_EINPUT);
	refuse((e = note, e.by[0] = '\xff', e), GW_EINPUT);
	refuse((e = note, e.by[0] = '\x01', e), GW_EINPUT);
	refuse((e = note, memset(e.by, 'a', sizeof e.by), e), GW_ELIMIT);
	refuse((e = note, e.text = span_of(" \n"), e), GW_EINPUT);
	refuse((e = note, e.text = span_of("\x1b[2J"), e), GW_EINPUT);
	refuse((e = note, e.text = span_of("\xc3"), e), GW_EINPUT);
	refuse((e = note, e.text = (struct span){ (const uint8_t *)"a\0b", 3 }, e), GW_EINPUT);
	refuse((e = note, e.act = ACT_REVIEW, e.text = span_of("  "), e), GW_EINPUT);
	refuse((e = task, e.whom[0] = '\0', e), GW_EINPUT);
	refuse((e = task, memset(e.whom, 'a', sizeof e.whom), e), GW_ELIMIT);
	refuse((e = task, e.task_due = 0, e), GW_EINPUT);
	refuse((e = task, e.task_due = -1, e), GW_EINPUT);
	refuse((e = done, e.of = 1, e), GW_EINPUT);
	refuse((e = done, e.of = LIMIT_MESSAGES, e), GW_EINPUT);
	refuse((e = note, e.act = ACT_TAG, e.tag = TAG_KIND_N, e), GW_EINPUT);
	refuse((e = note, e.act = ACT_LINK, e.other[0] = 1, e.how = LINK_HOW_N, e), GW_EINPUT);
	refuse((e = note, e.act = ACT_LINK, e), GW_EINPUT);
	refuse((e = made_of(ACT_CLOSE), e.outcome = OUTCOME_N, e), GW_EINPUT);
	refuse((e = made_of(ACT_CLOSE), e.seen = AT + 1, e), GW_EINPUT);
	refuse((e = made_of(ACT_CLOSE), e.seen = -60, e), GW_EINPUT);
	refuse((e = made_of(ACT_RECORD), e.sheet = SHEET_N, e), GW_EINPUT);
	refuse((e = made_of(ACT_RECORD), e.field[1] = span_of("a\nb"), e), GW_EINPUT);
	refuse((e = made_of(ACT_SHARE), e.team[0] = '\0', e), GW_EINPUT);
	refuse((e = made_of(ACT_SHARE), e.team[0] = 'L', e), GW_EINPUT);
	refuse((e = made_of(ACT_SHARE), memset(e.team, 'a', sizeof e.team), e), GW_EINPUT);
	refuse((e = made_of(ACT_PASS), e.how = LINK_INCIDENT, e), GW_EINPUT);
}
END_TEST

START_TEST(words_may_be_as_long_as_the_limit_says_and_no_longer)
{
	static char words[LIMIT_NOTE + 1];
	const struct span most = { (const uint8_t *)words, LIMIT_NOTE };
	const struct span over = { (const uint8_t *)words, LIMIT_NOTE + 1 };
	struct span *fields[4];
	struct entry e = made_of(ACT_CLOSE), tag = made_of(ACT_TAG), back;
	struct buf out;
	json_t *holder;

	memset(words, '\n', sizeof words);	/* what grows most */
	words[0] = 'a';
	fields[0] = &e.text;
	fields[1] = &e.concern;
	fields[2] = &e.follow_up;
	fields[3] = &e.decision;
	for (int i = 0; i < 4; i++) {
		*fields[i] = over;
		ck_assert_int_eq(encode(&e), GW_ELIMIT);
		*fields[i] = most;
	}
	buf_init(&out, ROOM);
	ck_assert_int_eq(entry_encode(&e, &out), GW_OK);
	ck_assert_uint_lt(out.n, 122880 - 4096);	/* one part of a thread (vault/schema.c) */
	ck_assert_int_eq(entry_decode(buf_span(&out), &back, &holder), GW_OK);
	ck_assert(span_equal(back.decision, most));
	json_decref(holder);
	buf_free(&out);
	ck_assert_int_eq(tag.act, ACT_TAG);
	tag.text = (struct span){ (const uint8_t *)words, LIMIT_TAG };
	ck_assert_int_eq(encode(&tag), GW_OK);
	tag.text.n++;
	ck_assert_int_eq(encode(&tag), GW_ELIMIT);
}
END_TEST

START_TEST(nothing_is_added_to_a_buffer_that_is_full)
{
	const struct entry e = made(2);
	struct buf out;

	buf_init(&out, 20);
	ck_assert_int_eq(buf_add_text(&out, "before"), GW_OK);
	ck_assert_int_eq(entry_encode(&e, &out), GW_ELIMIT);
	ck_assert(span_is(buf_span(&out), "before"));
	buf_free(&out);
}
END_TEST

static const char *const bad[] = {
	"", "{}", "[]", "null", "1", "\"note\"", "{", HEAD("note") "}", HEAD("note") ",\"text\":\"\"}",
	HEAD("notes") ",\"text\":\"x\"}", HEAD("") ",\"text\":\"x\"}",
	" " HEAD("note") ",\"text\":\"x\"}", HEAD("note") ",\"text\":\"x\"} ", HEAD("note") ", \"text\":\"x\"}",
	HEAD("note") ",\"text\":\"\\u0078\"}", HEAD("note") ",\"text\":\"a\\u0001\"}",
	HEAD("note") ",\"text\":\"a\\u0000\"}",
	HEAD("note") ",\"text\":\"\xff\"}", HEAD("note") ",\"text\":1}", HEAD("note") ",\"text\":[\"x\"]}",
	HEAD("note") ",\"text\":\"x\",\"text\":\"x\"}", HEAD("note") ",\"text\":\"x\",\"due\":0}",
	HEAD("note") ",\"text\":\"x\",\"due\":\"1\"}", HEAD("note") ",\"text\":\"x\",\"due\":1.0}",
	HEAD("note") ",\"text\":\"x\",\"due\":-1}", HEAD("note") ",\"due\":1,\"text\":\"x\"}",
	HEAD("note") ",\"text\":\"x\",\"extra\":1}", HEAD("note") ",\"text\":\"x\",\"whom\":\"\"}",
	HEAD("note") ",\"text\":\"x\",\"of\":0}", HEAD("note") ",\"text\":\"x\",\"tag\":\"person\"}",
	HEAD("note") ",\"text\":\"x\",\"from\":\"routine\",\"to\":\"routine\"}",
	HEAD("note") ",\"text\":\"x\",\"concern\":\"\"}", HEAD("note") ",\"text\":\"x\",\"outcome\":\"mash\"}",
	"{\"act\":\"note\",\"at\":1795000020,\"by\":\"A\",\"text\":\"x\"}",
	"{\"v\":2,\"act\":\"note\",\"at\":1795000020,\"by\":\"A\",\"text\":\"x\"}",
	"{\"v\":1,\"act\":\"note\",\"at\":1795000021,\"by\":\"A\",\"text\":\"x\"}",
	"{\"v\":1,\"act\":\"note\",\"at\":1795000020.0,\"by\":\"A\",\"text\":\"x\"}",
	"{\"v\":1,\"act\":\"note\",\"at\":1795000020,\"by\":\"\",\"text\":\"x\"}",
	"{\"v\":1,\"act\":\"note\",\"at\":1795000020,\"by\":"
	    "\"12345678901234567890123456789012345678901234567890123456789012345\",\"text\":\"x\"}",
	HEAD("task-done") ",\"of\":1}", HEAD("task-done") ",\"of\":-1}", HEAD("task-done") ",\"of\":4294967298}",
	HEAD("task-done") ",\"of\":500}", HEAD("task-done") ",\"of\":99999999999999999999}",
	HEAD("confirm") ",\"from\":\"urgent\",\"to\":\"Urgent\"}", HEAD("confirm") ",\"from\":3,\"to\":3}",
	HEAD("tag") ",\"text\":\"x\",\"tag\":\"thing\"}", HEAD("tag") ",\"text\":\"x\",\"tag\":0}",
	HEAD("link") ",\"text\":\"x\",\"other\":\"AB000000000000000000000000000001\",\"how\":\"incident\"}",
	HEAD("link") ",\"text\":\"x\",\"other\":\"ab0000000000000000000000000001\",\"how\":\"incident\"}",
	HEAD("link") ",\"text\":\"x\",\"other\":\"ab00000000000000000000000000000100\",\"how\":\"incident\"}",
	HEAD("link") ",\"text\":\"x\",\"other\":\"xb000000000000000000000000000001\",\"how\":\"incident\"}",
	HEAD("link") ",\"text\":\"x\",\"other\":\"00000000000000000000000000000000\",\"how\":\"incident\"}",
	HEAD("close") ",\"text\":\"x\",\"concern\":\"a\",\"follow_up\":\"b\",\"decision\":\"c\",\"outcome\":\"Mash\"}",
	HEAD("close") ",\"text\":\"x\",\"concern\":\"a\",\"follow_up\":\"b\",\"decision\":\"c\",\"outcome\":\"mash\","
	    "\"seen\":0}",
	HEAD("record") "}", HEAD("record") ",\"sheet\":\"present\"}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":{}}",
	HEAD("record") ",\"sheet\":\"nothing\",\"fields\":{}}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":[]}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":{\"agency\":\"YJS\",\"name\":\"Pat\"}}",
	HEAD("record") ",\"fields\":{\"name\":\"Pat\",\"agency\":\"YJS\"},\"sheet\":\"present\"}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":{\"name\":\"Pat\",\"agency\":\"YJS\",\"at\":\"\"}}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":{\"name\":\"Pat\",\"agency\":\"YJS\",\"x\":\"y\"}}",
	HEAD("record") ",\"sheet\":\"present\",\"fields\":{\"name\":\"Pat\",\"agency\":1}}",
	HEAD("record") ",\"sheet\":\"untie\",\"fields\":{\"of\":\"02\",\"text\":\"x\"}}",
	HEAD("record") ",\"sheet\":\"untie\",\"fields\":{\"of\":\"1\",\"text\":\"x\"}}",
	HEAD("note") ",\"text\":\"x\",\"sheet\":\"told\"}", HEAD("note") ",\"text\":\"x\",\"fields\":{}}",
	HEAD("share") ",\"text\":\"x\",\"team\":\"lado\",\"gives_away\":false}",
	HEAD("share") ",\"text\":\"x\",\"team\":\"lado\",\"gives_away\":1}",
	HEAD("share") ",\"text\":\"x\",\"gives_away\":true,\"team\":\"lado\"}",
	HEAD("share") ",\"text\":\"x\",\"team\":\"la do\"}",
};

START_TEST(what_is_not_an_entry_of_ours_is_refused)
{
	ck_assert_msg(decode(bad[_i]) == GW_EINPUT, "%s", bad[_i]);
}
END_TEST

START_TEST(outcomes_read_back)
{
	for (int o = 0; o < OUTCOME_N; o++) {
		ck_assert_uint_gt(strlen(outcome_code((enum outcome)o)), 0);
		ck_assert_int_eq(outcome_of(span_of(outcome_code((enum outcome)o))), o);
	}
	ck_assert_str_eq(outcome_code(OUTCOME_N), "");
	ck_assert_int_eq(outcome_of(span_of("")), OUTCOME_N);
	ck_assert_int_eq(outcome_of(span_of("MASH")), OUTCOME_N);
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("entry");
	TCase *c = tcase_create("entry");

	tcase_add_loop_test(c, every_act_comes_back_as_it_was_and_has_one_text, 0, KEPT);
	tcase_add_test(c, every_act_is_there);
	tcase_add_loop_test(c, an_entry_without_a_field_that_its_act_needs_is_refused, 0, KEPT);
	tcase_add_loop_test(c, an_entry_with_a_field_that_its_act_does_not_take_is_refused, 0, KEPT);
	tcase_add_loop_test(c, bands_that_no_such_act_moves_between_are_refused, 0,
	    (int)(sizeof odd_bands / sizeof odd_bands[0]));
	tcase_add_test(c, values_that_nothing_has_are_refused);
	tcase_add_test(c, words_may_be_as_long_as_the_limit_says_and_no_longer);
	tcase_add_test(c, nothing_is_added_to_a_buffer_that_is_full);
	tcase_add_loop_test(c, what_is_not_an_entry_of_ours_is_refused, 0, (int)(sizeof bad / sizeof bad[0]));
	tcase_add_test(c, outcomes_read_back);
	suite_add_tcase(s, c);
	return s;
}
