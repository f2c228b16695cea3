/* multipart.c: finds the parts of a form as it streams in. A delimiter is CRLF "--" boundary; CR stands nowhere else in
 * it, so a delimiter that turns out to be data can only begin again at the byte that broke it. */
#include "multipart.h"

#include <string.h>

#include "field.h"
#include "part.h"
#include "secret.h"

static const char NOT_FORM[] = "The form does not begin with the boundary its Content-Type names.";
static const char BROKEN[] = "The form's boundary is not followed by a line end.";
static const char TRAILING[] = "Something follows the end of the form.";
static const char HEAD_TOO_LARGE[] = "The head of a part of the form is too large.";
static const char TOO_MANY_PARTS[] = "The form has too many parts.";

enum {
	STATE_FIRST,	/* the first delimiter, which needs no CRLF before it */
	STATE_AFTER,	/* behind a delimiter: CRLF, a part; "--", the end */
	STATE_HEAD,
	STATE_BODY,
	STATE_DONE	/* behind the end: one CRLF or nothing */
};

struct step {
	struct span in;
	size_t used;
	enum multipart_event ev;
	struct span data;
	const char *why;
};

static enum gw_err
refuse(struct step *s, const char *why, enum gw_err e)
{
	s->why = why;
	return e;
}

/* Takes bytes of in that go on with the delimiter; true when it is complete. */
static bool
match_delimiter(struct multipart *m, struct step *s)
{
	while (s->used < s->in.n && m->matched < m->boundary_n &&
	    s->in.p[s->used] == (uint8_t)m->boundary[m->matched]) {
		s->used++;
		m->matched++;
	}
	return m->matched == m->boundary_n;
}

static enum gw_err
step_first(struct multipart *m, struct step *s)
{
	if (match_delimiter(m, s)) {
		m->state = STATE_AFTER;
		m->matched = 0;
	} else if (s->used < s->in.n) {
		return refuse(s, NOT_FORM, GW_EINPUT);
	}
	return GW_OK;
}

static enum gw_err
step_after(struct multipart *m, struct step *s)
{
	m->head[m->head_n++] = s->in.p[s->used++];
	if (m->head[0] != '\r' && m->head[0] != '-')
		return refuse(s, BROKEN, GW_EINPUT);
	if (m->head_n < 2)
		return GW_OK;
	m->head_n = 0;
	if (m->head[0] == '-' && m->head[1] == '-') {
		m->state = STATE_DONE;
		s->ev = MULTIPART_END;
	} else if (m->head[0] == '\r' && m->head[1] == '\n') {
		m->state = STATE_HEAD;
		if (m->parts++ == LIMIT_MULTIPART_PARTS)
			return refuse(s, TOO_MANY_PARTS, GW_ELIMIT);
	} else {
		return refuse(s, BROKEN, GW_EINPUT);
	}
	return GW_OK;
}

static enum gw_err
step_head(struct multipart *m, struct step *s)
{
	static const uint8_t end[] = { '\r', '\n', '\r', '\n' };

	while (s->used < s->in.n) {
		if (m->head_n == sizeof m->head)
			return refuse(s, HEAD_TOO_LARGE, GW_ELIMIT);
		m->head[m->head_n++] = s->in.p[s->used++];
		if (m->head_n < sizeof end || memcmp(m->head + m->head_n - sizeof end, end, sizeof end) != 0)
			continue;
		s->ev = MULTIPART_PART;
		m->state = STATE_BODY;
		return part_read((struct span){ m->head, m->head_n }, m, &s->why);
	}
	return GW_OK;
}

/* How many bytes of in are surely data: up to the first place where a delimiter may begin. */
static size_t
sure_data(const struct multipart *m, struct span in)
{
	const uint8_t *const end = in.p + in.n, *at = in.p;

	while ((at = memchr(at, '\r', (size_t)(end - at))) != NULL) {
		size_t n = (size_t)(end - at);

		if (memcmp(at, m->boundary, n < m->boundary_n ? n : m->boundary_n) == 0)
			return (size_t)(at - in.p);
		at++;
	}
	return in.n;
}

static enum gw_err
step_body(struct multipart *m, struct step *s)
{
	struct span rest = { s->in.p + s->used, s->in.n - s->used };
	size_t n = m->matched == 0 ? sure_data(m, rest) : 0;

	if (n > 0) {
		s->ev = MULTIPART_DATA;
		s->data = (struct span){ rest.p, n };
		s->used += n;
	} else if (match_delimiter(m, s)) {
		s->ev = MULTIPART_PART_END;
		m->state = STATE_AFTER;
		m->matched = m->head_n = 0;
	} else if (s->used < s->in.n) {		/* it was data that began like a delimiter */
		s->ev = MULTIPART_DATA;
		s->data = (struct span){ (const uint8_t *)m->boundary, m->matched };
		m->matched = 0;
	}
	return GW_OK;
}

static enum gw_err
step_done(struct multipart *m, struct step *s)
{
	while (s->used < s->in.n) {
		if (m->matched == 2 || s->in.p[s->used] != (uint8_t)"\r\n"[m->matched])
			return refuse(s, TRAILING, GW_EINPUT);
		m->matched++;
		s->used++;
	}
	return GW_OK;
}

static enum gw_err
take_boundary(struct multipart *m, struct span b)
{
	if (m->boundary_n != 0 || b.n == 0 || b.n > LIMIT_MULTIPART_BOUNDARY || b.p[b.n - 1] == ' ')
		return GW_EINPUT;
	if (!field_is_made_of(b, "'()+_,-./:=? "))
		return GW_EINPUT;
	memcpy(m->boundary, "\r\n--", 4);
	memcpy(m->boundary + 4, b.p, b.n);
	m->boundary_n = 4 + b.n;
	return GW_OK;
}

enum gw_err
multipart_start(struct multipart *m, struct span content_type)
{
	struct span rest, kind = field_cut(content_type, ';', &rest);
	struct field_param p;
	enum gw_err e;

	memset(m, 0, sizeof *m);
	if (!span_is_nocase(field_trim(kind), "multipart/form-data"))
		return GW_EINPUT;
	rest = (struct span){ content_type.p + kind.n, content_type.n - kind.n };
	while ((e = field_param_next(&rest, &p)) == GW_OK)
		if (span_is_nocase(p.name, "boundary") && take_boundary(m, p.value) != GW_OK)
			return GW_EINPUT;
	m->state = STATE_FIRST;
	m->matched = 2;
	return e == GW_EABSENT && m->boundary_n > 0 ? GW_OK : GW_EINPUT;
}

enum gw_err
multipart_next(struct multipart *m, struct span in, size_t *used, enum multipart_event *ev, struct span *data,
    const char **why)
{
	static enum gw_err (*const steps[])(struct multipart *m, struct step *s) = {
		[STATE_FIRST] = step_first, [STATE_AFTER] = step_after, [STATE_HEAD] = step_head,
		[STATE_BODY] = step_body, [STATE_DONE] = step_done,
	};
	struct step s = { .in = in, .ev = MULTIPART_NONE };
	enum gw_err e = GW_OK;

	while (e == GW_OK && s.ev == MULTIPART_NONE && s.used < in.n)
		e = steps[m->state](m, &s);
	if (e != GW_OK) {
		*why = s.why;
		return e;
	}
	*used = s.used;
	*ev = s.ev;
	*data = s.data;
	return GW_OK;
}

void
multipart_wipe(struct multipart *m)
{
	secret_wipe(m, sizeof *m);
}
