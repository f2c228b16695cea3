/* wording.h: what the pages say, from policy/wording/<page>.yaml, so that it can be changed without a compiler. The
 * templates say which keys there must be; a file with one too few or one too many is refused when it is loaded. */
#ifndef WORDING_H
#define WORDING_H

#include <stdio.h>

#include "buf.h"
#include "err.h"
#include "span.h"

/* What may stand in the wording as {name}; another name is refused. Times come from cover.h, never from a hand. */
enum page_value {
	VALUE_COME_BACK,	/* {come_back}: "4pm on Tuesday 24 November": when an answer can be looked for */
	VALUE_NEXT_LOOK,	/* {next_look}: when somebody next reads messages */
	VALUE_URGENT_LOOK,	/* {urgent_look}: when somebody next reads the gravest ones */
	VALUE_IMMEDIATE,	/* {immediate}: "1 hour", by policy/service-levels.yaml */
	VALUE_URGENT,		/* {urgent}: "24 hours" */
	VALUE_READER,		/* {reader}: "a trained adult in your school", "the council team" */
	VALUE_SCHOOL,		/* {school}: its name */
	VALUE_MAX_FILES,	/* {max_files}: "5" */
	VALUE_MAX_SIZE,		/* {max_size}: "25MB" */
	VALUE_FILES,		/* {files}: how many arrived */
	VALUE_CHOSEN,		/* {chosen}: how many were chosen */
	VALUE_N
};
struct page_values { struct span value[VALUE_N]; };

struct wording;
/* Reads dir/wording/, where dir is the policy folder; faults as policy_load's. Gives *w, immutable, shared by fork. */
GW_CHECKED enum gw_err wording_load(const char *dir, FILE *err, struct wording **w);
void wording_free(struct wording *w);

/* --- for the compiled templates: keys are numbered as compile.py found them --- */
struct wording_key { const char *page, *key; bool is_list; };
extern const struct wording_key wording_keys[];	/* by page */
extern const size_t wording_keys_n;
size_t wording_lines(const struct wording *w, unsigned key);	/* 1 for a text, more for a list */
/* Appends one line, values filled in, escaped for HTML text and quoted attributes alike. */
GW_CHECKED enum gw_err wording_put(const struct wording *w, unsigned key, size_t line, const struct page_values *values,
    struct buf *out);
#endif
