/* show.c: what every page has, and how pages leave. */
#include "show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cover.h"
#include "log.h"

/* LEAST: every question fits in, so the length does not tell one from another. */
enum { PAGE_MAX = 16 * 1024 * 1024, PAGE_STEP = 4 * 1024, PAGE_LEAST = 2 * PAGE_STEP };

/* When not even a page could be made. */
static const char UNABLE[] =
    "This did not work just now. Please go back and try again. If someone is in danger now, call 999.\n";
static const char PAGE_TYPE[] = "text/html; charset=utf-8";

static void
set(struct show *s, enum page_value which, const char *words)
{
	snprintf(s->words[which], sizeof s->words[which], "%s", words);
	s->page.values.value[which] = span_of(s->words[which]);
}

static void
set_count(struct show *s, enum page_value which, int64_t n, const char *unit)
{
	char words[LIMIT_NAME];

	snprintf(words, sizeof words, "%" PRId64 "%s", n, unit);
	set(s, which, words);
}

static void
set_time(struct show *s, enum page_value which, const struct policy *p, int64_t at)
{
	char words[CLOCK_WORDS];

	clock_words(&p->calendar, at, words);
	set(s, which, words);
}

static const char *
hours_unit(int hours)
{
	return hours == 1 ? " hour" : " hours";
}

/* When somebody reads, ordinary messages and the gravest: those are read by more people, so perhaps sooner. */
static void
set_looks(struct show *s, const struct reception *r, const struct school *school, int64_t now)
{
	const struct policy *p = r->setup->policy;
	const int64_t look = cover_next_look(p, school, now);
	const int64_t urgent = cover_promise(p, school, BAND_IMMEDIATE, now).next_look;

	show_next_look(s, r, look, now);
	s->page.is_watched = urgent <= now;
	s->page.has_sooner = urgent > now && urgent < look;
	set_time(s, VALUE_URGENT_LOOK, p, urgent);
}

void
show_start(struct show *s, const struct reception *r, const struct school *school, int64_t now)
{
	const struct policy *p = r->setup->policy;
	char size[FILESIZE_WORDS];

	memset(s, 0, sizeof *s);
	s->page.w = r->setup->wording;
	s->page.has_duty = cover_is_always(p);
	s->page.takes_all = !p->refuses_uncleaned;
	set_looks(s, r, school, now);
	set_count(s, VALUE_IMMEDIATE, p->level[BAND_IMMEDIATE].hours, hours_unit(p->level[BAND_IMMEDIATE].hours));
	set_count(s, VALUE_URGENT, p->level[BAND_URGENT].hours, hours_unit(p->level[BAND_URGENT].hours));
	set(s, VALUE_READER, school != NULL ? p->reader_school : p->reader_council);
	set(s, VALUE_SCHOOL, school != NULL ? school->name : "");
	set_count(s, VALUE_MAX_FILES, p->max_files, "");
	filesize_words((uint64_t)p->max_file_bytes, size);
	set(s, VALUE_MAX_SIZE, size);
	if (school != NULL)
		s->page.draft.school = span_of(school->name);
}

void
show_next_look(struct show *s, const struct reception *r, int64_t look, int64_t now)
{
	s->page.is_open = look <= now;
	s->page.has_look = look != COVER_NEVER;
	set_time(s, VALUE_NEXT_LOOK, r->setup->policy, look);
}

void
show_come_back(struct show *s, const struct reception *r, int64_t at)
{
	s->page.has_back = at != COVER_NEVER;
	set_time(s, VALUE_COME_BACK, r->setup->policy, at);
}

void
show_files_of(const json_t *files, struct show_files *list)
{
	const json_t *f;
	size_t i;

	json_array_foreach(files, i, f) {
		if (i == LIMIT_FILES)
			break;
		filesize_words((uint64_t)json_integer_value(json_object_get(f, "size")), list->size[i]);
		list->file[i] = (struct page_file){ span_of(list->size[i]), json_text(f, "sha256"),
		    json_text(f, "copy") };
	}
	list->n = i;
}

void
show_arrived(struct show *s, const json_t *files, int chosen)
{
	show_files_of(files, &s->files);
	s->page.files = s->files.file;
	s->page.files_n = s->files.n;
	set_count(s, VALUE_FILES, (int64_t)s->files.n, "");
	set_count(s, VALUE_CHOSEN, chosen, "");
	s->page.knows_chosen = chosen >= 0;
	s->page.files_missing = chosen > (int)s->files.n;
}

/* The digits alone, for a link that dials. */
static void
dial_of(const char *call, char dial[LIMIT_SERVICE_LINE + 1])
{
	size_t n = 0;

	for (; *call != '\0'; call++)
		if (*call != ' ')
			dial[n++] = *call;
	dial[n] = '\0';
}

static void
add_service(struct show *s, const struct service *from)
{
	const size_t i = s->page.services_n++;

	dial_of(from->call, s->dial[i]);
	s->service[i] = (struct page_service){ from->name, from->what, from->call, s->dial[i], from->text, from->web,
	    from->hours };
	s->page.services = s->service;
}

void
show_help(struct show *s, const struct help *help)
{
	for (size_t i = 0; i < help->n; i++)
		add_service(s, help->service[i]);
}

void
show_all_help(struct show *s, const struct policy *p)
{
	for (size_t i = 0; i < p->n_services; i++)
		add_service(s, &p->service[i]);
}

static enum gw_err
pad(struct buf *page)
{
	const size_t least = page->n > PAGE_LEAST ? page->n : PAGE_LEAST;
	const size_t n = (least + PAGE_STEP - 1) / PAGE_STEP * PAGE_STEP - page->n;
	uint8_t *spaces;
	enum gw_err e = buf_reserve(page, n, &spaces);

	if (e == GW_OK) {
		memset(spaces, ' ', n);
		page->n += n;
	}
	return e;
}

void
show_page(struct exchange *x, int status, enum page_id id, const struct page *m)
{
	struct buf page;
	enum gw_err e;

	buf_init(&page, PAGE_MAX);
	if ((e = page_render(id, m, &page)) == GW_OK && (e = pad(&page)) == GW_OK) {
		exchange_reply(x, status, PAGE_TYPE, buf_span(&page));
	} else {
		log_fault(LOG_REQUEST, e);
		exchange_reply(x, 503, "text/plain; charset=utf-8", span_of(UNABLE));
	}
	buf_free(&page);
}

static void
tell(struct exchange *x, int status, const struct page_error *error)
{
	struct show s;

	show_start(&s, exchange_site(x), NULL, time(NULL));
	s.page.is_sending = exchange_request(x)->method == HTTP_POST;
	s.page.errors = error;
	s.page.errors_n = 1;
	show_page(x, status, PAGE_PROBLEM, &s.page);
}

void
show_problem(struct exchange *x, int status, const char *kind)
{
	const struct page_error error = { .field = "", .kind = kind };

	tell(x, status, &error);
}

void
show_tell(struct exchange *x, int status, const char *detail, const char *field)
{
	const struct page_error error = { .field = "", .kind = "said", .said = span_of(detail) };

	(void)field;
	tell(x, status, &error);
}

void
show_tell_any(struct exchange *x, int status, const char *detail, const char *field)
{
	static const char api[] = "/api/";
	const struct span path = exchange_request(x)->path;

	if (path.n < sizeof api - 1 || memcmp(path.p, api, sizeof api - 1) != 0)
		show_tell(x, status, detail, field);
}
