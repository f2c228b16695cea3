/* figures.h: what community safety is measured by, counted from its cases: attempts and contact within 24 and 48
 * hours, the golden hour, how soon somebody read, answered and referred, cases a month, what became of referrals.
 * Domain (g) M1 to M4, U10, U11, U30. Pure: cases and times are given; the same cases and the same times give the same
 * figures, because nothing that was written after the cut-off counts.
 * Which case counts: for the response (ratios, golden hour, months) those that the Urgent Response Protocol began to
 * apply to within the period; for speed and referrals those that came in within it. */
#ifndef FIGURES_H
#define FIGURES_H

#include "urgent_response.h"

enum { FIGURES_VERSION = 1, FIGURES_MONTHS = 60, FIGURES_SAMPLES = LIMIT_SURVEY, FIGURES_WHY = 200 };

enum figure_what { FIGURE_ATTEMPT, FIGURE_CONTACT, FIGURE_WHAT_N, FIGURE_TOLD = FIGURE_WHAT_N };
enum figure_within { WITHIN_24, WITHIN_48, WITHIN_N };
/* in_time + missed is what the share is of; waiting: the time is not over. */
struct ratio { unsigned in_time, missed, waiting; };
/* One limit that was not kept. */
struct miss {
	uint8_t report[ID_BYTES];
	enum figure_what what;
	enum response_start start;	/* not of FIGURE_TOLD */
	int hours;			/* 24 or 48; 1 for FIGURE_TOLD */
	int64_t over;			/* seconds beyond it: when it was done, or at the cut-off */
	bool is_open;			/* not done at the cut-off */
	char why[FIGURES_WHY + 1];	/* what was written at the last try, cut short; or "" */
};

enum figure_speed { SPEED_EYES, SPEED_REPLY, SPEED_REFERRAL, SPEED_N };
/* Seconds, of those where it happened; open: those where it has not. */
struct samples { size_t n; unsigned open; int64_t seconds[FIGURES_SAMPLES]; };

enum figure_to { TO_MASH, TO_EARLY_HELP, TO_YAR, TO_NRM, TO_MARAC, TO_PREVENT, TO_ERP, TO_N };
/* Cases, by the last that was said of each referral: made = waiting + accepted + declined + answered. */
struct funnel { unsigned made, waiting, accepted, declined, answered, not_made; };

struct figures {
	const struct policy *policy;
	int32_t first_day, last_day;	/* local, both included */
	int64_t from, to;		/* moments: from <= at < to */
	int64_t cutoff;			/* the end of the last day, or now if that is sooner */
	unsigned cases[BAND_N];		/* that came in, by their band at the door */
	unsigned responses;		/* that the protocol began to apply to */
	struct ratio ratio[FIGURE_WHAT_N][START_N][WITHIN_N];
	unsigned unidentified;		/* the child cannot be identified: in no contact ratio */
	unsigned no_incident;		/* responses where nobody knows when the incident was */
	struct ratio told[2];		/* [1]: the hour began while the council's people are there */
	struct funnel funnel[TO_N];
	size_t months;			/* months of the period, the first one first */
	unsigned month[FIGURES_MONTHS];	/* responses that began in it */
	size_t n_misses, misses_room;
	struct miss *miss;
	struct samples *speed[SPEED_N][BAND_N];
};

/* What a case says, borrowed. first: its band at the door. came, seen: minutes; seen 0: nobody has opened it. */
struct figures_case {
	const uint8_t *report;
	enum band first;
	int64_t came, seen;
	const struct entry *entry;
	size_t n;
};

/* From the first day to the last, both local, as clock_wall counts; as of now. p is borrowed. GW_EINPUT: the last day
 * is before the first, or there are more than FIGURES_MONTHS months; GW_ENOMEM. figures_end either way. */
GW_CHECKED enum gw_err figures_start(struct figures *f, const struct policy *p, int32_t first_day, int32_t last_day,
    int64_t now);
GW_CHECKED enum gw_err figures_add(struct figures *f, const struct figures_case *c);	/* GW_ENOMEM; GW_ELIMIT */
/* Of the samples of one speed and band by the nearest rank: the smallest that at least so many per cent are not above.
 * false: there are none. Sorts them. */
bool samples_percentile(struct samples *s, unsigned percent, int64_t *seconds);
void figures_end(struct figures *f);		/* wipes and frees */
#endif
