/* escalation.c: JSON in, keys and parts out of base64, the rest is casebook's. */
#include "escalation.h"

#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include "secret.h"
#include "stream.h"

enum { KEYS_MAX = LIMIT_MEMBER_TEAMS + LIMIT_OLD_KEYS, PATH_MAX_BYTES = 128, STATUS_ABSENT = 404, STATUS_LOCKED = 423,
    PAGE_ROOM = 4 * LIMIT_WIRE };

struct team_keys {
	size_t n;
	struct { char team[LIMIT_TEAM + 1]; struct keypair pair; } of[KEYS_MAX];
};

/* --- reading the answers --- */

static enum run
garbled(void)
{
	complain("The gateway's answer makes no sense; it may be a newer one.");
	return RUN_FAULT;
}

/* Exactly n bytes of base64. */
static bool
bytes_read(const json_t *v, const char *key, uint8_t *out, size_t n)
{
	const struct span text = json_text(v, key);
	size_t got = 0;

	return sodium_base642bin(out, n, (const char *)text.p, text.n, NULL, &got, NULL,
	    sodium_base64_VARIANT_ORIGINAL) == 0 && got == n;
}

/* Whatever length it has; *out is lent by bytes, in which there is room. */
static bool
span_read(const json_t *v, const char *key, struct buf *bytes, struct span *out)
{
	const struct span text = json_text(v, key);
	uint8_t *at;
	size_t n = 0;

	*out = (struct span){ NULL, 0 };
	if (buf_reserve(bytes, text.n, &at) != GW_OK || sodium_base642bin(at, text.n, (const char *)text.p, text.n,
	    NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	*out = (struct span){ at, n };
	bytes->n += n;
	return true;
}

/* A whole number from 0 to most. */
static bool
number_read(const json_t *v, const char *key, uint64_t most, uint64_t *n)
{
	const json_t *number = json_object_get(v, key);

	*n = (uint64_t)json_integer_value(number);
	return json_is_integer(number) && json_integer_value(number) >= 0 && *n <= most;
}

static bool
name_read(const json_t *v, const char *key, char *out, size_t room)
{
	const struct span text = json_text(v, key);

	if (text.n >= room)
		return false;
	memset(out, 0, room);
	if (text.n > 0)
		memcpy(out, text.p, text.n);
	return true;
}

static enum case_state
state_of(struct span code)
{
	int s = 0;

	while (s < CASE_STATE_N && !span_is(code, case_state_code((enum case_state)s)))
		s++;
	return (enum case_state)s;
}

/* GET, and its answer as JSON. */
static enum run
ask(struct station *s, const char *path, json_t **v)
{
	struct buf answer;
	enum run r;

	*v = NULL;
	buf_init(&answer, HTTP_ANSWER_MAX);
	r = http_get(s->http, path, &answer);
	if (r == RUN_DONE)
		r = answer_read(buf_span(&answer), v);
	buf_free(&answer);
	return r;
}

/* --- the list --- */

static bool
row_read(const json_t *v, struct escalation *row)
{
	const struct span id = json_text(v, "id");
	uint64_t kind;
	size_t n = 0;

	if (id.n != 2 * ID_BYTES ||
	    sodium_hex2bin(row->report, ID_BYTES, (const char *)id.p, id.n, NULL, &n, NULL) != 0 || n != ID_BYTES ||
	    !number_read(v, "changed", INT64_MAX, &row->changed) ||
	    !number_read(v, "kind", KIND_N - 1, &kind))
		return false;
	sodium_bin2hex(row->id, sizeof row->id, row->report, ID_BYTES);
	row->kind = (enum case_kind)kind;
	row->band = band_of(json_text(v, "band"));
	row->state = state_of(json_text(v, "state"));
	return row->band < BAND_N && row->state < CASE_STATE_N;
}

/* A key that does not open, or is not what it is called, opens no case. */
static bool
key_take(const struct station *s, const json_t *v, struct team_keys *k)
{
	struct grant_subject what;
	uint8_t pk[KEY_BYTES], sealed[GRANT_BYTES], sk[KEY_BYTES];

	if (k->n == KEYS_MAX || !bytes_read(v, "pk", pk, sizeof pk) ||
	    !bytes_read(v, "sealed", sealed, sizeof sealed) ||
	    !name_read(v, "team", k->of[k->n].team, sizeof k->of[k->n].team))
		return false;
	team_subject(json_text(v, "team"), &what);
	if (grant_open(&s->device->key, &what, sealed, sk) == GW_OK) {
		keypair_from_secret(&k->of[k->n].pair, sk);
		k->n += memcmp(k->of[k->n].pair.pk, pk, KEY_BYTES) == 0;
	}
	secret_wipe(sk, sizeof sk);
	return true;
}

static enum run
keys_take(const struct station *s, const json_t *teams, struct team_keys **keys)
{
	struct team_keys *k = secret_page(sizeof *k);
	const json_t *team;
	size_t i;

	if (k == NULL)
		return fail("Locking memory for keys", GW_ENOMEM);
	memset(k, 0, sizeof *k);
	*keys = k;
	json_array_foreach(teams, i, team)
		if (!key_take(s, team, k))
			return garbled();
	return RUN_DONE;
}

/* Numbers that do not rise would be asked for without end. */
static enum run
page_take(const json_t *v, uint64_t after, struct escalations *page)
{
	const json_t *row;
	size_t i;

	page->goes_on = json_is_true(json_object_get(v, "goes_on"));
	json_array_foreach(json_object_get(v, "escalations"), i, row) {
		if (page->n == ESCALATIONS_PAGE || !row_read(row, &page->row[page->n]) ||
		    page->row[page->n].changed <= after)
			return garbled();
		after = page->row[page->n++].changed;
	}
	return page->goes_on && page->n == 0 ? garbled() : RUN_DONE;
}

enum run
escalations_get(struct station *s, uint64_t after, struct escalations *page, struct team_keys **keys)
{
	char path[PATH_MAX_BYTES];
	json_t *v = NULL;
	enum run r;

	snprintf(path, sizeof path, "/api/v1/escalations?after=%" PRIu64 "&limit=%d", after, ESCALATIONS_PAGE);
	page->n = 0;
	r = ask(s, path, &v);
	if (r == RUN_DONE && *keys == NULL)
		r = keys_take(s, json_object_get(v, "teams"), keys);
	if (r == RUN_DONE)
		r = page_take(v, after, page);
	json_decref(v);
	return r;
}

void
team_keys_free(struct team_keys *k)
{
	secret_page_free(k);
}

/* --- one case --- */

/* The page of the case from this part on. bytes holds what t's spans point into. */
static bool
thread_read(const json_t *v, struct buf *bytes, struct msg_thread *t)
{
	const json_t *parts = json_object_get(v, "parts"), *part;
	uint64_t kind, n[4];
	size_t i;

	memset(t, 0, sizeof *t);
	if (!number_read(v, "received", INT64_MAX, &n[0]) || !number_read(v, "due", INT64_MAX, &n[1]) ||
	    !number_read(v, "total", LIMIT_MESSAGES, &n[2]) || !number_read(v, "files", UINT32_MAX, &n[3]) ||
	    !number_read(v, "kind", KIND_N - 1, &kind) || !bytes_read(v, "report", t->report, ID_BYTES) ||
	    !bytes_read(v, "grant", t->grant, GRANT_BYTES) || !span_read(v, "head", bytes, &t->head) ||
	    !name_read(v, "team", t->team, sizeof t->team) ||
	    !name_read(v, "assigned", t->assigned, sizeof t->assigned) ||
	    json_array_size(parts) > MSG_PARTS)
		return false;
	t->band = (uint8_t)band_of(json_text(v, "band"));
	t->state = (uint8_t)state_of(json_text(v, "state"));
	t->kind = (uint8_t)kind;
	t->helps = json_is_true(json_object_get(v, "helps"));
	t->received = (int64_t)n[0];
	t->due = (int64_t)n[1];
	t->total = (uint32_t)n[2];
	t->files = (uint32_t)n[3];
	json_array_foreach(parts, i, part) {
		struct msg_part *p = &t->part[t->n++];

		if (!number_read(part, "kind", UINT8_MAX, &n[0]) || !number_read(part, "seq", LIMIT_MESSAGES, &n[1]) ||
		    !bytes_read(part, "digest", p->digest, SEAL_DIGEST) ||
		    !span_read(part, "sealed", bytes, &p->sealed))
			return false;
		p->kind = (uint8_t)n[0];
		p->seq = (uint32_t)n[1];
	}
	return t->band < BAND_N && t->state < CASE_STATE_N;
}

/* GW_EBUSY: none of this device's keys opens it. */
static enum gw_err
key_open(const struct team_keys *keys, const struct msg_thread *t, struct opened *c)
{
	struct grant_subject what = { .kind = GRANT_CASE };
	uint8_t case_key[KEY_BYTES];
	enum gw_err e = GW_EDENIED;

	memcpy(what.id, c->report, ID_BYTES);
	for (size_t i = 0; i < keys->n && e != GW_OK; i++)
		if (strcmp(keys->of[i].team, t->team) == 0)
			e = grant_open(&keys->of[i].pair, &what, t->grant, case_key);
	if (e == GW_OK)
		opened_key(c, case_key);
	secret_wipe(case_key, sizeof case_key);
	return e == GW_OK ? GW_OK : GW_EBUSY;
}

static enum run
page_open(const json_t *v, const struct team_keys *keys, struct opened *c, enum gw_err *e)
{
	struct msg_thread t;
	struct buf bytes;
	uint8_t *room;

	/* All its room at once: spans are lent by it, so it must not move. Twice as much as the largest page needs. */
	buf_init(&bytes, PAGE_ROOM);
	if (buf_reserve(&bytes, PAGE_ROOM, &room) != GW_OK) {
		buf_free(&bytes);
		return fail("Opening a case", GW_ENOMEM);
	}
	*e = GW_EINPUT;
	if (thread_read(v, &bytes, &t) && (c->has_key || (*e = key_open(keys, &t, c)) == GW_OK))
		*e = opened_page(c, &t);
	buf_free(&bytes);
	return *e == GW_ENOMEM ? fail("Opening a case", *e) : RUN_DONE;
}

enum run
escalation_open(struct station *s, const struct team_keys *keys, const char *id, struct opened *c, enum gw_err *e)
{
	char path[PATH_MAX_BYTES];
	uint8_t report[ID_BYTES];
	json_t *v = NULL;
	enum run r;

	if (sodium_hex2bin(report, sizeof report, id, strlen(id), NULL, NULL, NULL) != 0)
		memset(report, 0, sizeof report);
	opened_start(c, report);
	do {
		snprintf(path, sizeof path, "/api/v1/escalations/%s?from=%" PRIu32, id, c->chain.n);
		r = ask(s, path, &v);
		if (r == RUN_REFUSED && http_status(s->http) == STATUS_ABSENT) {
			*e = GW_EABSENT;
			return RUN_DONE;
		}
		if (r == RUN_DONE)
			r = page_open(v, keys, c, e);
		json_decref(v);
	} while (r == RUN_DONE && *e == GW_MORE);
	return r;
}

enum run
escalation_due(struct station *s, const char *id, int64_t *due)
{
	char path[PATH_MAX_BYTES];
	json_t *v = NULL;
	uint64_t n = 0;
	enum run r;

	snprintf(path, sizeof path, "/api/v1/escalations/%s?from=%d", id, LIMIT_MESSAGES);
	r = ask(s, path, &v);
	if (r == RUN_DONE && !number_read(v, "due", INT64_MAX, &n))
		r = garbled();
	json_decref(v);
	*due = (int64_t)n;
	return r;
}

/* --- an attachment --- */

static enum gw_err
stream_read(struct stream_opener *o, struct span sealed, struct buf *plain)
{
	struct span out;
	enum gw_err e = GW_OK;
	size_t used;

	for (size_t at = 0; at < sealed.n && e == GW_OK; at += used)
		if ((e = stream_open(o, (struct span){ sealed.p + at, sealed.n - at }, &used, &out)) == GW_OK)
			e = buf_add(plain, out);
	if (e == GW_OK && (e = stream_open_end(o, &out)) == GW_OK)
		e = buf_add(plain, out);
	return e;
}

static enum gw_err
copy_open(const struct opened *c, uint32_t number, struct span sealed, struct buf *plain, struct copied *copy)
{
	uint8_t key[KEY_BYTES];
	struct stream_opener *o = NULL;
	size_t head = 0;
	enum gw_err e;

	copy_key_of(c->report_key, number, key);
	e = stream_opener_new(key, (struct part_place){ c->report, PART_COPY, number }, &o);
	secret_wipe(key, sizeof key);
	if (e == GW_OK)
		e = stream_read(o, sealed, plain);
	stream_opener_free(o);
	if (e != GW_OK)
		return e;
	if (copy_head_read(buf_span(plain), &copy->head, &head) != GW_OK || copy->head.size != plain->n - head)
		return GW_EDENIED;
	copy->bytes = (struct span){ plain->p + head, plain->n - head };
	return GW_OK;
}

enum run
escalation_copy(struct station *s, const struct opened *c, uint32_t number, struct buf *plain, struct copied *copy,
    enum gw_err *e)
{
	static const long expected[2] = { STATUS_ABSENT, STATUS_LOCKED };
	char path[PATH_MAX_BYTES], id[2 * ID_BYTES + 1];
	struct buf sealed;
	enum run r;

	sodium_bin2hex(id, sizeof id, c->report, ID_BYTES);
	snprintf(path, sizeof path, "/api/v1/escalations/%s/files/%" PRIu32, id, number);
	buf_init(&sealed, ESCALATION_COPY + ESCALATION_COPY / 16);
	r = http_get_unless(s->http, path, expected, &sealed);
	if (r == RUN_DONE) {
		*e = copy_open(c, number, buf_span(&sealed), plain, copy);
	} else if (r == RUN_REFUSED && http_status(s->http) == STATUS_ABSENT) {
		*e = GW_EABSENT;
		r = RUN_DONE;
	} else if (r == RUN_REFUSED && http_status(s->http) == STATUS_LOCKED) {
		*e = GW_EINPUT;
		r = RUN_DONE;
	}
	buf_free(&sealed);
	return r == RUN_DONE && *e == GW_ENOMEM ? fail("Opening an attachment", *e) : r;
}

enum run
escalation_ack(struct station *s, const char *id, uint64_t upto)
{
	json_t *body = json_pack("{s:I}", "upto", (json_int_t)upto);
	char path[PATH_MAX_BYTES];
	struct buf answer;
	enum run r;

	snprintf(path, sizeof path, "/api/v1/escalations/%s/ack", id);
	buf_init(&answer, LIMIT_HTTP_BUFFER);
	r = body == NULL ? fail("Acknowledging", GW_ENOMEM) : http_post(s->http, path, body, &answer);
	json_decref(body);
	buf_free(&answer);
	return r;
}
