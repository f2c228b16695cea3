/* entry.c: one table says what each act takes; an entry is read by what it would be written as. */
#include "entry.h"

#include <sodium.h>
#include <string.h>

#include "secret.h"

enum { ENTRY_VERSION = 1, MINUTE = 60, FIRST_NOTE = 2, ID_TEXT = 2 * ID_BYTES + 1 };

enum takes {		/* bits: what is needed and not there is refused, and so is what is there and not taken */
	TAKES_TEXT = 1, NEEDS_TEXT = 2 | TAKES_TEXT, BANDS = 4, WHOM = 8, NEEDS_WHOM = 16 | WHOM, TASK_DUE = 32,
	OF = 64, KIND = 128, OTHER = 256, HOW = 512, FORM = 1024, TEAM = 2048, AWAY = 4096, SHEET = 8192
};

static const struct { const char *word; unsigned takes; } acts[ACT_N] = {
	[ACT_MESSAGE] = { "message", TAKES_TEXT },
	[ACT_NOTE] = { "note", NEEDS_TEXT },
	[ACT_CONFIRM] = { "confirm", TAKES_TEXT | BANDS },
	[ACT_RAISE] = { "raise", TAKES_TEXT | BANDS },
	[ACT_LOWER] = { "lower", NEEDS_TEXT | BANDS },
	[ACT_ASK_LOWER] = { "ask-lower", NEEDS_TEXT | BANDS },
	[ACT_AGREE_LOWER] = { "agree-lower", TAKES_TEXT | BANDS },
	[ACT_REFUSE_LOWER] = { "refuse-lower", NEEDS_TEXT | BANDS },
	[ACT_ASSIGN] = { "assign", TAKES_TEXT | WHOM },
	[ACT_TASK] = { "task", NEEDS_TEXT | NEEDS_WHOM | TASK_DUE },
	[ACT_TASK_DONE] = { "task-done", OF },
	[ACT_TAG] = { "tag", NEEDS_TEXT | KIND },
	[ACT_UNTAG] = { "untag", NEEDS_TEXT | KIND },
	[ACT_LINK] = { "link", NEEDS_TEXT | OTHER | HOW },
	[ACT_REVIEW] = { "review", TAKES_TEXT },
	[ACT_CORRECT] = { "correct", NEEDS_TEXT | OF },
	[ACT_LOG] = { "log", TAKES_TEXT },
	[ACT_CLOSE] = { "close", NEEDS_TEXT | FORM },
	[ACT_REOPEN] = { "reopen", NEEDS_TEXT },
	[ACT_RECORD] = { "record", SHEET },
	[ACT_PASS] = { "pass", NEEDS_TEXT | OTHER | TEAM },
	[ACT_SHARE] = { "share", NEEDS_TEXT | TEAM | AWAY },
	[ACT_COME] = { "come", TAKES_TEXT | OTHER | TEAM },
};
static const char *const outcomes[OUTCOME_N] = {
	"mash", "police", "early_help", "school_support", "community_safety", "other_service", "duplicate",
	"cannot_identify", "no_action", "test",
};
static const char *const kinds[TAG_KIND_N] = { "person", "place" };
static const char *const hows[LINK_HOW_N] = { "duplicate", "incident" };

const char *
case_act_word(enum case_act act)
{
	return act < ACT_N ? acts[act].word : "";
}

bool
entry_is_sheet(const struct entry *e, enum sheet s)
{
	return e->act == ACT_RECORD && e->sheet == s;
}

const char *
outcome_code(enum outcome o)
{
	return o < OUTCOME_N ? outcomes[o] : "";
}

static size_t
code_find(const char *const *codes, size_t n, struct span code)
{
	size_t i = 0;

	while (i < n && !span_is(code, codes[i]))
		i++;
	return i;
}

enum outcome
outcome_of(struct span code)
{
	return (enum outcome)code_find(outcomes, OUTCOME_N, code);
}

/* --- whether an entry is one --- */

static bool
is_set(const uint8_t id[ID_BYTES])
{
	return !sodium_is_zero(id, ID_BYTES);
}

