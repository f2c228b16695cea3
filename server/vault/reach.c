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
reach_case(struct store *s, const uint8_t report[ID_BYTES], int64_t now, struct reach *r)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, GRANT_OF);
	use_text(&u, s->member);
	use_blob(&u, report, ID_BYTES);
	if ((e = use_row(&u)) == GW_OK) {
		use_get_text(&u, 0, r->team, sizeof r->team);
		use_get_blob(&u, 1, r->sealed, GRANT_BYTES);
		return use_end(&u, GW_OK);
	}
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
