/* agencies.c: one list; who stands in for whom is joined when all are read. */
#include "agencies.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "rota.h"
#include "yaml_doc.h"

static const char id_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
static const char *const kinds[AGENCY_KIND_N] = {
	[AGENCY_OFFICE] = "agency", [AGENCY_HOSPITAL] = "hospital", [AGENCY_CUSTODY] = "custody",
};

enum key { KEY_ID, KEY_NAME, KEY_KIND, KEY_PHONE, KEY_HOURS, KEY_INSTEAD, KEY_TASK, KEY_N };

/* The ids of those instead, until all are there. */
struct reading {
	struct agencies *a;
	yaml_node_t *instead[AGENCIES_MAX];
};

static bool
is_line(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return text[0] != ' ';
}

static enum gw_err
read_hours(struct yaml_doc *doc, yaml_node_t *list, struct agency *g)
{
	static const struct yaml_key keys[] = { ROTA_KEYS };
	yaml_node_t *v[ROTA_KEYS_N], *item;
	enum gw_err e = GW_OK;

	for (; (item = yaml_doc_item(doc, list, g->n_shifts)) != NULL; g->n_shifts++)
		if (yaml_doc_map(doc, item, keys, ROTA_KEYS_N, v) != GW_OK ||
		    rota_shift_read(doc, v, &g->shift[g->n_shifts]) != GW_OK)
			e = GW_EINPUT;
	return e;
}

static enum gw_err
read_texts(struct yaml_doc *doc, yaml_node_t *const v[KEY_N], const struct agencies *a, struct agency *g)
{
	snprintf(g->id, sizeof g->id, "%s", yaml_doc_text(v[KEY_ID]));
	snprintf(g->name, sizeof g->name, "%s", yaml_doc_text(v[KEY_NAME]));
	snprintf(g->phone, sizeof g->phone, "%s", v[KEY_PHONE] != NULL ? yaml_doc_text(v[KEY_PHONE]) : "");
	snprintf(g->task, sizeof g->task, "%s", v[KEY_TASK] != NULL ? yaml_doc_text(v[KEY_TASK]) : "");
	if (g->id[strspn(g->id, id_letters)] != '\0')
		return yaml_doc_fault(doc, v[KEY_ID], "id: must be small letters, digits and hyphens");
	if (agencies_find(a, span_of(g->id)) != NULL)
		return yaml_doc_fault(doc, v[KEY_ID], "id: is there twice");
	if (!is_line(g->name))
		return yaml_doc_fault(doc, v[KEY_NAME], "name: must be one line");
	if (g->phone[strspn(g->phone, "0123456789 ")] != '\0' || g->phone[0] == ' ')
		return yaml_doc_fault(doc, v[KEY_PHONE], "phone: must be digits and spaces, in quotes");
	if (!is_line(g->task))
		return yaml_doc_fault(doc, v[KEY_TASK], "task: must be one line");
	return GW_OK;
}

static enum gw_err
read_kind(struct yaml_doc *doc, yaml_node_t *v, struct agency *g)
{
	int k = 0;

	while (k < AGENCY_KIND_N && strcmp(yaml_doc_text(v), kinds[k]) != 0)
		k++;
	if (k == AGENCY_KIND_N)
		return yaml_doc_fault(doc, v, "kind: must be agency, hospital or custody");
	g->kind = (enum agency_kind)k;
	return GW_OK;
}

