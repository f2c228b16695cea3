/* draft.c: the questions of a report, asked one after the other; danger first. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "draft.h"

static const char KEEP_FROM[] = "Is there anyone we should not tell? Say why, if you can. We will try not to; if\n"
    "somebody could be badly hurt, we may have to. (Enter to leave out)";

static const struct question {
	const char *key, *label, *words;
	size_t preset;
	struct choice choices[5];
	size_t n;
} questions[] = {
	{ "danger_now", "In danger now:", "Is anyone in danger right now? If so, call 999 first.", 2,
	    { { "yes", "Yes" }, { "no", "No" }, { "not_sure", "Not sure" } }, 3 },
	{ "when", "When:", "When did it happen, or when will it?", 4,
	    { { "now", "It is happening now" }, { "today", "Today" }, { "soon", "Soon" }, { "past", "In the past" },
	    { "not_sure", "Not sure" } }, 5 },
	{ "weapon", "Weapon:", "Is there a weapon, or talk of one?", 2,
	    { { "yes", "Yes" }, { "no", "No" }, { "not_sure", "Not sure" } }, 3 },
	{ "about", "About:", "Who is it about?", 1,
	    { { "me", "Me" }, { "someone_else", "Someone else" }, { "place_or_group", "A place or a group" } }, 3 },
};
enum { QUESTIONS = sizeof questions / sizeof questions[0], MATCHES = 9 };

enum run
draft_set(json_t *object, const char *key, struct span text)
{
	json_t *value;

	if (text.n == 0)
		return RUN_DONE;
	value = json_stringn((const char *)text.p, text.n);
	if (value == NULL) {
		complain("This is not text in UTF-8; nothing was sent.");
		return RUN_MISUSED;
	}
	return json_object_set_new(object, key, value) == 0 ? RUN_DONE : fail("Writing the report", GW_ENOMEM);
}

static enum run
ask_question(const struct question *q, json_t *answers)
{
	size_t chosen = q->preset;
	enum run r;

	if (json_object_get(answers, q->key) != NULL)
		return RUN_DONE;
	r = ask_choice(q->words, q->choices, q->n, &chosen);
	if (r == RUN_DONE)
		r = draft_set(answers, q->key, span_of(q->choices[chosen].value));
	if (r == RUN_DONE && strcmp(q->key, "danger_now") == 0 && chosen == 0)
		fputs("\nPlease call 999 now if you have not. Reports are read as soon as possible, but not at once.\n",
		    stderr);
	return r;
}

static enum run
ask_words(const char *prompt, const char *what, size_t max, json_t *object, const char *key)
{
	struct buf line;
	enum run r;

	buf_init(&line, max);
	r = ask_line(prompt, what, &line);
	if (r == RUN_DONE)
		r = draft_set(object, key, buf_span(&line));
	buf_free(&line);
	return r;
}

static enum run
ask_report_text(json_t *body)
{
	struct buf text;
	enum run r;

	if (json_object_get(body, "text") != NULL)
		return RUN_DONE;
	buf_init(&text, LIMIT_TEXT + 1);
	fputc('\n', stderr);
	r = ask_text("What is happening? Please do not write your own name.", &text);
	if (r == RUN_DONE)
		r = draft_set(body, "text", buf_span(&text));
	buf_free(&text);
	return r;
}

static bool
name_holds(struct span name, struct span part)
{
	for (size_t i = 0; i + part.n <= name.n; i++)
		if (strncasecmp((const char *)name.p + i, (const char *)part.p, part.n) == 0)
			return true;
	return false;
}

/* *code is lent by schools; empty when the person chose none of those shown. */
static enum run
choose_school(const json_t *schools, struct span part, struct span *code)
{
	struct choice found[MATCHES + 1];
	size_t n = 0, i, chosen = 0;
	const json_t *school;
	enum run r;

	*code = (struct span){ NULL, 0 };
	json_array_foreach(schools, i, school)
		if (n < MATCHES && json_text(school, "code").n > 0 && name_holds(json_text(school, "name"), part))
			found[n++] = (struct choice){ json_string_value(json_object_get(school, "code")),
			    json_string_value(json_object_get(school, "name")) };
	if (n == 0) {
		fputs("No school here has that in its name.\n", stderr);
		return RUN_DONE;
	}
	found[n++] = (struct choice){ "", "None of these" };
	r = ask_choice("Which school?", found, n, &chosen);
	if (r == RUN_DONE)
		*code = span_of(found[chosen].value);
	return r;
}

