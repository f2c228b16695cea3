/* signposts.c: services by id, then lists of ids. */
#include "signposts.h"

#include <stddef.h>
#include <string.h>

#define SMALL_LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

enum { KEY_ID, KEY_NAME, KEY_WHAT, KEY_FOR, KEY_CALL, KEY_TEXT, KEY_WEB, KEY_HOURS, KEY_N };

static const char *const audience_codes[AUDIENCE_N] = { "child", "adult", "anyone" };

const char *
audience_code(enum audience a)
{
	return a < AUDIENCE_N ? audience_codes[a] : "";
}

/* Where a key's text goes, and which characters it may have; NULL: those that JSON writes as they are, so that the
 * receipt's longest form is known from the limits (intake/receipt.c). */
#define FIELD(f) offsetof(struct service, f), sizeof ((struct service *)0)->f
static const struct { size_t at, room; const char *letters, *must; } forms[KEY_N] = {
	[KEY_ID] = { FIELD(id), SMALL_LETTERS DIGITS "-", "must be small letters, digits and hyphens" },
	[KEY_NAME] = { FIELD(name), NULL, "must be one line of plain text, without \" and \\" },
	[KEY_WHAT] = { FIELD(what), NULL, "must be one line of plain text, without \" and \\" },
	[KEY_CALL] = { FIELD(call), DIGITS " ", "must be a number in quotes, as \"0800 1111\"" },
	[KEY_TEXT] = { FIELD(text), DIGITS " ", "must be a number in quotes, as \"85258\"" },
	[KEY_WEB] = { FIELD(web), SMALL_LETTERS DIGITS ".-/", "must be an address without https://, as kooth.com" },
	[KEY_HOURS] = { FIELD(hours), NULL, "must be one line of plain text, without \" and \\" },
};

static bool
is_plain(const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f || *c == '"' || *c == '\\')
			return false;
	return true;
}

static const struct service *
find_service(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->n_services; i++)
		if (strcmp(p->service[i].id, id) == 0)
			return &p->service[i];
	return NULL;
}

static enum gw_err
read_fields(struct yaml_doc *doc, yaml_node_t *const *v, const struct yaml_key *keys, struct service *s)
{
	enum gw_err e = GW_OK;

	for (int k = 0; k < KEY_N; k++) {
		const char *text = v[k] != NULL ? yaml_doc_text(v[k]) : "", *letters = forms[k].letters;
		const bool fits = letters == NULL ? is_plain(text) : text[strspn(text, letters)] == '\0';

		if (forms[k].must == NULL)
			continue;
		if (v[k] != NULL && (!fits || text[0] == ' '))
			e = yaml_doc_fault(doc, v[k], "%s: %s", keys[k].key, forms[k].must);
		else	/* its length was checked with the key */
			memcpy((char *)s + forms[k].at, text, strlen(text) + 1);
	}
	return e;
}

static enum gw_err
read_service(struct yaml_doc *doc, yaml_node_t *item, struct policy *p)
{
	static const struct yaml_key keys[KEY_N] = {
		[KEY_ID] = { "id", YAML_TEXT, true, 2, LIMIT_SERVICE_ID },
		[KEY_NAME] = { "name", YAML_TEXT, true, 2, LIMIT_SERVICE_NAME },
		[KEY_WHAT] = { "what", YAML_TEXT, true, 2, LIMIT_SERVICE_WHAT },
		[KEY_FOR] = { "for", YAML_TEXT, true, 1, 8 },
		[KEY_CALL] = { "call", YAML_TEXT, false, 3, LIMIT_SERVICE_LINE },
		[KEY_TEXT] = { "text", YAML_TEXT, false, 3, LIMIT_SERVICE_LINE },
		[KEY_WEB] = { "web", YAML_TEXT, false, 4, LIMIT_SERVICE_LINE },
		[KEY_HOURS] = { "hours", YAML_TEXT, false, 2, LIMIT_SERVICE_LINE },
	};
	struct service *s = &p->service[p->n_services];
	yaml_node_t *v[KEY_N];
	int a = 0;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, item, keys, KEY_N, v)) != GW_OK || (e = read_fields(doc, v, keys, s)) != GW_OK)
		return e;
	while (a < AUDIENCE_N && strcmp(yaml_doc_text(v[KEY_FOR]), audience_codes[a]) != 0)
		a++;
	if (a == AUDIENCE_N)
		return yaml_doc_fault(doc, v[KEY_FOR], "for: must be child, adult or anyone");
	if (v[KEY_CALL] == NULL && v[KEY_TEXT] == NULL && v[KEY_WEB] == NULL)
		return yaml_doc_fault(doc, item, "%s: needs one of call, text and web", s->id);
	if (find_service(p, s->id) != NULL)
		return yaml_doc_fault(doc, v[KEY_ID], "id: another service has it; each id is allowed once");
	s->audience = (enum audience)a;
	p->n_services++;
	return GW_OK;
}

