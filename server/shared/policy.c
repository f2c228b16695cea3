/* policy.c: reads policy/ whole, or says every fault it found. Triage rules are read in the triage room. */
#include "policy.h"

#include <stdlib.h>
#include <string.h>

#include "calendar.h"
#include "rota.h"
#include "signposts.h"
#include "yaml_doc.h"

enum { HOURS_MAX = 24 * 14, SCHOOL_DAYS_MAX = 30, STATUS_TEXT = 256 };

struct reading {
	struct policy *p;
	const char *dir;
	FILE *err;
	struct yaml_doc *doc;	/* the file being read */
};

static const char *const band_codes[BAND_N] = { "routine", "priority", "urgent", "immediate" };
static const char *const state_codes[CASE_STATE_N] = { "received", "read", "working", "asked", "answered", "closed" };

const char *
band_code(enum band b)
{
	return b < BAND_N ? band_codes[b] : "";
}

enum band
band_of(struct span code)
{
	int b = 0;

	while (b < BAND_N && !span_is(code, band_codes[b]))
		b++;
	return (enum band)b;
}

const char *
case_state_code(enum case_state s)
{
	return s < CASE_STATE_N ? state_codes[s] : "";
}

static enum gw_err
read_school(struct reading *r, yaml_node_t *item)
{
	static const struct yaml_key keys[] = {
		{ "code", YAML_TEXT, true, 2, LIMIT_SCHOOL_CODE },
		{ "name", YAML_TEXT, true, 2, LIMIT_NAME },
		{ "closed", YAML_LIST, false, 0, SCHOOL_SPANS },
	};
	struct school *s = &r->p->school[r->p->n_schools];
	yaml_node_t *v[3];
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, item, keys, 3, v)) != GW_OK)
		return e;
	snprintf(s->code, sizeof s->code, "%s", yaml_doc_text(v[0]));
	snprintf(s->name, sizeof s->name, "%s", yaml_doc_text(v[1]));
	if (s->code[strspn(s->code, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
		return yaml_doc_fault(r->doc, v[0], "code: must be small letters, digits and hyphens");
	if (policy_school(r->p, span_of(s->code)) != NULL)
		return yaml_doc_fault(r->doc, v[0], "code: another school has it; each code is allowed once");
	if (v[2] != NULL && (e = calendar_closed(r->doc, v[2], s->closed, &s->n_closed)) != GW_OK)
		return e;
	r->p->n_schools++;
	return GW_OK;
}

static enum gw_err
read_schools(struct reading *r, yaml_node_t *root)
{
	static const struct yaml_key keys[] = { { "schools", YAML_LIST, true, 1, LIMIT_SCHOOLS } };
	yaml_node_t *list, *item;
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, root, keys, 1, &list)) != GW_OK)
		return e;
	for (size_t i = 0; (item = yaml_doc_item(r->doc, list, i)) != NULL; i++)
		if (read_school(r, item) != GW_OK)
			e = GW_EINPUT;
	return e;
}

/* A clock is either {hours} or {school_days}; the two grave bands never wait for a school day. */
static enum gw_err
read_level(struct reading *r, yaml_node_t *at, const char *key, enum band band, struct service_level *level)
{
	static const struct yaml_key keys[] = {
		{ "hours", YAML_NUMBER, false, 1, HOURS_MAX },
		{ "school_days", YAML_NUMBER, false, 1, SCHOOL_DAYS_MAX },
	};
	yaml_node_t *v[2];
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, at, keys, 2, v)) != GW_OK)
		return e;
	if ((v[0] == NULL) == (v[1] == NULL))
		return yaml_doc_fault(r->doc, at, "%s: needs one of hours and school_days, not both", key);
	if (v[1] != NULL && band >= BAND_URGENT)
		return yaml_doc_fault(r->doc, v[1], "%s: school_days: this band runs day and night; hours is allowed",
		    key);
	level->hours = v[0] != NULL ? (int)yaml_doc_number(v[0]) : 0;
	level->school_days = v[1] != NULL ? (int)yaml_doc_number(v[1]) : 0;
	return GW_OK;
}

