/* signin.h: POST and DELETE /api/v1/session. An unknown name and a wrong passphrase are one answer after the same
 * work; what was unlocked is sealed under the browser's token and wiped: at rest the desk opens nothing. */
#ifndef SIGNIN_H
#define SIGNIN_H

#include "office.h"

enum { SIGNIN_STATE = 512 };		/* room for a handler's state; checked where it is defined */

void signin_begin(struct exchange *x);
void signin_end(struct exchange *x);
void signin_gone(struct exchange *x);
void signout_begin(struct exchange *x);
void signout_end(struct exchange *x);
void signout_gone(struct exchange *x);
#endif
