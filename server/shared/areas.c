/* areas.c: rows of ward, area and first day. */
#include "areas.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "yaml_doc.h"

static const char area_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static bool
is_line(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f || (c[0] == ' ' && (c[1] == ' ' || c[1] == '\0')))
			return false;
	return text[0] != ' ';
}

/* The ward's last row so far, or NULL. */
static const struct area_row *
last_row(const struct areas *a, const char *ward)
{
	for (size_t i = a->n; i > 0; i--)
		if (strcmp(a->row[i - 1].ward, ward) == 0)
			return &a->row[i - 1];
	return NULL;
}

static enum gw_err
read_row(struct yaml_doc *doc, yaml_node_t *item, struct areas *a)
{
	static const struct yaml_key keys[] = {
		{ "ward", YAML_TEXT, true, 2, LIMIT_WARD },
		{ "area", YAML_TEXT, true, 2, LIMIT_AREA },
		{ "from", YAML_TEXT, true, 10, 10 },
	};
	struct area_row *row = &a->row[a->n];
	const struct area_row *before;
	yaml_node_t *v[3];
	enum gw_err e;

	if ((e = yaml_doc_map(doc, item, keys, 3, v)) != GW_OK)
		return e;
	snprintf(row->ward, sizeof row->ward, "%s", yaml_doc_text(v[0]));
	snprintf(row->area, sizeof row->area, "%s", yaml_doc_text(v[1]));
	if (!is_line(row->ward))
		return yaml_doc_fault(doc, v[0], "ward: must be one line, with single spaces between its words");
	if (row->area[strspn(row->area, area_letters)] != '\0')
		return yaml_doc_fault(doc, v[1], "area: must be small letters, digits and hyphens");
	if (!calendar_day(yaml_doc_text(v[2]), &row->from))
		return yaml_doc_fault(doc, v[2], "from: must be a day of 2000 to 2100, as 2024-04-01");
	if ((before = last_row(a, row->ward)) != NULL && row->from <= before->from)
		return yaml_doc_fault(doc, v[2], "from: must be later than in the ward's row before it");
	if (before != NULL && strcmp(row->area, before->area) == 0)
		return yaml_doc_fault(doc, v[1], "area: is the one that the ward has already");
	a->n++;
	return GW_OK;
}

static enum gw_err
read_rows(struct yaml_doc *doc, struct areas *a)
{
	static const struct yaml_key keys[] = { { "areas", YAML_LIST, true, 1, LIMIT_AREA_ROWS } };
	yaml_node_t *list, *item;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, yaml_doc_root(doc), keys, 1, &list)) != GW_OK)
		return e;
	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++)
		if (read_row(doc, item, a) != GW_OK)
			e = GW_EINPUT;
	return e;
}

enum gw_err
areas_load(const char *dir, FILE *err, struct areas **a)
{
	struct areas *fresh = calloc(1, sizeof *fresh);
	struct yaml_doc *doc = NULL;
	enum gw_err e;

	*a = NULL;
	if (fresh == NULL)
		return GW_ENOMEM;
	if ((e = yaml_doc_load_in(dir, "areas.yaml", err, &doc)) == GW_OK)
		e = read_rows(doc, fresh);
	yaml_doc_free(doc);
	if (e == GW_OK)
		*a = fresh;
	else
		areas_free(fresh);
	return e;
}

void
areas_free(struct areas *a)
{
	free(a);
}

const char *
area_of(const struct areas *a, struct span ward, int32_t day)
{
	const char *area = NULL;

	for (size_t i = 0; i < a->n; i++)
		if (a->row[i].from <= day && span_is(ward, a->row[i].ward))
			area = a->row[i].area;
	return area;
}
