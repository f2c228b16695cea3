/* vault.c: channels in, one transaction a turn of the loop, answers out after its commit. */
#include "vault.h"

#include <string.h>
#include <time.h>

#include "answers.h"
#include "batch.h"
#include "log.h"
#include "secret.h"
#include "wire.h"

_Static_assert(BATCH_REQUESTS * LIMIT_WIRE <= WIRE_WAITING, "the answers of one turn have room to wait");

/* Each folder of the spool is swept once an hour. */
enum { SWEEP_SECONDS = 3600 / SPOOL_FOLDERS, DAY = 86400 };

struct channel {
	TAILQ_ENTRY(channel) next;
	struct vault *vault;
	struct wire *wire;
	enum channel_role role;
};

struct vault {
	struct event_base *base;
	struct child *child;
	struct event *commit, *sweep;
	struct keeper keeper;
	struct batch batch;
	unsigned folder;		/* the next to sweep */
	int64_t day;			/* whose audit head is in the log */
	bool has_failed;		/* what is on the disk is not known any more */
	TAILQ_HEAD(, channel) channels;
};

/* --- one turn --- */

static enum gw_err
run_one(struct vault *v, struct request *r)
{
	const struct channel *from = r->from;
	struct store *s = v->keeper.store;
	enum gw_err e = store_mark(s);

	if (e != GW_OK)
		return e;
	e = answers_make(&v->keeper, from, from->role, &r->asked, &r->answer);
	if (e == GW_OK)
		e = request_keep_answer(r);
	if (e == GW_OK || e == GW_EABSENT || e == GW_EDENIED)
		store_keep(s);
	else
		store_undo(s);
	return e;
}

static void
run_all(struct vault *v)
{
	struct request *r;

	STAILQ_FOREACH(r, &v->batch.all, next) {
		enum gw_err e = run_one(v, r);

		if (e == GW_OK)
			continue;
		if (e != GW_EABSENT && e != GW_ECONFLICT)
			log_fault(LOG_VAULT, e);
		request_result(r, e);
	}
}

/* An upload whose asker will never hear of it. */
static void
unlend(struct vault *v, const void *to, const char *name)
{
	enum gw_err e = spool_drop(v->keeper.spool, to, name);

	if (e != GW_OK)
		log_fault(LOG_SPOOL, e);
}

/* Nothing was kept, so nothing may be told but that; not even what was only read. */
static void
fail_all(struct vault *v, enum gw_err e)
{
	struct request *r;

	log_fault(LOG_VAULT, e);
	STAILQ_FOREACH(r, &v->batch.all, next) {
		if (r->answer.type == MSG_SPOOL)
			unlend(v, r->from, r->answer.u.spool.name);
		request_result(r, e);
	}
}

static void
send_all(struct vault *v)
{
	struct request *r;

	STAILQ_FOREACH(r, &v->batch.all, next) {
		struct channel *to = r->from;
		enum gw_err e = wire_send(to->wire, &r->answer);

		if (e == GW_OK)
			continue;
		log_fault(LOG_WIRE, e);
		if (r->answer.type == MSG_SPOOL)
			unlend(v, to, r->answer.u.spool.name);
	}
}

/* After a commit that the disk refused, rows may still turn up when the log is read again. Only a new process, which
 * reads it, knows; this one must not remove a file that such a row names. */
static bool
is_doubtful(enum gw_err e)
{
	return e != GW_OK && e != GW_EBUSY && e != GW_EFULL && e != GW_ENOMEM;
}

static void
commit(struct vault *v)
{
	struct store *s = v->keeper.store;
	enum gw_err e;

	if (v->batch.n == 0)
		return;
	v->keeper.now = time(NULL);
	e = store_begin(s);
	if (e == GW_OK) {
		run_all(v);
		e = spool_sync(v->keeper.spool);
		if (e != GW_OK)
			store_rollback(s);
		else if (is_doubtful(e = store_commit(s)))
			v->has_failed = true;
	}
	spool_settle(v->keeper.spool, e == GW_OK);
	if (e != GW_OK)
		fail_all(v, e);
	send_all(v);
	batch_clear(&v->batch);
	if (v->has_failed)
		(void)event_base_loopexit(v->base, NULL);
	else if ((e = store_tend(s)) != GW_OK)	/* now: nobody waits for it */
		log_fault(LOG_VAULT, e);
}

