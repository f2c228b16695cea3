/* report_page.h: the questions, one a page: GET /report begins, POST /report takes one page's answers and shows the
 * next. Nothing is kept here: the draft travels in the form, sealed. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "draft.h"
#include "show.h"

/* The page of the draft's step, with the draft sealed into it. Errors may be NULL. */
struct step_errors;
void report_page_show(struct exchange *x, int status, const struct draft *d, const struct step_errors *errors);
/* A fresh draft for this school (NULL: none), sealed: a home page's form begins with it. */
GW_CHECKED enum gw_err report_page_begin(const struct reception *r, const struct school *school, struct buf *state);
/* Opens a draft from a form's hidden field. GW_EDENIED: not ours or too old. d is initialised by it in any case. */
GW_CHECKED enum gw_err report_page_open(const struct reception *r, struct span state, struct draft *d);

void report_page_get_end(struct exchange *x);
void report_page_post_end(struct exchange *x);
#endif
