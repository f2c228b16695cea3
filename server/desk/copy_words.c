/* copy_words.c: a table. People count attachments from 1. */
#include "copy_words.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const states[COPY_STATE_N] = {
	[COPY_LATER] = "Its clean copy is not made yet. All cleaners are busy. Try again in a minute.",
	[COPY_CLEAN] = "You see a clean copy: the same to look at, without what the file says about the person who "
	    "sent it.",
	[COPY_STRANGE] = "This kind of file cannot be cleaned, so nobody can look at it here. Ask the "
	    "reporter for a screenshot, or ask to open the original.",
	[COPY_DAMAGED] = "The file is cut short or broken, so there is no clean copy of it.",
	[COPY_TOO_MUCH] = "The file is larger than a clean copy may be, or has more pages, so there is no clean copy "
	    "of it.",
	[COPY_FAILED] = "Making its clean copy did not work.",
	[COPY_UNSCANNED] = "The scanner for harmful files gives no answer just now. Until it does, nobody can look at "
	    "this file.",
	[COPY_INFECTED] = "The scanner says that this file is harmful. It is locked.",
};

const char *
copy_words(enum copy_state s)
{
	return s < COPY_STATE_N ? states[s] : "";
}

bool
copy_is_picture(enum copy_kind k)
{
	return k == COPY_JPEG || k == COPY_PNG || k == COPY_WEBP;
}

void
copy_name(uint32_t file, enum copy_kind k, char name[COPY_NAME])
{
	snprintf(name, COPY_NAME, "attachment-%" PRIu64 "%s", (uint64_t)file + 1, copy_kind_suffix(k));
}

void
copy_name_page(uint32_t file, unsigned page, char name[COPY_NAME])
{
	snprintf(name, COPY_NAME, "attachment-%" PRIu64 "-page-%u.jpg", (uint64_t)file + 1, page);
}

void
copy_name_original(uint32_t file, char name[COPY_NAME])
{
	snprintf(name, COPY_NAME, "attachment-%" PRIu64 "-original", (uint64_t)file + 1);
}