static enum gw_err
read_reviews(struct reading *r, yaml_node_t *map)
{
	yaml_node_t *v[BAND_N];
	struct yaml_key keys[BAND_N];
	char name[32];
	enum gw_err e, one;

	for (int b = 0; b < BAND_N; b++)
		keys[b] = (struct yaml_key){ band_codes[b], YAML_MAP, true, 1, 2 };
	if ((e = yaml_doc_map(r->doc, map, keys, BAND_N, v)) != GW_OK)
		return e;
	for (int b = 0; b < BAND_N; b++) {
		snprintf(name, sizeof name, "review: %s", band_codes[b]);
		if ((one = read_level(r, v[b], name, (enum band)b, &r->p->review[b])) != GW_OK)
			e = one;
	}
	if (e == GW_OK && r->p->review[BAND_IMMEDIATE].hours > r->p->review[BAND_URGENT].hours)
		e = yaml_doc_fault(r->doc, v[BAND_IMMEDIATE],
		    "review: immediate: hours: must not be more than those of urgent");
	return e;
}

static enum gw_err
read_levels(struct reading *r, yaml_node_t *root)
{
	yaml_node_t *v[BAND_N + 1];
	struct yaml_key keys[BAND_N + 1];
	enum gw_err e, one;

	for (int b = 0; b < BAND_N; b++)
		keys[b] = (struct yaml_key){ band_codes[b], YAML_MAP, true, 1, 2 };
	keys[BAND_N] = (struct yaml_key){ "review", YAML_MAP, true, 1, BAND_N };
	if ((e = yaml_doc_map(r->doc, root, keys, BAND_N + 1, v)) != GW_OK)
		return e;
	for (int b = 0; b < BAND_N; b++)
		if ((one = read_level(r, v[b], band_codes[b], (enum band)b, &r->p->level[b])) != GW_OK)
			e = one;
	if (e == GW_OK && r->p->level[BAND_IMMEDIATE].hours > r->p->level[BAND_URGENT].hours)
		e = yaml_doc_fault(r->doc, v[BAND_IMMEDIATE],
		    "immediate: hours: must not be more than those of urgent");
	if ((one = read_reviews(r, v[BAND_N])) != GW_OK)
		e = one;
	return e;
}

static enum gw_err
read_limits(struct reading *r, yaml_node_t *root)
{
	static const struct yaml_key keys[] = {
		{ "max_files", YAML_NUMBER, true, 0, LIMIT_FILES },
		{ "max_file_bytes", YAML_NUMBER, true, 1, LIMIT_FILE_BYTES },
		{ "max_files_bytes", YAML_NUMBER, true, 1, LIMIT_FILES_BYTES },
		{ "copy_megapixels", YAML_NUMBER, true, 1, LIMIT_COPY_MEGAPIXELS },
		{ "copy_pages", YAML_NUMBER, true, 1, LIMIT_COPY_PAGES },
		{ "copy_seconds", YAML_NUMBER, true, 1, LIMIT_COPY_SECONDS },
		{ "uncleaned", YAML_TEXT, true, 1, LIMIT_NAME },
	};
	enum { KEYS = sizeof keys / sizeof keys[0] };
	yaml_node_t *v[KEYS];
	const char *uncleaned;
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, root, keys, KEYS, v)) != GW_OK)
		return e;
	r->p->max_files = (int)yaml_doc_number(v[0]);
	r->p->max_file_bytes = yaml_doc_number(v[1]);
	r->p->max_files_bytes = yaml_doc_number(v[2]);
	if (r->p->max_files_bytes < r->p->max_file_bytes)
		e = yaml_doc_fault(r->doc, v[2], "max_files_bytes: must not be less than max_file_bytes");
	r->p->copy_megapixels = (uint32_t)yaml_doc_number(v[3]);
	r->p->copy_pages = (uint32_t)yaml_doc_number(v[4]);
	r->p->copy_seconds = (uint32_t)yaml_doc_number(v[5]);
	uncleaned = yaml_doc_text(v[6]);
	r->p->refuses_uncleaned = strcmp(uncleaned, "refuse") == 0;
	if (!r->p->refuses_uncleaned && strcmp(uncleaned, "keep") != 0)
		e = yaml_doc_fault(r->doc, v[6], "uncleaned: must be keep or refuse");
	return e;
}

static enum gw_err
read_status(struct reading *r, yaml_node_t *root)
{
	enum { HELPED = CASE_STATE_N, KEYS };
	struct yaml_key keys[KEYS];
	yaml_node_t *v[KEYS];
	enum gw_err e;

	for (int s = 0; s < CASE_STATE_N; s++)
		keys[s] = (struct yaml_key){ state_codes[s], YAML_TEXT, true, 1, STATUS_TEXT };
	keys[HELPED] = (struct yaml_key){ "helped", YAML_TEXT, true, 1, STATUS_TEXT };
	if ((e = yaml_doc_map(r->doc, root, keys, KEYS, v)) != GW_OK)
		return e;
	if ((r->p->helped_text = strdup(yaml_doc_text(v[HELPED]))) == NULL)
		return GW_ENOMEM;
	for (int s = 0; s < CASE_STATE_N; s++)
		if ((r->p->status_text[s] = strdup(yaml_doc_text(v[s]))) == NULL)
			return GW_ENOMEM;
	return GW_OK;
}

