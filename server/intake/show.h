/* show.h: a page as the answer to a request on the reporters' port. */
#ifndef SHOW_H
#define SHOW_H

#include "json.h"
#include "page.h"
#include "policy.h"
#include "reception.h"
#include "site.h"

enum { SHOW_SIZE = 32 };
/* The status of a page that somebody types or chooses in and that was got by an address: browsers bring pages answered
 * with 200 back as they were left, no-store or not, so Back after Exit would show it (seen in Chromium 156). */
enum { SHOW_FORM = 203 };

/* A page, and the words that its values point at. */
struct show {
	struct page page;
	char words[VALUE_N][LIMIT_NAME + 1];
	char size[LIMIT_FILES][SHOW_SIZE];	/* of page.files */
	struct page_file file[LIMIT_FILES];
	char dial[LIMIT_SERVICES][LIMIT_SERVICE_LINE + 1];
	struct page_service service[LIMIT_SERVICES];
};

/* Zeroes s, then fills in what every page has: the wording, what may be promised now to somebody of this school (NULL:
 * of none), and the limits. */
void show_start(struct show *s, const struct reception *r, const struct school *school, int64_t now);
/* {next_look} is this moment; somebody reads now, when that is now. */
void show_next_look(struct show *s, const struct reception *r, int64_t look, int64_t now);
/* {come_back} is this moment. */
void show_come_back(struct show *s, const struct reception *r, int64_t at);
/* Lists files in the shape of receipt_files, whose strings are lent, of as many as were chosen
 * (-1: nobody knows). */
void show_files(struct show *s, const json_t *files, int chosen);
/* Lists those who can help too, lent by the policy: these, or everybody. */
void show_help(struct show *s, const struct help *help);
void show_all_help(struct show *s, const struct policy *p);
/* "2.1 MB", as people's devices count. */
void show_size(uint64_t bytes, char text[SHOW_SIZE]);
/* Replies with the page, padded to a step of 4 KiB: its length on the network tells neither which question it is nor
 * who else can help. 503 without memory. */
void show_page(struct exchange *x, int status, enum page_id id, const struct page *m);
/* The page that says what went wrong: kind is an error of wording/errors.yaml. */
void show_problem(struct exchange *x, int status, const char *kind);
/* A route's tell: the same, with this sentence. */
void show_tell(struct exchange *x, int status, const char *detail, const char *field);
/* The site's tell: a page, but JSON below /api/. */
void show_tell_any(struct exchange *x, int status, const char *detail, const char *field);
/* The sentence of a problem as the one error of a form's page, next to its field. */
void show_said(struct show *s, struct page_error *room, const char *field, const char *detail);
#endif
