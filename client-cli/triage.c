/* triage.c: "concern triage": what a policy makes of reports, before it goes live. Needs no server. */
#include <stdlib.h>

#include "ask.h"
#include "triage.h"

enum { OPTION_POLICY = OPTION_OWN, OPTION_PLAIN, WHY_MAX = JSON_FAULT + 64 };
static const struct option options[] = {
	{ "policy", required_argument, NULL, OPTION_POLICY },
	{ "plain", no_argument, NULL, OPTION_PLAIN },	/* sentences for people */
	{ "json", no_argument, NULL, OPTION_JSON },	/* what is printed anyway */
	{ NULL, 0, NULL, 0 }
};

struct line {
	json_t *v;
	struct answers answers;
	struct span text;	/* lent by v */
};

/* On RUN_MISUSED why is a sentence. */
static enum run
read_report(struct span bytes, struct line *l, char why[WHY_MAX])
{
	struct field_fault fault = { NULL, NULL };
	char json_fault[JSON_FAULT];

	if (json_read(bytes, &l->v, json_fault) != GW_OK) {
		snprintf(why, WHY_MAX, "It is not one JSON object (%s).", json_fault);
		return RUN_MISUSED;
	}
	l->text = json_text(l->v, "text");
	if (!json_is_string(json_object_get(l->v, "id")))
		snprintf(why, WHY_MAX, "\"id\" must be there, and a string.");
	else if (!json_is_string(json_object_get(l->v, "text")))
		snprintf(why, WHY_MAX, "\"text\" must be there, and a string.");
	else if (l->text.n > LIMIT_TEXT)
		snprintf(why, WHY_MAX, "\"text\" is longer than %d KiB.", LIMIT_TEXT / 1024);
	else if (answers_read(json_object_get(l->v, "answers"), &l->answers, &fault) != GW_OK)
		snprintf(why, WHY_MAX, "%s: %s", fault.field, fault.detail);
	else
		return RUN_DONE;
	return RUN_MISUSED;
}

/* {"id", and the decision}: the policy's version is the same on every line, so it stays away. */
static enum gw_err
print_json(const struct triage *t, const struct line *l, const struct decision *d)
{
	json_t *out = json_object(), *decision = NULL;
	struct buf bytes;
	enum gw_err e;

	buf_init(&bytes, 2 * LIMIT_REPORT_JSON);
	e = decision_json(d, triage_version(t), l->text, &decision);
	if (e == GW_OK && (json_object_set(out, "id", json_object_get(l->v, "id")) != 0 ||
	    json_object_update(out, decision) != 0))
		e = GW_ENOMEM;
	if (e == GW_OK) {
		json_object_del(out, "policy");
		e = json_write(out, &bytes);
	}
	if (e == GW_OK)
		say_json(buf_span(&bytes));
	json_decref(decision);
	json_decref(out);
	buf_free(&bytes);
	return e;
}

static void
print_plain(const struct line *l, const struct decision *d)
{
	say_text(stdout, json_text(l->v, "id"), "");
	printf(": %s, %s\n", band_code(d->band), category_code(d->category));
	for (size_t i = 0; i < d->n; i++) {
		const struct reason *reason = &d->reason[i];

		printf("  %s: ", band_code(reason->band));
		say_text(stdout, span_of(reason->why), "");
		fputs(reason->len > 0 ? " (\"" : " (an answer", stdout);
		say_text(stdout, (struct span){ l->text.p + reason->at, reason->len }, " ");
		printf(reason->len > 0 ? "\"; rule %s)\n" : "; rule %s)\n", reason->rule);
	}
}

static enum run
decide_line(const struct triage *t, struct span bytes, bool plain, size_t number)
{
	struct line l = { .v = NULL };
	char why[WHY_MAX];
	struct decision d;
	enum gw_err e = GW_OK;
	enum run r = read_report(bytes, &l, why);

	if (r != RUN_DONE) {
		complain("Line %zu of the input: %s", number, why);
	} else {
		triage_decide(t, l.text, &l.answers, &d);
		if (plain)
			print_plain(&l, &d);
		else if ((e = print_json(t, &l, &d)) != GW_OK)
			r = fail("Writing the decision", e);
	}
	json_decref(l.v);
	return r;
}

static enum run
decide_all(const struct triage *t, bool plain)
{
	enum gw_err e = GW_OK;
	enum run r = RUN_DONE;
	struct buf line;
	size_t number = 0;

	buf_init(&line, LIMIT_REPORT_JSON);
	while (r == RUN_DONE && !ferror(stdout)) {
		buf_clear(&line);
		number++;
		if ((e = ask_read_line(&line)) != GW_OK)
			break;
		if (line.n > 0)
			r = decide_line(t, buf_span(&line), plain, number);
	}
	buf_free(&line);
	if (e == GW_ELIMIT) {
		complain("Line %zu of the input: It is longer than %d KiB.", number, LIMIT_REPORT_JSON / 1024);
		return RUN_MISUSED;
	}
	return e == GW_OK || e == GW_EABSENT ? r : fail("Reading the input", e);
}

enum run
triage_main(int argc, char **argv)
{
	const char *policy = NULL;
	struct triage *t = NULL;
	bool plain = false;
	enum run r;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_POLICY)
			policy = optarg;
		else if (option == OPTION_PLAIN)
			plain = true;
		else if (option != OPTION_JSON)
			return RUN_MISUSED;
	}
	if (policy == NULL || optind < argc) {
		complain("Usage: concern triage --policy DIR [--plain] < reports.jsonl");
		return RUN_MISUSED;
	}
	if (triage_load(policy, stderr, &t) != GW_OK) {
		complain("The policy in %s cannot be used.", policy);
		return RUN_MISUSED;
	}
	r = decide_all(t, plain);
	triage_free(t);
	return r;
}
