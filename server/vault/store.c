/* store.c: opening, and the one transaction at a time. SQLite in WAL mode: a commit is on the disk when it returns. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "schema.h"
#include "secret.h"
#include "statements.h"

enum { BUSY_MS = 200, HEADER = 100, VERSION_AT = 60, APPLICATION_AT = 68 };
enum { LOG_PAGES = 4000 };	/* 16 MiB of log between copies into the main file */

static const char settings[] =
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -65536;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA wal_autocheckpoint = 0;"		/* not inside of a commit that somebody waits for: store_tend */
    "PRAGMA journal_size_limit = 67108864;";

static enum gw_err
refuse(FILE *err, enum gw_err e, const char *why)
{
	fprintf(err, "%s\n", why);
	return e;
}

static uint32_t
number_at(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* The file's own header, before the engine may touch anything beside it: a newer one is left as it is. */
static enum gw_err
header_look(const char *file, FILE *err)
{
	const int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	uint8_t head[HEADER];
	ssize_t n;

	if (fd < 0)
		return refuse(err, errno == ENOENT ? GW_EABSENT : GW_EIO, errno == ENOENT
		    ? "there is no database in the data folder: run concernd init first"
		    : "the database cannot be opened");
	n = read(fd, head, sizeof head);
	close(fd);
	if (n != sizeof head || memcmp(head, "SQLite format 3", 16) != 0 ||
	    number_at(head + APPLICATION_AT) != SCHEMA_APPLICATION)
		return refuse(err, GW_EINPUT, "the file in the data folder is not this program's database");
	if (number_at(head + VERSION_AT) > (uint32_t)schema_version())
		return refuse(err, GW_ENEWER, "the database was written by a newer version of this program");
	return GW_OK;
}

static enum gw_err
file_make(const char *file, FILE *err)
{
	const int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return refuse(err, errno == EEXIST ? GW_ECONFLICT : GW_EIO, errno == EEXIST
		    ? "there is a database already" : "the database cannot be made");
	close(fd);
	return GW_OK;
}

/* What no file may talk us out of. */
static enum gw_err
harden(struct store *s)
{
	static const struct { int what, on; } switches[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 }, { SQLITE_DBCONFIG_DQS_DML, 0 }, { SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 }, { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 }, { SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 },
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },	/* until we know that it is ours to write to */
	};
	int is_on;

	sqlite3_extended_result_codes(s->db, 1);
	if (sqlite3_busy_timeout(s->db, BUSY_MS) != SQLITE_OK)
		return GW_EIO;
	for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
		if (sqlite3_db_config(s->db, switches[i].what, switches[i].on, &is_on) != SQLITE_OK ||
		    is_on != switches[i].on)
			return GW_EIO;
	return sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0) >= 0 ? GW_OK : GW_EIO;
}

/* It answers with the mode it is in now. */
static enum gw_err
wal_begin(struct store *s)
{
	sqlite3_stmt *st = NULL;
	enum gw_err e = GW_EIO;

	if (sqlite3_prepare_v2(s->db, "PRAGMA journal_mode = WAL", -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(st, 0), "wal") == 0)
		e = GW_OK;
	sqlite3_finalize(st);
	return e;
}

static enum gw_err
version_settle(struct store *s, FILE *err)
{
	int version;
	enum gw_err e = schema_look(s->db, &version);

	if (e == GW_ENEWER)
		return refuse(err, e, "the database was written by a newer version of this program");
	if (e == GW_EINPUT)
		return refuse(err, e, "the file in the data folder is not this program's database");
	if (e != GW_OK)
		return refuse(err, e, "the database cannot be read");
	if (version < schema_version() && (s->mode == STORE_ADMIN || s->mode == STORE_READ))
		return refuse(err, GW_EBUSY,
		    "the database is of an older version: start the gateway once, then try again");
	if (s->mode != STORE_READ && wal_begin(s) != GW_OK)
		return refuse(err, GW_EIO, "the database cannot keep a write-ahead log");
	return s->mode == STORE_READ ? GW_OK : schema_migrate(s->db, err);
}

/* Of the engine: the log holds so many pages after this commit. */
static int
on_log(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct store *s = arg;

	(void)db;
	(void)name;
	s->log_pages = pages;
	return SQLITE_OK;
}

