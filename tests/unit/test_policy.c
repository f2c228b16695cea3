/* test_policy.c: the tree's own policy loads; each way to break it names file and line. */
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "policy.h"
#include "run.h"
#include "triage.h"

START_TEST(the_policy_of_this_tree_loads)
{
	struct policy *p;

	ck_assert_int_eq(policy_load("policy", faults_open(), &p), GW_OK);
	ck_assert_str_eq(faults_text(), "");
	ck_assert_uint_eq(p->n_schools, 3);
	ck_assert_ptr_nonnull(policy_school(p, span_of("norlington")));
	ck_assert_ptr_null(policy_school(p, span_of("norlingto")));
	ck_assert_ptr_null(policy_school(p, span_of("")));
	ck_assert_int_eq(p->level[BAND_IMMEDIATE].hours, 1);
	ck_assert_int_eq(p->level[BAND_URGENT].hours, 24);
	ck_assert_int_eq(p->level[BAND_PRIORITY].school_days, 1);
	ck_assert_int_eq(p->level[BAND_ROUTINE].school_days, 5);
	ck_assert_int_eq(p->review[BAND_IMMEDIATE].hours, 24);
	ck_assert_int_eq(p->review[BAND_URGENT].hours, 24);
	ck_assert_int_eq(p->review[BAND_PRIORITY].school_days, 5);
	ck_assert_int_eq(p->review[BAND_ROUTINE].school_days, 10);
	/* Nobody has told us of a night rota: the tree as it is must not promise an hour at night. */
	ck_assert_uint_eq(p->duty.n, 0);
	ck_assert_uint_eq(p->council.n, 1);
	ck_assert(!p->council.shift[0].bank_holidays);
	ck_assert_uint_ge(p->calendar.n_bank_holidays, 3 * 8);
	ck_assert_int_ge(p->calendar.bank_holidays_end, p->calendar.terms_end);
	ck_assert_int_le(p->max_files, LIMIT_FILES);
	ck_assert_int_le(p->max_file_bytes, LIMIT_FILE_BYTES);
	ck_assert_int_le(p->max_files_bytes, LIMIT_FILES_BYTES);
	for (int s = 0; s < CASE_STATE_N; s++)
		ck_assert_uint_gt(strlen(p->status_text[s]), 0);
	ck_assert_uint_gt(strlen(p->helped_text), 0);
	policy_free(p);
	faults_close();
}
END_TEST

/* Somebody else may be reading over the reporter's shoulder. */
START_TEST(no_word_about_a_reports_state_names_who_has_it)
{
	static const char *const words[] = { "police", "mash", "council", "school", "safety", "lado", "social", "gang",
		"crime", "youth", "999" };
	struct policy *p;

	ck_assert_int_eq(policy_load("policy", faults_open(), &p), GW_OK);
	for (int s = 0; s <= CASE_STATE_N; s++) {
		const char *text = s < CASE_STATE_N ? p->status_text[s] : p->helped_text;

		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			ck_assert_msg(strcasestr(text, words[i]) == NULL, "%s", text);
	}
	policy_free(p);
	faults_close();
}
END_TEST

START_TEST(each_category_has_help_of_its_own_behind_999_and_childline)
{
	const struct help *h, *always;
	struct policy *p;

	ck_assert_int_eq(policy_load("policy", faults_open(), &p), GW_OK);
	always = policy_help(p, CATEGORY_OTHER);
	ck_assert_uint_eq(always->n, 2);
	ck_assert_str_eq(always->service[0]->call, "999");
	ck_assert_str_eq(always->service[1]->call, "0800 1111");
	for (int c = CATEGORY_WEAPON; c < CATEGORY_OTHER; c++) {
		h = policy_help(p, (enum category)c);
		ck_assert_msg(h->n > always->n && h->n <= LIMIT_HELP, "%s", category_code((enum category)c));
		for (size_t i = 0; i < always->n; i++)
			ck_assert_ptr_eq(h->service[i], always->service[i]);
	}
	h = policy_help(p, CATEGORY_SELF_HARM);
	ck_assert_str_eq(h->service[2]->id, "papyrus");
	ck_assert_str_eq(h->service[2]->call, "0800 068 4141");
	ck_assert_str_eq(h->service[2]->hours, "");
	ck_assert_str_eq(h->service[3]->call, "116 123");
	ck_assert_str_eq(audience_code(h->service[3]->audience), "anyone");
	ck_assert_uint_eq(policy_help(p, CATEGORY_NONE)->n, always->n);
	ck_assert_uint_eq(policy_help(p, CATEGORY_N)->n, always->n);
	policy_free(p);
	faults_close();
}
END_TEST

