/* log.h: a log that cannot hold a person. Words only before listening and after stopping; while serving, counters and
 * pairs of enums. Staff acts are named in the audit chain, reporters nowhere. All lines go to stderr. */
#ifndef LOG_H
#define LOG_H

#include <stdint.h>

#include "err.h"

enum log_what {
	LOG_CONNECTION, LOG_REQUEST, LOG_REFUSED, LOG_REPORT, LOG_CHECK, LOG_MESSAGE, LOG_SIGN_IN, LOG_OPENED,
	LOG_VAULT, LOG_SPOOL, LOG_ROSTER, LOG_WIRE, LOG_TLS, LOG_ACCEPT, LOG_CHILD, LOG_RELOAD, LOG_ALERT,
	LOG_COPY,
	LOG_WHAT_N
};

/* Which process this is, for the prefix of its lines ("vault"); static text. */
void log_name(const char *process);
/* Before log_serving and after log_stopped only; aborts in between. */
void log_boot(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* From here on no strings. */
void log_serving(void);
void log_stopped(void);
/* One more happened. No when, no who. */
void log_count(enum log_what what);
/* We failed: two enums, at most a line a second for each pair, the rest counted. */
void log_fault(enum log_what what, enum gw_err e);
/* The counters as one line, each rounded up to 8; call hourly and at the end. */
void log_counters(void);
/* The audit chain's last entry and its hash, for somebody to keep elsewhere: a chain that is cut or written anew does
 * not have it any more. */
void log_audit_head(uint64_t entries, const uint8_t hash[32]);
/* The warden's one exception: a child of this kind (static text) went, by signal or status, and was replaced. */
void log_child(const char *kind, int wait_status);
#endif
