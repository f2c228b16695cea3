/* drm_meeting.h: the Daily Risk Management meetings: the last one, a new one, earlier ones, who was there. A meeting is
 * a case of community safety's own (dossier.h); its first entry is its agenda, with the newest number (ESCALATIONS_GET,
 * listed) that it covers. The next meeting begins behind that number: nothing comes twice, nothing is left out.
 * POST /desk/drm/start, GET /desk/drm/meetings, POST /desk/drm/<id>/present. */
#ifndef DRM_MEETING_H
#define DRM_MEETING_H

#include "agenda.h"
#include "scrap.h"
#include "survey.h"

struct drm_meeting {
	uint8_t report[ID_BYTES];
	char by[LIMIT_NAME + 1];
	int64_t at, ends;		/* the minute it began; when its pack can be read no more */
	uint64_t upto;
	struct agenda agenda;
};
/* From its case. GW_EABSENT: that is no meeting. */
GW_CHECKED enum gw_err drm_meeting_read(const struct opened *c, struct drm_meeting *m);
/* Midday of the next working day. */
int64_t drm_ends(const struct calendar *c, int64_t at);
/* Whether it is something that a meeting talks about: not a meeting, an export or an audit. */
bool drm_is_case(const struct msg_escalation *row);
/* Whether it was in no meeting before; last: NULL for none. */
bool drm_is_new(const struct opened *c, const struct drm_meeting *last);

/* The last meeting; the first member of the handler's work. */
struct drm_last;
/* GW_OK: l->has tells whether there was one. Called once. */
typedef void drm_last_fn(struct seat *s, struct drm_last *l, enum gw_err e);
struct drm_last {
	bool has;
	struct drm_meeting meeting;	/* if has */
	/* --- its own --- */
	struct seat *seat;
	enum survey what;
	drm_last_fn *done;
	struct surveyor *survey;
	enum gw_err read;
};
/* what: of which survey this is the beginning. */
void drm_last_ask(struct seat *s, struct drm_last *l, enum survey what, drm_last_fn *done);
void drm_last_end(struct drm_last *l);

/* Some of them, newest first: those before number n, or for 0 the newest. answer gets MSG_DOSSIERS. */
void drm_meetings_ask(struct seat *s, uint64_t n, seat_answer_fn *answer);

seat_fn drm_start;
seat_fn drm_meetings;
/* POST below /desk/drm/. */
seat_fn drm_present;
#endif
