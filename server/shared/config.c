/* config.c: the operator's file, key by key against one closed table. */
#include "config.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "yaml_doc.h"

enum { TOP_ALERTS = 8, TOP_SCANNER, KEYS_MAX, DNS_NAME = 253 };
enum section { TOP, LISTEN, PROCESSES, TLS, KEYS, ALERTS, SCANNER, SECTION_N };
enum alerts_key { MAIL_URL, MAIL_FROM, MAIL_USER, MAIL_PASSWORD, ALERTS_CA, CONSOLE };

/* How a value is kept. */
enum keep { KEEP_SECTION, KEEP_INT, KEEP_TEXT, KEEP_PATH };

struct row {
	struct yaml_key yaml;
	enum keep keep;
	size_t at;		/* offset in struct config, or the section that this key opens */
};

#define TEXT_KEY(name, field) { { name, YAML_TEXT, true, 1, sizeof ((struct config *)0)->field - 1 }, KEEP_TEXT, \
	offsetof(struct config, field) }
#define PATH_KEY(name, field) { { name, YAML_TEXT, true, 1, sizeof ((struct config *)0)->field - 1 }, KEEP_PATH, \
	offsetof(struct config, field) }
#define INT_KEY(name, field, min, max) { { name, YAML_NUMBER, true, min, max }, KEEP_INT, \
	offsetof(struct config, field) }
#define INT_OR_0(name, field, max) { { name, YAML_NUMBER, false, 0, max }, KEEP_INT, \
	offsetof(struct config, field) }
#define OPENS(name, section) { { name, YAML_MAP, true, 1, KEYS_MAX }, KEEP_SECTION, section }
#define MAY_OPEN(name, section) { { name, YAML_MAP, false, 1, KEYS_MAX }, KEEP_SECTION, section }
/* These may be "". */
#define TEXT_OR_NONE(name, field) { { name, YAML_TEXT, true, 0, sizeof ((struct config *)0)->field - 1 }, KEEP_TEXT, \
	offsetof(struct config, field) }
#define PATH_OR_NONE(name, field) { { name, YAML_TEXT, true, 0, LIMIT_PATH - 1 }, KEEP_PATH, \
	offsetof(struct config, field) }

static const struct row rows[SECTION_N][KEYS_MAX] = {
	[TOP] = {
		PATH_KEY("data", data), PATH_KEY("policy", policy), TEXT_KEY("user", user),
		TEXT_KEY("public_host", public_host), OPENS("listen", LISTEN), OPENS("processes", PROCESSES),
		OPENS("tls", TLS), OPENS("keys", KEYS), [TOP_ALERTS] = MAY_OPEN("alerts", ALERTS),
		[TOP_SCANNER] = MAY_OPEN("scanner", SCANNER),
	},
	[LISTEN] = { INT_KEY("port", port, 1, 65535), INT_KEY("staff_port", staff_port, 1, 65535) },
	[PROCESSES] = { INT_KEY("intake", intakes, 0, 64), INT_KEY("desk", desks, 1, 16),
		INT_OR_0("cleaner", cleaners, LIMIT_CLEANERS) },
	[TLS] = { PATH_KEY("certificate", certificate), PATH_KEY("key", key), PATH_KEY("staff_ca", staff_ca) },
	[KEYS] = { PATH_KEY("pepper", pepper), PATH_KEY("roster_pin", roster_pin) },
	[ALERTS] = {
		[MAIL_URL] = TEXT_KEY("mail_url", mail_url), [MAIL_FROM] = TEXT_KEY("mail_from", mail_from),
		[MAIL_USER] = TEXT_OR_NONE("mail_user", mail_user),
		[MAIL_PASSWORD] = PATH_OR_NONE("mail_password", mail_password),
		[ALERTS_CA] = PATH_OR_NONE("ca", alerts_ca), [CONSOLE] = TEXT_KEY("console", alerts_console),
	},
	[SCANNER] = { PATH_KEY("socket", scanner) },
};

struct reading {
	struct yaml_doc *doc;
	const char *file;
	struct config *c;
	yaml_node_t *value[SECTION_N][KEYS_MAX];
};

/* A relative path counts from the folder of the config file. */
static enum gw_err
keep_path(const struct reading *r, yaml_node_t *v, const struct yaml_key *key, char *to)
{
	const char *text = yaml_doc_text(v), *slash = strrchr(r->file, '/');
	int folder = text[0] == '\0' || text[0] == '/' || slash == NULL ? 0 : (int)(slash - r->file) + 1;
	const int most = (int)key->max;

	if (snprintf(to, (size_t)most + 1, "%.*s%s", folder, r->file, text) > most)
		return yaml_doc_fault(r->doc, v, "%s: with its folder must be at most %d bytes", key->key, most);
	return GW_OK;
}

