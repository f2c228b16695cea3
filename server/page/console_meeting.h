/* console_meeting.h: what community safety's own pages show: the morning's meeting, figures, the peer map, the panel's
 * list, briefs. Part of console.h. */
#ifndef CONSOLE_MEETING_H
#define CONSOLE_MEETING_H

/* The morning's meeting. */
/* keep_from: whom the reporter asks not to tell, or "" */
struct console_drm_row { struct span id, ref, band, what, when, keep_from; bool is_new, is_over; };
struct console_drm_ask { struct span id, ref, agency, owner, due, text, keep_from; bool is_over; };
struct console_drm_agency { struct span name; const struct console_drm_ask *asks; size_t asks_n; };
struct console_drm_person { struct span name, more; };
struct console_present { struct span name, agency; };
struct console_drm_page { size_t number; bool is_here; };
struct console_drm_decided { struct span what, text, why, by; };
struct console_drm_case {
	struct span id, ref, band, received;
	size_t number;				/* in this pack, from 1 */
	bool is_new, is_closed, is_unread;	/* unread: it did not open; only its number is known */
	struct span keep_from;			/* whom the reporter asks not to tell, or "" */
	struct span source, words;		/* whose words they are; the first of them, as they were sent */
	bool is_cut, has_more;			/* there are more words; more people, asks or links */
	struct span place, school;
	const struct console_reason *reasons;	/* triage's */
	size_t reasons_n;
	/* instead of reasons: who chose the band of what was passed on; "" */
	struct span chosen;
	struct span confirmed, why;		/* by whom and when; their reason */
	struct span where, where_more, since;
	bool is_away;				/* out of the borough: two authorities */
	struct span host;			/* the authority there */
	struct span reachable;			/* until when; "" */
	bool is_response, is_unidentified;
	const struct console_limit *limits;
	size_t limits_n;
	const struct console_drm_ask *asks;
	size_t asks_n;
	const struct console_drm_person *people, *adults;	/* at risk; and adults of concern, never in one list */
	size_t people_n, adults_n;
	const struct console_link *links;
	size_t links_n;
	struct span plan, plan_review;
	const struct console_drm_decided *decided;	/* in this meeting: all else is as it was before */
	size_t decided_n;
};
struct console_drm {
	struct span id, at, by, ends;		/* the meeting; of the board: the last one that opens */
	struct span latest;			/* the last one, or "" */
	bool is_skipped;			/* that is another one: it does not open */
	struct span seen;			/* "Seen by Cara at 9:05am on …" */
	size_t unread;
	const struct console_drm_row *fresh, *limits, *unplanned, *unreviewed, *meetings;
	size_t fresh_n, limits_n, unplanned_n, unreviewed_n, meetings_n;
	size_t fresh_more, limits_more, unplanned_more, unreviewed_more, asks_more;	/* on the next pages */
	size_t page, next_page, not_counted;	/* from 1 */
	const struct console_drm_page *pages;	/* of the pack, if there are several */
	size_t pages_n;
	const struct console_drm_agency *agencies;
	size_t agencies_n;
	const struct console_drm_case *cases;
	size_t cases_n;
	const struct console_present *present;
	size_t present_n;
	struct console_present typed;		/* that was not complete */
	struct span next;			/* the page of meetings before these, or "" */
};
/* What is counted: shares as "8 of 12 (66.7 %)". */
struct console_share { struct span what, share, missed, waiting; bool is_short; };	/* short of the 100 % */
struct console_miss { struct span id, ref, what, over, why; bool is_open; };
struct console_speed { struct span what, band, median, ninetieth; size_t n, open; };
struct console_month { struct span month; size_t n; };
struct console_funnel { struct span to; size_t made, waiting, accepted, declined, answered, not_made; };
struct console_band_count { struct span band; size_t n; };
struct console_figures {
	struct span from, to, from_said, to_said, cutoff, version;
	bool is_full;				/* too much for one page: nothing is counted */
	size_t not_counted;			/* cases beyond those that one page looks through */
	size_t responses, unidentified, no_incident, unread;
	const struct console_band_count *bands;
	size_t bands_n;
	const struct console_share *shares, *told;
	size_t shares_n, told_n;
	const struct console_miss *misses;
	size_t misses_n;
	const struct console_speed *speeds;
	size_t speeds_n;
	const struct console_month *months;
	size_t months_n;
	const struct console_funnel *funnels;
	size_t funnels_n;
};
/* The peer map: what is drawn, in pixels, and said again in a table. */
struct console_map_node { size_t x, y, left, top, name_y; struct span kind, name; };
struct console_map_line {
	size_t x1, y1, x2, y2, x, y;
	struct span from, from_is, to, to_is, how, source, reliability, until, id, ref;
	bool is_rumour;
};
struct console_release {
	struct span id, by, at, why, answered_by, answer, ends;
	bool is_waiting, is_refused, may_load;
};
struct console_map {
	size_t width, height, left_out, unread, not_counted;
	const struct console_map_node *nodes;
	size_t nodes_n;
	const struct console_map_line *ties;
	size_t ties_n;
	const struct console_release *releases;
	size_t releases_n;
	const struct console_option *pending;	/* this person may decide them */
	size_t pending_n;
	struct span typed;
	bool is_agree;			/* the form that could not be taken */
};
struct console_source { struct span source, reliability, until; };
struct console_nominee {
	struct span id, ref, name, kind, age, why, by, at, plan, review, result, answer, answered;
	const struct console_source *sources;
	size_t sources_n;
	bool is_waiting, is_late, is_closed;
};
struct console_panel {
	const struct console_nominee *rows;
	size_t rows_n, left_out, unread, not_counted;
};
/* Briefs for meetings that others lead; numbers of the month are hidden when they are small. */
struct console_scene { struct span kind, place, ward, at; bool is_tension, is_worry; };
struct console_ask_count { struct span agency, due; size_t open, over; };
struct console_spot { struct span place, n, days, hours; };
struct console_cell { struct span n, hours; };
struct console_grid_row { struct span day; const struct console_cell *cells; size_t cells_n; };
struct console_counted { struct span what, n; };
struct console_brief {
	struct span from, to, cutoff, month, earlier, later;	/* the last two: of links to other ones */
	size_t unread, not_counted, tension, worry, no_time, no_place;
	bool is_full;
	const struct console_scene *scenes;
	size_t scenes_n;
	const struct console_ask_count *asks;
	size_t asks_n;
	struct span total, unknown_time, unknown_place, unknown_area;
	const struct console_spot *hotspots, *repeats;
	size_t hotspots_n, repeats_n;
	const struct console_grid_row *grid;
	size_t grid_n;
	const struct console_counted *weeks, *areas;
	size_t weeks_n, areas_n;
};
#endif
