/* escalation.h: community safety's cases as the gateway gives them to a device: a list in the order of their changes,
 * and each case sealed, opened here, up to the head of its chain. */
#ifndef ESCALATION_H
#define ESCALATION_H

#include "casebook.h"
#include "station.h"

enum { ESCALATIONS_PAGE = 50 };

struct escalation {
	uint8_t report[ID_BYTES];
	char id[2 * ID_BYTES + 1];
	uint64_t changed;		/* the number of its last change */
	enum band band;
	enum case_state state;
	enum case_kind kind;
};
struct escalations { bool goes_on; size_t n; struct escalation row[ESCALATIONS_PAGE]; };

/* The keys that this device's teams have, and had; in locked memory. */
struct team_keys;
/* The next rows behind this number, each with a greater one; on failure page->n counts those that could be read. Gives
 * *keys when it is NULL; then they are kept as they are. */
GW_CHECKED enum run escalations_get(struct station *s, uint64_t after, struct escalations *page,
    struct team_keys **keys);
void team_keys_free(struct team_keys *k);	/* wipes; NULL is fine */

/* Opens the case of this number (32 hexadecimal digits); c is the caller's to opened_end, always. RUN_DONE says that
 * the gateway answered; *e is then GW_OK; GW_EABSENT: it is no case of community safety's any more; GW_EBUSY: no key of
 * this device opens it yet; GW_EDENIED, GW_EINPUT: it does not fit its seal. */
GW_CHECKED enum run escalation_open(struct station *s, const struct team_keys *keys, const char *id, struct opened *c,
    enum gw_err *e);
/* When somebody has to act on it next, without opening it. */
GW_CHECKED enum run escalation_due(struct station *s, const char *id, int64_t *due);
/* The clean copy of one of its attachments, opened into plain, which is empty: whole or not at all. *copy: its head,
 * which says whether it is one or why it could not be made, and its bytes, lent by plain. *e: GW_OK; GW_EABSENT: nobody
 * has made it yet; GW_EINPUT: it is locked; GW_EDENIED: it does not fit its seal, or is no copy. */
struct copied { struct copy_head head; struct span bytes; };
GW_CHECKED enum run escalation_copy(struct station *s, const struct opened *c, uint32_t number, struct buf *plain,
    struct copied *copy, enum gw_err *e);
/* Room for it in plain. */
enum { ESCALATION_COPY = COPY_HEAD + LIMIT_COPY_BYTES + LIMIT_CHUNK };
/* This device has the case on its disk as it was at that change. */
GW_CHECKED enum run escalation_ack(struct station *s, const char *id, uint64_t upto);
#endif
