/* device_api.h: POST /api/v1/device and /api/v1/device/session: a computer of community safety's comes in with the code
 * of an invitation and its public key; later, by its name. Its session's token is sealed to that key, so whoever asks
 * by somebody else's name gets nothing; and nobody learns here which names there are: who is unknown gets the same
 * answer, sealed to a key that nobody has, after the same time. */
#ifndef DEVICE_API_H
#define DEVICE_API_H

#include "office.h"

enum { DEVICE_API_STATE = 512 };	/* room for a handler's state; checked where it is defined */

void device_api_begin(struct exchange *x);	/* of both */
void device_api_enrol_end(struct exchange *x);
void device_api_enrol_gone(struct exchange *x);
void device_api_in_end(struct exchange *x);
void device_api_in_gone(struct exchange *x);
/* This device has used a session: whoever asked for it could open its token. A name that is asked for again and again,
 * and never used, has to wait. */
void device_api_used(struct desk *d, const char *name);
#endif