static void
on_commit(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	commit(arg);
}

/* --- channels --- */

static void
refuse(struct channel *c, const struct msg *asked, enum gw_err e)
{
	struct msg m = { .type = MSG_RESULT, .request = asked->request, .fd = -1 };

	log_fault(LOG_VAULT, e);
	m.u.result.err = (uint8_t)e;
	if ((e = wire_send(c->wire, &m)) != GW_OK)
		log_fault(LOG_WIRE, e);
}

/* Waits for the others of this turn: the commit stands behind every channel that can be read now. */
static void
on_message(void *arg, struct msg *m)
{
	struct channel *c = arg;
	struct vault *v = c->vault;
	enum gw_err e = v->has_failed ? GW_EBUSY : batch_add(&v->batch, c, m);

	if (e != GW_OK)
		refuse(c, m, e);
	else if (batch_is_full(&v->batch))
		commit(v);
	else
		event_active(v->commit, EV_TIMEOUT, 0);
}

static void
channel_free(struct channel *c)
{
	TAILQ_REMOVE(&c->vault->channels, c, next);
	wire_free(c->wire);
	secret_free(c);
}

/* Its last words first: a report that was sent whole is kept, with its attachments. */
static void
on_lost(void *arg)
{
	struct channel *c = arg;
	struct vault *v = c->vault;

	commit(v);
	if (!v->has_failed)
		spool_lost(v->keeper.spool, c);
	channel_free(c);
}

static void
on_channel(void *arg, int fd, uint8_t role)
{
	struct vault *v = arg;
	struct channel *c = secret_malloc(sizeof *c);
	enum gw_err e = GW_ENOMEM;

	if (c == NULL) {
		evutil_closesocket(fd);
	} else {
		*c = (struct channel){ .vault = v, .role = (enum channel_role)role };
		e = wire_new(v->base, fd, on_message, on_lost, c, &c->wire);
	}
	if (e == GW_OK) {
		wire_answer_first(c->wire);
		TAILQ_INSERT_TAIL(&v->channels, c, next);
		return;
	}
	if (c != NULL)
		secret_free(c);
	log_fault(LOG_WIRE, e);
}

/* --- the process --- */

static void
on_drain(void *arg)
{
	struct vault *v = arg;

	commit(v);
	(void)event_base_loopexit(v->base, NULL);
}

/* Which policy decides from here on is in the audit chain. */
static enum gw_err
policy_note(struct store *s, const char *version)
{
	enum gw_err e = store_begin(s);

	if (e == GW_OK && (e = store_policy_seen(s, version, time(NULL))) == GW_OK)
		return store_commit(s);
	store_rollback(s);
	return e;
}

static void
on_policy(void *arg, const char *version)
{
	struct vault *v = arg;
	struct store *s = v->keeper.store;
	enum gw_err e;

	commit(v);	/* what was decided by the one before stands before it in the chain */
	if (!v->has_failed && (e = policy_note(s, version)) != GW_OK)
		log_fault(LOG_VAULT, e);
}

static enum gw_err
file_known(void *arg, const char *name)
{
	return store_file_known(arg, name);
}

static void
tidy(struct vault *v)
{
	struct store *s = v->keeper.store;
	enum gw_err e = store_begin(s);

	if (e == GW_OK && (e = store_tidy(s, time(NULL))) == GW_OK &&
	    (e = store_alerts_tidy(s, time(NULL))) == GW_OK)
		e = store_commit(s);
	else
		store_rollback(s);
	if (e != GW_OK)
		log_fault(LOG_VAULT, e);
}

/* Into the log, which somebody keeps elsewhere: whoever rewrites the chain cannot change what was said there. */
static void
head_tell(struct vault *v)
{
	uint8_t hash[32];
	int64_t entries;
	enum gw_err e;

	v->day = time(NULL) / DAY;
	if ((e = store_audit_head(v->keeper.store, &entries, hash)) == GW_OK)
		log_audit_head((uint64_t)entries, hash);
	else
		log_fault(LOG_VAULT, e);
}

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct vault *v = arg;
	size_t removed = 0;
	enum gw_err e;

	(void)fd;
	(void)what;
	e = spool_sweep(v->keeper.spool, v->folder, &removed);
	if (e != GW_OK)
		log_fault(LOG_SPOOL, e);
	v->folder = (v->folder + 1) % SPOOL_FOLDERS;
	if (v->folder == 0)
		tidy(v);
	if (time(NULL) / DAY != v->day)
		head_tell(v);
}

