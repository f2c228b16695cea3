/* report.c: what a reporter says, from the API's JSON and to the sealed body. One table of questions serves both. */
#include "report.h"

#include <sodium.h>
#include <string.h>

#include "secret.h"

enum { BODY_VERSION = 1 };

enum { Q_DANGER, Q_WHEN, Q_WEAPON, Q_ABOUT, Q_CATEGORY, Q_N };

/* Each list in the order of its enum. */
static const char *const dangers[] = { "not_sure", "no", "yes" };
static const char *const whens[] = { "not_sure", "past", "soon", "today", "now" };
static const char *const weapons[] = { "not_sure", "no", "yes" };
static const char *const abouts[] = { "someone_else", "me", "place_or_group" };
static const char *const categories[CATEGORY_N] = {
	[CATEGORY_NONE] = "",
	[CATEGORY_WEAPON] = "weapon",
	[CATEGORY_VIOLENCE] = "violence",
	[CATEGORY_GANG_EXPLOITATION] = "gang_exploitation",
	[CATEGORY_SEXUAL_HARM] = "sexual_harm",
	[CATEGORY_DOMESTIC_ABUSE] = "domestic_abuse",
	[CATEGORY_MISSING] = "missing",
	[CATEGORY_SELF_HARM] = "self_harm",
	[CATEGORY_NEGLECT_ABUSE] = "neglect_abuse",
	[CATEGORY_BULLYING] = "bullying",
	[CATEGORY_HATE] = "hate",
	[CATEGORY_DRUGS] = "drugs",
	[CATEGORY_RADICALISATION] = "radicalisation",
	[CATEGORY_ONLINE_HARM] = "online_harm",
	[CATEGORY_MENTAL_HEALTH] = "mental_health",
	[CATEGORY_STAFF_CONCERN] = "staff_concern",
	[CATEGORY_COMMUNITY] = "community",
	[CATEGORY_OTHER] = "other",
};

#define CODES(list) (list), sizeof(list) / sizeof((list)[0])
static const struct question {
	const char *key;
	const char *const *codes;
	size_t n;
	struct field_fault fault;
} questions[Q_N] = {
	[Q_DANGER] = { "danger_now", CODES(dangers),
	    { "answers.danger_now", "It must be \"yes\", \"no\" or \"not_sure\"." } },
	[Q_WHEN] = { "when", CODES(whens),
	    { "answers.when", "It must be \"now\", \"today\", \"soon\", \"past\" or \"not_sure\"." } },
	[Q_WEAPON] = { "weapon", CODES(weapons),
	    { "answers.weapon", "It must be \"yes\", \"no\" or \"not_sure\"." } },
	[Q_ABOUT] = { "about", CODES(abouts),
	    { "answers.about", "It must be \"me\", \"someone_else\" or \"place_or_group\"." } },
	[Q_CATEGORY] = { "category", CODES(categories),
	    { "answers.category", "There is no such category. It may be left empty." } },
};

static const char KEEP_FROM[] = "keep_from";
static const char *const report_keys[] = { "text", "answers", "school", "place", KEEP_FROM, NULL };
/* The last may be missing: bodies were sealed before there was one. */
static const char *const body_keys[] = { "v", "at", "text", "place", "school", "answers", "files", KEEP_FROM, NULL };
static const char *const file_keys[] = { "name", "sha256", "size", "copy", "kind", NULL };

static enum gw_err
faulty(struct field_fault *fault, const char *field, const char *detail)
{
	*fault = (struct field_fault){ field, detail };
	return GW_EINPUT;
}

static bool
keys_are_known(const json_t *obj, const char *const *known)
{
	/* The iterator reads only; jansson asks for a writable object all the same. */
	union { const json_t *in; json_t *out; } o = { obj };

	for (void *it = json_object_iter(o.out); it != NULL; it = json_object_iter_next(o.out, it)) {
		const char *const *k = known;

		while (*k != NULL && strcmp(*k, json_object_iter_key(it)) != 0)
			k++;
		if (*k == NULL)
			return false;
	}
	return true;
}

static size_t
code_find(const char *const *codes, size_t n, struct span code)
{
	size_t i = 0;

	while (i < n && !span_is(code, codes[i]))
		i++;
	return i;
}

