/* outcome.c: "concern outcome": what became of a case, written back: a sheet's fields from the command line (codes,
 * times and numbers) and from the input (words), sealed here behind everything the case has. When somebody was faster
 * the case is read again, and the entry sealed behind that. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "ask.h"
#include "escalation.h"
#include "secret.h"
#include "situation.h"

enum { OPTION_SHEET = OPTION_STATION_OWN, OPTION_FIELD };
enum { TRIES = 5, MINUTE = 60, STATUS_CONFLICT = 409, SEALED_MAX = LIMIT_WIRE, ID_TEXT = 2 * ID_BYTES };
static const struct option options[] = {
	STATION_OPTIONS,
	{ "sheet", required_argument, NULL, OPTION_SHEET },
	{ "field", required_argument, NULL, OPTION_FIELD },
	{ NULL, 0, NULL, 0 }
};

struct writing {
	struct station station;
	struct team_keys *keys;
	const char *id;
	enum sheet sheet;		/* SHEET_N: not said */
	size_t n;
	const char *typed[SHEET_FIELDS];	/* "key=value" */
	struct buf value[SHEET_FIELDS];
	uint32_t part;			/* where it stands by now */
};

/* --- the fields --- */

/* "2026-11-21T15:30", by this computer's clock, to the decimal seconds that sheets keep. */
static enum run
moment_take(const char *value, struct buf *out)
{
	struct tm t = { .tm_isdst = -1 };
	const char *end = strptime(value, "%Y-%m-%dT%H:%M", &t);
	char digits[24];

	if (end == NULL || *end != '\0') {
		complain("A time is given as 2026-11-21T15:30.");
		return RUN_MISUSED;
	}
	snprintf(digits, sizeof digits, "%lld", (long long)mktime(&t));
	return buf_add_text(out, digits) == GW_OK ? RUN_DONE : fail("Reading a field", GW_ENOMEM);
}

/* Lines up to one with only a full stop, or up to the end of the input. */
static enum run
words_take(const char *key, struct buf *out)
{
	size_t start = 0;
	enum gw_err e;

	if (ask_is_terminal())
		fprintf(stderr, "%s: finish with a line that has only a full stop.\n", key);
	while ((e = ask_read_line(out)) == GW_OK) {
		if (out->n - start == 1 && out->p[start] == '.') {
			out->n = start;
			break;
		}
		if ((e = buf_add_text(out, "\n")) != GW_OK)
			break;
		start = out->n;
	}
	while (out->n > 0 && out->p[out->n - 1] == '\n')
		out->n--;
	if (e == GW_OK || e == GW_EABSENT)
		return RUN_DONE;
	complain(e == GW_ELIMIT ? "The field \"%s\" is too long." : "The field \"%s\" could not be read.", key);
	return RUN_MISUSED;
}

static enum run
value_take(const struct sheet_field *f, const char *value, struct buf *out)
{
	const bool asks = strcmp(value, "-") == 0;
	char prompt[64];

	if (asks && (f->takes == TAKES_WORDS || f->takes == TAKES_LIST))
		return words_take(f->key, out);
	snprintf(prompt, sizeof prompt, "%s:", f->key);
	if (asks)
		return ask_line(prompt, "a field", out);
	if (f->takes == TAKES_WORDS || f->takes == TAKES_LINE || f->takes == TAKES_LIST) {
		complain("The field \"%s\" holds words, which others on this computer could see on the command line: "
		    "give it as "
		    "%s=-, and they are asked for or read from the input.", f->key, f->key);
		return RUN_MISUSED;
	}
	if (f->takes == TAKES_MOMENT)
		return moment_take(value, out);
	return buf_add_text(out, value) == GW_OK ? RUN_DONE : fail("Reading a field", GW_ELIMIT);
}

static enum run
field_take(struct writing *o, const char *typed)
{
	const char *equals = strchr(typed, '=');
	char key[32] = "";
	size_t i;

	if (equals != NULL && (size_t)(equals - typed) < sizeof key)
		memcpy(key, typed, (size_t)(equals - typed));
	i = sheet_field(o->sheet, key);
	if (key[0] == '\0' || i == SHEET_FIELDS || o->value[i].n > 0) {
		complain("The sheet \"%s\" takes each of its fields once, as --field KEY=VALUE; not \"%s\".",
		    sheet_kind(o->sheet)->code, key);
		return RUN_MISUSED;
	}
	return value_take(&sheet_kind(o->sheet)->field[i], equals + 1, &o->value[i]);
}