/* Words as report_words leaves them: line ends and tabs, no other controls, which would also grow sixfold in JSON. */
static enum gw_err
words_check(struct span words, bool needed, size_t max)
{
	if (words.n > max)
		return GW_ELIMIT;
	if (!text_is_utf8(words) || (needed ? text_is_blank(words) : words.n > 0 && text_is_blank(words)))
		return GW_EINPUT;
	for (size_t i = 0; i < words.n; i++)
		if (words.p[i] < ' ' && words.p[i] != '\t' && words.p[i] != '\n' && words.p[i] != '\r')
			return GW_EINPUT;
	return GW_OK;
}

static enum gw_err
name_check(const char name[LIMIT_NAME + 1], bool needed)
{
	const size_t n = strnlen(name, LIMIT_NAME + 1);

	if (n > LIMIT_NAME)
		return GW_ELIMIT;
	return n == 0 && !needed ? GW_OK : words_check((struct span){ (const uint8_t *)name, n }, true, LIMIT_NAME);
}

/* A team's code, as it is on the signed list: small ASCII letters, digits, hyphens and the colon of a school's. */
static bool
team_fits(const char team[LIMIT_TEAM + 1], bool needed)
{
	const size_t n = strnlen(team, LIMIT_TEAM + 1);

	return n <= LIMIT_TEAM && (n > 0) == needed && strspn(team, "abcdefghijklmnopqrstuvwxyz0123456789-_:") == n;
}

/* A lowering from immediate is for two people; every other change is one step of its own kind. */
static bool
bands_fit(const struct entry *e)
{
	const bool is_graver = e->from == BAND_IMMEDIATE;

	if (e->from >= BAND_N || e->to >= BAND_N)
		return false;
	switch (e->act) {
	case ACT_CONFIRM:
		return e->to == e->from;
	case ACT_RAISE:
		return e->to > e->from;
	case ACT_LOWER:
		return e->to < e->from && !is_graver;
	case ACT_REFUSE_LOWER:
		return is_graver;
	default:
		return e->to < e->from && is_graver;
	}
}

static bool
is_said(const struct span *field)
{
	for (size_t i = 0; i < SHEET_FIELDS; i++)
		if (field[i].n > 0)
			return true;
	return false;
}

/* Where it goes to or comes from, and what else is said in fields. */
static bool
rest_fits(const struct entry *e, unsigned takes)
{
	if (is_set(e->other) != ((takes & OTHER) != 0) || ((takes & HOW) != 0 ? e->how >= LINK_HOW_N : e->how != 0))
		return false;
	if (!team_fits(e->team, (takes & TEAM) != 0) || (e->gives_away && (takes & AWAY) == 0))
		return false;
	if ((takes & SHEET) != 0 ? e->sheet >= SHEET_N : e->sheet != 0 || is_said(e->field))
		return false;
	if ((takes & FORM) != 0)
		return e->outcome < OUTCOME_N && e->seen >= 0 && e->seen % MINUTE == 0;
	return e->outcome == 0 && e->seen == 0 && e->concern.n == 0 && e->follow_up.n == 0 && e->decision.n == 0;
}

/* Fields that only some acts take: there when they are needed, zero when they are not taken. */
static bool
fields_fit(const struct entry *e, unsigned takes)
{
	if ((takes & TAKES_TEXT) == 0 && e->text.n > 0)
		return false;
	if ((takes & BANDS) != 0 ? !bands_fit(e) : e->from != 0 || e->to != 0)
		return false;
	if ((takes & WHOM) == 0 && e->whom[0] != '\0')
		return false;
	if ((takes & TASK_DUE) != 0 ? e->task_due <= 0 : e->task_due != 0)
		return false;
	if ((takes & OF) != 0 ? e->of >= LIMIT_MESSAGES : e->of != 0)
		return false;
	if (e->act == ACT_TASK_DONE && e->of < FIRST_NOTE)
		return false;
	if ((takes & KIND) != 0 ? e->tag >= TAG_KIND_N : e->tag != 0)
		return false;
	return rest_fits(e, takes);
}

