/* msg_table.h: what each message is made of, field by field. msg.c walks these tables, and they alone, both ways. */
#ifndef MSG_TABLE_H
#define MSG_TABLE_H

#include "msg.h"

enum field_kind {
	F_END,
	F_NUMBER,	/* unsigned, size bytes, within min..max when max is not 0 */
	F_BYTES,	/* exactly size bytes */
	F_NAME,		/* char[size], NUL-terminated: length in one byte, then bytes, no control bytes */
	F_SPOOL,	/* a spool name: SPOOL_NAME lower hexadecimal digits */
	F_SPAN,		/* length in four bytes, then bytes; lent */
	F_LIST,		/* count (size bytes wide, kept at count_at), then that many of a shape */
	F_SHAPE		/* one of a shape, in place */
};

struct shape;
struct field {
	enum field_kind kind;
	uint16_t at, size;		/* offset in its struct; bytes */
	uint32_t min, max;		/* numbers; max also the most entries of a list */
	const struct shape *of;		/* lists and shapes */
	uint16_t count_at;
};
struct shape { const struct field *field; size_t bytes; };

/* What a type says, and whether a descriptor goes with it. says is NULL where there is no such type. */
struct msg_type_row { const struct field *says; bool with_fd; };
extern const struct msg_type_row msg_types[MSG_TYPE_N];
#endif
