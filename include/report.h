/* report.h: what a reporter says. Read strictly from the API's JSON, written canonically into the sealed body. Pure. */
#ifndef REPORT_H
#define REPORT_H

#include <stdint.h>

#include "buf.h"
#include "copy.h"
#include "err.h"
#include "json.h"
#include "limit.h"

enum answer_danger { DANGER_NOT_SURE, DANGER_NO, DANGER_YES };
enum answer_when { WHEN_NOT_SURE, WHEN_PAST, WHEN_SOON, WHEN_TODAY, WHEN_NOW };
enum answer_weapon { WEAPON_NOT_SURE, WEAPON_NO, WEAPON_YES };
enum answer_about { ABOUT_SOMEONE_ELSE, ABOUT_ME, ABOUT_PLACE_OR_GROUP };

enum category {		/* triage/standard.md, "Category codes", in its order */
	CATEGORY_NONE, CATEGORY_WEAPON, CATEGORY_VIOLENCE, CATEGORY_GANG_EXPLOITATION, CATEGORY_SEXUAL_HARM,
	CATEGORY_DOMESTIC_ABUSE, CATEGORY_MISSING, CATEGORY_SELF_HARM, CATEGORY_NEGLECT_ABUSE, CATEGORY_BULLYING,
	CATEGORY_HATE, CATEGORY_DRUGS, CATEGORY_RADICALISATION, CATEGORY_ONLINE_HARM, CATEGORY_MENTAL_HEALTH,
	CATEGORY_STAFF_CONCERN, CATEGORY_COMMUNITY, CATEGORY_OTHER, CATEGORY_N
};
/* "" for CATEGORY_NONE. */
const char *category_code(enum category c);
/* CATEGORY_N when there is no such code. */
enum category category_of(struct span code);

struct answers {
	enum answer_danger danger_now;
	enum answer_when when;
	enum answer_weapon weapon;
	enum answer_about about;
	enum category category;
};

struct report_file {
	uint8_t sha256[32];
	uint64_t size;			/* plaintext bytes */
	enum copy_state copy;		/* when it arrived; LATER for what was sent before there were copies */
	enum copy_kind kind;		/* CLEAN: of the copy; else NONE */
	char name[LIMIT_FILE_NAME + 1];	/* as given; for staff who hold the key, nowhere else */
};

struct report {
	struct buf text;		/* UTF-8, may be empty when there are files */
	struct buf place;
	struct buf keep_from;		/* whom not to tell, and why, as the reporter asks; may be empty */
	struct answers answers;
	char school[LIMIT_SCHOOL_CODE + 1];	/* "" for none */
	size_t n_files;
	struct report_file file[LIMIT_FILES];
};

/* One field is wrong: its name ("answers.when") and a sentence for the person who sent it. Both static text. */
struct field_fault { const char *field, *detail; };

void report_init(struct report *r);
void report_free(struct report *r);	/* wipes */
/* Reads {"text","answers","school","place","keep_from"} from the API: unknown keys, wrong types, values and lengths
 * are GW_EINPUT with *fault set. Whether the school exists is the caller's to check. Files are not in it. */
GW_CHECKED enum gw_err report_read(const json_t *v, struct report *r, struct field_fault *fault);
/* Reads only an answers object (may be NULL or lack keys: "not sure"). */
GW_CHECKED enum gw_err answers_read(const json_t *v, struct answers *a, struct field_fault *fault);
/* The sealed body: canonical JSON with the files listed; and back. The same shape serves a message (text and files).
 * keep_from is in it only when there is one. */
GW_CHECKED enum gw_err report_encode(const struct report *r, int64_t at_minute, struct buf *out);
GW_CHECKED enum gw_err report_decode(struct span body, struct report *r, int64_t *at_minute);
/* As JSON for a person who may read it; gives *out. */
GW_CHECKED enum gw_err report_json(const struct report *r, json_t **out);
/* Appends words as a report holds them: controls but tab and line ends become spaces. GW_EINPUT: no UTF-8. GW_ELIMIT
 * past out's ceiling. */
GW_CHECKED enum gw_err report_words(struct span words, struct buf *out);
size_t text_characters(struct span utf8);	/* as people count them: code points */
bool text_is_blank(struct span text);		/* nothing but spaces and controls */
bool text_is_utf8(struct span text);	/* RFC 3629, no surrogates, no overlong forms, no NUL */
#endif
