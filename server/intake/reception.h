/* reception.h: what every handler on the reporters' port may use. Borrowed by all, owned by intake_run; lives as long
 * as the process. Handlers get it as exchange_site. */
#ifndef RECEPTION_H
#define RECEPTION_H

#include "child.h"
#include "copying.h"
#include "formseal.h"
#include "link.h"
#include "teams.h"

struct reception {
	const struct child_setup *setup;
	struct link *link;
	struct copy_room copies;	/* its link to the cleaner is lost until the warden hands over a channel */
	struct teams *teams;
	struct formseal *formseal;
};
#endif