START_TEST(codes_and_bands_and_states_read_back)
{
	for (int b = 0; b < BAND_N; b++)
		ck_assert_int_eq(band_of(span_of(band_code((enum band)b))), b);
	ck_assert_int_eq(band_of(span_of("Urgent")), BAND_N);
	ck_assert_int_eq(band_of(span_of("")), BAND_N);
	for (int s = 0; s < CASE_STATE_N; s++)
		ck_assert_uint_gt(strlen(case_state_code((enum case_state)s)), 0);
}
END_TEST

/* Lines 1 to 3 of the service levels; 4 is routine's; 5 the reviews. */
#define LEVELS(immediate, urgent, priority) "immediate: {hours: " immediate "}\nurgent: {hours: " urgent "}\n" \
	"priority: " priority "\n"
#define SOUND_LEVELS LEVELS("1", "24", "{school_days: 1}") "routine: {school_days: 5}\n"
#define REVIEWS "review: {immediate: {hours: 24}, urgent: {hours: 24}, priority: {school_days: 5}, " \
	"routine: {school_days: 10}}\n"

/* Signposts of one service a line, in lines 2 to 5, and of one line each for always (6) and the categories (7). */
#define ONE(id, more) "  - {id: " id ", name: Name, what: They listen., " more "}\n"
#define SERVICES "services:\n" ONE("for-all", "for: anyone, call: \"999\"") ONE("young", "for: child, web: kooth.com") \
	ONE("grown", "for: adult, text: \"85258\"") ONE("police", "for: anyone, call: \"101\", hours: day and night")
#define MOST "violence: [young], gang_exploitation: [young], sexual_harm: [young], domestic_abuse: [young], " \
	"missing: [young], self_harm: [young, grown], neglect_abuse: [young], bullying: [young], hate: [young], " \
	"drugs: [young], radicalisation: [young], online_harm: [young], mental_health: [young], " \
	"staff_concern: [young]"
#define LISTS "always: [for-all]\ncategories: {weapon: [young], community: [police], " MOST "}\n"
#define WITH_ONE(id, more) SERVICES ONE(id, more) LISTS		/* in line 6 */
#define WITH_WEAPON(list) SERVICES "always: [for-all]\ncategories: {weapon: " list ", community: [police], " MOST "}\n"
#define WITH_ALWAYS(list) SERVICES "always: " list "\ncategories: {weapon: [young], community: [police], " MOST "}\n"
#define TEN "1234567890"
#define BANK "bank_holidays: [{day: \"2026-12-25\", why: x}]\n"
#define CLOSED "closed: [{from: \"2026-12-21\", to: \"2027-01-01\", why: x}]\n"
#define TERMS(more) "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\n" more
#define COVER(shift) "duty: []\ncouncil:\n  - {" shift "}\n"		/* in line 3 */
#define NINE_TO_FIVE "days: [mon-fri], from: \"09:00\", to: \"17:00\""

static const char sound_signposts[] = SERVICES LISTS;

/* One file of a good policy with one text replaced, and what the fault line must hold. */
#define FILES "max_files: 1\nmax_file_bytes: 10\nmax_files_bytes: 10\n"
#define COPIES "copy_megapixels: 1\ncopy_pages: 1\ncopy_seconds: 1\nuncleaned: keep\n"

