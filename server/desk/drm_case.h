/* drm_case.h: one case as the meeting's pack shows it: as it was when the meeting began, from what it says itself.
 * Of the reporter's words only the first ones; no messages, no attachments. Pure. */
#ifndef DRM_CASE_H
#define DRM_CASE_H

#include "casebook.h"
#include "console.h"
#include "policy.h"
#include "scrap.h"
#include "situation.h"
#include "urgent_response.h"

struct agencies;

/* The limits of a response that run, and what they are called; static words. */
enum { DRM_LIMITS = 1 + 2 * START_N };
struct drm_limit { const char *what; const struct limit *limit; };
size_t drm_limits(const struct response *r, struct drm_limit out[DRM_LIMITS]);
/* A case's number as pages link and call it. */
void drm_case_name(const uint8_t report[ID_BYTES], struct scrap *scrap, struct span *id, struct span *ref);
/* As of when, and by whose calendar, schools and names of hospitals; agencies may be NULL. */
struct drm_as { const struct policy *policy; const struct agencies *agencies; int64_t at; };
/* Texts are copied into scrap. */
void drm_case_fill(const struct opened *c, const struct drm_as *as, struct scrap *scrap, struct console_drm_case *out);
/* An open ask, as of at. */
struct console_drm_ask drm_ask(const struct noted *n, const struct policy *p, int64_t at, struct scrap *scrap);
#endif
