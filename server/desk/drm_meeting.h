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

/* The last meeting that opens; the first member of the handler's work. One that does not, because it is broken or
 * sealed to an older key, must not be the end of all meetings: the one before it counts, and what was in a pack since
 * then comes once more. Nothing is left out. */
struct drm_last;
/* GW_OK: l->has tells whether there was one. Called once. */
typedef void drm_last_fn(struct seat *s, struct drm_last *l, enum gw_err e);
struct drm_last {
	bool has;
	struct drm_meeting meeting;	/* if has */
	bool any;			/* there is one, be it that none opens */
	uint8_t newest[ID_BYTES];	/* if any */
	size_t skipped;			/* newer ones that did not open */
	/* --- its own --- */
	struct seat *seat;
	enum survey what;
	drm_last_fn *done;
	struct surveyor *survey;
	struct msg_dossiers page;
	size_t at;			/* of this page */
};
/* what: of which survey this is the beginning. */
void drm_last_ask(struct seat *s, struct drm_last *l, enum survey what, drm_last_fn *done);
void drm_last_end(struct drm_last *l);

seat_fn drm_start;
seat_fn drm_meetings;
/* POST below /desk/drm/. */
seat_fn drm_present;
#endif
