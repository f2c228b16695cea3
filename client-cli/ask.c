/* ask.c: lines from stdin, prompts on stderr. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "ask.h"
#include "limit.h"
#include "refcode.h"
#include "secret.h"

static const int interrupts[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
enum { INTERRUPTS = sizeof interrupts / sizeof interrupts[0] };

/* Own buffer instead of stdio's, which could not be wiped. */
static struct { uint8_t bytes[4096]; size_t at, n; } ahead;
static volatile sig_atomic_t interrupted;
static const sigset_t *waiting;		/* the mask while waiting for input; NULL for the one there is */

bool
ask_is_terminal(void)
{
	return isatty(STDIN_FILENO) == 1;
}

void
ask_end(void)
{
	secret_wipe(&ahead, sizeof ahead);
}

/* GW_EABSENT at the end of input. */
static enum gw_err
read_ahead(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t n;

	ask_end();
	do
		n = ppoll(&in, 1, NULL, waiting) < 0 ? -1 : read(STDIN_FILENO, ahead.bytes, sizeof ahead.bytes);
	while (n < 0 && errno == EINTR && !interrupted);
	if (n < 0)
		return interrupted ? GW_EDENIED : GW_EIO;
	ahead.n = (size_t)n;
	return n == 0 ? GW_EABSENT : GW_OK;
}

enum gw_err
ask_read_line(struct buf *line)
{
	bool any = false, ended = false;
	enum gw_err e = GW_OK;

	while (!ended) {
		if (ahead.at == ahead.n && (e = read_ahead()) != GW_OK) {
			if (e == GW_EABSENT && any)
				e = GW_OK;	/* a last line without an end */
			break;
		}
		const uint8_t *from = ahead.bytes + ahead.at;
		const uint8_t *end = memchr(from, '\n', ahead.n - ahead.at);
		const size_t n = end == NULL ? ahead.n - ahead.at : (size_t)(end - from);

		if ((e = buf_add(line, (struct span){ from, n })) != GW_OK)
			break;
		any = true;
		ended = end != NULL;
		ahead.at += n + (ended ? 1 : 0);
	}
	if (e == GW_OK && line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return e;
}

static enum run
tell(enum gw_err e, const char *what)
{
	switch (e) {
	case GW_OK:
		return RUN_DONE;
	case GW_EABSENT:
		complain("The input ended before %s came.", what);
		return RUN_MISUSED;
	case GW_ELIMIT:
		complain("This is too long to be %s.", what);
		return RUN_MISUSED;
	case GW_EDENIED:
		complain("Interrupted.");
		return RUN_MISUSED;
	default:
		return fail("Reading the input", e);
	}
}

enum run
ask_line(const char *prompt, const char *what, struct buf *line)
{
	if (ask_is_terminal())
		fprintf(stderr, "%s ", prompt);
	return tell(ask_read_line(line), what);
}

static void
on_interrupt(int number)
{
	interrupted = number;
}

/* The terminal must get its echo back however the prompt ends, so signals wait until it has; they are let in only
 * while there is nothing to read, or one that came just before the read would be slept through. */
static enum gw_err
read_hidden(const char *prompt, struct buf *line)
{
	struct sigaction catch = { .sa_handler = on_interrupt }, before[INTERRUPTS];
	struct termios shown, hidden;
	sigset_t held, open;
	enum gw_err e;

	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return GW_EIO;
	sigemptyset(&held);
	for (int i = 0; i < INTERRUPTS; i++) {
		sigaddset(&held, interrupts[i]);
		sigaction(interrupts[i], &catch, &before[i]);
	}
	sigprocmask(SIG_BLOCK, &held, &open);
	waiting = &open;
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	e = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 ? GW_OK : GW_EIO;
	if (e == GW_OK) {
		fprintf(stderr, "%s (not shown) ", prompt);
		e = ask_read_line(line);
	}
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) != 0)
		e = e == GW_OK ? GW_EIO : e;
	for (int i = 0; i < INTERRUPTS; i++)
		sigaction(interrupts[i], &before[i], NULL);
	waiting = NULL;
	sigprocmask(SIG_SETMASK, &open, NULL);
	fputc('\n', stderr);
	if (interrupted)
		raise(interrupted);
	return e;
}

