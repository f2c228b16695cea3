/* row_words.c: facts into words. */
#include "row_words.h"

#include <string.h>

#include "case_name.h"
#include "clock.h"
#include "team_name.h"
#include "words_of.h"

void
row_words(const struct row_facts *r, const struct policy *p, int64_t now, const char *member, struct scrap *scrap,
    struct console_row *out)
{
	char left[WORDS_TIME], age[WORDS_TIME], at[CLOCK_WORDS];
	const bool is_closed = r->state == CASE_CLOSED;

	words_left(r->due, now, left);
	words_age(r->received, now, age);
	clock_words(&p->calendar, r->due, at);
	*out = (struct console_row){ .id = case_name_id(scrap, r->report), .ref = case_name_ref(scrap, r->report),
		.band = span_of(band_code(r->band)), .category = span_of(words_category(r->category)),
		.age = scrap_print(scrap, "%s", age), .state = span_of(words_state(r->state)),
		.assigned = scrap_copy(scrap, span_of(r->assigned)), .is_review = r->is_met,
		.is_mine = strcmp(r->assigned, member) == 0, .is_closed = is_closed };
	if (r->school[0] != '\0')
		out->school = scrap_copy(scrap, team_name(p, r->school));
	if (is_closed)
		return;
	out->clock = scrap_print(scrap, "%s", left);
	out->clock_at = scrap_print(scrap, "by %s", at);
	out->is_over = r->due < now;
}
