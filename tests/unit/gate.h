/* gate.h: an intake at work (front.h), and the vault that the test plays: what it was given, how it behaves. */
#ifndef GATE_H
#define GATE_H

#include "front.h"

enum { GATE_FILES = 64, GATE_PARTS = 64 };

typedef int gate_run_fn(const struct child_setup *setup);

/* What the played vault was given, and how it is to behave. */
struct gate_part { enum part_kind kind; struct buf sealed; };
struct gate {
	/* behaviour, to be set at any time */
	enum gw_err put_result;		/* to REPORT_PUT and REPLY_PUT */
	unsigned conflicts;		/* so many REPLY_PUTs are told GW_ECONFLICT, after staff wrote something */
	unsigned doubles;		/* so many REPLY_PUTs are kept and told GW_ECONFLICT: another was just so */
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
	struct msg_spooled replied[LIMIT_FILES];	/* the last REPLY_PUT's */

	gate_run_fn *run;
	struct keypair team;		/* the one key pair that all teams of the roster have */
	struct buf roster;
	uint8_t signature[SIGNATURE_BYTES];
	struct front front;
};

/* For suite(): what all its tests' intakes begin with. */
void gate_read(void);
/* is_pinned: the roster is signed by the pinned key; else by another. */
void gate_open(struct gate *g, bool is_pinned);
/* The same with another process than intake_run behind it. */
void gate_open_as(struct gate *g, gate_run_fn *run, bool is_pinned);
/* Drains the process; it must leave with status 0. */
void gate_close(struct gate *g);

/* The last report's case key, opened as its team would. */
void gate_case_key(const struct gate *g, uint8_t key[KEY_BYTES]);
/* Staff's next message, sealed and chained as the desk would. */
void gate_staff_writes(struct gate *g, const char *text);
#endif
