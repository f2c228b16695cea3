/* rota.h: shifts, and policy/cover.yaml: who is there to read, and when. For policy.c, cover.c and alerts.c. */
#ifndef ROTA_H
#define ROTA_H

#include "clock.h"
#include "policy.h"
#include "yaml_doc.h"

/* The keys of a shift, for the table of whoever reads one; their values come in this order. */
enum { ROTA_KEYS_N = 4, ROTA_WEEK_DAYS = 7 };
#define ROTA_KEYS \
	{ "days", YAML_LIST, true, 1, ROTA_WEEK_DAYS }, { "from", YAML_TEXT, true, 1, 5 }, \
	{ "to", YAML_TEXT, true, 1, 5 }, { "bank_holidays", YAML_TEXT, true, 4, 5 }
/* Adds to *s, which is zeroed. GW_EINPUT: the fault was told. */
GW_CHECKED enum gw_err rota_shift_read(struct yaml_doc *doc, yaml_node_t *v[ROTA_KEYS_N], struct shift *s);
/* Whether it is on while the wall shows w; a day that is no bank holiday is a working day. */
bool rota_is_on(const struct shift *s, const struct wall *w, bool is_working_day);

/* GW_EINPUT: every fault was told. */
GW_CHECKED enum gw_err rota_read(struct yaml_doc *doc, yaml_node_t *root, struct policy *p);
#endif
