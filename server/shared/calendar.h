/* calendar.h: policy/calendar.yaml, and the closed days of one school. For policy.c, rota.c and areas.c. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "policy.h"
#include "yaml_doc.h"

enum { CALENDAR_MIDNIGHT = 24 * 60 };
/* "08:30" to minutes after midnight, "24:00" too; -1 when it is no time of day. */
int calendar_minutes(const char *text);
/* "2026-10-26" as days since 1970-01-01; false when it is no day of 2000 to 2100. */
bool calendar_day(const char *text, int32_t *day);
/* Each reads a file or a list. GW_EINPUT: every fault was told. */
GW_CHECKED enum gw_err calendar_read(struct yaml_doc *doc, yaml_node_t *root, struct calendar *c);
/* A list of {from, to, why} or, for one day, {from, why}; spans has room for as many as the list's key allows. */
GW_CHECKED enum gw_err calendar_closed(struct yaml_doc *doc, yaml_node_t *list, struct days *spans, size_t *n);
#endif
