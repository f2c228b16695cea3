/* message_post.h: POST /api/v1/reports/messages: the reporter writes again, with files if need be. The code is read and
 * the thread opened before the first file, because an attachment is sealed to its number in the report. */
#ifndef MESSAGE_POST_H
#define MESSAGE_POST_H

#include "append.h"

struct message_post {
	struct receive rx;
	struct thread thread;
	struct append append;
};

void message_post_begin(struct exchange *x);
size_t message_post_body(struct exchange *x, struct span bytes);
void message_post_end(struct exchange *x);
void message_post_gone(struct exchange *x);
#endif
