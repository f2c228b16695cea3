/* video.c: packets are copied from one MP4 into another; nothing is decoded. Of the old one nothing comes along but
 * what a player needs: kinds of coding, sizes, times, how the camera was held. */
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <stdlib.h>
#include <string.h>

#include "boxes.h"
#include "coded.h"
#include "kinds.h"

enum { STREAMS_MAX = 32, PACKETS_MAX = 1024 * 1024, IO_BYTES = 64 * 1024, GROW = 1024 * 1024 };
enum mux { MUX_MP4, MUX_3GP, MUX_MOV };	/* what an MP4 cannot hold needs an older kind of file */

/* What is copied; any other picture or sound makes the file strange: a copy without it would not be one. */
static const struct kept { enum AVCodecID id; enum coded_kind kind; enum mux mux; int samples; } kept[] = {
	{ AV_CODEC_ID_H264, CODED_H264, MUX_MP4, 0 }, { AV_CODEC_ID_HEVC, CODED_HEVC, MUX_MP4, 0 },
	{ AV_CODEC_ID_AV1, CODED_AV1, MUX_MP4, 0 }, { AV_CODEC_ID_VP9, CODED_PLAIN, MUX_MP4, 0 },
	{ AV_CODEC_ID_MPEG4, CODED_MPEG4, MUX_MP4, 0 }, { AV_CODEC_ID_H263, CODED_PLAIN, MUX_3GP, 0 },
	{ AV_CODEC_ID_AAC, CODED_AAC, MUX_MP4, 1024 }, { AV_CODEC_ID_ALAC, CODED_PLAIN, MUX_MP4, 4096 },
	{ AV_CODEC_ID_OPUS, CODED_PLAIN, MUX_MP4, 960 },
	{ AV_CODEC_ID_AMR_NB, CODED_PLAIN, MUX_3GP, 160 }, { AV_CODEC_ID_AMR_WB, CODED_PLAIN, MUX_3GP, 320 },
	{ AV_CODEC_ID_PCM_S16LE, CODED_PLAIN, MUX_MOV, 0 }, { AV_CODEC_ID_PCM_S16BE, CODED_PLAIN, MUX_MOV, 0 },
	{ AV_CODEC_ID_PCM_S24LE, CODED_PLAIN, MUX_MOV, 0 }, { AV_CODEC_ID_PCM_S24BE, CODED_PLAIN, MUX_MOV, 0 },
	{ AV_CODEC_ID_PCM_MULAW, CODED_PLAIN, MUX_MOV, 0 }, { AV_CODEC_ID_PCM_ALAW, CODED_PLAIN, MUX_MOV, 0 },
};
static const char *const muxers[] = { "mp4", "3gp", "mov" };

struct track {
	const struct kept *kind;	/* NULL: left out */
	struct coded coded;
	AVStream *to;
	int64_t last, step;		/* decoding time of the packet before, and since the one before that */
	unsigned packets;
};
struct video {
	struct span file;
	size_t at;
	struct { uint8_t *p; size_t n, at, room, max; bool full; } out;
	AVFormatContext *in, *to;
	struct track track[STREAMS_MAX];
};

static int
on_read(void *arg, uint8_t *p, int n)
{
	struct video *v = arg;
	const size_t left = v->file.n - v->at, take = (size_t)n < left ? (size_t)n : left;

	if (take == 0)
		return AVERROR_EOF;
	memcpy(p, v->file.p + v->at, take);
	v->at += take;
	return (int)take;
}

/* Where a seek leads, -1: nowhere in n bytes. */
static int64_t
place(int64_t to, int whence, size_t at, size_t n)
{
	const int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (int64_t)at : (int64_t)n;

	if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END)
		return -1;
	return to < -from || to > (int64_t)n - from ? -1 : from + to;
}

static int64_t
on_seek(void *arg, int64_t to, int whence)
{
	struct video *v = arg;
	const int64_t at = place(to, whence & ~AVSEEK_FORCE, v->at, v->file.n);

	if (whence == AVSEEK_SIZE)
		return (int64_t)v->file.n;
	if (at < 0)
		return AVERROR(EINVAL);
	v->at = (size_t)at;
	return at;
}

