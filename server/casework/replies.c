/* replies.c: policy/replies.yaml. Templates are read last: what they are checked for stands in the same file. */
#include "replies.h"

#include <stdlib.h>
#include <string.h>

#include "lint.h"
#include "yaml_doc.h"

static const char *const kinds[LINT_KIND_N] = { "promise", "why", "meeting", "blame" };
static const char id_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
static const char phrase_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789' *";

const char *
lint_code(enum lint_kind k)
{
	return k < LINT_KIND_N ? kinds[k] : "";
}

static bool
is_line(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return text[0] != ' ';
}

/* Words of small letters with one space between; "*" only as a word, and a phrase neither begins nor ends with it: it
 * would hold whatever stands there. */
static bool
is_phrase(const char *text)
{
	const size_t n = strlen(text);

	if (strspn(text, phrase_letters) != n || text[0] == ' ' || text[0] == '*' || text[n - 1] == ' ' ||
	    text[n - 1] == '*' || strstr(text, "  ") != NULL)
		return false;
	for (size_t i = 1; i < n; i++)
		if (text[i] == '*' && (text[i - 1] != ' ' || text[i + 1] != ' '))
			return false;
	for (size_t i = 0; i < n; i += strcspn(text + i, " ") + 1)
		if (text[i] == '\'')	/* no word begins with it, or is nothing else */
			return false;
	return true;
}

static enum gw_err
read_phrases(struct yaml_doc *doc, yaml_node_t *list, const char *key, char phrase[][REPLIES_PHRASE + 1], size_t *n)
{
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++) {
		const char *text = item->type == YAML_SCALAR_NODE ? yaml_doc_text(item) : "";
		const size_t size = strlen(text);
		bool is_new = true;

		for (size_t j = 0; j < *n; j++)
			is_new = is_new && strcmp(phrase[j], text) != 0;
		if (size < 2 || size > REPLIES_PHRASE || !is_phrase(text))
			e = yaml_doc_fault(doc, item, "%s: a phrase is words of small letters, digits and ', 2 to %d "
			    "bytes, one space between; * stands for one word inside", key, REPLIES_PHRASE);
		else if (!is_new)
			e = yaml_doc_fault(doc, item, "%s: %s: is here a second time", key, text);
		else	/* how many fit was checked with the list */
			memcpy(phrase[(*n)++], text, size + 1);
	}
	return e;
}

static enum gw_err
read_hint(struct yaml_doc *doc, yaml_node_t *map, enum lint_kind k, struct replies *r)
{
	static const struct yaml_key keys[] = {
		{ "say", YAML_TEXT, true, 2, LIMIT_SERVICE_WHAT },
		{ "phrases", YAML_LIST, true, 1, REPLIES_PHRASES },
	};
	yaml_node_t *v[2];
	enum gw_err e;

	if ((e = yaml_doc_map(doc, map, keys, 2, v)) != GW_OK)
		return e;
	memcpy(r->hint[k], yaml_doc_text(v[0]), strlen(yaml_doc_text(v[0])) + 1);
	e = read_phrases(doc, v[1], kinds[k], r->phrase[k], &r->n_phrases[k]);
	if (!is_line(r->hint[k]))
		e = yaml_doc_fault(doc, v[0], "say: must be one line of plain text");
	return e;
}

static enum gw_err
read_hints(struct yaml_doc *doc, yaml_node_t *map, struct replies *r)
{
	struct yaml_key keys[LINT_KIND_N];
	yaml_node_t *v[LINT_KIND_N];
	enum gw_err e;

	for (int k = 0; k < LINT_KIND_N; k++)
		keys[k] = (struct yaml_key){ kinds[k], YAML_MAP, true, 2, 2 };
	if ((e = yaml_doc_map(doc, map, keys, LINT_KIND_N, v)) != GW_OK)
		return e;
	for (int k = 0; k < LINT_KIND_N; k++)
		if (read_hint(doc, v[k], (enum lint_kind)k, r) != GW_OK)
			e = GW_EINPUT;
	return e;
}

