/* passphrase_page.h: POST /desk/account/passphrase: another passphrase for the same key. All sessions of the member end
 * with it, this one too. */
#ifndef PASSPHRASE_PAGE_H
#define PASSPHRASE_PAGE_H

#include "seat.h"

seat_fn passphrase_page_send;
#endif
