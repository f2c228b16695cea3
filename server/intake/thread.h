/* thread.h: a report's thread, opened with its code: found by tag, gathered page by page, each part digested into the
 * chain, the chain verified against the sealed head. Nothing of it is used before all of it verified. */
#ifndef THREAD_H
#define THREAD_H

#include <sys/queue.h>

#include "json.h"
#include "reception.h"
#include "refcode.h"
#include "report.h"
#include "seal.h"

/* GW_OK: all verified. GW_EABSENT: no such report. GW_EDENIED: it does not verify. GW_EBUSY: it is long, and so many
 * of those are open already. Else the vault's. */
typedef void thread_done_fn(void *arg, enum gw_err e);

struct thread {
	/* After GW_OK. */
	uint8_t tag[TAG_BYTES], report[ID_BYTES];
	uint8_t key[KEY_BYTES];		/* the report key */
	struct chain chain;		/* the next part's sequence number is chain.n */
	uint32_t files;			/* the next attachment's number */
	uint64_t bytes;			/* of its sealed parts, as far as reporters have them */
	enum case_state state;
	bool helps;			/* another team was asked to help */
	enum band band;
	int64_t due;			/* the internal clock; reporters are told what cover.h promises */
	/* Only when it was an empty list before thread_find. */
	json_t *messages;		/* both sides', in order, as receipt_message has them */
	int64_t minute[LIMIT_MESSAGES];	/* when each of them was written, seconds since 1970 */
	json_t *own_files;		/* those of the report itself, as receipt_files lists them */
	/* Whose team reads it, for cover.h; NULL: none, or not to be told to the one it is about. With either list. */
	const struct school *school;

	/* thread.c's. */
	const struct reception *at;
	struct keypair reporter;
	thread_done_fn *done;
	void *arg;
	uint32_t ticket;
	bool known;			/* the first page came */
	bool is_long;			/* it needs more than one: then it is in a list */
	uint16_t part_of[LIMIT_MESSAGES];	/* for each of messages */
	LIST_ENTRY(thread) next_long;
};

/* Starts from a code; t is zeroed memory, but for its lists. Fails only when nothing could be asked; done is then not
 * called. */
GW_CHECKED enum gw_err thread_find(struct thread *t, const struct reception *at, const struct refcode *code,
    thread_done_fn *done, void *arg);
/* Asks for what came since; then calls done, with fields as after thread_find. */
GW_CHECKED enum gw_err thread_ask(struct thread *t, thread_done_fn *done, void *arg);
/* Whether the reporter said just this, with just these files, in a part from number from on. Messages are collected. */
bool thread_has_said(const struct thread *t, uint32_t from, const struct report *said);
/* Forgets an open question, wipes. */
void thread_end(struct thread *t);
#endif
