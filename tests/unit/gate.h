/* gate.h: an intake process at work on a loopback port, a vault that the test plays, and a TLS client beside it. */
#ifndef GATE_H
#define GATE_H

#include "grant.h"
#include "msg.h"
#include "roster.h"

enum { GATE_FILES = 64, GATE_PARTS = 64 };

/* What the played vault was given, and how it is to behave. */
struct gate_part { enum part_kind kind; struct buf sealed; };
struct gate {
	/* behaviour, to be set at any time */
	enum gw_err put_result;		/* to REPORT_PUT and REPLY_PUT */
	unsigned conflicts;		/* so many REPLY_PUTs are told GW_ECONFLICT, after staff wrote something */
	uint32_t page;			/* parts a page; 0: as many as fit */
	uint32_t files_said;		/* added to the number of files a thread says it has */
	bool spool_is_full;		/* SPOOL_OPEN gets GW_EFULL */
	bool spool_is_device;		/* descriptors are of /dev/full */

	/* what came */
	unsigned opened, dropped, reports, replies;
	int spool[GATE_FILES];		/* by number of opening */
	struct buf report_bytes;	/* the last report_put, which report points into */
	struct msg report;
	size_t n_parts;
	struct gate_part part[GATE_PARTS];
	struct buf head;
	uint32_t files;

	struct keypair team;		/* the one key pair that all teams of the roster have */
	struct gate_machine *machine;
};

/* is_pinned: the roster is signed by the pinned key; else by another. */
void gate_open(struct gate *g, bool is_pinned);
/* Drains the intake; it must leave with status 0. */
void gate_close(struct gate *g);

struct gate_answer { int status; struct buf whole; struct span body; };
/* One request on a connection of its own; the answer's memory is the caller's to free (buf_free of whole). */
void gate_ask(struct gate *g, struct span request, struct gate_answer *a);

/* The last report's case key, opened as its team would. */
void gate_case_key(const struct gate *g, uint8_t key[KEY_BYTES]);
/* Staff's next message, sealed and chained as the desk would. */
void gate_staff_writes(struct gate *g, const char *text);
#endif
