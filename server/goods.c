/* goods.c: reading everything once, checked, into place. */
#include "goods.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "fingerprint.h"
#include "formseal.h"
#include "secret.h"
#include "tls.h"
#include "triage.h"
#include "wording.h"

enum {
	READ_STEP = 4096, PEM_MOST = 64 * 1024, CA_MOST = 1024 * 1024, PIN_MOST = 256, PASSWORD_MOST = 512,
	SECONDS_PER_HOUR = 3600
};

/* Debian's package ca-certificates makes it. */
static const char system_ca[] = "/etc/ssl/certs/ca-certificates.crt";

/* One sentence; for the operator's own file names only. */
static enum gw_err
fault(FILE *err, const char *what, const char *file, const char *why)
{
	fprintf(err, "concernd: the %s %s: %s\n", what, file, why);
	return GW_EINPUT;
}

/* Appends a whole file. what names it in a fault. */
static enum gw_err
read_file(const char *what, const char *file, struct buf *out, FILE *err)
{
	const int fd = open(file, O_RDONLY | O_CLOEXEC);
	enum gw_err e = GW_OK;
	ssize_t n = 1;

	if (fd < 0)
		return fault(err, what, file, strerror(errno));
	while (n > 0) {
		uint8_t *at;

		if ((e = buf_reserve(out, READ_STEP, &at)) != GW_OK) {
			fault(err, what, file, "is too large");
			break;
		}
		n = read(fd, at, READ_STEP);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			e = fault(err, what, file, strerror(errno));
		else
			out->n += (size_t)n;
	}
	close(fd);
	return e;
}

static enum gw_err
is_private(const char *what, const char *file, FILE *err)
{
	struct stat st;

	if (stat(file, &st) != 0)
		return fault(err, what, file, strerror(errno));
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return fault(err, what, file, "others can read it; it must be mode 0600");
	return GW_OK;
}

static enum gw_err
load_pepper(const struct config *c, FILE *err, uint8_t **pepper)
{
	struct buf b;
	enum gw_err e;

	buf_init(&b, READ_STEP + KEY_BYTES);
	if ((e = is_private("pepper", c->pepper, err)) != GW_OK ||
	    (e = read_file("pepper", c->pepper, &b, err)) != GW_OK)
		goto out;
	if (b.n != KEY_BYTES) {
		e = fault(err, "pepper", c->pepper, "is not 32 bytes long");
		goto out;
	}
	if ((*pepper = secret_page(KEY_BYTES)) == NULL) {
		e = GW_ENOMEM;
		goto out;
	}
	memcpy(*pepper, b.p, KEY_BYTES);
out:
	buf_free(&b);
	return e;
}

/* Certificate and key as one text, after OpenSSL agreed to serve with them now. */
static enum gw_err
load_pem(const struct config *c, FILE *err, char **pem, size_t *n)
{
	char why[TLS_FAULT] = "";
	struct tls *tls = NULL;
	struct buf b;
	enum gw_err e;

	buf_init(&b, PEM_MOST);
	if ((e = read_file("certificate", c->certificate, &b, err)) != GW_OK ||
	    (e = buf_add_text(&b, "\n")) != GW_OK || (e = is_private("TLS key", c->key, err)) != GW_OK ||
	    (e = read_file("TLS key", c->key, &b, err)) != GW_OK)
		goto out;
	if ((e = tls_new(buf_span(&b), (int64_t)time(NULL), &tls, why)) != GW_OK) {
		fault(err, "certificate", c->certificate, why);
		goto out;
	}
	if ((*pem = secret_page(b.n)) == NULL) {
		e = GW_ENOMEM;
		goto out;
	}
	memcpy(*pem, b.p, b.n);
	*n = b.n;
out:
	tls_free(tls);
	buf_free(&b);
	return e;
}

static enum gw_err
load_staff_ca(const struct config *c, FILE *err, struct buf *pem)
{
	char why[TLS_FAULT] = "";
	enum gw_err e;

	buf_init(pem, PEM_MOST);
	if ((e = read_file("staff authority", c->staff_ca, pem, err)) == GW_OK &&
	    (e = tls_devices_check(buf_span(pem), why)) != GW_OK)
		fault(err, "staff authority", c->staff_ca, why);
	return e;
}