static enum run
ask_school(json_t *body, struct http *h)
{
	struct buf answer, part;
	struct span code = { NULL, 0 };
	json_t *v = NULL;
	enum run r = RUN_DONE;

	if (json_object_get(body, "school") != NULL)
		return RUN_DONE;
	buf_init(&answer, HTTP_ANSWER_MAX);
	buf_init(&part, LIMIT_NAME);
	if ((r = http_get(h, "/api/v1/schools", &answer)) == RUN_DONE)
		r = answer_read(buf_span(&answer), &v);
	fputc('\n', stderr);
	while (r == RUN_DONE && code.n == 0) {
		buf_clear(&part);
		r = ask_line("Is it about a school? Part of its name (Enter for none):", "a school's name", &part);
		if (r != RUN_DONE || part.n == 0)
			break;
		r = choose_school(json_object_get(v, "schools"), buf_span(&part), &code);
	}
	if (r == RUN_DONE)
		r = draft_set(body, "school", code);
	json_decref(v);
	buf_free(&answer);
	buf_free(&part);
	return r;
}

static void
show_member(const json_t *object, const char *key, const char *words)
{
	if (json_text(object, key).n == 0)
		return;
	fprintf(stderr, "  %-14s ", words);
	say_text(stderr, json_text(object, key), "                 ");
	fputc('\n', stderr);
}

static void
show_answers(const json_t *answers)
{
	for (const struct question *q = questions; q < questions + QUESTIONS; q++)
		for (size_t i = 0; i < q->n; i++)
			if (span_is(json_text(answers, q->key), q->choices[i].value))
				fprintf(stderr, "  %-14s %s\n", q->label, q->choices[i].words);
}

static enum run
confirm(const struct draft *d, bool *send)
{
	static const struct choice choices[] = { { "yes", "Yes, send it" }, { "no", "No, forget it" } };
	size_t chosen = 0;
	enum run r;

	fputs("\nThis is what will be sent:\n", stderr);
	show_answers(json_object_get(d->body, "answers"));
	show_member(d->body, "text", "Text:");
	show_member(d->body, "place", "Place:");
	show_member(d->body, "keep_from", "Do not tell:");
	show_member(d->body, "school", "School:");
	for (size_t i = 0; i < d->files.n; i++)
		fprintf(stderr, "  %-14s %s\n", "File:", d->files.file[i].path);
	r = ask_choice("Send it?", choices, 2, &chosen);
	*send = r == RUN_DONE && chosen == 0;
	return r;
}

enum run
draft_ask(struct draft *d, struct http *h, bool *send)
{
	json_t *answers = json_object_get(d->body, "answers");
	enum run r = ask_question(&questions[0], answers);

	*send = false;
	if (r == RUN_DONE)
		r = ask_report_text(d->body);
	for (size_t i = 1; i < QUESTIONS && r == RUN_DONE; i++)
		r = ask_question(&questions[i], answers);
	if (r == RUN_DONE)
		r = ask_school(d->body, h);
	if (r == RUN_DONE && json_object_get(d->body, "place") == NULL)
		r = ask_words("Where is it? (Enter to leave out)", "a place", LIMIT_PLACE, d->body, "place");
	if (r == RUN_DONE)
		r = ask_words(KEEP_FROM, "whom not to tell", LIMIT_KEEP_FROM, d->body, "keep_from");
	if (r == RUN_DONE && d->files.n == 0)
		fputs("Photos and other files can be added later, with \"concern reply --file\" and the code.\n",
		    stderr);
	return r == RUN_DONE ? confirm(d, send) : r;
}
