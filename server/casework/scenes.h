/* scenes.h: what happened where and when, by the scenes that staff noted on many cases (SHEET_SCENE): counted for the
 * monthly product of the police's tasking group and listed for the thrice-weekly brief. No name, no case's words. A
 * scene counts on the day when it was, or, where nobody knows, when it was noted. Small numbers are hidden. Pure.
 * Domain (g): M10, "TTCG product", "Small numbers". */
#ifndef SCENES_H
#define SCENES_H

#include "areas.h"
#include "clock.h"
#include "entry.h"

enum { SCENES = 2000, SCENE_DAYS = 7, SCENE_HOURS = 8, SCENE_WEEKS = 12, SCENE_PLACES = 40, SCENE_AREAS = 12 };
enum { HOTSPOT_SECONDS = 28 * 86400, HOTSPOT_SCENES = 3, HOTSPOT_CASES = 2, REPEAT_SCENES = 2 };

struct scene {
	uint8_t report[ID_BYTES];
	const char *kind;		/* a code of SHEET_SCENE; static */
	const char *retaliation;	/* "yes", "no", "not_known", or "" */
	char place[LIMIT_LINE + 1], folded[LIMIT_LINE + 1], ward[LIMIT_LINE + 1];	/* "": nobody said */
	int64_t at, noted;		/* at 0: nobody knows */
};
struct scenes { size_t n, left_out; struct scene of[SCENES]; };

void scenes_start(struct scenes *s);
/* The scenes of one more case that were noted from `from` until before `to`. Copies what it keeps. */
void scenes_add(struct scenes *s, const uint8_t report[ID_BYTES], const struct entry *entry, size_t n, int64_t from,
    int64_t to);
/* By when they were, or were noted. */
void scenes_sort(struct scenes *s);

/* A named place, and how many scenes it had; which scene names it; on which weekdays and in which hours: bits. */
struct scene_place { size_t scene, n, cases; uint32_t days, hours; };
struct scene_area { const char *area; size_t n; };
struct scene_counts {
	size_t n, no_time, no_place;			/* of the month */
	size_t no_area;					/* no such ward, none said, or no room for its area */
	size_t grid[SCENE_DAYS][SCENE_HOURS];	/* from Monday; three hours each; where the time is known */
	size_t week[SCENE_WEEKS];			/* of seven days each, the last one ends with the month */
	size_t n_hotspots, n_repeats, n_areas;
	struct scene_place hotspot[SCENE_PLACES];	/* of the last 28 days */
	struct scene_place repeat[SCENE_PLACES];	/* of the last 12 weeks */
	struct scene_area area[SCENE_AREAS];
};
/* Of the month from `from` until before `to`. areas lends the codes. */
void scenes_count(const struct scenes *s, const struct calendar *c, const struct areas *areas, int64_t from, int64_t to,
    struct scene_counts *out);
/* "0", "fewer than 5", else to the nearest 5; and NUL. */
enum { SCENE_NUMBER = 24 };
void scenes_hidden(size_t n, char text[SCENE_NUMBER]);
#endif
