/* copy_words.h: what became of an attachment's clean copy, in words for staff; and what a download of it is called. */
#ifndef COPY_WORDS_H
#define COPY_WORDS_H

#include "copy.h"

/* A sentence, static, never NULL. */
const char *copy_words(enum copy_state s);
bool copy_is_picture(enum copy_kind k);
/* "attachment-2.mp4": says nothing of what its sender called it; of what was sent itself: "attachment-2-original". */
enum { COPY_NAME = 48 };
void copy_name(uint32_t file, enum copy_kind k, char name[COPY_NAME]);
void copy_name_page(uint32_t file, unsigned page, char name[COPY_NAME]);	/* "attachment-2-page-3.jpg" */
void copy_name_original(uint32_t file, char name[COPY_NAME]);
#endif
