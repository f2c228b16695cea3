/* words_of.c: tables and a little arithmetic. */
#include "words_of.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "clock.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, HOURS_UNTIL = 2 * DAY, DATE_TEXT = 10 };

/* --- times --- */

/* "10 min", "2 h 10 min", "3 days", whole ones. */
static void
say_span(int64_t seconds, char text[WORDS_TIME])
{
	const int64_t hours = seconds / HOUR, minutes = seconds % HOUR / MINUTE;

	if (seconds >= HOURS_UNTIL)
		snprintf(text, WORDS_TIME, "%" PRId64 " days", seconds / DAY);
	else if (hours == 0)
		snprintf(text, WORDS_TIME, "%" PRId64 " min", minutes);
	else if (minutes == 0)
		snprintf(text, WORDS_TIME, "%" PRId64 " h", hours);
	else
		snprintf(text, WORDS_TIME, "%" PRId64 " h %" PRId64 " min", hours, minutes);
}

void
words_left(int64_t due, int64_t now, char text[WORDS_TIME])
{
	const int64_t minutes = due / MINUTE - now / MINUTE;
	char span[WORDS_TIME];

	say_span((minutes < 0 ? -minutes : minutes) * MINUTE, span);
	if (minutes == 0)
		snprintf(text, WORDS_TIME, "due now");
	else
		snprintf(text, WORDS_TIME, "%.20s %s", span, minutes > 0 ? "left" : "over");
}

void
words_age(int64_t since, int64_t now, char text[WORDS_TIME])
{
	const int64_t age = now - since;

	if (age < MINUTE)
		snprintf(text, WORDS_TIME, "just now");
	else if (age >= HOUR && age < HOURS_UNTIL)
		say_span(age / HOUR * HOUR, text);
	else
		say_span(age, text);
}

void
words_miss(int64_t due, int64_t at, char text[WORDS_TIME])
{
	const int64_t late = at / MINUTE * MINUTE - due;

	if (late < MINUTE)
		snprintf(text, WORDS_TIME, "less than a minute");
	else if (late >= DAY && late < HOURS_UNTIL)
		snprintf(text, WORDS_TIME, "1 day");
	else
		say_span(late, text);
}

void
words_late(int64_t due, int64_t at, char text[WORDS_TIME])
{
	const int64_t late = at / MINUTE * MINUTE - due;
	char span[WORDS_TIME];

	text[0] = '\0';
	if (due <= 0 || late < MINUTE)
		return;
	words_miss(due, at, span);
	snprintf(text, WORDS_TIME, "%.20s late", span);
}

void
words_day(const struct calendar *c, int64_t at, char text[WORDS_TIME])
{
	char words[CLOCK_WORDS];
	const char *day;

	clock_words(c, at, words);
	day = strstr(words, " on ");
	if (day == NULL)
		day = strstr(words, " of ");	/* midnight at the end of it */
	snprintf(text, WORDS_TIME, "%.31s", day == NULL ? words : day + strlen(" on "));
}

void
words_away(const struct calendar *c, int64_t until, const char *cover, char text[WORDS_AWAY])
{
	char day[WORDS_TIME];

	words_day(c, until, day);
	snprintf(text, WORDS_AWAY, "until %s%s%s%s", day, cover[0] != '\0' ? "; " : "", cover,
	    cover[0] != '\0' ? " covers" : "");
}

