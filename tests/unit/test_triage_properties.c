/* test_triage_properties.c: what holds for every report, tried on the labelled ones of policy/examples/ under the
 * tree's own policy: what is added never lowers a band, and who somebody is changes nothing. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "lists.h"
#include "run.h"
#include "triage.h"

enum { REPORTS_MAX = 20 * 1000, REPORTS_LEAST = 1000, TEXT_MAX = LIMIT_TEXT };
/* Every so many reports are tried, to stay quick under the sanitizers. */
enum { EVERY_FOR_SENTENCES = 9, EVERY_FOR_ANSWERS = 11 };

struct report_line { json_t *v; struct span text; struct answers answers; struct decision d; };

static struct triage *triage;
static struct report_line reports[REPORTS_MAX];
static size_t n_reports;

static struct decision
decide(struct span text, const struct answers *a)
{
	struct decision d;

	triage_decide(triage, text, a, &d);
	return d;
}

static void
read_line(const char *line, size_t n)
{
	struct report_line *r = &reports[n_reports++];
	struct field_fault fault;
	char why[JSON_FAULT];

	ck_assert_uint_le(n_reports, REPORTS_MAX);
	ck_assert_msg(json_read((struct span){ (const uint8_t *)line, n }, &r->v, why) == GW_OK, "%s", why);
	r->text = json_text(r->v, "text");
	ck_assert_int_eq(answers_read(json_object_get(r->v, "answers"), &r->answers, &fault), GW_OK);
	r->d = decide(r->text, &r->answers);
}

static int
is_reports(const struct dirent *entry)
{
	return strstr(entry->d_name, ".jsonl") != NULL;
}

static void
load(void)
{
	struct dirent **names;
	int n = scandir("policy/examples", &names, is_reports, alphasort);
	char path[512], *line = NULL;
	size_t room = 0;

	ck_assert_int_eq(triage_load("policy", stderr, &triage), GW_OK);
	ck_assert_int_gt(n, 0);
	for (int i = 0; i < n; i++) {
		FILE *f;
		ssize_t got;

		snprintf(path, sizeof path, "policy/examples/%s", names[i]->d_name);
		ck_assert_ptr_nonnull(f = fopen(path, "re"));
		while ((got = getline(&line, &room, f)) > 0)
			read_line(line, (size_t)got);
		fclose(f);
		free(names[i]);
	}
	free(line);
	free(names);
	ck_assert_uint_ge(n_reports, REPORTS_LEAST);
}

static void
unload(void)
{
	for (size_t i = 0; i < n_reports; i++)
		json_decref(reports[i].v);
	triage_free(triage);
}

static const char *
id_of(const struct report_line *r)
{
	return json_string_value(json_object_get(r->v, "id"));
}

/* --- what is added --- */

static const char *const alarming[] = {
	"He has a knife in his bag right now", "They are going to stab him after school today",
	"she wants to kill herself tonight", "i wanna kms", "mans got a shank on him bare peak",
	"they was selling a ramsey last month", "he raped her at a party in july", "My stepdad hits me with a belt",
	"They robbed me by the park", "My friend is missing",
	/* No rule knows these. */
	"There is blood all down the stairs and he is not answering", "he come at my mum with the iron again",
	"he owes them money and they made him hide something in his sofa",
};
enum { ALARMING = sizeof alarming / sizeof alarming[0] };

/* Where the next sentence begins, from which on there is another; 0 when there is none. */
static size_t
next_sentence(struct span text, size_t from)
{
	for (size_t i = from; i + 2 < text.n; i++)
		if (text.p[i] == '\n' || (text.p[i] == '.' && text.p[i + 1] == ' '))
			return i + (text.p[i] == '\n' ? 1 : 2);
	return 0;
}

/* The text with words, and what ends them, put in at a place. */
static struct span
insert(struct span text, size_t at, const char *before, const char *words, const char *after, char *out)
{
	int n = snprintf(out, TEXT_MAX, "%.*s%s%s%s%.*s", (int)at, (const char *)text.p, before, words, after,
	    (int)(text.n - at), (const char *)text.p + at);

	ck_assert(n > 0 && n < TEXT_MAX);
	return (struct span){ (const uint8_t *)out, (size_t)n };
}

static void
is_no_lower(const struct report_line *r, struct span text, enum band least)
{
	struct decision d = decide(text, &r->answers);

	ck_assert_msg(d.band >= r->d.band, "%s: %s, and now %s: %.*s", id_of(r), band_code(r->d.band),
	    band_code(d.band), (int)text.n, (const char *)text.p);
	ck_assert_msg(d.band >= least, "%s: %s, less than what was added: %.*s", id_of(r), band_code(d.band),
	    (int)text.n, (const char *)text.p);
}

START_TEST(an_alarming_sentence_never_lowers_a_band)
{
	const char *added = alarming[_i];
	const struct answers nothing = { .danger_now = DANGER_NOT_SURE };
	enum band alone = decide(span_of(added), &nothing).band;
	char text[TEXT_MAX];

	for (size_t i = (size_t)_i % EVERY_FOR_SENTENCES; i < n_reports; i += EVERY_FOR_SENTENCES) {
		const struct report_line *r = &reports[i];

		is_no_lower(r, insert(r->text, 0, "", added, ". ", text), alone);
		is_no_lower(r, insert(r->text, 0, "", added, "\n", text), alone);
		is_no_lower(r, insert(r->text, r->text.n, ". ", added, ".", text), alone);
		is_no_lower(r, insert(r->text, r->text.n, "\n", added, "", text), alone);
		for (size_t at = 0; (at = next_sentence(r->text, at)) != 0; ) {
			is_no_lower(r, insert(r->text, at, "", added, ". ", text), alone);
			is_no_lower(r, insert(r->text, at, "", added, "\n", text), alone);
		}
	}
}
END_TEST