/* Blaming words are a matter of taste in places ("chose to"); the other three nobody may begin with. */
static enum gw_err
check_template(struct yaml_doc *doc, yaml_node_t *at, const struct reply_template *t, const struct replies *r)
{
	const struct span text = span_of(t->text);
	struct lint_hit hit[LINT_HITS];
	const size_t n = lint(r, text, hit);
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < n; i++)
		if (hit[i].kind != LINT_BLAME)
			e = yaml_doc_fault(doc, at, "%s: \"%.*s\" is one of the phrases of %s; say it in another way",
			    t->id, (int)hit[i].len, t->text + hit[i].at, kinds[hit[i].kind]);
	return e;
}

static bool
is_page(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if (((unsigned char)*c < ' ' && *c != '\n') || *c == 0x7f)
			return false;
	return text[strspn(text, " \n")] != '\0';
}

static enum gw_err
read_template(struct yaml_doc *doc, yaml_node_t *item, struct replies *r)
{
	static const struct yaml_key keys[] = {
		{ "id", YAML_TEXT, true, 2, LIMIT_SERVICE_ID },
		{ "title", YAML_TEXT, true, 2, REPLIES_TITLE },
		{ "text", YAML_TEXT, true, 2, REPLIES_TEXT },
	};
	struct reply_template *t = &r->template[r->n];
	yaml_node_t *v[3];
	enum gw_err e;

	if ((e = yaml_doc_map(doc, item, keys, 3, v)) != GW_OK)
		return e;
	memcpy(t->id, yaml_doc_text(v[0]), strlen(yaml_doc_text(v[0])) + 1);
	memcpy(t->title, yaml_doc_text(v[1]), strlen(yaml_doc_text(v[1])) + 1);
	memcpy(t->text, yaml_doc_text(v[2]), strlen(yaml_doc_text(v[2])) + 1);
	if (t->id[strspn(t->id, id_letters)] != '\0')
		return yaml_doc_fault(doc, v[0], "id: must be small letters, digits and hyphens");
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->template[i].id, t->id) == 0)
			return yaml_doc_fault(doc, v[0], "id: another template has it; each id is allowed once");
	if (!is_line(t->title))
		return yaml_doc_fault(doc, v[1], "title: must be one line of plain text");
	if (!is_page(t->text))
		return yaml_doc_fault(doc, v[2], "text: must be plain text, in one or more lines");
	if ((e = check_template(doc, v[2], t, r)) == GW_OK)
		r->n++;
	return e;
}

static enum gw_err
read_replies(struct yaml_doc *doc, struct replies *r)
{
	static const struct yaml_key keys[] = {
		{ "templates", YAML_LIST, true, 1, REPLIES_TEMPLATES },
		{ "hints", YAML_MAP, true, LINT_KIND_N, LINT_KIND_N },
		{ "negations", YAML_LIST, true, 1, REPLIES_PHRASES },
	};
	yaml_node_t *v[3], *item;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, yaml_doc_root(doc), keys, 3, v)) != GW_OK)
		return e;
	e = read_hints(doc, v[1], r);
	if (read_phrases(doc, v[2], "negations", r->negation, &r->n_negations) != GW_OK)
		e = GW_EINPUT;
	for (size_t i = 0; (item = yaml_doc_item(doc, v[0], i)) != NULL; i++)
		if (read_template(doc, item, r) != GW_OK)
			e = GW_EINPUT;
	return e;
}

enum gw_err
replies_load(const char *dir, FILE *err, struct replies **r)
{
	struct replies *fresh = calloc(1, sizeof *fresh);
	struct yaml_doc *doc = NULL;
	enum gw_err e;

	*r = NULL;
	if (fresh == NULL)
		return GW_ENOMEM;
	if ((e = yaml_doc_load_in(dir, "replies.yaml", err, &doc)) == GW_OK)
		e = read_replies(doc, fresh);
	yaml_doc_free(doc);
	if (e == GW_OK)
		*r = fresh;
	else
		replies_free(fresh);
	return e;
}

void
replies_free(struct replies *r)
{
	free(r);
}
