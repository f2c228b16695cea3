/* copies.c: one copying for each file. */
#include "copies.h"

#include "log.h"
#include "secret.h"

void
copies_begin(struct copies *c, struct reception *at, const struct copies_file *f)
{
	const struct policy *p = at->setup->policy;
	const struct msg_clean limits = { .megapixels = p->copy_megapixels, .pages = p->copy_pages,
	    .seconds = p->copy_seconds };
	struct copies_one *one = &c->one[f->i];
	enum gw_err e;

	one->of = c;
	copy_key_of(f->report_key, f->number, one->key);
	e = copying_new(&at->copies, one->key, (struct part_place){ f->report, PART_COPY, f->number }, &limits,
	    &one->copying);
	if (e != GW_OK)
		log_fault(LOG_COPY, e);
}

void
copies_write(struct copies *c, size_t i, struct span bytes)
{
	if (c->one[i].copying != NULL)
		copying_write(c->one[i].copying, bytes);
}

static void
on_copied(void *arg, const struct copied *made)
{
	struct copies_one *one = arg;
	const struct copied last = *made;
	struct copies *c = one->of;

	copying_free(one->copying);
	one->copying = NULL;
	c->waited--;
	c->told(c->arg, (size_t)(one - c->one), &last);
}

void
copies_end(struct copies *c, size_t i, copies_told_fn *told, void *arg)
{
	if (c->one[i].copying == NULL)
		return;
	c->waited++;
	c->told = told;
	c->arg = arg;
	copying_end(c->one[i].copying, on_copied, &c->one[i]);
}

void
copies_free(struct copies *c)
{
	for (size_t i = 0; i < LIMIT_FILES; i++)
		copying_free(c->one[i].copying);
	secret_wipe(c, sizeof *c);
}
