/* file_words.c: two tables, and one line an attachment. */
#include "file_words.h"

#include <sodium.h>

#include "filesize.h"
#include "originals.h"

enum held
file_held(const struct opened_entries *entries, const struct report_file *f, uint32_t file)
{
	struct originals o;

	originals_read(entries->entry, entries->part, entries->n, file, &o);
	return o.held == HELD_NOT && f->copy == COPY_INFECTED ? HELD_MALWARE : o.held;
}

const char *
file_kind_words(enum copy_kind k)
{
	static const char *const words[COPY_KIND_N] = { [COPY_JPEG] = "photo", [COPY_PNG] = "picture",
		[COPY_WEBP] = "picture", [COPY_MP4] = "video", [COPY_PDF] = "PDF", [COPY_TEXT] = "text" };

	return k < COPY_KIND_N && words[k] != NULL ? words[k] : "file";
}

const char *
file_state_words(enum copy_state s, enum held h)
{
	static const char *const words[COPY_STATE_N] = {
		[COPY_LATER] = "cleaned before anybody sees it",
		[COPY_CLEAN] = "hidden facts taken out",
		[COPY_STRANGE] = "not cleaned: of a kind that cannot be",
		[COPY_DAMAGED] = "not cleaned: cut short or broken",
		[COPY_TOO_MUCH] = "not cleaned: too large to be",
		[COPY_FAILED] = "could not be cleaned when it came; its page says whether it is now",
		[COPY_UNSCANNED] = "could not be checked for malware when it came; its page says whether it is now",
		[COPY_INFECTED] = "held: malware",
	};

	if (h != HELD_NOT)
		return h == HELD_MALWARE ? words[COPY_INFECTED] : "locked";
	return s < COPY_STATE_N ? words[s] : "";
}

const struct console_file *
file_list(const struct opened_entries *entries, const struct report *words, size_t *next, struct scrap *scrap)
{
	struct console_file *files = scrap_take(scrap, words->n_files, sizeof *files);
	char size[FILESIZE_WORDS], hex[2 * sizeof words->file[0].sha256 + 1];

	for (size_t i = 0; files != NULL && i < words->n_files; i++) {
		const struct report_file *f = &words->file[i];
		const size_t number = *next + i;
		const enum held held = file_held(entries, f, (uint32_t)number);

		filesize_words(f->size, size);
		sodium_bin2hex(hex, sizeof hex, f->sha256, sizeof f->sha256);
		files[i] = (struct console_file){ .kind = span_of(file_kind_words(f->kind)),
			.size = scrap_print(scrap, "%s", size), .state = span_of(file_state_words(f->copy, held)),
			.sha256 = scrap_print(scrap, "%s", hex), .number = number, .shown = number + 1 };
	}
	*next += words->n_files;
	return files;
}
