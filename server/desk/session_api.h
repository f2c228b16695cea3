/* session_api.h: POST and DELETE /api/v1/session: in and out for who uses the JSON API. A recovery code is for the
 * console's page only: it leads to a new second factor. */
#ifndef SESSION_API_H
#define SESSION_API_H

#include "office.h"

enum { SESSION_API_STATE = 256 };	/* room for a handler's state; checked where it is defined */

void session_api_in_begin(struct exchange *x);
void session_api_in_end(struct exchange *x);
void session_api_in_gone(struct exchange *x);
void session_api_out_begin(struct exchange *x);
void session_api_out_end(struct exchange *x);
void session_api_out_gone(struct exchange *x);
#endif