static enum run
fields_take(struct writing *o)
{
	struct span field[SHEET_FIELDS];
	enum run r = RUN_DONE;
	size_t bad;

	for (size_t i = 0; i < o->n && r == RUN_DONE; i++)
		r = field_take(o, o->typed[i]);
	for (size_t i = 0; i < SHEET_FIELDS; i++)
		field[i] = buf_span(&o->value[i]);
	if (r != RUN_DONE || sheet_check(o->sheet, field, &bad) == GW_OK)
		return r;
	complain("The sheet \"%s\" needs its field \"%s\", and there not this.", sheet_kind(o->sheet)->code,
	    sheet_kind(o->sheet)->field[bad].key);
	return RUN_MISUSED;
}

/* --- the entry --- */

/* An answer to an ask that is not open would be of no use. */
static enum run
fits(const struct writing *o, const struct opened *c)
{
	struct situation *s;
	const uint32_t of = o->sheet == SHEET_ASK_DONE ? (uint32_t)strtoul((const char *)o->value[0].p, NULL, 10) : 0;
	bool found = of == 0;

	if (found)
		return RUN_DONE;
	if ((s = secret_malloc(sizeof *s)) == NULL)
		return fail("Reading the case", GW_ENOMEM);
	situation_read(c->entries.entry, c->entries.part, c->entries.n, s);
	for (size_t i = 0; i < s->asks.n; i++)
		found = found || s->asks.of[i].part == of;
	secret_free(s);
	if (!found)
		complain("The case has no open ask with that number; escalations.json says which it has.");
	return found ? RUN_DONE : RUN_MISUSED;
}

/* part, head: empty, to be freed by the caller. */
static enum gw_err
entry_seal(const struct writing *o, const struct opened *c, struct buf *part, struct buf *head)
{
	struct entry e = { .act = ACT_RECORD, .at = time(NULL) / MINUTE * MINUTE, .sheet = o->sheet };
	struct chain chain = c->chain;
	struct buf plain;
	enum gw_err err;

	snprintf(e.by, sizeof e.by, "%s", o->station.name);
	for (size_t i = 0; i < SHEET_FIELDS; i++)
		e.field[i] = buf_span(&o->value[i]);
	buf_init(&plain, LIMIT_WIRE);
	if ((err = entry_encode(&e, &plain)) == GW_OK && (err = chain_append(&chain, c->casework_key,
	    (struct part_place){ c->report, PART_NOTE, chain.n }, buf_span(&plain), part)) == GW_OK)
		err = chain_seal(&chain, c->report_key, c->report, head);
	buf_free(&plain);
	return err;
}

static json_t *
base64(const struct buf *b)
{
	const size_t room = sodium_base64_ENCODED_LEN(b->n, sodium_base64_VARIANT_ORIGINAL);
	char *text = secret_malloc(room);
	json_t *v = NULL;

	if (text != NULL)
		v = json_string(sodium_bin2base64(text, room, b->p, b->n, sodium_base64_VARIANT_ORIGINAL));
	secret_free(text);
	return v;
}

/* From here on another service helps, and the reporter may read so. */
static bool
helps(const struct writing *o)
{
	struct span field[SHEET_FIELDS];

	for (size_t i = 0; i < SHEET_FIELDS; i++)
		field[i] = buf_span(&o->value[i]);
	return o->sheet == SHEET_REFERRAL && (sheet_is(o->sheet, field, "stage", "phoned") ||
	    sheet_is(o->sheet, field, "stage", "sent") || sheet_is(o->sheet, field, "stage", "accepted"));
}

/* RUN_REFUSED with status 409: somebody was faster. */
static enum run
put(struct writing *o, const struct opened *c)
{
	char path[64 + ID_TEXT];
	struct buf part, head, answer;
	json_t *body = NULL;
	enum run r = RUN_FAULT;
	enum gw_err e;

	buf_init(&part, SEALED_MAX);
	buf_init(&head, SEALED_MAX);
	buf_init(&answer, LIMIT_HTTP_BUFFER);
	snprintf(path, sizeof path, "/api/v1/escalations/%s/outcome", o->id);
	if ((e = entry_seal(o, c, &part, &head)) == GW_OK)
		body = json_pack("{s:I,s:I,s:s,s:b,s:o,s:o}", "seq", (json_int_t)c->chain.n, "files",
		    (json_int_t)c->files, "sheet", sheet_kind(o->sheet)->code, "helps", helps(o), "part",
		    base64(&part), "head", base64(&head));
	if (body == NULL)
		r = fail("Sealing the entry", e == GW_OK ? GW_ENOMEM : e);
	else
		r = http_post_unless(o->station.http, path, body, STATUS_CONFLICT, &answer);
	o->part = c->chain.n;
	json_decref(body);
	buf_free(&part);
	buf_free(&head);
	buf_free(&answer);
	return r;
}

