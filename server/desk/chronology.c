/* chronology.c: entries and messages by their place in the thread, which is their order; looks by their time. */
#include "chronology.h"

#include <string.h>

#include <sodium.h>

#include "case_name.h"
#include "clock.h"
#include "file_words.h"
#include "sheet_say.h"
#include "team_name.h"
#include "words_of.h"

enum { DETAIL_MAX = 4 * LIMIT_NOTE, MINUTE = 60 };

/* --- the texts of one entry --- */

static struct span
at_words(const struct chronology *t, struct scrap *scrap, int64_t at)
{
	char words[CLOCK_WORDS];

	clock_words(t->calendar, at, words);
	return scrap_print(scrap, "%s", words);
}

static struct span
day_words(const struct chronology *t, struct scrap *scrap, int64_t at)
{
	char words[WORDS_TIME];

	words_day(t->calendar, at, words);
	return scrap_print(scrap, "%s", words);
}

static const struct entry *
entry_of(const struct chronology *t, uint32_t part)
{
	const struct opened_entries *all = &t->c->entries;

	for (size_t i = 0; i < all->n; i++)
		if (all->part[i] == part)
			return &all->entry[i];
	return NULL;
}

static struct span
closing_words(const struct entry *e, const char *late, struct scrap *scrap)
{
	const struct { const char *label; struct span text; } parts[] = {
		{ "Concern: ", e->concern }, { "\nFollow-up: ", e->follow_up }, { "\nDecision: ", e->decision },
		{ "\nOutcome: ", span_of(words_outcome(e->outcome)) }, { late[0] != '\0' ? "\n" : "", span_of(late) },
	};
	struct span words;
	struct buf b;

	buf_init(&b, DETAIL_MAX);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (buf_add_text(&b, parts[i].label) != GW_OK || buf_add(&b, parts[i].text) != GW_OK)
			scrap->failed = true;
	words = scrap_copy(scrap, buf_span(&b));
	buf_free(&b);
	return words;
}

/* What is corrected or was finished. */
static struct span
about_words(const struct chronology *t, const struct entry *e, struct scrap *scrap)
{
	const struct entry *other = entry_of(t, e->of);
	char at[CLOCK_WORDS];

	if (other == NULL)
		return (struct span){ NULL, 0 };
	if (e->act == ACT_TASK_DONE)
		return other->text;
	clock_words(t->calendar, other->at, at);
	return scrap_print(scrap, "%s, %s, %s", words_act(other->act), other->by, at);
}

/* To or from which team. */
static struct span
given_words(const struct chronology *t, const struct entry *e, struct scrap *scrap)
{
	const struct span team = t->policy != NULL ? team_name(t->policy, e->team) : span_of(e->team);
	const struct span part[] = { span_of(e->act == ACT_COME ? "from " : "to "), team,
		span_of(e->gives_away ? "; it holds it alone from then on" : "") };

	return scrap_join(scrap, part, sizeof part / sizeof part[0]);
}

static struct span
detail_words(const struct chronology *t, const struct entry *e, struct scrap *scrap)
{
	char ref[WORDS_REF], day[WORDS_TIME];

	switch (e->act) {
	case ACT_CONFIRM:
		return span_of(words_band(e->to));
	case ACT_RAISE:
	case ACT_LOWER:
	case ACT_ASK_LOWER:
	case ACT_AGREE_LOWER:
	case ACT_REFUSE_LOWER:
		return scrap_print(scrap, "%s to %s", words_band(e->from), words_band(e->to));
	case ACT_ASSIGN:
		return scrap_print(scrap, "to %s", e->whom[0] != '\0' ? e->whom : "nobody");
	case ACT_TASK:
		words_day(t->calendar, e->task_due, day);
		return scrap_print(scrap, "for %s, by %s", e->whom, day);
	case ACT_TASK_DONE:
	case ACT_CORRECT:
		return about_words(t, e, scrap);
	case ACT_TAG:
	case ACT_UNTAG:
		return span_of(words_tag(e->tag));
	case ACT_LINK:
		words_ref(e->other, ref);
		return scrap_print(scrap, "%s: %s", words_link(e->how), ref);
	case ACT_PASS:
	case ACT_SHARE:
	case ACT_COME:
		return given_words(t, e, scrap);
	case ACT_LOG:
		return e->text.n > 0 ? span_of("told by") : (struct span){ NULL, 0 };
	default:
		return (struct span){ NULL, 0 };
	}
}

/* "Urgent to Priority (1 day late)": a miss stays on record. */
static struct span
with_late(const struct chronology *t, const struct entry *e, struct scrap *scrap)
{
	struct span detail;
	char late[WORDS_TIME];

	words_late(e->due, e->at, late);
	if (e->act == ACT_CLOSE)
		return closing_words(e, late, scrap);
	detail = detail_words(t, e, scrap);
	if (late[0] == '\0')
		return detail;
	return scrap_print(scrap, "%.*s%s%s", (int)detail.n, (const char *)detail.p, detail.n > 0 ? "; " : "", late);
}

