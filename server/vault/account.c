/* account.c: what members change of their own: passphrase, second factor, recovery codes, and who stands in. */
#include <string.h>

#include "audit.h"
#include "clock.h"
#include "people.h"
#include "visit.h"

enum { AWAY_LONGEST = 366 * 86400 };	/* seconds */

enum gw_err
people_codes(struct store *s, const char *member, int64_t *n)
{
	struct use u;

	use_start(&u, s, CODE_COUNT);
	use_text(&u, member);
	if (use_row(&u) != GW_OK)
		return use_end(&u, GW_EIO);
	*n = use_get_number(&u, 0);
	return use_end(&u, GW_OK);
}

/* A list with one code twice is refused whole. */
static enum gw_err
codes_add(struct store *s, const char *member, const struct msg_tag *code, size_t n)
{
	enum gw_err e = n <= LIMIT_RECOVERY_CODES ? GW_OK : GW_ELIMIT;
	struct use u;

	for (size_t i = 0; i < n && e == GW_OK; i++) {
		use_start(&u, s, CODE_PUT);
		use_text(&u, member);
		use_blob(&u, code[i].found_by, TAG_BYTES);
		e = use_run(&u, NULL);
	}
	return e;
}

enum gw_err
people_codes_put(struct store *s, const char *member, const struct msg_tag *code, size_t n)
{
	struct use u;
	enum gw_err e;

	if (s->role == ROLE_DOOR)	/* somebody new has none */
		return codes_add(s, member, code, n);
	use_start(&u, s, CODE_CLEAR);
	use_text(&u, member);
	e = use_run(&u, NULL);
	return e == GW_OK ? codes_add(s, member, code, n) : e;
}

enum gw_err
store_codes_put(struct store *s, const char *name, const struct msg_tag *code, size_t n)
{
	enum gw_err e = store_as(s, ROLE_ADMIN);

	return e == GW_OK ? people_codes_put(s, name, code, n) : e;
}

static enum gw_err
sessions_end(struct store *s, enum stmt which, const struct visit *v)
{
	struct use u;

	use_start(&u, s, which);
	use_text(&u, s->member);
	if (which == SESSION_END_OTHERS)
		use_blob(&u, v->session, SESSION_ID);
	return use_run(&u, NULL);
}

enum gw_err
store_passphrase_put(struct store *s, const struct msg_passphrase_put *q, int64_t now)
{
	struct audit_act act = { now, s->member, AUDIT_PASSPHRASE, { NULL, 0 }, NULL, NULL };
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove(s, q->session, now, &v);

	if (e != GW_OK)
		return e;
	use_start(&u, s, PASSPHRASE_SET);
	use_blob(&u, q->lock.salt, sizeof q->lock.salt);
	use_number(&u, q->lock.ops);
	use_number(&u, q->lock.mem_kib);
	use_blob(&u, q->lock.sealed, sizeof q->lock.sealed);
	use_text(&u, s->member);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = sessions_end(s, SESSION_END_ALL, &v)) != GW_OK)
		return e;
	act.subject = span_of(s->member);
	return audit_add(s, &act);
}

enum gw_err
store_second_put(struct store *s, const struct msg_second_put *q, int64_t now)
{
	struct audit_act act = { now, s->member, AUDIT_SECOND, { NULL, 0 }, NULL, "with new recovery codes" };
	struct visit v;
	struct use u;
	enum gw_err e = visit_find(s, q->session, now, &v);

	if (e != GW_OK)
		return e;
	if (visit_is_ahead(q->step, now))
		return GW_EINPUT;
	use_start(&u, s, SECOND_SET);
	use_blob(&u, q->second, SECOND_SEALED);
	use_number(&u, (int64_t)q->step);
	use_text(&u, s->member);
	if ((e = use_run(&u, NULL)) != GW_OK || (e = people_codes_put(s, s->member, q->code, q->n)) != GW_OK ||
	    (e = sessions_end(s, SESSION_END_OTHERS, &v)) != GW_OK)
		return e;
	use_start(&u, s, SESSION_PROVED);
	use_blob(&u, q->session, SESSION_ID);
	e = use_run(&u, NULL);
	act.subject = span_of(s->member);
	return e == GW_OK ? audit_add(s, &act) : e;
}

/* A colleague of one of the member's teams, or nobody. */
static enum gw_err
cover_check(struct store *s, const char *cover)
{
	struct use u;
	enum gw_err e;

	if (cover[0] == '\0')
		return GW_OK;
	if (strcmp(cover, s->member) == 0)
		return GW_EINPUT;
	use_start(&u, s, COVER_FITS);
	use_text(&u, s->member);
	use_text(&u, cover);
	e = use_row(&u);
	return e == GW_EABSENT ? GW_EINPUT : use_end(&u, e);
}

enum gw_err
store_away_put(struct store *s, const struct msg_away_put *q, int64_t now)
{
	char day[CLOCK_TEXT], why[LIMIT_WHY + 1];
	struct audit_act act = { now, s->member, q->until == 0 ? AUDIT_BACK : AUDIT_AWAY, { NULL, 0 }, NULL, why };
	const char *cover = q->until == 0 ? "" : q->cover;
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove(s, q->session, now, &v);

	if (e == GW_OK && q->until != 0 && (q->until <= now || q->until > now + AWAY_LONGEST))
		e = GW_EINPUT;
	if (e != GW_OK || (e = cover_check(s, cover)) != GW_OK)
		return e;
	use_start(&u, s, AWAY_SET);
	use_number(&u, q->until);
	use_text(&u, cover);
	use_text(&u, s->member);
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	clock_text(q->until, day);
	snprintf(why, sizeof why, "until %s, covered by %s", day, cover[0] == '\0' ? "nobody" : cover);
	if (q->until == 0)
		act.why = NULL;
	act.subject = span_of(s->member);
	return audit_add(s, &act);
}
