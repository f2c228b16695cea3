/* reach.c: one look for a grant, and an entry for each that was not there. */
#include "reach.h"

enum gw_err
reach_note(struct store *s, enum audit_what what, const uint8_t report[ID_BYTES], const char *why, int64_t now)
{
	const struct audit_act act = { .at = now, .who = s->member, .what = what, .subject = { report, ID_BYTES },
		.why = why };

	return audit_add(s, &act);
}

static enum gw_err
report_exists(struct store *s, const uint8_t report[ID_BYTES])
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, REPORT_BY_ID);
	use_blob(&u, report, ID_BYTES);
	e = use_row(&u);
	return use_end(&u, e);
}

/* GW_EABSENT, but for what went wrong. */
static enum gw_err
refuse(struct store *s, const uint8_t report[ID_BYTES], int64_t now)
{
	enum gw_err e = report_exists(s, report);

	if (e == GW_OK && (e = reach_note(s, AUDIT_REFUSED, report, "not a case of theirs", now)) == GW_OK)
		e = GW_EABSENT;
	return e;
}

enum gw_err
reach_grant(struct store *s, const uint8_t report[ID_BYTES], struct reach *r)
{
	bool has_one = false;
	struct use u;
	enum gw_err e;

	*r = (struct reach){ .is_queued = false };
	use_start(&u, s, GRANT_OF);
	use_text(&u, s->member);
	use_blob(&u, report, ID_BYTES);
	while (!r->is_queued && use_row(&u) == GW_OK) {
		const bool is_queued = use_get_number(&u, 2) != 0;

		if (has_one && !is_queued)
			continue;
		has_one = true;
		use_get_text(&u, 0, r->team, sizeof r->team);
		use_get_blob(&u, 1, r->sealed, GRANT_BYTES);
		r->is_queued = is_queued;
	}
	e = use_end(&u, GW_OK);
	return e == GW_OK && !has_one ? GW_EABSENT : e;
}

enum gw_err
reach_case(struct store *s, const uint8_t report[ID_BYTES], int64_t now, struct reach *r)
{
	enum gw_err e = reach_grant(s, report, r);

	return e == GW_EABSENT ? refuse(s, report, now) : e;
}

enum gw_err
reach_team(struct store *s, const uint8_t report[ID_BYTES], const char *team, int64_t now)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, GRANT_HELD);
	use_text(&u, s->member);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, team);
	if ((e = use_row(&u)) == GW_OK)
		return use_end(&u, GW_OK);
	return e == GW_EABSENT ? refuse(s, report, now) : e;
}
