/* problem.h: what reporters are told when something cannot be taken. Sentences are for people in distress: what is
 * wrong, what to do, nothing about our insides. */
#ifndef PROBLEM_H
#define PROBLEM_H

#include "copy.h"
#include "json.h"
#include "refcode.h"
#include "site.h"

/* 413: this file (counted from 1), or, when file is 0, all of them are over max bytes. */
void problem_too_big(struct exchange *x, unsigned file, int64_t max);
void problem_too_many(struct exchange *x, int max);	/* 413 */
void problem_empty(struct exchange *x, unsigned file);	/* 422 */
void problem_type(struct exchange *x, unsigned file);	/* 422: of no kind that is taken */
/* 422: no clean copy of it can be made, because it is strange, damaged or too much (copy.h). */
void problem_uncleaned(struct exchange *x, unsigned file, enum copy_state why);
/* 422 for a small JSON body or part that is no JSON; why is json_read's. */
void problem_json(struct exchange *x, enum gw_err e, const char *field, const char *why);
/* Reads the member "code" of v, which has no keys but it and other (may be NULL). False: it has replied, 422 naming the
 * group that looks mistyped. */
GW_CHECKED bool problem_or_code(struct exchange *x, const json_t *v, const char *other, struct refcode *code);
/* Why a thread could not be opened: 404, one answer for wrong and unknown codes; 503 when what is kept for this code
 * does not verify, which is logged as our fault; or as problem_ours. */
void problem_thread(struct exchange *x, enum gw_err e);
/* Why a message could not be put behind a thread: 422 when no more fit, 409 when others wrote at the same time; or as
 * problem_thread. */
void problem_append(struct exchange *x, enum gw_err e);
/* Whatever the vault, or we, could not do: 503 or 500, never the reporter's fault. */
void problem_ours(struct exchange *x, enum gw_err e);
#endif
