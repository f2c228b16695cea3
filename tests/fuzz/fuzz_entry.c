/* fuzz_entry.c: what is read as an entry is written with the same bytes; and a tag's words, folded again, stay. */
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "secret.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool so)
{
	if (!so)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	must(secret_init() == GW_OK);
	return 0;
}

static void
there_and_back(struct span plain)
{
	struct entry e;
	struct buf again;
	json_t *holder;
	enum gw_err err = entry_decode(plain, &e, &holder);

	must(err == GW_OK || (err == GW_EINPUT && holder == NULL));
	if (err != GW_OK)
		return;
	must(e.act < ACT_N && e.at % 60 == 0 && e.from < BAND_N && e.to < BAND_N && e.of < LIMIT_MESSAGES);
	must(strlen(e.by) <= LIMIT_NAME && strlen(e.whom) <= LIMIT_NAME && e.text.n <= LIMIT_NOTE);
	must(strlen(e.team) <= LIMIT_TEAM && e.sheet < SHEET_N && e.seen % 60 == 0);
	buf_init(&again, plain.n);
	must(entry_encode(&e, &again) == GW_OK && span_equal(buf_span(&again), plain));
	buf_free(&again);
	json_decref(holder);
}

/* Controls stand for what an entry is made of, so that the fuzzer gets past its keys. */
static void
write_out(struct span in, struct buf *out)
{
	static const char *const pieces[] = { "{\"v\":1,\"act\":\"", "\",\"at\":60,\"by\":\"A\"", ",\"text\":\"",
		"\"", "}", ",\"from\":\"", ",\"to\":\"", "\",\"to\":\"", ",\"due\":60", ",\"whom\":\"",
		",\"task_due\":1", ",\"of\":2", ",\"tag\":\"person\"",
		",\"other\":\"ab000000000000000000000000000001\",\"how\":\"incident\"", ",\"concern\":\"",
		",\"follow_up\":\"", ",\"decision\":\"", ",\"outcome\":\"mash\"", "note", "close", "raise",
		"confirm", "ask-lower", "assign", "task-done", "tag", "link", "immediate", "routine", "correct",
		"\xc3\xa9", "\\n", "record",
		",\"sheet\":\"present\",\"fields\":{\"name\":\"A\",\"agency\":\"B\"}",
		",\"sheet\":\"", "\",\"fields\":{\"", "\":\"", "\",\"", ",\"team\":\"lado\"", ",\"gives_away\":true",
		",\"seen\":60", "share", "pass", "come", "contact", "untie", "of", "result" };
	const size_t n = sizeof pieces / sizeof pieces[0];

	for (size_t i = 0; i < in.n; i++) {
		const struct span byte = { in.p + i, 1 };
		/* From 128 on no byte stands alone in UTF-8: those are free for pieces. */
		const size_t piece = in.p[i] < 32 ? in.p[i] : (size_t)in.p[i] - 96;
		const bool is_piece = (in.p[i] < 32 || in.p[i] >= 128) && piece < n;

		if (buf_add(out, is_piece ? span_of(pieces[piece]) : byte) != GW_OK)
			return;
	}
}

/* Any sheet: what each of its fields is comes from the bytes; what is taken is read back. */
static void
record(struct span in)
{
	struct entry e = { .act = ACT_RECORD, .at = 60, .by = "A" };
	const size_t n = in.n / (SHEET_FIELDS + 1);
	struct buf out;

	if (n == 0)
		return;
	e.sheet = (enum sheet)(in.p[0] % SHEET_N);
	for (size_t i = 0; i < SHEET_FIELDS; i++) {
		const struct sheet_field *f = &sheet_kind(e.sheet)->field[i];
		const uint8_t *at = in.p + 1 + i * n;

		e.field[i] = (struct span){ at, at[0] % n };
		if (f->takes == TAKES_CODE && at[0] % 4 != 0)
			e.field[i] = span_of(f->codes[0]);
		else if (f->takes == TAKES_MOMENT && at[0] % 4 != 0)
			e.field[i] = span_of("1795000020");
		else if (f->takes == TAKES_NOTHING && at[0] % 4 != 0)
			e.field[i].n = 0;
	}
	buf_init(&out, 1 << 17);
	if (entry_encode(&e, &out) == GW_OK) {
		must(out.n > 0);
		there_and_back(buf_span(&out));
	}
	buf_free(&out);
}

static void
fold(enum tag_kind kind, struct span text)
{
	struct buf once, twice;
	struct span words;
	enum gw_err e;

	buf_init(&once, 256);
	buf_init(&twice, 256);
	e = tag_fold(kind, text, &once);
	must(e == GW_OK || e == GW_EINPUT || e == GW_ELIMIT);
	if (e == GW_OK) {
		words = buf_span(&once);
		words.p += strlen(kind == TAG_PERSON ? "person " : "place ");
		words.n -= strlen(kind == TAG_PERSON ? "person " : "place ");
		must(words.n > 0 && words.n <= LIMIT_TAG && text_is_utf8(words));
		must(tag_fold(kind, words, &twice) == GW_OK && span_equal(buf_span(&once), buf_span(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct span in = { data, n };
	struct buf made;

	there_and_back(in);
	buf_init(&made, 1 << 16);
	write_out(in, &made);
	there_and_back(buf_span(&made));
	buf_free(&made);
	record(in);
	fold(n % 2 == 0 ? TAG_PERSON : TAG_PLACE, in);
	return 0;
}
