/* ask.h: what a person types, or a program pipes in. Prompts go to stderr, and only when stdin is a terminal. What was
 * read is wiped here as soon as it is handed over. */
#ifndef ASK_H
#define ASK_H

#include "buf.h"
#include "concern.h"

bool ask_is_terminal(void);
/* One line without its end, appended. GW_EABSENT: there is no more; GW_ELIMIT: longer than the buffer's ceiling;
 * GW_EDENIED: interrupted; GW_EIO. Says nothing. */
GW_CHECKED enum gw_err ask_read_line(struct buf *line);
/* The same with a prompt, and a sentence on failure that calls the thing what. */
GW_CHECKED enum run ask_line(const char *prompt, const char *what, struct buf *line);
/* Without echo on a terminal. */
GW_CHECKED enum run ask_secret(const char *prompt, const char *what, struct buf *line);
/* Everything that is left; on a terminal up to a line with only a full stop. */
GW_CHECKED enum run ask_text(const char *prompt, struct buf *text);
struct choice { const char *value, *words; };
/* Shows a question and its answers; *chosen is preset, Enter keeps it. Terminal only. */
GW_CHECKED enum run ask_choice(const char *question, const struct choice *choices, size_t n, size_t *chosen);
/* Reads a reference code as typed, in its canonical form. A mistyped one is told at once, by its group. */
GW_CHECKED enum run ask_code(char text[]);
/* Wipes what was read ahead. */
void ask_end(void);
#endif