static enum gw_err
entry_check(const struct entry *e)
{
	const unsigned takes = e->act < ACT_N ? acts[e->act].takes : 0;
	const bool is_tag = (takes & KIND) != 0, is_form = (takes & FORM) != 0;
	const struct { struct span words; bool needed; } all[] = {
		{ e->text, (takes & NEEDS_TEXT) == NEEDS_TEXT }, { e->concern, is_form }, { e->follow_up, is_form },
		{ e->decision, is_form },
	};
	enum gw_err err;
	size_t bad;

	if (e->act >= ACT_N || e->at <= 0 || e->at % MINUTE != 0 || e->due < 0 || !fields_fit(e, takes))
		return GW_EINPUT;
	if ((err = name_check(e->by, true)) != GW_OK ||
	    (err = name_check(e->whom, (takes & NEEDS_WHOM) == NEEDS_WHOM)) != GW_OK)
		return err;
	for (size_t i = 0; i < sizeof all / sizeof all[0] && err == GW_OK; i++)
		err = words_check(all[i].words, all[i].needed, is_tag ? LIMIT_TAG : LIMIT_NOTE);
	return err == GW_OK && (takes & SHEET) != 0 ? sheet_check(e->sheet, e->field, &bad) : err;
}

/* --- writing --- */

static bool
put_words(json_t *v, const char *key, struct span words)
{
	return words.n == 0 || json_object_set_new(v, key, json_stringn((const char *)words.p, words.n)) == 0;
}

static bool
put_code(json_t *v, const char *key, const char *code)
{
	return json_object_set_new(v, key, json_string(code)) == 0;
}

static bool
put_number(json_t *v, const char *key, int64_t number)
{
	return json_object_set_new(v, key, json_integer(number)) == 0;
}

static bool
put_other(json_t *v, const struct entry *e)
{
	char hex[ID_TEXT];

	sodium_bin2hex(hex, sizeof hex, e->other, sizeof e->other);
	return put_code(v, "other", hex);
}

/* What was said, in the sheet's order. */
static bool
put_sheet(json_t *v, const struct entry *e)
{
	const struct sheet_kind *kind = sheet_kind(e->sheet);
	json_t *fields = json_object();

	if (!put_code(v, "sheet", kind->code) || json_object_set_new(v, "fields", fields) != 0)
		return false;
	for (size_t i = 0; i < SHEET_FIELDS && kind->field[i].key != NULL; i++)
		if (!put_words(fields, kind->field[i].key, e->field[i]))
			return false;
	return true;
}

static bool
put_rest(json_t *v, const struct entry *e, unsigned takes)
{
	return ((takes & OTHER) == 0 || put_other(v, e)) &&
	    ((takes & HOW) == 0 || put_code(v, "how", hows[e->how])) &&
	    put_words(v, "concern", e->concern) && put_words(v, "follow_up", e->follow_up) &&
	    put_words(v, "decision", e->decision) &&
	    ((takes & FORM) == 0 || put_code(v, "outcome", outcomes[e->outcome])) &&
	    (e->seen == 0 || put_number(v, "seen", e->seen)) &&
	    ((takes & TEAM) == 0 || put_code(v, "team", e->team)) &&
	    (!e->gives_away || json_object_set_new(v, "gives_away", json_true()) == 0) &&
	    ((takes & SHEET) == 0 || put_sheet(v, e));
}

/* Keys in one order, and only those that say something: so an entry has one text. */
static bool
put_all(json_t *v, const struct entry *e, unsigned takes)
{
	return put_number(v, "v", ENTRY_VERSION) && put_code(v, "act", acts[e->act].word) &&
	    put_number(v, "at", e->at) && put_code(v, "by", e->by) && put_words(v, "text", e->text) &&
	    ((takes & BANDS) == 0 ||
	    (put_code(v, "from", band_code(e->from)) && put_code(v, "to", band_code(e->to)))) &&
	    (e->due == 0 || put_number(v, "due", e->due)) &&
	    ((takes & WHOM) == 0 || put_code(v, "whom", e->whom)) &&
	    ((takes & TASK_DUE) == 0 || put_number(v, "task_due", e->task_due)) &&
	    ((takes & OF) == 0 || put_number(v, "of", e->of)) &&
	    ((takes & KIND) == 0 || put_code(v, "tag", kinds[e->tag])) &&
	    put_rest(v, e, takes);
}