/* Into a locked page, without the newline that an editor leaves; "" without a file. */
static enum gw_err
load_mail_password(const struct config *c, FILE *err, struct child_secrets *s)
{
	struct buf b;
	enum gw_err e = GW_OK;

	buf_init(&b, READ_STEP + PASSWORD_MOST);
	if (c->mail_password[0] != '\0' && ((e = is_private("mail password", c->mail_password, err)) != GW_OK ||
	    (e = read_file("mail password", c->mail_password, &b, err)) != GW_OK))
		goto out;
	if (b.n > 0 && b.p[b.n - 1] == '\n')
		b.n--;
	if (c->mail_password[0] != '\0' && (b.n == 0 || b.n > PASSWORD_MOST || memchr(b.p, '\0', b.n) != NULL ||
	    memchr(b.p, '\n', b.n) != NULL)) {
		e = fault(err, "mail password", c->mail_password, "is not one line of 1 to 512 bytes");
		goto out;
	}
	s->mail_password_n = b.n + 1;
	if ((s->mail_password = secret_page(s->mail_password_n)) == NULL) {
		e = GW_ENOMEM;
		goto out;
	}
	if (b.n > 0)
		memcpy(s->mail_password, b.p, b.n);
	s->mail_password[b.n] = '\0';
out:
	buf_free(&b);
	return e;
}

/* What notify needs and nobody else. */
static enum gw_err
load_delivery(struct goods *g, FILE *err)
{
	const char *file = g->config.alerts_ca[0] != '\0' ? g->config.alerts_ca : system_ca;
	const char first[] = "-----BEGIN CERTIFICATE-----";
	enum gw_err e;

	if (!g->config.has_alerts)
		return GW_OK;
	buf_init(&g->alerts_ca, CA_MOST);
	if ((e = read_file("authority for alerts", file, &g->alerts_ca, err)) == GW_OK &&
	    (g->alerts_ca.n == 0 || memmem(g->alerts_ca.p, g->alerts_ca.n, first, sizeof first - 1) == NULL))
		e = fault(err, "authority for alerts", file, "holds no certificate in PEM");
	return e == GW_OK ? load_mail_password(&g->config, err, &g->secrets) : e;
}

static enum gw_err
load_pin(const struct config *c, FILE *err, struct roster_pin *pin)
{
	struct buf b;
	enum gw_err e;

	buf_init(&b, READ_STEP + PIN_MOST);
	if ((e = read_file("roster pin", c->roster_pin, &b, err)) == GW_OK &&
	    (e = roster_pin_parse(buf_span(&b), pin)) != GW_OK)
		fault(err, "roster pin", c->roster_pin, "is not one line made by concernd init");
	buf_free(&b);
	return e;
}

/* After triage was read. */
static enum gw_err
load_version(struct goods *g, FILE *err)
{
	char print[FINGERPRINT_TEXT];
	enum gw_err e = fingerprint_of(g->config.policy, print);

	if (e != GW_OK)
		return fault(err, "policy folder", g->config.policy, gw_err_text(e));
	snprintf(g->version, sizeof g->version, "%s/%s", triage_version(g->triage), print);
	return GW_OK;
}

/* After the policy, which says what schools there are; without it they are not looked at. */
static enum gw_err
load_alerts(struct goods *g, FILE *err)
{
	enum gw_err e = alerts_load(g->config.policy, err, &g->alerts);

	return e == GW_OK && g->policy != NULL ? alerts_check(g->alerts, g->policy, g->config.policy, err) : e;
}

/* What SIGHUP reads again, into fresh goods that hold nothing of it yet. All of it, whatever is wrong: an operator
 * should see every fault at once. */
static enum gw_err
load_changing(struct goods *g, FILE *err)
{
	enum gw_err e = policy_load(g->config.policy, err, &g->policy), one;

	if ((one = triage_load(g->config.policy, err, &g->triage)) != GW_OK)
		e = one;
	if ((one = wording_load(g->config.policy, err, &g->wording)) != GW_OK)
		e = one;
	if ((one = replies_load(g->config.policy, err, &g->replies)) != GW_OK)
		e = one;
	if ((one = areas_load(g->config.policy, err, &g->areas)) != GW_OK)
		e = one;
	if ((one = load_alerts(g, err)) != GW_OK)
		e = one;
	if ((one = agencies_load(g->config.policy, err, &g->agencies)) != GW_OK)
		e = one;
	if ((one = load_pin(&g->config, err, &g->pin)) != GW_OK)
		e = one;
	if ((one = load_staff_ca(&g->config, err, &g->staff_ca)) != GW_OK)
		e = one;
	if ((one = load_delivery(g, err)) != GW_OK)
		e = one;
	if ((one = load_pem(&g->config, err, &g->secrets.tls_pem, &g->secrets.tls_pem_n)) != GW_OK)
		e = one;
	return e == GW_OK ? load_version(g, err) : e;
}

