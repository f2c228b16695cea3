/* draft.c: words, bytes, and the report that it becomes. */
#include "draft.h"

#include <string.h>

#include "pack.h"
#include "secret.h"

enum { VERSION = 2, CHECKED = 1, KIND_UNSURE = 2, LENGTH = 2 /* bytes of a text's length */ };
enum { CHARACTER = 4 /* bytes of UTF-8 at most */ };

#define WHO "About: "

_Static_assert(CHARACTER * (DRAFT_TEXT + DRAFT_WHO) + sizeof "\n" WHO <= LIMIT_TEXT, "what the pages allow is sent");
_Static_assert(CHARACTER * DRAFT_PLACE <= LIMIT_PLACE, "what the pages allow is sent");
_Static_assert(CHARACTER * DRAFT_KEEP_FROM <= LIMIT_KEEP_FROM, "what the pages allow is sent");
_Static_assert(DRAFT_TEXT_BYTES < 1 << 8 * LENGTH, "every text's length is told");

static const char *const dangers[DRAFT_DANGER_N] = { "", "yes", "soon", "no", "not_sure" };
static const char *const whens[DRAFT_WHEN_N] = { "", "today", "soon", "later", "not_sure" };
static const char *const abouts[DRAFT_ABOUT_N] = { "", "me", "someone_else", "place_or_group", "unsaid" };
static const char *const schools[DRAFT_SCHOOL_N] = { "", "named", "none", "unsaid" };
static const char *const files[DRAFT_FILES_N] = { "", "yes", "no" };

/* 0, which is "", when there is no such word. */
static unsigned
word_find(const char *const *words, unsigned n, struct span word)
{
	for (unsigned i = 1; i < n; i++)
		if (span_is(word, words[i]))
			return i;
	return 0;
}

const char *
draft_danger_word(enum draft_danger v)
{
	return dangers[v];
}

const char *
draft_when_word(enum draft_when v)
{
	return whens[v];
}

const char *
draft_about_word(enum draft_about v)
{
	return abouts[v];
}

const char *
draft_school_word(enum draft_school v)
{
	return schools[v];
}

const char *
draft_files_word(enum draft_files v)
{
	return files[v];
}

enum draft_danger
draft_danger_of(struct span word)
{
	return (enum draft_danger)word_find(dangers, DRAFT_DANGER_N, word);
}

enum draft_when
draft_when_of(struct span word)
{
	return (enum draft_when)word_find(whens, DRAFT_WHEN_N, word);
}

enum draft_about
draft_about_of(struct span word)
{
	return (enum draft_about)word_find(abouts, DRAFT_ABOUT_N, word);
}

enum draft_school
draft_school_of(struct span word)
{
	return (enum draft_school)word_find(schools, DRAFT_SCHOOL_N, word);
}

enum draft_files
draft_files_of(struct span word)
{
	return (enum draft_files)word_find(files, DRAFT_FILES_N, word);
}

void
draft_init(struct draft *d)
{
	*d = (struct draft){ .step = 0 };
	buf_init(&d->text, DRAFT_TEXT_BYTES);
	buf_init(&d->place, DRAFT_LINE_BYTES);
	buf_init(&d->who, DRAFT_LINE_BYTES);
	buf_init(&d->keep_from, DRAFT_LINE_BYTES);
	buf_init(&d->typed, DRAFT_LINE_BYTES);
}

void
draft_free(struct draft *d)
{
	buf_free(&d->text);
	buf_free(&d->place);
	buf_free(&d->who);
	buf_free(&d->keep_from);
	buf_free(&d->typed);
	secret_wipe(d, sizeof *d);
}

/* --- bytes --- */

static void
pack_text(struct packer *p, struct span text)
{
	pack_number(p, text.n, LENGTH);
	pack_bytes(p, text);
}

enum gw_err
draft_encode(const struct draft *d, struct buf *out)
{
	const uint8_t picked[] = { VERSION, d->step,
	    (uint8_t)((d->checked ? CHECKED : 0) | (d->kind_unsure ? KIND_UNSURE : 0)), (uint8_t)d->danger,
	    (uint8_t)d->when, (uint8_t)d->kind, (uint8_t)d->about, (uint8_t)d->school_is, (uint8_t)d->files };
	struct packer p = { out, GW_OK };

	pack_bytes(&p, (struct span){ picked, sizeof picked });
	pack_bytes(&p, (struct span){ d->once, sizeof d->once });
	pack_text(&p, span_of(d->school));
	pack_text(&p, buf_span(&d->text));
	pack_text(&p, buf_span(&d->place));
	pack_text(&p, buf_span(&d->who));
	pack_text(&p, buf_span(&d->keep_from));
	pack_text(&p, buf_span(&d->typed));
	return p.e;
}

