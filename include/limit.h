/* limit.h: every size and count that hostile input meets, in one place. Policy may only lower the last group. */
#ifndef LIMIT_H
#define LIMIT_H

enum {
	/* HTTP (RFC 9112): over a LINE or HEAD limit is 431, over a BODY limit 413. */
	LIMIT_HTTP_LINE = 8 * 1024,		/* request line, and each field line, bytes */
	LIMIT_HTTP_HEAD = 32 * 1024,		/* whole head, bytes */
	LIMIT_HTTP_FIELDS = 64,			/* field lines */
	LIMIT_HTTP_JSON = 4 * 1024,		/* small JSON bodies: check, sign-in */
	LIMIT_HTTP_BUFFER = 64 * 1024,		/* input kept per connection */
	LIMIT_HTTP_LINGER = 128 * 1024 * 1024,	/* thrown away behind an early answer, so that it can be read */
	LIMIT_MULTIPART_BOUNDARY = 70,		/* RFC 2046, 5.1.1 */
	LIMIT_MULTIPART_HEAD = 4 * 1024,	/* head of one part, bytes */
	LIMIT_MULTIPART_FIELDS = 8,		/* field lines of one part */
	LIMIT_MULTIPART_PARTS = 16,
	LIMIT_FORM = 128 * 1024,		/* body of a page's form without files, bytes */
	LIMIT_FORM_FIELDS = 64,
	LIMIT_CONNECTIONS = 16 * 1024,		/* open at once, each process */

	/* Report (JSON part is larger than the text because of escapes). */
	LIMIT_REPORT_JSON = 128 * 1024,
	LIMIT_JSON_DEPTH = 8,
	LIMIT_JSON_ANSWER = 32 * 1024 * 1024,	/* one answer, bytes */
	LIMIT_TEXT = 16 * 1024,			/* report or message text, bytes of UTF-8 */
	LIMIT_PLACE = 512,			/* bytes of UTF-8 */
	LIMIT_KEEP_FROM = 512,			/* whom not to tell, and why; bytes of UTF-8 */
	LIMIT_SCHOOL_CODE = 32,
	LIMIT_FILE_NAME = 255,			/* bytes, as the reporter's device gave it */
	LIMIT_MESSAGES = 500,			/* parts of one report's thread */
	LIMIT_STAFF_PARTS = 100,		/* the last of those: for staff alone, whatever a reporter sends */
	LIMIT_REPORTER_PARTS = 400,		/* where a reporter may still add: the rest is for staff */
	LIMIT_REPORTER_BYTES = 2 * 1024 * 1024,	/* the same, in sealed bytes of what both sides said */
	LIMIT_STAFF_BYTES = 2 * 1024 * 1024,	/* what staff wrote in one case: its page shows it all */
	LIMIT_REASONS = 32,			/* reasons kept with one decision */

	/* Attachments: ceilings; policy/limits.yaml may set less. */
	LIMIT_FILES = 10,
	LIMIT_FILE_BYTES = 25 * 1024 * 1024,
	LIMIT_FILES_BYTES = 100 * 1024 * 1024,
	LIMIT_CHUNK = 64 * 1024,		/* one sealed chunk on disk, bytes */

	/* Clean copies; policy/limits.yaml may set less of the first three. */
	LIMIT_COPY_MEGAPIXELS = 100,		/* of one picture, all its frames together; a million each */
	LIMIT_COPY_FRAMES = 2000,		/* of one picture that moves */
	LIMIT_COPY_PAGES = 100,			/* of one PDF */
	/* One cleaner's, of processor and of the clock; less than a request may take (conn.c), or a report is lost. */
	LIMIT_COPY_SECONDS = 15,
	LIMIT_COPY_BYTES = 64 * 1024 * 1024,	/* one copy: a lossless one may be larger than its original */
	LIMIT_COPY_MEMORY = 1024 * 1024 * 1024,	/* what one cleaner may add to what it began with, bytes */
	LIMIT_COPIES_HELD = 128 * 1024 * 1024,	/* plain bytes that one process keeps in memory for cleaners */
	LIMIT_CLEANERS = 16,			/* at work at once; one more for the desk */
	LIMIT_CLEANERS_WAIT = 32,		/* reporters' files that wait for one; as many of the desk's */

	/* Who else can help: policy/signposts.yaml. Bytes of UTF-8. */
	LIMIT_SERVICES = 64,
	LIMIT_SERVICE_ID = 32,
	LIMIT_SERVICE_NAME = 48,
	LIMIT_SERVICE_WHAT = 128,
	LIMIT_SERVICE_LINE = 40,		/* each of call, text, web and hours */
	LIMIT_HELP = 4,				/* services that one receipt names */

	/* Staff. */
	LIMIT_NAME = 64,			/* member and team names, bytes */
	LIMIT_TEAM = 48,			/* team code, "school:norlington" */
	LIMIT_TEAMS = 256,
	LIMIT_MEMBER_TEAMS = 8,
	LIMIT_GRANTS = 4,			/* teams one report is sealed to */
	LIMIT_PASSPHRASE_MIN = 12,
	LIMIT_PASSPHRASE = 128,			/* bytes; longer is refused before any hashing */
	LIMIT_QUEUE_PAGE = 100,
	LIMIT_DESK_PAGE = 20,			/* rows of one console list */
	LIMIT_TEAM_MEMBERS = 40,		/* who hold one team's key */
	LIMIT_OLD_KEYS = 8,			/* keys that a member's teams had before, until all is sealed anew */
	LIMIT_RECOVERY_CODES = 10,		/* of one member */
	LIMIT_INVITE_DAYS = 7,
	LIMIT_TAG = 64,				/* a tag that staff give a case, bytes */
	LIMIT_NOTE = 8 * 1024,			/* a note, reason or decision, bytes of UTF-8 */
	LIMIT_TASKS = 32,			/* of one case */
	LIMIT_LINE = 200,			/* a short field of a sheet, bytes of UTF-8 */
	LIMIT_LIST = 48 * 1024,			/* a meeting's list, bytes */
	LIMIT_SURVEY = 2000,			/* cases that one page of figures, or one board, looks through */
	LIMIT_AGENDA = 400,			/* cases of one meeting */
	LIMIT_SAMPLE = 40,			/* cases of one audit */
	LIMIT_WHY = 200,			/* of one audit entry, bytes */

	/* Inside. */
	LIMIT_WIRE = 128 * 1024,		/* one message between processes */
	LIMIT_POLICY_FILE = 4 * 1024 * 1024,
	LIMIT_WEIGHTS = 8 * 1024 * 1024,	/* the second reader's file */
	LIMIT_SCHOOLS = 200,
	LIMIT_AREA_ROWS = 256,			/* of policy/areas.yaml */
	LIMIT_AREA = 32,			/* an area's code, and */
	LIMIT_WARD = 64,			/* a ward's name, bytes */
	LIMIT_PATH = 1024,
};
#endif