static bool
has(const struct help *help, const struct service *s)
{
	for (size_t i = 0; i < help->n; i++)
		if (help->service[i] == s)
			return true;
	return false;
}

/* Adds those that the list names, whose length was checked with its key, to those in help already. */
static enum gw_err
read_list(struct yaml_doc *doc, yaml_node_t *list, const char *key, const struct policy *p, struct help *help)
{
	bool is_for_children = false;
	enum gw_err e = GW_OK;
	yaml_node_t *item;

	for (size_t i = 0; (item = yaml_doc_item(doc, list, i)) != NULL; i++) {
		const char *id = item->type == YAML_SCALAR_NODE ? yaml_doc_text(item) : "(no text)";
		const struct service *s = find_service(p, id);

		if (s == NULL) {
			e = yaml_doc_fault(doc, item, "%s: %.64s: must be the id of a service in this file", key, id);
		} else if (has(help, s)) {
			e = yaml_doc_fault(doc, item, "%s: %s: is named already, here or in always", key, id);
		} else {
			help->service[help->n++] = s;
			is_for_children = is_for_children || s->audience != AUDIENCE_ADULT;
		}
	}
	if (e == GW_OK && !is_for_children)
		e = yaml_doc_fault(doc, list, "%s: needs a service that is not for adults only", key);
	return e;
}

static enum gw_err
read_categories(struct yaml_doc *doc, yaml_node_t *map, struct policy *p)
{
	const struct help *always = &p->help[CATEGORY_OTHER];
	struct yaml_key keys[CATEGORY_N];
	yaml_node_t *v[CATEGORY_N];
	size_t n = 0;
	enum gw_err e, one;

	for (int c = CATEGORY_WEAPON; c < CATEGORY_OTHER; c++)
		keys[n++] = (struct yaml_key){ category_code((enum category)c), YAML_LIST, true, 1,
			(long)(LIMIT_HELP - always->n) };
	if ((e = yaml_doc_map(doc, map, keys, n, v)) != GW_OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		struct help *help = &p->help[CATEGORY_WEAPON + i];

		*help = *always;
		if ((one = read_list(doc, v[i], keys[i].key, p, help)) != GW_OK)
			e = one;
	}
	return e;
}

enum gw_err
signposts_read(struct yaml_doc *doc, yaml_node_t *root, struct policy *p)
{
	static const struct yaml_key keys[] = {
		{ "services", YAML_LIST, true, 1, LIMIT_SERVICES },
		{ "always", YAML_LIST, true, 1, LIMIT_HELP - 1 },
		{ "categories", YAML_MAP, true, 1, CATEGORY_N },
	};
	yaml_node_t *v[3], *item;
	enum gw_err e;

	if ((e = yaml_doc_map(doc, root, keys, 3, v)) != GW_OK)
		return e;
	for (size_t i = 0; (item = yaml_doc_item(doc, v[0], i)) != NULL; i++)
		if (read_service(doc, item, p) != GW_OK)
			e = GW_EINPUT;
	/* A service with a fault would make the lists that name it look wrong too. */
	if (e != GW_OK || (e = read_list(doc, v[1], "always", p, &p->help[CATEGORY_OTHER])) != GW_OK)
		return e;
	p->help[CATEGORY_NONE] = p->help[CATEGORY_OTHER];
	return read_categories(doc, v[2], p);
}