static enum gw_err
read_readers(struct reading *r, yaml_node_t *root)
{
	static const struct yaml_key keys[] = {
		{ "school", YAML_TEXT, true, 1, LIMIT_NAME },
		{ "council", YAML_TEXT, true, 1, LIMIT_NAME },
	};
	yaml_node_t *v[2];
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, root, keys, 2, v)) != GW_OK)
		return e;
	snprintf(r->p->reader_school, sizeof r->p->reader_school, "%s", yaml_doc_text(v[0]));
	snprintf(r->p->reader_council, sizeof r->p->reader_council, "%s", yaml_doc_text(v[1]));
	return GW_OK;
}

/* It goes into a header as it stands. */
static enum gw_err
read_leave(struct reading *r, yaml_node_t *root)
{
	static const struct yaml_key keys[] = { { "to", YAML_TEXT, true, 9, sizeof r->p->leave_to - 1 } };
	yaml_node_t *to;
	enum gw_err e;

	if ((e = yaml_doc_map(r->doc, root, keys, 1, &to)) != GW_OK)
		return e;
	snprintf(r->p->leave_to, sizeof r->p->leave_to, "%s", yaml_doc_text(to));
	if (!text_is_harmless(r->p->leave_to))
		return yaml_doc_fault(r->doc, to, "to: must be an address of ASCII letters, digits and marks");
	if (strncmp(r->p->leave_to, "https://", 8) != 0)
		return yaml_doc_fault(r->doc, to, "to: must begin with https://");
	return GW_OK;
}

static enum gw_err
read_calendar(struct reading *r, yaml_node_t *root)
{
	return calendar_read(r->doc, root, &r->p->calendar);
}

static enum gw_err
read_cover(struct reading *r, yaml_node_t *root)
{
	return rota_read(r->doc, root, r->p);
}

static enum gw_err
read_signposts(struct reading *r, yaml_node_t *root)
{
	return signposts_read(r->doc, root, r->p);
}

static enum gw_err
read_yaml(struct reading *r, const char *name, enum gw_err (*read)(struct reading *, yaml_node_t *))
{
	char path[LIMIT_PATH];
	enum gw_err e;

	if (snprintf(path, sizeof path, "%s/%s", r->dir, name) >= (int)sizeof path)
		return GW_ELIMIT;
	if ((e = yaml_doc_load(path, r->err, &r->doc)) != GW_OK)
		return e;
	e = read(r, yaml_doc_root(r->doc));
	yaml_doc_free(r->doc);
	r->doc = NULL;
	return e;
}

static enum gw_err
read_all(struct reading *r)
{
	static const struct {
		const char *name;
		enum gw_err (*read)(struct reading *, yaml_node_t *);
	} files[] = {
		{ "schools.yaml", read_schools }, { "service-levels.yaml", read_levels },
		{ "calendar.yaml", read_calendar }, { "cover.yaml", read_cover }, { "limits.yaml", read_limits },
		{ "signposts.yaml", read_signposts }, { "wording/status.yaml", read_status },
		{ "wording/readers.yaml", read_readers }, { "leave.yaml", read_leave },
	};
	enum gw_err e = GW_OK, one;

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if ((one = read_yaml(r, files[i].name, files[i].read)) != GW_OK)
			e = one;
	return e;
}

enum gw_err
policy_load(const char *dir, FILE *err, struct policy **p)
{
	struct reading r = { .p = calloc(1, sizeof *r.p), .dir = dir, .err = err };
	enum gw_err e;

	*p = NULL;
	if (r.p == NULL)
		return GW_ENOMEM;
	if ((e = read_all(&r)) != GW_OK) {
		policy_free(r.p);
		return e;
	}
	*p = r.p;
	return GW_OK;
}

void
policy_free(struct policy *p)
{
	if (p == NULL)
		return;
	for (int i = 0; i < CASE_STATE_N; i++)
		free(p->status_text[i]);
	free(p->helped_text);
	free(p);
}

const struct school *
policy_school(const struct policy *p, struct span code)
{
	for (size_t i = 0; i < p->n_schools; i++)
		if (span_is(code, p->school[i].code))
			return &p->school[i];
	return NULL;
}

const struct help *
policy_help(const struct policy *p, enum category c)
{
	return &p->help[c < CATEGORY_N ? c : CATEGORY_OTHER];
}