/* Two digits at p, or -1. */
static int
two(const uint8_t *p)
{
	return isdigit(p[0]) && isdigit(p[1]) ? (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

enum gw_err
words_day_read(const struct calendar *c, struct span text, int64_t *at)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year, month, day;
	int64_t days = 10957;		/* 2000-01-01 */
	int32_t want;

	if (text.n != DATE_TEXT || text.p[4] != '-' || text.p[7] != '-' || two(text.p) != 20)
		return GW_EINPUT;
	year = two(text.p + 2);
	month = two(text.p + 5);
	day = two(text.p + 8);
	if (year < 0 || month < 1 || month > 12 || day < 1 ||
	    day > lengths[month - 1] + (month == 2 && year % 4 == 0))
		return GW_EINPUT;
	days += year * 365 + (year + 3) / 4;
	for (int m = 1; m < month; m++)
		days += lengths[m - 1] + (m == 2 && year % 4 == 0);
	want = (int32_t)days + day - 1;
	/* The last minute that the wall still shows that day, whatever the zone's offset is. */
	for (*at = ((int64_t)want + 2) * DAY - MINUTE; clock_wall(c, *at).day > want; *at -= MINUTE)
		continue;
	return GW_OK;
}

/* --- a case's short name --- */

void
words_ref(const uint8_t report[ID_BYTES], char text[WORDS_REF])
{
	snprintf(text, WORDS_REF, "%02X%02X-%02X%02X", report[0], report[1], report[2], report[3]);
}

enum gw_err
words_ref_read(struct span typed, uint8_t id[ID_BYTES], size_t *n)
{
	char hex[2 * ID_BYTES + 1];
	size_t digits = 0;

	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == '-' || typed.p[i] == ' ')
			continue;
		if (!isxdigit(typed.p[i]) || digits == 2 * ID_BYTES)
			return GW_EINPUT;
		hex[digits++] = (char)typed.p[i];
	}
	if (digits != 2 * REF_BYTES && digits != 2 * ID_BYTES)
		return GW_EINPUT;
	memset(id, 0, ID_BYTES);
	return sodium_hex2bin(id, ID_BYTES, hex, digits, NULL, n, NULL) == 0 ? GW_OK : GW_EINPUT;
}

/* --- codes --- */

static const char *
word(const char *const *words, size_t n, size_t i)
{
	return i < n && words[i] != NULL ? words[i] : "";
}
#define WORD(words, i) word(words, sizeof words / sizeof words[0], (size_t)(i))

const char *
words_category(enum category c)
{
	static const char *const words[CATEGORY_N] = {
		[CATEGORY_WEAPON] = "Weapon", [CATEGORY_VIOLENCE] = "Violence",
		[CATEGORY_GANG_EXPLOITATION] = "Gangs and exploitation", [CATEGORY_SEXUAL_HARM] = "Sexual harm",
		[CATEGORY_DOMESTIC_ABUSE] = "Domestic abuse", [CATEGORY_MISSING] = "Missing",
		[CATEGORY_SELF_HARM] = "Self-harm or suicide", [CATEGORY_NEGLECT_ABUSE] = "Neglect or abuse",
		[CATEGORY_BULLYING] = "Bullying", [CATEGORY_HATE] = "Hate", [CATEGORY_DRUGS] = "Drugs",
		[CATEGORY_RADICALISATION] = "Radicalisation", [CATEGORY_ONLINE_HARM] = "Online harm",
		[CATEGORY_MENTAL_HEALTH] = "Mental health", [CATEGORY_STAFF_CONCERN] = "Concern about staff",
		[CATEGORY_COMMUNITY] = "Community", [CATEGORY_OTHER] = "Other",
	};

	return WORD(words, c);
}

const char *
words_band(enum band b)
{
	static const char *const words[BAND_N] = {
		[BAND_ROUTINE] = "Routine", [BAND_PRIORITY] = "Priority", [BAND_URGENT] = "Urgent",
		[BAND_IMMEDIATE] = "Immediate",
	};

	return WORD(words, b);
}

const char *
words_state(enum case_state s)
{
	static const char *const words[CASE_STATE_N] = {
		[CASE_RECEIVED] = "Not read yet", [CASE_READ] = "Read", [CASE_WORKING] = "Being worked on",
		[CASE_ASKED] = "Question asked", [CASE_ANSWERED] = "Answered", [CASE_CLOSED] = "Closed",
	};

	return WORD(words, s);
}

