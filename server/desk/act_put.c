/* act_put.c: check, effect, parts, columns. */
#include "act_put.h"

#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "effect.h"
#include "history.h"
#include "originals.h"
#include "recording.h"
#include "secret.h"
#include "tag_box.h"
#include "triage.h"

enum { MINUTE = 60 };

/* What triage decided about it: the school whose calendar the case's clocks follow (NULL: none, as for a concern about
 * staff; lent by p), and its first band. */
struct decided { const struct school *school; enum band band; };

static struct decided
decided(const struct policy *p, const struct opened *c)
{
	struct decided is = { NULL, BAND_ROUTINE };
	struct decision d;

	if (decision_read(c->decision, &d) == GW_OK) {
		is.band = d.band;
		if ((d.categories >> CATEGORY_STAFF_CONCERN & 1) == 0)
			is.school = policy_school(p, span_of(c->part[0].words.school));
	}
	secret_wipe(&d, sizeof d);
	return is;
}

/* --- whether it may be done --- */

static bool
refuse(struct act_result *r, const char *said, const char *field)
{
	*r = (struct act_result){ .end = ACT_REFUSED, .said = said, .field = field };
	return false;
}

/* Whoever passed an extract on sees what becomes of it, and can say more. */
static bool
is_givers(const struct casefile *file, const struct opened *c)
{
	return file->come != NULL && strcmp(file->come->team, c->team) == 0;
}

static bool
is_for_giver(enum case_act act)
{
	return act == ACT_NOTE || act == ACT_CORRECT || act == ACT_TAG || act == ACT_UNTAG || act == ACT_RECORD;
}

/* What needs a reason, a reporter, or a case that somebody has acted on: the vault cannot know. */
static bool
fits(const struct casefile *file, const struct opened *c, const struct entry *e, struct span message,
    struct act_result *r)
{
	const bool has_reporter = c->kind < KIND_INCIDENT && casefile_has_reporter(file);

	if ((e->act == ACT_RAISE || e->act == ACT_LOWER || e->act == ACT_ASK_LOWER) && e->text.n == 0)
		return refuse(r, "Say why.", "reason");
	if (is_givers(file, c) && !is_for_giver(e->act))
		return refuse(r, "Your team passed this on. The team that has it now decides; you can add notes.",
		    NULL);
	if (is_givers(file, c) && e->act == ACT_RECORD && !casefile_giver_records(e->sheet))
		return refuse(r, "Your team passed this on. You can record facts, talks, people, where the young "
		    "person is, referrals and consent; the rest is for the team that has it now.", NULL);
	if (e->act == ACT_MESSAGE && !has_reporter)
		return refuse(r, "This came from colleagues: there is no reporter who could read a message.", "text");
	if (e->act == ACT_CLOSE && has_reporter && message.n == 0)
		return refuse(r, "Write a last word to the reporter.", "text");
	if (e->act == ACT_CLOSE && !has_reporter && message.n > 0)
		return refuse(r, "This came from colleagues: there is no reporter who could read a last word.", "text");
	if (e->act == ACT_REVIEW && !act_is_met(c->entries.entry, c->entries.n))
		return refuse(r, "Nobody has acted on this yet. Confirm or change the band first.", "reason");
	if ((e->act == ACT_TAG || e->act == ACT_UNTAG) && !c->has_team)
		return refuse(r, "Your team's key is being changed. Try again later.", "text");
	return true;
}

static bool
complete(struct entry *e, const struct casefile *file, const struct opened *c, const struct act_order *order,
    struct act_result *r)
{
	const char *said;

	*e = order->entry;
	if (order->teams != NULL && (c->kind == KIND_EXTRACT || strcmp(order->teams, c->teams) != 0))
		e->text = order->outside;
	snprintf(e->by, sizeof e->by, "%s", c->member);
	if (e->act == ACT_CONFIRM)
		e->act = act_of_band((enum band)c->band, e->to);
	if (e->act == ACT_AGREE_LOWER || e->act == ACT_REFUSE_LOWER) {
		if (file->asked == NULL)
			return refuse(r, "Nobody asks to lower this any more.", "decide");
		e->to = file->asked->to;
	}
	said = casefile_refuses(file, e->act, (enum band)c->band, e->to, c->member);
	return said != NULL ? refuse(r, said, NULL) : fits(file, c, e, order->message, r);
}

