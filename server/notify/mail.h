/* mail.h: what an alert says as a mail: fixed words, and the same size whatever came and whoever gets it. No word of a
 * report, no count, no number of a case, no team. Source: RFC 5322; RFC 3834 for Auto-Submitted. */
#ifndef MAIL_H
#define MAIL_H

#include <stdint.h>

#include "err.h"
#include "msg.h"

enum { MAIL_BYTES = 3072 };

/* Addresses and the console's URL as address.h wants them; at: the date. */
struct mail_order { enum alert_kind kind; const char *from, *to, *console; int64_t at; };

/* A whole message of exactly MAIL_BYTES, without a NUL. GW_ELIMIT: addresses too long for it; GW_EINPUT: no
 * such kind, a sender without a domain, or no such date. */
GW_CHECKED enum gw_err mail_write(const struct mail_order *o, char out[MAIL_BYTES]);
#endif
