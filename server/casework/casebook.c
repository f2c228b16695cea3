/* casebook.c: page after page, part after part; each by the key that its kind is sealed with. */
#include "casebook.h"

#include <string.h>

#include "secret.h"
#include "walk.h"

void
opened_start(struct opened *c, const uint8_t report[ID_BYTES])
{
	memset(c, 0, sizeof *c);
	memcpy(c->report, report, ID_BYTES);
	chain_start(&c->chain, report);
}

void
opened_key(struct opened *c, const uint8_t case_key[KEY_BYTES])
{
	memcpy(c->case_key, case_key, sizeof c->case_key);
	report_key_of(case_key, c->report_key);
	casework_key_of(case_key, c->casework_key);
	c->has_key = true;
}

static enum gw_err
words_take(struct opened *c, const struct part_place *at, struct span plain)
{
	const size_t size = sizeof *c->part;
	struct opened_part *grown, *p;
	enum gw_err e;

	grown = secret_realloc(c->part, (c->n + 1) * size);
	if (grown == NULL)
		return GW_ENOMEM;
	c->part = grown;
	p = &grown[c->n];
	memset(p, 0, size);
	p->kind = at->kind;
	p->seq = at->seq;
	report_init(&p->words);
	c->n++;
	e = report_decode(plain, &p->words, &p->at);
	if (e == GW_OK)
		c->listed_files += (uint32_t)p->words.n_files;
	return e;
}

/* Room for one more in each of the three lists. What has grown stays, even when another could not. */
static enum gw_err
entries_grow(struct opened_entries *c)
{
	struct entry *entry = secret_realloc(c->entry, (c->n + 1) * sizeof *entry);
	uint32_t *part = secret_realloc(c->part, (c->n + 1) * sizeof *part);
	json_t **holder = secret_realloc(c->holder, (c->n + 1) * sizeof(json_t *));

	if (entry != NULL)
		c->entry = entry;
	if (part != NULL)
		c->part = part;
	if (holder != NULL)
		c->holder = holder;
	return entry != NULL && part != NULL && holder != NULL ? GW_OK : GW_ENOMEM;
}

static enum gw_err
entry_take(struct opened *c, const struct part_place *at, struct span plain)
{
	struct opened_entries *all = &c->entries;
	enum gw_err e;

	if ((e = entries_grow(all)) == GW_OK &&
	    (e = entry_decode(plain, &all->entry[all->n], &all->holder[all->n])) == GW_OK)
		all->part[all->n++] = at->seq;
	return e;
}

static void
entries_free(struct opened_entries *c)
{
	for (size_t i = 0; i < c->n; i++)
		json_decref(c->holder[i]);
	secret_free(c->entry);
	secret_free(c->part);
	secret_free(c->holder);
}

/* Nothing is kept back from a team that holds the case key. */
static enum gw_err
part_take(void *arg, const struct msg_part *p)
{
	struct opened *c = arg;
	const struct part_place at = { c->report, (enum part_kind)p->kind, p->seq };
	const bool casework = p->kind == PART_DECISION || p->kind == PART_NOTE;
	char fault[JSON_FAULT];
	struct buf plain;
	enum gw_err e;

	if (p->sealed.n == 0)
		return GW_EDENIED;
	buf_init(&plain, LIMIT_WIRE);
	e = part_open(casework ? c->casework_key : c->report_key, at, p->sealed, &plain);
	if (e == GW_OK && p->kind == PART_DECISION)
		e = json_read(buf_span(&plain), &c->decision, fault);
	else if (e == GW_OK && p->kind == PART_NOTE)
		e = entry_take(c, &at, buf_span(&plain));
	else if (e == GW_OK)
		e = words_take(c, &at, buf_span(&plain));
	buf_free(&plain);
	return e;
}

enum gw_err
opened_page(struct opened *c, const struct msg_thread *t)
{
	const struct walk w = { c->report, c->report_key, &c->chain, part_take, c };
	enum gw_err e = walk_page(&w, t);

	if (e != GW_OK)
		return e;
	if (c->n == 0 || c->decision == NULL || t->files != c->listed_files)
		return GW_EDENIED;
	memcpy(c->team, t->team, sizeof c->team);
	memcpy(c->assigned, t->assigned, sizeof c->assigned);
	c->band = t->band;
	c->state = t->state;
	c->kind = t->kind;
	c->received = t->received;
	c->due = t->due;
	c->seen = t->seen;
	c->helps = t->helps != 0;
	c->has_community = t->has_community != 0;
	memcpy(c->teams, t->teams, sizeof c->teams);
	c->files = t->files;
	return GW_OK;
}

bool
opened_team(const struct opened *c, size_t i, char team[LIMIT_TEAM + 1])
{
	const char *at = c->teams;
	size_t n = strcspn(at, " ");

	for (; i > 0 && at[n] != '\0'; i--) {
		at += n + 1;
		n = strcspn(at, " ");
	}
	if (i > 0 || n == 0 || n > LIMIT_TEAM)
		return false;
	memcpy(team, at, n);
	team[n] = '\0';
	return true;
}

const struct report_file *
opened_file(const struct opened *c, uint32_t file, const struct opened_part **part)
{
	for (size_t i = 0; i < c->n; i++) {
		if (file < c->part[i].words.n_files) {
			if (part != NULL)
				*part = &c->part[i];
			return &c->part[i].words.file[file];
		}
		file -= (uint32_t)c->part[i].words.n_files;
	}
	return NULL;
}

void
opened_end(struct opened *c)
{
	for (size_t i = 0; i < c->n; i++)
		report_free(&c->part[i].words);
	if (c->part != NULL)
		secret_free(c->part);
	entries_free(&c->entries);
	json_decref(c->decision);
	secret_wipe(c, sizeof *c);
}