/* A number below n. */
static unsigned
unpack_pick(struct unpacker *u, unsigned n)
{
	const uint64_t v = unpack_number(u, 1);

	u->failed = u->failed || v >= n;
	return u->failed ? 0 : (unsigned)v;
}

static enum gw_err
unpack_text(struct unpacker *u, struct buf *text)
{
	const struct span bytes = unpack_bytes(u, (size_t)unpack_number(u, LENGTH));

	if (bytes.n > text->max || !text_is_utf8(bytes))
		u->failed = true;
	return u->failed ? GW_EINPUT : buf_add(text, bytes);
}

static void
unpack_school(struct unpacker *u, char school[LIMIT_SCHOOL_CODE + 1])
{
	const struct span code = unpack_bytes(u, (size_t)unpack_number(u, LENGTH));

	if (code.n > LIMIT_SCHOOL_CODE || !text_is_utf8(code))	/* so no NUL */
		u->failed = true;
	else if (code.n > 0)
		memcpy(school, code.p, code.n);
}

static void
unpack_picks(struct unpacker *u, struct draft *d)
{
	unsigned flags;

	if (unpack_number(u, 1) != VERSION)
		u->failed = true;
	d->step = (uint8_t)unpack_number(u, 1);
	flags = unpack_pick(u, (CHECKED | KIND_UNSURE) + 1);
	d->checked = (flags & CHECKED) != 0;
	d->kind_unsure = (flags & KIND_UNSURE) != 0;
	d->danger = (enum draft_danger)unpack_pick(u, DRAFT_DANGER_N);
	d->when = (enum draft_when)unpack_pick(u, DRAFT_WHEN_N);
	d->kind = (enum category)unpack_pick(u, CATEGORY_N);
	d->about = (enum draft_about)unpack_pick(u, DRAFT_ABOUT_N);
	d->school_is = (enum draft_school)unpack_pick(u, DRAFT_SCHOOL_N);
	d->files = (enum draft_files)unpack_pick(u, DRAFT_FILES_N);
}

enum gw_err
draft_decode(struct span bytes, struct draft *d)
{
	struct unpacker u = { bytes, false };
	struct span once;
	enum gw_err e;

	unpack_picks(&u, d);
	once = unpack_bytes(&u, sizeof d->once);
	if (!u.failed)
		memcpy(d->once, once.p, sizeof d->once);
	unpack_school(&u, d->school);
	if ((e = unpack_text(&u, &d->text)) != GW_OK || (e = unpack_text(&u, &d->place)) != GW_OK ||
	    (e = unpack_text(&u, &d->who)) != GW_OK || (e = unpack_text(&u, &d->keep_from)) != GW_OK ||
	    (e = unpack_text(&u, &d->typed)) != GW_OK)
		return e;
	return u.failed || u.in.n > 0 ? GW_EINPUT : GW_OK;
}

/* --- the report --- */

static void
answers_of(const struct draft *d, struct answers *a)
{
	static const enum answer_danger danger[DRAFT_DANGER_N] = { [DRAFT_DANGER_YES] = DANGER_YES,
		[DRAFT_DANGER_NO] = DANGER_NO };	/* the rest are not sure */
	static const enum answer_when when[DRAFT_WHEN_N] = { [DRAFT_WHEN_TODAY] = WHEN_TODAY,
		[DRAFT_WHEN_SOON] = WHEN_SOON };
	static const enum answer_about about[DRAFT_ABOUT_N] = { [DRAFT_ABOUT_ME] = ABOUT_ME,
		[DRAFT_ABOUT_PLACE_OR_GROUP] = ABOUT_PLACE_OR_GROUP };	/* the rest are somebody else */

	*a = (struct answers){ danger[d->danger], when[d->when],
	    d->kind == CATEGORY_WEAPON ? WEAPON_YES : WEAPON_NOT_SURE, about[d->about], d->kind };
}

static enum gw_err
add_who(const struct draft *d, struct buf *text)
{
	enum gw_err e = GW_OK;

	if (d->who.n == 0)
		return GW_OK;
	if (text->n > 0)
		e = buf_add_text(text, "\n");
	if (e == GW_OK)
		e = buf_add_text(text, WHO);
	return e == GW_OK ? report_words(buf_span(&d->who), text) : e;
}

enum gw_err
draft_report(const struct draft *d, struct report *r)
{
	enum gw_err e;

	answers_of(d, &r->answers);
	if (d->school_is == DRAFT_SCHOOL_NAMED)
		memcpy(r->school, d->school, sizeof r->school);
	if ((e = report_words(buf_span(&d->text), &r->text)) != GW_OK ||
	    (e = report_words(buf_span(&d->place), &r->place)) != GW_OK ||
	    (e = report_words(buf_span(&d->keep_from), &r->keep_from)) != GW_OK)
		return e;
	return add_who(d, &r->text);
}
