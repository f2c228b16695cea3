/* calendar.c: days, times of day and spans of days. */
#include "calendar.h"

#include <stdio.h>
#include <string.h>

#include "zone.h"

enum { SPAN_DAYS_MAX = 70, YEAR_FIRST = 2000, YEAR_LAST = 2100, DECEMBER = 12 };

int
calendar_minutes(const char *text)
{
	int h, m, used = 0;

	if (strlen(text) != 5 || strspn(text, "0123456789:") != 5 || sscanf(text, "%2d:%2d%n", &h, &m, &used) != 2 ||
	    used != 5 || m > 59 || h * 60 + m > CALENDAR_MIDNIGHT)
		return -1;
	return h * 60 + m;
}

/* Days since 1970-01-01; false when there is no such day. */
static bool
day_number(int y, int m, int d, int32_t *day)
{
	static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int leap;
	int32_t days;

	if (y < YEAR_FIRST || y > YEAR_LAST || m < 1 || m > DECEMBER)
		return false;
	leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (d < 1 || d > month_days[m - 1] + (leap && m == 2))
		return false;
	days = (y - 1970) * 365 + (y - 1969) / 4 - (y - 1901) / 100 + (y - 1601) / 400;
	for (int i = 1; i < m; i++)
		days += month_days[i - 1] + (leap && i == 2);
	*day = days + d - 1;
	return true;
}

/* "2026-10-26"; *year may be NULL. */
static bool
day_of(const char *text, int32_t *day, int *year)
{
	int y, m, d, used = 0;

	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 ||
	    sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || used != 10 || !day_number(y, m, d, day))
		return false;
	if (year != NULL)
		*year = y;
	return true;
}

bool
calendar_day(const char *text, int32_t *day)
{
	return day_of(text, day, NULL);
}

static enum gw_err
read_span(struct yaml_doc *doc, yaml_node_t *item, struct days *span)
{
	static const struct yaml_key keys[] = {
		{ "from", YAML_TEXT, true, 10, 10 },
		{ "to", YAML_TEXT, false, 10, 10 },
		{ "why", YAML_TEXT, true, 1, LIMIT_NAME },
	};
	yaml_node_t *v[3];
	enum gw_err e;

	if ((e = yaml_doc_map(doc, item, keys, 3, v)) != GW_OK)
		return e;
	if (!day_of(yaml_doc_text(v[0]), &span->first, NULL))
		return yaml_doc_fault(doc, v[0], "from: must be a day of %d to %d, as 2026-10-26", YEAR_FIRST,
		    YEAR_LAST);
	span->last = span->first;
	if (v[1] == NULL)
		return GW_OK;
	if (!day_of(yaml_doc_text(v[1]), &span->last, NULL))
		return yaml_doc_fault(doc, v[1], "to: must be a day of %d to %d, as 2026-10-30", YEAR_FIRST, YEAR_LAST);
	if (span->last < span->first || span->last - span->first >= SPAN_DAYS_MAX)
		return yaml_doc_fault(doc, v[1], "to: must be from's day or later, at most %d days in all",
		    SPAN_DAYS_MAX);
	return GW_OK;
}

enum gw_err
calendar_closed(struct yaml_doc *doc, yaml_node_t *list, struct days *spans, size_t *n)
{
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	for (*n = 0; (item = yaml_doc_item(doc, list, *n)) != NULL; ++*n)
		if (read_span(doc, item, &spans[*n]) != GW_OK)
			e = GW_EINPUT;
	return e;
}

static enum gw_err
read_bank_holiday(struct yaml_doc *doc, yaml_node_t *item, struct calendar *c)
{
	static const struct yaml_key keys[] = {
		{ "day", YAML_TEXT, true, 10, 10 },
		{ "why", YAML_TEXT, true, 1, LIMIT_NAME },
	};
	const size_t n = c->n_bank_holidays;
	yaml_node_t *v[2];
	int32_t day;
	enum gw_err e;
	int year;

	if ((e = yaml_doc_map(doc, item, keys, 2, v)) != GW_OK)
		return e;
	if (!day_of(yaml_doc_text(v[0]), &day, &year))
		return yaml_doc_fault(doc, v[0], "day: must be a day of %d to %d, as 2026-12-25", YEAR_FIRST,
		    YEAR_LAST);
	if (n > 0 && day <= c->bank_holiday[n - 1])
		return yaml_doc_fault(doc, v[0], "day: must be later than the bank holiday before it");
	c->bank_holiday[c->n_bank_holidays++] = day;
	(void)day_number(year, DECEMBER, 31, &c->bank_holidays_end);
	return GW_OK;
}

static enum gw_err
read_hours(struct yaml_doc *doc, yaml_node_t *opens, yaml_node_t *closes, struct calendar *c)
{
	c->school_opens = calendar_minutes(yaml_doc_text(opens));
	c->school_closes = calendar_minutes(yaml_doc_text(closes));
	if (c->school_opens < 0 || c->school_opens == CALENDAR_MIDNIGHT)
		return yaml_doc_fault(doc, opens, "opens: must be a time of day in quotes, as \"08:30\"");
	if (c->school_closes <= c->school_opens || c->school_closes == CALENDAR_MIDNIGHT)
		return yaml_doc_fault(doc, closes, "closes: must be a time of day in quotes, after opens");
	return GW_OK;
}

enum gw_err
calendar_read(struct yaml_doc *doc, yaml_node_t *root, struct calendar *c)
{
	static const struct yaml_key keys[] = {
		{ "zone", YAML_TEXT, true, 1, sizeof c->zone - 1 },
		{ "opens", YAML_TEXT, true, 5, 5 },
		{ "closes", YAML_TEXT, true, 5, 5 },
		{ "closed", YAML_LIST, true, 1, CALENDAR_SPANS },
		{ "bank_holidays", YAML_LIST, true, 1, CALENDAR_BANK_HOLIDAYS },
	};
	yaml_node_t *v[5], *item;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, root, keys, 5, v)) != GW_OK)
		return e;
	snprintf(c->zone, sizeof c->zone, "%s", yaml_doc_text(v[0]));
	if (zone_read(c) != GW_OK)
		e = yaml_doc_fault(doc, v[0], "zone: must be a zone of the system's tz database, as Europe/London");
	if (read_hours(doc, v[1], v[2], c) != GW_OK)
		e = GW_EINPUT;
	if (calendar_closed(doc, v[3], c->closed, &c->n_closed) != GW_OK)
		e = GW_EINPUT;
	for (size_t i = 0; i < c->n_closed; i++)
		if (c->closed[i].last > c->terms_end)
			c->terms_end = c->closed[i].last;
	for (size_t i = 0; (item = yaml_doc_item(doc, v[4], i)) != NULL; i++)
		if (read_bank_holiday(doc, item, c) != GW_OK)
			e = GW_EINPUT;
	return e;
}
