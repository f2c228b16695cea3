/* launch.c: the first steps of a child. */
#include "launch.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "cleaner.h"
#include "desk.h"
#include "intake.h"
#include "log.h"
#include "notify.h"
#include "sandbox.h"
#include "secret.h"
#include "vault.h"

typedef int run_fn(const struct child_setup *setup);

/* What its libraries and its hosts' names are looked up for before the sandbox: notify alone has such. */
static struct notify *notify_ahead;
/* What makes copies: the cleaner's alone. */
static const struct clean_room *room_ahead;

static int
notify_go(const struct child_setup *setup)
{
	return notify_run(setup, notify_ahead);
}

static int
cleaner_go(const struct child_setup *setup)
{
	return cleaner_run(setup, room_ahead);
}

static const struct {
	const char *name;
	run_fn *run;
	bool has_pepper, has_tls, has_tickets, has_forms, has_mail;
} kinds[CHILD_KIND_N] = {
	[CHILD_VAULT] = { "vault", vault_run, false, false, false, false, false },
	[CHILD_CLEANER] = { "cleaner", cleaner_go, false, false, false, false, false },
	[CHILD_INTAKE] = { "intake", intake_run, true, true, true, true, false },
	[CHILD_DESK] = { "desk", desk_run, false, true, false, false, false },
	[CHILD_NOTIFY] = { "notify", notify_go, false, false, false, false, true },
};

const char *
child_kind_name(enum child_kind kind)
{
	return kinds[kind].name;
}

/* The warden reads signals from a descriptor; a child has them back, and leaves ending to the warden: a terminal's
 * Ctrl-C and a service manager's SIGTERM reach all processes at once. */
static void
settle_signals(void)
{
	sigset_t none;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int
by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Every descriptor but the standard three and those of setup: the warden's loop, its signals, its wires to others. */
static void
close_others(const struct child_setup *s)
{
	int own[2 + CHILD_LISTENERS] = { s->control, s->vault };
	int from = STDERR_FILENO + 1;

	for (size_t i = 0; i < CHILD_LISTENERS; i++)
		own[2 + i] = s->listener[i];
	qsort(own, sizeof own / sizeof own[0], sizeof own[0], by_number);
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (own[i] < from)
			continue;
		if (own[i] > from)
			(void)close_range((unsigned)from, (unsigned)own[i] - 1, 0);
		from = own[i] + 1;
	}
	(void)close_range((unsigned)from, ~0u, 0);
}

static enum gw_err
keep_or_wipe(void *page, size_t n, bool keep)
{
	if (keep)
		return secret_relock(page, n);
	secret_page_free(page);
	return GW_OK;
}

static enum gw_err
settle_secrets(struct child_setup *s)
{
	struct child_secrets *k = &s->secrets;
	const bool tls = kinds[s->kind].has_tls, tickets = kinds[s->kind].has_tickets;
	const bool pepper = kinds[s->kind].has_pepper, forms = kinds[s->kind].has_forms;
	const bool mail = kinds[s->kind].has_mail;

	if (keep_or_wipe(k->pepper, KEY_BYTES, pepper) != GW_OK ||
	    keep_or_wipe(k->tls_pem, k->tls_pem_n, tls) != GW_OK ||
	    keep_or_wipe(k->ticket_seed, KEY_BYTES, tickets) != GW_OK ||
	    keep_or_wipe(k->form_seed, KEY_BYTES, forms) != GW_OK ||
	    keep_or_wipe(k->mail_password, k->mail_password_n, mail) != GW_OK) {
		log_boot("no memory can be locked for keys");
		return GW_ENOMEM;
	}
	if (!pepper)
		k->pepper = NULL;
	if (!forms)
		k->form_seed = NULL;
	if (!tickets)
		k->ticket_seed = NULL;
	if (!mail) {
		k->mail_password = NULL;
		k->mail_password_n = 0;
	}
	if (!tls) {
		k->tls_pem = NULL;
		k->tls_pem_n = 0;
	}
	return GW_OK;
}

/* What libraries would read from files the first time they need it. */
static enum gw_err
read_ahead(const struct child_setup *setup)
{
	uint8_t some[8];

	tzset();
	if (setup->kind == CHILD_VAULT)
		sqlite3_randomness(sizeof some, some);	/* it falls back to the clock where there is no /dev */
	if (setup->kind == CHILD_CLEANER)
		return cleaner_prepare(&room_ahead);
	return setup->kind == CHILD_NOTIFY ? notify_prepare(setup, &notify_ahead) : GW_OK;
}

/* Never returns. _exit: what the warden registered to happen at exit is not a child's to do. */
_Noreturn static void
begin(const struct child_setup *given)
{
	struct child_setup setup = *given;

	log_stopped();
	log_name(kinds[setup.kind].name);
	(void)prctl(PR_SET_NAME, kinds[setup.kind].name, 0, 0, 0);
	settle_signals();
	close_others(&setup);
	if (settle_secrets(&setup) != GW_OK || read_ahead(&setup) != GW_OK)
		_exit(EXIT_FAILURE);
	if (sandbox_enter(setup.kind, setup.config) != GW_OK)
		_exit(EXIT_FAILURE);
	_exit(kinds[setup.kind].run(&setup));
}

enum gw_err
launch(const struct child_setup *setup, pid_t *pid)
{
	*pid = fork();
	if (*pid < 0)
		return GW_EBUSY;
	if (*pid == 0)
		begin(setup);
	return GW_OK;
}
