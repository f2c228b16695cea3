/* file_words.h: a case's attachments as its pages list them: a number, what each is, how large, and whether it can be
 * looked at. Never the name that its reporter's device gave it, and no picture of it. Pure. */
#ifndef FILE_WORDS_H
#define FILE_WORDS_H

#include "casebook.h"
#include "console.h"
#include "scrap.h"

/* Why nobody may have it: a person's lock, or what the scanner found when it came. file: from 0. */
enum held file_held(const struct opened_entries *entries, const struct report_file *f, uint32_t file);
/* "photo", "video"; "file" where there is no copy to say. Static, as the next. */
const char *file_kind_words(enum copy_kind k);
/* "hidden facts taken out", "not cleaned: …", "locked". True also after a copy was made that the report does not know
 * of. */
const char *file_state_words(enum copy_state s, enum held h);
/* Those of one message; its first has number *next, which then is behind its last. NULL: scrap has failed, or none. */
const struct console_file *file_list(const struct opened_entries *entries, const struct report *words, size_t *next,
    struct scrap *scrap);
#endif