const char *
words_act(enum case_act a)
{
	static const char *const words[ACT_N] = {
		[ACT_MESSAGE] = "Wrote to the reporter", [ACT_NOTE] = "Wrote a note",
		[ACT_CONFIRM] = "Confirmed the band", [ACT_RAISE] = "Raised the band",
		[ACT_LOWER] = "Lowered the band", [ACT_ASK_LOWER] = "Asked a second person to lower the band",
		[ACT_AGREE_LOWER] = "Agreed to lower the band", [ACT_REFUSE_LOWER] = "Refused to lower the band",
		[ACT_ASSIGN] = "Assigned the case", [ACT_TASK] = "Set a task", [ACT_TASK_DONE] = "Finished a task",
		[ACT_TAG] = "Added a tag", [ACT_UNTAG] = "Took a tag off", [ACT_LINK] = "Linked another case",
		[ACT_REVIEW] = "Reviewed the case", [ACT_CORRECT] = "Corrected an entry",
		[ACT_LOG] = "Logged what they were told", [ACT_CLOSE] = "Closed the case",
		[ACT_REOPEN] = "Opened the case again", [ACT_RECORD] = "Recorded a sheet",
		[ACT_PASS] = "Passed parts of it on", [ACT_SHARE] = "Shared the whole case",
		[ACT_COME] = "Came as parts of another case",
	};

	return WORD(words, a);
}

const char *
words_outcome(enum outcome o)
{
	static const char *const words[OUTCOME_N] = {
		[OUTCOME_MASH] = "Referred to the MASH", [OUTCOME_POLICE] = "Passed to the police",
		[OUTCOME_EARLY_HELP] = "Early Help", [OUTCOME_SCHOOL_SUPPORT] = "Support in school",
		[OUTCOME_COMMUNITY_SAFETY] = "Passed to community safety",
		[OUTCOME_OTHER_SERVICE] = "Passed to another service",
		[OUTCOME_DUPLICATE] = "Duplicate of another case",
		[OUTCOME_CANNOT_IDENTIFY] = "Nobody could be identified", [OUTCOME_NO_ACTION] = "No further action",
		[OUTCOME_TEST] = "A test, no concern",
	};

	return WORD(words, o);
}

const char *
words_link(enum link_how how)
{
	static const char *const words[LINK_HOW_N] = {
		[LINK_DUPLICATE] = "duplicate", [LINK_INCIDENT] = "same incident",
	};

	return WORD(words, how);
}

const char *
words_tag(enum tag_kind kind)
{
	static const char *const words[TAG_KIND_N] = { [TAG_PERSON] = "person", [TAG_PLACE] = "place" };

	return WORD(words, kind);
}

const char *
words_danger(enum answer_danger d)
{
	static const char *const words[] = {
		[DANGER_NOT_SURE] = "Not sure", [DANGER_NO] = "Nobody is in danger now",
		[DANGER_YES] = "Somebody is in danger now",
	};

	return WORD(words, d);
}

const char *
words_when(enum answer_when w)
{
	static const char *const words[] = {
		[WHEN_NOT_SURE] = "Not sure", [WHEN_PAST] = "In the past", [WHEN_SOON] = "Soon",
		[WHEN_TODAY] = "Today", [WHEN_NOW] = "Now",
	};

	return WORD(words, w);
}

const char *
words_weapon(enum answer_weapon w)
{
	static const char *const words[] = {
		[WEAPON_NOT_SURE] = "Not sure", [WEAPON_NO] = "No weapon", [WEAPON_YES] = "There is a weapon",
	};

	return WORD(words, w);
}

const char *
words_about(enum answer_about a)
{
	static const char *const words[] = {
		[ABOUT_SOMEONE_ELSE] = "Somebody else", [ABOUT_ME] = "The reporter",
		[ABOUT_PLACE_OR_GROUP] = "A place or a group",
	};

	return WORD(words, a);
}