static enum gw_err
engine_open(struct store *s, const char *file, FILE *err)
{
	const int flags = s->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	uint8_t *at;
	enum gw_err e;

	if (sqlite3_open_v2(file, &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL) != SQLITE_OK ||
	    harden(s) != GW_OK)
		return refuse(err, GW_EIO, "the database cannot be opened");
	if (sqlite3_exec(s->db, settings, NULL, NULL, NULL) != SQLITE_OK)
		return refuse(err, GW_EIO, "the database refuses its settings");
	(void)sqlite3_wal_hook(s->db, on_log, s);
	if ((e = version_settle(s, err)) != GW_OK || (e = statements_prepare(s, err)) != GW_OK)
		return e;
	if (sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL) != SQLITE_OK)
		return refuse(err, GW_EIO, "the database refuses its settings");
	buf_init(&s->lent, LIMIT_WIRE);
	if ((e = buf_reserve(&s->lent, LIMIT_WIRE, &at)) != GW_OK)
		return refuse(err, e, "no memory");
	return GW_OK;
}

enum gw_err
store_open(const char *file, enum store_mode mode, FILE *err, struct store **out)
{
	struct store *s;
	enum gw_err e;

	*out = NULL;
	e = mode == STORE_CREATE ? file_make(file, err) : header_look(file, err);
	if (e != GW_OK)
		return e;
	s = secret_malloc(sizeof *s);
	if (s == NULL)
		return refuse(err, GW_ENOMEM, "no memory");
	memset(s, 0, sizeof *s);
	s->mode = mode;
	e = engine_open(s, file, err);
	if (e == GW_OK) {
		*out = s;
		return GW_OK;
	}
	store_close(s);
	if (mode == STORE_CREATE)
		(void)unlink(file);
	return e;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->is_open)
		store_rollback(s);
	statements_finish(s);
	/* Whoever serves leaves one whole file behind, even while somebody else looks on. */
	if (s->lent.p != NULL && s->mode == STORE_SERVE)
		(void)sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_close(s->db);
	buf_free(&s->lent);
	secret_wipe(s, sizeof *s);
	secret_free(s);
}

/* --- the transaction --- */

static enum gw_err
control(struct store *s, enum stmt which)
{
	struct use u;
	enum gw_err e = store_as(s, ROLE_SELF);

	if (e != GW_OK)
		return e;
	use_start(&u, s, which);
	return use_run(&u, NULL);
}

enum gw_err
store_begin(struct store *s)
{
	enum gw_err e;

	if (s->is_open)
		return GW_EBUG;
	e = control(s, BEGIN);
	s->is_open = e == GW_OK;
	return e;
}

enum gw_err
store_commit(struct store *s)
{
	enum gw_err e;

	if (!s->is_open)
		return GW_EBUG;
	e = s->broken != GW_OK ? s->broken : control(s, COMMIT);
	if (e != GW_OK)
		store_rollback(s);
	s->is_open = false;
	s->broken = GW_OK;
	return e;
}

void
store_rollback(struct store *s)
{
	if (!s->is_open)
		return;
	if (sqlite3_get_autocommit(s->db) == 0)
		(void)control(s, ROLLBACK);
	s->is_open = false;
	s->broken = GW_OK;
}

enum gw_err
store_tend(struct store *s)
{
	int rc;

	if (s->is_open)
		return GW_EBUG;
	if (s->log_pages < LOG_PAGES)
		return GW_OK;
	/* Passive: waits for nobody, takes what it can. Busy, somebody else is at it; the next commit asks again. */
	rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	s->log_pages = 0;
	return rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY ? GW_OK : store_fault(s, rc);
}

enum gw_err
store_mark(struct store *s)
{
	if (!s->is_open)
		return GW_EBUG;
	return s->broken != GW_OK ? s->broken : control(s, MARK);
}

/* A mark that cannot be ended leaves nobody knowing what is kept: then nothing is. */
static void
mark_end(struct store *s, enum stmt first)
{
	enum gw_err e = GW_OK;

	if (!s->is_open || s->broken != GW_OK)
		return;
	if (first == UNDO)
		e = control(s, UNDO);
	if (e == GW_OK)
		e = control(s, KEEP);
	if (e != GW_OK && s->broken == GW_OK)
		s->broken = e;
}

void
store_keep(struct store *s)
{
	mark_end(s, KEEP);
}

void
store_undo(struct store *s)
{
	mark_end(s, UNDO);
}
