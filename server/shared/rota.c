/* rota.c: lists of shifts. */
#include "rota.h"

#include <string.h>

#include "calendar.h"
#include "cover.h"

enum { MINUTE = 60, WEEK_DAYS = ROTA_WEEK_DAYS, DAY_NAME = 3, SPAN_NAME = 2 * DAY_NAME + 1 };

/* The number of the weekday that text begins with, Monday 0; WEEK_DAYS when there is none. */
static int
weekday_of(const char *text)
{
	static const char *const names[WEEK_DAYS] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	int day = 0;

	while (day < WEEK_DAYS && strncmp(text, names[day], DAY_NAME) != 0)
		day++;
	return day;
}

/* "sat" or "mon-fri" as a bit set; 0 when it is neither. */
static uint8_t
weekdays_of(const char *text)
{
	const size_t n = strlen(text);
	const int first = weekday_of(text);
	int last = first;
	unsigned set = 0;

	if (n == SPAN_NAME && text[DAY_NAME] == '-')
		last = weekday_of(text + DAY_NAME + 1);
	else if (n != DAY_NAME)
		return 0;
	if (first == WEEK_DAYS || last == WEEK_DAYS)
		return 0;
	for (int day = first; day <= last; day++)
		set |= 1u << day;
	return (uint8_t)set;
}

static enum gw_err
read_days(struct yaml_doc *doc, yaml_node_t *list, struct shift *s)
{
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++) {
		const uint8_t days = item->type == YAML_SCALAR_NODE ? weekdays_of(yaml_doc_text(item)) : 0;

		if (days == 0)
			e = yaml_doc_fault(doc, item, "days: must be mon, tue, wed, thu, fri, sat, sun, or two of them "
			    "in this order, as mon-fri");
		s->weekdays |= days;
	}
	return e;
}

enum gw_err
rota_shift_read(struct yaml_doc *doc, yaml_node_t *v[ROTA_KEYS_N], struct shift *s)
{
	enum gw_err e = read_days(doc, v[0], s);

	if (e != GW_OK)
		return e;
	s->from = calendar_minutes(yaml_doc_text(v[1]));
	s->to = calendar_minutes(yaml_doc_text(v[2]));
	s->bank_holidays = strcmp(yaml_doc_text(v[3]), "true") == 0;
	if (s->from < 0)
		return yaml_doc_fault(doc, v[1], "from: must be a time of day: write it as \"09:00\", in quotes");
	if (s->to < s->from + COVER_READING)
		return yaml_doc_fault(doc, v[2], "to: must be a time of day in quotes, as \"17:00\" or \"24:00\", at "
		    "least %d minutes after from; a night is two shifts", COVER_READING);
	if (!s->bank_holidays && strcmp(yaml_doc_text(v[3]), "false") != 0)
		return yaml_doc_fault(doc, v[3], "bank_holidays: must be true or false");
	return GW_OK;
}

bool
rota_is_on(const struct shift *s, const struct wall *w, bool is_working_day)
{
	return (s->weekdays >> w->weekday & 1) != 0 && (s->bank_holidays || is_working_day) &&
	    w->second >= s->from * MINUTE && w->second < s->to * MINUTE;
}

static enum gw_err
read_shift(struct yaml_doc *doc, yaml_node_t *item, struct shift *s)
{
	static const struct yaml_key keys[] = { ROTA_KEYS };
	yaml_node_t *v[ROTA_KEYS_N];
	enum gw_err e = yaml_doc_map(doc, item, keys, ROTA_KEYS_N, v);

	return e == GW_OK ? rota_shift_read(doc, v, s) : e;
}

static enum gw_err
read_rota(struct yaml_doc *doc, yaml_node_t *list, struct rota *r)
{
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	for (; (item = yaml_doc_item(doc, list, r->n)) != NULL; r->n++)
		if (read_shift(doc, item, &r->shift[r->n]) != GW_OK)
			e = GW_EINPUT;
	return e;
}

enum gw_err
rota_read(struct yaml_doc *doc, yaml_node_t *root, struct policy *p)
{
	static const struct yaml_key keys[] = {
		{ "council", YAML_LIST, true, 0, ROTA_SHIFTS },
		{ "duty", YAML_LIST, true, 0, ROTA_SHIFTS },
	};
	yaml_node_t *v[2];
	enum gw_err e, duty;

	if ((e = yaml_doc_map(doc, root, keys, 2, v)) != GW_OK)
		return e;
	e = read_rota(doc, v[0], &p->council);
	duty = read_rota(doc, v[1], &p->duty);
	return e != GW_OK ? e : duty;
}