/* Whether a sheet may be recorded. */
static bool
records(const struct opened *c, const struct entry *e, struct act_result *r)
{
	const char *said, *field;

	if (e->act != ACT_RECORD)
		return true;
	said = recording_refuses(c, e, &field);
	return said == NULL || refuse(r, said, field);
}

static size_t
words_n(const struct entry *e)
{
	size_t n = e->text.n + e->concern.n + e->follow_up.n + e->decision.n;

	for (size_t i = 0; i < SHEET_FIELDS; i++)
		n += e->field[i].n;
	return n;
}

/* Its page shows all of it, in one answer: a case that nobody could open any more would be lost. Closing it, and
 * locking an attachment, is always possible. */
static bool
is_full(const struct opened *c, const struct act_order *order)
{
	const struct entry *fresh = &order->entry;
	size_t n = order->message.n + words_n(fresh);

	for (size_t i = 0; i < c->entries.n; i++)
		n += words_n(&c->entries.entry[i]);
	for (size_t i = 0; i < c->n; i++)
		n += c->part[i].kind == PART_FROM_STAFF ? c->part[i].words.text.n : 0;
	return c->chain.n + 1 + (order->message.n > 0) > LIMIT_MESSAGES ||
	    (n > LIMIT_STAFF_BYTES && fresh->act != ACT_CLOSE && !entry_is_sheet(fresh, SHEET_HOLD));
}

/* --- the parts --- */

static enum gw_err
append(struct act_put *p, const struct opened *c, struct chain *chain, enum part_kind kind, struct span plain)
{
	const uint8_t *key = kind == PART_NOTE ? c->casework_key : c->report_key;
	struct msg_case_put *put = &p->m.u.case_put;
	struct buf *sealed = &p->part[put->n];
	enum gw_err e;

	e = chain_append(chain, key, (struct part_place){ c->report, kind, chain->n }, plain, sealed);
	if (e == GW_OK)
		put->part[put->n++] = (struct msg_new_part){ (uint8_t)kind, buf_span(sealed) };
	return e;
}

/* What the reporter reads: nothing in it says who wrote it. */
static enum gw_err
append_words(struct act_put *p, const struct opened *c, struct chain *chain, struct span message, int64_t at)
{
	struct report words;
	struct buf plain;
	enum gw_err e;

	report_init(&words);
	buf_init(&plain, LIMIT_WIRE);
	e = buf_add(&words.text, message);
	if (e == GW_OK && (e = report_encode(&words, at, &plain)) == GW_OK)
		e = append(p, c, chain, PART_FROM_STAFF, buf_span(&plain));
	buf_free(&plain);
	report_free(&words);
	return e;
}

static enum gw_err
append_entry(struct act_put *p, const struct opened *c, struct chain *chain, const struct entry *entry)
{
	struct buf plain;
	enum gw_err e;

	buf_init(&plain, LIMIT_WIRE);
	if ((e = entry_encode(entry, &plain)) == GW_OK)
		e = append(p, c, chain, PART_NOTE, buf_span(&plain));
	buf_free(&plain);
	return e;
}

/* --- the columns --- */

static enum gw_err
tag_put(struct msg_case_put *put, const struct opened *c, const struct entry *entry)
{
	struct buf fold;
	enum gw_err e;

	buf_init(&fold, TAG_FOLDED);
	if ((e = tag_fold(entry->tag, entry->text, &fold)) == GW_OK) {
		case_tag_of(c->team_key.sk, buf_span(&fold), put->tag);
		if (entry->act == ACT_TAG)
			tag_seal(c->team_key.pk, buf_span(&fold), put->tag_sealed);
		memcpy(put->tag_team, c->team, sizeof put->tag_team);
	}
	buf_free(&fold);
	return e;
}

/* From here on another team helps. */
static bool
helps(const struct entry *e)
{
	if (e->act != ACT_RECORD)
		return e->act == ACT_PASS || e->act == ACT_SHARE;
	return sheet_brings_help(e->sheet, e->field);
}

/* What the vault's rows of an attachment need. */
static void
file_put(struct msg_case_put *put, const struct entry *e)
{
	if (entry_is_sheet(e, SHEET_ORIGINAL) || entry_is_sheet(e, SHEET_HOLD))
		put->file = originals_file(e);
	if (entry_is_sheet(e, SHEET_HOLD))
		put->held = (uint8_t)originals_why(e);
	if (entry_is_sheet(e, SHEET_ORIGINAL_SAID)) {
		put->original = sheet_part(e->sheet, e->field, "of");
		put->agrees = sheet_is(e->sheet, e->field, "result", "yes");
	}
}

