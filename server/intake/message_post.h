/* message_post.h: POST /api/v1/reports/messages: the reporter writes again, with files if need be. The code is read and
 * the thread opened before the first file, because an attachment is sealed to its number in the report. If staff wrote
 * meanwhile the message is sealed again behind theirs; if another message with files came first, the numbers are taken
 * and the reporter is asked to send again. */
#ifndef MESSAGE_POST_H
#define MESSAGE_POST_H

#include "receive.h"
#include "thread.h"

struct message_post {
	struct receive rx;
	struct thread thread;
	bool found;			/* the thread was opened once: what comes now is a second look */
	unsigned tries;
	uint32_t ticket;
};

void message_post_begin(struct exchange *x);
size_t message_post_body(struct exchange *x, struct span bytes);
void message_post_end(struct exchange *x);
void message_post_gone(struct exchange *x);
#endif