/* Bytes of the well-formed character that p begins with (RFC 3629, section 4), or 0. */
static size_t
utf8_length(const uint8_t *p, size_t n)
{
	uint8_t c = p[0], low = 0x80, high = 0xbf;
	size_t length;

	if (c < 0x80)
		return c == 0 ? 0 : 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (length > n)
		return 0;
	/* Overlong forms, surrogates and what lies above U+10FFFF all show in the second byte. */
	if (c == 0xe0)
		low = 0xa0;
	else if (c == 0xf0)
		low = 0x90;
	if (c == 0xed)
		high = 0x9f;
	else if (c == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return length;
}

/* Controls become spaces: a stray one must not turn a call for help away, and none may reach anyone's terminal. Tab
 * and line ends stay. text is checked UTF-8, so C2 always has its second byte. */
static void
controls_clear(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((p[i] < 0x20 && p[i] != '\t' && p[i] != '\n' && p[i] != '\r') || p[i] == 0x7f)
			p[i] = ' ';
		else if (p[i] == 0xc2 && i + 1 < n && p[i + 1] < 0xa0)
			p[i] = p[i + 1] = ' ';
	}
}

/* A string member of at most max bytes; absent is empty. */
static enum gw_err
member_read(const json_t *obj, const char *key, size_t max, struct buf *out)
{
	struct span text = json_text(obj, key);
	const json_t *v = json_object_get(obj, key);

	buf_clear(out);
	if (v == NULL || text.n == 0)
		return v == NULL || json_is_string(v) ? GW_OK : GW_EINPUT;
	return text.n > max ? GW_EINPUT : report_words(text, out);
}

static bool
school_is_wellformed(struct span code)
{
	if (code.n > LIMIT_SCHOOL_CODE)
		return false;
	for (size_t i = 0; i < code.n; i++)
		if (!(code.p[i] >= 'a' && code.p[i] <= 'z') && !(code.p[i] >= '0' && code.p[i] <= '9') &&
		    code.p[i] != '-')
			return false;
	return true;
}

static enum gw_err
school_read(const json_t *obj, struct report *r)
{
	const json_t *v = json_object_get(obj, "school");
	struct span code = json_text(obj, "school");

	if ((v != NULL && !json_is_string(v)) || !school_is_wellformed(code))
		return GW_EINPUT;
	memset(r->school, 0, sizeof r->school);
	if (code.n > 0)
		memcpy(r->school, code.p, code.n);
	return GW_OK;
}

/* What its copy was; neither key: it came before there were copies. */
static enum gw_err
copy_read(const json_t *v, struct report_file *f)
{
	const bool has_copy = json_object_get(v, "copy") != NULL, has_kind = json_object_get(v, "kind") != NULL;

	f->copy = COPY_LATER;
	f->kind = COPY_NONE;
	if (!has_copy && !has_kind)
		return GW_OK;
	if (!json_is_string(json_object_get(v, "copy")) || !json_is_string(json_object_get(v, "kind")))
		return GW_EINPUT;
	f->copy = copy_state_of(json_text(v, "copy"));
	f->kind = copy_kind_of(json_text(v, "kind"));
	if (f->copy == COPY_STATE_N || f->kind == COPY_KIND_N || (f->copy == COPY_CLEAN) != (f->kind != COPY_NONE))
		return GW_EINPUT;
	return GW_OK;
}

/* One of {"name","sha256","size","copy","kind"}. */
static enum gw_err
file_read(const json_t *v, struct report_file *f)
{
	struct span name = json_text(v, "name"), hex = json_text(v, "sha256");
	const json_t *size = json_object_get(v, "size");
	size_t n = 0;

	if (!json_is_object(v) || !keys_are_known(v, file_keys))
		return GW_EINPUT;
	if (!json_is_string(json_object_get(v, "name")) || name.n > LIMIT_FILE_NAME)
		return GW_EINPUT;
	if (!json_is_integer(size) || json_integer_value(size) < 0)
		return GW_EINPUT;
	if (hex.n != 2 * sizeof f->sha256 ||
	    sodium_hex2bin(f->sha256, sizeof f->sha256, (const char *)hex.p, hex.n, NULL, &n, NULL) != 0 ||
	    n != sizeof f->sha256)
		return GW_EINPUT;
	f->size = (uint64_t)json_integer_value(size);
	memcpy(f->name, name.p, name.n);
	f->name[name.n] = '\0';
	return copy_read(v, f);
}

