/* counter_files.c: streams in memory; the cleaner writes what the test says into a pipe. */
#include "counter_files.h"

#include <check.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "secret.h"
#include "stream.h"

static const size_t sizes[COUNTER_FILES] = { 200000, 1, 65536 };
static const enum copy_kind kinds[COUNTER_FILES] = { COPY_JPEG, COPY_TEXT, COPY_MP4 };

static void
file_put(int fd, struct span bytes)
{
	ck_assert_int_eq(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
}

/* The parts, one behind the other, as one sealed stream. */
static int
stream_make(const uint8_t key[KEY_BYTES], struct part_place at, const struct span *part, size_t n, uint64_t *sealed)
{
	const int fd = memfd_create("sealed", MFD_CLOEXEC);
	struct stream_sealer *s;
	struct span out;
	size_t used;

	ck_assert_int_eq(stream_sealer_new(key, at, &s, &out), GW_OK);
	file_put(fd, out);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < part[i].n; k += used) {
			stream_seal(s, (struct span){ part[i].p + k, part[i].n - k }, &used, &out);
			file_put(fd, out);
		}
	stream_seal_end(s, &out);
	file_put(fd, out);
	stream_sealer_free(s);
	*sealed = (uint64_t)lseek(fd, 0, SEEK_CUR);
	return fd;
}

static void
original_make(struct counter *c, uint32_t i)
{
	uint8_t key[KEY_BYTES], report_key[KEY_BYTES];

	report_key_of(c->case_key, report_key);
	file_key_of(report_key, i, key);
	c->file_size[i] = sizes[i];
	c->file[i] = malloc(sizes[i]);
	secret_random(c->file[i], sizes[i]);
	c->file_fd[i] = stream_make(key, (struct part_place){ c->report, PART_FILE, i },
	    &(struct span){ c->file[i], sizes[i] }, 1, &c->file_sealed[i]);
	ck_assert_uint_eq(c->file_sealed[i], stream_sealed_size(sizes[i]));
}

void
counter_copy_of(struct counter *c, uint32_t i, struct span head, struct span bytes)
{
	uint8_t key[KEY_BYTES], report_key[KEY_BYTES];

	counter_copy_drop(c, i);
	report_key_of(c->case_key, report_key);
	copy_key_of(report_key, i, key);
	c->copy_size[i] = bytes.n;
	c->copy[i] = malloc(bytes.n + 1);
	if (bytes.n > 0)
		memcpy(c->copy[i], bytes.p, bytes.n);
	c->copy_fd[i] = stream_make(key, (struct part_place){ c->report, PART_COPY, i },
	    (struct span[]){ head, bytes }, 2, &c->copy_sealed[i]);
}

void
counter_copy(struct counter *c, uint32_t i, const struct copy_head *h, struct span bytes)
{
	uint8_t head[COPY_HEAD];

	counter_copy_of(c, i, (struct span){ head, copy_head_write(h, head) }, bytes);
}

void
counter_copy_drop(struct counter *c, uint32_t i)
{
	if (c->copy_fd[i] >= 0)
		close(c->copy_fd[i]);
	free(c->copy[i]);
	c->copy_fd[i] = -1;
	c->copy[i] = NULL;
}

void
counter_files_make(struct counter *c)
{
	for (uint32_t i = 0; i < COUNTER_FILES; i++) {
		const struct copy_head h = { .state = COPY_CLEAN, .kind = kinds[i], .size = sizes[i] };
		uint8_t *bytes = malloc(sizes[i]);

		original_make(c, i);
		memset(bytes, 'a' + (int)i, sizes[i]);
		for (size_t k = 0; kinds[i] != COPY_TEXT && k < sizes[i]; k += 4096)
			secret_random(bytes + k, 1);
		c->copy_fd[i] = -1;
		counter_copy(c, i, &h, (struct span){ bytes, sizes[i] });
		free(bytes);
	}
	c->spool = -1;
}

void
counter_files_end(struct counter *c)
{
	for (uint32_t i = 0; i < COUNTER_FILES; i++) {
		free(c->file[i]);
		close(c->file_fd[i]);
		counter_copy_drop(c, i);
	}
	if (c->spool >= 0)
		close(c->spool);
}

/* --- the vault's answers --- */