static int
on_write(void *arg, uint8_t *p, int n)
{
	struct video *v = arg;
	const size_t end = v->out.at + (size_t)n;

	if (end > v->out.max) {
		v->out.full = true;
		return AVERROR(ENOSPC);
	}
	if (end > v->out.room) {
		const size_t room = end + GROW + end / 2;
		uint8_t *grown = realloc(v->out.p, room);

		if (grown == NULL)
			return AVERROR(ENOMEM);
		v->out.p = grown;
		v->out.room = room;
	}
	memcpy(v->out.p + v->out.at, p, (size_t)n);
	v->out.at = end;
	if (end > v->out.n)
		v->out.n = end;
	return n;
}

static int64_t
on_seek_out(void *arg, int64_t to, int whence)
{
	struct video *v = arg;
	const int64_t at = place(to, whence & ~AVSEEK_FORCE, v->out.at, v->out.n);

	if (whence == AVSEEK_SIZE)
		return (int64_t)v->out.n;
	if (at < 0)
		return AVERROR(EINVAL);
	v->out.at = (size_t)at;
	return at;
}

/* Boxes can name other files: none is opened. */
static int
refuse(AVFormatContext *s, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
	(void)s;
	(void)url;
	(void)flags;
	(void)options;
	*io = NULL;
	return AVERROR(EACCES);
}

/* The demuxer is named, so that no other is tried; no decoder is: avformat_find_stream_info would begin some. */
static enum copy_state
open_in(struct video *v)
{
	AVDictionary *options = NULL;
	void *buffer = av_malloc(IO_BYTES);
	int e;

	if (buffer == NULL || (v->in = avformat_alloc_context()) == NULL)
		return COPY_TOO_MUCH;
	v->in->pb = avio_alloc_context(buffer, IO_BYTES, 0, v, on_read, NULL, on_seek);
	if (v->in->pb == NULL)
		return COPY_TOO_MUCH;
	v->in->io_open = refuse;
	v->in->max_streams = STREAMS_MAX;
	v->in->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN | AVFMT_FLAG_BITEXACT;
	if (av_dict_set(&options, "use_absolute_path", "0", 0) < 0 ||
	    av_dict_set(&options, "enable_drefs", "0", 0) < 0 ||
	    av_dict_set(&options, "ignore_chapters", "1", 0) < 0 ||
	    av_dict_set(&options, "protocol_whitelist", "", 0) < 0)
		return COPY_TOO_MUCH;
	e = avformat_open_input(&v->in, "", av_find_input_format("mov"), &options);
	return e == AVERROR(ENOMEM) ? COPY_TOO_MUCH : e < 0 ? COPY_DAMAGED : COPY_CLEAN;
}

static bool
is_locked(const AVCodecParameters *par)
{
	static const char tags[][5] = { "encv", "enca", "drmi", "drms" };

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (par->codec_tag == MKTAG(tags[i][0], tags[i][1], tags[i][2], tags[i][3]))
			return true;
	return false;
}

/* COPY_CLEAN: kept, or rightly left out. */
static enum copy_state
choose(struct track *t, const AVStream *s)
{
	const AVCodecParameters *par = s->codecpar;

	if ((par->codec_type != AVMEDIA_TYPE_VIDEO && par->codec_type != AVMEDIA_TYPE_AUDIO) ||
	    (s->disposition & AV_DISPOSITION_ATTACHED_PIC))
		return COPY_CLEAN;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (kept[i].id == par->codec_id)
			t->kind = &kept[i];
	if (t->kind == NULL || is_locked(par) || av_stream_get_side_data(s, AV_PKT_DATA_ENCRYPTION_INIT_INFO, NULL))
		return COPY_STRANGE;
	return COPY_CLEAN;
}

static enum copy_state
choose_all(struct video *v, enum mux *mux)
{
	unsigned n = 0;

	*mux = MUX_MP4;
	for (unsigned i = 0; i < v->in->nb_streams; i++) {
		struct track *t = &v->track[i];

		if (choose(t, v->in->streams[i]) != COPY_CLEAN)
			return COPY_STRANGE;
		if (t->kind == NULL) {
			v->in->streams[i]->discard = AVDISCARD_ALL;
			continue;
		}
		n++;
		if (t->kind->mux > *mux)
			*mux = t->kind->mux;
	}
	return n == 0 ? COPY_STRANGE : COPY_CLEAN;
}