static enum gw_err
files_read(const json_t *v, struct report *r)
{
	enum gw_err e = GW_OK;

	if (!json_is_array(v) || json_array_size(v) > LIMIT_FILES)
		return GW_EINPUT;
	r->n_files = json_array_size(v);
	for (size_t i = 0; i < r->n_files && e == GW_OK; i++)
		e = file_read(json_array_get(v, i), &r->file[i]);
	return e;
}

static json_t *
files_json(const struct report *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->n_files && list != NULL; i++) {
		char hex[2 * sizeof r->file[i].sha256 + 1];

		sodium_bin2hex(hex, sizeof hex, r->file[i].sha256, sizeof r->file[i].sha256);
		if (json_array_append_new(list, json_pack("{s:s,s:s,s:I,s:s,s:s}", "name", r->file[i].name,
		    "sha256", hex, "size", (json_int_t)r->file[i].size, "copy", copy_state_code(r->file[i].copy),
		    "kind", copy_kind_code(r->file[i].kind))) != 0) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

static json_t *
answers_json(const struct answers *a)
{
	const size_t picked[Q_N] = { a->danger_now, a->when, a->weapon, a->about, a->category };
	json_t *obj = json_object();

	for (size_t q = 0; q < Q_N && obj != NULL; q++)
		if (picked[q] >= questions[q].n ||
		    json_object_set_new(obj, questions[q].key, json_string(questions[q].codes[picked[q]])) != 0) {
			json_decref(obj);
			obj = NULL;
		}
	return obj;
}

static json_t *
text_json(const struct buf *b)
{
	return json_stringn(b->n > 0 ? (const char *)b->p : "", b->n);
}

const char *
category_code(enum category c)
{
	return c < CATEGORY_N ? categories[c] : "";
}

enum category
category_of(struct span code)
{
	return (enum category)code_find(categories, CATEGORY_N, code);
}

void
report_init(struct report *r)
{
	*r = (struct report){ .n_files = 0 };
	buf_init(&r->text, LIMIT_TEXT);
	buf_init(&r->place, LIMIT_PLACE);
	buf_init(&r->keep_from, LIMIT_KEEP_FROM);
}

void
report_free(struct report *r)
{
	buf_free(&r->text);
	buf_free(&r->place);
	buf_free(&r->keep_from);
	secret_wipe(r, sizeof *r);
}

enum gw_err
report_read(const json_t *v, struct report *r, struct field_fault *fault)
{
	enum gw_err e;

	if (!json_is_object(v))
		return faulty(fault, "report", "The report must be a JSON object.");
	if (!keys_are_known(v, report_keys))
		return faulty(fault, "report",
		    "It has a key that reports do not have. They have text, answers, school, place "
		    "and keep_from.");
	if ((e = member_read(v, "text", LIMIT_TEXT, &r->text)) != GW_OK)
		return e != GW_EINPUT ? e : faulty(fault, "text", "It must be a text of at most 16 KiB.");
	if ((e = member_read(v, "place", LIMIT_PLACE, &r->place)) != GW_OK)
		return e != GW_EINPUT ? e : faulty(fault, "place", "It must be a text of at most 512 bytes.");
	if ((e = member_read(v, KEEP_FROM, LIMIT_KEEP_FROM, &r->keep_from)) != GW_OK)
		return e != GW_EINPUT ? e : faulty(fault, KEEP_FROM, "It must be a text of at most 512 bytes.");
	if ((e = school_read(v, r)) != GW_OK)
		return faulty(fault, "school", "It must be the code of a school, or be left out.");
	return answers_read(json_object_get(v, "answers"), &r->answers, fault);
}

enum gw_err
answers_read(const json_t *v, struct answers *a, struct field_fault *fault)
{
	size_t picked[Q_N] = { 0 }, known = 0;

	*a = (struct answers){ .category = CATEGORY_NONE };
	if (v == NULL)
		return GW_OK;
	if (!json_is_object(v))
		return faulty(fault, "answers", "The answers must be a JSON object.");
	for (size_t q = 0; q < Q_N; q++) {
		const json_t *answer = json_object_get(v, questions[q].key);

		if (answer == NULL)
			continue;
		known++;
		picked[q] = code_find(questions[q].codes, questions[q].n, json_text(v, questions[q].key));
		if (!json_is_string(answer) || picked[q] == questions[q].n) {
			*fault = questions[q].fault;
			return GW_EINPUT;
		}
	}
	if (known != json_object_size(v))
		return faulty(fault, "answers",
		    "It has a key that is no question. They are danger_now, when, weapon, about and category.");
	*a = (struct answers){ (enum answer_danger)picked[Q_DANGER], (enum answer_when)picked[Q_WHEN],
	    (enum answer_weapon)picked[Q_WEAPON], (enum answer_about)picked[Q_ABOUT],
	    (enum category)picked[Q_CATEGORY] };
	return GW_OK;
}

enum gw_err
report_encode(const struct report *r, int64_t at_minute, struct buf *out)
{
	json_t *v = NULL;
	enum gw_err e;

	if ((e = report_json(r, &v)) != GW_OK)
		return e;
	if (json_object_set_new(v, "v", json_integer(BODY_VERSION)) != 0 ||
	    json_object_set_new(v, "at", json_integer(at_minute)) != 0)
		e = GW_ENOMEM;
	else
		e = json_write(v, out);
	json_decref(v);
	return e;
}

enum gw_err
report_decode(struct span body, struct report *r, int64_t *at_minute)
{
	char why[JSON_FAULT];
	struct field_fault fault;
	json_t *v = NULL;
	enum gw_err e;

	if ((e = json_read(body, &v, why)) != GW_OK)
		return e == GW_ENOMEM ? e : GW_EINPUT;
	e = GW_EINPUT;
	if (!json_is_object(v) || !keys_are_known(v, body_keys))
		goto out;
	if (json_object_size(v) + (json_object_get(v, KEEP_FROM) == NULL) != sizeof body_keys / sizeof body_keys[0] - 1)
		goto out;
	if (json_integer_value(json_object_get(v, "v")) != BODY_VERSION ||
	    !json_is_integer(json_object_get(v, "at")))
		goto out;
	*at_minute = json_integer_value(json_object_get(v, "at"));
	if ((e = member_read(v, "text", LIMIT_TEXT, &r->text)) != GW_OK ||
	    (e = member_read(v, "place", LIMIT_PLACE, &r->place)) != GW_OK ||
	    (e = member_read(v, KEEP_FROM, LIMIT_KEEP_FROM, &r->keep_from)) != GW_OK ||
	    (e = school_read(v, r)) != GW_OK ||
	    (e = answers_read(json_object_get(v, "answers"), &r->answers, &fault)) != GW_OK)
		goto out;
	e = files_read(json_object_get(v, "files"), r);
out:
	json_decref(v);
	return e;
}

enum gw_err
report_json(const struct report *r, json_t **out)
{
	json_t *v = json_object();

	*out = NULL;
	if (json_object_set_new(v, "text", text_json(&r->text)) != 0 ||
	    json_object_set_new(v, "place", text_json(&r->place)) != 0 ||
	    json_object_set_new(v, "school", json_string(r->school)) != 0 ||
	    json_object_set_new(v, "answers", answers_json(&r->answers)) != 0 ||
	    json_object_set_new(v, "files", files_json(r)) != 0 ||
	    (r->keep_from.n > 0 && json_object_set_new(v, KEEP_FROM, text_json(&r->keep_from)) != 0)) {
		json_decref(v);
		return GW_ENOMEM;
	}
	*out = v;
	return GW_OK;
}

enum gw_err
report_words(struct span words, struct buf *out)
{
	enum gw_err e = text_is_utf8(words) ? buf_add(out, words) : GW_EINPUT;

	if (e == GW_OK && words.n > 0)
		controls_clear(out->p + out->n - words.n, words.n);
	return e;
}

size_t
text_characters(struct span utf8)
{
	size_t n = 0;

	for (size_t i = 0; i < utf8.n; i++)
		n += (utf8.p[i] & 0xc0) != 0x80;
	return n;
}

bool
text_is_blank(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] > ' ')
			return false;
	return true;
}

bool
text_is_utf8(struct span text)
{
	for (size_t at = 0, n; at < text.n; at += n)
		if ((n = utf8_length(text.p + at, text.n - at)) == 0)
			return false;
	return true;
}