static const struct { const char *file, *text, *fault; } broken[] = {
	{ "schools.yaml", "schools: []\n", "schools.yaml:1: schools: must be a list of 1 to 200 entries" },
	{ "schools.yaml", "schools:\n  - { code: a-b, name: One }\n  - { code: a-b, name: Two }\n",
	    "schools.yaml:3: code: another school has it; each code is allowed once" },
	{ "schools.yaml", "schools:\n  - { code: Abc, name: One }\n",
	    "schools.yaml:2: code: must be small letters, digits and hyphens" },
	{ "schools.yaml", "schools:\n  - { code: abc }\n", "schools.yaml:2: name: is missing; it is required here" },
	{ "service-levels.yaml", LEVELS("1", "24", "{school_days: 1}") "routin: {school_days: 5}\n" REVIEWS,
	    "service-levels.yaml:1: routine: is missing" },
	{ "service-levels.yaml", "immediate: {hours: 1}\nurgent: {school_days: 1}\npriority: {school_days: 1}\n"
	    "routine: {school_days: 5}\n" REVIEWS,
	    "service-levels.yaml:2: urgent: school_days: this band runs day and night" },
	{ "service-levels.yaml", LEVELS("25", "24", "{school_days: 1}") "routine: {school_days: 5}\n" REVIEWS,
	    "service-levels.yaml:1: immediate: hours: must not be more than" },
	{ "service-levels.yaml", LEVELS("1", "24", "{school_days: 1, hours: 3}") "routine: {school_days: 5}\n" REVIEWS,
	    "service-levels.yaml:3: priority: needs one of hours and school_days, not both" },
	{ "service-levels.yaml", LEVELS("1", "24", "{school_days: 1}") "routine: {school_days: 5}\n",
	    "service-levels.yaml:1: review: is missing; it is required here" },
	{ "service-levels.yaml", SOUND_LEVELS "review: {immediate: {hours: 24}, urgent: {hours: 24}, "
	    "priority: {school_days: 5}}\n", "service-levels.yaml:5: routine: is missing; it is required here" },
	{ "service-levels.yaml", SOUND_LEVELS "review: {immediate: {hours: 24}, urgent: {school_days: 1}, "
	    "priority: {school_days: 5}, routine: {school_days: 10}}\n",
	    "service-levels.yaml:5: review: urgent: school_days: this band runs day and night" },
	{ "service-levels.yaml", SOUND_LEVELS "review: {immediate: {hours: 25}, urgent: {hours: 24}, "
	    "priority: {school_days: 5}, routine: {school_days: 10}}\n",
	    "service-levels.yaml:5: review: immediate: hours: must not be more than those of urgent" },
	{ "service-levels.yaml", SOUND_LEVELS "review: {immediate: {hours: 24}, urgent: {hours: 24}, "
	    "priority: {school_days: 31}, routine: {school_days: 10}}\n",
	    "service-levels.yaml:5: school_days: must be a whole number from 1 to 30" },
	{ "service-levels.yaml", SOUND_LEVELS "review: {immediate: {hours: 24}, urgent: {hours: 24}, "
	    "priority: {school_days: 5}, routine: {school_days: 10, weeks: 1}}\n",
	    "service-levels.yaml:5: weeks: is not a key here; allowed are hours, school_days" },
	{ "calendar.yaml", "zone: Europe/Lundun\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: x}\n" BANK,
	    "calendar.yaml:1: zone: must be a zone of" },
	{ "calendar.yaml", "zone: ../../../etc/passwd\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: x}\n" BANK,
	    "calendar.yaml:1: zone: must be a zone of" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"8.30x\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: x}\n" BANK,
	    "calendar.yaml:2: opens: must be a time of day" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"08:30\"\nclosed:\n"
	    "  - {from: \"2026-12-21\", to: \"2027-01-01\", why: x}\n" BANK,
	    "calendar.yaml:3: closes: must be a time of day" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2027-02-29\", to: \"2027-03-01\", why: x}\n" BANK,
	    "calendar.yaml:5: from: must be a day" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2027-03-02\", to: \"2027-03-01\", why: x}\n" BANK,
	    "calendar.yaml:5: to: must be from's day or later" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"15:30\"\nclosed:\n"
	    "  - {from: \"2026-01-01\", to: \"2027-01-01\", why: x}\n" BANK,
	    "calendar.yaml:5: to: must be from's day or later, at most 70" },
	{ "calendar.yaml", TERMS(CLOSED), "calendar.yaml:1: bank_holidays: is missing; it is required here" },
	{ "calendar.yaml", TERMS(CLOSED "bank_holidays: []\n"),
	    "calendar.yaml:5: bank_holidays: must be a list of 1 to 64 entries" },
	{ "calendar.yaml", TERMS(CLOSED "bank_holidays: [{day: \"2026-13-25\", why: x}]\n"),
	    "calendar.yaml:5: day: must be a day of 2000 to 2100" },
	{ "calendar.yaml", TERMS(CLOSED "bank_holidays:\n  - {day: \"2026-12-25\", why: x}\n"
	    "  - {day: \"2026-12-25\", why: x}\n"),
	    "calendar.yaml:7: day: must be later than the bank holiday before it" },
	{ "calendar.yaml", TERMS(CLOSED "bank_holidays: [{from: \"2026-12-25\", why: x}]\n"),
	    "calendar.yaml:5: from: is not a key here; allowed are day, why" },
	{ "calendar.yaml", TERMS(CLOSED "bank_holidays: [{day: \"2026-12-25\"}]\n"),
	    "calendar.yaml:5: why: is missing" },
	{ "calendar.yaml", TERMS("closed: [{to: \"2026-12-25\", why: x}]\n" BANK),
	    "calendar.yaml:4: from: is missing" },
	{ "calendar.yaml", TERMS("closed: []\n" BANK), "calendar.yaml:4: closed: must be a list of 1 to 128 entries" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"24:00\"\ncloses: \"15:30\"\n" CLOSED BANK,
	    "calendar.yaml:2: opens: must be a time of day" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:30\"\ncloses: \"24:00\"\n" CLOSED BANK,
	    "calendar.yaml:3: closes: must be a time of day" },
	{ "calendar.yaml", "zone: Europe/London\nopens: \"08:60\"\ncloses: \"15:30\"\n" CLOSED BANK,
	    "calendar.yaml:2: opens: must be a time of day" },
	{ "schools.yaml", "schools:\n  - { code: abc, name: One, closed: [{from: \"2026-11-31\", why: x}] }\n",
	    "schools.yaml:2: from: must be a day" },
	{ "schools.yaml", "schools:\n  - { code: abc, name: One, closed: [{from: \"2026-11-23\"}] }\n",
	    "schools.yaml:2: why: is missing" },
	{ "schools.yaml", "schools:\n  - { code: abc, name: One, closed: [{day: \"2026-11-23\", why: x}] }\n",
	    "schools.yaml:2: day: is not a key here; allowed are from, to, why" },
	{ "schools.yaml", "schools:\n  - { code: abc, name: One, closed: monday }\n",
	    "schools.yaml:2: closed: must be a list of 0 to 32 entries" },
	{ "cover.yaml", "council: []\n", "cover.yaml:1: duty: is missing; it is required here" },
	{ "cover.yaml", "duty: []\n", "cover.yaml:1: council: is missing; it is required here" },
	{ "cover.yaml", "duty: []\ncouncil: []\nschool: []\n",
	    "cover.yaml:3: school: is not a key here; allowed are council, duty" },
	{ "cover.yaml", "duty: none\ncouncil: []\n", "cover.yaml:1: duty: must be a list of 0 to 32 entries" },
	{ "cover.yaml", "duty: [always]\ncouncil: []\n", "cover.yaml:1: must be a mapping (key: value)" },
	{ "cover.yaml", COVER(NINE_TO_FIVE), "cover.yaml:3: bank_holidays: is missing; it is required here" },
	{ "cover.yaml", COVER(NINE_TO_FIVE ", bank_holidays: maybe"),
	    "cover.yaml:3: bank_holidays: must be true or false" },
	{ "cover.yaml", COVER(NINE_TO_FIVE ", bank_holidays: false, who: A"),
	    "cover.yaml:3: who: is not a key here; allowed are days, from, to, bank_holidays" },
	{ "cover.yaml", COVER("days: [mon-fri], from: \"09:00\", bank_holidays: true"),
	    "cover.yaml:3: to: is missing" },
	{ "cover.yaml", COVER("days: mon-fri, from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be a list of 1 to 7 entries" },
	{ "cover.yaml", COVER("days: [], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be a list of 1 to 7 entries" },
	{ "cover.yaml", COVER("days: [monday], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be mon, tue, wed, thu, fri, sat, sun, or two of them in this order, as mon-fri" },
	{ "cover.yaml", COVER("days: [fri-mon], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be mon" },
	{ "cover.yaml", COVER("days: [mon-xyz], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be mon" },
	{ "cover.yaml", COVER("days: [mon/fri], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be mon" },
	{ "cover.yaml", COVER("days: [[mon]], from: \"09:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: days: must be mon" },
	{ "cover.yaml", COVER("days: [mon], from: \"9.00h\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: from: must be a time of day: write it as \"09:00\", in quotes" },
	{ "cover.yaml", COVER("days: [mon], from: \"-9:00\", to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: from: must be a time of day" },
	{ "cover.yaml", COVER("days: [mon], from: \"09:00\", to: \"24:01\", bank_holidays: true"),
	    "cover.yaml:3: to: must be a time of day in quotes, as \"17:00\" or \"24:00\"" },
	{ "cover.yaml", COVER("days: [mon], from: \"22:00\", to: \"06:00\", bank_holidays: true"),
	    "cover.yaml:3: to: must be a time of day in quotes, as \"17:00\" or \"24:00\", at least 15 minutes "
	    "after from; a night is two shifts" },
	{ "cover.yaml", COVER("days: [mon], from: \"22:00\", to: \"22:14\", bank_holidays: true"),
	    "at least 15 minutes after from" },
	{ "cover.yaml", COVER("days: [mon], from: \"09:00\", to: 1020, bank_holidays: true"),
	    "cover.yaml:3: to: must be a time of day in quotes, as \"17:00\"" },
	{ "cover.yaml", COVER("days: [mon], from: 9:00, to: \"17:00\", bank_holidays: true"),
	    "cover.yaml:3: from: must be a time of day: write it as \"09:00\", in quotes" },
	{ "limits.yaml", "max_files: 11\nmax_file_bytes: 1\nmax_files_bytes: 1\n" COPIES,
	    "limits.yaml:1: max_files: must be a whole number from 0 to 10" },
	{ "limits.yaml", "max_files: 1\nmax_file_bytes: 26214401\nmax_files_bytes: 1\n" COPIES,
	    "limits.yaml:2: max_file_bytes: must be a whole number from 1 to 26214400" },
	{ "limits.yaml", "max_files: 1\nmax_file_bytes: 10\nmax_files_bytes: 9\n" COPIES,
	    "limits.yaml:3: max_files_bytes: must not be less than max_file_bytes" },
	{ "limits.yaml", FILES "copy_megapixels: 101\ncopy_pages: 1\ncopy_seconds: 1\nuncleaned: keep\n",
	    "limits.yaml:4: copy_megapixels: must be a whole number from 1 to 100" },
	{ "limits.yaml", FILES "copy_megapixels: 1\ncopy_pages: 1\ncopy_seconds: 16\nuncleaned: keep\n",
	    "limits.yaml:6: copy_seconds: must be a whole number from 1 to 15" },
	{ "limits.yaml", FILES "copy_megapixels: 1\ncopy_pages: 1\ncopy_seconds: 1\nuncleaned: lose\n",
	    "limits.yaml:7: uncleaned: must be keep or refuse" },
	{ "signposts.yaml", "services: []\n" LISTS, "signposts.yaml:1: services: must be a list of 1 to 64 entries" },
	{ "signposts.yaml", LISTS, "signposts.yaml:1: services: is missing; it is required here" },
	{ "signposts.yaml", SERVICES "categories: {weapon: [young], community: [police], " MOST "}\n",
	    "signposts.yaml:1: always: is missing; it is required here" },
	{ "signposts.yaml", SERVICES "always: [for-all]\n",
	    "signposts.yaml:1: categories: is missing; it is required here" },
	{ "signposts.yaml", WITH_ONE("young", "for: child, web: kooth.com"),
	    "signposts.yaml:6: id: another service has it; each id is allowed once" },
	{ "signposts.yaml", WITH_ONE("Young", "for: child, web: kooth.com"),
	    "signposts.yaml:6: id: must be small letters, digits and hyphens" },
	{ "signposts.yaml", WITH_ONE("a" TEN TEN TEN "ab", "for: child, web: kooth.com"),
	    "signposts.yaml:6: id: must be text of 2 to 32 bytes" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child"), "signposts.yaml:6: zz: needs one of call, text and web" },
	{ "signposts.yaml", WITH_ONE("zz", "web: kooth.com"),
	    "signposts.yaml:6: for: is missing; it is required here" },
	{ "signposts.yaml", WITH_ONE("zz", "for: girls, web: kooth.com"),
	    "signposts.yaml:6: for: must be child, adult or anyone" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, phone: \"101\""),
	    "signposts.yaml:6: phone: is not a key here; allowed are id, name, what, for, call, text, web, hours" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, call: 0800-1111"),
	    "signposts.yaml:6: call: must be a number in quotes, as \"0800 1111\"" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, call: \"    \""),
	    "signposts.yaml:6: call: must be a number in quotes, as \"0800 1111\"" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, text: SHOUT"),
	    "signposts.yaml:6: text: must be a number in quotes, as \"85258\"" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, web: \"https://kooth.com\""),
	    "signposts.yaml:6: web: must be an address without https://, as kooth.com" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, web: " TEN TEN TEN TEN ".com"),
	    "signposts.yaml:6: web: must be text of 4 to 40 bytes" },
	{ "signposts.yaml", WITH_ONE("zz", "for: child, web: kooth.com, hours: \"day\\nnight\""),
	    "signposts.yaml:6: hours: must be one line of plain text" },
	{ "signposts.yaml",
	    SERVICES "  - {id: zz, name: \"a \\\"b\\\"\", what: They listen., for: child, web: kooth.com}\n" LISTS,
	    "signposts.yaml:6: name: must be one line of plain text, without \" and \\" },
	{ "signposts.yaml", SERVICES "  - {id: zz, name: Name, what: " TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
	    "123456789, for: child, web: kooth.com}\n" LISTS,
	    "signposts.yaml:6: what: must be text of 2 to 128 bytes" },
	{ "signposts.yaml", SERVICES "  - zz\n" LISTS, "signposts.yaml:6: must be a mapping (key: value)" },
	{ "signposts.yaml", WITH_WEAPON("[yonug]"),
	    "signposts.yaml:7: weapon: yonug: must be the id of a service in this file" },
	{ "signposts.yaml", WITH_WEAPON("[{young: 1}]"),
	    "signposts.yaml:7: weapon: (no text): must be the id of a service in this file" },
	{ "signposts.yaml", WITH_WEAPON("[]"), "signposts.yaml:7: weapon: must be a list of 1 to 3 entries" },
	{ "signposts.yaml", WITH_WEAPON("young"), "signposts.yaml:7: weapon: must be a list of 1 to 3 entries" },
	{ "signposts.yaml", WITH_WEAPON("[young, grown, police, young]"),
	    "signposts.yaml:7: weapon: must be a list of 1 to 3 entries" },
	{ "signposts.yaml", WITH_WEAPON("[young, young]"),
	    "signposts.yaml:7: weapon: young: is named already, here or in always" },
	{ "signposts.yaml", WITH_WEAPON("[young, for-all]"),
	    "signposts.yaml:7: weapon: for-all: is named already, here or in always" },
	{ "signposts.yaml", WITH_WEAPON("[grown]"),
	    "signposts.yaml:7: weapon: needs a service that is not for adults only" },
	{ "signposts.yaml", WITH_WEAPON("[young], other: [young]"),
	    "signposts.yaml:7: other: is not a key here; allowed are weapon, violence" },
	{ "signposts.yaml", SERVICES "always: [for-all]\ncategories: {weapon: [young], " MOST "}\n",
	    "signposts.yaml:7: community: is missing; it is required here" },
	{ "signposts.yaml", WITH_ALWAYS("[]"), "signposts.yaml:6: always: must be a list of 1 to 3 entries" },
	{ "signposts.yaml", WITH_ALWAYS("[for-all, young, grown, police]"),
	    "signposts.yaml:6: always: must be a list of 1 to 3 entries" },
	{ "signposts.yaml", WITH_ALWAYS("[for-al]"),
	    "signposts.yaml:6: always: for-al: must be the id of a service in this file" },
	{ "signposts.yaml", WITH_ALWAYS("[grown]"),
	    "signposts.yaml:6: always: needs a service that is not for adults only" },
	{ "wording/status.yaml", "received: x\n", "wording/status.yaml:1: read: is missing" },
	{ "triage/version.yaml", "version: \"1\"\nrulez: []\n", "triage/version.yaml:2: rulez: is not a key here" },
	{ "triage/zz.yaml", "version: \"2\"\n", "triage/zz.yaml:1: version: another file has it" },
	{ "triage/zz.yaml", "concepts: { blade: [x] }\n",
	    "triage/zz.yaml:1: blade: another concept or context has this name" },
	{ "triage/zz.yaml", "concepts:\n  zz: [\"a-b\"]\n", "triage/zz.yaml:2: a-b: a phrase is words of letters" },
	{ "triage/zz.yaml", "concepts:\n  zz: [\"ab*\"]\n", "triage/zz.yaml:2: ab*: a phrase is words of letters" },
	{ "triage/zz.yaml", "concepts:\n  zz: [a b c d e f g h i]\n",
	    "triage/zz.yaml:2: a b c d e f g h i: a phrase has at most 8" },
	{ "triage/zz.yaml", "concepts:\n  zz: [\"=none\"]\n", "triage/zz.yaml:2: =none: must name another concept" },
	{ "triage/zz.yaml", "contexts:\n  zz: { reach: 5, side: left, within: clause, words: [x] }\n",
	    "triage/zz.yaml:2: side: must be before, after or both" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: grave, category: weapon, why: abc, all_of: [blade] }\n",
	    "triage/zz.yaml:2: band: must be immediate, urgent, priority or routine" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: urgent, category: wepon, why: abc, all_of: [blade] }\n",
	    "triage/zz.yaml:2: category: must be one of the standard's category codes" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: urgent, category: weapon, why: abc, all_of: [blad] }\n",
	    "triage/zz.yaml:2: all_of: blad: must be the name of a concept in these files" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: urgent, category: weapon, why: abc, "
	    "all_of: [blade], none_of: [blade] }\n",
	    "triage/zz.yaml:2: none_of: blade: must be the name of a context in these files" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: urgent, category: weapon, why: abc }\n",
	    "triage/zz.yaml:2: zz.a: needs all_of or answers" },
	{ "triage/zz.yaml", "rules:\n  - { id: zz.a, band: urgent, category: weapon, why: abc, "
	    "answers: { when: later } }\n",
	    "triage/zz.yaml:2: answers: when: It must be" },
	{ "triage/zz.yaml", "rules:\n  - { id: weapon.named, band: urgent, category: weapon, why: abc, "
	    "all_of: [blade] }\n",
	    "id: another rule has it; each id is allowed once" },
};

static void
copy_policy(void)
{
	folder_make();
	folder_copy("policy", ".");
	folder_copy("policy/wording", "wording");
	folder_copy("policy/triage", "triage");
}

START_TEST(signposts_may_be_rewritten)
{
	struct policy *p;

	copy_policy();
	folder_write("signposts.yaml", sound_signposts);
	ck_assert_msg(policy_load(folder_path("."), faults_open(), &p) == GW_OK, "%s", faults_text());
	ck_assert_uint_eq(p->n_services, 4);
	ck_assert_uint_eq(policy_help(p, CATEGORY_SELF_HARM)->n, 3);
	ck_assert_str_eq(policy_help(p, CATEGORY_SELF_HARM)->service[2]->text, "85258");
	policy_free(p);
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(a_broken_policy_names_file_and_line)
{
	struct triage *t = NULL;
	struct policy *p = NULL;
	enum gw_err e;
	FILE *err;

	copy_policy();
	folder_write(broken[_i].file, broken[_i].text);
	err = faults_open();
	e = policy_load(folder_path("."), err, &p);
	if (e == GW_OK)
		e = triage_load(folder_path("."), err, &t);
	ck_assert_int_eq(e, GW_EINPUT);
	ck_assert_ptr_null(t);
	ck_assert_msg(strstr(faults_text(), broken[_i].fault) != NULL, "want %s\ngot %s", broken[_i].fault,
	    faults_text());
	policy_free(p);
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(faults_of_several_files_are_all_reported)
{
	struct policy *p;

	copy_policy();
	folder_write("limits.yaml", "max_files: 99\n");
	folder_write("service-levels.yaml", "immediate: 1\n");
	ck_assert_int_eq(policy_load(folder_path("."), faults_open(), &p), GW_EINPUT);
	ck_assert_ptr_null(p);
	ck_assert_ptr_nonnull(strstr(faults_text(), "limits.yaml:1: max_files: "));
	ck_assert_ptr_nonnull(strstr(faults_text(), "limits.yaml:1: max_file_bytes: is missing"));
	ck_assert_ptr_nonnull(strstr(faults_text(), "service-levels.yaml:1: immediate: "));
	faults_close();
	folder_drop();
}
END_TEST

START_TEST(an_absent_folder_is_not_a_policy)
{
	struct triage *t;
	struct policy *p;

	ck_assert_int_eq(policy_load("/nonexistent", faults_open(), &p), GW_EIO);
	faults_close();
	ck_assert_int_eq(triage_load("/nonexistent", faults_open(), &t), GW_EIO);
	ck_assert_str_eq(faults_text(), "/nonexistent/triage: cannot be opened; it must be a folder\n");
	faults_close();
}
END_TEST

Suite *
suite(void)
{
	Suite *s = suite_create("policy");
	TCase *c = tcase_create("policy");

	tcase_set_timeout(c, 30);
	tcase_add_test(c, the_policy_of_this_tree_loads);
	tcase_add_test(c, no_word_about_a_reports_state_names_who_has_it);
	tcase_add_test(c, each_category_has_help_of_its_own_behind_999_and_childline);
	tcase_add_test(c, codes_and_bands_and_states_read_back);
	tcase_add_test(c, signposts_may_be_rewritten);
	tcase_add_loop_test(c, a_broken_policy_names_file_and_line, 0, (int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(c, faults_of_several_files_are_all_reported);
	tcase_add_test(c, an_absent_folder_is_not_a_policy);
	suite_add_tcase(s, c);
	return s;
}
