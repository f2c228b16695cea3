/* looker.h: amina at the console of counter.c's desk, signed in, and what she asks for. */
#ifndef LOOKER_H
#define LOOKER_H

#include "counter.h"

enum { LOOKER_COOKIE = 256 };
/* One a test. */
struct looker {
	struct counter desk;
	struct front_answer got;
	char cookie[LOOKER_COOKIE];	/* the field that a signed-in browser sends */
	char id[2 * ID_BYTES + 1];	/* of the case */
};
void looker_come(struct looker *l);
void looker_go(struct looker *l);
/* GET of what lies below the case, of the API and of the console: the status. */
int looker_api(struct looker *l, const char *tail);
int looker_page(struct looker *l, const char *tail);
bool looker_reads(const struct looker *l, const char *text);	/* in the whole answer */
#endif