/* --- all of them, by time --- */

/* Of one minute: it came, was opened first, was worked on, was opened last. An act follows an opening. */
enum order { CAME, SEEN, DONE, LOOKED };
struct line { int64_t at; enum order order; struct console_entry entry; };
struct lines { size_t n; struct line *line; };

static void
add(struct lines *all, int64_t at, enum order order, struct console_entry e)
{
	all->line[all->n++] = (struct line){ at, order, e };
}

static void
add_sheet(const struct chronology *t, const struct entry *e, struct scrap *scrap, struct console_entry *to)
{
	const struct sheet_say say = { t->calendar, t->agencies, &t->c->entries };

	to->what = sheet_say_what(&say, e, scrap);
	to->facts = sheet_say(&say, e, scrap, &to->facts_n);
}

/* What a case begins with. */
static const char *
begun_words(const struct opened *c)
{
	static const char *const words[KIND_N] = { [KIND_INCIDENT] = "The incident was opened",
		[KIND_MEETING] = "The meeting was begun", [KIND_RELEASE] = "The export was asked for",
		[KIND_AUDIT] = "The audit was begun" };

	return c->kind < KIND_N && words[c->kind] != NULL ? words[c->kind] : "The report came in";
}

/* Nobody told an incident to anybody: its LOG says who opened it. */
static bool
is_incidents(const struct chronology *t, const struct entry *e)
{
	return t->c->kind == KIND_INCIDENT && e->act == ACT_LOG;
}

/* The other case's number; and a way to it for those whose team may open it: the one that gave. */
static void
add_other(const struct chronology *t, const struct entry *e, struct scrap *scrap, struct console_entry *to)
{
	char id[2 * ID_BYTES + 1], ref[WORDS_REF];

	words_ref(e->other, ref);
	to->other_ref = scrap_print(scrap, "%s", ref);
	if (e->act == ACT_COME && strcmp(e->team, t->c->team) != 0)
		return;
	sodium_bin2hex(id, sizeof id, e->other, ID_BYTES);
	to->other = scrap_print(scrap, "%s", id);
}

static void
add_entry(const struct chronology *t, size_t i, struct lines *all, struct scrap *scrap)
{
	const struct entry *e = &t->c->entries.entry[i];
	const bool is_first = e->act == ACT_LOG || e->act == ACT_COME;
	const char *what = is_incidents(t, e) ? begun_words(t->c) : words_act(e->act);

	add(all, e->at, is_first ? CAME : DONE, (struct console_entry){ .at = at_words(t, scrap, e->at),
	    .by = span_of(e->by), .what = span_of(what), .text = e->text,
	    .detail = with_late(t, e, scrap), .number = t->c->entries.part[i],
	    .can_correct = (e->text.n > 0 || e->act == ACT_RECORD) && e->act != ACT_CORRECT });
	if (e->act == ACT_RECORD)
		add_sheet(t, e, scrap, &all->line[all->n - 1].entry);
	if (e->act == ACT_PASS || e->act == ACT_COME)
		add_other(t, e, scrap, &all->line[all->n - 1].entry);
}

/* What staff wrote has an entry of its own. */
static void
add_from_reporter(const struct chronology *t, const struct opened_part *p, struct lines *all, struct scrap *scrap)
{
	const bool is_first = p->kind == PART_BODY;
	const char *what = is_first ? begun_words(t->c) : "The reporter wrote";

	if (is_first && t->file->logged != NULL && is_incidents(t, t->file->logged))
		return;		/* that entry has the name, too */
	if (is_first || p->kind == PART_FROM_REPORTER)
		add(all, p->at, is_first ? CAME : DONE, (struct console_entry){ .at = at_words(t, scrap, p->at),
		    .what = span_of(what), .number = p->seq });
}

/* The thread's own order: two lists that are both in it. */
static void
add_thread(const struct chronology *t, struct lines *all, struct scrap *scrap)
{
	const struct opened *c = t->c;
	size_t e = 0;

	for (size_t i = 0; i < c->n; i++) {
		for (; e < c->entries.n && c->entries.part[e] < c->part[i].seq; e++)
			add_entry(t, e, all, scrap);
		add_from_reporter(t, &c->part[i], all, scrap);
	}
	for (; e < c->entries.n; e++)
		add_entry(t, e, all, scrap);
}