static enum gw_err
columns(struct msg_case_put *put, const struct opened *c, const struct casefile *file, const struct entry *e,
    const struct effect *now)
{
	memcpy(put->session, c->session, SESSION_ID);
	memcpy(put->report, c->report, ID_BYTES);
	put->act = (uint8_t)e->act;
	put->seq = c->chain.n;
	put->files = c->files;
	put->band = (uint8_t)now->band;
	put->state = (uint8_t)now->state;
	put->is_met = now->is_met;
	put->due = now->due;
	memcpy(put->assigned, e->act == ACT_ASSIGN ? e->whom : file->assigned, sizeof put->assigned);
	if (e->act == ACT_TASK) {
		memcpy(put->owner, e->whom, sizeof put->owner);
		put->task_due = e->task_due;
	}
	if (e->act == ACT_TASK_DONE)
		put->task = e->of;
	put->sheet = (uint8_t)e->sheet;
	file_put(put, e);
	put->lists = c->kind < KIND_MEETING && !is_givers(file, c) && history_lists(e);
	put->helps = c->helps || (!is_givers(file, c) && helps(e));
	return e->act == ACT_TAG || e->act == ACT_UNTAG ? tag_put(put, c, e) : GW_OK;
}

static enum gw_err
make(struct act_put *p, const struct policy *policy, const struct opened *c, const struct casefile *file,
    struct entry *entry, struct span message)
{
	const struct effect was = { (enum band)c->band, (enum case_state)c->state,
	    act_is_met(c->entries.entry, c->entries.n), c->due };
	const bool asks = message.n > 0 && memchr(message.p, '?', message.n) != NULL;
	const struct decided first = decided(policy, c);
	struct effect now = effect_of(policy, first.school, &was, entry, asks);
	struct chain chain = c->chain;
	struct response response;
	enum gw_err e = GW_OK;

	if (history_has_clocks(c)) {
		response_read_with(first.band, c->received - c->received % MINUTE, c->entries.entry, c->entries.n,
		    entry, &response);
		effect_respond(&response, entry, &now);
	}
	if (is_givers(file, c))
		now = was;
	if (message.n > 0)
		e = append_words(p, c, &chain, message, entry->at);
	if (e == GW_OK && (e = append_entry(p, c, &chain, entry)) == GW_OK)
		e = chain_seal(&chain, c->report_key, c->report, &p->head);
	p->m.u.case_put.head = buf_span(&p->head);
	return e == GW_OK ? columns(&p->m.u.case_put, c, file, entry, &now) : e;
}

void
act_put_make(struct act_put *p, const struct policy *policy, const struct opened *c, const struct act_order *order,
    int64_t at, struct act_result *r)
{
	struct casefile file;
	struct entry entry;
	enum gw_err e;

	memset(&p->m, 0, sizeof p->m);
	p->m.type = MSG_CASE_PUT;
	p->m.fd = -1;
	buf_init(&p->head, LIMIT_WIRE);
	for (size_t i = 0; i < CASE_PARTS; i++)
		buf_init(&p->part[i], LIMIT_WIRE);
	*r = (struct act_result){ .end = ACT_DONE };
	if (is_full(c, order)) {
		r->end = ACT_FULL;
		return;
	}
	casefile_read(c->entries.entry, c->entries.part, c->entries.n, &file);
	if (complete(&entry, &file, c, order, r)) {
		entry.at = at;
		if (entry.act == ACT_CLOSE)
			entry.seen = c->seen - c->seen % MINUTE;
		e = records(c, &entry, r) ? make(p, policy, c, &file, &entry, order->message) : GW_OK;
		if (e != GW_OK)
			*r = (struct act_result){ .end = ACT_UNOPENED, .opening = OPENING_FAILED, .e = e };
	}
	secret_wipe(&entry, sizeof entry);
	secret_wipe(&file, sizeof file);
}

void
act_put_end(struct act_put *p)
{
	for (size_t i = 0; i < CASE_PARTS; i++)
		buf_free(&p->part[i]);
	buf_free(&p->head);
	secret_wipe(&p->m, sizeof p->m);
}
