/* prompt.c: one byte at a time, so that nothing is read ahead of the line that was asked for. */
#include "prompt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "secret.h"

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static volatile sig_atomic_t caught;

static void
on_signal(int signo)
{
	caught = signo;
}

/* The next byte; 0: no more. Signals may come only while it waits, so that none slips in just before. */
static ssize_t
read_byte(const sigset_t *waiting, char *c)
{
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	ssize_t got;

	do
		got = ppoll(&in, 1, NULL, waiting) < 0 ? -1 : read(STDIN_FILENO, c, 1);
	while (got < 0 && errno == EINTR && caught == 0);
	return got;
}

static enum gw_err
read_line(const sigset_t *waiting, struct secret_line *line)
{
	ssize_t got;
	char c;

	line->n = 0;
	for (;;) {
		got = read_byte(waiting, &c);
		if (got < 0)
			return caught != 0 ? GW_EBUSY : GW_EIO;
		if (got == 0 && line->n == 0)
			return GW_EABSENT;
		if (got == 0 || c == '\n')
			break;
		if (line->n == PROMPT_LINE - 1)
			return GW_ELIMIT;
		line->text[line->n++] = c;
	}
	if (line->n > 0 && line->text[line->n - 1] == '\r')
		line->n--;
	line->text[line->n] = '\0';
	return GW_OK;
}

/* Asks with the echo off, and on again whatever happens; a signal waits until then. */
static enum gw_err
ask_hidden(const struct termios *shown, const char *question, struct secret_line *line)
{
	struct sigaction old[SIGNALS], catch = { .sa_handler = on_signal };
	struct termios hidden = *shown;
	sigset_t held, before;
	enum gw_err e;

	sigemptyset(&held);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaddset(&held, signals[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &catch, &old[i]);
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	e = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 ? GW_OK : GW_EIO;
	fprintf(stderr, "%s: ", question);
	fflush(stderr);
	if (e == GW_OK)
		e = read_line(&before, line);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, shown);
	fputc('\n', stderr);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	if (caught != 0)
		raise(caught);
	sigprocmask(SIG_SETMASK, &before, NULL);	/* here it is delivered */
	return e;
}

enum gw_err
prompt_secret(const char *question, struct secret_line *line)
{
	struct termios shown;
	enum gw_err e;

	memset(line, 0, sizeof *line);
	caught = 0;
	e = tcgetattr(STDIN_FILENO, &shown) == 0 ? ask_hidden(&shown, question, line) : read_line(NULL, line);
	if (e != GW_OK)
		secret_wipe(line, sizeof *line);
	return e;
}

enum gw_err
prompt_new_secret(const char *question, struct secret_line *line)
{
	struct secret_line again;
	enum gw_err e;

	e = prompt_secret(question, line);
	if (e != GW_OK || !isatty(STDIN_FILENO))
		return e;
	e = prompt_secret("The same once more", &again);
	if (e == GW_OK && (again.n != line->n || !secret_equal(again.text, line->text, line->n)))
		e = GW_ECONFLICT;
	secret_wipe(&again, sizeof again);
	if (e != GW_OK)
		secret_wipe(line, sizeof *line);
	return e;
}

struct span
prompt_span(const struct secret_line *line)
{
	return (struct span){ (const uint8_t *)line->text, line->n };
}
