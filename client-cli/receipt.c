/* receipt.c: shown once; nobody can look up a lost code. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "qr.h"
#include "receipt.h"

enum { QR_PIXELS = 8, QR_BYTES = 1024 * 1024 };

/* The picture opens the report: it is made for its owner's eyes, and never in the place of another file. */
static enum run
open_picture(const char *path, FILE **f)
{
	int fd;

	*f = NULL;
	if (path == NULL)
		return RUN_DONE;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0 && (*f = fdopen(fd, "w")) != NULL)
		return RUN_DONE;
	complain("The picture %s cannot be made: %s. Nothing was sent.", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return RUN_MISUSED;
}

static enum run
close_picture(const char *path, FILE *f, bool wanted)
{
	if (f == NULL)
		return RUN_DONE;
	if (fclose(f) != 0 && wanted) {
		complain("The picture %s could not be written; the code above is all there is.", path);
		wanted = false;
	} else if (wanted) {
		return RUN_DONE;
	}
	unlink(path);
	return wanted ? RUN_DONE : RUN_FAULT;
}

enum run
pictures_open(const struct draft *d, struct pictures *p)
{
	enum run r;

	p->svg = NULL;
	if ((r = open_picture(d->qr_png, &p->png)) != RUN_DONE || (r = open_picture(d->qr_svg, &p->svg)) == RUN_DONE)
		return r;
	if (p->png != NULL) {
		fclose(p->png);
		unlink(d->qr_png);
	}
	return r;
}

enum run
pictures_close(const struct draft *d, struct pictures *p, bool wanted)
{
	const enum run png = close_picture(d->qr_png, p->png, wanted), svg = close_picture(d->qr_svg, p->svg, wanted);

	return !wanted || png == RUN_DONE ? svg : png;
}

static enum run
draw(const struct qr *q, FILE *to, enum gw_err (*drawing)(const struct qr *q, struct buf *out))
{
	struct buf bytes;
	enum gw_err e;

	buf_init(&bytes, QR_BYTES);
	e = drawing(q, &bytes);
	if (e == GW_OK && fwrite(bytes.p, 1, bytes.n, to) != bytes.n)
		e = GW_EIO;
	buf_free(&bytes);
	return e == GW_OK ? RUN_DONE : fail("Drawing the QR code", e);
}

static enum gw_err
as_png(const struct qr *q, struct buf *out)
{
	return qr_png(q, QR_PIXELS, out);
}

static enum gw_err
as_svg(const struct qr *q, struct buf *out)
{
	return qr_svg(q, "QR code of a report", out);
}

static enum run
draw_all(const char *url, bool json, const struct pictures *p)
{
	struct qr *q = NULL;
	const enum gw_err e = qr_make(url, &q);
	enum run r = e == GW_OK ? RUN_DONE : fail("Drawing the QR code", e);

	if (r == RUN_DONE && p->png != NULL)
		r = draw(q, p->png, as_png);
	if (r == RUN_DONE && p->svg != NULL)
		r = draw(q, p->svg, as_svg);
	if (r == RUN_DONE && !json) {
		putchar('\n');
		r = draw(q, stdout, qr_terminal);
	}
	qr_free(q);
	return r;
}

static void
say_code(const json_t *v)
{
	fputs("Your report was received. This is its code, and it is shown only now:\n\n    ", stdout);
	say_text(stdout, json_text(v, "code"), "");
	fputs("\n\n", stdout);
	if (json_text(v, "next").n > 0)
		say_paragraph(stdout, json_text(v, "next"));
	fputs("\nWrite it down where nobody else will look. To see what happens: concern check.\n"
	    "To add something: concern reply. The picture holds the code as an address:\n  ", stdout);
	say_text(stdout, json_text(v, "check_url"), "");
	putchar('\n');
}

/* "Call 0800 1111, or go to childline.org.uk (free, day and night)" */
static void
say_contact(const json_t *contact)
{
	static const struct { const char *key, *first, *then; } ways[] = {
		{ "call", "Call ", NULL }, { "text", "Text ", ", or text " }, { "web", "Go to ", ", or go to " },
	};
	const struct span hours = json_text(contact, "hours");
	bool first = true;

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		const struct span way = json_text(contact, ways[i].key);

		if (way.n == 0)
			continue;
		fputs(first ? ways[i].first : ways[i].then, stdout);
		say_text(stdout, way, "");
		first = false;
	}
	if (hours.n > 0) {
		fputs(" (", stdout);
		say_text(stdout, hours, "");
		putchar(')');
	}
	putchar('\n');
}

/* Who else can help. An older gateway names nobody. */
static void
say_help(const json_t *help)
{
	const json_t *service;
	size_t i;

	json_array_foreach(help, i, service) {
		const struct span audience = json_text(service, "for");

		if (i == 0)
			puts("\nThese can help you too. We show this list only now:");
		putchar('\n');
		say_text(stdout, json_text(service, "name"), "");
		fputs(span_is(audience, "child") ? " (for children and young people)" :
		    span_is(audience, "adult") ? " (for adults)" : "", stdout);
		putchar('\n');
		say_paragraph(stdout, json_text(service, "what"));
		say_contact(json_object_get(service, "contact"));
	}
}

enum run
receipt_show(const struct draft *d, struct span answer, bool json, const struct pictures *p)
{
	static const char *const members[] = { "code", "check_url", NULL };
	json_t *v = NULL;
	enum run r = answer_read(answer, &v), drawn, files = RUN_DONE;

	if (r == RUN_DONE)
		r = answer_has(v, members);
	if (r == RUN_DONE) {
		/* The code first: whatever fails later, it has been seen. */
		if (json)
			say_json(answer);
		else
			say_code(v);
		fflush(stdout);
		drawn = draw_all(json_string_value(json_object_get(v, "check_url")), json, p);
		if (!json) {
			/* Behind the picture: what stays on the screen. */
			say_help(json_object_get(v, "help"));
			files = upload_receipt(&d->files, json_object_get(v, "files"));
		}
		r = drawn == RUN_DONE ? files : drawn;
	}
	json_decref(v);
	return r;
}