/* What the last process left behind. */
static enum gw_err
sweep_all(struct vault *v)
{
	size_t removed = 0;
	enum gw_err e = GW_OK;

	for (unsigned i = 0; i < SPOOL_FOLDERS && e == GW_OK; i++)
		e = spool_sweep(v->keeper.spool, i, &removed);
	if (removed > 0)
		log_boot("%zu unfinished uploads were removed", removed);
	return e;
}

/* A list of teams that the pin does not vouch for would have every report refused: better not to begin. */
static enum gw_err
check_roster(struct store *s, const struct roster_pin *pin)
{
	struct msg_roster kept;
	struct roster r;
	enum gw_err e = store_roster_get(s, &kept);

	if (e == GW_EABSENT)	/* nothing to vouch for yet */
		return GW_OK;
	if (e == GW_OK)
		e = roster_open(pin, kept.body, kept.signature, &r);
	if (e != GW_OK)
		log_boot("the database's list of teams does not fit the roster pin: %s", gw_err_text(e));
	return e;
}

static enum gw_err
keeper_start(struct vault *v, const struct child_setup *setup)
{
	enum gw_err e;

	v->keeper.pin = setup->pin;
	if ((e = store_open("concern.db", STORE_SERVE, stderr, &v->keeper.store)) != GW_OK ||
	    (e = check_roster(v->keeper.store, &setup->pin)) != GW_OK)
		return e;
	if (setup->version != NULL && (e = policy_note(v->keeper.store, setup->version)) != GW_OK) {
		log_boot("the policy in force could not be noted: %s", gw_err_text(e));
		return e;
	}
	if ((e = spool_new("spool", file_known, v->keeper.store, &v->keeper.spool)) != GW_OK ||
	    (e = sweep_all(v)) != GW_OK)
		log_boot("the folder for attachments cannot be used: %s", gw_err_text(e));
	return e;
}

static enum gw_err
vault_start(struct vault *v, const struct child_setup *setup)
{
	const struct timeval often = { SWEEP_SECONDS, 0 };
	const struct child_calls calls = { on_drain, on_channel, on_policy };
	enum gw_err e = keeper_start(v, setup);

	if (e != GW_OK)
		return e;
	v->base = event_base_new();
	if (v->base == NULL || (v->commit = event_new(v->base, -1, 0, on_commit, v)) == NULL ||
	    (v->sweep = event_new(v->base, -1, EV_PERSIST, on_sweep, v)) == NULL || event_add(v->sweep, &often) != 0)
		e = GW_ENOMEM;
	else if ((e = child_new(v->base, setup, &calls, v, &v->child)) == GW_OK)
		e = child_ready(v->child);
	if (e != GW_OK)
		log_boot("the vault could not start: %s", gw_err_text(e));
	return e;
}

static void
vault_end(struct vault *v)
{
	while (!TAILQ_EMPTY(&v->channels))
		channel_free(TAILQ_FIRST(&v->channels));
	batch_clear(&v->batch);
	child_free(v->child);
	if (v->sweep != NULL)
		event_free(v->sweep);
	if (v->commit != NULL)
		event_free(v->commit);
	if (v->base != NULL)
		event_base_free(v->base);
	spool_free(v->keeper.spool);
	store_close(v->keeper.store);
}

int
vault_run(const struct child_setup *setup)
{
	struct vault v = { .has_failed = false };
	enum gw_err e;

	log_name("vault");
	TAILQ_INIT(&v.channels);
	batch_init(&v.batch);
	if ((e = vault_start(&v, setup)) == GW_OK) {
		head_tell(&v);
		if (event_base_dispatch(v.base) < 0 || v.has_failed)
			e = GW_EIO;
		log_stopped();
		if (e != GW_OK)
			log_boot("the vault had to stop: %s", gw_err_text(e));
	}
	log_counters();
	if (v.keeper.store != NULL)
		head_tell(&v);
	vault_end(&v);
	return e == GW_OK ? 0 : 1;
}