static void
free_changing(struct goods *g)
{
	policy_free(g->policy);
	triage_free(g->triage);
	wording_free(g->wording);
	replies_free(g->replies);
	areas_free(g->areas);
	alerts_free(g->alerts);
	agencies_free(g->agencies);
	buf_free(&g->staff_ca);
	buf_free(&g->alerts_ca);
	secret_page_free(g->secrets.mail_password);
	secret_page_free(g->secrets.tls_pem);
}

/* The half hour before this one: a process that starts now must open what was sealed in it. */
static uint64_t
form_epoch(void)
{
	return (uint64_t)time(NULL) / FORMSEAL_SECONDS - 1;
}

static enum gw_err
make_seeds(struct child_secrets *s)
{
	if ((s->ticket_seed = secret_page(KEY_BYTES)) == NULL || (s->form_seed = secret_page(KEY_BYTES)) == NULL)
		return GW_ENOMEM;
	secret_random(s->ticket_seed, KEY_BYTES);
	secret_random(s->form_seed, KEY_BYTES);
	s->ticket_epoch = (uint64_t)time(NULL) / SECONDS_PER_HOUR;
	s->form_epoch = form_epoch();
	return GW_OK;
}

enum gw_err
goods_load(const char *config_file, int port, int staff_port, struct goods *g)
{
	enum gw_err e, one;

	*g = (struct goods){ .policy = NULL };
	if ((e = config_load(config_file, stderr, &g->config)) != GW_OK)
		return e;
	if (port != 0)
		g->config.port = port;
	if (staff_port != 0)
		g->config.staff_port = staff_port;
	e = load_changing(g, stderr);
	if ((one = load_pepper(&g->config, stderr, &g->secrets.pepper)) != GW_OK)
		e = one;
	if (e == GW_OK)
		e = make_seeds(&g->secrets);
	if (e == GW_ENOMEM)
		fprintf(stderr, "concernd: no memory can be locked for keys\n");
	if (e != GW_OK)
		goods_free(g);
	return e;
}

enum gw_err
goods_reload(struct goods *g, FILE *err)
{
	struct goods fresh = { .config = g->config };
	enum gw_err e = load_changing(&fresh, err);

	if (e != GW_OK) {
		free_changing(&fresh);
		return e;
	}
	free_changing(g);
	g->policy = fresh.policy;
	g->triage = fresh.triage;
	g->wording = fresh.wording;
	g->replies = fresh.replies;
	g->areas = fresh.areas;
	g->alerts = fresh.alerts;
	g->agencies = fresh.agencies;
	memcpy(g->version, fresh.version, sizeof g->version);
	g->staff_ca = fresh.staff_ca;
	g->pin = fresh.pin;
	g->secrets.tls_pem = fresh.secrets.tls_pem;
	g->secrets.tls_pem_n = fresh.secrets.tls_pem_n;
	g->alerts_ca = fresh.alerts_ca;
	g->secrets.mail_password = fresh.secrets.mail_password;
	g->secrets.mail_password_n = fresh.secrets.mail_password_n;
	return GW_OK;
}

void
goods_step_seeds(struct goods *g)
{
	struct child_secrets *s = &g->secrets;

	tls_ticket_step(s->ticket_seed, &s->ticket_epoch, (uint64_t)time(NULL) / SECONDS_PER_HOUR);
	formseal_step(s->form_seed, &s->form_epoch, form_epoch());
}

void
goods_free(struct goods *g)
{
	free_changing(g);
	secret_page_free(g->secrets.pepper);
	secret_page_free(g->secrets.ticket_seed);
	secret_page_free(g->secrets.form_seed);
	*g = (struct goods){ .policy = NULL };
}
