/* labelled.c: reports from a file or the input, a line each. */
#include "labelled.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "secret.h"

enum { WHY_MAX = JSON_FAULT + 64 };

/* stdio's buffer, in a place where it can be wiped; one file is read at a time. */
static char ahead[64 * 1024];

/* GW_EABSENT: there is no more; GW_ELIMIT, GW_EIO, GW_ENOMEM. */
static enum gw_err
read_line(FILE *f, struct buf *line)
{
	enum gw_err e = GW_OK;
	bool any = false;
	int c;

	buf_clear(line);
	while (e == GW_OK && (c = getc_unlocked(f)) != EOF) {
		const uint8_t byte = (uint8_t)c;

		any = true;
		if (c == '\n')
			break;
		e = buf_add(line, (struct span){ &byte, 1 });
	}
	if (e == GW_OK && ferror(f))
		return GW_EIO;
	if (e == GW_OK && line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return e == GW_OK && !any ? GW_EABSENT : e;
}

/* What must be a string when it is there. */
static bool
read_texts(struct labelled *l, char why[WHY_MAX])
{
	const struct { const char *key; struct span *to; bool must; } texts[] = {
		{ "id", &l->id, true }, { "text", &l->text, true }, { "voice", &l->voice, false },
		{ "why", &l->why, false }, { "pair", &l->pair, false },
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const json_t *v = json_object_get(l->v, texts[i].key);

		if (v == NULL ? texts[i].must : !json_is_string(v)) {
			snprintf(why, WHY_MAX, "\"%s\" must be %sa string.", texts[i].key,
			    texts[i].must ? "there, and " : "");
			return false;
		}
		*texts[i].to = json_text(l->v, texts[i].key);
	}
	if (l->text.n > LIMIT_TEXT) {
		snprintf(why, WHY_MAX, "\"text\" is longer than %d KiB.", LIMIT_TEXT / 1024);
		return false;
	}
	return true;
}

static bool
read_label(struct labelled *l, bool must_have_band, char why[WHY_MAX])
{
	const bool has_band = json_object_get(l->v, "band") != NULL;

	l->band = band_of(json_text(l->v, "band"));
	l->category = json_object_get(l->v, "category") == NULL ? CATEGORY_NONE :
	    category_of(json_text(l->v, "category"));
	if (l->band == BAND_N && has_band)
		snprintf(why, WHY_MAX, "\"band\" must be immediate, urgent, priority or routine.");
	else if (!has_band && must_have_band)
		snprintf(why, WHY_MAX, "It has no \"band\"; only reports that people have labelled can be scored.");
	else if (l->category == CATEGORY_N)
		snprintf(why, WHY_MAX, "\"category\" must be one of the standard's category codes.");
	else
		return true;
	return false;
}

/* When false why is a sentence, and l->v may be there. */
static bool
read_report(struct span bytes, bool must_have_band, struct labelled *l, char why[WHY_MAX])
{
	struct field_fault fault = { NULL, NULL };
	char json_fault[JSON_FAULT];

	*l = (struct labelled){ .v = NULL };
	if (json_read(bytes, &l->v, json_fault) != GW_OK)
		snprintf(why, WHY_MAX, "It is not one JSON object (%s).", json_fault);
	else if (!read_texts(l, why) || !read_label(l, must_have_band, why))
		return false;
	else if (answers_read(json_object_get(l->v, "answers"), &l->answers, &fault) != GW_OK)
		snprintf(why, WHY_MAX, "%s: %s", fault.field, fault.detail);
	else
		return true;
	return false;
}

static enum run
each_line(FILE *f, const char *name, bool must_have_band, labelled_fn *each, void *arg)
{
	struct buf line;
	char why[WHY_MAX];
	enum run r = RUN_DONE;
	enum gw_err e = GW_OK;
	struct labelled l;
	size_t number = 0;

	buf_init(&line, LIMIT_REPORT_JSON);
	while (r == RUN_DONE && !ferror(stdout)) {
		number++;
		if ((e = read_line(f, &line)) != GW_OK)
			break;
		if (line.n == 0)
			continue;
		if (read_report(buf_span(&line), must_have_band, &l, why)) {
			r = each(arg, &l);
		} else {
			complain("Line %zu of %s: %s", number, name, why);
			r = RUN_MISUSED;
		}
		json_decref(l.v);
	}
	buf_free(&line);
	if (e == GW_ELIMIT) {
		complain("Line %zu of %s: It is longer than %d KiB.", number, name, LIMIT_REPORT_JSON / 1024);
		return RUN_MISUSED;
	}
	if (e == GW_OK || e == GW_EABSENT)
		return r;
	complain("Reading %s did not work: %s.", name, gw_err_text(e));
	return RUN_FAULT;
}

enum run
labelled_each(const char *file, bool must_have_band, labelled_fn *each, void *arg)
{
	const bool is_input = strcmp(file, "-") == 0;
	FILE *f = NULL;
	enum run r;
	int fd;

	if (!is_input)
		f = fopen(file, "re");
	else if ((fd = dup(STDIN_FILENO)) >= 0 && (f = fdopen(fd, "r")) == NULL)
		close(fd);
	if (f == NULL) {
		complain("%s cannot be opened: %s.", is_input ? "The input" : file, strerror(errno));
		return RUN_MISUSED;
	}
	setvbuf(f, ahead, _IOFBF, sizeof ahead);
	r = each_line(f, is_input ? "the input" : file, must_have_band, each, arg);
	fclose(f);
	secret_wipe(ahead, sizeof ahead);
	return r;
}

enum gw_err
labelled_copy(const struct labelled *l, struct buf *bytes, struct labelled *copy)
{
	struct span *const words[] = { &copy->id, &copy->text, &copy->voice, &copy->why, &copy->pair };
	enum { WORDS = sizeof words / sizeof words[0] };
	size_t n = 0;
	uint8_t *at;
	enum gw_err e;

	*copy = *l;
	copy->v = NULL;
	for (size_t i = 0; i < WORDS; i++)
		n += words[i]->n;
	buf_init(bytes, n);
	if ((e = buf_reserve(bytes, n, &at)) != GW_OK)
		return e;
	for (size_t i = 0; i < WORDS; i++) {
		if (words[i]->n > 0)
			memcpy(bytes->p + bytes->n, words[i]->p, words[i]->n);
		words[i]->p = bytes->p + bytes->n;
		bytes->n += words[i]->n;
	}
	return GW_OK;
}
