/* show.h: a page as the answer to a request on the reporters' port. */
#ifndef SHOW_H
#define SHOW_H

#include "filesize.h"
#include "json.h"
#include "page.h"
#include "policy.h"
#include "reception.h"
#include "site.h"

/* The status of a page that somebody types or chooses in and that was got by an address: browsers bring pages answered
 * with 200 back as they were left, no-store or not, so Back after Exit would show it (seen in Chromium 156). */
enum { SHOW_FORM = 203 };

/* Files as a page lists them, and the words that they point at. */
struct show_files {
	size_t n;
	struct page_file file[LIMIT_FILES];
	char size[LIMIT_FILES][FILESIZE_WORDS];
};

/* A page, and the words that its values point at. */
struct show {
	struct page page;
	char words[VALUE_N][LIMIT_NAME + 1];
	struct show_files files;
	char dial[LIMIT_SERVICES][LIMIT_SERVICE_LINE + 1];
	struct page_service service[LIMIT_SERVICES];
};

/* Zeroes s, which secret_wipe ends, then fills in what every page has: wording, limits, and what may be promised now to
 * somebody of this school (NULL: of none). */
void show_start(struct show *s, const struct reception *r, const struct school *school, int64_t now);
/* {next_look} is this moment; somebody reads now, when that is now. */
void show_next_look(struct show *s, const struct reception *r, int64_t look, int64_t now);
/* {come_back} is this moment. */
void show_come_back(struct show *s, const struct reception *r, int64_t at);
/* Files in the shape of receipt_files, whose strings are lent. */
void show_files_of(const json_t *files, struct show_files *list);
/* These files arrived, of as many as were chosen (-1: nobody knows). */
void show_arrived(struct show *s, const json_t *files, int chosen);
/* Lists those who can help too, lent by the policy: these, or everybody. */
void show_help(struct show *s, const struct help *help);
void show_all_help(struct show *s, const struct policy *p);
/* Replies with the page, padded to 8 KiB, above that to a step of 4 KiB: its length on the network tells neither which
 * question it is nor who else can help. 503 without memory. */
void show_page(struct exchange *x, int status, enum page_id id, const struct page *m);
/* The page that says what went wrong: kind is an error of wording/errors.yaml. */
void show_problem(struct exchange *x, int status, const char *kind);
/* A route's tell: the same, with this sentence. */
void show_tell(struct exchange *x, int status, const char *detail, const char *field);
/* The site's tell: a page, but JSON below /api/. */
void show_tell_any(struct exchange *x, int status, const char *detail, const char *field);
#endif
