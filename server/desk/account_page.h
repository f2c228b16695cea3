/* account_page.h: /desk/account: one's own passphrase, second factor and recovery codes, and who covers while one is
 * away. */
#ifndef ACCOUNT_PAGE_H
#define ACCOUNT_PAGE_H

#include "seat.h"

enum { ACCOUNT_COLLEAGUES = 128, ACCOUNT_ERRORS = 3 };

/* Stands first in the work of every handler that may show the page again. */
struct account {
	size_t n, n_errors;
	char colleague[ACCOUNT_COLLEAGUES][LIMIT_NAME + 1];
	struct console_error error[ACCOUNT_ERRORS];
};
/* Notes what is wrong with a field; static texts. */
void account_error(struct account *a, const char *field, const char *said);
/* Asks who could cover, then shows the page, with status 422 when there are errors. */
void account_page_again(struct seat *s);

seat_fn account_page_show;
seat_fn account_page_away, account_page_back;		/* POST /desk/account/away, /back */
#endif
