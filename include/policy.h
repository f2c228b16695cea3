/* policy.h: what people may change without a compiler, loaded from policy/ and checked whole before anything starts
 * (triage rules apart: triage.h). Immutable once loaded; shared by fork. */
#ifndef POLICY_H
#define POLICY_H

#include <stdint.h>
#include <stdio.h>

#include "err.h"
#include "limit.h"
#include "report.h"

enum band { BAND_ROUTINE, BAND_PRIORITY, BAND_URGENT, BAND_IMMEDIATE, BAND_N };	/* gravest last */
const char *band_code(enum band b);
enum band band_of(struct span code);	/* BAND_N when there is no such band */

/* How far a case is, in words an abuser may read over a shoulder. Kept on disk: append only. */
enum case_state { CASE_RECEIVED, CASE_READ, CASE_WORKING, CASE_ASKED, CASE_ANSWERED, CASE_CLOSED, CASE_STATE_N };
const char *case_state_code(enum case_state s);

struct days { int32_t first, last; };	/* days since 1970-01-01, both included */
enum { SCHOOL_SPANS = 32 };
struct school {
	char code[LIMIT_SCHOOL_CODE + 1];	/* "norlington": in addresses and team codes */
	char name[LIMIT_NAME + 1];
	size_t n_closed;
	struct days closed[SCHOOL_SPANS];	/* its own: INSET days */
};

/* One clock per band, and one for its reviews: either whole hours by the wall, or school days. */
struct service_level { int hours, school_days; };

struct clock_change { int64_t at; int32_t offset; };	/* from then on, local time is UTC and so many seconds */
enum { CALENDAR_SPANS = 128, CALENDAR_CHANGES = 256, CALENDAR_BANK_HOLIDAYS = 64 };
struct calendar {			/* policy/calendar.yaml: Europe/London */
	char zone[64];
	size_t n_changes;	/* the zone's clock changes 2000..2100, looked up at load: no file is needed later */
	struct clock_change change[CALENDAR_CHANGES];
	int school_opens, school_closes;	/* minutes after midnight */
	size_t n_closed;
	struct days closed[CALENDAR_SPANS];	/* of all schools: holidays */
	size_t n_bank_holidays;
	int32_t bank_holiday[CALENDAR_BANK_HOLIDAYS];	/* days, in order; schools are closed then too */
	int32_t terms_end, bank_holidays_end;	/* the last days that the two lists know */
};

/* Who is there to read: policy/cover.yaml. A shift is on those local days, between two minutes after midnight. */
enum { ROTA_SHIFTS = 32 };
struct shift {
	uint8_t weekdays;	/* bit set of 1 << weekday, Monday 0 */
	bool bank_holidays;	/* then too */
	int from, to;		/* to may be 24 * 60 */
};
struct rota { size_t n; struct shift shift[ROTA_SHIFTS]; };

/* Someone else who can help, in words a 12-year-old reads; "" where a service has no such line. */
enum audience { AUDIENCE_CHILD, AUDIENCE_ADULT, AUDIENCE_ANYONE, AUDIENCE_N };
const char *audience_code(enum audience a);	/* "child" */
struct service {
	char id[LIMIT_SERVICE_ID + 1];
	char name[LIMIT_SERVICE_NAME + 1];
	char what[LIMIT_SERVICE_WHAT + 1];	/* one sentence */
	char call[LIMIT_SERVICE_LINE + 1];	/* digits and spaces; so is text */
	char text[LIMIT_SERVICE_LINE + 1];
	char web[LIMIT_SERVICE_LINE + 1];	/* without https:// */
	char hours[LIMIT_SERVICE_LINE + 1];
	enum audience audience;
};
struct help { size_t n; const struct service *service[LIMIT_HELP]; };	/* in the order they are shown */

struct policy {
	size_t n_schools;
	struct school school[LIMIT_SCHOOLS];
	struct service_level level[BAND_N];	/* by when somebody must first have acted */
	struct service_level review[BAND_N];	/* and again after each time, until it is closed */
	struct calendar calendar;
	struct rota council, duty;		/* schools' own teams: calendar's hours on their school days */
	int max_files;
	int64_t max_file_bytes, max_files_bytes;
	/* Clean copies (copy.h): what one may have, and how long a reporter waits for one. */
	uint32_t copy_megapixels, copy_pages, copy_seconds;
	bool refuses_uncleaned;		/* else what cannot be cleaned is kept, sealed, and marked so */
	size_t n_services;
	struct service service[LIMIT_SERVICES];	/* policy/signposts.yaml */
	struct help help[CATEGORY_N];		/* policy_help; points into service */
	char reader_school[LIMIT_NAME + 1];	/* policy/wording/readers.yaml: who reads, in words */
	char reader_council[LIMIT_NAME + 1];
	char leave_to[LIMIT_PATH];		/* policy/leave.yaml: https://… */
	char *status_text[CASE_STATE_N];	/* policy/wording/status.yaml, by enum case_state */
	char *helped_text;			/* and beside it, once another team helps too */
};

/* Loads and checks every file below dir. On failure one line a fault is written to err: "file:line: key: what is
 * wrong, and what is allowed"; *p is NULL. GW_EINPUT for faults, GW_EIO, GW_ENOMEM. */
GW_CHECKED enum gw_err policy_load(const char *dir, FILE *err, struct policy **p);
void policy_free(struct policy *p);
/* NULL when there is none. */
const struct school *policy_school(const struct policy *p, struct span code);
/* Who can help with this, lent by p: first the services for everybody, then the category's own; at least one. The band
 * is no part of it. */
const struct help *policy_help(const struct policy *p, enum category c);
#endif
