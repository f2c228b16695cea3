/* msg_files.h: attachments: two sealed streams each, the original and its clean copy (copy.h). Part of msg.h. Files of
 * a case are counted from 0 over body and messages in their order. */
#ifndef MSG_FILES_H
#define MSG_FILES_H

/* Why nobody may have a file, neither its copy nor its original; nothing of it is deleted either. Kept on disk. */
enum held {
	HELD_NOT,
	HELD_MALWARE,		/* the scanner found something */
	HELD_INDECENT,		/* somebody suspects an indecent image of a child: for the police (b17) */
	HELD_N
};

/* A file in the spool, fsynced by the sender, and its copy where one was made: copy "" and 0 bytes without. */
struct msg_spooled {
	char name[SPOOL_NAME + 1];
	uint64_t sealed_bytes;
	char copy[SPOOL_NAME + 1];
	uint64_t copy_bytes;
	uint8_t held;			/* HELD_NOT or HELD_MALWARE */
};

/* Which of the two. FILE_COPY: GW_EABSENT when there is none. FILE_ORIGINAL: for the person who asked for it, after a
 * second one agreed, for ORIGINAL_SECONDS: else GW_EDENIED. FILE_TO_CLEAN: the original, to make its copy from:
 * GW_ECONFLICT when there is one. Any: GW_EBUSY is never for good; GW_EINPUT: it is held; GW_EABSENT: no such file or
 * case; a device gets copies alone. */
enum file_wanted { FILE_COPY, FILE_ORIGINAL, FILE_TO_CLEAN, FILE_WANTED_N };
enum { ORIGINAL_SECONDS = 24 * 3600 };
struct msg_file_get { uint8_t session[SESSION_ID], report[ID_BYTES]; uint32_t file; uint8_t wanted; };
struct msg_file { uint64_t sealed_bytes; };	/* with a readable descriptor */
/* The copy that this session's person had made when they opened the file. made: name and sealed_bytes alone; or, when
 * the scanner found something, held alone: the file is locked, and there is no copy. GW_ECONFLICT: somebody was first,
 * theirs is as good. GW_EINPUT: it is held by now. GW_EABSENT: no such file or case. GW_EDENIED: a device. */
struct msg_copy_put { uint8_t session[SESSION_ID], report[ID_BYTES]; uint32_t file; struct msg_spooled made; };

/* To the cleaner, with the file: a memfd that nobody can change any more (F_SEAL_WRITE and its like). The answer
 * (CLEANING) comes when a worker has begun: a pipe's readable end, with one byte of the scanner (enum scan), then a
 * copy (copy.h) to the pipe's end. Less than that: the worker died. GW_EBUSY: too many wait. */
struct msg_clean { uint32_t megapixels, pages, seconds; };	/* limits; no more than limit.h allows */
enum scan { SCAN_OFF, SCAN_PASSED, SCAN_FOUND, SCAN_FAILED, SCAN_N };
#endif
