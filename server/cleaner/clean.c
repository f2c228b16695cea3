/* clean.c: which kind it is, by its first bytes alone; what has none of the known beginnings is text, or strange. */
#include "filetype.h"
#include "kinds.h"

static clean_fn *const kinds[FILETYPE_N] = {
	[FILETYPE_NONE] = text_clean, [FILETYPE_JPEG] = picture_clean, [FILETYPE_PNG] = picture_clean,
	[FILETYPE_GIF] = picture_clean, [FILETYPE_WEBP] = picture_clean, [FILETYPE_HEIF] = picture_clean,
	[FILETYPE_VIDEO] = video_clean, [FILETYPE_PDF] = pdf_clean,
};

static enum gw_err
prepare(void)
{
	enum gw_err e;

	if ((e = picture_prepare()) != GW_OK || (e = video_prepare()) != GW_OK)
		return e;
	return pdf_prepare();
}

static void
clean(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	*h = (struct copy_head){ .state = COPY_STRANGE };
	*bytes = (struct span){ NULL, 0 };
	kinds[filetype_of(file)](file, l, h, bytes);
	if (h->state == COPY_CLEAN && bytes->n <= l->bytes && bytes->n > 0) {
		h->size = bytes->n;
		return;
	}
	*h = (struct copy_head){ .state = h->state == COPY_CLEAN ? COPY_TOO_MUCH : h->state };
	*bytes = (struct span){ NULL, 0 };
}

const struct clean_room clean_room = { prepare, clean };