enum run
ask_secret(const char *prompt, const char *what, struct buf *line)
{
	if (!ask_is_terminal())
		return ask_line(prompt, what, line);
	return tell(read_hidden(prompt, line), what);
}

enum run
ask_text(const char *prompt, struct buf *text)
{
	const bool terminal = ask_is_terminal();
	size_t start = text->n;
	enum gw_err e;

	if (terminal)
		fprintf(stderr, "%s\nFinish with a line that has only a full stop.\n", prompt);
	while ((e = ask_read_line(text)) == GW_OK) {
		if (terminal && text->n - start == 1 && text->p[start] == '.') {
			text->n = start;
			break;
		}
		if ((e = buf_add_text(text, "\n")) != GW_OK)
			break;
		start = text->n;
	}
	while (text->n > 0 && text->p[text->n - 1] == '\n')
		text->n--;
	if (e == GW_ELIMIT) {
		complain("The text is longer than %d KiB. Nothing was sent.", LIMIT_TEXT / 1024);
		return RUN_MISUSED;
	}
	return e == GW_EABSENT ? RUN_DONE : tell(e, "the text");
}

static size_t
number_typed(struct span line, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] < '0' || line.p[i] > '9' || n > max)
			return 0;
		n = n * 10 + (size_t)(line.p[i] - '0');
	}
	return n <= max ? n : 0;
}

/* A person asked "Is there a weapon?" types "yes": the beginning of one answer alone, or the whole of one, is that
 * answer. 0 when it is none. */
static size_t
words_typed(struct span line, const struct choice *choices, size_t n)
{
	size_t found = 0, fits = 0;

	for (size_t i = 0; i < n; i++) {
		if (strnlen(choices[i].words, line.n) < line.n ||
		    strncasecmp(choices[i].words, (const char *)line.p, line.n) != 0)
			continue;
		found = i + 1;
		fits++;
		if (choices[i].words[line.n] == '\0')
			return found;
	}
	return fits == 1 ? found : 0;
}

static size_t
choice_typed(struct span line, const struct choice *choices, size_t n)
{
	const size_t number = number_typed(line, n);

	return number != 0 ? number : words_typed(line, choices, n);
}

enum run
ask_choice(const char *question, const struct choice *choices, size_t n, size_t *chosen)
{
	struct buf line;
	enum run r;
	size_t number = 0;

	buf_init(&line, LIMIT_NAME);
	fprintf(stderr, "\n%s\n", question);
	for (size_t i = 0; i < n; i++) {
		fprintf(stderr, "  %zu  ", i + 1);
		say_text(stderr, span_of(choices[i].words), "");	/* a school's name came from the server */
		fputs(i == *chosen ? " (or just press Enter)\n" : "\n", stderr);
	}
	do {
		buf_clear(&line);
		r = ask_line("Number:", "an answer", &line);
		number = line.n == 0 ? *chosen + 1 : choice_typed(buf_span(&line), choices, n);
		if (r == RUN_DONE && number == 0)
			fprintf(stderr, "Please type one of the numbers 1 to %zu.\n", n);
	} while (r == RUN_DONE && number == 0);
	buf_free(&line);
	if (r == RUN_DONE)
		*chosen = number - 1;
	return r;
}

enum run
ask_code(char text[])
{
	enum refcode_fault fault = REFCODE_FINE;
	struct refcode code;
	struct buf line;
	enum run r;
	int group;

	buf_init(&line, LIMIT_NAME * 2);
	do {
		buf_clear(&line);
		r = ask_line("Your reference code:", "a reference code", &line);
		if (r != RUN_DONE)
			break;
		fault = refcode_parse(buf_span(&line), &code, &group);
		if (fault == REFCODE_FINE)
			refcode_text(&code, text);
		else
			complain("%s", refcode_fault_text(fault, group));
	} while (fault != REFCODE_FINE && ask_is_terminal());
	secret_wipe(&code, sizeof code);
	buf_free(&line);
	return r == RUN_DONE && fault != REFCODE_FINE ? RUN_MISUSED : r;
}