/* Of each person only the last time is kept, so it is called that; and of all of them the first. */
static void
add_looks(const struct chronology *t, struct lines *all, struct scrap *scrap)
{
	const int64_t first = t->c->seen;
	const bool is_once = t->looks_n == 1 && t->looks[0].at - t->looks[0].at % MINUTE == first;

	if (first != 0 && !is_once)
		add(all, first, SEEN, (struct console_entry){ .at = at_words(t, scrap, first),
		    .what = span_of("First opened by somebody of the team") });
	for (size_t i = 0; i < t->looks_n; i++)
		add(all, t->looks[i].at, LOOKED, (struct console_entry){ .at = at_words(t, scrap, t->looks[i].at),
		    .by = span_of(t->looks[i].who),
		    .what = span_of(is_once ? "Opened the case" : "Last opened the case") });
}

static bool
is_behind(const struct line *a, const struct line *b)
{
	return a->at > b->at || (a->at == b->at && a->order > b->order);
}

/* Keeps the order of what is of one moment. */
static void
sort(struct lines *all)
{
	for (size_t i = 1; i < all->n; i++) {
		const struct line l = all->line[i];
		size_t j = i;

		for (; j > 0 && is_behind(&all->line[j - 1], &l); j--)
			all->line[j] = all->line[j - 1];
		all->line[j] = l;
	}
}

void
chronology_entries(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	const size_t most = t->c->n + t->c->entries.n + t->looks_n + 1;
	struct console_entry *entries = scrap_take(scrap, most, sizeof *entries);
	struct lines all = { 0, scrap_take(scrap, most, sizeof *all.line) };

	if (entries == NULL || all.line == NULL)
		return;
	add_thread(t, &all, scrap);
	add_looks(t, &all, scrap);
	sort(&all);
	for (size_t i = 0; i < all.n; i++)
		entries[i] = all.line[i].entry;
	f->entries = entries;
	f->entries_n = all.n;
}

/* --- messages --- */

/* Who wrote it: the entry right behind says so. */
static struct span
writer_of(const struct chronology *t, const struct opened_part *p)
{
	const struct entry *e = p->kind == PART_FROM_STAFF ? entry_of(t, p->seq + 1) : NULL;

	if (e == NULL || (e->act != ACT_MESSAGE && e->act != ACT_CLOSE))
		return (struct span){ NULL, 0 };
	return span_of(e->by);
}

void
chronology_messages(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	const struct opened *c = t->c;
	struct console_message *messages = scrap_take(scrap, c->n, sizeof *messages);
	size_t next = 0;

	f->files = file_list(&c->entries, &c->part[0].words, &next, scrap);
	f->files_n = f->files == NULL ? 0 : c->part[0].words.n_files;
	for (size_t i = 1; messages != NULL && i < c->n; i++) {
		const struct opened_part *p = &c->part[i];
		struct console_message *m = &messages[f->messages_n++];

		*m = (struct console_message){ .from_staff = p->kind == PART_FROM_STAFF,
			.at = at_words(t, scrap, p->at), .text = buf_span(&p->words.text), .by = writer_of(t, p),
			.files = file_list(&c->entries, &p->words, &next, scrap) };
		m->files_n = m->files == NULL ? 0 : p->words.n_files;
	}
	f->messages = messages;
}

/* --- what it comes to --- */

static void
fill_tasks(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	struct console_task *tasks = scrap_take(scrap, t->file->n_tasks, sizeof *tasks);

	for (size_t i = 0; tasks != NULL && i < t->file->n_tasks; i++) {
		const struct entry *e = t->file->task[i].entry;

		tasks[f->tasks_n++] = (struct console_task){ .what = e->text, .owner = span_of(e->whom),
			.due = day_words(t, scrap, e->task_due), .part = t->file->task[i].part,
			.is_over = e->task_due < t->now, .is_mine = strcmp(e->whom, t->member) == 0 };
	}
	f->tasks = tasks;
}

static void
fill_tags(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	struct console_tag *tags = scrap_take(scrap, t->file->n_tags, sizeof *tags);

	for (size_t i = 0; tags != NULL && i < t->file->n_tags; i++) {
		const struct entry *e = t->file->tag[i];

		tags[f->tags_n++] = (struct console_tag){ e->text, span_of(words_tag(e->tag)) };
	}
	f->tags = tags;
}

static void
fill_links(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	struct console_link *links = scrap_take(scrap, t->file->n_links, sizeof *links);

	for (size_t i = 0; links != NULL && i < t->file->n_links; i++) {
		const struct entry *e = t->file->link[i];

		links[f->links_n++] = (struct console_link){ .id = case_name_id(scrap, e->other),
			.ref = case_name_ref(scrap, e->other), .how = span_of(words_link(e->how)) };
	}
	f->links = links;
}

void
chronology_lists(const struct chronology *t, struct scrap *scrap, struct console_case *f)
{
	fill_tasks(t, scrap, f);
	fill_tags(t, scrap, f);
	fill_links(t, scrap, f);
}