enum gw_err
entry_encode(const struct entry *e, struct buf *out)
{
	enum gw_err err = entry_check(e);
	json_t *v;

	if (err != GW_OK)
		return err;
	v = json_object();
	err = v != NULL && put_all(v, e, acts[e->act].takes) ? json_write(v, out) : GW_ENOMEM;
	json_decref(v);
	return err;
}

/* --- reading --- */

/* What is of another kind, or is not there, is 0: then it would be written in another way. */
static int64_t
number(const json_t *v, const char *key)
{
	return json_integer_value(json_object_get(v, key));
}

static size_t
coded(const json_t *v, const char *key, const char *const *codes, size_t n)
{
	return json_object_get(v, key) == NULL ? 0 : code_find(codes, n, json_text(v, key));
}

static enum band
banded(const json_t *v, const char *key)
{
	return json_object_get(v, key) == NULL ? (enum band)0 : band_of(json_text(v, key));
}

/* Of at most max bytes; name has room for a NUL more. */
static bool
name_read(const json_t *v, const char *key, size_t max, char *name)
{
	const struct span text = json_text(v, key);

	if (text.n > max)
		return false;
	if (text.n > 0)
		memcpy(name, text.p, text.n);
	name[text.n] = '\0';
	return true;
}

static void
sheet_read(const json_t *v, struct entry *e)
{
	const json_t *fields = json_object_get(v, "fields");

	e->sheet = sheet_of(json_text(v, "sheet"));
	for (size_t i = 0; e->sheet < SHEET_N && i < SHEET_FIELDS; i++) {
		const char *key = sheet_kind(e->sheet)->field[i].key;

		if (key != NULL)
			e->field[i] = json_text(fields, key);
	}
}

static bool
other_read(const json_t *v, struct entry *e)
{
	const struct span other = json_text(v, "other");
	size_t n;

	return other.n == 0 || (other.n == ID_TEXT - 1 && sodium_hex2bin(e->other, sizeof e->other,
	    (const char *)other.p, other.n, NULL, &n, NULL) == 0 && n == sizeof e->other);
}

static bool
fields_read(const json_t *v, struct entry *e)
{
	const struct span word = json_text(v, "act");
	const int64_t of = number(v, "of");
	int act = 0;

	while (act < ACT_N && !span_is(word, acts[act].word))
		act++;
	*e = (struct entry){ .act = (enum case_act)act, .at = number(v, "at"), .due = number(v, "due"),
		.text = json_text(v, "text"), .from = banded(v, "from"), .to = banded(v, "to"),
		.task_due = number(v, "task_due"), .of = (uint32_t)of,
		.tag = (enum tag_kind)coded(v, "tag", kinds, TAG_KIND_N),
		.how = (enum link_how)coded(v, "how", hows, LINK_HOW_N),
		.concern = json_text(v, "concern"), .follow_up = json_text(v, "follow_up"),
		.decision = json_text(v, "decision"),
		.outcome = (enum outcome)coded(v, "outcome", outcomes, OUTCOME_N), .seen = number(v, "seen"),
		.gives_away = json_is_true(json_object_get(v, "gives_away")) };
	if (act == ACT_RECORD)
		sheet_read(v, e);
	return act < ACT_N && of >= 0 && of < LIMIT_MESSAGES && name_read(v, "by", LIMIT_NAME, e->by) &&
	    name_read(v, "whom", LIMIT_NAME, e->whom) && name_read(v, "team", LIMIT_TEAM, e->team) && other_read(v, e);
}

enum gw_err
entry_decode(struct span plain, struct entry *e, json_t **holder)
{
	char why[JSON_FAULT];
	struct buf again;
	enum gw_err err;
	json_t *v;

	*holder = NULL;
	if ((err = json_read(plain, &v, why)) != GW_OK)
		return err == GW_ENOMEM ? err : GW_EINPUT;
	buf_init(&again, plain.n);
	if (!json_is_object(v) || !fields_read(v, e))
		err = GW_EINPUT;
	else if ((err = entry_encode(e, &again)) == GW_OK && !span_equal(buf_span(&again), plain))
		err = GW_EINPUT;
	buf_free(&again);
	if (err == GW_OK) {
		*holder = v;
		return GW_OK;
	}
	json_decref(v);
	secret_wipe(e, sizeof *e);
	return err == GW_ENOMEM ? err : GW_EINPUT;
}
