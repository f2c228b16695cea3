/* reporter.h: what a reporter asks of a gate (gate.h). The functions that ask give the answer's status, and its body as
 * *v unless v is NULL. */
#ifndef REPORTER_H
#define REPORTER_H

#include "gate.h"
#include "json.h"
#include "refcode.h"

/* One multipart request: the JSON part, then n files of these sizes, each filled with its number's letter. */
void form(struct buf *out, const char *path, const char *part, const char *json, const size_t *sizes, size_t n);
int ask_report(struct gate *g, const char *json, const size_t *sizes, size_t n, json_t **v);
int ask_message(struct gate *g, const char *code, const char *text, const size_t *sizes, size_t n);
int ask_check(struct gate *g, const char *code, json_t **v);
int ask_page(struct gate *g, const char *path);

extern const char REPORTER_TEXT[];
/* Sends a plain report with that text; its code, which a caller needs to go on. */
void send_report(struct gate *g, char code[REFCODE_TEXT]);
#endif
