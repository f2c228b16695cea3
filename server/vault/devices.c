/* devices.c: computers that are members: how one comes in, and what it says that it has. */
#include <string.h>

#include "audit.h"
#include "reach.h"
#include "visit.h"

/* Nobody has proved anything yet: what the session is called, only the device's own key can open. */
enum gw_err
store_device_in(struct store *s, const struct msg_device_in *in, int64_t now)
{
	static const uint8_t nothing[SESSION_SEALED];
	const struct audit_act act = { .at = now, .who = in->name, .what = AUDIT_DEVICE_IN };
	struct use u;
	enum gw_err e = store_tidy(s, now);

	if (e != GW_OK)
		return e;
	use_start(&u, s, DEVICE_IS);
	use_text(&u, in->name);
	if ((e = use_row(&u)) != GW_OK || (e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	use_start(&u, s, SESSION_PUT);
	use_blob(&u, in->session, SESSION_ID);
	use_text(&u, in->name);
	use_blob(&u, nothing, sizeof nothing);
	use_number(&u, now);
	use_number(&u, 0);
	e = use_run(&u, NULL);
	return e == GW_OK ? audit_add(s, &act) : e;
}

/* How far the case has come, and how far the device of this visit has it. GW_EABSENT: no case of community safety's. */
static enum gw_err
marks_get(struct store *s, const uint8_t report[ID_BYTES], uint64_t *changed, uint64_t *taken)
{
	struct use u;
	enum gw_err e;

	use_start(&u, s, ESCALATION_OF);
	use_blob(&u, report, ID_BYTES);
	use_text(&u, s->member);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	*changed = (uint64_t)use_get_number(&u, 0);
	*taken = (uint64_t)use_get_number(&u, 1);
	return use_end(&u, GW_OK);
}

enum gw_err
store_taken_put(struct store *s, const struct msg_taken_put *p, int64_t now)
{
	char why[LIMIT_WHY + 1];
	uint64_t changed = 0, taken = 0;
	struct visit v;
	struct use u;
	enum gw_err e = visit_prove_response(s, p->session, now, "to take cases along", &v);

	if (e != GW_OK || (e = marks_get(s, p->report, &changed, &taken)) != GW_OK)
		return e;
	if (p->upto == 0 || p->upto > changed)
		return GW_EINPUT;
	if (p->upto <= taken)
		return GW_OK;
	use_start(&u, s, TAKEN_PUT);
	use_text(&u, s->member);
	use_blob(&u, p->report, ID_BYTES);
	use_number(&u, (int64_t)p->upto);
	if ((e = use_run(&u, NULL)) != GW_OK)
		return e;
	snprintf(why, sizeof why, "up to %llu", (unsigned long long)p->upto);
	return reach_note(s, AUDIT_TAKEN, p->report, why, now);
}