static enum gw_err
keep_value(const struct reading *r, const struct row *row, yaml_node_t *v)
{
	char *at = (char *)r->c + row->at;
	int number;

	switch (row->keep) {
	case KEEP_INT:
		number = (int)yaml_doc_number(v);
		memcpy(at, &number, sizeof number);
		return GW_OK;
	case KEEP_TEXT:
		memcpy(at, yaml_doc_text(v), v->data.scalar.length + 1);
		return GW_OK;
	case KEEP_PATH:
		return keep_path(r, v, &row->yaml, at);
	case KEEP_SECTION:
		break;
	}
	return GW_OK;
}

static enum gw_err
read_section(struct reading *r, enum section s, yaml_node_t *map)
{
	struct yaml_key keys[KEYS_MAX];
	enum gw_err e;
	size_t n = 0;

	for (; n < KEYS_MAX && rows[s][n].yaml.key != NULL; n++)
		keys[n] = rows[s][n].yaml;
	if ((e = yaml_doc_map(r->doc, map, keys, n, r->value[s])) != GW_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if (r->value[s][i] != NULL && keep_value(r, &rows[s][i], r->value[s][i]) != GW_OK)
			e = GW_EINPUT;
	return e;
}

/* The host goes into QR codes and into comparisons with what browsers send: DNS letters and an optional port. */
static bool
is_host(const char *text)
{
	size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.");
	const char *port = text + name;
	size_t digits;

	if (name == 0 || name > DNS_NAME || text[0] == '.' || text[0] == '-' || strstr(text, "..") != NULL)
		return false;
	if (*port == '\0')
		return true;
	digits = *port == ':' ? strspn(port + 1, "0123456789") : 0;
	return digits > 0 && digits <= 5 && port[1 + digits] == '\0' && atoi(port + 1) > 0 && atoi(port + 1) <= 65535;
}

static enum gw_err
check_alerts(const struct reading *r)
{
	const struct config *c = r->c;
	yaml_node_t *const *v = r->value[ALERTS];
	enum gw_err e = GW_OK;

	if (!address_is_mail_server(c->mail_url))
		e = yaml_doc_fault(r->doc, v[MAIL_URL], "mail_url: must be smtps://HOST:PORT or smtp://HOST:PORT");
	if (!address_is_mailbox(c->mail_from))
		e = yaml_doc_fault(r->doc, v[MAIL_FROM], "mail_from: must be one plain address, as name@example.org");
	if ((c->mail_user[0] == '\0') != (c->mail_password[0] == '\0'))
		e = yaml_doc_fault(r->doc, v[MAIL_USER], "mail_user and mail_password: both, or \"\" for both");
	if (!address_is_https(c->alerts_console, 1))
		e = yaml_doc_fault(r->doc, v[CONSOLE], "console: must be an address as https://HOST:PORT/desk/queue");
	return e;
}

static enum gw_err
check_together(const struct reading *r)
{
	enum gw_err e = r->c->has_alerts ? check_alerts(r) : GW_OK;

	if (!is_host(r->c->public_host))
		e = yaml_doc_fault(r->doc, r->value[TOP][3],
		    "public_host: must be a host name in small letters, with an optional :port (1 to 65535)");
	if (r->c->port == r->c->staff_port)
		e = yaml_doc_fault(r->doc, r->value[LISTEN][1], "staff_port: must be another port than port");
	return e;
}

enum gw_err
config_load(const char *file, FILE *err, struct config *c)
{
	struct reading r = { .file = file, .c = c };
	enum gw_err e;

	memset(c, 0, sizeof *c);
	if ((e = yaml_doc_load(file, err, &r.doc)) != GW_OK)
		return e;
	e = read_section(&r, TOP, yaml_doc_root(r.doc));
	for (size_t i = 0; i < KEYS_MAX; i++) {		/* a fault above does not hide faults below */
		yaml_node_t *map = r.value[TOP][i];

		if (rows[TOP][i].keep != KEEP_SECTION || map == NULL || map->type != YAML_MAPPING_NODE)
			continue;
		if (read_section(&r, (enum section)rows[TOP][i].at, map) != GW_OK)
			e = GW_EINPUT;
	}
	c->has_alerts = r.value[TOP][TOP_ALERTS] != NULL;
	if (e == GW_OK)
		e = check_together(&r);
	yaml_doc_free(r.doc);
	return e;
}
