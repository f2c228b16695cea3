/* sheet.h: what staff write down about a case in fields: whom they told, whether they met the young person, what was
 * decided. One table (sheet.c) says which fields a sheet has and what each may hold; the console's forms, the
 * entries and everything that counts read that table. A sheet is kept as one entry of the chronology (entry.h,
 * ACT_RECORD). Pure. Domain: (a) U1 to U27, S74 to S76, T19; (b) b5 to b18; (f) clock rules. */
#ifndef SHEET_H
#define SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "err.h"
#include "limit.h"
#include "span.h"

enum sheet {			/* the code is kept: append only */
	/* the urgent response: clocks (urgent_response.h) */
	SHEET_TOLD,		/* who was told of it: golden hour */
	SHEET_CONTACT,		/* a try to reach the young person, and what came of it */
	SHEET_START,		/* when the incident was, or when exploitation was identified */
	SHEET_UNIDENTIFIED,	/* the child cannot be identified; who checked what */
	SHEET_WHERE,		/* where the young person is now; until when they can be reached there */
	/* why the protocol applies; whether it is serious violence as the borough defines it */
	SHEET_TRIGGER,
	/* the meeting */
	SHEET_ASK, SHEET_ASK_DONE,	/* of one agency, one owner, by when; and what became of it */
	SHEET_DECISION,
	SHEET_PLAN,
	/* referrals and what they need */
	SHEET_REFERRAL, SHEET_CONSENT, SHEET_FACT, SHEET_POLICE,	/* police: "tell now", by a person */
	SHEET_TALK,		/* between a school's lead and community safety */
	/* people and places around it */
	SHEET_PERSON,		/* a sibling or peer who may be at risk too */
	SHEET_TIE, SHEET_UNTIE,	/* of the peer map: confirmed by a person, with its source, until a day */
	SHEET_NOMINATE, SHEET_PANEL,	/* for the Exploitation and Risk Panel, and its answer */
	SHEET_SCENE,		/* what happened where and when: what briefs and products count */
	/* of cases that staff make themselves (enum case_kind) */
	SHEET_IMPACT,		/* Community Impact Assessment of an incident */
	SHEET_AGENDA, SHEET_PRESENT,	/* of a meeting: its frozen list; who was there */
	SHEET_RELEASE,		/* of an export: asked for by one, agreed to by another */
	/* of an audit: which closed cases were drawn, and how; what was found in one; what became of its action */
	SHEET_SAMPLE, SHEET_FINDING, SHEET_ACTED,
	/* an attachment's original: asked for by one, and what a second person said; an attachment that nobody may open
	 * any more */
	SHEET_ORIGINAL, SHEET_ORIGINAL_SAID, SHEET_HOLD,
	SHEET_N
};
enum { SHEET_FIELDS = 12 };

enum field_takes {
	TAKES_NOTHING,		/* past a sheet's last field */
	TAKES_WORDS,		/* LIMIT_NOTE bytes, line ends and tabs, no other controls */
	TAKES_LINE,		/* LIMIT_LINE bytes, no controls */
	TAKES_CODE,		/* one of codes */
	TAKES_MOMENT,		/* seconds since 1970, decimal, a whole minute, from 2000 to 2100 */
	TAKES_PART,		/* a part of this case, decimal, from 2 on */
	TAKES_CASE,		/* 32 small hexadecimal digits */
	TAKES_FILE,		/* an attachment of this case, as people count them: decimal, from 1 on */
	TAKES_LIST		/* LIMIT_LIST bytes, as TAKES_WORDS */
};
struct sheet_field {
	const char *key;		/* kept; append only */
	enum field_takes takes;
	bool is_needed;
	const char *const *codes;	/* NULL-terminated; kept */
};
struct sheet_kind {
	const char *code;		/* kept */
	struct sheet_field field[SHEET_FIELDS];
};
/* Its row; sheet < SHEET_N. */
const struct sheet_kind *sheet_kind(enum sheet s);
enum sheet sheet_of(struct span code);			/* SHEET_N: no such one */
/* The number of the field of this key; SHEET_FIELDS when the sheet has none such. */
size_t sheet_field(enum sheet s, const char *key);
/* Whether the fields (SHEET_FIELDS of them, empty where nothing was said) are such a sheet: GW_OK; GW_EINPUT: *bad is
 * the first that is missing or not what it takes; GW_ELIMIT: *bad is too long. Beyond the table: a contact that reached
 * somebody says whom; consent that was refused or not asked for, a referral that was considered and not made, say why
 * (words in "text"); a finding with an action, or for the tool kit, says what is to be done, by whom and by when. */
GW_CHECKED enum gw_err sheet_check(enum sheet s, const struct span field[SHEET_FIELDS], size_t *bad);
/* Of fields that passed; 0 where nothing was said. */
int64_t sheet_moment(enum sheet s, const struct span field[SHEET_FIELDS], const char *key);
uint32_t sheet_part(enum sheet s, const struct span field[SHEET_FIELDS], const char *key);
bool sheet_is(enum sheet s, const struct span field[SHEET_FIELDS], const char *key, const char *code);
/* Whether another service helps from here on, and the reporter may read so. */
bool sheet_brings_help(enum sheet s, const struct span field[SHEET_FIELDS]);
/* any field's bytes */
struct span sheet_text(enum sheet s, const struct span field[SHEET_FIELDS], const char *key);
#endif
