/* queue.c: "concern queue": the open cases of community safety, without opening one: what to look at first. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "docket.h"
#include "secret.h"

static const struct option options[] = { STATION_OPTIONS, { NULL, 0, NULL, 0 } };

struct waiting { struct escalation row; int64_t due; };
struct table { size_t n, room; struct waiting *row; };

static int
by_weight(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->row.band != y->row.band)
		return x->row.band < y->row.band ? 1 : -1;
	return x->due != y->due ? (x->due > y->due) - (x->due < y->due) : strcmp(x->row.id, y->row.id);
}

/* A case that changed while the pages were read comes once more, later: that is the one that counts. */
static enum run
row_add(struct station *s, struct table *t, const struct escalation *row)
{
	struct waiting *grown;
	size_t i = 0;

	if (row->state == CASE_CLOSED || row->kind >= KIND_MEETING)
		return RUN_DONE;
	while (i < t->n && strcmp(t->row[i].row.id, row->id) != 0)
		i++;
	if (i == t->room) {
		grown = secret_realloc(t->row, (t->room + ESCALATIONS_PAGE) * sizeof *grown);
		if (grown == NULL)
			return fail("Reading the queue", GW_ENOMEM);
		t->row = grown;
		t->room += ESCALATIONS_PAGE;
	}
	t->row[i].row = *row;
	t->n += i == t->n;
	return escalation_due(s, row->id, &t->row[i].due);
}

static enum run
table_read(struct station *s, struct table *t)
{
	struct team_keys *keys = NULL;
	struct escalations page;
	uint64_t after = 0;
	enum run r;

	do {
		r = escalations_get(s, after, &page, &keys);
		for (size_t i = 0; i < page.n && r == RUN_DONE; i++) {
			after = page.row[i].changed;
			r = row_add(s, t, &page.row[i]);
		}
	} while (r == RUN_DONE && page.goes_on);
	team_keys_free(keys);
	return r;
}

static void
say_table(const struct table *t)
{
	char ref[DOCKET_REF], due[CLOCK_TEXT];

	printf("%zu open; times are UTC\n", t->n);
	if (t->n > 0)
		puts("ref        band       state     due                id");
	for (size_t i = 0; i < t->n; i++) {
		const struct escalation *row = &t->row[i].row;

		docket_ref(row->report, ref);
		clock_text(t->row[i].due, due);
		printf("%s  %-9s  %-8s  %s  %s\n", ref, band_code(row->band), case_state_code(row->state), due,
		    row->id);
	}
}

static json_t *
table_json(const struct table *t)
{
	json_t *list = json_array();
	char due[CLOCK_TEXT];

	for (size_t i = 0; i < t->n; i++) {
		const struct escalation *row = &t->row[i].row;

		clock_text(t->row[i].due, due);
		if (json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:s}", "id", row->id, "band",
		    band_code(row->band),
		    "state", case_state_code(row->state), "due", due)) == 0)
			continue;
		json_decref(list);
		return NULL;
	}
	return json_pack("{s:o}", "escalations", list);
}

enum run
queue_main(int argc, char **argv)
{
	struct station s = { .server = { .url = STATION_SERVER } };
	struct table t = { 0, 0, NULL };
	int option;
	enum run r;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!station_option(&s, option, optarg))
			return RUN_MISUSED;
	if (optind != argc) {
		complain("Usage: concern queue --key-file FILE --cert FILE --key FILE [--name NAME] [--json]");
		return RUN_MISUSED;
	}
	if ((r = station_open(&s)) == RUN_DONE) {
		r = table_read(&s, &t);
		station_close(&s);
	}
	if (r == RUN_DONE && t.n > 0)
		qsort(t.row, t.n, sizeof *t.row, by_weight);
	if (r == RUN_DONE && s.server.json)
		r = say_object_take(table_json(&t)) == GW_OK ? RUN_DONE : fail("Writing the queue", GW_ENOMEM);
	else if (r == RUN_DONE)
		say_table(&t);
	secret_free(t.row);
	return r;
}