/* What the new file must say about a stream, and the demuxer leaves to decoders. */
static void
fill_in(struct span file, const AVStream *from, AVCodecParameters *par, const struct kept *kind)
{
	if (par->codec_type == AVMEDIA_TYPE_VIDEO && par->width == 0)
		(void)boxes_size(file, (uint32_t)from->id, &par->width, &par->height);
	par->sample_aspect_ratio = from->sample_aspect_ratio;
	if (par->frame_size == 0)
		par->frame_size = kind->samples;
	if (par->codec_id == AV_CODEC_ID_VP9 && par->format == AV_PIX_FMT_NONE)
		par->format = par->profile == FF_PROFILE_VP9_2 ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P;
	par->codec_tag = par->codec_id == AV_CODEC_ID_HEVC ? MKTAG('h', 'v', 'c', '1') : 0;
}

static enum copy_state
add_track(struct video *v, struct track *t, const AVStream *from)
{
	AVStream *to = avformat_new_stream(v->to, NULL);
	const uint8_t *turned;
	size_t n;

	if (to == NULL || avcodec_parameters_copy(to->codecpar, from->codecpar) < 0)
		return COPY_TOO_MUCH;
	fill_in(v->file, from, to->codecpar, t->kind);
	n = (size_t)to->codecpar->extradata_size;
	if (!coded_head(&t->coded, t->kind->kind, to->codecpar->extradata, &n))
		return COPY_DAMAGED;
	to->codecpar->extradata_size = (int)n;
	to->time_base = from->time_base;
	to->sample_aspect_ratio = from->sample_aspect_ratio;
	to->disposition = AV_DISPOSITION_DEFAULT;
	if ((turned = av_stream_get_side_data(from, AV_PKT_DATA_DISPLAYMATRIX, &n)) != NULL) {
		uint8_t *copy = av_stream_new_side_data(to, AV_PKT_DATA_DISPLAYMATRIX, n);

		if (copy == NULL)
			return COPY_TOO_MUCH;
		memcpy(copy, turned, n);
	}
	t->to = to;
	t->last = INT64_MIN;
	return COPY_CLEAN;
}

static enum copy_state
open_out(struct video *v, enum mux mux)
{
	void *buffer = av_malloc(IO_BYTES);
	enum copy_state state;

	if (buffer == NULL || avformat_alloc_output_context2(&v->to, NULL, muxers[mux], NULL) < 0)
		return COPY_TOO_MUCH;
	v->to->pb = avio_alloc_context(buffer, IO_BYTES, 1, v, NULL, on_write, on_seek_out);
	if (v->to->pb == NULL)
		return COPY_TOO_MUCH;
	v->to->io_open = refuse;
	v->to->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
	v->to->flags &= ~AVFMT_FLAG_AUTO_BSF;
	for (unsigned i = 0; i < v->in->nb_streams; i++)
		if (v->track[i].kind != NULL &&
		    (state = add_track(v, &v->track[i], v->in->streams[i])) != COPY_CLEAN)
			return state;
	return avformat_write_header(v->to, NULL) < 0 ? COPY_STRANGE : COPY_CLEAN;
}

/* Times in a broken file may stand still or go back, which no muxer takes. */
static void
put_in_time(struct track *t, AVPacket *packet)
{
	if (packet->dts == AV_NOPTS_VALUE)
		packet->dts = packet->pts != AV_NOPTS_VALUE ? packet->pts : t->last == INT64_MIN ? 0 : t->last + 1;
	if (t->last != INT64_MIN && packet->dts <= t->last)
		packet->dts = t->last + 1;
	if (packet->pts == AV_NOPTS_VALUE || packet->pts < packet->dts)
		packet->pts = packet->dts;
	if (t->last != INT64_MIN)
		t->step = packet->dts - t->last;
	if (packet->duration <= 0)	/* the last one: as long as the one before */
		packet->duration = t->step;
	t->last = packet->dts;
}

/* Sound that was cut off by a list of edits: a decoder wants two packets before the first that is heard, the demuxer
 * gives a second of them. (Pictures that are not shown are what the first that is shown builds upon.) */
static bool
is_cut_sound(const AVStream *s, const AVPacket *packet)
{
	return s->codecpar->codec_type == AVMEDIA_TYPE_AUDIO && (packet->flags & AV_PKT_FLAG_DISCARD) != 0 &&
	    (packet->pts >= 0 || -(packet->pts / 2) > packet->duration);
}

