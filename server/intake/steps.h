/* steps.h: the questions, one a page, in the order in which they are asked; what each page's form puts into the draft,
 * and what is wrong with it. Pure. */
#ifndef STEPS_H
#define STEPS_H

#include "draft.h"
#include "form.h"
#include "page.h"
#include "policy.h"

/* In a draft on its way: append only while one may be open. */
enum step {
	STEP_DANGER, STEP_CALL_999, STEP_AFTER_HOURS, STEP_LEAVING, STEP_PRIVATE, STEP_NEXT, STEP_WHEN, STEP_WHAT,
	STEP_KIND, STEP_WHERE, STEP_WHO, STEP_SCHOOL, STEP_SCHOOL_PICK, STEP_FILES, STEP_ANSWERS, STEP_N
};
enum { STEP_ERRORS = 4, STEP_SCHOOLS = 20 };

struct step_errors { size_t n; struct page_error error[STEP_ERRORS]; };

enum page_id step_page(enum step s);
/* Takes the answers on the draft's page from f into d, also wrong ones, so that they are shown again; what is wrong
 * goes to errors. GW_ELIMIT: an answer is longer than could be kept for that. GW_ENOMEM. */
GW_CHECKED enum gw_err step_take(const struct policy *p, const struct form *f, struct draft *d,
    struct step_errors *errors);
/* Before it is sent: the first page whose answer is missing or too long, and what is wrong; STEP_ANSWERS: none. */
enum step step_unfinished(const struct draft *d, struct step_errors *errors);
/* Which page follows the draft's, or came before it. is_open: somebody reads messages now. */
enum step step_next(const struct policy *p, const struct draft *d, bool is_open);
enum step step_back(const struct policy *p, const struct draft *d, bool is_open);
/* The page that "change-WHAT" on the answers page leads to; STEP_N when there is none of that name. */
enum step step_of_change(struct span what);
#endif
