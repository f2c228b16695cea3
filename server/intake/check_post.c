/* check_post.c: a code in, status and messages out. */
#include "check_post.h"

#include <time.h>

#include "cover.h"
#include "log.h"
#include "problem.h"
#include "secret.h"

static json_t *
status_json(const struct policy *policy, const struct thread *t)
{
	const int64_t back = cover_come_back(policy, t->school, t->band, t->due, time(NULL));
	const bool is_due = t->state < CASE_ANSWERED && back != COVER_NEVER;
	const bool helped = t->helps && t->state != CASE_CLOSED;
	char due[CLOCK_TEXT], words[CLOCK_WORDS];
	json_t *v = json_object();

	clock_text(back, due);
	clock_words(&policy->calendar, back, words);
	if (json_object_set_new(v, "status", json_string(case_state_code(t->state))) == 0 &&
	    json_object_set_new(v, "status_text", json_string(policy->status_text[t->state])) == 0 &&
	    json_object_set_new(v, "due", is_due ? json_string(due) : json_null()) == 0 &&
	    json_object_set_new(v, "due_text", is_due ? json_string(words) : json_null()) == 0 &&
	    json_object_set_new(v, "helped", json_boolean(helped)) == 0 &&
	    json_object_set_new(v, "helped_text", helped ? json_string(policy->helped_text) : json_null()) == 0 &&
	    json_object_set(v, "messages", t->messages) == 0)
		return v;
	json_decref(v);
	return NULL;
}

static void
on_thread(void *arg, enum gw_err e)
{
	struct check_post *c = arg;

	if (e != GW_OK) {
		problem_thread(c->x, e);
		return;
	}
	log_count(LOG_CHECK);
	exchange_json_take(c->x, 200, status_json(c->thread.at->setup->policy, &c->thread));
}

void
check_post_begin(struct exchange *x)
{
	if (!exchange_is_type(x, "application/json"))
		exchange_problem(x, 415, "Send it as application/json.", NULL);
}

void
check_post_end(struct exchange *x)
{
	struct check_post *c = exchange_state(x);
	char why[JSON_FAULT];
	struct refcode code;
	json_t *v = NULL;
	enum gw_err e = json_read(exchange_body(x), &v, why);

	c->x = x;
	if (e != GW_OK) {
		problem_json(x, e, NULL, why);
		return;
	}
	if (problem_or_code(x, v, NULL, &code)) {
		c->thread.messages = json_array();
		e = c->thread.messages == NULL ? GW_ENOMEM
		    : thread_find(&c->thread, exchange_site(x), &code, on_thread, c);
		secret_wipe(&code, sizeof code);
		if (e != GW_OK)
			problem_ours(x, e);
	}
	json_decref(v);
}

void
check_post_gone(struct exchange *x)
{
	struct check_post *c = exchange_state(x);

	thread_end(&c->thread);
	secret_wipe(c, sizeof *c);
}