static enum copy_state
copy_packet(struct video *v, AVPacket *packet)
{
	struct track *t = &v->track[packet->stream_index];
	size_t n = (size_t)packet->size;

	if (packet->flags & AV_PKT_FLAG_CORRUPT)
		return COPY_DAMAGED;
	if (is_cut_sound(v->in->streams[packet->stream_index], packet))
		return COPY_CLEAN;
	if (av_packet_get_side_data(packet, AV_PKT_DATA_ENCRYPTION_INFO, NULL) != NULL)
		return COPY_STRANGE;
	if (av_packet_make_writable(packet) < 0)
		return COPY_TOO_MUCH;
	if (!coded_packet(&t->coded, packet->data, &n))
		return COPY_DAMAGED;
	if (n == 0)
		return COPY_CLEAN;
	av_shrink_packet(packet, (int)n);
	av_packet_free_side_data(packet);
	av_packet_rescale_ts(packet, v->in->streams[packet->stream_index]->time_base, t->to->time_base);
	put_in_time(t, packet);
	t->packets++;
	packet->stream_index = t->to->index;
	packet->pos = -1;
	if (av_interleaved_write_frame(v->to, packet) >= 0)
		return COPY_CLEAN;
	return v->out.full ? COPY_TOO_MUCH : COPY_DAMAGED;
}

/* Every sample that a kept track speaks of lies inside of the file. */
static bool
is_whole(const struct video *v)
{
	unsigned packets = 0;

	for (unsigned i = 0; i < v->in->nb_streams; i++) {
		AVStream *s = v->in->streams[i];

		packets += v->track[i].packets;
		for (int at = 0; v->track[i].kind != NULL && at < avformat_index_get_entries_count(s); at++) {
			const AVIndexEntry *e = avformat_index_get_entry(s, at);

			if (e->pos < 0 || e->size < 0 || (uint64_t)e->pos + (uint64_t)e->size > v->file.n)
				return false;
		}
	}
	return packets > 0;
}

static enum copy_state
copy_packets(struct video *v)
{
	AVPacket *packet = av_packet_alloc();
	enum copy_state state = COPY_CLEAN;
	const unsigned streams = v->in->nb_streams;
	int e = 0;

	if (packet == NULL)
		return COPY_TOO_MUCH;
	for (unsigned n = 0; state == COPY_CLEAN && (e = av_read_frame(v->in, packet)) >= 0; n++) {
		if (n == PACKETS_MAX)
			state = COPY_TOO_MUCH;
		else if (v->in->nb_streams != streams)	/* one more, in the middle of it */
			state = COPY_STRANGE;
		else if (v->track[packet->stream_index].kind != NULL)
			state = copy_packet(v, packet);
		av_packet_unref(packet);
	}
	av_packet_free(&packet);
	if (state == COPY_CLEAN && (e != AVERROR_EOF || !is_whole(v)))
		return COPY_DAMAGED;
	return state;
}

static enum copy_state
copy_file(struct video *v)
{
	enum copy_state state = boxes_look(v->file);
	enum mux mux;

	if (state != COPY_CLEAN || (state = open_in(v)) != COPY_CLEAN || (state = choose_all(v, &mux)) != COPY_CLEAN ||
	    (state = open_out(v, mux)) != COPY_CLEAN || (state = copy_packets(v)) != COPY_CLEAN)
		return state;
	if (av_write_trailer(v->to) < 0)
		return v->out.full ? COPY_TOO_MUCH : COPY_DAMAGED;
	avio_flush(v->to->pb);
	v->out.n = boxes_cut_notes(v->out.p, v->out.n);
	return v->out.full ? COPY_TOO_MUCH : COPY_CLEAN;
}

enum gw_err
video_prepare(void)
{
	av_log_set_level(AV_LOG_QUIET);
	return av_find_input_format("mov") != NULL && av_guess_format("mp4", NULL, NULL) != NULL ? GW_OK : GW_EIO;
}

void
video_clean(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	struct video *v = calloc(1, sizeof *v);

	if (v == NULL) {
		h->state = COPY_TOO_MUCH;
		return;
	}
	v->file = file;
	v->out.max = l->bytes;
	h->state = copy_file(v);
	if (h->state != COPY_CLEAN)
		return;
	h->kind = COPY_MP4;
	*bytes = (struct span){ v->out.p, v->out.n };
}
