/* sheet.c: one table says what each sheet asks for. */
#include "sheet.h"

#include <string.h>

#include "report.h"

enum { FIRST_NOTE = 2, ID_TEXT = 32, MINUTE = 60, NUMBER_MAX = 12 };
static const int64_t first_moment = 946684800, last_moment = 4133980800;	/* 2000-01-01, 2101-01-01 UTC */

#define CODES(...) (const char *const[]){ __VA_ARGS__, NULL }
#define AUDITED CODES("yes", "no", "partly", "not_known")

/* Codes and keys are kept on disk, sealed: new ones go to the end. */
static const struct sheet_kind kinds[SHEET_N] = {
	[SHEET_TOLD] = { "told", {
		{ "agency", TAKES_CODE, true, CODES("mash", "edt", "police", "ambulance", "lado") },
		{ "who", TAKES_LINE, true, NULL },
		{ "how", TAKES_CODE, true, CODES("phone", "in_person", "radio", "secure_mail") },
		{ "at", TAKES_MOMENT, true, NULL },
		{ "ref", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_CONTACT] = { "contact", {
		{ "result", TAKES_CODE, true, CODES("no_answer", "young_person", "family", "professional", "refused") },
		{ "where", TAKES_CODE, false, CODES("home", "school", "hospital", "custody", "phone", "other") },
		{ "who", TAKES_LINE, false, NULL },
		{ "at", TAKES_MOMENT, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_START] = { "start", {
		{ "of", TAKES_CODE, true, CODES("incident", "identified") },
		{ "at", TAKES_MOMENT, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_UNIDENTIFIED] = { "unidentified", {
		{ "checked", TAKES_LINE, true, NULL },
		{ "with", TAKES_LINE, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_WHERE] = { "where", {
		{ "place", TAKES_CODE, true, CODES("home", "school", "hospital", "custody", "missing", "returned",
		    "away",
		    "not_known") },
		{ "name", TAKES_LINE, false, NULL },		/* an agency's id, or in words */
		{ "since", TAKES_MOMENT, false, NULL },
		{ "until", TAKES_MOMENT, false, NULL },		/* the reachable moment ends */
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_TRIGGER] = { "trigger", {
		{ "why", TAKES_CODE, true, CODES("arrest_or_weapon", "a_and_e", "missing", "disclosure", "county_lines",
		    "other") },
		{ "svd", TAKES_CODE, true, CODES("yes", "no", "not_known") },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_ASK] = { "ask", {
		{ "agency", TAKES_LINE, true, NULL },
		{ "owner", TAKES_LINE, true, NULL },
		{ "due", TAKES_MOMENT, true, NULL },
		{ "text", TAKES_WORDS, true, NULL },
		{ "meeting", TAKES_CASE, false, NULL } } },
	[SHEET_ASK_DONE] = { "ask_done", {
		{ "of", TAKES_PART, true, NULL },
		{ "result", TAKES_CODE, true, CODES("done", "not_done", "declined") },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_DECISION] = { "decision", {
		{ "text", TAKES_WORDS, true, NULL },
		{ "why", TAKES_WORDS, true, NULL },
		{ "outcome", TAKES_CODE, true, CODES("keep", "step_down", "refer", "close", "information") },
		{ "meeting", TAKES_CASE, false, NULL } } },
	[SHEET_PLAN] = { "plan", {
		{ "text", TAKES_WORDS, true, NULL },
		{ "review", TAKES_MOMENT, true, NULL } } },
	[SHEET_REFERRAL] = { "referral", {
		{ "to", TAKES_CODE, true, CODES("mash", "early_help", "yar", "erp", "nrm", "marac", "prevent",
		    "police", "lado",
		    "camhs", "st_giles", "send", "other") },
		{ "stage", TAKES_CODE, true, CODES("not_made", "phoned", "sent", "waiting", "accepted", "declined",
		    "answered") },
		{ "who", TAKES_LINE, false, NULL },
		{ "at", TAKES_MOMENT, true, NULL },
		{ "ref", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_CONSENT] = { "consent", {
		{ "state", TAKES_CODE, true, CODES("given", "refused", "not_asked", "withdrawn") },
		{ "who", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_FACT] = { "fact", {
		{ "what", TAKES_CODE, true, CODES("name", "born_or_age", "sex", "address", "school", "language",
		    "ethnicity",
		    "religion", "disability", "send", "family", "gp", "numbers", "professionals", "risk", "other") },
		{ "text", TAKES_WORDS, true, NULL },
		{ "source", TAKES_CODE, true, CODES("staff_record", "professional", "family", "police") } } },
	[SHEET_POLICE] = { "police", {
		{ "how", TAKES_CODE, true, CODES("999", "101", "agreed_line") },
		{ "ref", TAKES_LINE, false, NULL },		/* CAD or reference; open while it is missing */
		{ "at", TAKES_MOMENT, false, NULL },
		{ "who", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_TALK] = { "talk", {
		{ "to", TAKES_LINE, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_PERSON] = { "person", {
		{ "name", TAKES_LINE, true, NULL },
		{ "is", TAKES_CODE, true, CODES("young_person", "sibling", "peer", "parent_or_carer", "other_child",
		    "adult_of_concern") },
		{ "age", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_TIE] = { "tie", {
		{ "from", TAKES_LINE, true, NULL },
		{ "from_is", TAKES_CODE, true, CODES("person", "group", "place") },
		{ "to", TAKES_LINE, true, NULL },
		{ "to_is", TAKES_CODE, true, CODES("person", "group", "place") },
		{ "how", TAKES_CODE, true, CODES("friend", "family", "seen_with", "goes_to", "afraid_of",
		    "exploited_by",
		    "owes") },
		{ "source", TAKES_CODE, true, CODES("professional", "police", "family", "school_record", "report") },
		{ "reliability", TAKES_CODE, true, CODES("confirmed", "likely", "rumour") },
		{ "until", TAKES_MOMENT, true, NULL },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_UNTIE] = { "untie", {
		{ "of", TAKES_PART, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_NOMINATE] = { "nominate", {
		{ "is", TAKES_CODE, true, CODES("person", "group", "place") },
		{ "name", TAKES_LINE, true, NULL },
		{ "age", TAKES_LINE, false, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_PANEL] = { "panel", {
		{ "of", TAKES_PART, true, NULL },
		{ "result", TAKES_CODE, true, CODES("accepted", "declined", "plan_good", "plan_needs_work", "ended") },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_SCENE] = { "scene", {
		{ "kind", TAKES_CODE, true, CODES("weapon_seen", "weapon_used", "weapon_threat", "violence", "robbery",
		    "exploitation", "sexual_harm", "tension", "other") },
		{ "place", TAKES_LINE, false, NULL },
		{ "ward", TAKES_LINE, false, NULL },
		{ "at", TAKES_MOMENT, false, NULL },
		{ "retaliation", TAKES_CODE, false, CODES("yes", "no", "not_known") },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_IMPACT] = { "impact", {
		{ "places", TAKES_WORDS, true, NULL },
		{ "groups", TAKES_WORDS, true, NULL },
		{ "tension", TAKES_WORDS, true, NULL },
		{ "sources", TAKES_WORDS, true, NULL },
		{ "actions", TAKES_WORDS, true, NULL },
		{ "review", TAKES_MOMENT, true, NULL } } },
	[SHEET_AGENDA] = { "agenda", {
		{ "list", TAKES_LIST, false, NULL },		/* agenda.h */
		{ "upto", TAKES_LINE, true, NULL },
		{ "ends", TAKES_MOMENT, true, NULL } } },
	[SHEET_PRESENT] = { "present", {
		{ "name", TAKES_LINE, true, NULL },
		{ "agency", TAKES_LINE, true, NULL } } },
	[SHEET_RELEASE] = { "release", {
		{ "stage", TAKES_CODE, true, CODES("asked", "agreed", "refused") },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_SAMPLE] = { "sample", {
		{ "seed", TAKES_LINE, true, NULL },
		{ "from", TAKES_MOMENT, true, NULL },		/* closed then or later, */
		{ "to", TAKES_MOMENT, true, NULL },		/* and before that */
		{ "total", TAKES_LINE, true, NULL },		/* of how many */
		{ "list", TAKES_LIST, true, NULL } } },		/* agenda.h; all of them "changed" */
	[SHEET_FINDING] = { "finding", {
		{ "case", TAKES_CASE, true, NULL },
		{ "timely", TAKES_CODE, true, AUDITED },
		{ "voice_of_child", TAKES_CODE, true, AUDITED },
		{ "reasons_recorded", TAKES_CODE, true, AUDITED },
		{ "language", TAKES_CODE, true, AUDITED },	/* free of words that blame, or make a child older */
		{ "reply_quality", TAKES_CODE, true, AUDITED },
		{ "theme", TAKES_LINE, true, NULL },
		{ "text", TAKES_WORDS, true, NULL },
		{ "tool_kit", TAKES_CODE, true, CODES("no", "yes") },
		{ "actions", TAKES_WORDS, false, NULL },
		{ "owner", TAKES_LINE, false, NULL },
		{ "due", TAKES_MOMENT, false, NULL } } },
	[SHEET_ACTED] = { "acted", {
		{ "of", TAKES_PART, true, NULL },
		{ "result", TAKES_CODE, true, CODES("done", "not_done") },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_ORIGINAL] = { "original", {
		{ "file", TAKES_FILE, true, NULL },
		{ "text", TAKES_WORDS, true, NULL } } },
	[SHEET_ORIGINAL_SAID] = { "original_said", {
		{ "of", TAKES_PART, true, NULL },
		{ "result", TAKES_CODE, true, CODES("yes", "no") },
		{ "text", TAKES_WORDS, false, NULL } } },
	[SHEET_HOLD] = { "hold", {
		{ "file", TAKES_FILE, true, NULL },
		{ "why", TAKES_CODE, true, CODES("indecent", "malware") },
		{ "text", TAKES_WORDS, false, NULL } } },
};

const struct sheet_kind *
sheet_kind(enum sheet s)
{
	return &kinds[s];
}

enum sheet
sheet_of(struct span code)
{
	int s = 0;

	while (s < SHEET_N && !span_is(code, kinds[s].code))
		s++;
	return (enum sheet)s;
}

size_t
sheet_field(enum sheet s, const char *key)
{
	size_t i = 0;

	while (i < SHEET_FIELDS && (kinds[s].field[i].key == NULL || strcmp(kinds[s].field[i].key, key) != 0))
		i++;
	return i;
}

/* --- what one field takes --- */

static bool
has_controls(struct span words, bool is_line)
{
	for (size_t i = 0; i < words.n; i++) {
		const uint8_t c = words.p[i];

		if ((c < ' ' && (is_line || (c != '\t' && c != '\n' && c != '\r'))) || c == 0x7f)
			return true;
	}
	return false;
}

static enum gw_err
words_check(struct span words, size_t most, bool is_line)
{
	if (words.n > most)
		return GW_ELIMIT;
	return text_is_utf8(words) && !text_is_blank(words) && !has_controls(words, is_line) ? GW_OK : GW_EINPUT;
}

/* Decimal, as it would be written: no sign, no zero in front. -1: it is none. */
static int64_t
number_of(struct span digits)
{
	int64_t n = 0;

	if (digits.n == 0 || digits.n > NUMBER_MAX || (digits.p[0] == '0' && digits.n > 1))
		return -1;
	for (size_t i = 0; i < digits.n; i++) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return -1;
		n = n * 10 + (digits.p[i] - '0');
	}
	return n;
}

static bool
is_case(struct span id)
{
	for (size_t i = 0; i < id.n; i++)
		if ((id.p[i] < '0' || id.p[i] > '9') && (id.p[i] < 'a' || id.p[i] > 'f'))
			return false;
	return id.n == ID_TEXT;
}

static bool
is_code(const char *const *codes, struct span word)
{
	for (; *codes != NULL; codes++)
		if (span_is(word, *codes))
			return true;
	return false;
}

static enum gw_err
field_check(const struct sheet_field *f, struct span value)
{
	const bool is_number = f->takes == TAKES_MOMENT || f->takes == TAKES_PART || f->takes == TAKES_FILE;
	const int64_t n = is_number ? number_of(value) : 0;
	bool fits = false;

	switch (f->takes) {
	case TAKES_WORDS:
		return words_check(value, LIMIT_NOTE, false);
	case TAKES_LINE:
		return words_check(value, LIMIT_LINE, true);
	case TAKES_LIST:
		return words_check(value, LIMIT_LIST, false);
	case TAKES_CODE:
		fits = is_code(f->codes, value);
		break;
	case TAKES_MOMENT:
		fits = n >= first_moment && n < last_moment && n % MINUTE == 0;
		break;
	case TAKES_PART:
		fits = n >= FIRST_NOTE && n < LIMIT_MESSAGES;
		break;
	case TAKES_CASE:
		fits = is_case(value);
		break;
	case TAKES_FILE:
		fits = n >= 1 && n <= LIMIT_MESSAGES * LIMIT_FILES;
		break;
	case TAKES_NOTHING:
		break;
	}
	return fits ? GW_OK : GW_EINPUT;
}

/* --- what fields ask of each other --- */

/* A theme becomes an action with one owner and a day, or stays a remark. */
static const char *
action_needs(const struct span field[SHEET_FIELDS])
{
	static const char *const keys[] = { "actions", "owner", "due" };

	if (sheet_text(SHEET_FINDING, field, "actions").n == 0 && !sheet_is(SHEET_FINDING, field, "tool_kit", "yes"))
		return NULL;
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (sheet_text(SHEET_FINDING, field, keys[i]).n == 0)
			return keys[i];
	return NULL;
}

/* The key of the field that must not stay empty because of what the others say; NULL: none. */
static const char *
also_needed(enum sheet s, const struct span field[SHEET_FIELDS])
{
	if (s == SHEET_CONTACT && !sheet_is(s, field, "result", "no_answer"))
		return "who";
	if (s == SHEET_CONSENT && (sheet_is(s, field, "state", "refused") || sheet_is(s, field, "state", "not_asked")))
		return "text";
	if (s == SHEET_FINDING)
		return action_needs(field);
	return s == SHEET_REFERRAL && sheet_is(s, field, "stage", "not_made") ? "text" : NULL;
}

enum gw_err
sheet_check(enum sheet s, const struct span field[SHEET_FIELDS], size_t *bad)
{
	const char *also;

	for (*bad = 0; *bad < SHEET_FIELDS; ++*bad) {
		const struct sheet_field *f = &kinds[s].field[*bad];
		enum gw_err e = f->is_needed ? GW_EINPUT : GW_OK;

		if (field[*bad].n > 0)
			e = field_check(f, field[*bad]);
		if (e != GW_OK)
			return e;
	}
	if ((also = also_needed(s, field)) == NULL)
		return GW_OK;
	*bad = sheet_field(s, also);
	return field[*bad].n > 0 ? GW_OK : GW_EINPUT;
}

/* --- reading one that passed --- */

struct span
sheet_text(enum sheet s, const struct span field[SHEET_FIELDS], const char *key)
{
	const size_t i = sheet_field(s, key);

	return i < SHEET_FIELDS ? field[i] : (struct span){ NULL, 0 };
}

int64_t
sheet_moment(enum sheet s, const struct span field[SHEET_FIELDS], const char *key)
{
	const int64_t n = number_of(sheet_text(s, field, key));

	return n < 0 ? 0 : n;
}

uint32_t
sheet_part(enum sheet s, const struct span field[SHEET_FIELDS], const char *key)
{
	return (uint32_t)sheet_moment(s, field, key);
}

bool
sheet_is(enum sheet s, const struct span field[SHEET_FIELDS], const char *key, const char *code)
{
	return span_is(sheet_text(s, field, key), code);
}

bool
sheet_brings_help(enum sheet s, const struct span field[SHEET_FIELDS])
{
	return s == SHEET_TOLD || (s == SHEET_REFERRAL && (sheet_is(s, field, "stage", "phoned") ||
	    sheet_is(s, field, "stage", "sent") || sheet_is(s, field, "stage", "accepted")));
}
