/* dossier.c: parts are counted, not sealed: the chain is as if they were. */
#include "dossier.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

static const int64_t received = 1795858140;

static uint32_t
next_part(struct dossier *d)
{
	uint8_t digest[SEAL_DIGEST] = { 0 };

	digest[0] = (uint8_t)d->c.chain.n;
	chain_add(&d->c.chain, PART_NOTE, digest);
	return d->c.chain.n - 1;
}

void
dossier_message(struct dossier *d, enum part_kind kind, int64_t at, const char *text)
{
	struct opened_part *p = &d->part[d->c.n++];

	ck_assert_uint_le(d->c.n, DOSSIER_PARTS);
	p->kind = kind;
	p->at = at;
	p->seq = next_part(d);
	report_init(&p->words);
	ck_assert_int_eq(buf_add_text(&p->words.text, text), GW_OK);
}

void
dossier_entry(struct dossier *d, struct entry e)
{
	struct opened_entries *all = &d->c.entries;

	ck_assert_uint_lt(all->n, DOSSIER_ENTRIES);
	if (e.at == 0)
		e.at = received + 60 * (int64_t)(all->n + 1);
	if (e.by[0] == '\0')
		strcpy(e.by, "amina");
	d->entry[all->n] = e;
	d->at[all->n++] = next_part(d);
}

void
dossier_make(struct dossier *d, const char *text, const char *decision)
{
	static const int hours[BAND_N] = { 96, 48, 24, 1 };
	char fault[JSON_FAULT];
	uint8_t case_key[KEY_BYTES];

	memset(d, 0, sizeof *d);
	d->policy = calloc(1, sizeof *d->policy);
	for (size_t i = 0; i < BAND_N; i++) {
		d->policy->level[i].hours = hours[i];
		d->policy->review[i].hours = 2 * hours[i];
	}
	case_key_make(case_key);
	memcpy(d->c.case_key, case_key, KEY_BYTES);
	secret_random(d->c.report, ID_BYTES);
	report_key_of(case_key, d->c.report_key);
	casework_key_of(case_key, d->c.casework_key);
	keypair_make(&d->c.team_key);
	d->c.has_team = true;
	strcpy(d->c.member, "amina");
	strcpy(d->c.team, "school:a");
	d->c.band = BAND_URGENT;
	d->c.state = CASE_READ;
	d->c.received = received;
	d->c.due = 1795861740;
	d->c.part = d->part;
	d->c.entries.entry = d->entry;
	d->c.entries.part = d->at;
	chain_start(&d->c.chain, d->c.report);
	ck_assert_int_eq(json_read(span_of(decision), &d->c.decision, fault), GW_OK);
	dossier_message(d, PART_BODY, received, text);
	next_part(d);
}

void
dossier_end(struct dossier *d)
{
	for (size_t i = 0; i < d->c.n; i++)
		report_free(&d->part[i].words);
	json_decref(d->c.decision);
	free(d->policy);
}
