/* dossier.h: a case that community safety makes for itself: a meeting, an incident, the release of an export. Sealed to
 * that team alone, in no queue; opened, added to and shown by the same pages as any case. Nobody has a code for it. */
#ifndef DESK_DOSSIER_H
#define DESK_DOSSIER_H

#include "entry.h"
#include "seat.h"

/* report: its number, GW_OK alone. GW_ECONFLICT: of a MEETING, somebody began another one after latest. GW_EABSENT: the
 * team has no key yet. GW_EBUSY: there is no signed list now. */
typedef void dossier_fn(struct seat *s, enum gw_err e, const uint8_t report[ID_BYTES]);
/* kind: from KIND_INCIDENT on. latest: ID_BYTES, the MEETING before this one, or NULL. text: its title and words, what
 * its first part says. note: its first entry, LOG or, for a meeting, its AGENDA; `by` and `at` are filled in here. All
 * borrowed until this returns. done is called once, maybe from inside, unless the exchange goes first or nothing can be
 * asked (seat_ask). One at a time. */
void dossier_new(struct seat *s, enum case_kind kind, const uint8_t *latest, struct span text,
    const struct entry *note, dossier_fn *done);
/* Some of those there are of a kind, newest first: those before number n, or for 0 the newest. answer gets
 * MSG_DOSSIERS. */
void dossiers_ask(struct seat *s, enum case_kind kind, uint64_t n, seat_answer_fn *answer);
#endif
