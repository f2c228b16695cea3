/* signin_page.h: /desk/sign-in. */
#ifndef SIGNIN_PAGE_H
#define SIGNIN_PAGE_H

#include "seat.h"

seat_fn signin_page_show, signin_page_send;
#endif
