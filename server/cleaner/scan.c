/* scan.c: clamd(8), "zINSTREAM": the file as one chunk behind its length, a length of zero, then one line, ended by a
 * NUL. A worker calls nothing here but poll, read, write and the clock: it runs behind the cleaner's filter. */
#include "scan.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static const char COMMAND[] = "zINSTREAM", CLEAN[] = "stream: OK", BEFORE[] = "stream: ", AFTER[] = " FOUND";
/* ANSWER: more than a line of clamd's has, with the name of what it found. */
enum { LENGTH = 4, ANSWER = 1024, SECOND = 1000, NS_OF_MS = 1000000 };

int
scan_connect(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const size_t n = strlen(path);
	int s;

	if (n == 0 || n >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, n);
	if ((s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) < 0)
		return -1;
	if (connect(s, (const struct sockaddr *)&to, sizeof to) == 0)	/* at once, or not at all: backlog full */
		return s;
	close(s);
	return -1;
}

enum scan
scan_answer(struct span line)
{
	const size_t before = sizeof BEFORE - 1, after = sizeof AFTER - 1;

	if (span_is(line, CLEAN))
		return SCAN_PASSED;
	if (line.n > before + after && memcmp(line.p, BEFORE, before) == 0 &&
	    memcmp(line.p + line.n - after, AFTER, after) == 0)
		return SCAN_FOUND;
	return SCAN_FAILED;
}

static int64_t
now_ms(void)
{
	struct timespec t = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / NS_OF_MS;
}

/* What of it is so by now; 0: nothing was until the end. */
static short
wait_for(int socket, short events, int64_t end)
{
	struct pollfd p = { .fd = socket, .events = events };
	int64_t left;
	int n;

	do {
		if ((left = end - now_ms()) <= 0)
			return 0;
		n = poll(&p, 1, left > INT_MAX ? INT_MAX : (int)left);
	} while (n < 0 && errno == EINTR);
	return n > 0 ? p.revents : 0;
}

/* Whether all of it went. Not when an answer is there and no room, or nobody reads any more: then the answer counts. */
static bool
put(int socket, struct span bytes, int64_t end)
{
	while (bytes.n > 0) {
		ssize_t n;

		if ((wait_for(socket, POLLIN | POLLOUT, end) & POLLOUT) == 0)
			return false;
		n = write(socket, bytes.p, bytes.n);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		if (n > 0)
			bytes = (struct span){ bytes.p + n, bytes.n - (size_t)n };
	}
	return true;
}

static bool
put_file(int socket, struct span file, int64_t end)
{
	static const uint8_t no_more[LENGTH];
	const uint8_t length[LENGTH] = {
		(uint8_t)(file.n >> 24), (uint8_t)(file.n >> 16), (uint8_t)(file.n >> 8), (uint8_t)file.n,
	};

	return put(socket, (struct span){ (const uint8_t *)COMMAND, sizeof COMMAND }, end) &&
	    (file.n == 0 ||		/* a length of zero would be the end */
	    (put(socket, (struct span){ length, LENGTH }, end) && put(socket, file, end))) &&
	    put(socket, (struct span){ no_more, LENGTH }, end);
}

/* Up to the NUL; what has none, or more behind it, says nothing. */
static enum scan
get(int socket, int64_t end)
{
	char line[ANSWER];
	size_t have = 0;

	while (have < sizeof line && wait_for(socket, POLLIN, end) != 0) {
		const ssize_t n = read(socket, line + have, sizeof line - have);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return SCAN_FAILED;
		have += (size_t)n;
		if (memchr(line, '\0', have) == line + have - 1)
			return scan_answer((struct span){ (const uint8_t *)line, have - 1 });
	}
	return SCAN_FAILED;
}

enum scan
scan_file(int socket, struct span file, int timeout_ms)
{
	const int64_t end = now_ms() + timeout_ms;
	enum scan said;
	bool all;

	if (file.n > UINT32_MAX)
		return SCAN_FAILED;
	all = put_file(socket, file, end);
	said = get(socket, end);
	return said == SCAN_PASSED && !all ? SCAN_FAILED : said;	/* it cannot know of what it has not seen */
}
