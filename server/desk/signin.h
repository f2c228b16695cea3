/* signin.h: one way in, for the console's page and the JSON API: name, passphrase and code, to a session. An unknown
 * name, a wrong passphrase and a wrong code are one answer, the first two after the same work; what was unlocked is
 * sealed under the browser's token and wiped: at rest the desk opens nothing. */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "office.h"

#define SIGNIN_WRONG "The name, the passphrase or the code is wrong."

/* code: six digits, or a recovery code. */
struct signin_words { struct span name, passphrase, code; };
struct signin;
/* GW_OK and the new session's token, which dies on return; or token NULL: GW_EDENIED: something is wrong, and the audit
 * chain knows; else not now. Called once, never from inside signin_new; may call signin_free. */
typedef void signin_fn(void *arg, enum gw_err e, const uint8_t *token);

/* What cannot be a name, a passphrase or a code, told before any work: it says nothing about who exists. A sentence and
 * the field; NULL: nothing is wrong so far. */
const char *signin_fault(const struct signin_words *w, const char **field);
/* After signin_fault found nothing. Copies what it needs. Gives *s. GW_EBUSY, GW_ENOMEM: done will not be called. */
GW_CHECKED enum gw_err signin_new(struct desk *d, const struct signin_words *w, signin_fn *done, void *arg,
    struct signin **s);
void signin_free(struct signin *s);		/* forgets what is open, wipes; NULL is fine */
#endif