static void
lie_about(enum counter_file_lie lie, int fd, uint64_t sealed)
{
	uint8_t byte = 0;

	if (lie == FILE_CUT)
		ck_assert_int_eq(ftruncate(fd, (off_t)sealed - SEAL_STEP), 0);
	if (lie == FILE_LONGER)
		ck_assert_int_eq(pwrite(fd, &byte, 1, (off_t)sealed), 1);
	if (lie == FILE_FLIP) {
		ck_assert_int_eq(pread(fd, &byte, 1, 140000), 1);
		byte ^= 1;
		ck_assert_int_eq(pwrite(fd, &byte, 1, 140000), 1);
	}
}

static enum gw_err
give_file(struct counter *c, const struct msg_file_get *q, struct msg *m)
{
	const bool is_copy = q->wanted == FILE_COPY;
	const uint32_t from = c->file_lie == FILE_OTHER ? (q->file + 1) % COUNTER_FILES : q->file;
	int fd;

	c->file_gets++;
	if (q->file >= COUNTER_FILES)
		return GW_EABSENT;
	if (c->is_held)
		return GW_EINPUT;
	if (q->wanted == FILE_ORIGINAL && !c->allows)
		return GW_EDENIED;
	if (is_copy != (c->copy_fd[q->file] >= 0) && q->wanted != FILE_ORIGINAL)
		return is_copy ? GW_EABSENT : GW_ECONFLICT;
	fd = is_copy ? c->copy_fd[from] : c->file_fd[from];
	m->type = MSG_FILE;
	m->u.file.sealed_bytes = (is_copy ? c->copy_sealed : c->file_sealed)[q->file] + (c->file_lie == FILE_SIZE);
	lie_about(c->file_lie, fd, m->u.file.sealed_bytes);
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	m->fd = fd;
	return GW_OK;
}

/* What the desk made is the copy from here on. */
static enum gw_err
take_copy(struct counter *c, const struct msg_copy_put *put)
{
	const struct msg_spooled *made = &put->made;

	c->copy_puts++;
	c->copy_put = *put;
	if (c->copy_result != GW_OK || made->name[0] == '\0')
		return c->copy_result;
	ck_assert_int_eq(lseek(c->spool, 0, SEEK_END), (off_t)made->sealed_bytes);
	c->copy_fd[put->file] = c->spool;
	c->copy_sealed[put->file] = made->sealed_bytes;
	c->spool = -1;
	return GW_OK;
}

enum gw_err
counter_files_answer(struct counter *c, const struct msg *q, struct msg *m)
{
	switch (q->type) {
	case MSG_FILE_GET:
		return give_file(c, &q->u.file_get, m);
	case MSG_COPY_PUT:
		return take_copy(c, &q->u.copy_put);
	case MSG_SPOOL_OPEN:
		m->type = MSG_SPOOL;
		memset(m->u.spool.name, 'a', SPOOL_NAME);
		c->spool = m->fd = memfd_create("spool", MFD_CLOEXEC);
		return GW_OK;
	case MSG_SPOOL_DROP:
		c->drops++;
		return GW_OK;
	default:
		return GW_MORE;
	}
}

/* --- the cleaner --- */

void
counter_clean(struct counter *c, struct wire *cleaner, struct msg *m)
{
	struct msg answer = { .type = MSG_RESULT, .request = m->request, .fd = -1 };
	uint8_t head[COPY_HEAD], verdict = (uint8_t)c->scan, byte[4096];
	int end[2] = { -1, -1 };
	crypto_hash_sha256_state hash;
	ssize_t n;

	ck_assert_int_eq(m->type, MSG_CLEAN);
	c->cleanings++;
	crypto_hash_sha256_init(&hash);
	while ((n = read(m->fd, byte, sizeof byte)) > 0)
		crypto_hash_sha256_update(&hash, byte, (unsigned long long)n);
	crypto_hash_sha256_final(&hash, c->cleaned);
	answer.u.result.err = (uint8_t)c->cleaner_result;
	if (c->cleaner_result == GW_OK) {
		ck_assert_int_eq(pipe2(end, O_CLOEXEC), 0);
		file_put(end[1], (struct span){ &verdict, 1 });
		file_put(end[1], (struct span){ head, copy_head_write(&c->makes, head) });
		file_put(end[1], c->makes_bytes);
		close(end[1]);
		answer = (struct msg){ .type = MSG_CLEANING, .request = m->request, .fd = end[0] };
	}
	ck_assert_int_eq(wire_send(cleaner, &answer), GW_OK);
	if (end[0] >= 0)
		close(end[0]);
}