static enum gw_err
read_agency(struct yaml_doc *doc, yaml_node_t *item, struct reading *r)
{
	static const struct yaml_key keys[KEY_N] = {
		[KEY_ID] = { "id", YAML_TEXT, true, 2, AGENCY_ID },
		[KEY_NAME] = { "name", YAML_TEXT, true, 2, AGENCY_NAME },
		[KEY_KIND] = { "kind", YAML_TEXT, true, 1, AGENCY_ID },
		[KEY_PHONE] = { "phone", YAML_TEXT, false, 3, AGENCY_PHONE },
		[KEY_HOURS] = { "hours", YAML_LIST, true, 0, AGENCY_SHIFTS },
		[KEY_INSTEAD] = { "instead", YAML_TEXT, false, 2, AGENCY_ID },
		[KEY_TASK] = { "task", YAML_TEXT, false, 1, AGENCY_TASK },
	};
	struct agency *g = &r->a->agency[r->a->n];
	yaml_node_t *v[KEY_N];
	enum gw_err e;

	if ((e = yaml_doc_map(doc, item, keys, KEY_N, v)) != GW_OK || (e = read_texts(doc, v, r->a, g)) != GW_OK ||
	    (e = read_kind(doc, v[KEY_KIND], g)) != GW_OK || (e = read_hours(doc, v[KEY_HOURS], g)) != GW_OK)
		return e;
	r->instead[r->a->n++] = v[KEY_INSTEAD];
	return GW_OK;
}

/* Whether following who stands in comes back, which it must within as many steps as there are agencies. */
static bool
is_circle(const struct agencies *a, const struct agency *g)
{
	for (size_t i = 0; i <= a->n && g != NULL; i++)
		g = g->instead;
	return g != NULL;
}

static enum gw_err
join(struct yaml_doc *doc, struct reading *r)
{
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < r->a->n; i++) {
		if (r->instead[i] == NULL)
			continue;
		r->a->agency[i].instead = agencies_find(r->a, span_of(yaml_doc_text(r->instead[i])));
		if (r->a->agency[i].instead == NULL)
			e = yaml_doc_fault(doc, r->instead[i], "instead: must be the id of another agency");
	}
	for (size_t i = 0; e == GW_OK && i < r->a->n; i++)
		if (is_circle(r->a, &r->a->agency[i]))
			e = yaml_doc_fault(doc, r->instead[i], "instead: leads back to itself");
	return e;
}

static enum gw_err
read_all(struct yaml_doc *doc, struct agencies *a)
{
	static const struct yaml_key keys[] = { { "agencies", YAML_LIST, true, 1, AGENCIES_MAX } };
	struct reading r = { .a = a };
	yaml_node_t *list, *item;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, yaml_doc_root(doc), keys, 1, &list)) != GW_OK)
		return e;
	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++)
		if (read_agency(doc, item, &r) != GW_OK)
			e = GW_EINPUT;
	if (e != GW_OK)
		return e;
	if (agencies_find(a, span_of("mash")) == NULL)
		return yaml_doc_fault(doc, list, "agencies: must have one with id mash, who is told within the hour");
	return join(doc, &r);
}

enum gw_err
agencies_load(const char *dir, FILE *err, struct agencies **a)
{
	struct agencies *fresh = calloc(1, sizeof *fresh);
	struct yaml_doc *doc = NULL;
	enum gw_err e;

	*a = NULL;
	if (fresh == NULL)
		return GW_ENOMEM;
	if ((e = yaml_doc_load_in(dir, "agencies.yaml", err, &doc)) == GW_OK)
		e = read_all(doc, fresh);
	yaml_doc_free(doc);
	if (e == GW_OK)
		*a = fresh;
	else
		agencies_free(fresh);
	return e;
}

void
agencies_free(struct agencies *a)
{
	free(a);
}

const struct agency *
agencies_find(const struct agencies *a, struct span id)
{
	for (size_t i = 0; i < a->n; i++)
		if (span_is(id, a->agency[i].id))
			return &a->agency[i];
	return NULL;
}

bool
agency_is_open(const struct agency *g, const struct calendar *c, int64_t now)
{
	struct wall w;

	if (g->n_shifts == 0)
		return true;
	if (!clock_is_known(now))
		return false;
	w = clock_wall(c, now);
	for (size_t i = 0; i < g->n_shifts; i++)
		if (rota_is_on(&g->shift[i], &w, !clock_is_bank_holiday(c, w.day)))
			return true;
	return false;
}

const struct agency *
agency_now(const struct agency *g, const struct calendar *c, int64_t now)
{
	for (const struct agency *at = g; at != NULL; at = at->instead)
		if (agency_is_open(at, c, now))
			return at;
	return g;
}
