/* enrol_page.h: /desk/enrol: whoever was invited makes a key, a passphrase and a second factor of their own. Nobody is
 * signed in; the invitation's code is what lets them. */
#ifndef ENROL_PAGE_H
#define ENROL_PAGE_H

#include "seat.h"

seat_fn enrol_page_show, enrol_page_send;
#endif
