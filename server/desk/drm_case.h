/* drm_case.h: one case as the meeting's pack shows it: as it was when the meeting began, from what it says itself.
 * Of the reporter's words only the first ones; no messages, no attachments. Pure.
 * Nothing that a case says may keep the meeting from its page: texts are cut, lists have an end, the case has the rest.
 * With 5 bytes for each letter ("&#34;") that is under 240 KiB a case, 12 MiB a page, and less than half of
 * LIMIT_JSON_ANSWER: test_meeting_page.c draws such a page. */
#ifndef DRM_CASE_H
#define DRM_CASE_H

#include "casebook.h"
#include "console.h"
#include "policy.h"
#include "scrap.h"
#include "situation.h"
#include "urgent_response.h"

struct agencies;

enum {
	DRM_PAGE = 50,			/* cases of one page of a pack */
	DRM_WORDS = 1500,		/* of the words of a report, letters */
	DRM_TEXT = 300,			/* of any other text, letters */
	DRM_WHY = 200,			/* of one of triage's reasons, letters */
	DRM_PEOPLE = 12,		/* of each of a case's two lists */
	DRM_ASKS = 10, DRM_LINKS = 32,	/* of one case */
	DRM_DECIDED = 6			/* of one case, in one meeting: the newest */
};

/* The limits of a response that run, and what they are called; static words. */
struct drm_limit { const char *what; const struct limit *limit; };
size_t drm_limits(const struct response *r, struct drm_limit out[RESPONSE_LIMITS]);
/* As of when, and by whose calendar, schools and names of hospitals; agencies may be NULL. */
struct drm_as { const struct policy *policy; const struct agencies *agencies; int64_t at; };
/* Texts are copied into scrap. */
void drm_case_fill(const struct opened *c, const struct drm_as *as, struct scrap *scrap, struct console_drm_case *out);
/* What this meeting decided of it and asked for, the newest first; c as it is now. Behind drm_case_fill. */
void drm_case_decided(const struct opened *c, const uint8_t meeting[ID_BYTES], const struct drm_as *as,
    struct scrap *scrap, struct console_drm_case *out);
/* An open ask, as of at. */
struct console_drm_ask drm_ask(const struct noted *n, const struct policy *p, int64_t at, struct scrap *scrap);
#endif
