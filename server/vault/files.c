/* files.c: attachments for staff: their clean copies, their originals, and copies that staff have made. Each is in the
 * audit chain, and so is whoever was refused. */
#include "filing.h"

#include <stdio.h>
#include <string.h>

#include "reach.h"
#include "visit.h"

/* Where one is, and its copy: copy.name "" without. */
struct place {
	uint8_t held;
	struct stored_file file, copy;
};

/* One who reaches the case. */
struct asking {
	struct store *s;
	const uint8_t *report;
	uint32_t n;
	int64_t now;
};

static enum gw_err
place_get(const struct asking *a, struct place *p)
{
	struct use u;
	enum gw_err e;

	memset(p, 0, sizeof *p);
	use_start(&u, a->s, FILE_OF);
	use_blob(&u, a->report, ID_BYTES);
	use_number(&u, a->n);
	if ((e = use_row(&u)) != GW_OK)
		return e;
	p->held = (uint8_t)use_get_number(&u, 0);
	use_get_text(&u, 1, p->file.name, sizeof p->file.name);
	p->file.sealed_bytes = (uint64_t)use_get_number(&u, 2);
	use_get_text(&u, 3, p->copy.name, sizeof p->copy.name);
	p->copy.sealed_bytes = (uint64_t)use_get_number(&u, 4);
	return use_end(&u, GW_OK);
}

/* The attachment's number as people count, and how; "" for no more. */
static void
why_say(const struct asking *a, const char *how, char why[LIMIT_WHY + 1])
{
	snprintf(why, LIMIT_WHY + 1, "attachment %u%s%s", (unsigned)a->n + 1, how[0] == '\0' ? "" : ", ", how);
}

static enum gw_err
note(const struct asking *a, enum audit_what what, const char *how)
{
	char why[LIMIT_WHY + 1];

	why_say(a, how, why);
	return reach_note(a->s, what, a->report, why, a->now);
}

static enum gw_err
refuse(const struct asking *a, const char *how)
{
	enum gw_err e = note(a, AUDIT_REFUSED, how);

	return e == GW_OK ? GW_EDENIED : e;
}

static enum gw_err
copy_get(const struct asking *a, const struct place *p, const char *team, struct stored_file *out)
{
	if (p->copy.name[0] == '\0')
		return GW_EABSENT;
	*out = p->copy;
	return note(a, AUDIT_FILE_OPENED, team);
}

/* For whoever asked, and got a yes that has not ended. */
static enum gw_err
original_get(const struct asking *a, const struct place *p, struct stored_file *out)
{
	char who[LIMIT_NAME + 1], how[LIMIT_WHY + 1];
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, ORIGINAL_MAY);
	use_blob(&u, a->report, ID_BYTES);
	use_number(&u, a->n);
	use_text(&u, a->s->member);
	use_number(&u, a->now);
	if ((e = use_row(&u)) != GW_OK)
		return e == GW_EABSENT ? refuse(a, "its original without a yes") : e;
	use_get_text(&u, 0, who, sizeof who);
	if ((e = use_end(&u, GW_OK)) != GW_OK)
		return e;
	*out = p->file;
	snprintf(how, sizeof how, "agreed to by %s", who);
	return note(a, AUDIT_ORIGINAL_OPENED, how);
}

static enum gw_err
uncleaned_get(const struct asking *a, const struct place *p, struct stored_file *out)
{
	if (p->copy.name[0] != '\0')
		return GW_ECONFLICT;
	*out = p->file;
	return note(a, AUDIT_COPY_BEGUN, "");
}

enum gw_err
store_file_get(struct store *s, const struct msg_file_get *q, int64_t now, struct stored_file *out)
{
	const struct asking a = { s, q->report, q->file, now };
	struct place p;
	struct reach r;
	struct visit v;
	enum gw_err e;

	memset(out, 0, sizeof *out);
	if ((e = visit_prove(s, q->session, now, &v)) != GW_OK || (e = reach_case(s, q->report, now, &r)) != GW_OK ||
	    (e = place_get(&a, &p)) != GW_OK)
		return e;
	if (v.is_device && q->wanted != FILE_COPY)
		return refuse(&a, "more than its copy, by a device");
	if (p.held != HELD_NOT) {
		out->held = p.held;
		return note(&a, AUDIT_REFUSED, "held");
	}
	switch (q->wanted) {
	case FILE_COPY: return copy_get(&a, &p, r.team, out);
	case FILE_ORIGINAL: return original_get(&a, &p, out);
	case FILE_TO_CLEAN: return uncleaned_get(&a, &p, out);
	default: return GW_EINPUT;
	}
}

/* The scanner found something: what was found before is not found again. */
static enum gw_err
malware_put(const struct asking *a)
{
	char why[LIMIT_WHY + 1];
	int changed;
	struct use u;
	enum gw_err e;

	use_start(&u, a->s, FILE_HOLD);
	use_blob(&u, a->report, ID_BYTES);
	use_number(&u, a->n);
	use_number(&u, HELD_MALWARE);
	if ((e = use_run(&u, &changed)) != GW_OK || changed == 0)
		return e;
	why_say(a, "", why);
	return filing_record_again(a->s, a->report, AUDIT_MALWARE_FOUND, why, a->now);
}

static enum gw_err
made_put(const struct asking *a, const struct place *p, const struct msg_spooled *made)
{
	enum gw_err e;

	if (p->held != HELD_NOT)
		return GW_EINPUT;
	if (p->copy.name[0] != '\0')
		return GW_ECONFLICT;
	e = filing_copy(a->s, a->report, a->n, made->name, made->sealed_bytes);
	return e == GW_OK ? note(a, AUDIT_COPY_MADE, "") : e;
}

enum gw_err
store_copy_put(struct store *s, const struct msg_copy_put *p, int64_t now)
{
	const struct asking a = { s, p->report, p->file, now };
	const bool is_made = p->made.name[0] != '\0';
	struct place at;
	struct reach r;
	struct visit v;
	enum gw_err e;

	if ((e = visit_prove(s, p->session, now, &v)) != GW_OK || (e = reach_case(s, p->report, now, &r)) != GW_OK ||
	    (e = place_get(&a, &at)) != GW_OK)
		return e;
	if (v.is_device)
		return refuse(&a, "a copy, by a device");
	if (p->made.copy[0] != '\0' || is_made != (p->made.held == HELD_NOT) || (!is_made && p->made.sealed_bytes != 0))
		return GW_EINPUT;
	if ((e = is_made ? made_put(&a, &at, &p->made) : malware_put(&a)) != GW_OK)
		return e;
	return escalation_change(s, p->report, LISTS_NOT);	/* computers that have the case lack this */
}
