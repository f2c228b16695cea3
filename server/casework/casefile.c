/* casefile.c: entries in order, each changing what stands; then who may do what next. */
#include "casefile.h"

#include <string.h>

enum { FIRST_NOTE = 2 };		/* behind the words and the decision */

static bool
is_same_tag(const struct entry *a, const struct entry *b)
{
	struct buf x, y;
	bool same;

	if (a->tag != b->tag)
		return false;
	buf_init(&x, TAG_FOLDED);
	buf_init(&y, TAG_FOLDED);
	same = tag_fold(a->tag, a->text, &x) == GW_OK && tag_fold(b->tag, b->text, &y) == GW_OK &&
	    span_equal(buf_span(&x), buf_span(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

/* The place of a tag, or n_tags. */
static size_t
tag_find(const struct casefile *c, const struct entry *e)
{
	size_t i = 0;

	while (i < c->n_tags && !is_same_tag(c->tag[i], e))
		i++;
	return i;
}

static void
take_tag(struct casefile *c, const struct entry *e)
{
	const size_t at = tag_find(c, e);

	if (at == c->n_tags && at < CASEFILE_TAGS)
		c->tag[c->n_tags++] = e;
}

static void
drop_tag(struct casefile *c, const struct entry *e)
{
	const size_t at = tag_find(c, e);

	if (at == c->n_tags)
		return;
	c->n_tags--;
	memmove(&c->tag[at], &c->tag[at + 1], (c->n_tags - at) * sizeof c->tag[0]);
}

static void
take_task(struct casefile *c, const struct entry *e, uint32_t part)
{
	if (c->n_tasks == LIMIT_TASKS)
		return;
	c->task[c->n_tasks].part = part;
	c->task[c->n_tasks++].entry = e;
}

static void
drop_task(struct casefile *c, uint32_t part)
{
	size_t at = 0;

	while (at < c->n_tasks && c->task[at].part != part)
		at++;
	if (at == c->n_tasks)
		return;
	c->n_tasks--;
	memmove(&c->task[at], &c->task[at + 1], (c->n_tasks - at) * sizeof c->task[0]);
}

/* The same case again: what was said last holds. */
static void
take_link(struct casefile *c, const struct entry *e)
{
	size_t at = 0;

	while (at < c->n_links && memcmp(c->link[at]->other, e->other, ID_BYTES) != 0)
		at++;
	if (at == CASEFILE_LINKS)
		return;
	c->link[at] = e;
	if (at == c->n_links)
		c->n_links++;
}

static void
take(struct casefile *c, const struct entry *e, uint32_t part)
{
	switch (e->act) {
	case ACT_CONFIRM:
	case ACT_LOWER:
		c->is_confirmed = true;
		break;
	case ACT_RAISE:
	case ACT_AGREE_LOWER:
		c->is_confirmed = true;
		c->asked = NULL;
		break;
	case ACT_ASK_LOWER:
		c->asked = e;
		break;
	case ACT_REFUSE_LOWER:
		c->asked = NULL;
		break;
	case ACT_ASSIGN:
		memcpy(c->assigned, e->whom, sizeof c->assigned);
		break;
	case ACT_TASK:
		take_task(c, e, part);
		break;
	case ACT_TASK_DONE:
		drop_task(c, e->of);
		break;
	case ACT_TAG:
		take_tag(c, e);
		break;
	case ACT_UNTAG:
		drop_tag(c, e);
		break;
	case ACT_LINK:
		take_link(c, e);
		break;
	case ACT_LOG:
		c->logged = e;
		break;
	case ACT_RECORD:
		if (e->sheet == SHEET_AGENDA && part == FIRST_NOTE)
			c->logged = e;	/* what a meeting begins with: nobody reported it */
		break;
	case ACT_COME:
		c->come = e;
		break;
	case ACT_PASS:
	case ACT_SHARE:
		if (c->n_passed < CASEFILE_LINKS)
			c->passed[c->n_passed++] = e;
		break;
	case ACT_CLOSE:
		c->closed = e;
		c->n_tasks = 0;		/* nobody has to do anything any more, also when it is opened again */
		break;
	case ACT_REOPEN:
		c->closed = NULL;
		break;
	default:	/* said something, changed nothing that stands */
		break;
	}
}

void
casefile_read(const struct entry *entry, const uint32_t *part, size_t n, struct casefile *c)
{
	*c = (struct casefile){ .asked = NULL };
	for (size_t i = 0; i < n; i++)
		take(c, &entry[i], part[i]);
}

bool
casefile_giver_records(enum sheet s)
{
	return s == SHEET_FACT || s == SHEET_TALK || s == SHEET_PERSON || s == SHEET_WHERE || s == SHEET_REFERRAL ||
	    s == SHEET_CONSENT;
}

bool
casefile_has_reporter(const struct casefile *c)
{
	return c->logged == NULL && c->come == NULL;
}

/* --- what may be done next --- */

static const char *
refuses_band(const struct casefile *c, enum case_act act, enum band band, enum band to)
{
	if (to >= BAND_N)
		return "Choose how soon somebody must act.";
	switch (act) {
	case ACT_CONFIRM:
		return to == band ? NULL : "Somebody has changed this since. Look again.";
	case ACT_RAISE:
		return to > band ? NULL : "That is not sooner than it is now.";
	case ACT_LOWER:
		if (band == BAND_IMMEDIATE)
			return "A second person must agree before this is less than immediate.";
		return to < band ? NULL : "That is not later than it is now.";
	default:
		if (band != BAND_IMMEDIATE)
			return "Only what is immediate needs a second person.";
		if (c->asked != NULL)
			return "Somebody has asked for this already. It waits for a second person.";
		return to < band ? NULL : "That is not later than it is now.";
	}
}

/* The second person's answer. */
static const char *
refuses_decision(const struct casefile *c, enum case_act act, enum band band, enum band to, const char *member)
{
	if (c->asked == NULL || band != BAND_IMMEDIATE)
		return "Nobody asks for a second person here any more.";
	if (strcmp(c->asked->by, member) == 0)
		return "You asked for this. Another person must decide.";
	return act == ACT_REFUSE_LOWER || to == c->asked->to ? NULL : "Somebody has changed this since. Look again.";
}

/* What still may be done with a closed case: it is looked up and put right, not worked on. */
static bool
is_for_closed(enum case_act act)
{
	return act == ACT_NOTE || act == ACT_CORRECT || act == ACT_TAG || act == ACT_UNTAG || act == ACT_LINK ||
	    act == ACT_REOPEN || act == ACT_RECORD;
}

const char *
casefile_refuses(const struct casefile *c, enum case_act act, enum band band, enum band to, const char *member)
{
	if (c->closed != NULL && !is_for_closed(act))
		return "This case is closed. Open it again first.";
	switch (act) {
	case ACT_CONFIRM:
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_ASK_LOWER:
		return refuses_band(c, act, band, to);
	case ACT_AGREE_LOWER:
	case ACT_REFUSE_LOWER:
		return refuses_decision(c, act, band, to, member);
	case ACT_TASK:
		return c->n_tasks < LIMIT_TASKS ? NULL : "This case has as many open tasks as it can have.";
	case ACT_TASK_DONE:
		return c->n_tasks > 0 ? NULL : "There is no such open task any more.";
	case ACT_TAG:
		return c->n_tags < CASEFILE_TAGS ? NULL : "This case has as many tags as it can have.";
	case ACT_UNTAG:
		return c->n_tags > 0 ? NULL : "There is no such tag any more.";
	case ACT_LINK:
		return c->n_links < CASEFILE_LINKS ? NULL : "This case is linked with as many as it can be.";
	case ACT_CLOSE:
		return band != BAND_IMMEDIATE ? NULL :
		    "This is immediate. A second person must agree that it is not, before it can be closed.";
	case ACT_REOPEN:
		return c->closed != NULL ? NULL : "This case is open.";
	case ACT_PASS:
	case ACT_SHARE:
		return c->n_passed < CASEFILE_LINKS ? NULL : "This case was passed on as often as it can be.";
	case ACT_LOG:
	case ACT_COME:
	case ACT_N:
		return "This cannot be done with a case that is here already.";
	default:
		return NULL;
	}
}
