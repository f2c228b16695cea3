/* outcome.c: "concern outcome": what became of a case, written back: a sheet's fields from the command line (codes,
 * times and numbers) and from the input (words). The case is opened here; its key goes along, so that the gateway can
 * write the entry as it writes everybody's: under the name that signed in, behind everything the case has. */
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "ask.h"
#include "escalation.h"
#include "fieldlist.h"
#include "secret.h"
#include "sheet.h"

enum { OPTION_SHEET = OPTION_STATION_OWN, OPTION_FIELD };
enum { ID_TEXT = 2 * ID_BYTES };
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
	json_int_t part;		/* where it stands by now */
};

/* --- the fields --- */

/* "2026-11-21T15:30", by this computer's clock, to the decimal seconds that sheets keep. */
static enum run
moment_take(const char *value, struct buf *out)
{
	struct tm t = { .tm_isdst = -1 };
	const char *end = strptime(value, "%Y-%m-%dT%H:%M", &t);
	const struct tm said = t;
	const time_t at = mktime(&t);
	char digits[24];

	/* 31 February, or an hour that the clock skips, would become another time. */
	if (end == NULL || *end != '\0' || t.tm_mday != said.tm_mday || t.tm_hour != said.tm_hour) {
		complain("A time is given as 2026-11-21T15:30, and must be one that there is.");
		return RUN_MISUSED;
	}
	snprintf(digits, sizeof digits, "%lld", (long long)at);
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
		    "give it as %s=-, and they are asked for or read from the input.", f->key, f->key);
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
	complain("The sheet \"%s\" needs its field \"%s\", or it cannot be this. It takes:", sheet_kind(o->sheet)->code,
	    sheet_kind(o->sheet)->field[bad].key);
	fieldlist_say(o->sheet, stderr);
	return RUN_MISUSED;
}

/* --- the entry --- */

/* NULL: no memory. */
static json_t *
fields_json(const struct writing *o)
{
	const struct sheet_kind *kind = sheet_kind(o->sheet);
	json_t *fields = json_object();

	for (size_t i = 0; i < SHEET_FIELDS && fields != NULL; i++)
		if (o->value[i].n > 0 && json_object_set_new(fields, kind->field[i].key,
		    json_stringn((const char *)o->value[i].p, o->value[i].n)) != 0) {
			json_decref(fields);
			fields = NULL;
		}
	return fields;
}

static enum run
put(struct writing *o, const struct opened *c)
{
	char path[64 + ID_TEXT], key[sodium_base64_ENCODED_LEN(KEY_BYTES, sodium_base64_VARIANT_ORIGINAL)];
	struct buf answer;
	json_t *body, *v = NULL;
	enum run r;

	buf_init(&answer, LIMIT_HTTP_BUFFER);
	snprintf(path, sizeof path, "/api/v1/escalations/%s/outcome", o->id);
	sodium_bin2base64(key, sizeof key, c->case_key, KEY_BYTES, sodium_base64_VARIANT_ORIGINAL);
	body = json_pack("{s:s,s:s,s:o}", "key", key, "sheet", sheet_kind(o->sheet)->code, "fields", fields_json(o));
	secret_wipe(key, sizeof key);
	r = body == NULL ? fail("Writing the entry", GW_ENOMEM) : http_post(o->station.http, path, body, &answer);
	if (r == RUN_DONE)
		r = answer_read(buf_span(&answer), &v);
	o->part = json_integer_value(json_object_get(v, "part"));
	json_decref(v);
	json_decref(body);
	buf_free(&answer);
	return r;
}

static enum run
write_back(struct writing *o)
{
	struct opened *c = secret_malloc(sizeof *c);
	struct escalations page;
	enum gw_err e = GW_OK;
	enum run r;

	if (c == NULL)
		return fail("Opening the case", GW_ENOMEM);
	memset(c, 0, sizeof *c);
	r = escalations_get(&o->station, INT64_MAX, &page, &o->keys);
	if (r == RUN_DONE)
		r = escalation_open(&o->station, o->keys, o->id, c, &e);
	if (r == RUN_DONE && e == GW_OK)
		r = put(o, c);
	else if (r == RUN_DONE) {
		r = e == GW_EABSENT || e == GW_EBUSY ? RUN_REFUSED : RUN_FAULT;
		if (e != GW_EABSENT)	/* of that the gateway has told */
			complain(e == GW_EBUSY ? "The case is sealed to a key that this computer does not have." :
			    "The case does not fit its seal: parts are missing or were altered. Nothing was written.");
	}
	opened_end(c);
	secret_free(c);
	return r;
}

/* --- the verb --- */

static enum run
say_done(const struct writing *o)
{
	if (o->station.server.json)
		return say_object_take(json_pack("{s:s,s:I}", "report", o->id, "part", o->part)) == GW_OK ?
		    RUN_DONE : fail("Writing the answer", GW_ENOMEM);
	printf("Written into the case, as its part %" JSON_INTEGER_FORMAT ".\n", o->part);
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
	complain("Usage: concern outcome ID --key-file FILE --sheet decision|ask|ask_done|plan|referral|panel|hold "
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