static enum run
once(struct writing *o)
{
	struct opened *c = secret_malloc(sizeof *c);
	enum gw_err e;
	enum run r;

	if (c == NULL)
		return fail("Opening the case", GW_ENOMEM);
	r = escalation_open(&o->station, o->keys, o->id, c, &e);
	if (r == RUN_DONE && e != GW_OK) {
		r = e == GW_EABSENT || e == GW_EBUSY ? RUN_REFUSED : RUN_FAULT;
		if (e != GW_EABSENT)	/* of that the gateway has told */
			complain(e == GW_EBUSY ? "The case is sealed to a key that this computer does not have." :
			    "The case does not fit its seal: parts are missing or were altered. Nothing was written.");
	}
	if (r == RUN_DONE && (r = fits(o, c)) == RUN_DONE)
		r = put(o, c);
	opened_end(c);
	secret_free(c);
	return r;
}

static enum run
write_back(struct writing *o)
{
	struct escalations page;
	enum run r = escalations_get(&o->station, INT64_MAX, &page, &o->keys);

	for (int i = 0; i < TRIES && r == RUN_DONE; i++) {
		r = once(o);
		if (r != RUN_REFUSED || http_status(o->station.http) != STATUS_CONFLICT)
			break;
		r = i + 1 < TRIES ? RUN_DONE : RUN_REFUSED;
		if (r != RUN_DONE)
			complain("Others are writing in this case all the time. Try again.");
	}
	return r;
}

/* --- the verb --- */

static enum run
say_done(const struct writing *o)
{
	if (o->station.server.json)
		return say_object_take(json_pack("{s:s,s:I}", "report", o->id, "part", (json_int_t)o->part)) == GW_OK ?
		    RUN_DONE : fail("Writing the answer", GW_ENOMEM);
	printf("Written into the case, as its part %u.\n", (unsigned)o->part);
	return RUN_DONE;
}

static enum run
take_options(struct writing *o, int argc, char **argv)
{
	static const char small[] = "0123456789abcdef";
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_SHEET && (o->sheet = sheet_of(span_of(optarg))) != SHEET_N)
			continue;
		if (option == OPTION_SHEET)
			complain("There is no sheet \"%s\".", optarg);
		else if (option == OPTION_FIELD && o->n < SHEET_FIELDS) {
			o->typed[o->n++] = optarg;
			continue;
		} else if (station_option(&o->station, option, optarg)) {
			continue;
		}
		return RUN_MISUSED;
	}
	if (optind + 1 == argc && o->sheet != SHEET_N && strlen(argv[optind]) == ID_TEXT &&
	    argv[optind][strspn(argv[optind], small)] == '\0') {
		o->id = argv[optind];
		return RUN_DONE;
	}
	complain("Usage: concern outcome ID --key-file FILE --sheet decision|ask|ask_done|plan|referral|panel "
	    "--field KEY=VALUE|KEY=-... --cert FILE --key FILE; ID has 32 digits, as in escalations.json");
	return RUN_MISUSED;
}

enum run
outcome_main(int argc, char **argv)
{
	struct writing o = { .station = { .server = { .url = STATION_SERVER } }, .sheet = SHEET_N };
	enum run r;

	for (size_t i = 0; i < SHEET_FIELDS; i++)
		buf_init(&o.value[i], LIMIT_LIST);
	if ((r = take_options(&o, argc, argv)) == RUN_DONE && (r = fields_take(&o)) == RUN_DONE &&
	    (r = station_open(&o.station)) == RUN_DONE) {
		r = write_back(&o);
		station_close(&o.station);
	}
	if (r == RUN_DONE)
		r = say_done(&o);
	for (size_t i = 0; i < SHEET_FIELDS; i++)
		buf_free(&o.value[i]);
	team_keys_free(o.keys);
	return r;
}
